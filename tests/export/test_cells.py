"""Models of text columns: the programs that take the cells make the same numbers of them as the library."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from purelr import LogisticRegression, StandardScaler
from purelr.basics.random_numbers import SplitMix64
from purelr.data.cells import MISSING
from purelr.data.columns import Column
from purelr.data.encoding import Encoding

from . import programs
from .databases import NAMES, database
from .test_names import TEXT, fuzzed, writable
from .test_programs import close

COLOURS = ["blå", 'it\'s "red"', "*/ \\ </script>", "green"]
PYTHON = """
import json
import model

with open("rows.json") as file:
    rows = json.loads(file.read())
for row in rows:
    try:
        print(json.dumps([model.probabilities(row), model.label(row)]))
    except ValueError:
        print("null")
"""
JAVASCRIPT = """
import * as fs from "node:fs";
import * as model from "./model.mjs";

for (const row of JSON.parse(fs.readFileSync("rows.json", "utf-8"))) {
  try {
    console.log(JSON.stringify([model.probabilities(row), model.label(row)]));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    console.log("null");
  }
}
"""
PROGRAMS = {
    "python": ("model.py", "main.py", PYTHON, [sys.executable, "-S", "-B", "main.py"]),
    "micropython": ("model.py", "main.py", PYTHON, [str(Path(sys.executable).parent / "micropython"), "main.py"]),
    "javascript": ("model.mjs", "main.mjs", JAVASCRIPT, ["node", "main.mjs"]),
}


def fitted(classes, missing, lenient, reference):
    """(model of a number and a text column and one more number, its rows), scaled where there is a reference."""
    stream = SplitMix64(9)
    rows = [[4.0 * stream.uniform() - 2.0, COLOURS[i % 4], 100.0 * stream.uniform()] for i in range(80)]
    columns = [
        Column("size", None, None, [0.25]),
        Column(
            "col'our",
            COLOURS[1:] if reference else COLOURS,
            COLOURS[0] if reference else None,
            [0.25] * (3 + (not reference)),
        ),
        Column("weight", None, None, [50.0]),
    ]
    if missing == "indicator":  # of gaps in two of the columns; the third has had none
        columns[0].means.append(1.0)
        columns[1].levels = [*columns[1].levels, ""]
        columns[1].means = [0.0] * (len(columns[1].levels) - 1) + [1.0]
        rows += [[None, COLOURS[1], 3.0], [1.0, None, 5.0], [0.5, "NA", 7.0]] * 4
    encoding = Encoding(columns, missing, lenient)
    X = encoding.encode(rows)
    scaler = StandardScaler().fit(X)
    y = [classes[int(len(classes) * stream.uniform())] for _ in rows]
    model = LogisticRegression().fit(scaler.transform(X) if reference else X, y)
    model.encoding_, model.feature_names_in_ = encoding, encoding.names()
    if reference:
        model.scaler_ = scaler
    return model, rows


def expected(model, rows):
    """[probabilities, label] of each row, or None where the library refuses it."""
    return [answer(model, row) for row in rows]


def answer(model, row):
    try:
        return [model.predict_proba([row])[0], model.predict([row])[0]]
    except ValueError:
        return None


def said(to, model, rows, folder):
    if to == "sql":
        return by_sql(model, rows)
    name, main, text, command = PROGRAMS[to]
    model.export(to, folder / name)
    (folder / main).write_text(text, encoding="utf-8")
    (folder / "rows.json").write_text(json.dumps(rows, ensure_ascii=to != "micropython"), encoding="utf-8")
    return [json.loads(line) for line in programs.run(command, folder).splitlines()]


def by_sql(model, rows, base="sqlite", text=(1,)):
    """The answers of a database, in which the cells of the columns at the places `text` are texts."""
    here, K = database(base), range(len(model.classes_))
    names = [column.name for column in model.encoding_.columns][::-1]  # in another order than the model's
    turned = [len(names) - 1 - j for j in text]
    lines = here.rows("data", names, [row[::-1] for row in rows], model.export("sql", dialect=here.dialect), turned)
    found = [[[line[f"model_probability_{k}"] for k in K], line["model_label"]] for line in lines]
    odds = [[line[f"model_log_odds_{k}"] for k in K] for line in lines]
    for (probas, label), z in zip(found, odds):  # all of them, or none
        assert {value is None for value in [*probas, *z]} == {label is None}
    return [None if label is None else [list(map(float, probas)), label] for probas, label in found]


@pytest.mark.parametrize("classes", [["a", "b"], ["a", "b", "c"]], ids=len)
@pytest.mark.parametrize(
    ("missing", "lenient"),
    [(None, False), (None, True), ("mean", False), ("mean", True), ("indicator", False), ("indicator", True)],
)
@pytest.mark.parametrize("reference", [True, False])
@pytest.mark.parametrize("to", ["python", "micropython", "javascript", "sql"])
def test_cells_are_what_they_are_to_the_library(to, reference, missing, lenient, classes, tmp_path):
    model, rows = fitted(classes, missing, lenient, reference)
    rows += [[1.0, text, 50.0] for text in [*sorted(MISSING), None, "mauve", "blå ", "Green"]]
    rows += [[None, "green", 50.0], [1.0, "green", None], [None, None, None], [2, "green", 3]]
    wanted, found = expected(model, rows), said(to, model, rows, tmp_path)
    assert [entry is None for entry in found] == [entry is None for entry in wanted]
    assert None in wanted or (missing == "mean" and lenient)
    for ours, theirs in zip(found, wanted):
        if theirs is not None:
            close(ours[0], theirs[0], 1e-12)
            assert ours[1] == theirs[1]


def test_a_row_of_another_length_is_an_error(tmp_path):
    model, _ = fitted(["a", "b"], None, False, True)
    for to in PROGRAMS:
        no_rows = [
            [1.0, "green"],
            [1.0, "green", 50.0, 1.0],
            "123",
            {"size": 1.0, "col'our": "green", "weight": 5.0},
            5.0,
        ]
        assert said(to, model, no_rows, tmp_path) == [None] * 5


@pytest.mark.parametrize("to", ["c", "onnx", "pmml"])
def test_the_others_take_the_numbers(to, tmp_path):
    model, rows = fitted(["a", "b", "c"], None, False, True)
    numbers = model.encoding_.encode(rows)
    more = {"columns": model.encoding_.names()} if to == "pmml" else {}
    _, probas, labels = programs.RUNNERS[to](tmp_path, model.export(to), numbers, 3, **more)
    close(probas, model.predict_proba(rows), 1e-12)
    assert labels == model.predict(rows)
    assert math.isclose(sum(probas[0]), 1.0)


@pytest.mark.parametrize("to", ["python", "micropython", "javascript", "sql"])
def test_levels_are_compared_and_never_obeyed(to, tmp_path):
    @fuzzed
    @given(st.lists(TEXT.filter(lambda text: text not in MISSING), min_size=2, max_size=3, unique=True), TEXT)
    @example(["*/", "@missing@", "'"], "@columns@")
    @example(["\\", "${text}"], '"')
    @example(["\u2028", "</script>"], "\n")
    def check(levels, name):
        model = LogisticRegression()
        columns = [Column("a", None, None, [0.0]), Column(f"{name}!", levels[1:], levels[0], [0.0] * (len(levels) - 1))]
        columns.append(Column("b", None, None, [0.0]))
        model.encoding_ = Encoding(columns)
        model.feature_names_in_ = model.encoding_.names()
        model.n_features_in_ = len(model.feature_names_in_)
        model.coef_, model.intercept_, model.classes_ = (
            [[0.5 + j for j in range(model.n_features_in_)]],
            [0.25],
            ["n", "y"],
        )
        if not all([writable(text, to) for text in (*levels, name)]):
            with pytest.raises(ValueError, match=r"must be text that SQL can hold"):
                model.export(to)
            return
        rows = [[1.0, level, -5.0] for level in levels]
        if to == "micropython":  # its JSON has no lone surrogates
            rows = [row for row in rows if not any(["\ud800" <= c <= "\udfff" for c in row[1]])]
        for ours, theirs in zip(said(to, model, rows, tmp_path), expected(model, rows)):
            close(ours[0], theirs[0], 1e-12)

    check()


@pytest.mark.parametrize("base", NAMES)
@pytest.mark.parametrize("kind", ["INTEGER", "DOUBLE PRECISION", "VARCHAR(9)"])
def test_codes_are_levels_of_columns_of_numbers_too(base, kind):
    table = {"ward": [1, 2, 3, 1, 2, 3, 1, 2], "age": [20.0, 31.0, 42.0, 25.0, 36.0, 47.0, 28.0, 39.0]}
    model = LogisticRegression(reference={"ward": None}).fit(table, [0, 1, 0, 0, 1, 1, 0, 0])
    here = database(base)
    cursor = here.connection.cursor()
    cursor.execute(f"DROP TABLE IF EXISTS {here.quoted('codes')}")
    cursor.execute(f"CREATE TABLE {here.quoted('codes')} (ward {kind}, age DOUBLE PRECISION)")
    for ward, age in ((1, 20.0), (2, 35.0), (3, 50.0), (4, 50.0)):
        cell = f"'{ward}'" if kind.startswith("VARCHAR") else ward
        cursor.execute(f"INSERT INTO {here.quoted('codes')} VALUES ({cell}, {age})")  # noqa: S608
    cursor.execute(model.export("sql", table="codes", dialect=here.dialect))
    names = [entry[0] for entry in cursor.description]
    found = {
        int(float(line[names.index("ward")])): line[names.index("model_probability_1")] for line in cursor.fetchall()
    }
    for ward, age in ((1, 20.0), (2, 35.0), (3, 50.0)):
        close([float(found[ward])], [model.predict_proba({"ward": [ward], "age": [age]})[0][1]], 1e-12)
    assert found[4] is None
