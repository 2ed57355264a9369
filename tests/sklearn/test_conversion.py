"""`from_sklearn`: the probabilities of fitted models of scikit-learn, without scikit-learn."""

from __future__ import annotations

import doctest
import re
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.linear_model import LogisticRegression, LogisticRegressionCV, SGDClassifier
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler

import purelr
from purelr import from_sklearn

ROOT = Path(__file__).parents[2]
CANCER = purelr.load_breast_cancer()
X, Y = np.array(CANCER.data), np.array(CANCER.target)
THREE = np.array(["low", "mid", "high"])[(X[:, 0] > 13.0).astype(int) + (X[:, 1] > 20.0)]


def table(n=300, seed=7):
    """A frame of numbers and text of different kinds, in no order, and labels."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "colour": rng.choice(["red", "green", "blue"], n),
            "size": rng.normal(50.0, 20.0, n),
            "two": rng.choice(["yes", "no"], n),
            "unused": rng.choice(["x", "y"], n),
            "code": rng.choice([10, 20, 30], n),
            "weight": rng.normal(-3.0, 0.01, n),
            "one": ["always"] * n,
        }
    )
    eta = (
        (frame["colour"] == "red") - 0.05 * (frame["size"] - 50.0) + 80.0 * (frame["weight"] + 3.0) + rng.normal(size=n)
    )
    return frame, (eta > 0.3).to_numpy().astype(int)


def same(theirs, given, tmp_path, ours_given=None):
    """The model: with their probabilities and labels, on arrays and lists, and after a save too."""
    ours_given = given if ours_given is None else ours_given
    ours = from_sklearn(theirs)
    probas = theirs.predict_proba(given)
    ours.save(tmp_path / "model.json")
    rows = ours_given.to_numpy().tolist() if hasattr(ours_given, "to_numpy") else ours_given.tolist()
    for model in (ours, purelr.load(tmp_path / "model.json")):
        np.testing.assert_allclose(model.predict_proba(ours_given), probas, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(model.predict_proba(rows), probas, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(model.predict_proba(rows[:1]), probas[:1], rtol=1e-12, atol=1e-12)
        assert list(model.predict(rows)) == theirs.predict(given).tolist()
    return ours


@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize("y", [Y, np.array(["b", "a"])[Y], THREE], ids=["numbers", "text", "three"])
def test_a_regression(y, fit_intercept, tmp_path):
    theirs = LogisticRegression(solver="newton-cholesky", fit_intercept=fit_intercept).fit(X, y)
    ours = same(theirs, X, tmp_path)
    assert not hasattr(ours, "scaler_")
    assert not hasattr(ours, "encoding_")
    assert type(ours.classes_[0]) in {int, str}
    assert type(ours.coef_[0][0]) is float


@pytest.mark.parametrize(
    "options", [{}, {"with_mean": False}, {"with_std": False}, {"with_mean": False, "with_std": False}]
)
@pytest.mark.parametrize("y", [Y, THREE], ids=["two", "three"])
def test_a_scaler_and_a_regression(y, options, tmp_path):
    theirs = make_pipeline(StandardScaler(**options), LogisticRegression(solver="newton-cholesky")).fit(X, y)
    same(theirs, X, tmp_path)


def test_liblinear_and_cross_validation_of_two_classes(tmp_path):
    same(make_pipeline(StandardScaler(), LogisticRegression(solver="liblinear")).fit(X, Y), X, tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of arguments that will have other defaults
        theirs = LogisticRegressionCV(Cs=3, cv=3, solver="newton-cholesky").fit(X, Y)
    same(theirs, X, tmp_path)


def test_a_frame_keeps_its_names(tmp_path):
    frame = pd.DataFrame(X, columns=CANCER.feature_names)
    theirs = make_pipeline(StandardScaler(), LogisticRegression()).fit(frame, Y)
    ours = same(theirs, frame, tmp_path)
    assert ours.feature_names_in_ == CANCER.feature_names
    shuffled = frame[CANCER.feature_names[::-1]]
    np.testing.assert_allclose(ours.predict_proba(shuffled), ours.predict_proba(frame), rtol=1e-12)


def test_two_scalers_one_after_the_other_and_a_step_that_does_nothing(tmp_path):
    pipeline = [("a", "passthrough"), ("b", StandardScaler()), ("c", None), ("d", StandardScaler(with_mean=False))]
    same(Pipeline([*pipeline, ("e", LogisticRegression())]).fit(X, Y), X, tmp_path)


@pytest.mark.parametrize("handle_unknown", ["error", "ignore"])
@pytest.mark.parametrize("drop", [None, "first", "if_binary", ["green", "no", 20, "always"]], ids=str)
def test_numbers_and_text(drop, handle_unknown, tmp_path):
    frame, y = table()
    text = OneHotEncoder(drop=drop, handle_unknown=handle_unknown)
    parts = [("text", text, ["colour", "two", "code", "one"]), ("numbers", StandardScaler(), ["weight", "size"])]
    theirs = make_pipeline(ColumnTransformer(parts), LogisticRegression(C=10.0)).fit(frame, y)
    ours = same(theirs, frame, tmp_path, frame.drop(columns="unused"))
    np.testing.assert_allclose(ours.predict_proba(frame), theirs.predict_proba(frame), rtol=1e-12, atol=1e-12)
    unknown = frame.drop(columns="unused").assign(colour="mauve")
    if handle_unknown == "error":
        with pytest.raises(ValueError, match=r"column 'colour' must be one of the levels of the fit.*'mauve' in row 0"):
            ours.predict_proba(unknown)
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            wanted = theirs.predict_proba(frame.assign(colour="mauve"))
        np.testing.assert_allclose(ours.predict_proba(unknown), wanted, rtol=1e-12, atol=1e-12)


COLUMNS = {
    "names": ["size", "weight"],
    "places": [1, -2],
    "mask": [False, True, False, False, False, True, False],
    "slice": slice(1, 6, 4),
    "names from to": slice("code", "weight"),
    "callable": make_column_selector(dtype_include=float),
    "array": np.array([1, 5]),
}


@pytest.mark.parametrize("columns", list(COLUMNS.values()), ids=list(COLUMNS))
def test_each_way_to_name_columns(columns, tmp_path):
    frame, y = table()
    parts = ColumnTransformer([("numbers", StandardScaler(), columns)], remainder="drop")
    theirs = make_pipeline(parts, LogisticRegression()).fit(frame, y)
    used = ["code", "weight"] if isinstance(columns, slice) and columns.start == "code" else ["size", "weight"]
    ours = same(theirs, frame, tmp_path, frame[used])
    np.testing.assert_allclose(ours.predict_proba(frame), theirs.predict_proba(frame), rtol=1e-12, atol=1e-12)


def test_one_column_the_remainder_and_pipelines_in_parts(tmp_path):
    frame, y = table()
    frame = frame.drop(columns="unused")
    inner = make_pipeline(OneHotEncoder(sparse_output=False), StandardScaler())
    parts = [("two", inner, ["two", "one"]), ("colour", OneHotEncoder(), ["colour"])]
    for remainder in ("passthrough", StandardScaler()):
        theirs = make_pipeline(ColumnTransformer(parts, remainder=remainder), LogisticRegression(C=0.1, max_iter=5000))
        same(theirs.fit(frame, y), frame, tmp_path)


def test_an_array_of_codes(tmp_path):
    codes = np.random.default_rng(1).integers(0, 4, size=(200, 3)).astype(float)
    y = (codes[:, 0] + codes[:, 2] > 3).astype(int)
    y[:20] = 1 - y[:20]
    theirs = make_pipeline(OneHotEncoder(), LogisticRegression()).fit(codes, y)
    assert same(theirs, codes, tmp_path).encoding_.names()[:2] == ["x0=0", "x0=1"]


def test_their_model_is_refused_with_the_reason():
    frame, y = table()
    regression = LogisticRegression()

    def piped(*steps):
        return make_pipeline(*steps, LogisticRegression())

    encoder = OneHotEncoder(min_frequency=200)
    with_gap = frame[["colour"]].assign(colour=np.where(frame["colour"] == "red", "NA", frame["colour"]))
    size = [("a", StandardScaler(), ["size"]), ("b", "passthrough", ["size"])]
    mixed = [("a", OneHotEncoder(), ["two"]), ("b", OneHotEncoder(handle_unknown="ignore"), ["colour"])]
    sparsified = LogisticRegression(solver="newton-cholesky").fit(X, Y).sparsify()
    assert sparse.issparse(sparsified.coef_)
    cases = [
        (regression, r"must be fitted first; got no coef_"),
        (SGDClassifier(loss="log_loss").fit(X, Y), r"estimator must be a fitted LogisticRegression.*got SGDClassifier"),
        (OneVsRestClassifier(LogisticRegression(solver="newton-cholesky")).fit(X, THREE), r"got OneVsRestClassifier"),
        ("text", r"estimator must be a fitted LogisticRegression.*; got 'text'"),
        (purelr.LogisticRegression().fit(X, Y), r"estimator must be"),
        (sparsified, r"coef_ must be dense; got a sparse matrix\. Call densify\(\) first"),
        (piped(MinMaxScaler()).fit(X, Y), r"before the regression; got MinMaxScaler\(\)\. Fit purelr"),
        (piped(encoder).fit(frame[["colour"]], y), r"without infrequent categories; got min_frequency=200"),
        (piped(OneHotEncoder()).fit(with_gap, y), r"column 'colour' must be there; got 'NA'"),
        (piped(ColumnTransformer(size)).fit(frame, y), r"uses each column once; got 'size' twice"),
        (piped(ColumnTransformer(mixed)).fit(frame, y), r"same handle_unknown.*got 'ignore'"),
        (
            piped(StandardScaler(), OneHotEncoder(handle_unknown="ignore")).fit(X[:, :1], Y),
            r"the first that a column goes",
        ),
    ]
    for estimator, message in cases:
        with pytest.raises(ValueError, match=message):
            from_sklearn(estimator)


@pytest.mark.parametrize(("way", "classes"), [("ovr", 3), ("multinomial", 2)])
def test_other_probabilities_of_older_versions_are_refused(way, classes):
    theirs = LogisticRegression(solver="newton-cholesky").fit(X, Y if classes == 2 else THREE)
    theirs.multi_class = way
    with pytest.raises(ValueError, match=rf"the softmax for more; got multi_class='{way}'"):
        from_sklearn(theirs)


def test_the_example_of_the_page_prints_what_it_says():
    page = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
    session = re.search(r"^```pycon sklearn\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)[1]
    report = []
    doctest.DocTestRunner().run(doctest.DocTestParser().get_doctest(session, {}, "page", None, 0), out=report.append)
    assert not report, "".join(report)
