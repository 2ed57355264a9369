"""From a person's columns to numbers: text as indicators of its levels, and what to do about missing cells.

A text column of the levels a, b and c, a being the reference, becomes two columns, "name=b" and "name=c", of ones and
zeros (treatment contrasts, as in R). The reference is the first in alphabetical order.
"""

from __future__ import annotations

from ..basics.errors import brief, check_columns, refuse, suggestion
from ..basics.text import as_text
from ..inputs import arrays
from ..inputs.weights import offsets
from .cells import as_number, is_missing
from .encode_table import encode_columns
from .frames import columns_of, is_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ..backends.base import Backend, Matrix, Vector

KEYS = ("name", "levels", "reference", "means")
GAP = ""  # the level of missing cells: an empty cell is one, so that no other level has this name


class Column:
    """One column of a table, and the numbers that it becomes.

    levels     the texts that have an indicator each, or None for numbers; the last can be "", for missing cells
    reference  the level that has none
    means      what stands in for a missing cell: the mean of each number; of a column of numbers there can be one more,
               an indicator of such cells
    """

    def __init__(self, name: str, levels: list[str] | None, reference: str | None, means: list[float]) -> None:
        self.name = name
        self.levels = levels
        self.reference = reference
        self.means = means

    @property
    def gap(self) -> bool:
        """Whether one of its numbers says that the cell is missing."""
        return len(self.means) > 1 if self.levels is None else GAP in self.levels[-1:]

    def __repr__(self) -> str:
        return f"<Column {self.name!r}: {'a number' if self.levels is None else f'{len(self.levels) + 1} levels'}>"

    def names(self) -> list[str]:
        """What the numbers are called that the column becomes."""
        names = [f"{self.name}={level}" for level in self.levels or [] if level != GAP]
        return [self.name] * (self.levels is None) + names + [f"{self.name} missing"] * self.gap

    def encode(self, cell: Any, place: str, lenient: bool) -> list[float]:
        """A cell that is not missing as numbers; ValueError with its place for what it cannot be."""
        if self.levels is None:
            number = as_number(cell)
            if number is None:
                refuse(f"column {brief(self.name)}", "a number, as in the fit", f"{brief(cell)} in {place}")
            return [number] + [0.0] * self.gap
        text = as_text(cell)
        if not (lenient or self.knows(text)):
            self.refuse_level(text, place)
        return self.indicators(text)

    def indicators(self, text: str) -> list[float]:
        """The numbers of a level; of one that is not known, zeros."""
        return [1.0 if text == level else 0.0 for level in self.levels or ()]

    def knows(self, text: str) -> bool:
        """Whether the fit has seen this level."""
        return self.levels is None or text in self.levels or text == self.reference

    def refuse_level(self, text: str, place: str) -> None:
        """Raise the ValueError for a level that the fit has not seen."""
        known = (self.levels or []) if self.reference is None else [self.reference] + (self.levels or [])
        got = f"{brief(text)} in {place}"
        refuse(f"column {brief(self.name)}", f"one of the levels of the fit, {brief(known)}", got)


class Encoding:
    """The columns in the order of the fit, and the answer to missing cells.

    columns  a Column each
    missing  None: a missing cell is an error; "drop": so it is, but rows with one were left out of the fit; "mean": the
             column's mean stands in for it, which for a text column is the share of each level; "indicator": the mean
             does for a number, none of the levels for a text, and a number more says that the cell was missing
    lenient  whether an unknown level counts as none of the levels, and is no error
    target   the name of the column with the labels, where there was one
    dropped  how many rows were left out of the fit
    written  how the file of the fit was written, as the command line was told

    >>> from purelr.data.learning import learn
    >>> encoding = learn(["size", "colour"], [(2, ["1.5", "red"]), (3, ["2.5", "blue"])])
    >>> encoding.names(), encoding.encode([["2", "red"]])
    (['size', 'colour=red'], [[2.0, 1.0]])
    """

    def __init__(
        self,
        columns: list[Column],
        missing: str | None = None,
        lenient: bool = False,
        target: str | None = None,
        dropped: int = 0,
        written: dict[str, Any] | None = None,
    ) -> None:
        self.columns = columns
        self.missing = missing
        self.lenient = lenient
        self.target = target
        self.dropped = dropped
        self.written = written
        self.counting: list[str] = []  # columns that seem to be the numbers of the rows

    def __repr__(self) -> str:
        dropped = f", {self.dropped:,} rows left out" if self.dropped else ""
        return f"<Encoding of {self.columns}, missing cells: {self.missing}{dropped}>"

    def to_dict(self) -> dict[str, Any]:
        """The encoding as data, for a model file; what most encodings do not have is left out where it is not."""
        columns = [{key: getattr(column, key) for key in KEYS} for column in self.columns]
        data = {"columns": columns, "missing": self.missing, "lenient": self.lenient, "target": self.target}
        known = {"dropped": self.dropped, "written": self.written}
        return dict(data, **{name: value for name, value in known.items() if value})

    @staticmethod
    def from_dict(data: dict[str, Any]) -> Encoding:
        """The reverse of `to_dict`, for data that are checked."""
        columns = [Column(*[column[key] for key in KEYS]) for column in data["columns"]]
        return Encoding(
            columns, data["missing"], data["lenient"], data["target"], data.get("dropped", 0), data.get("written")
        )

    @property
    def is_plain(self) -> bool:
        """Whether all columns are numbers and none may have gaps, so that a row of numbers is what it becomes."""
        return self.missing is None and all([column.levels is None for column in self.columns])

    def names(self) -> list[str]:
        """The names of the numbers that a row becomes."""
        return [name for column in self.columns for name in column.names()]

    def encode(self, X: Any) -> Any:
        """The rows of a table, whose columns are found by name, or rows of cells in their order, as rows of numbers."""
        found = columns_of(X)
        if found is not None:
            return encode_columns(self, found)
        names = arrays.column_names(X)
        rows = arrays.listed(arrays.unframed(X), "X")
        if not rows:
            refuse("X", "at least one row", "none")
        if names is not None:
            places = self.places(names)
            rows = [[row[j] for j in places] for row in rows]
        return [self.row(arrays.cells_of(row, i, "cells"), f"row {i}") for i, row in enumerate(rows)]

    def fills(self, column: Column) -> bool:
        """Whether something stands in for a missing cell of a column."""
        return self.missing == "mean" or (self.missing == "indicator" and column.gap)

    def refuse_gap(self, column: Column, place: str) -> None:
        """Raise the ValueError for a missing cell that nothing stands in for."""
        remedy = 'Fill it in, or fit with missing="mean".'
        if self.missing == "indicator":
            remedy = "The fit has seen no missing cell in this column: fill it in."
        refuse(f"column {brief(column.name)}", "there in every row", f"a missing cell in {place}", remedy)

    def places(self, names: Sequence[str]) -> list[int]:
        """Where each column is among these names."""
        known = {name: j for j, name in reversed(list(enumerate(names)))}  # the first of equal names
        for column in self.columns:
            if column.name not in known:
                got = f"none of that name among {brief(list(names))}"
                remedy = suggestion(column.name, list(names))
                refuse("X", f"of the columns of the fit, {brief(column.name)} among them", got, remedy)
        return [known[column.name] for column in self.columns]

    def row(self, cells: Sequence[Any], place: str) -> list[float]:
        """One row of cells, in the order of the columns, as numbers."""
        if len(cells) != len(self.columns):
            refuse("X", f"rows of {len(self.columns)} cells, as in the fit", f"{len(cells)} in {place}")
        numbers: list[float] = []
        for column, cell in zip(self.columns, cells):
            if is_missing(cell):
                if not self.fills(column):
                    self.refuse_gap(column, place)
                numbers.extend(column.means)
            else:
                numbers.extend(column.encode(cell, place, self.lenient))
        return numbers


def numbers_named(names: Any) -> Encoding:
    """The encoding of columns of numbers by these names."""
    return Encoding([Column(str(name), None, None, []) for name in names])


def without_encoding(model: Any) -> Any:
    """The model for rows that are numbers already."""
    from copy import copy

    plain = copy(model)
    if hasattr(plain, "encoding_"):
        del plain.encoding_
    return plain


def in_numbers(model: Any, X: Any) -> tuple[Any, Any]:
    """A model for numbers, and the rows of a table as the numbers that it takes; rows of numbers as they are."""
    encoding = getattr(model, "encoding_", None)
    if encoding is not None:
        return without_encoding(model), encoding.encode(X)
    names = getattr(model, "feature_names_in_", None)
    found = columns_of(X)
    if found is None or names is None:
        return model, X
    return model, encode_columns(numbers_named(names), found)


def offset_for(model: Any, offset: Any, rows: int, xp: Backend) -> Vector | None:
    """The offset of some rows, which a model that was fitted with one must be told, and others must not."""
    fitted = getattr(model, "has_offset_", False)
    if offset is None and fitted:
        refuse("offset", "given, as in the fit", "None", "Say offset=0 for none.")
    if offset is None:
        return None
    if not fitted:
        refuse("offset", "None for a fit without one", brief(offset))
    return xp.asvector(offsets(offset, rows), "offset")


def numbers_of(model: Any, X: Any, xp: Backend) -> Matrix:
    """The columns that a fitted model knows, as numbers: X itself, or what the model's encoding makes of it."""
    encoding = getattr(model, "encoding_", None)
    names = getattr(model, "feature_names_in_", None)
    if encoding is None and names is not None and not (is_plain(X) and list(X.columns) == list(names)):
        found = columns_of(X)
        if found is not None:
            X = encode_columns(numbers_named(names), found)
    matrix = xp.asmatrix(X if encoding is None else encoding.encode(X))
    known = getattr(model, "n_features_in_", None)  # a model made by hand has its coefficients alone
    check_columns("LogisticRegression", len(model.coef_[0]) if known is None else known, matrix.shape[1])
    if encoding is None:
        arrays.check_names(X, names)
    return matrix
