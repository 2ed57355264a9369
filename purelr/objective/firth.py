"""Firth's bias reduction: the likelihood times the root of the information's determinant, which is Jeffreys' prior.

With the information I(w) = Xᵀ diag(f ŷ (1 − ŷ)) X of n = Σ f rows, each counting f times, the objective is

  F(w)   = −[ℓ(w) + ½ ln det I(w)] / n,      ℓ the log-likelihood
  ∂F/∂w  = Xᵀ diag(f) [ŷ − y − h (½ − ŷ)] / n,      h = ŷ (1 − ŷ) xᵀ I⁻¹ x the leverage of one row

It has a minimum at finite coefficients for any data, separated or not, and takes the bias of order 1/n away. The rows
are taken as X = Q R with Q orthonormal: along Q, det I and h keep their digits beside nearly collinear columns.

D. Firth, "Bias reduction of maximum likelihood estimates", Biometrika 80 (1993); G. Heinze and M. Schemper, "A solution
to the problem of separation in logistic regression", Statistics in Medicine 21 (2002).
"""

from __future__ import annotations

from math import fsum, inf, log

from ..backends.blocks import add_up
from ..backends.kernels import dot
from ..backends.linalg import congruent, inverse_columns, inverse_factor
from ..basics.errors import SingularMatrixError
from .logistic import Logistic
from .orthogonal import along, orthonormal
from .point import Point

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from ..backends.base import Backend, Matrix, Vector
    from ..backends.linalg import List
    from .logistic import Rows


class Firth(Logistic):
    """F for two classes. Its Hessian is the mean information, which Newton's method makes do with.

    scale  of the columns in the solver's coordinates: F is that of the user's, where the determinant is another
    """

    orthonormal: list[Rows]

    def __init__(self, xp: Backend, blocks: Iterable[Rows], total: float, width: int, scale: list[float]) -> None:
        super().__init__(xp, blocks, [0.0] * width)
        self.total = total
        self.orthonormal, triangle = orthonormal(xp, self.blocks, width)
        self.triangle: Matrix = xp.asmatrix(triangle)
        # The rows of R⁻¹ are the columns of (Rᵀ)⁻¹.
        self.back: List = inverse_columns([column[: j + 1] for j, column in enumerate(map(list, zip(*triangle)))])
        # det Xᵀ W X = (det R)² det Qᵀ W Q
        diagonal = [row[i] for i, row in enumerate(triangle)]
        self.constant: float = 0.5 * width * log(total) + fsum(map(log, scale + diagonal))

    def at(self, coef: Vector) -> Point:
        return FirthPoint(self, coef)

    def sums(self, coef: Vector, probas: list[Vector]) -> Iterator[tuple[Any, ...]]:
        """For each block its part of −ℓ, of its gradient and of I, all by n and along Q; ŷ is kept in `probas`."""
        for rows in self.orthonormal:
            loss, (proba,) = self.forward(self.linear_predictor(rows.X, [coef]), rows.ys)
            probas.append(proba)
            yield rows.mean(loss), rows.pull([proba - rows.ys[0]])[0], rows.gram(proba * (1.0 - proba))

    def pulls(self, probas: list[Vector], factor: List) -> Iterator[tuple[Vector]]:
        """Qᵀ diag(f) h (½ − ŷ) / n of each block; along the rows of the factor the information is 1."""
        for rows, proba in zip(self.orthonormal, probas):
            squares = [q * q for q in along(self.xp, rows.X, factor)]
            leverage = proba * (1.0 - proba) * sum(squares[1:], squares[0])
            yield ((1.0 / self.total) * rows.pull([leverage * (0.5 - proba)])[0],)


class FirthPoint(Point):
    """F at one place, with the information by n along Q. The leverages, most of the work, wait until the gradient is
    wanted: a step that is not taken needs none."""

    slopes: Vector
    information: Matrix

    def __init__(self, objective: Firth, coef: Vector) -> None:
        self.objective: Firth = objective
        self.coef = coef
        self._probas: list[Vector] = []
        self._gradient: Vector | None = None
        loss, self.slopes, self.information = add_up(objective.sums(objective.triangle @ coef, self._probas))
        try:
            self.factor: List = inverse_factor(objective.xp.tolist(self.information))
        except SingularMatrixError:  # all probabilities are 0 or 1 there
            self.factor, self.value = [], inf
        else:
            log_det = -2.0 * fsum([log(row[i]) for i, row in enumerate(self.factor)])
            self.value = loss - (0.5 * log_det + objective.constant) / objective.total

    def hessian(self) -> Matrix:
        """Rᵀ I R"""
        xp = self.objective.xp
        return xp.asmatrix(congruent(xp.tolist(self.information), xp.tolist(self.objective.triangle), 1))

    def solver(self) -> Callable[[Vector], Vector]:
        """g ↦ I⁻¹ g, where I⁻¹ = Bᵀ B and the rows of B are those of the factor, carried from Q to X."""
        if not self.factor:
            return super().solver()
        xp = self.objective.xp
        B = xp.asmatrix([[dot(row, back) for back in self.objective.back] for row in self.factor])
        return lambda gradient: B.T @ (B @ gradient)

    @property
    def gradient(self) -> Vector:  # type: ignore[override]  # nobody sets it
        if self._gradient is None:
            along_q = self.slopes
            if self.factor:
                (pull,) = add_up(self.objective.pulls(self._probas, self.factor))
                along_q = self.slopes - pull
            self._gradient = self.objective.triangle.T @ along_q
        return self._gradient

    @property
    def gradient_norm(self) -> float:  # type: ignore[override]  # nobody sets it
        return float(max(map(abs, self.objective.xp.tolist(self.gradient))))
