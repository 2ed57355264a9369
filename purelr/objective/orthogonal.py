"""A design matrix whose columns are orthonormal, and the triangle that leads back: X = Q R.

By the modified Gram-Schmidt process, for which Q R is X to the last digit however nearly collinear its columns are
(Å. Björck, "Solving linear least squares problems by Gram-Schmidt orthogonalization", BIT 7, 1967). What is computed
along Q costs the digits that the condition of X costs, where by way of Xᵀ X it would be those of its square.
"""

from __future__ import annotations

from math import sqrt

from ..backends.blocks import add_up
from .logistic import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..backends.base import Backend, Matrix, Vector
    from ..backends.linalg import List


def orthonormal(xp: Backend, blocks: Iterable[Rows], width: int) -> tuple[list[Rows], List]:
    """The rows with Q for X, and the rows of R, upper triangular, for which Σ s q qᵀ = 1."""
    blocks = list(blocks)
    units = [xp.asvector([float(i == j) for i in range(width)]) for j in range(width)]
    columns = [[rows.X @ unit for rows in blocks] for unit in units]
    R = [[0.0] * width for _ in units]
    for i, rest in enumerate(columns):
        R[i][i] = sqrt(_product(blocks, rest, rest)) or 1.0
        columns[i] = q = [(1.0 / R[i][i]) * part for part in rest]
        for j in range(i + 1, width):
            R[i][j] = r = _product(blocks, q, columns[j])
            columns[j] = [part - r * along for part, along in zip(columns[j], q)]
    matrices = [xp.from_columns([column[b] for column in columns]) for b in range(len(blocks))]
    return [Rows(xp, Q, rows.ys, rows.share, rows.unit, rows.offset) for Q, rows in zip(matrices, blocks)], R


def _product(blocks: list[Rows], a: list[Vector], b: list[Vector]) -> float:
    """Σ s a b over the rows."""
    (total,) = add_up([(rows.mean(u * v),) for rows, u, v in zip(blocks, a, b)])
    return float(total)


def along(xp: Backend, X: Matrix, vectors: List) -> list[Vector]:
    """X t for each of the vectors."""
    return xp.products(X, [xp.asvector(t) for t in vectors])
