"""Gradient descent: the textbook's algorithm, in 50 digits, on every backend."""

from __future__ import annotations

import math
from decimal import Decimal, getcontext
from types import SimpleNamespace

import pytest

import purelr
from purelr.basics.random_numbers import start_weights
from purelr.objective.logistic import Objective
from purelr.solvers.gradient_descent import GradientDescent, trouble
from purelr.testing import close

from ..backends_here import per_backend
from ..samples import EXPECTED, objective, problem, reference


def textbook_in_50_digits(rows, labels, weights, epochs, rate):
    """Batch gradient descent in decimal arithmetic, without a line of the library's."""
    getcontext().prec = 50
    X = [[Decimal(1), *map(Decimal, row)] for row in rows]
    w = [Decimal(weight) for weight in weights]
    n, rate, losses = len(X), Decimal(rate), []
    for epoch in range(epochs + 1):
        proba = [1 / (1 + (-sum(a * b for a, b in zip(row, w))).exp()) for row in X]
        losses.append(-sum((p if y else 1 - p).ln() for p, y in zip(proba, labels)) / n)
        if epoch < epochs:
            slope = [sum((p - y) * row[j] for p, y, row in zip(proba, labels, X)) / n for j in range(len(w))]
            w = [weight - rate * g for weight, g in zip(w, slope)]
    return [float(weight) for weight in w], [float(loss) for loss in losses]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"learning_rate": 0.0}, "learning_rate must be a positive number; got 0.0."),
        ({"learning_rate": float("nan")}, "learning_rate must be a positive number; got nan."),
        ({"learning_rate": float("inf")}, "learning_rate must be a positive number; got inf."),
        ({"learning_rate": "fast"}, "learning_rate must be a positive number; got 'fast'."),
        ({"learning_rate": None}, "learning_rate must be a positive number; got None."),
        ({"epochs": -1}, "epochs must be a whole number of at least 0; got -1."),
        ({"epochs": 2.5}, "epochs must be a whole number of at least 0; got 2.5."),
        ({"start": "ones"}, 'start must be "zeros", "random" or a list of weights; got \'ones\'.'),
        ({"start": [1.0]}, "start must be 2 weights, intercept first; got 1."),
        (
            {"start": [1.0, math.nan]},
            "start must be finite; got nan in row 1. Drop or impute that row. NaN is not skipped.",
        ),
        ({"start": "random", "seed": -1}, "seed must be a whole number of at least 0; got -1."),
    ],
)
def test_bad_options_of_gradient_descent(options, message):
    model = purelr.LogisticRegression(solver=GradientDescent(**options))
    with pytest.raises(ValueError) as error:
        model.fit([[0.0], [1.0]], [0, 1])
    assert str(error.value) == message
    assert not hasattr(model, "coef_")


def test_gradient_descent_shows_its_options():
    assert repr(GradientDescent(0.5)) == "GradientDescent(learning_rate=0.5, epochs=None, start='zeros', seed=0)"


@per_backend
class _Trainer:
    backend = None

    def test_the_run_uses_the_backend_that_it_is_named_for(self, monkeypatch):
        """A look at the arrays themselves, while the trainer works on them."""
        seen = set()
        evaluate = Objective.at

        def spy(self, coef):
            point = evaluate(self, coef)
            seen.update((type(coef).__module__, type(point.gradient).__module__, type(self.blocks[0].ys[0]).__module__))
            return point

        monkeypatch.setattr(Objective, "at", spy)
        purelr.LR(backend=self.backend).fit([[0.0], [1.0]], [0, 1])
        purelr.LogisticRegression(backend=self.backend, solver=GradientDescent(epochs=2)).fit([[0.0], [1.0]], [0, 1])
        homes = {"pure": "purelr.backends.pure", "numpy": "numpy", "strict": "tests.strict"}
        assert seen == {homes[self.backend_name]}

    def test_the_algorithm_is_the_textbooks(self):
        rows, labels = problem(20, 2, seed=3)
        model = purelr.LR(seed=9, backend=self.backend).fit(rows, labels, epochs=30, learning_rate=0.5)
        weights, losses = textbook_in_50_digits(rows, labels, start_weights(9, 3), 30, 0.5)
        close(model.weights, weights, 1e-14)
        close(model.loss, losses, 1e-14)

    def test_the_optimum_is_the_published_one(self):
        """Spector and Mazzeo (1980), Stata's logit: gradient descent finds it too, given time and scaled columns."""
        rows, target, names, _ = reference("spector")
        scaler = purelr.StandardScaler().fit(rows)
        model = purelr.LogisticRegression(
            C=math.inf, solver=GradientDescent(4.0), tol=1e-12, max_iter=20_000, backend=self.backend
        ).fit(scaler.transform(rows), target)
        coef = [c / s for c, s in zip(model.coef_[0], scaler.scale_)]
        intercept = model.intercept_[0] - sum(c * m for c, m in zip(coef, scaler.mean_))
        expected = EXPECTED["spector"]
        assert model.result_.converged
        close([intercept, *coef], [expected["coef"][name] for name in ["intercept", *names]], 1e-10)
        close(-32.0 * model.result_.objective, expected["loglik"], 1e-12)

    def test_the_demo_keeps_its_promises(self):
        """Accuracy of at least 0.97, a loss that falls at every epoch, and the weights of pure to 1e-12."""
        X_train, X_test, y_train, y_test = self._cancer()
        model = purelr.LR(backend=self.backend).fit(X_train, y_train, epochs=200, learning_rate=0.7)
        pure = purelr.LR(backend="pure").fit(X_train, y_train, epochs=200, learning_rate=0.7)
        assert len(model.loss) == 201
        assert all(after < before for before, after in zip(model.loss, model.loss[1:]))
        assert purelr.accuracy_score(y_test, model.predict(X_test)) >= 0.97
        close([a / b for a, b in zip(model.weights, pure.weights)], [1.0] * 31, 1e-12)
        assert model.predict(X_test) == pure.predict(X_test)

    def _cancer(self):
        cancer = purelr.load_breast_cancer()
        X_train, X_test, y_train, y_test = purelr.train_test_split(cancer.data, cancer.target, stratify=cancer.target)
        scaler = purelr.StandardScaler().fit(X_train)
        return scaler.transform(X_train), scaler.transform(X_test), y_train, y_test

    def test_one_loss_and_gradient_agree_with_pure_to_rounding(self):
        rows, labels = problem(500, 6, seed=4)
        w = [10.0 * weight for weight in start_weights(3, 7)]
        here = objective(self.backend, rows, labels, ridge=0.1).at(self.backend.asvector(w))
        pure = purelr.get_backend("pure")
        there = objective(pure, rows, labels, ridge=0.1).at(pure.asvector(w))
        close(here.value / there.value, 1.0, 1e-12)
        close(self.backend.tolist(here.gradient), pure.tolist(there.gradient), 1e-12, scale=there.gradient_norm)

    def test_a_start_is_the_same_everywhere(self):
        start = GradientDescent(start="random", seed=7).starting_point(3)
        close(start, [-0.0220340503217457, -0.09664234109436878, 0.0801521361213767])
        assert GradientDescent(start=[1, 2]).starting_point(2) == [1.0, 2.0]
        model = purelr.LogisticRegression(solver=GradientDescent(epochs=0, start=[1, 2]), backend=self.backend)
        assert model.fit([[1.0], [2.0]], [0, 1]).coef_ == [[2.0]]
        assert model.intercept_ == [1.0]

    def test_a_weight_of_two_is_a_row_twice_and_of_none_a_row_gone(self):
        rows, labels = problem(10, 2, seed=5)
        w = start_weights(1, 3)
        weights = [2.0, 0.0, 1.0, 1.0, 3.0, 1.0, 1.0, 0.0, 1.0, 1.0]
        repeated = [i for i in range(10) for _ in range(int(weights[i]))]
        a = objective(self.backend, rows, labels, [weight / sum(weights) for weight in weights])
        b = objective(self.backend, [rows[i] for i in repeated], [labels[i] for i in repeated])
        close(a.at(self.backend.asvector(w)).value, b.at(self.backend.asvector(w)).value, 1e-14)

    def test_the_order_of_rows_and_of_columns_and_the_names_of_classes_do_not_matter(self):
        rows, labels = problem(60, 3, seed=6)
        fit = lambda X, y: purelr.LogisticRegression(solver=GradientDescent(0.5, 50), backend=self.backend).fit(X, y)  # noqa: E731
        model = fit(rows, labels)
        assert close(fit(rows[::-1], labels[::-1]).coef_[0], model.coef_[0], 1e-13) is None
        close(fit([row[::-1] for row in rows], labels).coef_[0][::-1], model.coef_[0], 1e-13)
        flipped = fit(rows, [1 - label for label in labels])
        close([-c for c in flipped.coef_[0]], model.coef_[0], 1e-13)
        close(-flipped.intercept_[0], model.intercept_[0], 1e-13)

    def test_a_rate_that_makes_the_loss_rise_warns_and_goes_on(self):
        rows, labels = problem(50, 2, seed=8)
        with pytest.warns(
            purelr.ConvergenceWarning, match=r"learning_rate must be small enough for the loss to fall; got 500"
        ):
            model = purelr.LR(backend=self.backend).fit(rows, labels, epochs=20, learning_rate=500.0)
        assert len(model.loss) == 21
        assert all(map(math.isfinite, model.weights + model.loss))

    def test_a_rate_that_makes_the_loss_overflow_warns_and_keeps_the_last_weights(self):
        rows, labels = [[1e200], [-1e200], [3e199]], [0, 1, 1]
        with pytest.warns(purelr.ConvergenceWarning, match=r"with which it overflowed in epoch 1\. Lower it, or scale"):
            model = purelr.LR(backend=self.backend).fit(rows, labels, learning_rate=1e6)
        assert model.weights == start_weights(0, 2)
        assert all(map(math.isfinite, model.loss))

    def test_no_convergence_is_said(self):
        rows, labels = problem(50, 2, seed=9)
        model = purelr.LogisticRegression(solver="gd", max_iter=3, backend=self.backend)
        with pytest.warns(
            purelr.ConvergenceWarning,
            match=r"not converged in gd: 3 iterations, .* max_iter is 3: raise it, scale the columns, or use solver=\"auto\"",
        ):
            model.fit(rows, labels)
        assert not model.result_.converged
        assert model.n_iter_ == 3

    def test_convergence_is_said_and_true(self):
        rows, labels = problem(50, 2, seed=10)
        model = purelr.LogisticRegression(solver=GradientDescent(1.0), tol=1e-9, backend=self.backend).fit(rows, labels)
        result = model.result_
        assert result.converged
        assert result.warning == ""
        assert result.gradient_norm <= 1e-9 < result.trace[-2].gradient_norm
        assert len(result.trace) == result.n_iter == model.n_iter_ < 1000
        assert [record.iteration for record in result.trace] == list(range(1, result.n_iter + 1))
        w = model.intercept_ + model.coef_[0]
        F = objective(self.backend, rows, labels, ridge=1.0 / 50)
        close(F.at(self.backend.asvector(w)).gradient_norm, 0.0, 1e-9)
        assert "converged=True" in repr(result)
        assert result.message.startswith("converged in gd: ")
        assert repr(result.trace[0]).startswith("Record(iteration=1, objective=0.")


def test_a_loss_that_rises_by_more_than_rounding_is_told():
    def fit(*losses):
        first, *trace = [SimpleNamespace(objective=loss, iteration=i) for i, loss in enumerate(losses)]
        return SimpleNamespace(start=first, trace=trace, n_iter=len(trace))

    assert trouble(fit(1.0, 0.5, 0.5 * (1.0 + 1e-13)), 0.1, overflow=False) == ""
    assert "rose from 0.5 to 0.5 in epoch 2" in trouble(fit(1.0, 0.5, 0.5 * (1.0 + 1e-11)), 0.1, overflow=False)
    assert "overflowed in epoch 2. Lower" in trouble(fit(1.0, 0.5), 0.1, overflow=True)
