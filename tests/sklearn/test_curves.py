"""The same curves as scikit-learn's, over generated labels, scores with and without ties, and weights."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics
from sklearn.calibration import calibration_curve

import purelr


def drawn(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 400))
    y = rng.integers(0, 2, size=n)
    y[:2] = 0, 1
    scores = rng.normal(size=n) + y
    if seed % 2:
        scores = scores.round(int(rng.integers(0, 2)))
    weights = None if seed % 3 else rng.choice([0.5, 1.0, 2.0], size=n)
    return y, scores, weights


def same(ours, theirs):
    assert len(ours) == len(theirs)
    for mine, other in zip(ours, theirs):
        assert len(mine) == len(other)
        np.testing.assert_allclose(mine, other, rtol=1e-13, atol=1e-13)  # running sums of up to 400 weights


@pytest.mark.parametrize("seed", range(60))
def test_the_points_and_areas_are_scikit_learns(seed):
    y, scores, weights = drawn(seed)
    theirs = metrics.roc_curve(y, scores, sample_weight=weights, drop_intermediate=False)
    ours = purelr.roc_curve(y, scores, weights)
    same(ours, theirs)
    same(
        purelr.precision_recall_curve(y, scores, weights),
        metrics.precision_recall_curve(y, scores, sample_weight=weights),
    )
    average = metrics.average_precision_score(y, scores, sample_weight=weights)
    assert purelr.average_precision_score(y, scores, weights) == pytest.approx(average, rel=1e-13)
    whole = metrics.roc_auc_score(y, scores, sample_weight=weights)
    assert purelr.roc_auc_score(y, scores, weights) == pytest.approx(whole, rel=1e-13)
    assert metrics.auc(*ours[:2]) == pytest.approx(whole, rel=1e-13)


@pytest.mark.parametrize("seed", range(20))
def test_the_groups_are_scikit_learns_quantiles(seed):
    rng = np.random.default_rng(seed)
    n = 10 * int(rng.integers(2, 50))
    y, probas = rng.integers(0, 2, size=n), rng.uniform(size=n)
    observed, predicted = calibration_curve(y, probas, n_bins=10, strategy="quantile")
    table = purelr.calibration_table(y, probas)
    np.testing.assert_allclose([group["share"] for group in table], observed, rtol=1e-13)
    np.testing.assert_allclose([group["mean_proba"] for group in table], predicted, rtol=1e-13)
