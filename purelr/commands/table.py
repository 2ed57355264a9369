"""A CSV file's rows as a fit wants them: cells to predict from, a target, and weights."""

from __future__ import annotations

from ..encoding import Gaps, as_number
from ..errors import brief, refuse
from . import common

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ..csv_file import CSVFile
    from ..encoding import Encoding


class Source:
    """The rows of a file, pass after pass.

    target   the column with the labels
    columns  those to predict from; None or none for all others
    weight   the one that says how often each row counts, if any
    missing  "drop" leaves out a row in which one of these is missing; "mean" keeps it, where it is not the target or
             the weight that is missing; None makes all of them an error
    """

    def __init__(
        self,
        file: CSVFile,
        target: str,
        columns: list[str] | None = None,
        weight: str | None = None,
        missing: str | None = None,
    ) -> None:
        self.file = file
        self.missing = missing
        self.ends = [common.place(file, target, "--target")]
        self.ends.extend([common.place(file, weight, "--weights")] if weight else [])
        self.columns = columns or [name for j, name in enumerate(file.names) if j not in self.ends]
        self.places = [common.place(file, name, "--columns") for name in self.columns]
        if set(self.places) & set(self.ends) or not self.places:
            refuse("--columns", "columns to predict from, without target and weights", brief(self.columns))

    def rows(self, what: str = "reading") -> Iterator[tuple[int, list[str], str, float]]:
        """For each row its line, cells, label as text, and weight."""
        inner, outer = Gaps(self.columns), Gaps([self.file.names[j] for j in self.ends])
        kept = 0
        for line, row in common.Progress(f"{what} {self.file.shown}").watch(self.file):
            cells, end = [row[j] for j in self.places], [row[j] for j in self.ends]
            lacking = (inner.in_row(cells), outer.in_row(end))
            if not (lacking[1] or (lacking[0] and self.missing == "drop")):
                kept += 1
                yield line, cells, end[0], self._weight(end, line)
        if self.missing is None:
            inner.refuse()
        if self.missing != "drop":
            outer.refuse()
        if kept == 0:
            refuse(self.file.shown, "a table with a row in which no cell is missing", "none")

    def _weight(self, end: list[str], line: int) -> float:
        weight = 1.0 if len(end) == 1 else as_number(end[1])
        if weight is None or weight < 0.0:
            refuse("--weights", "a column of numbers of at least 0", f"{brief(end[1])} in line {line}")
        return weight


class Table:
    """The rows of a source in memory: `lines`, `cells`, `y` and `weights` (None where all count the same)."""

    def __init__(self, source: Source) -> None:
        rows = list(source.rows())
        self.name = source.file.shown
        self.columns = source.columns
        self.lines = [row[0] for row in rows]
        self.cells = [row[1] for row in rows]
        self.y: list[Any] = common.labels([row[2] for row in rows])
        self.weights = [row[3] for row in rows] if len(source.ends) > 1 else None

    def encoded(self, encoding: Encoding, rows: list[int]) -> list[list[float]]:
        """Some rows as numbers."""
        return [encoding.row(self.cells[i], f"line {self.lines[i]} of {self.name}") for i in rows]


class Frame:
    """Named columns of numbers, as the library takes them from a data frame."""

    def __init__(self, columns: list[str], rows: list[list[float]]) -> None:
        self.columns = columns
        self._rows = rows

    def rows(self) -> list[list[float]]:
        """The rows."""
        return self._rows
