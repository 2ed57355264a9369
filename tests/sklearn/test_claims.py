"""The claims of docs/numbers.md, each with the package that it is about."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
import statsmodels.api as sm
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression as Theirs

from purelr import LogisticRegression, StandardScaler, load_breast_cancer
from tests.samples import reference

X, Y, _, _ = (np.array(part) if isinstance(part, list) else part for part in reference("low_birth_weight"))
PROGRAM = reference("school_program")


def exact(X, y, weights=None, **options):
    """Their fit at its most exact, without its warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = Theirs(**{"solver": "newton-cholesky", "tol": 1e-12, "max_iter": 10_000, **options})
        return model.fit(X, y, sample_weight=weights)


def test_1_the_default_is_scikit_learns_and_penalises():
    ours, theirs = LogisticRegression().fit(X, Y), exact(X, Y)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-8)
    assert Theirs().C == LogisticRegression().C == 1.0
    plain = sm.Logit(Y, sm.add_constant(X)).fit(disp=0, tol=1e-14)
    unpenalised = LogisticRegression(C=math.inf).fit(X, Y)
    np.testing.assert_allclose([*unpenalised.intercept_, *unpenalised.coef_[0]], plain.params, rtol=1e-8)
    assert unpenalised.result_.objective * -189.0 == pytest.approx(plain.llf, rel=1e-12)
    np.testing.assert_allclose(exact(X, Y, C=np.inf).coef_, unpenalised.coef_, rtol=1e-8)


def test_2_statsmodels_alpha_is_one_over_c_and_the_intercepts_is_0_by_hand():
    alpha = np.array([0.0] + [2.0] * X.shape[1])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of overflows on their way
        theirs = sm.Logit(Y, sm.add_constant(X)).fit_regularized(alpha=alpha, disp=0, acc=1e-14, maxiter=10_000)
    ours = LogisticRegression(C=0.5, l1_ratio=1.0).fit(X, Y)
    np.testing.assert_allclose(ours.coef_[0], theirs.params[1:], atol=2e-4)  # its SLSQP reaches no more


def test_4_logit_has_no_intercept_of_its_own():
    scaled = StandardScaler().fit_transform(X)
    theirs = sm.Logit(Y, scaled).fit(disp=0)
    ours = LogisticRegression(C=math.inf, fit_intercept=False).fit(scaled, Y)
    np.testing.assert_allclose(ours.coef_[0], theirs.params, rtol=1e-7)


def test_4_liblinear_penalises_the_intercept():
    theirs = exact(X, Y, solver="liblinear")
    with_ones = np.column_stack([np.ones(len(X)), X])
    as_if = LogisticRegression(fit_intercept=False).fit(with_ones, Y)
    np.testing.assert_allclose([*theirs.intercept_, *theirs.coef_[0]], as_if.coef_[0], rtol=1e-5)
    assert abs(LogisticRegression().fit(X, Y).intercept_[0] - theirs.intercept_[0]) > 0.1


def test_5_the_default_solver_stops_early_on_raw_columns():
    raw, labels = (np.array(part) for part in load_breast_cancer(return_X_y=True))
    with pytest.warns(ConvergenceWarning):
        theirs = Theirs().fit(raw, labels)
    ours = LogisticRegression().fit(raw, labels)
    assert np.abs(theirs.coef_ / ours.coef_ - 1.0).max() > 0.1
    np.testing.assert_allclose(exact(raw, labels).coef_, ours.coef_, rtol=1e-6)


def test_6_mnlogit_has_a_baseline_and_scikit_learn_is_symmetric():
    rows, styles, _, weights = PROGRAM
    repeated = [i for i, weight in enumerate(weights) for _ in range(int(weight))]
    X3, y3 = np.array([rows[i] for i in repeated]), np.array([styles[i] for i in repeated])
    codes = np.unique(y3, return_inverse=True)[1]
    theirs = sm.MNLogit(codes, sm.add_constant(X3)).fit(disp=0, tol=1e-14)
    ours = LogisticRegression(C=math.inf).fit(X3, y3)
    np.testing.assert_allclose(np.column_stack([ours.intercept_, ours.coef_])[1:], theirs.params.T, rtol=1e-8)
    symmetric = exact(X3, y3, C=0.5)
    np.testing.assert_allclose(LogisticRegression(C=0.5).fit(X3, y3).coef_, symmetric.coef_, rtol=1e-6)
    np.testing.assert_allclose(symmetric.coef_.sum(axis=0), 0.0, atol=1e-9)


def test_8_a_weight_counts_rows_and_balanced_is_theirs():
    weights = 1.0 + np.arange(len(X)) % 3
    repeated = np.repeat(np.arange(len(X)), weights.astype(int))
    counted = LogisticRegression(C=math.inf).fit(X, Y, sample_weight=weights)
    theirs = sm.GLM(Y, sm.add_constant(X), family=sm.families.Binomial(), freq_weights=weights).fit(tol=1e-14)
    np.testing.assert_allclose(counted.coef_[0], theirs.params[1:], rtol=1e-8)
    np.testing.assert_allclose(
        counted.coef_, LogisticRegression(C=math.inf).fit(X[repeated], Y[repeated]).coef_, rtol=1e-9
    )
    balanced = LogisticRegression(class_weight="balanced").fit(X, Y, weights)
    np.testing.assert_allclose(balanced.coef_, exact(X, Y, weights, class_weight="balanced").coef_, rtol=1e-7)
