"""Derivatives of a formula's numbers by one of the numbers of the cells: the chain rule, step by step."""

from __future__ import annotations

import math
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .steps import Design


def slopes(design: Design, rows: Any, column: int) -> tuple[Any, Any]:
    """Rows of ∂/∂x of the design, x being the number in that column of the rows, and of the offset, None for none."""
    if not hasattr(rows, "shape"):
        found = [_of_row(design, row, column) for row in rows]
        return [numbers for numbers, _ in found], None if design.offset is None else [offset for _, offset in found]
    numpy = sys.modules["numpy"]
    each, matrix = _steps(design, rows.T, column), numpy.empty((len(rows), len(design.places)))
    for j, k in enumerate(design.places):
        matrix[:, j] = each[k]
    return matrix, None if design.offset is None else numpy.zeros(len(rows)) + each[design.offset]


def _of_row(design: Design, row: Sequence[float], column: int) -> tuple[list[float], float]:
    each = _steps(design, row, column)
    return [each[k] for k in design.places], 0.0 if design.offset is None else each[design.offset]


def _steps(design: Design, given: Any, column: int) -> list[Any]:
    """The derivative of each step; 0.0 where the column has no part in it."""
    values = design.values(given, lambda bad: "a row")
    found: list[Any] = []
    for k, (what, *operands) in enumerate(design.steps):
        if what == "column":
            found.append(1.0 if operands[0] == column else 0.0)
        elif what == "number":
            found.append(0.0)
        elif what == "pieces":
            a = operands[0]
            moves = not (isinstance(found[a], float) and found[a] == 0.0)
            found.append(_of_pieces(values[a], operands[1], operands[2]) * found[a] if moves else 0.0)
        else:
            moves = any([not (isinstance(found[i], float) and found[i] == 0.0) for i in operands])
            inner = [values[i] for i in operands]
            found.append(_chained(what, inner, values[k], [found[i] for i in operands]) if moves else 0.0)
    return found


def _chained(what: str, inner: list[Any], value: Any, slope: list[Any]) -> Any:
    """The derivative of an operation on `inner`, by theirs."""
    a, da = inner[0], slope[0]
    if what == "+":
        return da + slope[1]
    if what == "-":
        return da - slope[1]
    if what == "*":
        return da * inner[1] + a * slope[1]
    if what == "/":
        return (da - value * slope[1]) / inner[1]
    if what == "log":
        return da / a
    if what == "exp":
        return value * da
    if what == "sqrt":
        return da / (2.0 * value)
    if what == "abs":
        return (a > 0.0) * da - (a < 0.0) * da
    b, db = inner[1], slope[1]  # a ** b
    of_base = da * b * a ** (b - 1.0)
    return of_base if isinstance(db, float) and db == 0.0 else of_base + db * value * _log(a)


def _log(a: Any) -> Any:
    return sys.modules["numpy"].log(a) if hasattr(a, "shape") else math.log(a)


def _of_pieces(x: Any, starts: list[float], pieces: list[list[float]]) -> Any:
    """c1 + 2 c2 u + 3 c3 u² + …"""
    from .steps import in_pieces

    slopes = [[piece[0], *[(k + 1) * c for k, c in enumerate(piece[2:])]] for piece in pieces]
    return in_pieces(x, starts, slopes if len(slopes[0]) > 1 else [[piece[0], 0.0] for piece in pieces])
