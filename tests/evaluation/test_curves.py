"""ROC, precision-recall and calibration: small cases by hand, and relations. tests/sklearn compares with scikit-learn."""

from __future__ import annotations

import math

import pytest

import purelr
from purelr.evaluation.curves import wilson

Y = [0, 1, 0, 1, 1, 0]
S = [0.1, 0.4, 0.4, 0.8, 0.4, 0.0]


def test_tied_scores_are_one_step():
    assert purelr.roc_curve(Y, S) == ([0, 0, 1 / 3, 2 / 3, 1], [0, 1 / 3, 1, 1, 1], [math.inf, 0.8, 0.4, 0.1, 0.0])
    precisions, recalls, thresholds = purelr.precision_recall_curve(Y, S)
    assert precisions == [3 / 6, 3 / 5, 3 / 4, 1, 1]
    assert recalls == [1, 1, 1, 1 / 3, 0]
    assert thresholds == [0.0, 0.1, 0.4, 0.8]
    assert purelr.average_precision_score(Y, S) == pytest.approx(2 / 3 * 3 / 4 + 1 / 3, rel=1e-15)


def test_the_area_is_what_the_ranks_say():
    xs, ys, _ = purelr.roc_curve(Y, S)
    trapezoids = [(xs[k + 1] - xs[k]) * (ys[k + 1] + ys[k]) / 2.0 for k in range(len(xs) - 1)]
    assert sum(trapezoids) == pytest.approx(purelr.roc_auc_score(Y, S), rel=1e-15)


@pytest.mark.parametrize("function", [purelr.roc_curve, purelr.precision_recall_curve])
def test_a_weight_of_two_is_the_row_twice_and_of_zero_no_row(function):
    weights = [0, 1, 2, 1, 2, 1]
    rows = [i for i, weight in enumerate(weights) for _ in range(weight)]
    assert function(Y, S, weights) == function([Y[i] for i in rows], [S[i] for i in rows])
    assert function(Y[::-1], S[::-1]) == function(Y, S)


def test_a_constant_score_is_one_step():
    assert purelr.roc_curve(Y, [0.5] * 6) == ([0.0, 1.0], [0.0, 1.0], [math.inf, 0.5])
    assert purelr.average_precision_score(Y, [0.5] * 6) == 0.5
    assert len(purelr.calibration_table(Y, [0.5] * 6)) == 1


def test_the_calibration_table_has_every_row_once_and_equal_probabilities_together():
    probas = [k / 100 for k in range(100)] + [0.995] * 30
    hits = [int(k % 3 == 0) for k in range(130)]
    table = purelr.calibration_table(hits, probas)
    assert sum(group["n"] for group in table) == 130
    assert all(before["high"] < after["low"] for before, after in zip(table, table[1:]))
    assert all(group["low"] <= group["mean_proba"] <= group["high"] for group in table)
    assert sum(group["share"] * group["n"] for group in table) == pytest.approx(sum(hits), rel=1e-14)
    twice = purelr.calibration_table(hits + hits, probas + probas)
    for group, by_weight in zip(twice, purelr.calibration_table(hits, probas, sample_weight=[2] * 130)):
        assert group == pytest.approx(by_weight, rel=1e-14)  # the same sums in another order


def test_groups_are_of_equally_many_rows():
    table = purelr.calibration_table([0, 1] * 50, [k / 100 for k in range(100)])
    assert [(group["low"], group["high"], group["n"]) for group in table] == [
        (k / 10, (10 * k + 9) / 100, 10.0) for k in range(10)
    ]
    # 60 equal ones are not parted; the others are in groups of about 10 all the same.
    probas = [k / 100 for k in range(8)] + [0.5] * 60 + [0.6 + k / 100 for k in range(32)]
    table = purelr.calibration_table([0, 1] * 50, probas)
    assert [group["n"] for group in table] == [8, 60, 11, 11, 10]
    # One row before 261 equal ones was a group of its own.
    probas = [0.1] + [0.2] * 261 + [0.3 + k / 1000 for k in range(138)]
    assert [group["n"] for group in purelr.calibration_table([0, 1] * 200, probas)] == [262, 46, 46, 46]
    for n in (10, 11, 25, 99, 569, 1234):
        sizes = [group["n"] for group in purelr.calibration_table([0, 1] * n, [k / (2 * n) for k in range(2 * n)])]
        assert len(sizes) == 10
        assert max(sizes) - min(sizes) <= 1
    assert len(purelr.calibration_table([0, 1, 1], [0.1, 0.2, 0.3], groups=2**64)) == 3


def test_the_interval_is_wilsons():
    # R: prop.test(x, n, correct = FALSE)$conf.int, for 8 of 20, and the closed form for 0 of n: z² / (n + z²).
    assert wilson(0.4, 20) == pytest.approx((0.2188065, 0.6134185), abs=5e-8)
    z2 = 1.959963984540054**2
    assert wilson(0.0, 10) == pytest.approx((0.0, z2 / (10 + z2)), rel=1e-14)
    assert wilson(1.0, 10)[1] == 1.0
    for share in (0.0, 0.1, 0.5, 1 / 3, 1.0):
        low, high = wilson(share, 7)
        assert 0 <= low <= share <= high <= 1
    assert all(math.isfinite(end) for weight in (5e-324, 1e308) for end in wilson(0.3, weight))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: purelr.roc_curve([1, 1], [0.1, 0.2]), "y_true must be of two classes; got one class"),
        (lambda: purelr.roc_curve(["a", "b", "c"], [1, 2, 3]), "y_true must be of two classes; got 3"),
        (lambda: purelr.roc_curve([0, 1], [0.1, math.nan]), "y_score must be finite; got nan in row 1"),
        (lambda: purelr.roc_curve([0, 1], [0.1]), "y_true must be as long as X, 1 rows"),
        (lambda: purelr.roc_curve([], []), "y_true must be of two classes; got 0"),
        (lambda: purelr.roc_curve([0, 1], [0.1, 0.2], [-1, 1]), "sample_weight must be at least 0"),
        (lambda: purelr.roc_curve([0, 1], [0.1, 0.2], [0, 1]), "y_true must be of two classes; got one class"),
        (lambda: purelr.precision_recall_curve([0, 0], [0.1, 0.2]), "y_true must be with rows of the second class"),
        (lambda: purelr.calibration_table([0, 1], [0.1, 1.2]), "y_proba must be in 0..1; got 1.2"),
        (lambda: purelr.calibration_table([0, 1], [0.1, 0.2], groups=1), "groups must be a whole number of at least 2"),
    ],
)
def test_bad_input_is_said(call, message):
    with pytest.raises(ValueError, match=message):
        call()
