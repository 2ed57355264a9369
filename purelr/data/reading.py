"""read_csv: a CSV file as a Table."""

from __future__ import annotations

from os import fspath

from ..basics.errors import brief, refuse, suggestion
from .cells import as_number, is_missing
from .csv_file import CSVFile
from .table import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike
    from typing import Any


def read_csv(
    path: str | PathLike[str],
    *,
    delimiter: str | None = None,
    decimal: str = ".",
    thousands: str | None = None,
    encoding: str | None = None,
    na: Sequence[str] | None = None,
    columns: Sequence[str] | None = None,
) -> Table:
    """The CSV file at `path` as a Table: columns of whole numbers, of floats or of text; what is missing is None.

    path       a file with the names of its columns in the first line; .gz, .bz2, .xz and .zip are unpacked. Where the
               first column has no name, it holds the names of rows, as pandas and R write them, and is left out
    delimiter  between cells; None for the one of , ; | and tab that is most often in the first line
    decimal    the decimal mark, "." or ","
    thousands  the mark between thousands, which is none unless it is named
    encoding   None for UTF-8, or what a byte-order mark says
    na         texts that stand for a missing cell, besides those of R and pandas
    columns    the ones to keep, in that order; None for all

    Raises OSError where the file cannot be read, and ValueError with the line for one that is no table.
    """
    file = CSVFile(fspath(path), encoding, delimiter, decimal, thousands, na)
    wanted = file.names if columns is None else list(columns)
    for name in wanted:
        if name not in file.names:
            refuse("columns", f"columns of {file.shown}", brief(name), suggestion(name, file.names))
    places = [file.names.index(name) for name in wanted]
    found: list[list[str]] = [[] for _ in wanted]
    for _, cells in file.rows():
        for column, j in zip(found, places):
            column.append(cells[j])
    return Table({name: typed(cells) for name, cells in zip(wanted, found)})


def typed(cells: list[str]) -> list[Any]:
    """Texts as whole numbers or floats, where all that are not missing are such; missing ones as None."""
    there = [None if is_missing(cell) else cell for cell in cells]
    if all([cell is None or is_whole(cell) for cell in there]):
        return [None if cell is None else int(cell) for cell in there]
    numbers = [None if cell is None else as_number(cell) for cell in there]
    return there if numbers.count(None) > there.count(None) else numbers


def is_whole(text: str) -> bool:
    """Whether a text is a whole number as Python writes it."""
    digits = text[1:] if text[:1] == "-" else text
    return len(text) < 19 and text.isascii() and digits.isdigit() and str(int(text)) == text
