"""What the encoding of a model file may hold: columns of cells, and the steps of a formula, each with operands that are
steps before it."""

from __future__ import annotations

from ..formula.steps import OPERANDS
from .checks import (
    ANY_LIST,
    COUNT,
    SWITCH,
    are_texts,
    check_fields,
    check_floats,
    check_list,
    expect,
    is_whole,
    is_written,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .checks import Fields

# How cells become the model's columns.
ENCODING: Fields = {
    "missing": ('null, "drop", "mean" or "indicator"', lambda value: value in (None, "drop", "mean", "indicator")),
    "lenient": SWITCH,
    "columns": ANY_LIST,
    "target": ("a text or null", lambda value: value is None or type(value) is str),
    "dropped": COUNT,
    "written": ("null or how the table was written", lambda value: value is None or is_written(value)),
    "formula": ("null or the steps of a formula", lambda value: value is None or type(value) is dict),
}
COLUMN: Fields = {
    "name": ("a text", lambda value: type(value) is str),
    "levels": ("null or a list of different texts", lambda value: value is None or are_texts(value)),
    "reference": ("a text or null", lambda value: value is None or type(value) is str),
    "means": ANY_LIST,
}
# The steps of a formula.
FORMULA: Fields = {
    "text": ("a text", lambda value: type(value) is str),
    "steps": ANY_LIST,
    "names": (
        "a list of texts",
        lambda value: type(value) is list and all([type(name) is str for name in value]),
    ),
    "places": ANY_LIST,
    "terms": ("pairs of a list of texts and a count", lambda value: _are_terms(value)),
    "offset": ("the place of a step or null", lambda value: value is None or is_whole(value, 0)),
    "intercept": SWITCH,
}


def checked_encoding(data: dict[str, Any], n: int) -> dict[str, Any] | None:
    """How cells of text become the model's n columns."""
    encoding = data.get("encoding")
    if encoding is None:
        return None
    expect(data["model"] == "LogisticRegression", "encoding", "null for LR", encoding)
    newer = {"dropped": 0, "written": None, "formula": None}  # a file of before has none of them
    known = dict(newer, **encoding) if type(encoding) is dict else encoding
    check_fields(known, "encoding", ENCODING)
    columns = [_checked_column(column, f"encoding.columns[{j}]") for j, column in enumerate(encoding["columns"])]
    width = sum([len(column["means"]) for column in columns])
    formula = checked_formula(known["formula"], "encoding.formula", width, n)
    expect(formula is not None or width == n, "encoding.columns", f"columns that become {n} numbers", width)
    return dict(encoding, columns=columns) if formula is None else dict(encoding, columns=columns, formula=formula)


def _checked_column(column: Any, place: str) -> dict[str, Any]:
    check_fields(column, place, COLUMN)
    levels = column["levels"]
    expect(levels is None or column["reference"] not in levels, f"{place}.levels", "without the reference", levels)
    means = column["means"]
    count = len(levels) if levels is not None else 2 if len(means) == 2 else 1  # the second for missing cells
    return dict(column, means=check_floats(means, f"{place}.means", count))


def checked_formula(formula: Any, place: str, inputs: int, n: int) -> dict[str, Any] | None:
    """The formula that makes the n numbers of a model of so many numbers of its cells."""
    if formula is None:
        return None
    check_fields(formula, place, FORMULA)
    steps = [_checked_step(step, f"{place}.steps[{k}]", k, inputs) for k, step in enumerate(formula["steps"])]
    check_list(formula["names"], f"{place}.names", n, "texts")
    for j, k in enumerate(check_list(formula["places"], f"{place}.places", n, "places")):
        expect(is_whole(k, 0) and k < len(steps), f"{place}.places[{j}]", "the place of a step", k)
    offset = formula["offset"]
    expect(offset is None or offset < len(steps), f"{place}.offset", "the place of a step or null", offset)
    width = sum([count for _, count in formula["terms"]])
    expect(width == n, f"{place}.terms", f"terms of {n} numbers", width)
    return dict(formula, steps=steps)


def _are_terms(value: Any) -> bool:
    pairs = value if type(value) is list else [None]
    return all([type(pair) is list and len(pair) == 2 and _is_term(*pair) for pair in pairs])


def _is_term(variables: Any, count: Any) -> bool:
    return type(variables) is list and all([type(name) is str for name in variables]) and is_whole(count, 0)


def _checked_step(step: Any, place: str, number: int, inputs: int) -> list[Any]:
    fine = type(step) is list and len(step) > 1 and type(step[0]) is str and step[0] in OPERANDS
    expect(fine, place, f"a list that begins with one of {', '.join(OPERANDS)}", step)
    what, *operands = step
    steps = OPERANDS[what]
    length = {"pieces": 3}.get(what, steps or 1)
    expect(len(operands) == length, place, f"{what} and {length} operand{'s' * (length > 1)}", step)
    for k in operands[:steps]:
        expect(is_whole(k, 0) and k < number, place, "of steps before it", step)
    if what == "column":
        expect(is_whole(operands[0], 0) and operands[0] < inputs, place, f"one of {inputs} columns", step)
    if what == "number":
        return [what, *check_floats(operands, place, 1)]
    return [what, operands[0], *_checked_pieces(place, *operands[1:])] if what == "pieces" else step


def _checked_pieces(place: str, starts: Any, pieces: Any) -> tuple[list[float], list[list[float]]]:
    expect(type(starts) is list, place, "of a list of starts", starts)
    starts = check_floats(starts, f"{place} starts", len(starts))
    expect(starts == sorted(starts), place, "of increasing starts", starts)
    pieces = check_list(pieces, f"{place} pieces", len(starts) + 1, "pieces")
    width = len(pieces[0]) if type(pieces[0]) is list else 0
    expect(width > 1, place, "of pieces of an origin and coefficients", pieces[0])
    return starts, [check_floats(piece, f"{place} piece {i}", width) for i, piece in enumerate(pieces)]
