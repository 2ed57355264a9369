"""read_csv: a CSV file as a Table."""

from __future__ import annotations

from os import fspath

from ..basics.errors import brief, refuse, suggestion
from .cells import as_number, is_missing
from .csv_file import CSVFile
from .source import Source
from .table import Table

TOLD = 10_000  # rows between two words of progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
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


class Scan:
    """A CSV file that is read pass by pass, as `scan_csv` returns it; `names` are its columns."""

    def __init__(self, path: str, how: dict[str, Any], columns: Sequence[str] | None, progress: Any) -> None:
        self.path = path
        self.written: dict[str, Any] = {name: value for name, value in how.items() if value is not None}
        self.columns = columns
        self.progress = progress
        file = self._open()
        self.names: list[str] = file.names
        file.close()

    def __repr__(self) -> str:
        return f"<Scan of {self.path!r}, {len(self.names)} columns>"

    def _open(self) -> CSVFile:
        how = self.written
        mark = how.get("decimal", ".")
        return CSVFile(self.path, how.get("encoding"), how.get("delimiter"), mark, how.get("thousands"), how.get("na"))

    def source(self, target: str, weight: str | None, missing: str | None) -> Source:
        """The rows, with the columns that these names choose."""
        columns = None if self.columns is None else [name for name in self.columns if name not in (target, weight)]
        source = Source(self._open(), target, columns=columns, weight=weight, missing=missing)
        if self.progress is not None:
            source.watch = lambda what: self._told(source.file)
        return source

    def _told(self, file: CSVFile) -> Iterator[tuple[int, list[str]]]:
        for count, row in enumerate(file.rows(), 1):
            if count % TOLD == 0:
                self.progress(count, file.position / file.size)
            yield row


def scan_csv(
    path: str | PathLike[str],
    *,
    delimiter: str | None = None,
    decimal: str | None = None,
    thousands: str | None = None,
    encoding: str | None = None,
    na: Sequence[str] | None = None,
    columns: Sequence[str] | None = None,
    progress: Callable[[int, float], object] | None = None,
) -> Scan:
    """The CSV file at `path` for a fit that reads it pass by pass, whatever its size: as X, with y, and sample_weight
    if there is one, by the names of their columns.

    progress  a function that is told now and then, in each of the two passes, how many rows have been read and what
              share of the file
    others    as in `read_csv`

    The numbers wait in a temporary file, 8 bytes each, as long as the model lives.

    >>> import os, tempfile
    >>> from purelr import LogisticRegression
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "large.csv")
    ...     with open(path, "w") as file:
    ...         _ = file.write("hours,sex,passed\\n" + "1,f,no\\n2,m,yes\\n3,f,no\\n4,m,no\\n5,f,yes\\n" * 9)
    ...     model = LogisticRegression().fit(scan_csv(path), "passed")
    >>> model.feature_names_in_, model.predict([{"sex": "f", "hours": 5}])
    (['hours', 'sex=m'], ['yes'])
    """
    how = {"encoding": encoding, "delimiter": delimiter, "decimal": decimal, "thousands": thousands}
    na_texts = None if na is None else [na] if isinstance(na, str) else list(na)
    return Scan(fspath(path), {**how, "na": na_texts}, columns, progress)


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


def labels_of(texts: list[str]) -> list[Any]:
    """The labels of a column: whole numbers where all of them are, else text."""
    return [int(text) for text in texts] if all(map(is_whole, set(texts))) else texts
