"""Firth's bias reduction: the likelihood times the root of the information's determinant, which is Jeffreys' prior.

With the information I(w) = Xᵀ diag(f ŷ (1 − ŷ)) X of n = Σ f rows, each counting f times, the objective is

  F(w)   = −[ℓ(w) + ½ ln det I(w)] / n,      ℓ the log-likelihood
  ∂F/∂w  = Xᵀ diag(f) [ŷ − y − h (½ − ŷ)] / n,      h = ŷ (1 − ŷ) xᵀ I⁻¹ x the leverage of one row

It has a minimum at finite coefficients for any data, separated or not, and takes the bias of order 1/n away.
D. Firth, "Bias reduction of maximum likelihood estimates", Biometrika 80 (1993); G. Heinze and M. Schemper, "A solution
to the problem of separation in logistic regression", Statistics in Medicine 21 (2002).
"""

from __future__ import annotations

from math import fsum, inf, log

from .backends.blocks import add_up
from .covariance import along, inverse_factor
from .errors import SingularMatrixError
from .objective import Logistic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .backends.base import Backend, Vector
    from .covariance import List
    from .objective import Point
    from .rows import Rows


class Firth(Logistic):
    """F for two classes. Its Hessian is the mean information, which Newton's method makes do with.

    scale  of the columns in the solver's coordinates: F is that of the user's, where the determinant is another
    """

    lean = True  # there is no short way along a line: each look at F takes the information

    def __init__(self, xp: Backend, blocks: Iterable[Rows], total: float, width: int, scale: list[float]) -> None:
        super().__init__(xp, blocks, [0.0] * width)
        self.total = total
        self.constant = 0.5 * width * log(total) + fsum(map(log, scale))

    def at(self, coef: Vector) -> Point:
        point = super().at(coef)
        try:
            factor = inverse_factor(self.xp.tolist(self.curvature(coef, point.probas)))
        except SingularMatrixError:  # all probabilities are 0 or 1 there
            point.value = inf
            return point
        log_det = -2.0 * fsum([log(row[i]) for i, row in enumerate(factor)])
        point.value -= (0.5 * log_det + self.constant) / self.total
        point.gradient = point.gradient - self._pull(coef, factor)
        point.gradient_norm = max(map(abs, self.xp.tolist(point.gradient)))
        return point

    def _pull(self, coef: Vector, factor: List) -> Vector:
        """Xᵀ diag(f) h (½ − ŷ) / n; along the rows of the factor the information is 1."""
        sums = []
        for rows in self.blocks:
            proba = self.xp.sigmoid(rows.X @ coef)
            length = 0.0
            for q in along(self.xp, rows.X, factor):
                length = length + q * q
            sums.append(tuple(rows.pull([proba * (1.0 - proba) * length * (0.5 - proba)])))
        return (1.0 / self.total) * add_up(sums)[0]
