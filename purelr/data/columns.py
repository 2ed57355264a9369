"""From a person's columns to numbers: text as indicators of its levels, and what to do about missing cells.

A text column of the levels a, b and c, a being the reference, becomes two columns, "name=b" and "name=c", of ones and
zeros (treatment contrasts, as in R). The reference is the first in alphabetical order.
"""

from __future__ import annotations

from ..basics.errors import brief, check_columns, refuse
from ..inputs import arrays

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from ..backends.base import Backend, Matrix

MISSING = frozenset(("", "NA", "N/A", "n/a", "nan", "NaN", "NULL", "null", "?"))
LEVELS = 200  # more of them in a column are names or numbers of something, and no levels
KEYS = ("name", "levels", "reference", "means")
ANSWERS = (None, "drop", "mean")  # to missing cells


class Column:
    """One column: `levels`, the texts that have an indicator each, or None for numbers; `reference`, the level that has
    none; and `means`, the mean of each number that the column becomes, which stands in for a missing cell."""

    def __init__(self, name: str, levels: list[str] | None, reference: str | None, means: list[float]) -> None:
        self.name = name
        self.levels = levels
        self.reference = reference
        self.means = means

    def __repr__(self) -> str:
        return f"<Column {self.name!r}: {'a number' if self.levels is None else f'{len(self.levels) + 1} levels'}>"

    def names(self) -> list[str]:
        """What the numbers are called that the column becomes."""
        return [self.name] if self.levels is None else [f"{self.name}={level}" for level in self.levels]

    def encode(self, cell: Any, place: str, lenient: bool) -> list[float]:
        """A cell that is not missing as numbers; ValueError with its place for what it cannot be."""
        if self.levels is None:
            number = as_number(cell)
            if number is None:
                refuse(f"column {brief(self.name)}", "a number, as in the fit", f"{brief(cell)} in {place}")
            return [number]
        text = str(cell)
        if not (lenient or self.knows(text)):
            known = self.levels if self.reference is None else [self.reference] + self.levels
            got = f"{brief(text)} in {place}"
            refuse(f"column {brief(self.name)}", f"one of the levels of the fit, {brief(known)}", got)
        return [1.0 if text == level else 0.0 for level in self.levels]

    def knows(self, text: str) -> bool:
        """Whether the fit has seen this level."""
        return self.levels is None or text in self.levels or text == self.reference


class Encoding:
    """The columns in the order of the fit, and the answer to missing cells.

    columns  a Column each
    missing  None: a missing cell is an error; "drop": so it is, but rows with one were left out of the fit; "mean": the
             column's mean stands in for it, which for a text column is the share of each level
    lenient  whether an unknown level counts as none of the levels, and is no error
    target   the name of the column with the labels, where there was one

    >>> encoding = learn(["size", "colour"], [(2, ["1.5", "red"]), (3, ["2.5", "blue"])])
    >>> encoding.names(), encoding.encode([["2", "red"]])
    (['size', 'colour=red'], [[2.0, 1.0]])
    """

    def __init__(
        self, columns: list[Column], missing: str | None = None, lenient: bool = False, target: str | None = None
    ) -> None:
        self.columns = columns
        self.missing = missing
        self.lenient = lenient
        self.target = target

    def __repr__(self) -> str:
        return f"<Encoding of {self.columns}, missing cells: {self.missing}>"

    def to_dict(self) -> dict[str, Any]:
        """The encoding as data, for a model file."""
        columns = [{key: getattr(column, key) for key in KEYS} for column in self.columns]
        return {"columns": columns, "missing": self.missing, "lenient": self.lenient, "target": self.target}

    @staticmethod
    def from_dict(data: dict[str, Any]) -> Encoding:
        """The reverse of `to_dict`, for data that are checked."""
        columns = [Column(*[column[key] for key in KEYS]) for column in data["columns"]]
        return Encoding(columns, data["missing"], data["lenient"], data["target"])

    def names(self) -> list[str]:
        """The names of the numbers that a row becomes."""
        return [name for column in self.columns for name in column.names()]

    def encode(self, X: Any) -> list[list[float]]:
        """Rows of cells as rows of numbers. X is a list of rows in the order of the columns, or a frame."""
        names = arrays.column_names(X)
        rows = arrays.listed(arrays.unframed(X), "X")
        if not rows:
            refuse("X", "at least one row", "none")
        if names is not None:
            places = self.places(names)
            rows = [[row[j] for j in places] for row in rows]
        return [self.row(arrays.cells_of(row, i, "cells"), f"row {i}") for i, row in enumerate(rows)]

    def places(self, names: Sequence[str]) -> list[int]:
        """Where each column is among these names."""
        known = {name: j for j, name in reversed(list(enumerate(names)))}  # the first of equal names
        for column in self.columns:
            if column.name not in known:
                got = f"none of that name among {brief(list(names))}"
                refuse("X", f"of the columns of the fit, {brief(column.name)} among them", got)
        return [known[column.name] for column in self.columns]

    def row(self, cells: Sequence[Any], place: str) -> list[float]:
        """One row of cells, in the order of the columns, as numbers."""
        if len(cells) != len(self.columns):
            refuse("X", f"rows of {len(self.columns)} cells, as in the fit", f"{len(cells)} in {place}")
        numbers: list[float] = []
        for column, cell in zip(self.columns, cells):
            if is_missing(cell):
                if self.missing != "mean":
                    remedy = 'Fill it in, or fit with missing="mean".'
                    refuse(f"column {brief(column.name)}", "there in every row", f"a missing cell in {place}", remedy)
                numbers.extend(column.means)
            else:
                numbers.extend(column.encode(cell, place, self.lenient))
        return numbers


def numbers_of(model: Any, X: Any, xp: Backend) -> Matrix:
    """The columns that a fitted model knows, as numbers: X itself, or what the model's encoding makes of it."""
    encoding = getattr(model, "encoding_", None)
    matrix = xp.asmatrix(X if encoding is None else encoding.encode(X))
    known = getattr(model, "n_features_in_", None)  # a model made by hand has its coefficients alone
    check_columns("LogisticRegression", len(model.coef_[0]) if known is None else known, matrix.shape[1])
    if encoding is None:
        arrays.check_names(X, getattr(model, "feature_names_in_", None))
    return matrix


def is_missing(cell: Any) -> bool:
    """Whether a cell is empty, None, nan, or one of the texts that stand for that."""
    return cell in MISSING if isinstance(cell, str) else arrays.missing(cell)


def as_number(cell: Any) -> float | None:
    """A cell as a finite float, or None where it is no number."""
    try:
        number = float(cell)
    except (TypeError, ValueError, OverflowError):
        return None
    # Python reads 1_000 as a number; people mean text by it.
    return number if number - number == 0.0 and not (isinstance(cell, str) and "_" in cell) else None


def learn(
    names: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    missing: str | None = None,
    text: Sequence[str] = (),
) -> Encoding:
    """The encoding of a table of text cells, from one pass over it.

    rows     the number of each line, and its cells
    missing  what to do about missing cells: None, "drop" or "mean"
    text     columns whose numbers are codes: they are taken for text

    Raises ValueError for missing cells without an answer, with their count per column; for a column of numbers with a
    text in it, and for one of too many levels.
    """
    if missing not in ANSWERS:
        refuse("missing", 'None, "drop" or "mean"', brief(missing))
    found, gaps = [_Found(name, name in text) for name in names], Gaps(names)
    for line, cells in rows:
        if not (gaps.in_row(cells) and missing == "drop"):
            for column, cell in zip(found, cells):
                column.see(cell, line)
    if missing is None:
        gaps.refuse()
    columns = [column.learnt() for column in found]
    if columns and not any([column.means for column in columns]):
        got = f"one text alone in each of {brief(list(names))}"
        refuse("the columns", "of numbers, or of two different texts at least, in one of them", got)
    return Encoding(columns, missing)


class Gaps:
    """How many cells are missing in each column."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.counts: list[int] = [0] * len(names)

    def in_row(self, cells: Sequence[Any]) -> bool:
        """Count those of a row, and say whether there are any."""
        absent = [j for j, cell in enumerate(cells) if is_missing(cell)]
        for j in absent:
            self.counts[j] += 1
        return bool(absent)

    def refuse(self) -> None:
        """Raise the ValueError that says where they are, if there are any."""
        if any(self.counts):
            counts = ", ".join([f"{count} in {brief(name)}" for name, count in zip(self.names, self.counts) if count])
            refuse(
                "the table",
                "without missing cells",
                counts,
                'Fill them in, or say missing="drop" or "mean" (--missing).',
            )


class _Found:
    """What is seen of one column: a sum and a count of numbers, and the counts of texts."""

    def __init__(self, name: str, text: bool) -> None:
        self.name = name
        self.text = text
        self.count = 0
        self.sum = 0.0
        self.levels: dict[str, int] = {}
        self.first: tuple[str, int] | None = None  # the first text, and its line

    def see(self, cell: str, line: int) -> None:
        if is_missing(cell):
            return
        number = None if self.text else as_number(cell)
        if number is not None:
            self.count += 1
            self.sum += number
            return
        if self.first is None:
            self.first = cell, line
        if len(self.levels) <= LEVELS or cell in self.levels:
            self.levels[cell] = self.levels.get(cell, 0) + 1

    def learnt(self) -> Column:
        what = f"column {brief(self.name)}"
        if self.first is None:
            if self.count == 0:
                refuse(what, "of numbers or text", "no cell that is not missing", "Leave it out.")
            return Column(self.name, None, None, [self.sum / self.count])
        if self.count:
            cell, line = self.first
            got = f"{brief(cell)} in line {line}, and numbers in {self.count} other lines"
            refuse(what, "of numbers or of text", got, "Correct it, or declare the column to be text.")
        if len(self.levels) > LEVELS:
            got = f"more, such as {brief(self.first[0])} in line {self.first[1]}"
            remedy = "Leave the column out; if these are numbers, say which decimal mark they have."
            refuse(what, f"of at most {LEVELS} different texts", got, remedy)
        if all([as_number(level.replace(",", ".", 1)) is not None for level in self.levels]) and not self.text:
            got = f"{brief(self.first[0])} in line {self.first[1]}, as in all others"
            remedy = 'Say decimal="," (--decimal , on the command line), or declare the column to be text.'
            refuse(what, "of numbers with a decimal point, or of text", got, remedy)
        levels, total = sorted(self.levels), sum(self.levels.values())
        return Column(self.name, levels[1:], levels[0], [self.levels[level] / total for level in levels[1:]])
