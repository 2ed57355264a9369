"""Blocks of rows that know how much each row counts: every sum of the mathematics is one over these."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..backends.base import Backend, Matrix, Vector


class Rows:
    """Some rows: the design matrix X, one vector y for each set of coefficients, and each row's share s.

    Where all rows have the same share, `unit` is a vector of ones, and the share is multiplied by after a sum and not
    for each row before it: that is 4 % of an epoch on lists.
    """

    def __init__(self, xp: Backend, X: Matrix, ys: list[Vector], share: Vector | float, unit: Vector = None) -> None:
        self.xp = xp
        self.X = X
        self.ys = ys
        self.share = share
        self.unit = unit

    def mean(self, values: Vector) -> float:
        """Σ s v"""
        if self.unit is None:
            return float(self.share @ values)
        return self.share * float(self.unit @ values)

    def pull(self, errors: list[Vector]) -> list[Vector]:
        """Xᵀ s e for each set of coefficients: the gradient, where e is ŷ − y."""
        if self.unit is None:
            return self.xp.products(self.X.T, [self.share * e for e in errors])
        return [self.share * gradient for gradient in self.xp.products(self.X.T, errors)]

    def gram(self, weights: Vector) -> Matrix:
        """Xᵀ diag(s w) X"""
        return self.xp.gram(self.X, self.share * weights)

    def shares(self) -> Vector:
        """s, as a vector in any case."""
        return self.share if self.unit is None else self.share * self.unit


def in_blocks(xp: Backend, X: Matrix, share: Vector | float, ys: list[Vector]) -> list[Rows]:
    """All rows, in the blocks that the backend likes. Blocks of one length have one vector of ones."""
    if not isinstance(share, float):
        return [Rows(xp, block[0], list(block[2:]), block[1]) for block in xp.blocks(X, share, *ys)]
    units: dict[int, Vector] = {}
    blocks = []
    for part, *targets in xp.blocks(X, *ys):
        n = part.shape[0]
        if n not in units:
            units[n] = xp.full(n, 1.0)
        blocks.append(Rows(xp, part, targets, share, units[n]))
    return blocks
