"""The kinds of tables that people have, each as columns by name. They are recognised by what they can do, without an
import: pandas, polars and pyarrow frames, the library's own Table, a dict of columns, and a list of dicts."""

from __future__ import annotations

import sys

from ..basics.errors import brief, refuse
from ..inputs.arrays import listed, same_length
from .cells import cells_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .cells import Cells
    from .columns import Column
    from .encoding import Encoding


def columns_of(X: Any) -> dict[str, Any] | None:
    """The columns of a table by name, in its order, each as the table holds it; None for what is no table of names.

    A ValueError for a name that is no text or is there twice, for columns of different lengths and for no row.
    """
    pairs = _pairs(X)
    if pairs is None:
        return None
    columns: dict[str, Any] = {}
    for name, column in pairs:
        if not isinstance(name, str):
            return None if hasattr(X, "columns") else refuse("X", "of columns with texts for names", brief(name))
        if name in columns:
            refuse("X", "of columns with different names", f"{brief(name)} twice")
        columns[name] = column
    if not columns:
        refuse("X", "of one column at least", "none")
    _check_lengths(columns)
    return columns


def _pairs(X: Any) -> list[tuple[Any, Any]] | None:
    kind = type(X)  # which is asked, as a pandas frame has its columns as attributes
    if hasattr(kind, "collect_schema") and hasattr(kind, "collect"):
        refuse("X", "a frame that is there", f"a {type(X).__name__}, which is a plan for one", "Call X.collect().")
    if hasattr(kind, "names") and hasattr(kind, "take") and hasattr(kind, "drop"):  # the library's own Table
        return [(name, X[name]) for name in X.names]
    if isinstance(X, dict) and not hasattr(kind, "toarray"):  # as a kind of scipy's sparse matrices is a dict too
        return [(name, _column(name, column)) for name, column in X.items()]
    if hasattr(kind, "iloc") and hasattr(kind, "to_frame") and not hasattr(kind, "columns"):
        remedy = "Write frame[[column]] for one column, frame.iloc[[i]] for a row."
        refuse("X", "a table", f"a {type(X).__name__}", remedy)
    if isinstance(X, (list, tuple)) and X and isinstance(X[0], dict):
        return _of_dicts(X)
    if hasattr(kind, "iloc") and hasattr(kind, "columns"):  # pandas, by place, as two columns can have one name there
        return [(name, X.iloc[:, j]) for j, name in enumerate(X.columns)]
    if hasattr(kind, "get_columns"):  # polars
        return list(zip(X.columns, X.get_columns()))
    if hasattr(kind, "column_names") and hasattr(kind, "column"):  # pyarrow
        return [(name, X.column(j)) for j, name in enumerate(X.column_names)]
    return None


def _column(name: Any, column: Any) -> list[Any]:
    if isinstance(column, (str, bytes)) or not (hasattr(column, "__iter__") or hasattr(column, "__array__")):
        remedy = "Write one row as a list of one dict, [{...}]."
        refuse("X", "a dict of columns, each a list", f"{brief(column)} for {brief(name)}", remedy)
    return listed(column, f"column {brief(name)}")


def _of_dicts(rows: Sequence[Any]) -> list[tuple[Any, Any]]:
    """The columns of dicts with one set of names; what a dict does not have is missing there."""
    names: dict[Any, None] = {}
    for i, row in enumerate(rows):
        if not isinstance(row, dict):
            refuse("X", "dicts alone, as row 0 is one", f"{brief(row)} in row {i}")
        names.update(dict.fromkeys(row))
    return [(name, [row.get(name) for row in rows]) for name in names]


def _check_lengths(columns: dict[str, Any]) -> None:
    first = len(next(iter(columns.values())))
    for name, column in columns.items():
        if len(column) != first:
            same_length(listed(column, "X"), first, f"column {brief(name)}", "the first column")
    if first == 0:
        refuse("X", "at least one row", "none")


def is_plain(X: Any) -> bool:
    """Whether X is a pandas frame of NumPy's numbers alone, which gives a matrix as a whole."""
    if not hasattr(type(X), "iloc") or not hasattr(type(X), "columns"):
        return False
    return all([getattr(kind, "kind", "") in "fiu" and hasattr(kind, "byteorder") for kind in set(X.dtypes)])


def side_by_side(parts: Sequence[Any]) -> Any:
    """The rows of a matrix from its columns: each part is a list or ndarray of numbers, or a pair of a list of rows and
    for each row of the matrix the number of one of them."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not any([isinstance(part, numpy.ndarray) for part in parts]):
        return _rows(parts)
    widths = [len(part[0][0]) if isinstance(part, tuple) else 1 for part in parts]
    n = len(parts[0][1]) if isinstance(parts[0], tuple) else len(parts[0])
    matrix, j = numpy.empty((n, sum(widths))), 0
    for part, width in zip(parts, widths):
        if isinstance(part, tuple):
            matrix[:, j : j + width] = numpy.array(part[0])[numpy.array(part[1])]
        else:
            matrix[:, j] = part
        j += width
    return matrix


def _rows(parts: Sequence[Any]) -> list[list[float]]:
    pieces: list[Any] = []
    for part in parts:
        if isinstance(part, tuple):
            pieces.extend(zip(*[part[0][code] for code in part[1]]))
        else:
            pieces.append(part)
    return list(map(list, zip(*pieces)))


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
