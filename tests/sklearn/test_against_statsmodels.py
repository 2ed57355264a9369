"""Summaries, sandwiches and marginal effects on generated problems, against statsmodels at its most exact."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

import purelr
from purelr import LogisticRegression
from tests.samples import reference

# Its tolerance is absolute, and 1e-14 of a coefficient of 1000 is less than rounding.
pytestmark = pytest.mark.filterwarnings("ignore:Maximum Likelihood optimization failed to converge")
EXACT = {"disp": 0, "tol": 1e-14, "maxiter": 100}
SANDWICHES = ["HC0", "cluster"]


def generated(seed):
    """Rows and three classes drawn from a model; weights 1 to 4 and groups."""
    rng = np.random.default_rng(seed)
    n, p = int(rng.integers(80, 400)), int(rng.integers(1, 7))
    X = rng.normal(size=(n, p)) * 10.0 ** rng.uniform(-3, 3, size=p) + rng.normal(size=p)
    eta = (X - X.mean(axis=0)) / X.std(axis=0) @ rng.normal(scale=0.7, size=p) + rng.normal(scale=0.5)
    y = (rng.uniform(size=n) < 1 / (1 + np.exp(-eta))).astype(int)
    return X, y, np.where(rng.uniform(size=n) < 0.3, 2, y), rng.integers(1, 5, size=n), rng.integers(0, 12, size=n)


def agree(ours, theirs, rtol=1e-7, atol=0.0):
    np.testing.assert_allclose(np.ravel(ours), np.ravel(theirs), rtol=rtol, atol=atol)


def agree_on_the_fit(ours, coefs, errors, theirs):
    agree(ours.std_error, errors)
    # Or to 1e-9 of a standard error, where a coefficient is by chance near 0.
    agree(np.array(ours.coef) / np.ravel(errors), np.ravel(coefs) / np.ravel(errors), atol=1e-9)
    agree([ours.loglik, ours.null_loglik, ours.aic, ours.bic], [theirs.llf, theirs.llnull, theirs.aic, theirs.bic])
    # Their null model is a fit like another, and its log-likelihood is right to 1e-8; ours has a formula.
    agree(ours.lr_chi2, theirs.llr, atol=1e-7)
    agree(ours.mcfadden_r2, theirs.prsquared, atol=1e-9)


def agree_on_sandwiches(model, fit, groups):
    for kind in SANDWICHES:
        options = {"cov_kwds": {"groups": groups}} if kind == "cluster" else {}
        errors = np.asarray(fit(cov_type=kind, **options).bse)
        agree(model.std_error(kind, groups if options else None), errors.T)
    # statsmodels' HC1 of these models leaves the factor n / (n - k) out.
    n, k = model._fit.information().total, model._fit.information().k
    agree(model.std_error("HC1"), math.sqrt(n / (n - k)) * model.std_error("HC0"))


@pytest.mark.parametrize("seed", range(50))
def test_logit(seed):
    X, y, _, _, groups = generated(seed)
    fit = sm.Logit(y, sm.add_constant(X)).fit
    theirs, model = fit(**EXACT), LogisticRegression(C=math.inf).fit(X, y)
    ours = model.summary()
    agree_on_the_fit(ours, theirs.params, theirs.bse, theirs)
    agree(model.vcov(), theirs.cov_params(), rtol=1e-6)  # some entries are near 0
    agree(ours.z_value, theirs.tvalues, atol=1e-9)
    agree(ours.p_value, theirs.pvalues, rtol=1e-6)  # 1e-7 in z is z² 1e-7 in p
    agree(ours.conf_int, theirs.conf_int(), rtol=1e-6)  # one end may be near 0
    agree(ours.lr_p_value, theirs.llr_pvalue, rtol=1e-6)
    agree_on_sandwiches(model, lambda **options: fit(**EXACT, **options), groups)
    for at, name in (("average", "overall"), ("mean", "mean")):
        effects, margins = purelr.marginal_effects(model, X, at=at), theirs.get_margeff(at=name)
        agree(effects.value, margins.margeff)
        agree(effects.std_error, margins.margeff_se)


@pytest.mark.parametrize("seed", range(50))
def test_mnlogit(seed):
    X, _, y, _, groups = generated(seed)
    # Its Newton steps want columns of one size.
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    fit = sm.MNLogit(y, sm.add_constant(X)).fit
    theirs, model = fit(**EXACT), LogisticRegression(C=math.inf).fit(X, y)
    ours = model.summary()
    agree_on_the_fit(ours, np.asarray(theirs.params).T, np.asarray(theirs.bse).T, theirs)
    agree_on_sandwiches(model, lambda **options: fit(**EXACT, **options), groups)
    for at, name in (("average", "overall"), ("mean", "mean")):
        effects, margins = purelr.marginal_effects(model, X, at=at), theirs.get_margeff(at=name)
        np.testing.assert_allclose(effects.value, np.ravel(margins.margeff.T), rtol=1e-7, atol=1e-10)  # some are near 0
        agree(effects.std_error, margins.margeff_se.T)


def with_indicators(seed, numbers, indicators, classes):
    """Rows of some numbers and some columns of 0 and 1; classes drawn from a model; groups."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(300, 600))
    X = np.column_stack([
        rng.normal(size=(n, numbers)), rng.uniform(size=(n, indicators)) < rng.uniform(0.2, 0.8, size=indicators)
    ]).astype(float)  # fmt: skip
    etas = X @ rng.normal(scale=0.7, size=(numbers + indicators, classes))
    return X, (etas + rng.gumbel(size=etas.shape)).argmax(axis=1), rng.integers(0, 12, size=n)


def agree_on_changes(fit, X, y, groups):
    model = LogisticRegression(C=math.inf).fit(X, y)
    clusters = {"cov_type": "cluster", "cov_kwds": {"groups": groups}}
    for options in ({}, {"cov_type": "HC0"}, clusters):
        theirs = fit(**EXACT, **options)
        ours = {"cov_type": options.get("cov_type", "nonrobust"), "groups": groups if options is clusters else None}
        for at, name in (("average", "overall"), ("mean", "mean")):
            effects = purelr.marginal_effects(model, X, at=at, discrete="auto", **ours)
            margins = theirs.get_margeff(at=name, dummy=True)
            agree(effects.value, np.transpose(margins.margeff), atol=1e-10)  # some are near 0
            agree(effects.std_error, np.transpose(margins.margeff_se))


@pytest.mark.parametrize("seed", range(50))
def test_changes_of_logit(seed):
    X, y, groups = with_indicators(seed, numbers=seed % 3, indicators=1 + seed % 4, classes=2)
    agree_on_changes(sm.Logit(y, sm.add_constant(X)).fit, X, y, groups)


@pytest.mark.parametrize("seed", range(50))
def test_changes_of_mnlogit(seed):
    # MNLogit has standard errors of changes only where there are as many columns, the constant among them, as classes.
    classes = 3 + seed % 2
    X, y, groups = with_indicators(seed, numbers=1, indicators=classes - 2, classes=classes)
    agree_on_changes(sm.MNLogit(y, sm.add_constant(X)).fit, X, y, groups)


@pytest.mark.parametrize("seed", range(50))
def test_weighted_glm(seed):
    X, y, _, weights, _ = generated(seed)
    glm = sm.GLM(y, sm.add_constant(X), family=sm.families.Binomial(), freq_weights=weights)
    theirs = glm.fit(tol=1e-14, maxiter=100)
    model = LogisticRegression(C=math.inf).fit(X, y, weights)
    ours = model.summary()
    agree(ours.coef, theirs.params)
    agree(ours.std_error, theirs.bse)
    agree([ours.loglik, ours.deviance, ours.null_deviance, ours.aic], [
        theirs.llf, theirs.deviance, theirs.null_deviance, theirs.aic
    ])  # fmt: skip
    agree(model.std_error("HC0"), glm.fit(tol=1e-14, maxiter=100, cov_type="HC0").bse)


def test_influence_of_glm():
    for seed in range(10):
        X, y, _, _, _ = generated(seed)
        theirs = sm.GLM(y, sm.add_constant(X), family=sm.families.Binomial()).fit(tol=1e-14, maxiter=100)
        ours = purelr.influence(LogisticRegression(C=math.inf).fit(X, y), X, y)
        agree(ours.pearson, theirs.resid_pearson)
        agree(ours.deviance, theirs.resid_deviance)
        found = theirs.get_influence(observed=False)
        agree(ours.leverage, found.hat_matrix_diag)
        agree(ours.cooks_distance, found.cooks_distance[0])


def test_columns_have_the_names_of_the_frame():
    rows, target, names, _ = reference("sex2_firth")
    frame = pd.DataFrame(rows, columns=names)
    with pytest.warns(purelr.SeparationWarning, match="quasi-complete separation by 'dia'"):
        model = LogisticRegression(C=math.inf).fit(frame, target)
    with pytest.raises(ValueError, match="quasi-complete separation by 'dia'"):
        model.summary()
    model = LogisticRegression(C=math.inf, firth=True).fit(frame, target)
    assert model.summary(method="wald").names == ["intercept", *names]
    assert isinstance(model.std_error(), np.ndarray)
    smaller = LogisticRegression(C=math.inf).fit(frame[["age", "oc"]], target)
    larger = LogisticRegression(C=math.inf).fit(frame[["oc", "vic", "vicl"]], target)
    with pytest.raises(ValueError, match="larger must be of the columns of the smaller model and more"):
        purelr.likelihood_ratio_test(smaller, larger)
