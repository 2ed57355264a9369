"""Residuals, leverage, Cook's distance, nested models and collinearity, against R and their definitions."""

from __future__ import annotations

import math

import pytest

import purelr
from purelr import LogisticRegression

from ..backends_here import Unpenalised, per_backend
from ..samples import INFERENCE, problem, reference, relative


def test_rs_variance_inflation_factors():
    rows, _, _, _ = reference("low_birth_weight")
    relative(purelr.variance_inflation_factors(rows), INFERENCE["vif"], 1e-12)
    counts = [1 + i % 3 for i in range(189)]
    repeated = [rows[i] for i in range(189) for _ in range(counts[i])]
    relative(purelr.variance_inflation_factors(rows, counts), purelr.variance_inflation_factors(repeated), 1e-12)
    with pytest.raises(ValueError, match="got column 2"):
        purelr.variance_inflation_factors([[a, b, a + b] for a, b in ((1.0, 2.0), (2.0, 2.5), (4.0, 1.0), (0.0, 3.0))])


@pytest.mark.parametrize(
    "ask",
    [
        lambda model: purelr.influence(model, [[1.0]], [1]),
        lambda model: purelr.likelihood_ratio_test(model, model),
        lambda model: purelr.marginal_effects(model, [[1.0]]),
        lambda model: purelr.cross_validate(model, [[1.0]] * 9, [0, 1, 1] * 3, folds=3),
        lambda model: purelr.choose_C(model, [[1.0]] * 9, [0, 1, 1] * 3, [1.0], folds=3),
    ],
)
@pytest.mark.parametrize("model", [None, LogisticRegression, "model"])
def test_what_is_no_model_is_said_to_be_none(ask, model):
    with pytest.raises(ValueError, match=r"model must be a .*LogisticRegression.*; got "):
        ask(model)


def test_cooks_distance_of_a_row_far_on_the_wrong_side():
    """(y - p)^2 x' I^-1 x / (k (1 - h)^2), where p is e^-1500 and the Pearson residual e^750 no float."""
    X, y = [[0.0], [1.0], [2.0], [3.0], [1.5], [0.5]], [0, 0, 1, 1, 0, 1]
    model = LogisticRegression(C=math.inf).fit(X, y)
    vcov, w, b = model.vcov(), model.coef_[0][0], model.intercept_[0]
    for eta in (-1500.0, -700.0, -40.0):
        x = (eta - b) / w
        row = purelr.influence(model, [[x]], [1])
        spread = vcov[0][0] + 2.0 * x * vcov[0][1] + x * x * vcov[1][1]
        relative(row.cooks_distance, [spread / 2.0], 1e-9)
        assert all(map(math.isfinite, [row.pearson[0], row.standardized[0], row.leverage[0]]))


@per_backend
class _Influence(Unpenalised):
    def test_rs_residuals_leverage_and_cooks_distance(self):
        rows, target, _, _ = reference("low_birth_weight")
        found = purelr.influence(self.fit(rows, target), rows, target)
        for name in ("pearson", "deviance", "leverage", "standardized", "cooks_distance"):
            # R's glm keeps the weights of the step before its last.
            relative(getattr(found, name)[:8], INFERENCE[name], 1e-8)
        relative([sum(found.leverage)], [9.0], 1e-12)

    def test_each_copy_of_a_row_has_the_leverage_of_one(self):
        rows, labels = problem(40, 2, seed=61)
        counts = [1 + i % 3 for i in range(40)]
        repeated = [i for i in range(40) for _ in range(counts[i])]
        weighted = purelr.influence(self.fit(rows, labels, counts), rows, labels)
        X, y = [rows[i] for i in repeated], [labels[i] for i in repeated]
        copied = purelr.influence(self.fit(X, y), X, y)
        relative([weighted.leverage[i] for i in repeated], copied.leverage, 1e-9)
        relative([weighted.cooks_distance[i] for i in repeated], copied.cooks_distance, 1e-8)

    def test_leverage_far_from_0(self):
        rows, labels = problem(40, 2, seed=62)
        plain = purelr.influence(self.fit(rows, labels), rows, labels)
        X = [[1e6 + a, 1e4 * b] for a, b in rows]
        far = purelr.influence(self.fit(X, labels), X, labels)
        relative(far.leverage, plain.leverage, 1e-8)  # 1e6 + a has lost six digits of a

    def test_soft_labels(self):
        rows, _ = problem(30, 2, seed=63)
        shares = [0.1 + 0.8 * (i % 7) / 6.0 for i in range(30)]
        model = self.fit(rows, shares, soft=True)
        found = purelr.influence(model, rows, shares)
        relative([sum(d * d for d in found.deviance)], [model.summary().deviance], 1e-9)
        p, y = model.predict_proba(rows)[3][1], shares[3]
        relative([found.pearson[3]], [(y - p) / math.sqrt(p * (1.0 - p))], 1e-12)

    def test_what_influence_refuses(self):
        rows, labels = problem(40, 2, seed=64)
        model = self.fit(rows, labels)
        with pytest.raises(ValueError, match=r"y must be one of the classes \[0, 1\]; got 7 in row 2"):
            purelr.influence(model, rows[:3], [0, 1, 7])
        with pytest.raises(ValueError, match="as long as X, 3 rows"):
            purelr.influence(model, rows[:3], [0, 1])
        three = self.fit(rows, [i % 3 for i in range(40)])
        with pytest.raises(ValueError, match="of two classes, for residuals; got 3"):
            purelr.influence(three, rows, [i % 3 for i in range(40)])
        with pytest.raises(ValueError, match="no penalty, for standard errors"):
            purelr.influence(self.fit(rows, labels, C=1.0), rows, labels)

    def test_rs_likelihood_ratio_test_of_nested_models(self):
        rows, target, _, _ = reference("low_birth_weight")
        larger = self.fit(rows, target)
        smaller = self.fit([row[:4] for row in rows], target)
        test = purelr.likelihood_ratio_test(smaller, larger)
        relative([test["chi2"], test["p_value"]], INFERENCE["lr_test"], 1e-9)
        assert test["df"] == 4
        with pytest.raises(ValueError, match="larger must be of the columns of the smaller model and more"):
            purelr.likelihood_ratio_test(larger, smaller)
        with pytest.raises(ValueError, match="fitted on the rows of the smaller model"):
            purelr.likelihood_ratio_test(self.fit([row[:4] for row in rows[1:]], target[1:]), larger)
        with pytest.raises(ValueError, match="firth must be False in both models"):
            purelr.likelihood_ratio_test(self.fit([row[:4] for row in rows], target, firth=True), larger)
