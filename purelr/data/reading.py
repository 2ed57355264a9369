"""read_csv: a CSV file as a Table."""

from __future__ import annotations

from os import fspath

from ..basics.errors import brief, refuse, suggestion
from .cells import as_number, is_missing
from .csv_file import CSVFile
from .source import Chunks, Source
from .table import Table

TOLD = 10_000  # rows between two words of progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
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
    """Rows that are read pass by pass, as `scan_csv`, `scan_parquet` and `scan_chunks` return them; `names` are their
    columns.

    begin    opens the file, or what is read as one
    written  how it is written, of a CSV file
    """

    def __init__(
        self,
        begin: Callable[[], Any],
        what: str,
        columns: Sequence[str] | None = None,
        progress: Callable[[int, float], object] | None = None,
        written: dict[str, Any] | None = None,
    ) -> None:
        self.begin = begin
        self.what = what
        self.columns = columns
        self.progress = progress
        self.written = written
        file = begin()
        self.names: list[str] = file.names
        if isinstance(file, CSVFile):
            file.close()

    def __repr__(self) -> str:
        return f"<Scan of {self.what}, {len(self.names)} columns>"

    def source(self, target: str, weight: str | None, missing: str | None) -> Source:
        """The rows, with the columns that these names choose."""
        columns = None if self.columns is None else [name for name in self.columns if name not in (target, weight)]
        file = self.begin()
        source = Source(file, target, columns=columns, weight=weight, missing=missing)
        if self.progress is not None:
            source.watch = lambda what: self._told(file)
        return source

    def _told(self, file: Any) -> Iterator[tuple[int, list[str]]]:
        for count, row in enumerate(file.rows(), 1):
            if self.progress is not None and count % TOLD == 0:
                self.progress(count, file.position / file.size if file.size else 0.0)
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
    name = fspath(path)
    texts = None if na is None else [na] if isinstance(na, str) else list(na)
    how = {"encoding": encoding, "delimiter": delimiter, "decimal": decimal, "thousands": thousands, "na": texts}

    def begin() -> CSVFile:
        return CSVFile(name, encoding, delimiter, decimal or ".", thousands, texts)

    written = {name: value for name, value in how.items() if value is not None}
    return Scan(begin, repr(name), columns, progress, written or None)


def scan_chunks(
    chunks: Iterable[Any] | Callable[[], Iterable[Any]],
    *,
    columns: Sequence[str] | None = None,
    progress: Callable[[int, float], object] | None = None,
) -> Scan:
    """Tables one after the other for a fit that reads them pass by pass: as X, with y, and sample_weight if there is
    one, by the names of their columns.

    chunks    a function that makes an iterator of tables (frames, dicts of columns, lists of dicts, arrays), or an
              iterable that can be begun again. Columns without names are called column 0, column 1 and so on
    others    as in `scan_csv`; the share of all is not known, and told as 0

    >>> from purelr import LogisticRegression
    >>> def months():
    ...     for month in range(12):
    ...         yield {"month": [month] * 4, "rain": ["no", "yes", "no", "yes"], "sold": [0, 1, month % 2, 1]}
    >>> model = LogisticRegression().fit(scan_chunks(months), "sold")
    >>> model.feature_names_in_, model.predict({"month": [3, 3], "rain": ["yes", "no"]})
    (['month', 'rain=yes'], [1, 0])
    """
    if not callable(chunks) and iter(chunks) is chunks:
        got = f"a {type(chunks).__name__}, which is over after one pass"
        refuse("chunks", "what can be begun again", got, "Give the function that makes it, or a list.")
    begin: Callable[[], Iterable[Any]] = chunks if callable(chunks) else lambda: chunks
    return Scan(lambda: Chunks(begin), "chunks", columns, progress)


def scan_parquet(
    path: str | PathLike[str],
    *,
    columns: Sequence[str] | None = None,
    progress: Callable[[int, float], object] | None = None,
) -> Scan:
    """The same for a Parquet file, which pyarrow reads, a batch of rows at a time."""
    try:
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise ImportError("scan_parquet needs pyarrow, which is not there. pip install pyarrow.") from None
    name = fspath(path)

    def batches() -> Iterator[Any]:
        with ParquetFile(name) as file:
            yield from file.iter_batches()

    return Scan(lambda: Chunks(batches), repr(name), columns, progress)


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
