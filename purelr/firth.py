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
from .objective import Logistic, Point

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from .backends.base import Backend, Matrix, Vector
    from .covariance import List
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
        return FirthPoint(self, coef)

    def sums(self, coef: Vector, probas: list[Vector]) -> Iterator[tuple[Any, ...]]:
        """For each block its part of −ℓ, of its gradient and of I, all by n; ŷ is kept in `probas`."""
        for rows in self.blocks:
            loss, proba = self.xp.cross_entropy(rows.X @ coef, rows.ys[0])
            probas.append(proba)
            yield rows.mean(loss), rows.pull([proba - rows.ys[0]])[0], rows.gram(proba * (1.0 - proba))

    def pulls(self, probas: list[Vector], factor: List) -> Iterator[tuple[Vector]]:
        """Xᵀ diag(f) h (½ − ŷ) / n of each block; along the rows of the factor the information is 1."""
        for rows, proba in zip(self.blocks, probas):
            length = 0.0
            for q in along(self.xp, rows.X, factor):
                length = length + q * q
            yield (((1.0 / self.total) * rows.pull([proba * (1.0 - proba) * length * (0.5 - proba)])[0]),)


class FirthPoint(Point):
    """F at one place, with the information by n. The leverages, most of the work, wait until the gradient is wanted:
    a step that is not taken needs none."""

    def __init__(self, objective: Firth, coef: Vector) -> None:
        self.objective: Firth = objective
        self.coef = coef
        self._probas: list[Vector] = []
        loss, self.slopes, self.information = add_up(objective.sums(coef, self._probas))
        try:
            self.factor = inverse_factor(objective.xp.tolist(self.information))
        except SingularMatrixError:  # all probabilities are 0 or 1 there
            self.factor, self.value = [], inf
        else:
            log_det = -2.0 * fsum([log(row[i]) for i, row in enumerate(self.factor)])
            self.value = loss - (0.5 * log_det + objective.constant) / objective.total

    def hessian(self) -> Matrix:
        return self.information

    def __getattr__(self, name: str) -> Any:
        if name not in ("gradient", "gradient_norm"):
            raise AttributeError(name)
        self.gradient = self.slopes
        if self.factor:
            (pull,) = add_up(self.objective.pulls(self._probas, self.factor))
            self.gradient = self.slopes - pull
        self.gradient_norm = max(map(abs, self.objective.xp.tolist(self.gradient)))
        return self.__dict__[name]
