"""The page: no name that acts, and what is wrong is said."""

from __future__ import annotations

import re

import pytest

import purelr

from ..samples import ODD, problem
from .common import MODEL, X, Y, report


def test_names_are_text_whatever_they_hold():
    X, y = problem(60, len(ODD), seed=7)
    for k, name in enumerate(ODD):
        labels = [name if label else ODD[k - 1] + "!" for label in y]
        model = purelr.LogisticRegression().fit(X, labels)
        page = report(model, X, labels, names=ODD, title=name)
        assert page.count("svg") == 11
    text = purelr.html_report(model, X, labels, names=ODD)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", text)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: purelr.html_report(purelr.LogisticRegression(), X, Y), "must be fitted first"),
        (lambda: purelr.html_report(MODEL, X, [2] * 150), r"y must be one of the classes \[0, 1\]; got 2 in row 0"),
        (lambda: purelr.html_report(MODEL, X, Y[:9]), "y must be as long as X, 150 rows; got 9 values"),
        (lambda: purelr.html_report(MODEL, [[1.0, float("nan"), 0.0]], [1]), "X must be finite; got nan in row 0"),
        (lambda: purelr.html_report(MODEL, [[1.0]], [1]), "X must be of 3 columns, as in fit"),
        (lambda: purelr.html_report(MODEL, X, Y, names=["a"]), "names must be of 3 columns; got 1 names"),
        (lambda: purelr.html_report(MODEL, X, Y, row_names=["a"]), "row_names must be of 150 rows; got 1 names"),
        (lambda: purelr.html_report(MODEL, X, Y, row_names="ab"), "row_names must be a list; got 'ab'"),
        (lambda: purelr.html_report(MODEL, X, Y, most=0), "most must be a whole number"),
        (lambda: purelr.html_report(MODEL, [], []), "X must be at least one row"),
    ],
)
def test_bad_input_is_said(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_the_date_can_be_fixed(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    text = purelr.html_report(MODEL, X, Y)
    assert f"Made by purelr {purelr.__version__} on 1970-01-01." in text
    assert text == purelr.html_report(MODEL, X, Y)


def test_weights_as_large_as_floats_are_no_nan():
    X, y = [[0.0], [1.0], [2.0], [3.0], [1.5], [2.5]], [0, 0, 1, 1, 1, 0]
    model = purelr.LogisticRegression(C=float("inf")).fit(X, y)
    page = purelr.html_report(model, X, y, sample_weight=[1e308, 1.0, 1.0, 1.0, 1.0, 1.0])
    assert "nan" not in page
    assert purelr.classification_report([0, 1], [0, 1], sample_weight=[1e308, 1.0]).count("1.00") == 13
