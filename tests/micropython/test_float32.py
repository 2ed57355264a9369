"""What is left of the accuracy where a float has 32 bits, as on most boards: docs/micropython.md states these numbers."""

from __future__ import annotations

import pytest

import purelr
from purelr.micropython import build

from .float32 import load, rounded

ROWS, TARGET = purelr.load_breast_cancer(return_X_y=True)
NARROW = [[rounded(value) for value in row] for row in ROWS]
SCALED = purelr.StandardScaler().fit(ROWS).transform(ROWS)


@pytest.fixture(scope="module")
def micro():
    return load(build())


def largest(differences):
    return max(map(abs, differences))


def of_the_largest(narrow, wide):
    """The largest difference of coefficients, as a part of the largest coefficient."""
    return largest([a - b for a, b in zip(narrow, wide)]) / largest(wide)


def check_predictions(narrow, wide, X, reference_X, tolerance):
    pairs = zip(narrow.predict_proba(X), wide.predict_proba(reference_X))
    assert largest([a[1] - b[1] for a, b in pairs]) < tolerance
    assert narrow.predict(X) == wide.predict(reference_X)


def test_every_operation_is_rounded(micro):
    assert micro.sigmoid(0.3) == rounded(micro.sigmoid(0.3)) != 1.0 / (1.0 + 2.718281828459045**-0.3)
    assert micro.dot_loop([1.0, 1.0], [1.0, 2.0**-30]) == 1.0


def test_predictions_of_a_model_that_was_trained_elsewhere(micro):
    """Rounding 31 products, of numbers up to 4,254, leaves the log-odds four digits behind the point."""
    wide = purelr.LogisticRegression(solver="newton").fit(ROWS, TARGET)
    narrow = micro.LogisticRegression()
    narrow.coef_ = [[rounded(w) for w in wide.coef_[0]]]
    narrow.intercept_, narrow.classes_, narrow.n_features_in_ = [rounded(wide.intercept_[0])], [0, 1], 30
    check_predictions(narrow, wide, NARROW, ROWS, 1e-4)


@pytest.mark.parametrize(("tol", "coefficients", "probabilities"), [(1e-4, 0.02, 0.01), (1e-5, 1e-3, 1e-3)])
def test_newton(micro, tol, coefficients, probabilities):
    """The gradient's last digits are rounding: the default tol of 1e-8 asks for more than there is."""
    wide = purelr.LogisticRegression(solver="newton").fit(ROWS, TARGET)
    narrow = micro.LogisticRegression(solver="newton", tol=tol, max_iter=20).fit(NARROW, TARGET)
    assert narrow.result_.converged
    assert of_the_largest(narrow.coef_[0], wide.coef_[0]) < coefficients
    check_predictions(narrow, wide, NARROW, ROWS, probabilities)


def test_the_default_tol_does_no_harm(micro):
    """Whether rounding lets the gradient come below 1e-8 is luck; the coefficients are as good either way."""
    wide = purelr.LogisticRegression(solver="newton").fit(ROWS, TARGET)
    narrow = micro.LogisticRegression(solver="newton", max_iter=20).fit(NARROW, TARGET)
    assert of_the_largest(narrow.coef_[0], wide.coef_[0]) < 1e-3


def test_gradient_descent(micro):
    scaled = micro.StandardScaler().fit(NARROW).transform(NARROW)
    wide = purelr.LogisticRegression(solver=purelr.GradientDescent(0.5, 300)).fit(SCALED, TARGET)
    narrow = micro.LogisticRegression(solver=micro.GradientDescent(0.5, 300)).fit(scaled, TARGET)
    assert of_the_largest(narrow.coef_[0], wide.coef_[0]) < 1e-5
    check_predictions(narrow, wide, scaled, SCALED, 1e-5)
    wide = purelr.LR().fit(SCALED, TARGET, epochs=200, learning_rate=0.5)
    narrow = micro.LR().fit(scaled, TARGET, epochs=200, learning_rate=0.5)
    assert of_the_largest(narrow.weights, wide.weights) < 1e-5
