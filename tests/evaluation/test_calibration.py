"""Calibration, Hosmer-Lemeshow, thresholds and areas, against R and their definitions."""

from __future__ import annotations

import math

import pytest

import purelr
from purelr import LogisticRegression
from purelr.basics.random_numbers import SplitMix64

from ..samples import INFERENCE, REFERENCE, reference, relative


def test_rs_hosmer_lemeshow():
    rows, target, _, _ = reference("low_birth_weight")
    model = LogisticRegression(C=math.inf).fit(rows, target)
    test = purelr.hosmer_lemeshow(target, [p[1] for p in model.predict_proba(rows)])
    relative([test["chi2"], test["p_value"]], INFERENCE["hosmer_lemeshow"], 1e-9)
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


@pytest.mark.parametrize("size", [5e-324, 1e-200, 1.0, 1e200, 1e307])
def test_the_area_depends_on_no_unit_of_the_weights(size):
    # Of 9 pairs the row of the first class with the score 4 loses one.
    assert purelr.roc_auc_score([0, 0, 1, 0, 1, 1], [1, 2, 3, 4, 5, 6], [size] * 6) == 8 / 9
    assert purelr.roc_auc_score([0, 1, 0, 1], [1, 2, 3, 4], [1e-200, 1e200, 3e-200, 3e200]) == 13 / 16


def test_the_brier_score_of_one_class():
    assert purelr.brier_score([1, 1], [0.9, 0.5]) == pytest.approx(0.13, abs=1e-15)
    assert purelr.brier_score([0, 0], [0.9, 0.5]) == pytest.approx(0.53, abs=1e-15)
    for label in (2, -1, "yes"):
        with pytest.raises(ValueError, match="y_true must be of two classes; got 1"):
            purelr.brier_score([label, label], [0.9, 0.5])


@pytest.mark.parametrize("end", [0.0, 1.0])
def test_a_group_that_is_sure_has_no_variance(end):
    probas = [end] * 20 + [0.1 + 0.04 * i for i in range(20)]
    labels = [int(end)] * 20 + [i % 2 for i in range(20)]
    with pytest.raises(ValueError, match="y_proba must be between 0 and 1 in each group; got a group of 0 or 1 alone"):
        purelr.hosmer_lemeshow(labels, probas)


@pytest.mark.parametrize(("first", "second"), [(1e-200, 1e200), (1e200, 1e-200), (1e200, 1e200), (1e-200, 1e-200)])
def test_the_area_of_classes_that_weigh_as_much_as_floats_can(first, second):
    labels, scores = [0, 0, 1, 1], [1.0, 3.0, 2.0, 4.0]
    assert purelr.roc_auc_score(labels, scores, [second if y else first for y in labels]) == 0.75
