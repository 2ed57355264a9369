"""The report, the measures and what they refuse."""

from __future__ import annotations

import io
import math

import pytest

import purelr
from purelr.basics.text import escape, html_table, printable, terminal_table
from purelr.plot import terminal_curve
from purelr.testing import close

from ..backends_here import HERE

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
