"""Coordinate descent on a quadratic model, for the lasso: the data are read once a step, the rest is p-sized."""

from __future__ import annotations

from math import copysign

from .line_search import halved
from .progress import to_the_last_digits
from .solver import Solver

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..backends.base import Vector
    from ..objective.logistic import Objective
    from ..objective.point import Point
    from .progress import Callback
    from .result import Result


class CoordinateDescent(Solver):
    """Proximal Newton: the quadratic model of the smooth part at hand, plus the lasso, is minimised by coordinates.

    With g and H the gradient and the Hessian of F without the lasso, each step minimises over δ

        gᵀδ + δᵀHδ / 2 + Σⱼ lassoⱼ |wⱼ + δⱼ|

    one δⱼ at a time, by soft thresholding, and then halves δ until F falls enough (J. Friedman, T. Hastie and
    R. Tibshirani, J. Stat. Softw. 33(1), 2010; J. Lee, Y. Sun and M. Saunders, SIAM J. Optim. 24, 2014).

    sweeps  the most passes over the coordinates in one step

    >>> from purelr import LogisticRegression
    >>> X = [[0.0, 0.3], [1.0, 0.1], [2.0, 0.2], [3.0, 0.3], [4.0, 0.1], [5.0, 0.2]]
    >>> model = LogisticRegression(l1_ratio=1.0, solver=CoordinateDescent()).fit(X, [0, 0, 1, 0, 1, 1])
    >>> model.coef_[0][1]  # a column that tells nothing is left out
    0.0
    """

    name = "coordinate_descent"
    forgetful = True

    def __init__(self, sweeps: int = 1000) -> None:
        self.sweeps = sweeps

    def solve(
        self, objective: Objective, start: Vector, tol: float, max_iter: int, callback: Callback | None = None
    ) -> Result:
        """Go from `start` to where the subgradient's largest entry is at most `tol`, and a little on."""
        point = objective.at(self.first_point(objective, start))
        progress = to_the_last_digits(self.name, point, tol, max_iter, callback)
        while not progress.over:
            found = _search(objective, progress.point, self._target(progress.point))
            if found is None:
                return progress.result(stuck=True)
            progress.step(*found)
        return progress.result()

    def _target(self, point: Point) -> list[float]:
        """Where the model at this point has its minimum."""
        xp = point.objective.xp
        lasso = point.objective.lasso or [0.0] * point.objective.size
        w, slope, hessian = xp.tolist(point.coef), xp.tolist(point.gradient), xp.tolist(point.hessian())
        accuracy = 1e-3 * min(point.gradient_norm, 1e-2)
        return minimise_model(w, slope, hessian, lasso, accuracy, self.sweeps)


def minimise_model(
    w: list[float], slope: list[float], hessian: list[list[float]], lasso: list[float], accuracy: float, sweeps: int
) -> list[float]:
    """The w + δ that minimises the model, until no coordinate's slope was off by more than `accuracy` in a sweep."""
    target = list(w)
    slope = list(slope)  # of the smooth part of the model, at target
    everything = [j for j in range(len(w)) if hessian[j][j] > 0.0]
    active = everything
    for _ in range(sweeps):
        worst = 0.0
        for j in active:
            curvature, old = hessian[j][j], target[j]
            new = soft_threshold(curvature * old - slope[j], lasso[j]) / curvature
            if new != old:
                target[j] = new
                change = new - old
                slope = [g + change * h for g, h in zip(slope, hessian[j])]
                worst = max(worst, curvature * abs(change))
        if worst > accuracy:
            # Those that are 0 are looked at again when the others have settled.
            active = [j for j in everything if target[j] != 0.0 or lasso[j] == 0.0]
        elif active is everything:
            break
        else:
            active = everything
    return target


def soft_threshold(z: float, threshold: float) -> float:
    """sign(z) · max(|z| − threshold, 0), the minimiser over x of (x − z)² / 2 + threshold · |x|.

    >>> soft_threshold(3.0, 1.0), soft_threshold(-0.5, 1.0)
    (2.0, 0.0)
    """
    rest = abs(z) - threshold
    return copysign(rest, z) if rest > 0.0 else 0.0


def _search(objective: Objective, point: Point, target: list[float]) -> tuple[Point, float] | None:
    """The first of the steps 1, 1/2, 1/4, … towards the model's minimum at which F falls enough.

    Enough is a share of gᵀδ + Σ lassoⱼ (|wⱼ + δⱼ| − |wⱼ|), which the model promises (Lee, Sun and
    Saunders, 2014, equation 2.16).
    """
    xp = objective.xp
    w, g = xp.tolist(point.coef), xp.tolist(point.gradient)
    lasso = objective.lasso or [0.0] * len(w)
    promise = sum([s * (u - v) + t * (abs(u) - abs(v)) for s, u, v, t in zip(g, target, w, lasso)])

    def at(step: float) -> Point:
        # The whole step is the target itself, whose zeros are zeros.
        coef = target if step == 1.0 else [v + step * (u - v) for u, v in zip(target, w)]
        return objective.at(xp.asvector(coef))

    return halved(point, promise, at) if promise < 0.0 else None
