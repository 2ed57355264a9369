"""From cells to numbers and back into a model file: text columns, missing cells, what the fit has not seen."""

from __future__ import annotations

import json

import pytest

import purelr
from purelr import LogisticRegression, ModelFileError
from purelr.data.cells import as_number, is_missing
from purelr.data.columns import Column
from purelr.data.encoding import Encoding
from purelr.data.learning import learn

NAMES = ["size", "colour"]
ROWS = [(2, ["1.5", "red"]), (3, ["2.5", "blue"]), (4, ["4", "green"]), (5, ["4", "blue"])]


def refused(call, *arguments, **options):
    with pytest.raises(ValueError, match="must be") as caught:
        call(*arguments, **options)
    return str(caught.value)


def test_a_text_column_has_an_indicator_for_each_level_but_the_first():
    encoding = learn(NAMES, ROWS)
    assert encoding.names() == ["size", "colour=green", "colour=red"]
    assert encoding.encode([["2", "blue"], [3, "red"]]) == [[2.0, 0.0, 0.0], [3.0, 0.0, 1.0]]


def test_the_mean_stands_in_for_a_missing_cell():
    encoding = learn(NAMES, [*ROWS, (6, ["", "NA"])], missing="mean")
    assert encoding.encode([["?", "nan"]]) == [[3.0, 0.25, 0.25]]
    assert encoding.encode([[None, float("nan")]]) == [[3.0, 0.25, 0.25]]


def test_rows_with_missing_cells_are_dropped_from_what_is_learnt():
    encoding = learn(NAMES, [*ROWS, (6, ["1000", "NA"]), (7, ["", "violet"])], missing="drop")
    assert encoding.names() == ["size", "colour=green", "colour=red"]
    assert encoding.columns[0].means == [3.0]


def test_missing_cells_without_an_answer_are_counted_by_column():
    said = refused(learn, NAMES, [*ROWS, (6, ["", "red"]), (7, ["NA", "?"])])
    assert "got 2 in 'size' (the first in line 6), 1 in 'colour' (line 7). Fill them in, or say missing=" in said
    assert "missing must be None" in refused(learn, NAMES, ROWS, missing="guess")
    said = refused(learn(NAMES, ROWS).encode, [["1", ""]])
    assert said.startswith("column 'colour' must be there in every row; got a missing cell in row 0.")


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (["1", "x", "3"], "'x' in line 3, and numbers in 2 other lines"),
        (["", "", ""], "no cell that is not missing"),
        (["1,5", "2,5", "3"], "numbers in 1 other lines"),
        (["1,5", "2,5", "3,0"], 'Say decimal=","'),
    ],
)
def test_columns_that_are_neither_numbers_nor_text(cells, message):
    assert message in refused(learn, ["a"], [(i + 2, [cell]) for i, cell in enumerate(cells)], missing="mean")


def test_too_many_levels_are_no_levels():
    said = refused(learn, ["name"], [(i, [f"n{i}"]) for i in range(300)])
    assert "of at most 200 different texts; got more, such as 'n0' in line 0" in said


def test_numbers_that_are_declared_text_are_levels():
    assert learn(["code"], [(2, ["1"]), (3, ["07"])], text=["code"]).names() == ["code=1"]


def test_what_the_fit_has_not_seen():
    encoding = learn(NAMES, ROWS)
    said = refused(encoding.encode, [["1", "blue"], ["1", "violet"]])
    assert said == (
        "column 'colour' must be one of the levels of the fit, ['blue', 'green', 'red']; got 'violet' in row 1."
    )
    assert "a number, as in the fit; got 'big' in row 0" in refused(encoding.encode, [["big", "red"]])
    assert "rows of 2 cells, as in the fit; got 1 in row 0" in refused(encoding.encode, [["1"]])
    assert "at least one row" in refused(encoding.encode, [])
    lenient = Encoding(encoding.columns, lenient=True)
    assert lenient.encode([["1", "violet"]]) == [[1.0, 0.0, 0.0]]


def test_without_a_reference_all_levels_are_known_and_named():
    encoding = Encoding([Column("colour", ["blue", "red"], None, [0.5, 0.5])])
    assert encoding.encode([["red"]]) == [[0.0, 1.0]]
    assert "one of the levels of the fit, ['blue', 'red']; got 'x' in row 0" in refused(encoding.encode, [["x"]])


def test_a_frame_gives_its_columns_by_name():
    class Frame:
        columns = ("other", "colour", "size")

        def rows(self):
            return [("x", "red", 2.0)]

    encoding = learn(NAMES, ROWS)
    assert encoding.encode(Frame()) == [[2.0, 0.0, 1.0]]
    Frame.columns = ("colour", "other")
    assert "'size' among them; got none of that name" in refused(encoding.encode, Frame())


@pytest.mark.parametrize(("cell", "number"), [("1e3", 1000.0), ("1_000", None), ("inf", None), ("x", None), (2, 2.0)])
def test_what_is_a_number(cell, number):
    assert as_number(cell) == number


def test_what_is_missing():
    assert all(map(is_missing, ["", "NA", "NaN", "?", None, float("nan")]))
    assert not any(map(is_missing, ["0", "None", "no", 0, 0.0, "-"]))


def fitted():
    encoding = learn(NAMES, ROWS, missing="mean")
    model = LogisticRegression().fit(encoding.encode([cells for _, cells in ROWS]), ["no", "yes", "no", "yes"])
    model.encoding_ = encoding
    return model


def test_a_model_with_an_encoding_takes_cells_and_travels_with_it(tmp_path):
    model = fitted()
    numbers = LogisticRegression().fit(model.encoding_.encode([cells for _, cells in ROWS]), ["no", "yes", "no", "yes"])
    cells = [["2", "red"], ["", "blue"]]
    assert model.predict_proba(cells) == numbers.predict_proba([[2.0, 0.0, 1.0], [3.0, 0.0, 0.0]])
    assert model.predict_proba([["2", "red"]]) == [model.predict_proba(cells)[0]]
    model.save(tmp_path / "model.json")
    again = purelr.load(tmp_path / "model.json")
    assert again.predict_proba(cells) == model.predict_proba(cells)
    again.save(tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "model.json").read_bytes()
    again.fit([[1.0], [2.0]], [0, 1])
    assert not hasattr(again, "encoding_")


def test_a_model_without_an_encoding_is_still_written_as_the_first_version(tmp_path):
    model = LogisticRegression().fit([[0.0], [1.0]], [0, 1])
    model.save(tmp_path / "model.json")
    data = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    assert data["version"] == 1
    assert "encoding" not in data


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda e: e.update(missing="guess"), "encoding.missing must be"),
        (lambda e: e.update(lenient=1), "encoding.lenient must be true or false; got 1"),
        (lambda e: e.update(target=3), "encoding.target must be a text or null; got 3"),
        (lambda e: e.update(columns={}), "encoding.columns must be a list"),
        (lambda e: e["columns"].pop(), "columns that become 3 numbers; got 1"),
        (
            lambda e: e["columns"][1]["levels"].append("red"),
            "encoding.columns[1].levels must be null or a list of different texts",
        ),
        (
            lambda e: e["columns"][1].update(reference="red"),
            "encoding.columns[1].levels must be without the reference",
        ),
        (
            lambda e: e["columns"][1]["levels"].append(3),
            "encoding.columns[1].levels must be null or a list of different texts",
        ),
        (lambda e: e["columns"][1].update(levels=3), "null or a list of different texts; got 3"),
        (lambda e: e["columns"][0].update(name=3), "encoding.columns[0].name must be a text; got 3"),
        (lambda e: e["columns"][0].update(means=[]), "encoding.columns[0].means must be a list of 1 numbers; got 0"),
        (lambda e: e["columns"][0].pop("means"), "encoding.columns[0] must have 'means'"),
        (lambda e: e.update(code="os.system"), "a name in encoding must be one of"),
    ],
)
def test_a_bad_encoding_in_a_file_is_refused(tmp_path, change, message):
    path = tmp_path / "model.json"
    fitted().save(path)
    data = json.loads(path.read_text(encoding="utf-8"))
    change(data["encoding"])
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ModelFileError) as caught:
        purelr.load(path)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "rows", [[["red", "S"], {"colour": "red", "size": "S"}], ["ab"], ["red", "S"], [b"ab"], [1.0, 2.0], [None]]
)
def test_a_row_that_is_no_row_is_refused(rows):
    """The keys of a dict, and the letters of a text, were taken for cells: 0.5 in silence."""
    model = purelr.LogisticRegression().fit([[0.0, 1.0], [1.0, 0.0], [0.0, 0.0], [1.0, 1.0]], [0, 1, 0, 1])
    model.encoding_ = purelr.data.learning.learn(["colour", "size"], [(2, ["red", "S"]), (3, ["blue", "L"])])
    for ask in (model.predict, model.predict_proba, model.decision_function, lambda X: model.score(X, [1] * len(X))):
        with pytest.raises(ValueError, match=r"X must be rows of cells; got .* in row [01]\. Write one row as"):
            ask(rows)


def test_a_text_column_whose_first_cells_are_decimal_commas_is_one_of_text():
    cells = ["1,5", "2,5", "1,5", "none", "2,5"]
    (column,) = learn(["size"], [(line, [cell]) for line, cell in enumerate(cells)]).columns
    assert (column.reference, column.levels) == ("1,5", ["2,5", "none"])
    with pytest.raises(ValueError, match="numbers with a decimal point, or of text; got '1,5' in line 0, as in all"):
        learn(["size"], [(line, [cell]) for line, cell in enumerate(cells[:3])])
