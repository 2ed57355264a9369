"""Data, split, scaler, metrics, picture and random numbers: what a first hour needs, on lists alone."""

from __future__ import annotations

import io
import math
import os
import re
import zipfile
from pathlib import Path

import pytest

import purelr
from purelr.basics.random_numbers import SplitMix64, start_weights
from purelr.basics.text import escape, html_table, printable, terminal_table
from purelr.plot import terminal_curve
from purelr.testing import close

from .backends_here import HERE
from .test_registry import python

PACKAGE = Path(purelr.__file__).parent


def test_breast_cancer_is_the_real_data():
    cancer = purelr.load_breast_cancer()
    assert len(cancer.data) == len(cancer.target) == 569
    assert {len(row) for row in cancer.data} == {30}
    assert len(cancer.feature_names) == 30
    assert cancer.target_names == ["malignant", "benign"]
    assert cancer.target.count(1) == 357
    # The documentation of the data set at UCI: the ranges of mean radius and of mean area.
    radius, area = [[row[j] for row in cancer.data] for j in (0, 3)]
    assert (min(radius), max(radius), min(area), max(area)) == (6.981, 28.11, 143.5, 2501.0)
    assert "CC BY 4.0" in cancer.DESCR
    assert "UCI Machine\nLearning Repository" in cancer.DESCR
    assert purelr.load_breast_cancer(return_X_y=True) == (cancer.data, cancer.target)
    assert repr(cancer) == "<Dataset: 569 rows of 30 columns, target ['malignant', 'benign']>"


def test_the_package_works_from_a_zip(tmp_path):
    archive = tmp_path / "library.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in PACKAGE.rglob("*"):
            if path.suffix in (".py", ".csv"):
                file.write(path, path.relative_to(PACKAGE.parent))
    code = f"""
        import sys
        sys.path.insert(0, {str(archive)!r})
        import purelr
        X, y = purelr.load_breast_cancer(return_X_y=True)
        print(len(X), purelr.__file__)
        """
    assert python(code, "-S", "-E") == f"569 {archive}{os.sep}purelr{os.sep}__init__.py"


def test_the_folder_works_under_another_name_next_to_a_script(tmp_path):
    target = tmp_path / "vendored" / "their_lr"
    for path in PACKAGE.rglob("*"):
        if path.suffix in (".py", ".csv"):
            copy = target / path.relative_to(PACKAGE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    code = f"""
        import sys
        sys.path.insert(0, {str(tmp_path)!r})
        from vendored.their_lr import LR, load_breast_cancer
        X, y = load_breast_cancer(return_X_y=True)
        print(len(LR().fit([row[:2] for row in X], y, learning_rate=1e-4).weights), "purelr" in sys.modules)
        """
    assert python(code, "-I") == "3 False"


def test_random_numbers_are_the_published_ones():
    """The first five of SplitMix64 with seed 1234567, as published with the algorithm's test programs (Rosetta Code)."""
    stream = SplitMix64(1234567)
    assert [stream.next() for _ in range(5)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]
    assert all(0.0 <= SplitMix64(seed).uniform() < 1.0 for seed in range(100))
    assert {SplitMix64(seed).below(3) for seed in range(100)} == {0, 1, 2}
    assert all(-0.1 <= weight < 0.1 for weight in start_weights(0, 1000))
    assert sorted(SplitMix64(0).shuffled(list(range(50)))) == list(range(50))


def test_a_split_is_a_partition_and_repeats():
    rows, labels = [[i] for i in range(40)], [i % 2 for i in range(40)]
    X_train, X_test, y_train, y_test = purelr.train_test_split(rows, labels, test_size=0.3, random_state=4)
    assert (len(X_train), len(X_test)) == (28, 12)
    assert sorted(X_train + X_test) == rows
    assert [x[0] % 2 for x in X_train] == y_train
    assert [x[0] % 2 for x in X_test] == y_test
    assert purelr.train_test_split(rows, test_size=0.3, random_state=4) == [X_train, X_test]
    assert purelr.train_test_split(rows, test_size=0.3, random_state=5) != [X_train, X_test]
    assert len(purelr.train_test_split(rows, test_size=7)[1]) == 7


def test_a_split_is_the_same_on_every_interpreter():
    """Frozen: the split is a promise across versions and interpreters."""
    assert purelr.train_test_split(list(range(10)), test_size=3, random_state=1) == [[4, 8, 2, 3, 7, 6, 5], [9, 0, 1]]
    labels = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1]
    split = purelr.train_test_split(list(range(10)), test_size=5, random_state=1, stratify=labels)
    assert split == [[8, 4, 5, 9, 3], [2, 1, 7, 6, 0]]


@pytest.mark.parametrize("test_size", [0.1, 0.25, 0.5, 17])
def test_a_stratified_split_keeps_the_shares(test_size):
    labels = ["a"] * 50 + ["b"] * 30 + ["c"] * 20
    _, test, _, test_rows = purelr.train_test_split(labels, list(range(100)), test_size=test_size, stratify=labels)
    wanted = test_size if isinstance(test_size, int) else test_size * 100
    assert len(test) == wanted
    for label, share in (("a", 0.5), ("b", 0.3), ("c", 0.2)):
        assert abs(test.count(label) - share * wanted) < 1.0
    assert test == [labels[i] for i in test_rows]


def test_a_stratified_split_rounds_by_the_largest_remainder():
    labels = ["a"] * 5 + ["b"] * 3 + ["c"] * 2  # shares of 4 rows: 2, 1.2 and 0.8
    _, test = purelr.train_test_split(labels, test_size=4, stratify=labels)
    assert sorted(test) == ["a", "a", "b", "c"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: purelr.train_test_split(), "arrays must be at least one array; got none."),
        (lambda: purelr.train_test_split([1, 2], [1]), "arrays must be of one length, 2 rows; got 1 rows."),
        (
            lambda: purelr.train_test_split([1, 2], test_size=0.0),
            "test_size must be a share between 0 and 1 or a number of rows; got 0.0.",
        ),
        (
            lambda: purelr.train_test_split([1, 2], test_size="a"),
            "test_size must be a share between 0 and 1 or a number of rows; got 'a'.",
        ),
        (
            lambda: purelr.train_test_split([1, 2], test_size=2),
            "test_size must be such that both parts get rows of the 2; got 2.",
        ),
        (lambda: purelr.train_test_split([1]), "test_size must be such that both parts get rows of the 1; got 0.25."),
        (
            lambda: purelr.train_test_split([1, 2], random_state=-1),
            "random_state must be a whole number of at least 0; got -1.",
        ),
        (
            lambda: purelr.train_test_split([1, 2], test_size=1, stratify=[1]),
            "y must be as long as X, 2 rows; got 1 values.",
        ),
        (
            lambda: purelr.StandardScaler().fit([[1.0], [math.nan]]),
            "X must be finite; got nan in row 1, column 0. Drop or impute that row. NaN is not skipped.",
        ),
        (
            lambda: purelr.StandardScaler().fit([[1.0]]).transform([[1.0, 2.0]]),
            "X must be of 1 columns, as in fit; got 2: X has 2 features, but StandardScaler is expecting 1 features as input.",
        ),
        (
            lambda: purelr.StandardScaler().transform([[1.0]]),
            "StandardScaler must be fitted first; got no mean_. Call fit(X, y) first.",
        ),
        (lambda: purelr.accuracy_score([], []), "y_true must be at least one label; got none."),
        (lambda: purelr.accuracy_score([1], [1, 0]), "y_pred must be as long as y_true, 1 rows; got 2 values."),
        (
            lambda: purelr.classification_report([0, 1], [0, 1], ["a"]),
            "target_names must be of 2 names, one a class; got 1.",
        ),
        (
            lambda: purelr.log_loss([0, 0], [0.1, 0.2]),
            "y_true must be of at least two classes; got only 0. Say labels=, all classes.",
        ),
        (
            lambda: purelr.log_loss([0, 1], [0.1, 1.2]),
            "y_proba must be 2 probabilities a row, each in 0..1; got [-0.19999999999999996, 1.2] in row 1.",
        ),
        (
            lambda: purelr.log_loss([0, 1], [[0.1], [0.2]]),
            "y_proba must be 2 probabilities a row, each in 0..1; got [0.1] in row 0.",
        ),
        (
            lambda: purelr.log_loss([0, 1], ["a", 0.2]),
            "y_proba must be numbers; got 'a' in row 0. Turn text into numbers first.",
        ),
        (lambda: purelr.roc_auc_score([1, 1], [0.1, 0.2]), "y_true must be of at least two classes; got 1."),
        (
            lambda: purelr.roc_auc_score([0, 1], [0.1, 0.2], [0, 1]),
            "sample_weight must be above 0 in each class; got 0 in one of them.",
        ),
        (
            lambda: purelr.roc_auc_score([0, 1], [0.1, math.nan]),
            "y_score must be finite; got nan in row 1. Drop or impute that row. NaN is not skipped.",
        ),
    ],
)
def test_bad_calls(call, message):
    with pytest.raises(ValueError) as error:
        call()
    assert str(error.value) == message


def test_the_scaler_scales_and_goes_back():
    rows = [[1.0, 5.0, 1e300], [2.0, 5.0, -1e300], [4.0, 5.0, 0.0]]
    scaler = purelr.StandardScaler()
    scaled = scaler.fit_transform(rows)
    # Mean 7/3 and population variance 14/9, by hand.
    close(scaler.mean_[0], 7.0 / 3.0, 1e-15)
    close(scaler.scale_[0], math.sqrt(14.0) / 3.0, 1e-15)
    close([row[0] for row in scaled], [-4.0 / math.sqrt(14.0), -1.0 / math.sqrt(14.0), 5.0 / math.sqrt(14.0)], 1e-15)
    assert [row[1] for row in scaled] == [0.0, 0.0, 0.0]
    assert scaler.scale_[1] == 1.0
    close([row[2] for row in scaled], [math.sqrt(1.5), -math.sqrt(1.5), 0.0], 1e-15)
    for back, row in zip(scaler.inverse_transform(scaled), rows):
        close(back, row, 1e-15)
    assert scaler.n_features_in_ == 3


@pytest.mark.parametrize("size", [1e-300, 1.0, 1e150, 1e308])
def test_a_scaled_column_has_mean_0_and_deviation_1(size):
    values = [size * v for v in (0.1, 0.5, 0.9, 0.2)]
    scaled = [row[0] for row in purelr.StandardScaler().fit_transform([[v] for v in values])]
    close(sum(scaled), 0.0, 1e-14)
    close(sum(v * v for v in scaled), 4.0, 1e-14)


def test_a_constant_column_that_is_not_exact_is_constant():
    """0.1 three times has a mean that is not 0.1; the difference must not be blown up to a column of ±1."""
    for row in purelr.StandardScaler().fit_transform([[0.1]] * 3):
        close(row, [0.0], 1e-15)


REPORT = """\
              precision    recall  f1-score   support

     class 0       0.50      1.00      0.67         1
     class 1       0.00      0.00      0.00         1
     class 2       1.00      0.67      0.80         3

    accuracy                           0.60         5
   macro avg       0.50      0.56      0.49         5
weighted avg       0.70      0.60      0.61         5
"""


def test_the_report_is_the_one_that_people_know():
    """The example of scikit-learn's documentation of classification_report."""
    report = purelr.classification_report(
        [0, 1, 2, 2, 2], [0, 0, 2, 2, 1], target_names=["class 0", "class 1", "class 2"]
    )
    assert report == REPORT


def test_measures_against_published_examples():
    """The examples of scikit-learn's user guide (accuracy, confusion matrix, log loss, area under the ROC curve)."""
    assert purelr.accuracy_score([0, 1, 2, 3], [0, 2, 1, 3]) == 0.5
    assert purelr.confusion_matrix([2, 0, 2, 2, 0, 1], [0, 0, 2, 2, 0, 2]) == [[2, 0, 0], [0, 0, 1], [1, 0, 2]]
    cats = ["cat", "ant", "cat", "cat", "ant", "bird"], ["ant", "ant", "cat", "cat", "ant", "cat"]
    assert purelr.confusion_matrix(*cats, labels=["ant", "bird", "cat"]) == [[2, 0, 0], [0, 0, 1], [1, 0, 2]]
    assert purelr.confusion_matrix(*cats, labels=["ant"]) == [[2]]
    spam = ["spam", "ham", "ham", "spam"], [[0.1, 0.9], [0.9, 0.1], [0.8, 0.2], [0.35, 0.65]]
    close(purelr.log_loss(*spam), 0.21616, 1e-5)
    assert purelr.log_loss(*spam) == purelr.log_loss(spam[0], [row[1] for row in spam[1]])
    assert purelr.roc_auc_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) == 0.75
    assert purelr.roc_auc_score([0, 1, 0, 1], [0.5] * 4) == 0.5
    twice = purelr.roc_auc_score([0, 0, 0, 1, 1, 1], [0.1, 0.4, 0.4, 0.35, 0.4, 0.8])
    assert purelr.roc_auc_score([0, 0, 1, 1, 1], [0.1, 0.4, 0.35, 0.4, 0.8], [1, 2, 1, 1, 1]) == twice == 6 / 9
    assert purelr.roc_auc_score([0, 1, 1], [1.0, 2.0, 2.0]) == 1.0
    assert purelr.roc_auc_score(["b", "a", "b"], [2.0, 2.0, 1.0]) == 0.25


def test_a_certain_mistake_costs_much_and_not_infinitely_much():
    assert purelr.log_loss([0, 1], [1.0, 1.0]) == pytest.approx(-math.log(2.220446049250313e-16) / 2.0, rel=1e-12)


if "numpy" in HERE:
    import numpy as np

    def test_ndarrays_are_split_scaled_and_measured_as_ndarrays():
        X, y = np.arange(20.0).reshape(10, 2), np.array([0, 1] * 5)
        X_train, X_test, y_train, y_test = purelr.train_test_split(X, y, stratify=y)
        lists = purelr.train_test_split(X.tolist(), y.tolist(), stratify=y.tolist())
        assert [part.tolist() for part in (X_train, X_test, y_train, y_test)] == lists
        scaled = purelr.StandardScaler().fit_transform(X)
        assert isinstance(scaled, np.ndarray)
        np.testing.assert_allclose(scaled.std(axis=0), 1.0)
        assert purelr.log_loss(y, np.full(10, 0.5)) == pytest.approx(math.log(2.0))
        assert purelr.log_loss(y, np.full((10, 2), 0.5)) == pytest.approx(math.log(2.0))
        assert purelr.log_loss(y, list(np.full(10, 0.5))) == pytest.approx(math.log(2.0))
        assert purelr.accuracy_score(y, y) == purelr.roc_auc_score(y, y) == 1.0


class _Series:
    """What purelr needs of a pandas series."""

    def __init__(self, values):
        self.values_ = values
        self.iloc = self

    def __len__(self):
        return len(self.values_)

    def __getitem__(self, index):
        return [self.values_[i] for i in index]


def test_frames_are_split_by_position():
    assert purelr.train_test_split(_Series("abcd"), test_size=2) == purelr.train_test_split(list("abcd"), test_size=2)


def test_names_stay_text():
    assert printable("a\x1b[31mb\nc\u202e") == "a\\x1b[31mb\\nc\\u202e"
    assert printable("größe 年龄") == "größe 年龄"
    assert escape("<script>&\"'") == "&lt;script&gt;&amp;&quot;&#39;"
    assert "<b>" not in html_table("<b>", ["<b>"], [["<b>", "<b>"]])
    assert "\x1b" not in terminal_table(["\x1b[2J"], [["\x1b[2J"]])
    assert "\x1b" not in purelr.classification_report(["\x1b[2J", "b"], ["b", "b"])


def test_a_curve_has_its_size_and_its_ends():
    picture = terminal_curve([2.0**-k for k in range(100)], width=20, height=5).split("\n")
    assert len(picture) == 7
    assert picture[0].startswith("         1 |*")
    assert picture[-1].endswith("99")
    assert sum(line.count("*") for line in picture) == 20
    assert terminal_curve([1.0]).count("*") == 1


def test_a_file_like_y_is_no_list():
    with pytest.raises(ValueError, match="y must be a list"):
        purelr.LR().fit([[1.0]], io)


ROWS, LABELS = [[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1]
FITTED = purelr.LogisticRegression().fit(ROWS, LABELS)
GD = purelr.LogisticRegression(solver="gd")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: purelr.LogisticRegression(solver=purelr.Newton).fit(ROWS, LABELS),
            "solver must be auto, .* Write Newton()",
        ),
        (
            lambda: purelr.LogisticRegression(solver="saga").fit(ROWS, LABELS),
            'scikit-learn\'s: use "coordinate_descent"',
        ),
        (lambda: purelr.LogisticRegression(solver="liblinear").fit(ROWS, LABELS), 'scikit-learn\'s: use "newton"'),
        (
            lambda: purelr.LogisticRegression(backend=[]).fit(ROWS, LABELS),
            "backend must be one of pure, numpy.* got []",
        ),
        (lambda: purelr.use_backend([]), "backend must be the name of one"),
        (lambda: purelr.set_backend([]), "backend must be the name of one"),
        (lambda: FITTED.export([]), "to must be one of python"),
        (lambda: GD.explain_epoch(ROWS, LABELS, rows=0), "rows must be a list; got 0"),
        (lambda: GD.explain_epoch(ROWS, LABELS, rows=[]), "rows must be at least one row number; got none"),
        (
            lambda: purelr.classification_report(LABELS, LABELS, digits=1.5),
            "digits must be a whole number of at least 0",
        ),
        (lambda: purelr.roc_auc_score(None, [0.1]), "y_true must be given; got None."),
        (lambda: purelr.roc_auc_score(LABELS, None), "y_score must be"),
        (lambda: purelr.accuracy_score(LABELS, None), "y_pred must be given; got None."),
        (
            lambda: purelr.accuracy_score([[0], [1]], LABELS),
            "y_true must be one label a row; got [0] in row 0. Flatten y_true.",
        ),
        (lambda: purelr.log_loss(None, [0.1]), "y_true must be given; got None."),
        (lambda: purelr.brier_score(LABELS, None), "y_proba must be given; got None."),
        (
            lambda: purelr.log_loss([0, 2], [0.1, 0.2], labels=[0, 1]),
            "labels must be all classes of y_true; got [0, 1], without 2",
        ),
        (
            lambda: purelr.roc_auc_score([0, 1, 2], [[0.2, 0.3, 0.5]] * 3, average="micro"),
            "average must be 'macro' or 'weighted'",
        ),
        (
            lambda: purelr.LogisticRegression(C=math.inf).fit(ROWS, LABELS, [1e-300] * 4).summary(),
            "sample_weight must be of a sum of about 1e-100 to 1e100, for standard errors; got 4e-300",
        ),
        (
            lambda: purelr.LogisticRegression(class_weight={0: -1}).fit(ROWS, LABELS),
            "class_weight of 0 must be a number of at least 0",
        ),
        (
            lambda: purelr.LogisticRegression(class_weight={0: 0, 1: 0}).fit(ROWS, LABELS),
            "class_weight must be above 0 for some",
        ),
    ],
)
def test_wrong_values_get_one_sentence(call, message):
    with pytest.raises(ValueError, match=re.escape(message).replace(r"\.\*", ".*")):
        call()


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("penalty", 'Use l1_ratio: 0 for "l2", 1 for "l1"'),
        ("n_jobs", "Leave it out"),
        ("multi_class", "Leave it out: K classes are one multinomial model."),
        ("verbose", "Use callback=print"),
        ("alpha", "Use C=1/alpha."),
    ],
)
def test_parameters_of_other_libraries_are_answered(name, advice):
    with pytest.raises(TypeError, match=f"got an unexpected keyword argument '{name}'. {re.escape(advice)}"):
        purelr.LogisticRegression(**{name: 1})
    with pytest.raises(TypeError, match=r"got an unexpected keyword argument 'nonsense'$"):
        purelr.LR(nonsense=1)
