"""Files that nobody meant to write: the CSV reader and the loader of models read them, or say in one sentence why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import purelr
from purelr.cli.table import Table
from purelr.data.csv_file import CSVFile
from purelr.data.learning import learn
from purelr.data.source import Source

FROZEN = [path.read_bytes() for path in sorted((Path(__file__).parents[1] / "models").glob("*_v*.json"))]
cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(["", "NA", "1", "2,5", "-1e3"])
tables = st.lists(st.lists(cells, min_size=2, max_size=2), min_size=1, max_size=8)


def said(call, *arguments):
    """The sentence of the error that a call ends with, or what it returns."""
    try:
        return None, call(*arguments)
    except ValueError as error:
        assert " must " in str(error)  # noqa: PT017  # any other error fails the test
        return str(error), None


@given(data=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_table_or_an_error(tmp_path, tried, data):
    tried()
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    error, file = said(CSVFile, str(path))
    if error is None:
        error, rows = said(lambda: list(file.rows()))
        assert error is not None or all(len(row) == len(file.names) for _, row in rows)


@given(rows=tables, missing=st.sampled_from([None, "drop", "mean"]))
def test_any_cells_are_learnt_or_refused(tmp_path, tried, rows, missing):
    """What is learnt encodes every row that it was learnt from, to finite numbers."""
    tried()
    numbered = list(enumerate(rows, 2))
    error, encoding = said(learn, ["a", "b"], numbered, missing)
    if error is None:
        for line, row in numbered:
            error, found = said(encoding.row_and_offset, row, f"line {line}")
            if error is None:
                numbers, _ = found
                assert len(numbers) == len(encoding.names())
                assert all(abs(number) < float("inf") for number in numbers)
            else:
                assert missing == "drop"


@given(rows=tables)
def test_any_table_is_read_back_as_it_was_written(tmp_path, tried, rows):
    tried()
    import csv

    path = tmp_path / "b.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["x", "y"], *rows])
    error, table = said(lambda: Table(Source(CSVFile(str(path)), "y", missing="mean")))
    if error is None:
        kept = [row for row in rows if any(row)]
        assert [line[0] for line in table.cells] == [row[0].strip() for row in kept]


@given(source=st.sampled_from(FROZEN), cut=st.integers(0, 4000), insert=st.binary(max_size=6), drop=st.integers(0, 6))
def test_a_model_file_with_an_accident_is_a_model_or_an_error(tmp_path, tried, source, cut, insert, drop):
    tried()
    path = tmp_path / "m.json"
    path.write_bytes(source[:cut] + insert + source[cut + drop :])
    try:
        model = purelr.load(path)
    except purelr.ModelFileError as error:
        assert str(path) in str(error)  # noqa: PT017
    else:
        assert all(abs(w) < float("inf") for row in getattr(model, "coef_", [[0.0]]) for w in row)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(source=st.sampled_from(FROZEN), data=st.data())
def test_any_value_anywhere_in_a_model_file_is_taken_or_refused(tmp_path, tried, source, data):
    tried()
    content = json.loads(source)
    key = data.draw(st.sampled_from(sorted(content)))
    content[key] = data.draw(json_values)
    path = tmp_path / "m.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    try:
        purelr.load(path)
    except purelr.ModelFileError as error:
        assert str(path) in str(error)  # noqa: PT017


def test_a_deep_file_is_refused(tmp_path):
    path = tmp_path / "deep.json"
    path.write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(purelr.ModelFileError, match="nested brackets"):
        purelr.load(path)
