"""Every exported program is run, on whole data sets, and says what the library says."""

from __future__ import annotations

import functools
import math
import sys

import pytest

import purelr
from purelr import LR, LogisticRegression, StandardScaler, load
from purelr.basics.random_numbers import SplitMix64
from purelr.export import TARGETS

from ..samples import problem
from . import programs

TEXT_ONLY = {"c", "pmml"}  # their labels are text, whatever they were


class Frame:
    """Rows with names, as a data frame has them."""

    def __init__(self, rows, columns):
        self.rows, self.columns = lambda: rows, columns


@functools.lru_cache
def models():
    """(model, rows, names of columns or None) by name."""
    cancer = purelr.load_breast_cancer()
    named = [cancer.target_names[k] for k in cancer.target]
    rows, first = problem(300, 5, seed=11)
    _, second = problem(300, 5, seed=12)
    three = [("ä 'b'", "c", 'd"')[a + b] for a, b in zip(first, second)]
    numbered = [(0, 7, -3)[a + b] for a, b in zip(first, second)]
    found = {
        "cancer": (LogisticRegression().fit(cancer.data, named), cancer.data, None),
        "named": (
            LogisticRegression(C=0.1, standardize=True).fit(Frame(cancer.data, cancer.feature_names), cancer.target),
            cancer.data,
            cancer.feature_names,
        ),
        "three": (LogisticRegression().fit(rows, three), rows, None),
        "numbered": (LogisticRegression(C=100.0).fit(rows, numbered), rows, None),
        "no intercept": (LogisticRegression(fit_intercept=False).fit(rows, three), rows, None),
    }
    scaler = StandardScaler().fit(cancer.data)
    scaled = LR().fit(scaler.transform(cancer.data), cancer.target, epochs=200, learning_rate=0.5)
    scaled.scaler_ = scaler
    found["scaled"] = (scaled, cancer.data, None)
    of_rows = StandardScaler().fit(rows)
    three_scaled = LogisticRegression().fit(of_rows.transform(rows), three)
    three_scaled.scaler_ = of_rows
    found["three scaled"] = (three_scaled, rows, None)
    return found


def expected(model, rows):
    """(log-odds, probabilities, labels), of the library."""
    if isinstance(model, LR):
        eta = LogisticRegression()
        eta.coef_, eta.intercept_, eta.classes_ = [model.weights[1:]], model.weights[:1], [0, 1]
        eta.n_features_in_, eta.scaler_ = len(rows[0]), model.scaler_
        return eta.decision_function(rows), [[1.0 - p, p] for p in model.predict_proba(rows)], model.predict(rows)
    return model.decision_function(rows), model.predict_proba(rows), model.predict(rows)


def close(found, wanted, tolerance, least=1.0):
    """Both numbers or lists of them. The tolerance is relative, and absolute below `least`."""
    for a, b in zip(found, wanted):
        if isinstance(b, list):
            close(a, b, tolerance, least)
        else:
            assert math.isclose(a, b, rel_tol=tolerance, abs_tol=tolerance * least), (a, b)
    assert len(found) == len(wanted)


def result(to, model, rows, columns, folder):
    program = model.export(to, table=programs.SQL_TABLE)
    more = {"columns": columns} if to in {"sql", "pmml"} else {}
    return programs.RUNNERS[to](folder, program, rows, len(getattr(model, "classes_", [0, 1])), **more)


@pytest.mark.parametrize("name", list(models()))
@pytest.mark.parametrize("to", list(programs.RUNNERS))
def test_a_program_says_what_the_library_says(to, name, tmp_path):
    model, rows, columns = models()[name]
    odds, probas, labels = result(to, model, rows, columns, tmp_path)
    wanted_odds, wanted_probas, wanted_labels = expected(model, rows)
    close(probas, wanted_probas, 1e-12)
    if to != "pmml":  # which has no log-odds: a runner takes logarithms of its probabilities
        close(odds, wanted_odds, 1e-12)
    assert labels == [str(label) if to in TEXT_ONLY else label for label in wanted_labels]


def hand_made(intercept, coef, classes):
    model = LogisticRegression()
    model.intercept_, model.coef_, model.classes_, model.n_features_in_ = intercept, coef, classes, len(coef[0])
    return model


FAR = [[z] for z in (0.0, -0.0, 1e-17, -1e-17, 36.0, -36.0, 700.0, -700.0, 746.0, -746.0, 1e5, -1e5, 1e308, -1e308)]


@pytest.mark.parametrize("to", list(programs.RUNNERS))
@pytest.mark.parametrize("classes", [["a", "b"], ["a", "b", "c"]], ids=len)
def test_no_log_odds_is_too_far(to, classes, tmp_path):
    coef = [[1.0]] if len(classes) == 2 else [[1.0], [-1.0], [0.25]]
    model = hand_made([0.0] * len(coef), coef, classes)
    # The runner of PMML takes logarithms, and PMML takes the label by the probabilities, which are 0.5 for 1e-17.
    rows = [row for row in FAR if 1e-16 < abs(row[0]) < 300.0] if to == "pmml" else FAR
    _, probas, labels = result(to, model, rows, None, tmp_path)
    close(probas, model.predict_proba(rows), 1e-12, least=0.0)
    assert labels == model.predict(rows)


@pytest.mark.parametrize("to", ["python", "micropython", "c", "javascript", "sql", "onnx"])
def test_a_log_odds_of_exactly_0_has_the_class_of_each_model(to, tmp_path):
    textbook = LR()
    textbook.weights = [0.0, 1.0]
    regression = hand_made([0.0], [[1.0]], [0, 1])
    for model in (textbook, regression):
        _, _, labels = result(to, model, [[0.0], [1.0], [-1.0]], None, tmp_path)
        assert [int(label) for label in labels] == model.predict([[0.0], [1.0], [-1.0]])
    assert textbook.predict([[0.0]]) != regression.predict([[0.0]])


def test_sql_of_two_thousand_columns_runs(tmp_path):
    """SQLite takes no expression of more than 1,000 levels."""
    stream = SplitMix64(3)
    model = hand_made([0.5], [[stream.uniform() - 0.5 for _ in range(1900)]], ["a", "b"])
    rows = [[stream.uniform() for _ in range(1900)] for _ in range(3)]
    odds, probas, _ = result("sql", model, rows, None, tmp_path)
    close(odds, model.decision_function(rows), 1e-12)
    close(probas, model.predict_proba(rows), 1e-12)


def test_sql_reads_the_very_numbers(tmp_path):
    """Of the shortest digits SQLite makes the next float, once in 10,000."""
    import sqlite3

    from purelr.export.sql import number

    stream = SplitMix64(5)
    database = sqlite3.connect(":memory:")
    for _ in range(20000):
        value = (stream.uniform() - 0.5) * 10.0 ** (16.0 * stream.uniform() - 8.0)
        assert database.execute(f"SELECT {number(value)}").fetchone() == (value,)
    database.close()


MISSING = [[math.nan, 1.0], [1.0, math.inf], [1.0, -math.inf]]


@pytest.mark.parametrize("classes", [["a", "b"], ["a", "b", "c"]], ids=len)
def test_a_number_that_is_missing_is_an_error_or_no_class(classes, tmp_path):
    coef = [[1.0, 2.0]] if len(classes) == 2 else [[1.0, 2.0], [-1.0, 1.0], [0.5, 3.0]]
    model = hand_made([0.0] * len(coef), coef, classes)
    no_rows = ("ab", b"ab", {"x0": 1.0, "x1": 2.0}, 5.0, None, [[1.0, 2.0]])
    for wrong in (*MISSING, [None, 1.0], ["1", 1.0], [[1.0], 1.0], [1.0], [1.0, 2.0, 3.0], *no_rows):
        program = {}
        exec(model.export("python"), program)  # noqa: S102
        for function in ("log_odds", "probabilities", "label"):
            with pytest.raises(ValueError, match=r"x must be"):
                program[function](wrong)
    (tmp_path / "model.mjs").write_text(model.export("javascript"), encoding="utf-8")
    (tmp_path / "main.mjs").write_text(
        """
        import * as model from "./model.mjs";
        for (const x of [[NaN, 1], [1, Infinity], [1, -Infinity], [1], [1, 2, 3], [null, 1], ["1", 1], [1e308, 1e308], "ab", {a: 1}, 5]) {
          for (const f of [model.logOdds, model.probabilities, model.label]) {
            try { f(x); console.log("no error", x, f.name); } catch (error) { if (!(error instanceof RangeError)) throw error; }
          }
        }
        """,
        encoding="utf-8",
    )
    assert programs.run(["node", "main.mjs"], tmp_path) == b""
    (tmp_path / "model.c").write_text(model.export("c"), encoding="utf-8")
    rows = [[math.nan, 1.0], [1.0, math.nan], [math.inf, 1.0], [-math.inf, 1.0], [1.0, math.inf], [1.0, -math.inf]]
    _, probas, _ = programs.c(tmp_path, model.export("c"), rows, len(classes))
    assert all([math.isnan(p) for row in probas for p in row])
    (tmp_path / "main.c").write_text(
        '#include "model.c"\nint main(void) { double x[2] = {NAN, 1.0}, y[2] = {1.0, INFINITY}, z[2] = {-INFINITY, 1.0};\n'
        "return model_class(x) == -1 && model_class(y) == -1 && model_class(z) == -1 && model_label(x) == 0 ? 0 : 1; }",
        encoding="utf-8",
    )
    programs.run([*programs.GCC, "main.c", "-lm", "-o", "main"], tmp_path)
    programs.run(["./main"], tmp_path)
    _, probas, labels = result("sql", model, [[None, 1.0], [1.0, 2.0]], None, tmp_path)
    assert (probas[0], labels[0]) == ([None] * len(classes), None)
    assert labels[1] == "b" if len(classes) == 2 else labels[1] == "c"


def test_two_c_programs_live_in_one(tmp_path):
    model = hand_made([0.5], [[1.0]], ["a", "b"])
    (tmp_path / "main.c").write_text(
        model.export("c", name="first")
        + model.export("c", name="2nd; model")
        + "int main(void) { double x[1] = {0}; return first_class(x) - model_2nd__model_class(x); }",
        encoding="utf-8",
    )
    programs.run([*programs.GCC, "main.c", "-lm", "-o", "main"], tmp_path)
    programs.run(["./main"], tmp_path)


@pytest.mark.parametrize("to", list(programs.RUNNERS))
def test_a_file_is_what_is_returned_and_repeatable(to, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    model = hand_made([0.5], [[1.0]], ["a", "b"])
    path = tmp_path / f"model{TARGETS[to]}"
    program = model.export(to, path)
    data = program if to == "onnx" else program.encode("utf-8")
    assert path.read_bytes() == data
    assert b"1970-01-02" in data
    assert b"LogisticRegression" in data
    assert purelr.__version__.encode() in data


def test_a_loaded_model_brings_its_scaler_and_date(tmp_path, monkeypatch):
    rows, labels = problem(50, 3, seed=1)
    scaler = StandardScaler().fit(rows)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    LogisticRegression().fit(scaler.transform(rows), labels).save(tmp_path / "model.json", scaler)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    model = load(tmp_path / "model.json")
    program = model.export("python")
    assert "1970-01-02" in program
    _, probas, _ = programs.python(tmp_path, program, rows, 2)
    close(probas, model.predict_proba(rows), 1e-12)


def test_what_cannot_be_exported_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"coef_"):
        LogisticRegression().export("c")
    model = hand_made([0.5], [[1.0]], ["a", "b"])
    with pytest.raises(ValueError, match=r"to must be one of python, .*; got 'cobol'"):
        model.export("cobol")
    with pytest.raises(ValueError, match=r"name must be a text; got 5"):
        model.export("c", name=5)
    with pytest.raises(FileNotFoundError):
        model.export("c", tmp_path / "no folder" / "model.c")


def test_the_tools_are_here():
    """This job runs all of them: no test above may be left out for want of one."""
    assert sys.version_info[:2] == (3, 13)
