"""What a fit learns from where X is a table: its cells as numbers, and the rows that are kept."""

from __future__ import annotations

from math import isfinite

from ..basics.errors import brief, refuse
from ..data.frames import columns_of, is_plain
from ..inputs import arrays

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..data.columns import Encoding
    from .options import Options


class Taken:
    """A table as numbers.

    X         rows of numbers
    names     of the numbers, None for a table of rows without names
    encoding  what made them of the cells
    kept      which of the user's rows they are, None for all
    """

    def __init__(self, X: Any, names: list[str] | None, encoding: Encoding, kept: list[int] | None) -> None:
        self.X = X
        self.names = names
        self.encoding = encoding
        self.kept = kept


def taken(X: Any, y: Any, options: Options) -> Taken | None:
    """X as numbers where it is a table, or has gaps to be filled; None where it is numbers as it is."""
    if is_plain(X) and options.missing is None and not options.reference and _is_finite(X):
        return None
    found = _columns(X, options)
    if found is None:
        return None
    from ..data.learning import learn_table

    gaps = [i for i, label in enumerate(arrays.listed(y, "y")) if arrays.missing(label)] if options.missing else []
    encoding, kept, rows = learn_table(found, options.missing, options.reference, gaps)
    encoding.lenient = options.lenient
    return Taken(rows, encoding.names() if columns_of(X) is not None else None, encoding, kept)


def _is_finite(X: Any) -> bool:
    """Whether a frame of numbers is without gaps and infinities, which are told by column as those of any table."""
    numbers = X.to_numpy(dtype=float)
    return bool(numbers.size) and isfinite(numbers.min()) and isfinite(numbers.max())


def _columns(X: Any, options: Options) -> dict[str, Any] | None:
    """The columns by name where cells are to become numbers; None where X is numbers as it is."""
    found = columns_of(X)
    if found is None and options.missing is not None:
        rows = [arrays.cells_of(row, i) for i, row in enumerate(arrays.listed(arrays.unframed(X), "X"))]
        width = len(rows[0]) if rows else 0
        for i, row in enumerate(rows):
            arrays.same_length(row, width, f"row {i} of X", "row 0")
        found = {f"column {j}": list(column) for j, column in enumerate(zip(*rows))} or None
    if found is None and options.reference:
        refuse("reference", "None for an X whose columns have no names", brief(options.reference))
    return found
