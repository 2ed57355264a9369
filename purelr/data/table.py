"""Table: columns by name over plain lists, for data and for results."""

from __future__ import annotations

import sys

from ..basics import formats
from ..basics.errors import brief, refuse, suggestion
from ..basics.text import notebook_table, spoken, terminal_table
from ..inputs.arrays import listed, same_length

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any, overload

SHOWN = 10  # rows of a long table that are printed


class Table:
    """Columns of one length by name, each a list; a missing cell is None.

    `table["age"]` is a column, `table[["age", "weight"]]` a table of some; `names` are the columns', and `len(table)`
    is the number of rows. Where a notebook or a terminal shows a table, numbers are rounded; in the columns, in
    `to_csv` and in frames they have all digits.

    >>> table = Table({"age": [31, 45], "smoker": ["no", "yes"]})
    >>> table["age"], table.names, len(table)
    ([31, 45], ['age', 'smoker'], 2)
    >>> print(table.drop("age").to_markdown())
    | smoker |
    |:---|
    | no |
    | yes |
    """

    def __init__(self, columns: Mapping[str, Sequence[Any]]) -> None:
        self._columns: dict[str, list[Any]] = {}
        for name, column in columns.items():
            if not isinstance(name, str):
                refuse("the names of columns", "texts", brief(name))
            self._columns[name] = listed(column, f"column {brief(name)}")
            same_length(self._columns[name], len(self), f"column {brief(name)}", "the first column")

    @property
    def names(self) -> list[str]:
        return list(self._columns)

    def __len__(self) -> int:
        return len(next(iter(self._columns.values()), ()))

    if TYPE_CHECKING:

        @overload
        def __getitem__(self, key: str) -> list[Any]: ...
        @overload
        def __getitem__(self, key: list[str]) -> Table: ...

    def __getitem__(self, key: str | list[str]) -> Any:
        if isinstance(key, str):
            self._check([key])
            return self._columns[key]
        if not isinstance(key, (list, tuple)) or not all([isinstance(name, str) for name in key]):
            refuse("key", "the name of a column, or a list of names", brief(key), "Use rows() to go through the rows.")
        if not key:
            refuse("key", "the names of columns, one at least", "an empty list")
        self._check(key)
        return Table({name: self._columns[name] for name in key})

    def __contains__(self, name: object) -> bool:
        return name in self._columns

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self.names == other.names and self._columns == other._columns

    __hash__ = None  # type: ignore[assignment]  # its columns can change

    def _check(self, names: Sequence[str]) -> None:
        for name in names:
            if name not in self._columns:
                refuse("key", "the name of a column", brief(name), suggestion(name, self.names))

    def drop(self, *names: str) -> Table:
        """The table without these columns."""
        self._check(names)
        return Table({name: column for name, column in self._columns.items() if name not in names})

    def take(self, rows: Sequence[int]) -> Table:
        """The table of some rows, by their numbers, in that order."""
        return Table({name: [column[i] for i in rows] for name, column in self._columns.items()})

    def head(self, n: int = 5) -> Table:
        """The table of the first rows."""
        return self.take(range(min(n, len(self))))

    def rows(self) -> Iterator[dict[str, Any]]:
        """One dict after the other, a row each."""
        names = self.names
        return (dict(zip(names, cells)) for cells in zip(*self._columns.values()))

    def to_dict(self) -> dict[str, list[Any]]:
        """The columns as a dict of lists."""
        return {name: list(column) for name, column in self._columns.items()}

    def to_frame(self) -> Any:
        """The table as a data frame of pandas, or of polars, whichever is loaded; ImportError where neither is."""
        pandas, polars = sys.modules.get("pandas"), sys.modules.get("polars")
        if pandas is None and polars is None:
            raise ImportError("to_frame needs pandas or polars to be imported before; got neither. Use to_dict().")
        return (pandas or polars).DataFrame(self.to_dict())  # type: ignore[union-attr]

    def to_csv(self) -> str:
        """The table as CSV, numbers with all their digits."""
        return formats.csv(self.names, self._cells(formats.exact))

    def to_markdown(self) -> str:
        """The table in Markdown."""
        return formats.markdown(self.names, self._cells(formats.rounded), self._numeric())

    def to_latex(self, caption: str = "") -> str:
        """The table in LaTeX, for the package booktabs."""
        return formats.latex(self.names, self._cells(formats.rounded), self._numeric(), caption)

    def to_html(self) -> str:
        """The table in HTML, whose cells are apart on any page."""
        return notebook_table("", self.names, self._cells(formats.rounded))

    def _cells(self, text: Any) -> list[list[str]]:
        return [list(map(text, cells)) for cells in zip(*self._columns.values())]

    def _numeric(self) -> list[bool]:
        return [all([formats.is_number(cell) for cell in column]) for column in self._columns.values()]

    def _repr_html_(self) -> str:
        return self._shown().to_html() + ("" if len(self) <= 2 * SHOWN else f"<p>{len(self):,} rows</p>")

    def __repr__(self) -> str:
        if not self._columns:
            return "Table({})"
        text = terminal_table(self.names, self._shown()._cells(formats.rounded))
        return spoken(text + ("" if len(self) <= 2 * SHOWN else f"\n({len(self):,} rows, of which the first {SHOWN})"))

    def _shown(self) -> Table:
        return self if len(self) <= 2 * SHOWN else self.head(SHOWN)
