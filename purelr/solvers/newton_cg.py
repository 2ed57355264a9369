"""Newton's method by conjugate gradients: for many coefficients of many classes, without their Hessian."""

from __future__ import annotations

from math import sqrt

from ..objective.curvature import Curvature
from .newton import HESSIAN_SIZE, Newton

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..backends.base import Vector
    from ..objective.logistic import Objective
    from .progress import Callback, Progress
    from .result import Result

# What a step may leave of the gradient: ROUGHEST at most, and less the smaller it is, so that the steps get better as
# they cost more. Once it is at tol, one step goes to LAST of that, to the last digits. (Digits, 10 classes: 180
# products in all, where √g would take 250, and a third throughout as many in half as many steps again.)
ROUGHEST, LAST = 0.3, 1e-6
# The most products for a step, a preconditioner's least price in them and the most columns it is made for.
PRODUCTS, PRICE, WIDTH = 250, 4, 1000


class IllConditionedError(Exception):
    """Conjugate gradients have not arrived in as many products as there are coefficients."""


class NewtonCG(Newton):
    """H δ = −∂F by conjugate gradients, which need H times a vector and never H (R. Dembo and T. Steihaug, "Truncated-
    Newton algorithms for large-scale unconstrained optimization", Math. Programming 26, 1983).

    Where there are many rows, it begins at the optimum of a sample of them, and goes on with L-BFGS steps on top of the
    sample's Hessian. A Hessian that is too ill-conditioned is left to Newton's method, if there is memory for it.

    memory  how many steps the correction to the sample's Hessian remembers

    >>> from purelr import LogisticRegression
    >>> model = LogisticRegression(solver=NewtonCG()).fit([[0.0], [1.0], [2.0], [3.0]], [0, 1, 2, 1])
    >>> model.result_.converged
    True
    """

    name = "newton_cg"
    kept, slow = 1, 0.0
    sample_kept, sample_slow = 4, 0.3

    def solve(
        self, objective: Objective, start: Vector, tol: float, max_iter: int, callback: Callback | None = None
    ) -> Result:
        """Go from `start` to where the gradient's largest entry is at most `tol`, and a little on."""
        return super().solve(objective, objective.centred(start), tol, max_iter, callback)

    def descend(self, progress: Progress, inverse: Callable[[Vector], Vector] | None = None) -> bool:
        """As Newton's method does, which goes on where conjugate gradients do not arrive."""
        try:
            stuck = super().descend(progress, inverse)
        except IllConditionedError:
            stuck = True
        # For the last digits alone a Hessian is not worth its price.
        if not stuck or progress.converged or progress.spent or progress.point.objective.size > HESSIAN_SIZE:
            return stuck
        progress.hand_over(Newton.name)
        return Newton(self.memory).descend(progress)

    def inverses(self, progress: Progress | None = None) -> Callable[[Any], Callable[[Vector], Vector]]:
        """The function from a point to g ↦ H⁻¹ g there, as exactly as the step is worth."""
        return Inverses(progress).at


class Inverses:
    """The inverse Hessians of one fit, as what conjugate gradients make of them.

    hard  whether a step has needed the preconditioner: the next will, too
    """

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress
        self.hard: bool = False

    def at(self, point: Any) -> Callable[[Vector], Vector]:
        """g ↦ H⁻¹ g at a point."""
        curvature, centred, progress = Curvature(point), point.objective.centred, self.progress
        accuracy = min(ROUGHEST, point.gradient_norm**0.25)
        if progress is not None and progress.converged:
            accuracy = min(ROUGHEST, LAST * progress.rule.tol / point.gradient_norm)
        return lambda g: centred(self._solved(curvature, centred(g), accuracy))

    def _solved(self, curvature: Curvature, b: Vector, accuracy: float) -> Vector:
        """x with H x = b but for `accuracy` of b, in length.

        A preconditioner costs as much as some products. It is made where so many have not been enough without it: no
        more than twice is spent of what would have been best.
        """
        objective, goal = curvature.objective, accuracy * sqrt(float(b @ b))
        width, most = objective.size // objective.sets, min(PRODUCTS, max(objective.size, 2 * PRICE))
        price = max(PRICE, width // (2 * objective.sets)) if width <= WIDTH else most
        x, residual = 0.0 * b, b
        if not self.hard:
            x, residual = conjugate_gradients(curvature.times, b, lambda r: r, goal, min(price, most))
            if not _longer(residual, goal):
                return x
            if _longer(residual, sqrt(float(b @ b))):
                x, residual = 0.0 * b, b
        if price < most:
            self.hard = True
            more, residual = conjugate_gradients(curvature.times, residual, curvature.preconditioner(), goal, most)
            x = x + more
        if _longer(residual, goal) and objective.size <= HESSIAN_SIZE:
            raise IllConditionedError
        return x


def _longer(v: Vector, length: float) -> bool:
    return float(v @ v) > length * length


def conjugate_gradients(
    times: Callable[[Vector], Vector], b: Vector, precondition: Callable[[Vector], Vector], goal: float, most: int
) -> tuple[Vector, Vector]:
    """x with A x = b but for a residual, b − A x, that is no longer than `goal`, unless that takes more than `most`
    products; and the residual (Nocedal and Wright, 2006, algorithm 5.3). `precondition` is r ↦ M⁻¹ r."""
    x, residual = 0.0 * b, b
    z = direction = precondition(residual)
    size = float(residual @ z)
    for _ in range(most):
        product = times(direction)
        curvature = float(direction @ product)
        if not curvature > 0.0:  # which is rounding
            break
        x = x + (size / curvature) * direction
        residual = residual - (size / curvature) * product
        if not _longer(residual, goal):
            break
        z = precondition(residual)
        before, size = size, float(residual @ z)
        direction = z + (size / before) * direction
    return x, residual
