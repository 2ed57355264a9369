"""In scikit-learn's own tools, and with the data frames that people have."""

from __future__ import annotations

import math
import pickle
import warnings

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy import sparse
from sklearn import config_context, metrics
from sklearn.base import clone, is_classifier
from sklearn.calibration import CalibratedClassifierCV
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.ensemble import VotingClassifier
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression as Theirs
from sklearn.metrics import classification_report, confusion_matrix, log_loss, roc_auc_score
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

import purelr
from purelr import LogisticRegression

X, Y = load_breast_cancer(return_X_y=True)


@pytest.mark.parametrize(
    "model",
    [
        LogisticRegression(),
        LogisticRegression(backend="pure"),
        LogisticRegression(l1_ratio=0.5),
        LogisticRegression(solver="lbfgs"),
    ],
    ids=str,
)
def test_check_estimator_passes_and_nothing_is_excused(model):
    with warnings.catch_warnings():
        # To inherit from it would be to depend on it; the checks are what counts.
        warnings.filterwarnings(
            "ignore", "Estimator LogisticRegression does not inherit from `sklearn.base.BaseEstimator`"
        )
        results = check_estimator(model, on_fail="raise", on_skip=None)
    skipped = {result["check_name"] for result in results if result["status"] == "skipped"}
    # It runs where SCIPY_ARRAY_API is set, for estimators that say that they take other arrays. This one says no such thing.
    assert skipped <= {"check_array_api_input"}
    assert all(result["status"] in ("passed", "skipped") for result in results)
    assert len(results) > 50


def test_parameters_are_read_set_and_copied():
    model = LogisticRegression(C=2.0, backend="pure")
    copy = clone(model)
    assert copy is not model
    assert copy.get_params() == model.get_params()
    assert model.set_params(C=3.0, tol=1e-6) is model
    assert (model.C, model.tol) == (3.0, 1e-6)
    assert is_classifier(model)
    with pytest.raises(
        ValueError, match=r"parameter must be one of formula, C, l1_ratio, .*; got 'D' for LogisticRegression"
    ):
        model.set_params(D=1)


def test_pipeline_grid_search_and_cross_validation():
    pipeline = make_pipeline(StandardScaler(), LogisticRegression())
    search = GridSearchCV(pipeline, {"logisticregression__C": [0.01, 1.0, 100.0]}, cv=5).fit(X, Y)
    assert search.best_score_ > 0.97
    scores = cross_val_score(pipeline, X, Y, cv=5, scoring="neg_log_loss")
    assert scores.mean() > -0.1
    assert cross_val_score(LogisticRegression(), *load_iris(return_X_y=True), cv=5).mean() > 0.95


def test_calibration_and_voting():
    scaled = StandardScaler().fit_transform(X)
    calibrated = CalibratedClassifierCV(LogisticRegression(), cv=3).fit(scaled, Y)
    assert calibrated.score(scaled, Y) > 0.97
    models = [("a", LogisticRegression()), ("b", LogisticRegression(C=0.01))]
    voting = VotingClassifier(models, voting="soft").fit(scaled, Y)
    assert voting.score(scaled, Y) > 0.97


@pytest.mark.parametrize("backend", ["pure", "numpy"])
def test_a_pickle_predicts_the_same(backend):
    model = LogisticRegression(backend=backend).fit(X, Y)
    again = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(again.predict_proba(X), model.predict_proba(X))
    assert again.result_.trace[-1].objective == model.result_.objective


def test_not_fitted_is_theirs_and_ours():
    with pytest.raises(NotFittedError) as error:
        LogisticRegression().predict(X)
    assert isinstance(error.value, purelr.NotFittedError)


@pytest.mark.parametrize("backend", [None, "pure", "numpy"])
def test_data_frames_keep_their_names(backend):
    names = [f"column {j}" for j in range(4)]
    rows, labels = X[:, :4], np.array(["malignant", "benign"])[Y]
    expected = LogisticRegression(backend=backend).fit(rows, labels)
    for frame, series, kind in (
        (pd.DataFrame(rows, columns=names), pd.Series(labels), np.ndarray),
        (pl.DataFrame(rows, schema=names), pl.Series(labels), list),
    ):
        model = LogisticRegression(backend=backend).fit(frame, series)
        assert list(model.feature_names_in_) == names
        assert isinstance(model.coef_, kind)
        np.testing.assert_allclose(model.coef_, expected.coef_, rtol=1e-9)
        assert list(model.predict(frame)) == list(expected.predict(rows))
        assert model.score(frame, series) == expected.score(rows, labels)
        shuffled = frame[names[::-1]]
        np.testing.assert_allclose(model.predict_proba(shuffled), model.predict_proba(frame), rtol=1e-12)
        with pytest.raises(
            ValueError, match=r"of the columns of the fit, 'column 0' among them; got none of that name"
        ):
            model.predict(frame[names[1:]])
    assert not hasattr(expected, "feature_names_in_")


def test_a_gap_in_a_frame_is_named():
    for frame in (pd.DataFrame({"a": [1.0, None], "b": [1.0, 2.0]}), pl.DataFrame({"a": [1.0, None], "b": [1.0, 2.0]})):
        with pytest.raises(ValueError, match=r"without missing cells; got 1 in 'a' \(row 1\)\. Fill them in, or say"):
            LogisticRegression().fit(frame, [0, 1])
    with pytest.raises(ValueError, match=r"y must be labels without gaps; got <NA> in row 1"):
        LogisticRegression().fit([[1.0], [2.0]], pd.Series([1, None], dtype="Int64"))


def test_measures_are_theirs():
    rng = np.random.default_rng(0)
    true, scores = rng.integers(0, 2, 200), rng.uniform(size=200).round(2)
    predicted = (scores > 0.4).astype(int)
    assert purelr.classification_report(true, predicted) == classification_report(true, predicted)
    three = rng.integers(0, 3, 200)
    assert purelr.classification_report(true + 1, three, digits=4) == classification_report(
        true + 1, three, digits=4, zero_division=0
    )
    assert purelr.confusion_matrix(true, predicted) == confusion_matrix(true, predicted).tolist()
    assert purelr.log_loss(true, scores) == pytest.approx(log_loss(true, scores), rel=1e-13)
    assert purelr.roc_auc_score(true, scores) == pytest.approx(roc_auc_score(true, scores), rel=1e-13)
    weights = [0.5 + i % 4 for i in range(len(true))]
    weighted = roc_auc_score(true, scores, sample_weight=weights)
    assert purelr.roc_auc_score(true, scores, weights) == pytest.approx(weighted, rel=1e-13)


def test_log_probabilities_are_exact_in_the_tail():
    model = LogisticRegression().fit(X, Y)
    np.testing.assert_allclose(model.predict_log_proba(X), np.log(model.predict_proba(X)), rtol=1e-9, atol=1e-15)


def test_measures_with_weights_and_of_many_classes_are_scikit_learns():
    generator = np.random.default_rng(5)
    for K in (2, 3, 5):
        y = generator.integers(0, K, 300)
        raw = generator.random((300, K)) + 0.6 * (y[:, None] == np.arange(K))
        proba, weights = raw / raw.sum(axis=1, keepdims=True), generator.random(300) * 3.0
        predicted, names = proba.argmax(axis=1), [f"class {k}" for k in range(K)]
        for w in (None, weights):
            assert purelr.log_loss(y, proba, w) == pytest.approx(metrics.log_loss(y, proba, sample_weight=w), rel=1e-13)
            theirs = metrics.confusion_matrix(y, predicted, sample_weight=w)
            np.testing.assert_allclose(purelr.confusion_matrix(y, predicted, sample_weight=w), theirs, rtol=1e-12)
            report = metrics.classification_report(y, predicted, target_names=names, sample_weight=w, digits=3)
            if w is None:
                assert purelr.classification_report(y, predicted, names, 3, w) == report
            whole = generator.integers(1, 5, 300)
            ours = purelr.classification_report(y, predicted, names, 3, whole.tolist())
            assert ours == metrics.classification_report(
                y, predicted, target_names=names, sample_weight=whole * 1.0, digits=3
            )
            if K == 2:
                for score in (proba, proba[:, 1]):
                    ours = purelr.roc_auc_score(y, score, w)
                    assert ours == pytest.approx(metrics.roc_auc_score(y, proba[:, 1], sample_weight=w), rel=1e-13)
                    assert purelr.brier_score(y, score, w) == pytest.approx(
                        metrics.brier_score_loss(y, proba[:, 1], sample_weight=w), rel=1e-13
                    )
                assert purelr.calibration_table(y, proba) == purelr.calibration_table(y, proba[:, 1])
                continue
            for average in ("macro", "weighted"):
                for way in ("ovr", "ovo"):
                    if way == "ovo" and w is not None:
                        continue  # which scikit-learn refuses
                    ours = purelr.roc_auc_score(y, proba, w, average=average, multi_class=way)
                    theirs = metrics.roc_auc_score(y, proba, sample_weight=w, average=average, multi_class=way)
                    assert ours == pytest.approx(theirs, rel=1e-13)
    assert purelr.log_loss(["a", "a"], [[0.8, 0.2], [0.6, 0.4]], labels=["a", "b"]) == pytest.approx(
        metrics.log_loss(["a", "a"], [[0.8, 0.2], [0.6, 0.4]], labels=["a", "b"]), rel=1e-14
    )
    assert purelr.log_loss([1, 2], np.full((2, 3), 1 / 3), labels=[2, 0, 1]) == pytest.approx(math.log(3.0), rel=1e-14)


def test_a_weight_is_a_number_of_rows_in_ovo_too():
    y, proba, weights = [0, 1, 2, 1], [[0.5, 0.3, 0.2], [0.2, 0.5, 0.3], [0.3, 0.3, 0.4], [0.5, 0.4, 0.1]], [1, 3, 2, 1]
    places = [i for i, w in enumerate(weights) for _ in range(w)]
    copied = metrics.roc_auc_score(
        [y[i] for i in places], [proba[i] for i in places], multi_class="ovo", average="weighted"
    )
    assert purelr.roc_auc_score(y, proba, weights, multi_class="ovo", average="weighted") == pytest.approx(copied)


def test_weights_are_routed_to_fit_and_score():
    """With a weight that makes half of the rows vanish, the search finds what it finds without them."""
    X, y = (np.array(part) for part in load_iris(return_X_y=True))
    X, y = X[50:], y[50:]
    weights = np.resize([1.0, 0.0, 2.0], 100)
    with config_context(enable_metadata_routing=True):
        model = LogisticRegression().set_fit_request(sample_weight=True).set_score_request(sample_weight=True)
        assert clone(model).get_metadata_routing().fit.requests == {"sample_weight": True}
        search = GridSearchCV(model, {"C": [0.01, 1.0]}, cv=3).fit(X, y, sample_weight=weights)
        best = LogisticRegression(C=search.best_params_["C"]).fit(X, y, weights)
        np.testing.assert_allclose(search.best_estimator_.coef_, best.coef_, rtol=1e-9)
        theirs = Theirs(solver="newton-cholesky", tol=1e-12)
        theirs.set_fit_request(sample_weight=True).set_score_request(sample_weight=True)
        other = GridSearchCV(theirs, {"C": [0.01, 1.0]}, cv=3).fit(X, y, sample_weight=weights)
        np.testing.assert_allclose(
            search.cv_results_["mean_test_score"], other.cv_results_["mean_test_score"], rtol=1e-12
        )
        with pytest.raises(ValueError, match=r"sample_weight.* are passed but are not explicitly set"):
            GridSearchCV(LogisticRegression(), {"C": [0.01, 1.0]}, cv=3).fit(X, y, sample_weight=weights)
    assert LogisticRegression().set_fit_request(sample_weight="w").get_metadata_routing().fit.requests == {
        "sample_weight": "w"
    }


def test_sparse_rows_are_both_kinds_of_error():
    rows = sparse.csr_matrix(np.eye(4))
    for kind in (TypeError, ValueError):
        with pytest.raises(kind, match=r"X must be dense; got a sparse csr_matrix.* sparse_output=False"):
            LogisticRegression().fit(rows, [0, 1, 0, 1])


def test_classes_without_weight_stay_classes():
    X, y = (np.array(part) for part in load_iris(return_X_y=True))
    weights = np.where(y == 1, 0.0, 1.0)
    ours, theirs = LogisticRegression().fit(X, y, weights), Theirs(tol=1e-10).fit(X, y, weights)
    assert ours.classes_.tolist() == theirs.classes_.tolist() == [0, 1, 2]
    assert ours.predict(X).tolist() == theirs.predict(X).tolist()
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=2e-3)  # theirs has 1e-3 left for it
    assert ours.predict_proba(X)[:, 1].max() < 1e-100
    for given in ({0: 1.0, 1: 0.0, 2: 1.0}, {0: 1, 1: 0, 2: 1, 7: 3, "absent": 2}):
        np.testing.assert_allclose(LogisticRegression(class_weight=given).fit(X, y).coef_, ours.coef_, atol=1e-9)
    two = LogisticRegression().fit(X[:100], y[:100], np.where(y[:100] == 1, 0.0, 1.0))
    assert two.classes_.tolist() == [0, 1]
    assert set(two.predict(X)) == {0}
