"""The parts of a solver: steps, memory, line search, the model of coordinate descent."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest

import purelr
from purelr import (
    ConvergenceWarning,
    LogisticRegression,
    StandardScaler,
    load_breast_cancer,
)
from purelr.objective.firth import Firth
from purelr.solvers import lbfgs, newton
from purelr.solvers.coordinate_descent import minimise_model
from purelr.solvers.line_search import LineSearch, descend, falls
from purelr.solvers.memory import Memory
from purelr.testing import close
from purelr.training.options import Options
from purelr.training.problem import set_up

from ..backends_here import PerBackend, Unpenalised, per_backend
from ..samples import problem, relative


class _Place:
    """A point with what Memory looks at."""

    def __init__(self, xp, coef, gradient):
        self.coef, self.gradient = xp.asvector(coef), xp.asvector(gradient)


def test_the_model_of_coordinate_descent_is_minimised():
    """The optimality conditions of gᵀδ + δᵀHδ / 2 + Σ λ |w + δ|; the first coordinate matters only once the second has moved."""
    hessian = [[2.0, 1.9, 0.2], [1.9, 2.0, 0.3], [0.2, 0.3, 1.0]]
    w, slope, lasso = [0.0, 0.0, 1.0], [-0.2, -3.0, 0.5], [2.0, 0.1, 0.0]
    target = minimise_model(w, slope, hessian, lasso, 1e-13, 1000)
    delta = [u - v for u, v in zip(target, w)]
    for j in range(3):
        g = slope[j] + sum(h * d for h, d in zip(hessian[j], delta))
        if target[j] == 0.0:
            assert abs(g) <= lasso[j]
        else:
            close(g, -math.copysign(lasso[j], target[j]), 1e-12)
    # Without curvature a coordinate stays where it is; with too few sweeps the model is not yet minimised.
    assert minimise_model([1.0], [5.0], [[0.0]], [0.0], 1e-9, 10) == [1.0]
    assert minimise_model(w, slope, hessian, lasso, 1e-13, 1) != target


@per_backend
class _Steps(PerBackend):
    def test_a_step_that_is_too_long_is_halved(self):
        rows, labels = problem(80, 3, seed=49)
        plain = self.fit(rows, labels)
        model = LogisticRegression(backend=self.backend, warm_start=True).fit(rows, labels)
        # Far out all probabilities are 0 or 1: there is next to no curvature, and Newton's step is much too long.
        model.coef_, model.intercept_ = [[-6.0 * c for c in model.coef_[0]]], [3.0]
        model.fit(rows, labels)
        assert min(record.step for record in model.result_.trace) < 1.0
        relative(model.coef_[0], plain.coef_[0], 1e-9)

    @pytest.mark.parametrize(("module", "hessians"), [(newton, 2), (lbfgs, 0)])
    def test_corrections_that_lead_astray_are_dropped(self, monkeypatch, module, hessians):
        rows, labels = problem(80, 3, seed=50)
        plain = self.fit(rows, labels)
        memories, astray, made, failed = [], [], [], []

        class Seen(Memory):
            def __init__(self, length):
                super().__init__(length)
                memories.append(self)

        def fails_with_the_first_pairs(point, direction):
            """No step is found as long as the first two pairs are there."""
            if not astray and len(memories[-1].pairs) == 2:
                astray.append(memories[-1])
            if astray and memories[-1] is astray[0]:
                failed.append(1)
                assert len(failed) == 1, "the pairs are still there"
                return None
            return descend(point, direction)

        real = newton.inverse_hessian
        monkeypatch.setattr(newton, "KEPT", 100)  # so that there are pairs
        monkeypatch.setattr(newton, "inverse_hessian", lambda point: made.append(1) or real(point))
        monkeypatch.setattr(module, "Memory", Seen)
        monkeypatch.setattr(module, "descend", fails_with_the_first_pairs)
        model = self.fit(rows, labels, solver=module.__name__.rpartition(".")[2])
        assert model.result_.converged
        assert failed
        assert len(made) == hessians
        close(model.coef_[0], plain.coef_[0], 1e-8)

    def test_the_last_step_is_taken_without_a_look(self):
        """Newton's coefficients are a step beyond the last point of the trace, and the better for it."""
        rows, labels = problem(80, 3, seed=50)
        model = LogisticRegression(backend=self.backend, solver="newton").fit(rows, labels)
        problem_, _, _ = set_up(model, rows, labels, None, Options(model))
        with self.backend.quiet():
            there = problem_.objective.at(self.backend.asvector(model.result_.coef))
        assert there.gradient_norm < 0.5 * model.result_.gradient_norm
        assert abs(there.value - model.result_.objective) <= 1e-15

    def test_the_memory_keeps_the_secant_equation(self):
        """H⁻¹ y = s for the last pair, whatever the initial matrix, and for all pairs of a quadratic on its axes."""
        xp = self.backend
        memory = Memory(3)
        pairs = [
            ([1.0, 0.0, 0.0], [2.0, 0.0, 0.0]),
            ([0.0, 1.0, 0.0], [0.0, 5.0, 0.0]),
            ([0.5, 0.0, 1.0], [1.0, 0.0, 9.0]),
        ]
        for s, y in pairs:
            memory.remember(_Place(xp, [0.0] * 3, [0.0] * 3), _Place(xp, s, y))
        for s, y in pairs[-1:]:
            close(xp.tolist(memory.direction(xp.asvector(y), lambda q: 0.3 * q)), [-v for v in s], 1e-14)
        u, v = xp.asvector([1.0, -2.0, 0.5]), xp.asvector([0.3, 1.0, 4.0])  # and it is symmetric
        close(
            float(u @ memory.direction(v, lambda q: 0.3 * q)), float(v @ memory.direction(u, lambda q: 0.3 * q)), 1e-14
        )
        memory.remember(_Place(xp, [0.0] * 3, [0.0] * 3), _Place(xp, [1.0, 0.0, 0.0], [-1.0, 0.0, 0.0]))
        assert len(memory.pairs) == 3  # a step along which the function is not convex says nothing
        close(xp.tolist(memory.scaled(xp.asvector([1.0, 0.0, 0.0]))), [9.5 / 82.0, 0.0, 0.0], 1e-15)


@per_backend
class _LastSteps(Unpenalised):
    def test_a_step_counts_that_lowers_f_or_at_least_the_gradient(self):
        before, same = self.point(0.5, 1e-9), self.point(0.5, 2e-9)
        assert not falls(before, same, -1e-30)
        assert falls(before, self.point(0.5, 1e-10), -1e-30)
        assert falls(before, self.point(0.4, 1.0), -0.1)
        assert not falls(before, self.point(0.4999999, 1.0), -0.1)

    @staticmethod
    def point(value, gradient_norm):
        return SimpleNamespace(value=value, gradient_norm=gradient_norm)

    def test_a_fit_ends_where_rounding_does(self, monkeypatch):
        """A tol below what rounding allows: a step in which no coefficient moves does not count, nor is it halved."""
        looks = []
        at = Firth.at
        monkeypatch.setattr(Firth, "at", lambda *arguments: looks.append(0) or at(*arguments))
        rows, labels = load_breast_cancer(return_X_y=True)
        rows = StandardScaler().fit_transform(rows)
        with pytest.warns(ConvergenceWarning, match="tol is below what rounding allows"):
            model = self.fit(rows, labels, firth=True, tol=1e-18, max_iter=1000)
        # Where rounding ends is a matter of the processor's kernels: 1.1e-14 was seen with NumPy 1.21.
        assert model.result_.gradient_norm < 1e-13
        # How many steps rounding takes back differs between machines; one search in vain takes 50 looks.
        assert len(looks) < 2 * model.n_iter_ + 100 < 400


def test_the_next_step_of_a_line_search_by_its_rules():
    """F(0) = 0 with the slope −1. Steps are enough at half of the steepness; else the interval and the secant move."""

    def look(value, slope):
        return SimpleNamespace(value=value, slope=slope)

    search = LineSearch(0.0, -1.0)
    assert search.step == 1.0
    assert search.enough(look(-0.5, -0.5))
    assert search.enough(look(-0.5, 0.5))
    assert not search.enough(look(-0.5, -0.51))
    assert not search.enough(look(-0.5, 0.51))
    assert not search.enough(look(1e-3, 0.0))  # nothing has fallen
    assert search.next_step(look(-0.6, -0.6)) == 2.5  # the secant's, between twice and four times
    assert search.next_step(look(-1.5, -0.1)) == 5.0  # 2.7778 were less than twice
    assert search.next_step(look(-2.0, -0.9)) == 20.0  # 50 were more than four times
    assert search.next_step(look(-1.0, 1.0)) == pytest.approx(10.0)  # the secant's
    assert search.next_step(look(-2.0, 0.9)) == pytest.approx(5.5)  # 5.26 were too near to the end at 5
    assert search.next_step(look(-2.1, -0.01)) == pytest.approx(5.95)  # 5.556 too
    search = LineSearch(0.0, -1.0)
    assert search.next_step(look(3.0, 19.0)) == pytest.approx(0.1)  # 0.05 were too near to 0
    assert search.next_step(look(-0.09, -0.9)) == pytest.approx(0.91)  # and 1 to the other end
    assert LineSearch(0.0, -1.0).next_step(look(-1.0, -1.0)) == 4.0  # parallel: as far as may be
    search = LineSearch(2.0, -1e-9)
    assert search.enough(look(2.0 + 4e-15, 2e-10))  # within the rounding of F, where its slope says what it does
    assert not search.enough(look(2.0 + 4e-14, 2e-10))
    assert not search.enough(look(2.0 + 4e-15, 1e-9))


def test_a_step_without_curvature_is_not_remembered():
    xp = purelr.get_backend("pure")

    def place(coef, gradient):
        return SimpleNamespace(coef=xp.asvector(coef), gradient=xp.asvector(gradient))

    for curvature, kept in ((1.0, 1), (1e-12, 1), (1e-15, 0), (0.0, 0), (-1.0, 0)):
        memory = Memory(3)
        memory.remember(place([0.0, 0.0], [0.0, 0.0]), place([1.0, 0.0], [curvature, 1.0]))
        assert len(memory.pairs) == kept, curvature
