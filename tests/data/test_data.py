"""The data set, the split, the scaler, and random numbers that are the same everywhere."""

from __future__ import annotations

import math

import pytest

import purelr
from purelr.basics.random_numbers import SplitMix64, start_weights
from purelr.testing import close


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
