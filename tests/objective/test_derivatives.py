"""Gradients and Hessians against differences, coordinates, and probabilities far out."""

from __future__ import annotations

import math
import warnings

import pytest

import purelr
from purelr import (
    GradientDescent,
)
from purelr.basics.random_numbers import start_weights
from purelr.objective.coordinates import as_given, standard, well_conditioned
from purelr.objective.logistic import in_blocks, log_odds
from purelr.objective.multinomial import Multinomial
from purelr.testing import close

from ..backends_here import PerBackend, Unpenalised, per_backend
from ..samples import many_classes, objective, problem


@per_backend
class _Parts(PerBackend):
    @pytest.mark.parametrize("baseline", [True, False])
    def test_the_derivatives_of_many_classes(self, baseline):
        rows, labels = many_classes(230, 2, 3, seed=38)
        xp = self.backend
        X = as_given(True, 2).design(xp, xp.asmatrix(rows))
        ys = [xp.asvector([float(y == k) for y in labels]) for k in range(3)]
        size = 6 if baseline else 9
        pinned = [] if baseline else [0, 2]
        blocks = in_blocks(xp, X, xp.asvector([1.0 / 230] * 230), ys[baseline:])
        F = Multinomial(xp, blocks, 3 - baseline, [0.1] * size, None, baseline, pinned)
        w = [5.0 * v for v in start_weights(1, size)]
        gradient = xp.tolist(F.at(xp.asvector(w)).gradient)
        hessian = xp.tolist(F.at(xp.asvector(w)).hessian())
        h = 1e-5
        for j in range(size):
            up, down = list(w), list(w)
            up[j] += h
            down[j] -= h
            above, below = F.at(xp.asvector(up)), F.at(xp.asvector(down))
            close(gradient[j], (above.value - below.value) / (2.0 * h), 1e-9)
            close(hessian[j], xp.tolist((0.5 / h) * (above.gradient - below.gradient)), 1e-9)

    def test_coordinates_go_there_and_back_and_keep_the_log_odds(self):
        rows, _ = problem(50, 3, seed=47)
        xp = self.backend
        X = xp.asmatrix(rows)
        moments = tuple(map(xp.tolist, xp.moments(X, xp.asvector([0.02] * 50))))
        for intercept in (True, False):
            given = as_given(intercept, 3)
            coef = start_weights(1, 3 + intercept)
            eta = xp.tolist(given.design(xp, X) @ xp.asvector(coef))
            for coordinates in (standard(moments, intercept), well_conditioned(moments, intercept, 0.1)):
                inner = coordinates.inward(coef)
                close(coordinates.outward(inner), coef, 1e-15)
                close(xp.tolist(coordinates.design(xp, X) @ xp.asvector(inner)), eta, 1e-14)

    def test_log_probabilities_do_not_run_out(self):
        model = self.fit([[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1])
        model.coef_, model.intercept_ = [[1000.0]], [0.0]
        assert model.predict_log_proba([[1.0], [-2.0]]) == [[-1000.0, 0.0], [0.0, -2000.0]]


@per_backend
class _Derivatives:
    backend = None

    @pytest.mark.parametrize("ridge", [0.0, 0.3])
    @pytest.mark.parametrize("intercept", [True, False])
    def test_the_gradient_is_the_slope_of_the_objective(self, ridge, intercept):
        rows, labels = problem(40, 3, seed=1)
        F = objective(self.backend, rows, labels, ridge=ridge, intercept=intercept)
        w = start_weights(5, 3 + intercept)
        gradient = self.backend.tolist(F.at(self.backend.asvector(w)).gradient)
        # Central differences: an error of h² from the third derivative and of 1e-16 / h from rounding.
        h = 1e-5
        for j in range(len(w)):
            up, down = list(w), list(w)
            up[j] += h
            down[j] -= h
            slope = (F.at(self.backend.asvector(up)).value - F.at(self.backend.asvector(down)).value) / (2.0 * h)
            close(gradient[j], slope, 1e-10)

    @pytest.mark.parametrize("ridge", [0.0, 0.3])
    def test_the_hessian_is_the_slope_of_the_gradient(self, ridge):
        rows, labels = problem(240, 3, seed=2)
        F = objective(self.backend, rows, labels, ridge=ridge)
        w = start_weights(6, 4)
        hessian = self.backend.tolist(F.at(self.backend.asvector(w)).hessian())
        h = 1e-5
        for j in range(len(w)):
            up, down = list(w), list(w)
            up[j] += h
            down[j] -= h
            difference = F.at(self.backend.asvector(up)).gradient - F.at(self.backend.asvector(down)).gradient
            close(hessian[j], self.backend.tolist((0.5 / h) * difference), 1e-10)

    @pytest.mark.parametrize("size", [1e300, 1e-300, 1e308])
    def test_extreme_inputs_give_no_nan(self, size):
        rows, labels = [[size], [-size], [size / 2.0], [-size / 3.0]], [1, 0, 1, 0]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", purelr.ConvergenceWarning)
            textbook = purelr.LR(backend=self.backend).fit(rows, labels)
            model = purelr.LogisticRegression(solver=GradientDescent(0.1, 5), backend=self.backend).fit(rows, labels)
        for number in [
            *textbook.weights,
            *textbook.loss,
            *textbook.predict_proba(rows),
            *model.decision_function(rows),
        ]:
            assert math.isfinite(number)
        assert all(0.0 <= p <= 1.0 for p in textbook.predict_proba(rows))

    def test_log_odds_that_overflow_keep_their_sign(self):
        xp = self.backend
        X = xp.asmatrix([[1e308, 1e308], [1e308, -1e308], [-1e308, 0.5], [1.0, 2.0]])
        with xp.quiet():
            eta = xp.tolist(log_odds(xp, X, xp.asvector([30.0, 20.0])))
        assert eta == [1e308, 1e308, -1e308, 70.0]


@per_backend
class _Firth(Unpenalised):
    def test_the_score_of_firth_is_the_slope_of_its_objective(self):
        rows, labels = problem(40, 2, seed=44)
        objective = self.fit(rows, labels, [1.0 + i % 3 for i in range(40)], firth=True)._fit.problem.objective
        xp = objective.xp
        for w in ([0.3, -0.2, 0.5], [-1.0, 2.0, 0.1]):
            gradient = xp.tolist(objective.at(xp.asvector(w)).gradient)
            for j in range(3):
                ends = [[v + h * (i == j) for i, v in enumerate(w)] for h in (1e-5, -1e-5)]
                up, down = [objective.at(xp.asvector(end)).value for end in ends]
                close(gradient[j], (up - down) / 2e-5, 1e-8)
