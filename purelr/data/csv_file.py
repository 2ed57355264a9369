"""A CSV file as people have it: a header, then rows of cells, read a line at a time.

Python's csv module knows quotes and line ends. This finds out the rest (byte-order mark, delimiter) and says by line
what is wrong.
"""

from __future__ import annotations

from ..basics.errors import brief, refuse
from ..basics.text import printable
from .cells import as_number
from .packed import damage, ending, refuse_damaged, unpacked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from typing import Any, TextIO

DELIMITERS = ",;\t|"
LONGEST = 16_000_000  # characters of a line: a million columns of numbers
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class CSVFile:
    """The file at `path`, or standard input for "-".

    encoding   of its bytes; None for UTF-8, or what its byte-order mark says
    delimiter  one character; None for the one of `,;|` and tab that is most often in the header, or that a first line
               such as "sep=;" names, as Excel writes it
    decimal    the decimal mark of its numbers, "." or ","
    thousands  the mark between thousands, or None
    na         texts that stand for a missing cell, besides those that do in any file

    A file whose name ends in .gz, .bz2, .xz or .zip is unpacked as it is read. `names` are those in the header;
    `row_names` says that there was a first column without one, which is left out. OSError where the file cannot be
    read, ValueError with the line for a bad one.
    """

    def __init__(
        self,
        path: str,
        encoding: str | None = None,
        delimiter: str | None = None,
        decimal: str = ".",
        thousands: str | None = None,
        na: Sequence[str] | None = None,
    ) -> None:
        if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
            refuse("delimiter", "one character", brief(delimiter))
        if encoding is not None and not _is_encoding(encoding):
            refuse("encoding", 'one that Python knows, such as "utf-8", "cp1252" or "latin-1"', brief(encoding))
        if decimal not in (".", ","):
            refuse("decimal", '"." or ","', brief(decimal))
        if thousands is not None and (len(thousands) != 1 or thousands.isalnum() or thousands in (decimal, delimiter)):
            refuse("thousands", "one character, and neither the decimal mark nor the delimiter", brief(thousands))
        self.path = path
        self.encoding = encoding
        self.delimiter = delimiter
        self.decimal = decimal
        self.thousands = thousands
        self.na: frozenset[str] = frozenset(() if na is None else [na] if isinstance(na, str) else na)
        self.row_names: bool = False
        self.shown: str = "standard input" if path == "-" else printable(path)
        self.size: int = 0  # in bytes, where that is known
        self.absent: list[str] = []  # columns that are not there, and are taken for empty ones
        self._file: Any = None
        lines = self._parsed()
        self._lines: Generator[tuple[int, list[str]], None, None] | None = lines
        try:
            self.names: list[str] = self._header()
        except BaseException:
            lines.close()  # and with it the file
            raise

    @property
    def position(self) -> int:
        """How many bytes have been read."""
        return int(self._file.tell()) if self.size and self._file is not None and not self._file.closed else self.size

    def close(self) -> None:
        """Let go of the file, whose header has been read; `rows` begins anew."""
        if self._lines is not None and self.path != "-":
            self._lines.close()
            self._lines = None

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The number of each line and its cells, without the spaces around them. Empty lines are passed over.

        It can be called again, and begins anew, unless the file is standard input.
        """
        lines, self._lines = self._lines, None
        if lines is None:
            lines = self._parsed()
            next(lines)
        try:
            for line, found in lines:
                cells = found[self.row_names :] + [""] * len(self.absent)
                if len(cells) != len(self.names):
                    got = f"{len(cells)} in line {line}, which begins with {brief(cells[0])}"
                    refuse(self.shown, f"a table of {len(self.names)} cells a line, as its header has names", got)
                yield line, [self._cell(cell.strip(), line) for cell in cells]
        finally:
            lines.close()  # and with it the file, where an error has ended this

    def add_absent(self, name: str) -> None:
        """Let there be a column of missing cells."""
        self.absent.append(name)
        self.names.append(name)

    def _cell(self, cell: str, line: int) -> str:
        """A cell, with a number in it as Python writes numbers, and empty where it stands for a missing one."""
        if cell in self.na:
            return ""
        if self.thousands is not None and self.thousands in cell:
            whole, mark, rest = cell.partition(self.decimal)
            first, *groups = whole.split(self.thousands)
            if all([len(group) == 3 and group.isdigit() for group in groups]) and 0 < len(first.lstrip("+-")) < 4:
                cell = first + "".join(groups) + mark + rest
        if self.decimal != ",":
            return cell
        if "." in cell and as_number(cell) is not None:
            remedy = 'Say thousands="." if it is a mark between thousands, or decimal="." if it is not.'
            refuse(self.shown, "of numbers with a decimal comma", f"{brief(cell)} in line {line}", remedy)
        point = cell.replace(",", ".", 1)
        return point if point != cell and as_number(point) is not None else cell

    def _parsed(self) -> Generator[tuple[int, list[str]], None, None]:
        try:
            with self._open() as text:
                try:
                    yield from self._lines_of(text)
                except UnicodeDecodeError as error:
                    around = error.object[max(0, error.start - 15) : error.start + 15]
                    got = f"the byte {error.object[error.start]:#04x} in {brief(bytes(around))}"
                    remedy = 'Say which encoding it is: "cp1252" and "latin-1" are common.'
                    refuse(self.shown, f"text in {text.encoding}", got, remedy)
        except damage(self.path) as error:
            if getattr(error, "errno", None) is not None or not ending(self.path):
                raise  # of the file, and not of what is in it
            refuse_damaged(self.path, self.shown, error)
        finally:
            if self._file is not None and self.path != "-":
                self._file.close()  # which the wrapper of a packed file does not

    def _lines_of(self, text: TextIO) -> Generator[tuple[int, list[str]], None, None]:
        """The number of each line and its cells, the header's first."""
        import csv
        from itertools import chain

        lines = self._limited(text)
        first = next(lines, "")
        if first[:4].lower() == "sep=" and len(first.rstrip("\r\n")) == 5:  # Excel's, and a word to it
            self.delimiter, above = self.delimiter or first[4], 1
            first = next(lines, "")
        else:
            above = 0
        if self.delimiter is None:
            self.delimiter = _delimiter(first)
        reader = csv.reader(chain([first], lines), delimiter=self.delimiter, strict=True)
        try:
            for cells in reader:
                if any(cells):
                    yield reader.line_num + above, cells
        except csv.Error as error:
            what = str(error).rpartition("line")[2].partition(": ")[2] or str(error)  # PyPy says "line 2: ..."
            refuse(self.shown, "CSV", f"{what} in line {reader.line_num + above}", "Is a quote missing?")

    def _limited(self, text: TextIO) -> Iterator[str]:
        """The lines, none of them read further than a limit: a file may be one line without an end."""
        while line := text.readline(LONGEST):
            if len(line) == LONGEST and line[-1] not in "\r\n":
                refuse(self.shown, f"lines of less than {LONGEST:,} characters", "a longer one")
            yield line

    def _open(self) -> TextIO:
        import io
        import os
        import sys

        if self.path == "-" and sys.stdin is None:
            refuse(self.shown, "open, for a table to be read from it", "a closed one")
        file: Any = sys.stdin.buffer if self.path == "-" else open(self.path, "rb")  # noqa: SIM115  # the wrapper closes it
        if self.path != "-":
            self.size = os.fstat(file.fileno()).st_size
        self._file = file
        file = unpacked(file, self.path, self.shown)
        start = file.peek(4)
        marked = [name for mark, name in MARKS if start.startswith(mark)]
        return io.TextIOWrapper(file, self.encoding or (marked[0] if marked else "utf-8"), newline="")

    def _header(self) -> list[str]:
        line, cells = next(self._lines, (0, []))  # type: ignore[arg-type]
        names = [cell.strip() for cell in cells]
        if len(names) > 1 and not names[0] and all(names[1:]):
            self.row_names = True
            del names[0]
        wanted = "a table with the names of its columns in the first line"
        if not names:
            refuse(self.shown, wanted, "nothing" if line == 0 else "an empty line")
        if all([as_number(name) is not None for name in names]):
            refuse(self.shown, wanted, f"numbers alone, {brief(names[0])} first", "Put a line of names in front.")
        seen = set()
        for j, name in enumerate(names):
            if not name:
                refuse(self.shown, "a table with a name for each column", f"none for column {j + 1}")
            if name in seen:
                refuse(self.shown, "a table of columns with different names", f"{brief(name)} twice")
            seen.add(name)
        return names


def _is_encoding(name: str) -> bool:
    try:
        b"a\0\0\0".decode(name)  # whole letters in UTF-16 and UTF-32 too
    except (LookupError, UnicodeError):  # as for "undefined", which decodes nothing
        return False
    return True


def _delimiter(header: str) -> str:
    """The delimiter that is most often in a header, quoted parts left out."""
    bare = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=bare.count)
