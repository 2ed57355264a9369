"""Solvers that agree, what each promises, and the lasso's optimality conditions."""

from __future__ import annotations

import math

import pytest

import purelr
from purelr import LBFGS, CoordinateDescent, GradientDescent, Newton, NewtonCG
from purelr.objective.logistic import Logistic
from purelr.testing import close

from ..backends_here import PerBackend, per_backend
from ..samples import problem, standardised_cancer, walks


@pytest.mark.parametrize("solver", [Newton(5), NewtonCG(6), LBFGS(5), CoordinateDescent(7)])
def test_solvers_show_their_options(solver):
    assert eval(repr(solver)).__dict__ == solver.__dict__  # noqa: S307


@per_backend
class _Solvers(PerBackend):
    @pytest.mark.parametrize("C", [0.1, 10.0, math.inf])
    def test_all_solvers_agree(self, C):
        rows, labels = problem(120, 4, seed=30)
        newton = self.fit(rows, labels, C=C, solver="newton")
        for solver in (
            Newton(memory=0),
            Newton(memory=3),
            "newton_cg",
            "lbfgs",
            LBFGS(memory=3),
            "coordinate_descent",
            GradientDescent(3.0),
        ):
            other = self.fit(rows, labels, C=C, solver=solver, tol=1e-10, max_iter=50_000)
            assert other.result_.converged
            close(other.coef_[0] + other.intercept_, newton.coef_[0] + newton.intercept_, 1e-7)

    def test_auto_picks_by_penalty_and_size(self):
        rows, labels = problem(50, 3, seed=31)
        assert self.fit(rows, labels).result_.solver == "newton"
        assert self.fit(rows, labels, l1_ratio=0.5).result_.solver == "coordinate_descent"
        assert self.fit(rows, labels, l1_ratio=0.5, C=math.inf).result_.solver == "newton"
        wide = [row * 140 for row in rows]
        model = self.fit(wide, labels, tol=1e-6)
        assert model.result_.solver == "lbfgs"
        assert model.result_.converged

    def test_auto_arrives_where_lbfgs_does_not(self):
        """Neighbouring columns that are nearly the same, as pixels are: L-BFGS takes 541 steps and more."""
        rows, labels = walks(150, 420, seed=5)
        with pytest.warns(purelr.ConvergenceWarning, match='raise it, scale the columns, or use solver="newton"'):
            self.fit(rows, labels, C=1e4, solver="lbfgs", max_iter=300)
        seen = []
        model = self.fit(rows, labels, C=1e4, max_iter=300, callback=seen.append)
        assert model.result_.solver == "newton"
        assert "converged in lbfgs and newton" in model.result_.message
        assert [record.iteration for record in seen] == list(range(1, model.n_iter_ + 1))
        assert model.result_.gradient_norm < 1e-13
        early = self.fit(rows, labels, C=1e4, callback=lambda record: record.iteration == 20)
        assert early.result_.message.startswith("stopped by the callback in lbfgs: 20 iterations")

    def test_a_hessian_is_made_only_when_it_pays(self, monkeypatch):
        rows, target = standardised_cancer()
        made = []
        curvature = Logistic.curvature
        monkeypatch.setattr(Logistic, "curvature", lambda self, *args: made.append(1) or curvature(self, *args))
        model = self.fit(rows, target)
        assert len(made) <= 0.35 * model.n_iter_  # where rounding lets the last step be the third of a Hessian or not

    def test_every_step_is_in_the_trace_and_the_objective_never_rises(self):
        rows, labels = problem(80, 3, seed=32)
        for options in ({"solver": "newton"}, {"solver": "lbfgs"}, {"l1_ratio": 1.0}):
            result = self.fit(rows, labels, **options).result_
            assert [record.iteration for record in result.trace] == list(range(1, result.n_iter + 1))
            values = [result.start.objective, *[record.objective for record in result.trace]]
            assert all(b <= a * (1.0 + 1e-14) for a, b in zip(values, values[1:]))
            assert result.trace[-1].gradient_norm == result.gradient_norm <= 1e-8

    @pytest.mark.parametrize("l1_ratio", [1.0, 0.3])
    @pytest.mark.parametrize("C", [0.02, 0.5])
    def test_the_lasso_keeps_the_optimality_conditions(self, l1_ratio, C):
        rows, labels = problem(150, 8, seed=33)
        rows = [[x * (1.0 + 3.0 * j) for j, x in enumerate(row)] for row in rows]
        model = self.fit(rows, labels, l1_ratio=l1_ratio, C=C)
        errors = [p[1] - y for p, y in zip(model.predict_proba(rows), labels)]
        close(sum(errors) / 150.0, 0.0, 1e-9)
        lasso, ridge = l1_ratio / C / 150.0, (1.0 - l1_ratio) / C / 150.0
        zeros = 0
        for j, w in enumerate(model.coef_[0]):
            slope = sum(e * row[j] for e, row in zip(errors, rows)) / 150.0 + ridge * w
            zeros += w == 0.0
            if w == 0.0:
                assert abs(slope) <= lasso + 1e-8
            else:
                close(slope, -math.copysign(lasso, w), 1e-8)
        assert zeros > 0 or C > 0.1 or l1_ratio < 1.0

    def test_a_strong_lasso_leaves_the_intercept_alone(self):
        rows, labels = problem(50, 3, seed=34)
        model = self.fit(rows, labels, l1_ratio=1.0, C=1e-4)
        assert model.coef_ == [[0.0] * 3]
        share = sum(labels) / 50.0
        close(model.intercept_[0], math.log(share / (1.0 - share)), 1e-9)
