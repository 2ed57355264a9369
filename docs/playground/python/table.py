"""A table of named columns: the bundled data, or a CSV file as people have it. What is wrong is said by line."""

from __future__ import annotations

import io
from collections import Counter

from purelr import load_breast_cancer
from purelr.basics.errors import brief, refuse
from purelr.data.cells import as_number, is_missing
from purelr.data.csv_file import MARKS, CSVFile

MOST_BYTES = 20_000_000
MOST_CLASSES = 20  # a column of more different values is no target


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
                got = "a missing cell" if is_missing(cell) else brief(cell)
                refuse(
                    f"column {brief(name)}", "a number in every row", f"{got} in line {line}", "Choose another column."
                )
            numbers.append(number)
        return numbers

    def classes(self, target: str, one: str) -> list[int]:
        """The target as 1 where its cell is `one`, else 0."""
        cells = self.cells(target)
        for line, cell in zip(self.lines, cells):
            if is_missing(cell):
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
        return {"name": name, "values": values, "text": None if bad is None else ("a gap" if is_missing(bad) else bad)}


def bundled() -> Table:
    """Breast Cancer Wisconsin (Diagnostic), from the wheel."""
    cancer = load_breast_cancer()
    rows = [[*map(repr, row), cancer.target_names[k]] for row, k in zip(cancer.data, cancer.target)]
    return Table("Breast Cancer Wisconsin", [*cancer.feature_names, "diagnosis"], rows, list(range(2, len(rows) + 2)))


def from_csv(title: str, data: bytes) -> Table:
    """The table in a file: names in the first line, then as many cells a line; `,` `;` `|` or tab between them."""
    if len(data) > MOST_BYTES:
        refuse(title, f"at most {MOST_BYTES // 1_000_000} MB on this page", f"{len(data) / 1e6:.0f} MB")
    file = Upload(title, data)
    body = list(file.rows())
    if len(file.names) < 2:
        refuse(title, "a table of at least two columns", f"{len(file.names)}, {brief(file.names[0])}")
    if len(body) < 2:
        refuse(title, "a table of at least two rows under its header", f"{len(body)}")
    return Table(title, file.names, [cells for _, cells in body], [line for line, _ in body])


class Upload(CSVFile):
    """A CSV file that is in memory, under the name that the user knows it by."""

    def __init__(self, title: str, data: bytes) -> None:
        self.data = data
        super().__init__(title)

    def _open(self) -> io.StringIO:
        encoding = next((name for mark, name in MARKS if self.data.startswith(mark)), "utf-8")
        try:
            return io.StringIO(self.data.decode(encoding), newline="")
        except UnicodeDecodeError as error:
            got = f"the byte {self.data[error.start]:#04x} at place {error.start}"
            refuse(self.shown, "text in UTF-8", got, "Save it as CSV in UTF-8.")
