"""What Newton's method and L-BFGS have in common: the two-loop recursion, and a line search by step halving."""

from __future__ import annotations

from math import inf

from ..ray import Ray

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..backends.base import Vector
    from ..objective.logistic import Objective, Point

# The gradient of all rows at the optimum of a sample of 10,000 is about 3e-3: to go further there would be for nothing.
SAMPLE_TOL, SAMPLE_STEPS = 1e-4, 100
TRIALS = 20  # steps along one direction; two are the rule


class Memory:
    """The last few steps s, and y, what they changed in the gradient: a correction to an inverse Hessian."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.pairs: list[tuple[Vector, Vector, float]] = []

    def remember(self, before: Point, after: Point) -> None:
        """Add one step, unless rounding has taken the curvature that a convex function must have along it."""
        s, y = after.coef - before.coef, after.gradient - before.gradient
        curvature = float(s @ y)
        if curvature > 1e-14 * float(y @ y) > 0.0:
            self.pairs = self.pairs[1 - self.length :] if self.length > 1 else []
            self.pairs.append((s, y, 1.0 / curvature))

    def scaled(self, q: Vector) -> Vector:
        """q · sᵀy / yᵀy of the last step: the inverse Hessian's size along it (Nocedal and Wright, equation 7.20)."""
        if not self.pairs:
            return q
        _, y, rho = self.pairs[-1]
        return (1.0 / (rho * float(y @ y))) * q

    def direction(self, gradient: Vector, initial: Callable[[Vector], Vector]) -> Vector:
        """−H⁻¹ ∂F, H⁻¹ being `initial` corrected by the pairs (Nocedal and Wright, algorithm 7.4)."""
        q, alphas = gradient, []
        for s, y, rho in reversed(self.pairs):
            alpha = rho * float(s @ q)
            q = q - alpha * y
            alphas.append(alpha)
        r = initial(q)
        for (s, y, rho), alpha in zip(self.pairs, reversed(alphas)):
            r = r + (alpha - rho * float(y @ r)) * s
        return -r


def sample_optimum(solver: Any, objective: Objective, start: Vector) -> Vector | None:
    """Where there are many rows, the optimum of a sample of them; None where there is none."""
    if objective.sample is None:
        return None
    result = solver.solve(objective.sample, start, SAMPLE_TOL, SAMPLE_STEPS)
    return objective.xp.asvector(result.coef) if result.converged else None


def descend(point: Point, direction: Vector) -> tuple[Point, float] | None:
    """Where F falls enough along a direction, and the step that leads there; or None.

    The step 1 is tried first. While F does not fall by a share of what the slope promises, or keeps more than half of
    its steepness, the step is moved to where a straight line through the slopes at both ends is 0, and doubled at
    least where it is too short. (On Breast Cancer this saves Newton's method with a Hessian at times a third of its
    steps: from far away it is the steps longer than 1 that count.)
    """
    slope = float(point.gradient @ direction)
    if not slope < 0.0:
        return None
    if point.objective.lean:
        return _halved(point, slope, lambda step: point.objective.at(point.coef + step * direction))
    ray = Ray(point, direction)
    step, low, high = 1.0, 0.0, inf
    look = ray.look(step)
    for _ in range(TRIALS):
        fallen = look.value <= point.value + 1e-4 * step * slope
        if fallen and abs(look.slope) <= 0.5 * abs(slope):
            break
        if fallen and look.slope < 0.0:
            low = step
        else:
            high = step
        crossing = step * slope / (slope - look.slope) if slope < look.slope else inf
        step = _between(low, high, crossing)
        look = ray.look(step)
    following = look.point()
    if falls(point, following, step * slope):
        return following, step
    return _halved(point, slope, lambda step: ray.look(step).point())


def _between(low: float, high: float, step: float) -> float:
    """The step, moved to well inside the interval; an open interval ends at four times `low`."""
    if high == inf:
        return min(max(step, 2.0 * low), 4.0 * low)
    width = high - low
    return min(max(step, low + 0.1 * width), high - 0.1 * width)


def _halved(point: Point, slope: float, at: Callable[[float], Point]) -> tuple[Point, float] | None:
    """The first of the steps 1, 1/2, 1/4, … at which F falls."""
    step, least = 1.0, 1e-18 * abs(point.value)  # what is promised below that is rounding
    while True:
        following = at(step)
        if falls(point, following, step * slope):
            return following, step
        step *= 0.5
        if step < 1e-15 or -step * slope < least:
            return None


def falls(before: Point, after: Point, promise: float) -> bool:
    """Whether F has fallen by a share of what was promised (Armijo).

    At the optimum the differences of F are rounding alone, although the gradient still has digits to give: there a step
    counts that leaves F as it is and makes the gradient smaller.
    """
    if after.value < before.value + 1e-4 * promise:
        return True
    return after.value <= before.value + 1e-14 * abs(before.value) and after.gradient_norm < before.gradient_norm
