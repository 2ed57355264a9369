"""From a person's table to the numbers of a model: its columns, what to do about missing cells, and a formula."""

from __future__ import annotations

from ..basics.errors import brief, check_columns, refuse, suggestion
from ..formula.steps import Design
from ..inputs import arrays
from ..inputs.weights import offsets
from .cells import is_missing
from .columns import Column
from .frames import columns_of, encode_columns, is_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, NoReturn

    from ..backends.base import Backend, Matrix, Vector
    from ..formula.grammar import Formula

KEYS = ("name", "levels", "reference", "means")


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
    design   the formula that makes the model's numbers of those of the cells; None where they are the same

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
        design: Design | None = None,
    ) -> None:
        self.columns = columns
        self.missing = missing
        self.lenient = lenient
        self.target = target
        self.dropped = dropped
        self.written = written
        self.design = design
        self.counting: list[str] = []  # columns that seem to be the numbers of the rows

    def __repr__(self) -> str:
        dropped = f", {self.dropped:,} rows left out" if self.dropped else ""
        by = "" if self.design is None else f" by {self.design.text!r}"
        return f"<Encoding of {self.columns}{by}, missing cells: {self.missing}{dropped}>"

    def to_dict(self) -> dict[str, Any]:
        """The encoding as data, for a model file; what most encodings do not have is left out where it is not."""
        columns = [{key: getattr(column, key) for key in KEYS} for column in self.columns]
        data = {"columns": columns, "missing": self.missing, "lenient": self.lenient, "target": self.target}
        design = None if self.design is None else self.design.to_dict()
        known = {"dropped": self.dropped, "written": self.written, "formula": design}
        return dict(data, **{name: value for name, value in known.items() if value})

    @staticmethod
    def from_dict(data: dict[str, Any]) -> Encoding:
        """The reverse of `to_dict`, for data that are checked."""
        columns = [Column(*[column[key] for key in KEYS]) for column in data["columns"]]
        missing, lenient, target = [data[key] for key in ("missing", "lenient", "target")]
        encoding = Encoding(columns, missing, lenient, target, data.get("dropped", 0), data.get("written"))
        if data.get("formula"):
            encoding.design = Design.from_dict(data["formula"], encoding.inputs())
        return encoding

    def lenient_copy(self, missing: str | None = None) -> Encoding:
        """The encoding for which an unknown level is no error, with this answer to missing cells."""
        return Encoding(self.columns, missing, True, self.target, design=self.design)

    @property
    def is_plain(self) -> bool:
        """Whether all columns are numbers and none may have gaps, so that a row of numbers is what it becomes."""
        return self.missing is None and self.design is None and all([c.levels is None for c in self.columns])

    def names(self) -> list[str]:
        """The names of the numbers that a row becomes."""
        return self.inputs() if self.design is None else self.design.names

    def terms(self) -> list[tuple[list[str], int]]:
        """The variables of each term of a formula, or else each column, and how many numbers it becomes."""
        return [([c.name], len(c.names())) for c in self.columns] if self.design is None else self.design.terms

    def inputs(self) -> list[str]:
        """The names of the numbers that the cells become, of which a formula makes others."""
        return [name for column in self.columns for name in column.names()]

    def encode(self, X: Any) -> Any:
        """The rows of a table, whose columns are found by name, or rows of cells in their order, as rows of numbers."""
        return self.encode_with_offset(X)[0]

    def encode_with_offset(self, X: Any) -> tuple[Any, Any]:
        """The same, and what a formula adds to the log-odds of each, None for nothing."""
        numbers = self.numbers(X)
        return (numbers, None) if self.design is None else self.design.through(numbers, "row {}".format)

    def numbers(self, X: Any) -> Any:
        """The same before a formula."""
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
        return [self._row(arrays.cells_of(row, i, "cells"), f"row {i}") for i, row in enumerate(rows)]

    def rows_and_offsets(self, cells: Sequence[Sequence[Any]], places: Sequence[str]) -> tuple[list[list[float]], Any]:
        """The same for rows of cells in the order of the columns, at these places of a file."""
        pairs = [self.row_and_offset(*each) for each in zip(cells, places)]
        told = self.design is not None and self.design.offset is not None
        return [numbers for numbers, _ in pairs], [offset for _, offset in pairs] if told else None

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

    def row_and_offset(self, cells: Sequence[Any], place: str) -> tuple[list[float], float]:
        """One row of cells, in the order of the columns, as numbers, and what a formula adds to its log-odds."""
        numbers = self._row(cells, place)
        return (numbers, 0.0) if self.design is None else self.design.row(numbers, place)

    def _row(self, cells: Sequence[Any], place: str) -> list[float]:
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


def without_encoding(model: Any, offset: Any = None) -> Any:
    """The model for rows that are numbers already, to whose log-odds this is added where it is not None."""
    from copy import copy

    plain = copy(model)
    if hasattr(plain, "encoding_"):
        del plain.encoding_
    if offset is not None:
        plain.has_offset_, plain._offset = True, offset
    return plain


def offset_for(model: Any, offset: Any, rows: int, own: Any = None) -> list[float] | None:
    """What is added to the log-odds of some rows: the offset, which a model that was fitted with one must be told, and
    others must not; and what its formula adds, which it knows itself."""
    fitted = getattr(model, "has_offset_", False)
    offset = getattr(model, "_offset", None) if offset is None else offset
    if offset is None and fitted:
        refuse("offset", "given, as in the fit", "None", "Say offset=0 for none.")
    if offset is not None and not fitted:
        refuse("offset", "None for a fit without one", brief(offset))
    told = None if offset is None else offsets(offset, rows)
    if told is None or own is None:
        return told if own is None else own
    return [a + b for a, b in zip(told, arrays.listed(own, "offset"))]


def in_numbers(model: Any, X: Any, offset: Any = None) -> tuple[Any, Any]:
    """A model for numbers, which knows the offset, and the rows of a table as the numbers that it takes."""
    X, own = _as_numbers(model, X)
    told = offset_for(model, offset, len(X), own)
    return (model if told is None and not hasattr(model, "encoding_") else without_encoding(model, told)), X


def numbers_of(model: Any, X: Any, offset: Any, xp: Backend) -> tuple[Matrix, Vector | None]:
    """The columns that a fitted model knows, as numbers, and what is to be added to the log-odds, None for nothing."""
    rows, own = _as_numbers(model, X)
    matrix = xp.asmatrix(rows)
    width = getattr(model, "n_features_in_", None)  # a model made by hand has its coefficients alone
    check_columns("LogisticRegression", len(model.coef_[0]) if width is None else width, matrix.shape[1])
    if rows is X:
        arrays.check_names(X, getattr(model, "feature_names_in_", None))
    known = offset_for(model, offset, matrix.shape[0], own)
    return matrix, None if known is None else xp.asvector(known, "offset")


def _as_numbers(model: Any, X: Any) -> tuple[Any, Any]:
    """X itself, or what the model's encoding makes of it, with what its formula adds to the log-odds."""
    encoding: Encoding | None = getattr(model, "encoding_", None)
    names = getattr(model, "feature_names_in_", None)
    if encoding is not None:
        return encoding.encode_with_offset(X)
    if names is not None and not (is_plain(X) and list(X.columns) == list(names)):
        found = columns_of(X)
        if found is not None:
            return encode_columns(numbers_named(names), found), None
    return X, None


def labels_of(model: Any, X: Any, y: Any) -> Any:
    """The labels: y, or where that is None what the model's formula says."""
    text = getattr(model, "formula", None)
    if y is not None or text is None:
        return y
    from ..formula.grammar import Formula  # which a model without one does not load

    return labels_by_formula(X, y, Formula(text))


def labels_by_formula(X: Any, y: Any, formula: Formula | None) -> Any:
    """The labels: y, or where that is None the column of X, or its name where X is a file, on the formula's left."""
    if y is not None or formula is None or hasattr(type(X), "as_data"):
        return y
    if formula.left is None:
        formula.refuse(0, "of a column on the left of ~, as there is no y", "none")
    name = formula.left.value
    if hasattr(type(X), "source"):
        return name
    found = columns_of(X)
    if found is None:
        refuse_nameless()
    if name not in found:
        formula.refuse(formula.left.start, "of columns of X", brief(name), suggestion(name, list(found)))
    return found[name]


def refuse_nameless() -> NoReturn:
    """Raise the ValueError for a formula of rows without names."""
    refuse("X", "a table whose columns have names, for a formula", "rows without", "Give a frame or a dict of columns.")
