"""Newton's method by conjugate gradients: it arrives where Newton's method does, and never makes a Hessian."""

from __future__ import annotations

import math

import pytest

from purelr import LogisticRegression, NewtonCG
from purelr.objective.logistic import Objective
from purelr.solvers import newton_cg
from purelr.solvers.newton_cg import conjugate_gradients
from purelr.testing import close
from purelr.training import data as data_module
from purelr.training.options import Options
from purelr.training.problem import set_up

from ..backends_here import PerBackend, per_backend
from ..samples import many_classes, problem


def blurred(n, p, K, seed):
    """Neighbouring columns are nearly the same, as pixels are, and of sizes from 1e-3 to 1e3."""
    rows, labels = many_classes(n, p, K, seed)
    sizes = [10.0 ** (j % 7 - 3) for j in range(p)]
    return [[s * (x + 30.0 * sum(row[:j])) for j, (x, s) in enumerate(zip(row, sizes))] for row in rows], labels


def agree(model, other, tolerance):
    size = max(abs(w) for row in other.coef_ for w in row)
    close(model.coef_, other.coef_, tolerance, scale=size)
    close(model.intercept_, other.intercept_, tolerance, scale=max(size, *map(abs, other.intercept_)))


@per_backend
class _NewtonCG(PerBackend):
    @pytest.mark.parametrize("options", [{"C": 0.01}, {}, {"C": 100.0}, {"C": math.inf}, {"fit_intercept": False}])
    def test_it_arrives_where_newton_does(self, options):
        rows, labels = many_classes(300, 5, 4, seed=50)
        weights = [1.0 + i % 3 for i in range(300)]
        newton = self.fit(rows, labels, sample_weight=weights, solver="newton", **options)
        model = self.fit(rows, labels, sample_weight=weights, solver="newton_cg", **options)
        assert model.result_.message.startswith("converged in newton_cg: ")
        agree(model, newton, 1e-9)

    def test_two_classes_are_one_set(self):
        rows, labels = problem(100, 3, seed=51)
        agree(self.fit(rows, labels, solver=NewtonCG()), self.fit(rows, labels, solver="newton"), 1e-9)

    def test_it_begins_anywhere(self):
        """A start whose sets do not add up to 0, as a fit without a penalty leaves them, is put into the middle."""
        rows, labels = many_classes(120, 3, 3, seed=52)
        model = self.fit(rows, labels, C=math.inf, warm_start=True, solver="newton_cg")
        assert model.coef_[0] == [0.0] * 3
        model.C = 1.0
        agree(model.fit(rows, labels), self.fit(rows, labels), 1e-9)
        close([sum(column) for column in zip(*model.coef_)], [0.0] * 3, 1e-12)

    def test_no_hessian_is_made(self, monkeypatch):
        rows, labels = many_classes(200, 30, 4, seed=53)
        monkeypatch.setattr(Objective, "curvature", None)
        model = self.fit(rows, labels)
        assert model.result_.solver == "newton_cg"  # of 124 coefficients
        assert model.result_.converged

    def test_what_is_not_kept_is_made_anew(self, monkeypatch):
        rows, labels = many_classes(200, 4, 3, seed=54)
        kept = self.fit(rows, labels, solver="newton_cg")
        monkeypatch.setattr(data_module, "LARGE", 1)
        agree(self.fit(rows, labels, solver="newton_cg"), kept, 1e-9)

    def test_many_rows_begin_on_a_sample_and_keep_its_hessian(self, monkeypatch):
        rows, labels = many_classes(1000, 4, 3, seed=55)
        whole = self.fit(rows, labels, solver="newton_cg")
        for name, value in (("MANY", 500), ("PIECES", 8)):
            monkeypatch.setattr(data_module, name, value)
        looked_at = []
        curvature = newton_cg.Curvature
        monkeypatch.setattr(
            newton_cg, "Curvature", lambda point: looked_at.append(point.objective.sample) or curvature(point)
        )
        agree(self.fit(rows, labels, solver="newton_cg", tol=1e-5), whole, 1e-4)
        assert looked_at  # all of them in the sample, which has none itself
        assert looked_at == [None] * len(looked_at)

    def test_a_preconditioner_is_made_where_products_alone_do_not_do(self, monkeypatch):
        made = []
        preconditioner = newton_cg.Curvature.preconditioner
        monkeypatch.setattr(newton_cg.Curvature, "preconditioner", lambda self: made.append(1) or preconditioner(self))
        self.fit(*many_classes(300, 4, 3, seed=56), solver="newton_cg", C=1e-3)
        assert not made
        rows, labels = blurred(300, 14, 3, seed=57)
        model = self.fit(rows, labels, solver="newton_cg", C=10.0)
        assert made
        agree(model, self.fit(rows, labels, solver="newton", C=10.0), 1e-6)

    def test_newton_goes_on_where_conjugate_gradients_do_not_arrive(self, monkeypatch):
        rows, labels = many_classes(200, 5, 3, seed=58)
        monkeypatch.setattr(newton_cg, "PRODUCTS", 2)
        model = self.fit(rows, labels, solver="newton_cg", C=100.0)
        assert "converged in newton_cg and newton" in model.result_.message
        monkeypatch.undo()
        agree(model, self.fit(rows, labels, solver="newton", C=100.0), 1e-9)

    @pytest.mark.parametrize("ridge", [0.0, 0.3])
    def test_the_curvature_is_the_hessian_times_a_step_between_centred_coefficients(self, ridge):
        rows, labels = many_classes(80, 3, 3, seed=59)
        model = LogisticRegression(C=1.0 / ridge if ridge else math.inf, backend=self.backend)
        made, _, start = set_up(model, rows, labels, None, Options(model))
        objective, xp = made.objective, self.backend
        point = objective.at(xp.asvector([v + 0.1 * (i % 5) for i, v in enumerate(start)]))
        d = objective.centred(xp.asvector([0.3 * (i * i % 7) - 0.4 for i in range(len(start))]))
        close(xp.tolist(newton_cg.Curvature(point).times(d)), xp.tolist(point.hessian() @ d), 1e-12)

    def test_conjugate_gradients_solve_a_system_in_as_many_products_as_it_has_rows(self):
        xp = self.backend
        A = xp.asmatrix([[4.0, 1.0, 0.0], [1.0, 3.0, -1.0], [0.0, -1.0, 2.0]])
        b, products = xp.asvector([1.0, 2.0, 3.0]), []

        def times(d):
            products.append(d)
            return A @ d

        x, residual = conjugate_gradients(times, b, lambda r: r, 1e-12, 10)
        assert len(products) <= 4
        close(xp.tolist(A @ x), [1.0, 2.0, 3.0], 1e-12)
        close(xp.tolist(residual), [0.0] * 3, 1e-12)
        products.clear()
        x, _ = conjugate_gradients(times, b, xp.solver(A), 1e-12, 10)
        assert len(products) <= 2  # preconditioned by the inverse itself
        close(xp.tolist(A @ x), [1.0, 2.0, 3.0], 1e-12)
        x, residual = conjugate_gradients(times, b, lambda r: r, 1e-12, 1)
        close(xp.tolist(b - A @ x), xp.tolist(residual), 1e-15)
        assert float(residual @ residual) > 1e-3
