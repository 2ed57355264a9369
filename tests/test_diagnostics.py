"""Diagnostics against R and against their definitions, and the choice of C."""

from __future__ import annotations

import json
import math

import pytest

import purelr
from purelr import LogisticRegression
from purelr.basics.random_numbers import SplitMix64

from .backends_here import per_backend
from .data import REFERENCE, problem, reference
from .test_inference import relative

R = json.loads((REFERENCE / "inference.json").read_text(encoding="utf-8"))


@per_backend
class _Diagnostics:
    backend = None

    def fit(self, rows, labels, sample_weight=None, **options):
        options = {"C": math.inf, "backend": self.backend, **options}
        return LogisticRegression(**options).fit(rows, labels, sample_weight)

    def test_rs_residuals_leverage_and_cooks_distance(self):
        rows, target, _, _ = reference("low_birth_weight")
        found = purelr.influence(self.fit(rows, target), rows, target)
        for name in ("pearson", "deviance", "leverage", "standardized", "cooks_distance"):
            # R's glm keeps the weights of the step before its last.
            relative(getattr(found, name)[:8], R[name], 1e-8)
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
        relative([test["chi2"], test["p_value"]], R["lr_test"], 1e-9)
        assert test["df"] == 4
        with pytest.raises(ValueError, match="larger must be of the columns of the smaller model and more"):
            purelr.likelihood_ratio_test(larger, smaller)
        with pytest.raises(ValueError, match="fitted on the rows of the smaller model"):
            purelr.likelihood_ratio_test(self.fit([row[:4] for row in rows[1:]], target[1:]), larger)
        with pytest.raises(ValueError, match="firth must be False in both models"):
            purelr.likelihood_ratio_test(self.fit([row[:4] for row in rows], target, firth=True), larger)

    def test_cross_validation_holds_rows_back(self):
        rows, labels = problem(60, 3, seed=68)
        model = LogisticRegression(C=0.5, backend=self.backend)
        found = purelr.cross_validate(model, rows, labels, folds=4, random_state=3)
        assert len(found.scores) == 4
        assert not hasattr(model, "coef_")
        # The folds by hand: each class shuffled, and dealt out like cards.
        stream = SplitMix64(3)
        order = [i for k in (0, 1) for i in stream.shuffled([i for i in range(60) if labels[i] == k])]
        held = order[1::4]
        kept = [i for i in range(60) if i not in held]
        fitted = LogisticRegression(C=0.5, backend=self.backend).fit([rows[i] for i in kept], [labels[i] for i in kept])
        probas = fitted.predict_proba([rows[i] for i in held])
        loss = -sum(math.log(p[labels[i]]) for p, i in zip(probas, held)) / len(held)
        relative([found.scores[1]], [loss], 1e-9)
        relative([found.mean], [sum(found.scores) / 4.0], 1e-14)

    def test_scores_by_name_and_by_function(self):
        rows, labels = problem(60, 3, seed=69)
        model = LogisticRegression(backend=self.backend)

        def score(name):
            return purelr.cross_validate(model, rows, labels, 3, name)

        assert 0.5 < score("accuracy").mean <= 1.0
        assert 0.5 < score("roc_auc").mean <= 1.0
        assert 0.0 < score("brier").mean < 0.25
        by_hand = score(lambda fitted, X, y: purelr.roc_auc_score(y, [p[1] for p in fitted.predict_proba(X)]))
        relative(by_hand.scores, score("roc_auc").scores, 1e-12)

    def test_a_path_finds_what_single_fits_find(self):
        rows, labels = problem(60, 6, seed=70, noise=6.0)
        model = LogisticRegression(backend=self.backend)
        Cs = [10.0, *[0.01 * 1.3**k for k in range(20)]]
        choice = purelr.choose_C(model, rows, labels, Cs)
        assert choice.Cs == sorted(Cs)
        for C, result in zip(choice.Cs, choice.results):
            alone = purelr.cross_validate(LogisticRegression(C=C, backend=self.backend), rows, labels)
            relative(result.scores, alone.scores, 1e-8)
        best = min(choice.results, key=lambda result: result.mean)
        assert choice.results[choice.Cs.index(choice.C)] is best
        assert choice.model.C == choice.C
        assert not choice.model.warm_start
        simple = purelr.choose_C(model, rows, labels, Cs, rule="one_se")
        assert (
            min(C for C, result in zip(choice.Cs, choice.results) if result.mean <= best.mean + best.std_error)
            == simple.C
        )
        assert simple.C < choice.C


def test_rs_hosmer_lemeshow():
    rows, target, _, _ = reference("low_birth_weight")
    model = LogisticRegression(C=math.inf).fit(rows, target)
    test = purelr.hosmer_lemeshow(target, [p[1] for p in model.predict_proba(rows)])
    relative([test["chi2"], test["p_value"]], R["hosmer_lemeshow"], 1e-9)
    assert test["df"] == 8
    assert sum(group["n"] for group in test["table"]) == 189.0


def test_rs_hosmer_lemeshow_where_a_tenth_share_the_smallest_probability():
    """hoslem.test(infert$case, fitted(glm(case ~ spontaneous + induced, data = infert, family = binomial()))): X-squared
    = 4.4272, df = 4. The data of R's datasets package, counted."""
    lines = [list(map(int, line.split(","))) for line in (REFERENCE / "infert_grouped.csv").read_text().split()[1:]]
    rows = [line[:2] for line in lines for _ in range(line[3])]
    target = [line[2] for line in lines for _ in range(line[3])]
    model = LogisticRegression(C=math.inf).fit(rows, target)
    counted = LogisticRegression(C=math.inf).fit(
        [line[:2] for line in lines], [line[2] for line in lines], [line[3] for line in lines]
    )
    for test in (
        purelr.hosmer_lemeshow(target, model.predict_proba(rows)),
        purelr.hosmer_lemeshow(
            [line[2] for line in lines],
            counted.predict_proba([line[:2] for line in lines]),
            sample_weight=[line[3] for line in lines],
        ),
    ):
        assert (round(test["chi2"], 4), test["df"]) == (4.4272, 4)


def test_what_hosmer_and_lemeshow_refuse():
    with pytest.raises(ValueError, match="groups must be at most 40, the number of rows; got 18446744073709551616"):
        purelr.hosmer_lemeshow([0, 1] * 20, [k / 50 for k in range(40)], groups=2**64)
    probas = [5e-324] * 10 + [k / 100 for k in range(10, 100)]
    with pytest.raises(
        ValueError, match=r"of a misfit within the range of a float; got a group of 4\.94e-324 in the mean"
    ):
        purelr.hosmer_lemeshow([1] * 10 + [0, 1] * 45, probas)


def test_a_weight_is_a_number_of_rows_in_the_calibration_table():
    probas, labels = [0.1, 0.2, 0.2, 0.35, 0.5, 0.6, 0.9], [0, 0, 1, 0, 1, 0, 1]
    counts = [2, 1, 3, 2, 0, 4, 1]
    repeated = [i for i in range(7) for _ in range(counts[i])]
    p, y = [probas[i] for i in repeated], [labels[i] for i in repeated]
    for groups in (2, 3, 5):
        weighted = purelr.calibration_table(labels, probas, groups, counts)
        copied = purelr.calibration_table(y, p, groups)
        for a, b in zip(weighted, copied):
            assert (a["low"], a["high"], a["n"]) == (b["low"], b["high"], b["n"])
            relative([a["mean_proba"], a["share"]], [b["mean_proba"], b["share"]], 1e-14)
        assert len(weighted) == len(copied)
    relative([purelr.brier_score(labels, probas, counts)], [purelr.brier_score(y, p)], 1e-14)
    with pytest.raises(ValueError, match=r"y_proba must be in 0\.\.1; got 1\.5 in row 1"):
        purelr.brier_score([0, 1], [0.5, 1.5])
    with pytest.raises(ValueError, match="at least three groups; got 1"):
        purelr.hosmer_lemeshow([0, 1, 1], [0.5, 0.5, 0.5])


def test_the_area_under_the_points_is_the_auc():
    stream = SplitMix64(71)
    scores = [stream.below(20) / 20.0 for _ in range(200)]
    labels = [int(stream.uniform() < s) for s in scores]
    alarms, hits, thresholds = purelr.roc_curve(labels, scores)
    area = sum(0.5 * (b - a) * (g + h) for a, b, g, h in zip(alarms, alarms[1:], hits, hits[1:]))
    relative([area], [purelr.roc_auc_score(labels, scores)], 1e-13)
    for a, h, t in zip(alarms, hits, thresholds):
        called = [s >= t for s in scores]
        assert h == sum(c and y == 1 for c, y in zip(called, labels)) / sum(labels)
        assert a == sum(c and y == 0 for c, y in zip(called, labels)) / (200 - sum(labels))
    precision, recall, thresholds = purelr.precision_recall_curve(labels, scores)
    assert (precision[-1], recall[-1], len(thresholds)) == (1.0, 0.0, len(precision) - 1)
    for p, r, t in zip(precision, recall, thresholds):
        called = [y for s, y in zip(scores, labels) if s >= t]
        assert (p, r) == (sum(called) / len(called), sum(called) / sum(labels))


def test_no_other_threshold_costs_less():
    stream = SplitMix64(72)
    scores = [stream.uniform() for _ in range(100)]
    labels = [int(stream.uniform() < s) for s in scores]
    weights = [float(stream.below(4)) for _ in range(100)]
    threshold, cost = purelr.best_threshold(
        labels, scores, false_positive_cost=2.0, false_negative_cost=3.0, sample_weight=weights
    )

    def cost_of(t):
        wrong = [2.0 if s >= t else 3.0 for s, y in zip(scores, labels) for _ in [0] if (s >= t) != (y == 1)]
        which = [w for s, y, w in zip(scores, labels, weights) if (s >= t) != (y == 1)]
        return sum(a * b for a, b in zip(wrong, which)) / sum(weights)

    relative([cost], [cost_of(threshold)], 1e-12)
    assert cost <= min(cost_of(t) for t in [*scores, math.inf]) + 1e-12
    with pytest.raises(ValueError, match="false_negative_cost must be a positive number"):
        purelr.best_threshold(labels, scores, false_negative_cost=-1.0)
    with pytest.raises(ValueError, match="y_true must be of two classes; got one class"):
        purelr.roc_curve([0, 1], [0.1, 0.2], [0.0, 1.0])
    with pytest.raises(ValueError, match="sample_weight must be above 0 in both classes"):
        purelr.best_threshold([0, 1], [0.1, 0.2], sample_weight=[0.0, 1.0])


def test_rs_variance_inflation_factors():
    rows, _, _, _ = reference("low_birth_weight")
    relative(purelr.variance_inflation_factors(rows), R["vif"], 1e-12)
    counts = [1 + i % 3 for i in range(189)]
    repeated = [rows[i] for i in range(189) for _ in range(counts[i])]
    relative(purelr.variance_inflation_factors(rows, counts), purelr.variance_inflation_factors(repeated), 1e-12)
    with pytest.raises(ValueError, match="got column 2"):
        purelr.variance_inflation_factors([[a, b, a + b] for a, b in ((1.0, 2.0), (2.0, 2.5), (4.0, 1.0), (0.0, 3.0))])


def test_folds_are_the_same_everywhere():
    rows, labels = problem(12, 1, seed=73, noise=4.0)
    seen = []
    purelr.cross_validate(
        LogisticRegression(), rows, labels, 2, lambda model, X, y: seen.append([rows.index(x) for x in X]) or 0.0
    )
    assert seen == [[1, 2, 3, 6, 8, 9], [0, 4, 5, 7, 10, 11]]


@pytest.mark.parametrize("size", [5e-324, 1e-200, 1.0, 1e200, 1e307])
def test_the_area_depends_on_no_unit_of_the_weights(size):
    # Of 9 pairs the row of the first class with the score 4 loses one.
    assert purelr.roc_auc_score([0, 0, 1, 0, 1, 1], [1, 2, 3, 4, 5, 6], [size] * 6) == 8 / 9
    assert purelr.roc_auc_score([0, 1, 0, 1], [1, 2, 3, 4], [1e-200, 1e200, 3e-200, 3e200]) == 13 / 16


def test_what_the_choice_of_c_refuses():
    rows, labels = problem(40, 2, seed=74)
    model = LogisticRegression()
    with pytest.raises(ValueError, match="folds must be a whole number of at least 2"):
        purelr.cross_validate(model, rows, labels, folds=1)
    with pytest.raises(ValueError, match="folds must be at most the number of rows of each class; got 30 for"):
        purelr.cross_validate(model, rows, labels, folds=30)
    with pytest.raises(ValueError, match="scoring must be a function or one of log_loss, brier, accuracy, roc_auc"):
        purelr.cross_validate(model, rows, labels, scoring="f1")
    for value in (math.nan, "good", None):
        with pytest.raises(ValueError, match="scoring must be a function that returns a finite number; got "):
            purelr.cross_validate(model, rows, labels, scoring=lambda *_, value=value: value)
    counted = [1.0] * 8 + [0.0] * (len(rows) - 8)
    with pytest.raises(ValueError, match="sample_weight must be above 0 in some row"):
        purelr.cross_validate(model, rows, labels, folds=8, sample_weight=counted)
    with pytest.raises(ValueError, match="Cs must be a positive number; got -1"):
        purelr.choose_C(model, rows, labels, [1.0, -1.0])
    with pytest.raises(ValueError, match="Cs must be at least one number"):
        purelr.choose_C(model, rows, labels, [])
    with pytest.raises(ValueError, match='rule must be "best" or "one_se"'):
        purelr.choose_C(model, rows, labels, rule="worst")
    with pytest.raises(ValueError, match="as long as X, 40 rows"):
        purelr.cross_validate(model, rows, labels[1:])


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
