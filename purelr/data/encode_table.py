"""A table as rows of numbers, a column at a time: what `Encoding.encode` does for whole columns."""

from __future__ import annotations

from .cells import cells_of
from .frames import side_by_side

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .cells import Cells
    from .columns import Column, Encoding


def encode_columns(encoding: Encoding, found: dict[str, Any]) -> Any:
    """Columns by name as rows of numbers."""
    encoding.places(list(found))
    cells = {
        column.name: cells_of(found[column.name], column.name, column.levels is not None) for column in encoding.columns
    }
    return encode_cells(encoding, cells)


def encode_cells(encoding: Encoding, cells: dict[str, Cells]) -> Any:
    """The same for columns whose cells have been looked at."""
    return side_by_side([part for column in encoding.columns for part in _parts(column, cells[column.name], encoding)])


def _parts(column: Column, cells: Cells, encoding: Encoding) -> list[Any]:
    """All cells of a column as parts of a matrix, for `side_by_side`."""
    gaps = cells.gaps()
    if gaps and not encoding.fills(column):
        encoding.refuse_gap(column, f"row {gaps[0]}")
    if cells.kinds is None:
        return _of_numbers(column, cells.numbers, gaps)
    return [_of_texts(column, cells, encoding.lenient)] if column.levels else []


def _of_numbers(column: Column, numbers: Any, gaps: list[int]) -> list[Any]:
    if gaps:
        numbers = numbers.copy()
        for i in gaps:
            numbers[i] = column.means[0]
    if not column.gap:
        return [numbers]
    missing = [0] * len(numbers)
    for i in gaps:
        missing[i] = 1
    return [numbers, ([[0.0], [1.0]], missing)]


def _of_texts(column: Column, cells: Cells, lenient: bool) -> tuple[list[list[float]], Any]:
    for text in cells.counts():
        if not (lenient or column.knows(text)):
            codes = [k for k, kind in enumerate(cells.kinds or []) if kind == text]
            column.refuse_level(text, f"row {next(i for i, code in enumerate(cells.codes) if code in codes)}")
    return [column.means if kind is None else column.indicators(kind) for kind in cells.kinds or []], cells.codes
