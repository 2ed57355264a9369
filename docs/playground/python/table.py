"""A table of named columns: the bundled data, or a CSV file as people have it. What is wrong is said by line."""

from __future__ import annotations

import csv
import io
from collections import Counter

from purelr import load_breast_cancer
from purelr.errors import brief, refuse

MOST_BYTES = 20_000_000
MOST_CLASSES = 20  # a column of more different values is no target
GAPS = frozenset(("", "NA", "N/A", "nan", "NaN", "NULL", "null", "?"))


class Table:
    """Cells of text in named columns. `lines` has the line of each row in its file."""

    def __init__(self, title: str, names: list[str], rows: list[list[str]], lines: list[int]) -> None:
        self.title = title
        self.names = names
        self.rows = rows
        self.lines = lines

    def cells(self, name: str) -> list[str]:
        """One column as text."""
        if name not in self.names:
            refuse("the column", f"one of {self.title}", brief(name))
        place = self.names.index(name)
        return [row[place] for row in self.rows]

    def numbers(self, name: str) -> list[float]:
        """One column as numbers; a cell that is none is a ValueError with its line."""
        numbers = []
        for line, cell in zip(self.lines, self.cells(name)):
            number = as_number(cell)
            if number is None:
                got = "a missing cell" if cell in GAPS else brief(cell)
                refuse(
                    f"column {brief(name)}", "a number in every row", f"{got} in line {line}", "Choose another column."
                )
            numbers.append(number)
        return numbers

    def classes(self, target: str, one: str) -> list[int]:
        """The target as 1 where its cell is `one`, else 0."""
        cells = self.cells(target)
        for line, cell in zip(self.lines, cells):
            if cell in GAPS:
                refuse(
                    f"column {brief(target)}", "there in every row", f"a missing cell in line {line}", "Drop that row."
                )
        return [int(cell == one) for cell in cells]

    def summary(self) -> dict:
        """What the page says of the table: its size, and each column's name and kind."""
        columns = [self._kind(name) for name in self.names]
        targets = [column for column in columns if column["values"]]
        best = [column for column in targets if len(column["values"]) == 2] or targets
        if not best:
            wanted = f"a table with a column of 2 to {MOST_CLASSES} different values, to be predicted"
            refuse(self.title, wanted, "none")
        return {"title": self.title, "rows": len(self.rows), "columns": columns, "target": best[-1]["name"]}

    def _kind(self, name: str) -> dict:
        """`values`, the different cells of a possible target, and `text`, the first cell that is no number."""
        counts = Counter(self.cells(name))
        values = sorted(counts) if 2 <= len(counts) <= MOST_CLASSES else []
        bad = next((cell for cell in counts if as_number(cell) is None), None)
        return {"name": name, "values": values, "text": None if bad is None else ("a gap" if bad in GAPS else bad)}


def bundled() -> Table:
    """Breast Cancer Wisconsin (Diagnostic), from the wheel."""
    cancer = load_breast_cancer()
    rows = [[*map(repr, row), cancer.target_names[k]] for row, k in zip(cancer.data, cancer.target)]
    return Table("Breast Cancer Wisconsin", [*cancer.feature_names, "diagnosis"], rows, list(range(2, len(rows) + 2)))


def from_csv(title: str, data: bytes) -> Table:
    """The table in a file: names in the first line, then as many cells a line; `,` `;` `|` or tab between them."""
    if len(data) > MOST_BYTES:
        refuse(title, f"at most {MOST_BYTES // 1_000_000} MB on this page", f"{len(data) / 1e6:.0f} MB")
    text = _decoded(title, data)
    header = text.partition("\n")[0]
    delimiter = max(",;\t|", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[tuple[int, list[str]]] = []
    try:
        for line in reader:
            cells = [cell.strip() for cell in line]
            if any(cells):
                found.append((reader.line_num, cells))
    except csv.Error as error:
        refuse(title, "CSV", f"{error} in line {reader.line_num}", "Is a quote missing?")
    if not found:
        refuse(title, "a table with the names of its columns in the first line", "nothing")
    (_, names), *body = found
    _check_names(title, names)
    for line, cells in body:
        if len(cells) != len(names):
            got = f"{len(cells)} in line {line}"
            refuse(title, f"a table of {len(names)} cells a line, as its header has names", got)
    if len(body) < 2:
        refuse(title, "a table of at least two rows under its header", f"{len(body)}")
    return Table(title, names, [cells for _, cells in body], [line for line, _ in body])


def _decoded(title: str, data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        got = f"the byte {data[error.start]:#04x} at place {error.start}"
        refuse(title, "text in UTF-8", got, "Save it as CSV in UTF-8.")
    if "\0" in text:
        refuse(title, "text", "a zero byte", "Save it as CSV in UTF-8.")
    return text


def _check_names(title: str, names: list[str]) -> None:
    if len(names) < 2:
        refuse(title, "a table of at least two columns", f"{len(names)}, {brief(names[0])}")
    if all(as_number(name) is not None for name in names):
        got = f"numbers alone, {brief(names[0])} first"
        refuse(title, "a table with the names of its columns in the first line", got, "Put a line of names in front.")
    for place, name in enumerate(names):
        if not name:
            refuse(title, "a table with a name for each column", f"none for column {place + 1}")
        if name in names[:place]:
            refuse(title, "a table of columns with different names", f"{brief(name)} twice")


def as_number(cell: str) -> float | None:
    """A cell as a finite float, or None where it is no number."""
    try:
        number = float(cell)
    except ValueError:
        return None
    # Python reads 1_000 as a number; people mean text by it.
    return number if number - number == 0.0 and "_" not in cell else None
