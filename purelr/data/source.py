"""The rows of a file, pass after pass: cells to predict from, a label, a weight and a group."""

from __future__ import annotations

from collections import namedtuple

from ..basics.errors import brief, refuse
from ..basics.text import as_text
from ..inputs import arrays
from .cells import as_number, is_missing
from .frames import columns_of
from .learning import Gaps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any, Union

    from ..formula.terms import Terms
    from .csv_file import CSVFile

    File = Union["CSVFile", "Chunks"]


Row = namedtuple("Row", "line cells label weight group")

# What messages call the arguments that name its columns.
CALLED = {
    "target": "y",
    "weight": "sample_weight",
    "group": "groups",
    "columns": "columns",
    "exclude": "exclude",
}


class Source:
    """The rows of a file, pass after pass.

    target   the column with the labels
    called   what messages call these arguments
    columns  those to predict from; None or none for all others
    weight   the one that says how often each row counts, if any
    group    the one that says to which group it belongs, if any
    missing  "drop" leaves out a row in which one of these is missing; "mean" keeps it, where it is not the target or
             the weight that is missing; None makes all of them an error
    """

    def __init__(
        self,
        file: File,
        target: str,
        called: Mapping[str, str] = CALLED,
        columns: list[str] | None = None,
        weight: str | None = None,
        missing: str | None = None,
        group: str | None = None,
        exclude: Sequence[str] = (),
    ) -> None:
        self.file = file
        self.called = called
        self.terms: Terms | None = None  # of a formula, which needs no other columns
        self.watch: Callable[[str], Iterator[tuple[int, list[str]]]] = lambda what: file.rows()
        self.missing = missing
        self.dropped: int = 0  # rows of the last pass in which a cell is missing
        self.weighted: bool = weight is not None
        self.grouped: bool = group is not None
        named = [(target, called["target"]), (weight, called["weight"]), (group, called["group"])]
        self.ends: list[int] = [places(file, [name], option)[0] for name, option in named if name is not None]
        places(file, exclude, called["exclude"])
        others = [name for j, name in enumerate(file.names) if j not in self.ends]
        self.columns: list[str] = [name for name in columns or others if name not in exclude]
        self.places: list[int] = places(file, self.columns, called["columns"])
        if set(self.places) & set(self.ends) or not self.places:
            wanted = "columns to predict from, none of them the target or another option's"
            refuse(called["columns"], wanted, brief(self.columns))

    def only(self, columns: list[str]) -> None:
        """Take these of its columns alone."""
        self.columns, self.places = columns, [self.places[self.columns.index(name)] for name in columns]

    def rows(self, what: str = "reading") -> Iterator[Row]:
        """The rows, with label and group as text."""
        self.dropped = 0
        inner, outer = Gaps(self.columns, "line"), Gaps([self.file.names[j] for j in self.ends], "line")
        kept = 0
        for line, row in self.watch(what):
            cells, end = [row[j] for j in self.places], [row[j] for j in self.ends]
            lacking = (inner.in_row(cells, line), outer.in_row(end, line))
            if lacking[1] or (lacking[0] and self.missing == "drop"):
                self.dropped += 1
            else:
                kept += 1
                yield Row(line, cells, end[0], self._weight(end[1], line) if self.weighted else 1.0, end[-1])
        if self.missing is None:
            inner.refuse()
        if self.missing != "drop":
            outer.refuse()
        if kept == 0:
            refuse(self.file.shown, "a table with a row in which no cell is missing", "none")

    def _weight(self, cell: str, line: int) -> float:
        weight = as_number(cell)
        if weight is None or weight < 0.0:
            refuse(self.called["weight"], "a column of numbers of at least 0", f"{brief(cell)} in line {line}")
        return weight


def places(table: File, names: Sequence[str], option: str) -> list[int]:
    """The same for several columns, of which there may be many."""
    known = {name: j for j, name in enumerate(table.names)}
    for name in names:
        if name not in known:
            refuse(option, f"a column of {table.shown}", brief(name), f"It has {_some(table.names)}.")
    return [known[name] for name in names]


def _some(names: Sequence[str]) -> str:
    text = ", ".join([repr(name) for name in names[:12]])
    return text if len(names) <= 12 else f"{text} and {len(names) - 12} more"


class Chunks:
    """Tables one after the other, read as the rows of a file are: `names`, and `rows`, which begins anew each time.

    begin  makes an iterator of tables with the same columns, or of rows of numbers, whose columns are called column 0,
           column 1 and so on
    """

    shown = "the chunks"
    size = position = 0

    def __init__(self, begin: Callable[[], Iterable[Any]]) -> None:
        self.begin = begin
        first = next(iter(begin()), None)
        if first is None:
            refuse(self.shown, "one table at least", "none")
        self.names: list[str] = list(_columns(first))

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The number of each row, and its cells as texts."""
        row = 0
        for chunk in self.begin():
            columns = _columns(chunk)
            if list(columns) != self.names:
                got = f"{brief(list(columns))} from row {row} on"
                refuse(self.shown, f"of the columns of the first, {brief(self.names)}", got)
            for cells in zip(*columns.values()):
                yield row, ["" if is_missing(cell) else as_text(cell) for cell in cells]
                row += 1


def _columns(chunk: Any) -> dict[str, list[Any]]:
    """The columns of one chunk by name, as lists."""
    found = columns_of(chunk)
    if found is None:
        rows = arrays.listed(arrays.unframed(chunk), "a chunk")
        cells = [arrays.cells_of(row, i, "cells") for i, row in enumerate(rows)]
        return {f"column {j}": list(column) for j, column in enumerate(zip(*cells))}
    return {
        name: column.to_pylist() if hasattr(column, "to_pylist") else _listed(column) for name, column in found.items()
    }


def _listed(column: Any) -> list[Any]:
    return column.to_list() if hasattr(column, "to_list") else arrays.listed(column, "a column")
