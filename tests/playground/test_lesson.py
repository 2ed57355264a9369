"""The page's Python, run here: what it keeps of a fit is the fit, and what it draws is the model."""

from __future__ import annotations

import json
import math
import sys
import warnings
from pathlib import Path

import pytest

import purelr

FOLDER = Path(__file__).parents[2] / "docs" / "playground" / "python"
SETTINGS = {
    "columns": ["mean_radius", "mean_texture"],
    "target": "diagnosis",
    "one": "malignant",
    "scale": True,
    "solver": "gd",
    "rate": "0.5",
    "epochs": "20",
    "penalty": "none",
    "C": "1",
}


@pytest.fixture
def page(monkeypatch):
    """A page with the bundled data, and `frames`, what it has reported."""
    monkeypatch.syspath_prepend(FOLDER)
    from page import Page

    frames = []
    opened = Page(lambda text: frames.extend(json.loads(text)))
    opened.frames = frames
    ask(opened, "open_bundled")
    return opened


def ask(page, name, file=b"", **asked):
    answer = json.loads(page.answer(name, json.dumps(asked), file))
    if "error" in answer:
        return answer["error"]
    return answer["result"]


@pytest.mark.parametrize("solver", ["gd", "newton", "lbfgs", "coordinate_descent"])
def test_every_frame_is_a_fit_of_so_many_steps(page, solver):
    result = ask(page, "train", settings={**SETTINGS, "solver": solver, "penalty": "ridge"})
    X = purelr.StandardScaler().fit_transform([row[:2] for row in purelr.load_breast_cancer().data])
    y = [1 - k for k in purelr.load_breast_cancer().target]
    assert len(page.frames) == result["epochs"] + 1
    for k in range(result["epochs"]):
        method = purelr.GradientDescent(0.5) if solver == "gd" else solver
        model = purelr.LogisticRegression(solver=method, max_iter=k, backend="pure")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", purelr.ConvergenceWarning)  # cut short, as is meant
            model.fit(X, y)
        assert page.frames[k]["weights"] == [*model.intercept_, *model.coef_[0]]
        assert page.frames[k]["loss"] == model.result_.objective


def test_the_table_of_an_epoch_is_that_of_explain_epoch(page):
    ask(page, "train", settings={**SETTINGS, "penalty": "ridge"})
    found = ask(page, "explain", frame=7, rows="3, 500")
    cancer = purelr.load_breast_cancer()
    X = purelr.StandardScaler().fit_transform([row[:2] for row in cancer.data])
    model = purelr.LogisticRegression(solver=purelr.GradientDescent(0.5), backend="pure")
    table = model.explain_epoch(X, [1 - k for k in cancer.target], rows=[3, 500], epoch=7)
    assert found["epoch"] == 7
    for (_, _, lines), (_, _, expected) in zip(found["tables"][:1], table.tables()):
        assert lines == expected
    for (_, _, lines), (_, _, expected) in zip(found["tables"][1:], table.tables()[1:]):
        assert [line[1:] for line in lines] == [line[1:] for line in expected]  # the names differ


def test_the_line_is_where_the_model_says_one_half(page):
    columns = ["mean_radius", "mean_texture", "mean_smoothness"]
    ask(page, "train", settings={**SETTINGS, "columns": columns})
    look = ask(page, "look", frame=20, across="mean_smoothness", up="mean_radius")
    model, scaler = page.lesson._at(20), page.lesson.scaler
    for level, part in zip((0.1, 0.5, 0.9), look["boundary"]["parts"]):
        corners = look["boundary"]["box"]
        inside = [(x, y) for x, y in part if x in corners[0] and y in corners[1]]
        edge = [point for point in part if tuple(point) not in map(tuple, inside)]
        assert len(edge) == 2
        for points, holds in ((inside, lambda p, q: p > q), (edge, lambda p, q: math.isclose(p, q, rel_tol=1e-12))):
            rows = [[y, scaler.mean_[1], x] for x, y in points]
            assert all(holds(p, level) for _, p in model.predict_proba(scaler.transform(rows)))
    assert sorted(look["boundary"]["line"]) == sorted(
        [point for point in look["boundary"]["parts"][1] if point in look["boundary"]["line"]]
    )


def test_rows_lie_on_the_sigmoid(page):
    ask(page, "train", settings=SETTINGS)
    look = ask(page, "look", frame=20, across="mean_radius", up="mean_texture")
    assert look["shown"] == len(look["points"]) == len(look["sigmoid"]["rows"]) == 285
    for z, proba, _ in look["sigmoid"]["rows"]:
        assert abs(z) <= look["sigmoid"]["reach"]
        assert math.isclose(proba, 1.0 / (1.0 + math.exp(-z)), rel_tol=1e-14)


def test_one_column_has_a_picture_too(page):
    ask(page, "train", settings={**SETTINGS, "columns": ["mean_radius"]})
    look = ask(page, "look", frame=20, across="mean_radius", up="mean_radius")
    (x, _), (other, _) = look["boundary"]["line"]
    assert math.isclose(x, other, rel_tol=1e-14)
    assert look["boundary"]["flat"]


def test_a_report_can_stop_a_fit(page, monkeypatch):
    monkeypatch.setattr(sys.modules["page"], "PAUSE", 0.0)
    page.report = lambda text: True
    # The start is reported too, and nothing is there to be stopped then.
    assert ask(page, "train", settings=SETTINGS)["epochs"] == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"rate": "fast"}, "learning_rate must be a positive number; got 'fast'."),
        ({"rate": "-1"}, "learning_rate must be a positive number; got -1."),
        ({"epochs": "1.5"}, "epochs must be a whole number of at least 1; got 1.5."),
        ({"epochs": ""}, "epochs must be a whole number of at least 1; got ''."),
        ({"epochs": "1000000"}, "epochs must be at most 10,000 on this page; got 1,000,000."),
        ({"penalty": "ridge", "C": "0"}, 'C must be a positive number; got 0. Use C=float("inf") for no penalty.'),
        ({"columns": []}, "the columns must be at least one; got none. Tick one."),
        ({"columns": ["diagnosis"]}, "the columns must be others than the target; got 'diagnosis'."),
        ({"columns": ["height"]}, "the column must be one of Breast Cancer Wisconsin; got 'height'."),
        ({"one": "purple"}, "y must be of at least two classes; got one class, 0. There is nothing to tell apart."),
    ],
)
def test_bad_settings_are_told_and_leave_the_fit(page, changed, sentence):
    ask(page, "train", settings=SETTINGS)
    before = page.lesson
    assert ask(page, "train", settings={**SETTINGS, **changed}) == sentence
    assert page.lesson is before


FIRST_LINE = "a table with the names of its columns in the first line"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", f"x.csv must be {FIRST_LINE}; got nothing."),
        (b"\n\n", f"x.csv must be {FIRST_LINE}; got nothing."),
        (
            b"a,b\n1,2\n3\n",
            "x.csv must be a table of 2 cells a line, as its header has names; got 1 in line 3, which begins with '3'.",
        ),
        (b'a,b\n"1,2\n', "x.csv must be CSV; got unexpected end of data in line 2. Is a quote missing?"),
        (b"\x89PNG\r\n", "x.csv must be text in UTF-8; got the byte 0x89 at place 0. Save it as CSV in UTF-8."),
        (b"1,2\n3,4\n", f"x.csv must be {FIRST_LINE}; got numbers alone, '1' first. Put a line of names in front."),
        (b"a\n1\n2\n", "x.csv must be a table of at least two columns; got 1, 'a'."),
        (b"a,a\n1,2\n3,4\n", "x.csv must be a table of columns with different names; got 'a' twice."),
        (b"a,\n1,2\n3,4\n", "x.csv must be a table with a name for each column; got none for column 2."),
        (b"a,b\n1,2\n", "x.csv must be a table of at least two rows under its header; got 1."),
        (
            b"a,b\n1,2\n1,2\n",
            "x.csv must be a table with a column of 2 to 20 different values, to be predicted; got none.",
        ),
    ],
)
def test_a_broken_file_is_told_and_leaves_the_table(page, data, sentence):
    before = page.table
    assert ask(page, "open_file", data, title="x.csv") == sentence
    assert page.table is before


def test_a_file_as_a_spreadsheet_writes_it(page):
    data = "\ufeffsize;kind\r\n1.5;a\r\n2.5;b\r\n\r\n3.5;a\r\n".encode()
    found = ask(page, "open_file", data, title="x.csv")
    assert found["rows"] == 3
    assert found["target"] == "kind"
    assert [column["text"] for column in found["columns"]] == [None, "a"]
    assert page.table.lines == [2, 3, 5]


def test_a_gap_is_told_by_line(page):
    ask(page, "open_file", b"size,kind\n1,a\n,b\n3,a\n", title="x.csv")
    settings = {**SETTINGS, "target": "kind", "one": "a", "columns": ["size"]}
    expected = "column 'size' must be a number in every row; got a missing cell in line 3. Choose another column."
    assert ask(page, "train", settings=settings) == expected


def test_what_should_not_happen_is_a_sentence_too(page):
    page.table = None
    assert ask(page, "train", settings=SETTINGS).startswith("This should not happen: AttributeError")
