"""The same optimum as scikit-learn's, over generated problems: sizes, scales, penalties, weights, classes, correlation.

scikit-learn's newton-cholesky minimises the same objective times n C (without a penalty, from 1.8 on, with C=inf).
"""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression as Theirs
from sklearn.preprocessing import scale

import purelr

PROBLEMS = 220


def problem(seed):
    """(X, y, sample weights or None, options), a different kind for each seed."""
    rng = np.random.default_rng(seed)
    n, p = int(rng.integers(30, 400)), int(rng.integers(1, 15))
    K = int(rng.choice([2, 2, 2, 3, 4]))
    X = rng.normal(size=(n, p)) @ (np.eye(p) + rng.choice([0.0, 0.5, 2.0]) * rng.normal(size=(p, p)))
    X = X * 10.0 ** rng.integers(-2, 3, size=p) + rng.choice([0.0, 1.0, 20.0]) * rng.normal(size=p)
    scaled = (X - X.mean(axis=0)) / X.std(axis=0)
    eta = scaled @ rng.normal(size=(p, K)) + rng.gumbel(size=(n, K)) * 2.0
    y = eta.argmax(axis=1)
    y[:K] = np.arange(K)
    weights = rng.choice([0.5, 1.0, 3.0], size=n) if seed % 3 == 0 else None
    options = {"C": float(10.0 ** rng.integers(-3, 3)), "fit_intercept": bool(seed % 5), "class_weight": None}
    if seed % 7 == 0:
        options["class_weight"] = "balanced"
    return X, y, weights, options


def objective(X, y, weights, options, coef, intercept):
    """scikit-learn's objective, Σ s ℓ + ‖w‖² / 2C, for whichever coefficients, in plain NumPy."""
    K = len(np.unique(y))
    s = np.ones(len(y)) if weights is None else weights
    if options["class_weight"] == "balanced":
        totals = np.bincount(y, weights=s)
        s = s * (s.sum() / (K * totals))[y]
    eta = X @ coef.T + intercept
    if K == 2:
        eta = np.column_stack([np.zeros(len(y)), eta[:, 0]])
    top = eta.max(axis=1)
    loss = np.log(np.exp(eta - top[:, None]).sum(axis=1)) + top - eta[np.arange(len(y)), y]
    return s @ loss + (coef**2).sum() / (2.0 * options["C"])


@pytest.mark.parametrize("seed", range(PROBLEMS))
def test_ridge_has_scikit_learns_optimum(seed):
    X, y, weights, options = problem(seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of theirs; ours would be errors
        theirs = Theirs(solver="newton-cholesky", tol=1e-12, max_iter=1000, **options).fit(X, y, sample_weight=weights)
    ours = purelr.LogisticRegression(**options).fit(X, y, sample_weight=weights)
    assert ours.result_.converged
    here = objective(X, y, weights, options, ours.coef_, ours.intercept_)
    there = objective(X, y, weights, options, theirs.coef_, theirs.intercept_)
    assert here <= there * (1.0 + 1e-10)
    # Their newton-cholesky stops at times short of what we reach: the coefficients then differ by their error, which
    # the gap between the objectives bounds.
    if there <= here * (1.0 + 1e-13):
        np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-6, atol=1e-6 * np.abs(theirs.coef_).max())
        np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-7)
    pure = purelr.LogisticRegression(backend="pure", **options).fit(X, y, sample_weight=weights)
    np.testing.assert_allclose(pure.coef_, ours.coef_, rtol=1e-9, atol=1e-12 * np.abs(ours.coef_).max())


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("l1_ratio", [1.0, 0.5])
def test_lasso_has_their_zeros_and_the_optimality_conditions(seed, l1_ratio):
    rng = np.random.default_rng(1000 + seed)
    n, p, K = 200, 12, 2 if seed % 4 else 3
    X = rng.normal(size=(n, p))
    y = (X[:, :3] @ rng.normal(size=(3, K)) + rng.gumbel(size=(n, K))).argmax(axis=1)
    C = float(rng.choice([0.03, 0.1, 1.0]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = Theirs(solver="saga", C=C, l1_ratio=l1_ratio, tol=1e-12, max_iter=100_000, random_state=0).fit(X, y)
    ours = purelr.LogisticRegression(C=C, l1_ratio=l1_ratio).fit(X, y)
    assert ours.result_.solver == "coordinate_descent"
    assert ours.result_.converged
    np.testing.assert_array_equal(ours.coef_ == 0.0, theirs.coef_ == 0.0)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, atol=1e-6)
    # The conditions, in the columns as they are and from the results alone.
    Y = np.eye(K)[y]
    probas = ours.predict_proba(X)
    errors = (probas - Y)[:, 1:] if K == 2 else probas - Y
    slope = errors.T @ X / n + (1.0 - l1_ratio) / (C * n) * ours.coef_
    lasso = l1_ratio / (C * n)
    zero = ours.coef_ == 0.0
    assert np.abs(slope[~zero] + lasso * np.sign(ours.coef_[~zero])).max(initial=0.0) <= 1e-8
    assert np.abs(slope[zero]).max(initial=0.0) <= lasso + 1e-8
    assert np.abs(errors.mean(axis=0)).max() <= 1e-8


@pytest.mark.parametrize("seed", range(20))
def test_without_a_penalty_too(seed):
    X, y, weights, options = problem(seed)
    options["C"] = math.inf
    X = X[:, :3]
    try:
        ours = purelr.LogisticRegression(**options).fit(X, y, sample_weight=weights)
    except purelr.SeparationWarning:
        pytest.fail("these problems overlap")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = Theirs(solver="newton-cholesky", tol=1e-12, max_iter=1000, **options).fit(X, y, sample_weight=weights)
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-7)


@pytest.mark.parametrize(("scaled", "C"), [(False, 1.0), *[(True, 10.0**k) for k in (-4, -2, 0, 2, 4)]])
def test_the_default_arrives_on_pixels(scaled, C):
    """Digits, 10 classes and 650 coefficients, on whose raw pixels L-BFGS alone does not arrive in 1,000 steps."""
    X, y = load_digits(return_X_y=True)
    X = scale(X) if scaled else X
    ours = purelr.LogisticRegression(C=C).fit(X, y)
    assert ours.result_.message.startswith("converged in newton_cg: ")
    exact = purelr.LogisticRegression(C=C, solver="newton").fit(X, y)
    np.testing.assert_allclose(ours.coef_, exact.coef_, rtol=0.0, atol=1e-9 * np.abs(exact.coef_).max())
    theirs = Theirs(solver="newton-cholesky", C=C, tol=1e-12).fit(X, y)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=0.0, atol=1e-7 * np.abs(theirs.coef_).max())
