"""scikit-learn's own test of an estimator, with nothing excused, on old and new versions of it (environments of tox)."""

from __future__ import annotations

import warnings

import pytest
import sklearn
from sklearn.datasets import load_iris
from sklearn.model_selection import GridSearchCV
from sklearn.utils.estimator_checks import check_estimator

from purelr import LogisticRegression

VERSION = tuple(map(int, sklearn.__version__.split(".")[:2]))


@pytest.mark.parametrize(
    "model",
    [
        LogisticRegression(),
        LogisticRegression(solver="gd"),
        LogisticRegression(solver="lbfgs"),
        LogisticRegression(l1_ratio=0.5),
        LogisticRegression(class_weight="balanced", backend="pure"),
        LogisticRegression(standardize=True),
    ],
    ids=str,
)
def test_check_estimator_passes_and_nothing_is_excused(model):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of checks that were skipped, of separated classes, and of gradient descent
        check_estimator(model)


if VERSION >= (1, 6):  # before that a grid search does not route

    def test_weights_are_routed():
        X, y = load_iris(return_X_y=True)
        with sklearn.config_context(enable_metadata_routing=True):
            model = LogisticRegression().set_fit_request(sample_weight=True).set_score_request(sample_weight=False)
            weights = [1.0 + k % 2 for k in range(150)]
            search = GridSearchCV(model, {"C": [0.1, 1.0]}, cv=3).fit(X, y, sample_weight=weights)
        assert search.best_score_ > 0.9
