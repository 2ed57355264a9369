"""Along a line: F there, and the search for a step at which it falls enough."""

from __future__ import annotations

from math import inf

from ..backends.blocks import add_up
from ..objective.logistic import Point

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..backends.base import Vector


class Ray:
    """F along one direction from a point, for objectives without a lasso.

    With Xδ kept beside the point's Xw, a look at a step costs n exponentials and no product with X; only the point that
    is taken costs one more, for its gradient.
    """

    def __init__(self, point: Point, direction: Vector) -> None:
        objective = point.objective
        parts = objective.split(direction)
        self.start = point
        self.direction = direction
        self.moves = [objective.linear_predictor(rows.X, parts) for rows in objective.blocks]

    def look(self, step: float) -> Look:
        """F at a step along the direction."""
        return Look(self, step)


class Look:
    """F at one step along a ray: `value` and `slope`, its derivative by the step; `point()` has the gradient too."""

    def __init__(self, ray: Ray, step: float) -> None:
        start, objective = ray.start, ray.start.objective
        self.objective = objective
        self.coef = start.coef + step * ray.direction
        self.etas = [[e + step * m for e, m in zip(eta, move)] for eta, move in zip(start.etas, ray.moves)]
        self.probas, self.errors, sums = [], [], []
        for rows, eta, move in zip(objective.blocks, self.etas, ray.moves):
            loss, probas = objective.forward(eta, rows.ys)
            mean = rows.mean(loss)
            errors = objective.errors(rows, eta, probas, mean)
            self.probas.append(probas)
            self.errors.append(errors)
            sums.append((mean, sum([rows.mean(e * m) for e, m in zip(errors, move)])))
        self.loss, slope = add_up(sums)
        penalty, shrunk = objective.beyond(self.coef)
        self.value = self.loss + penalty
        self.slope = slope + float(shrunk @ ray.direction)

    def point(self) -> Point:
        """The point at the step, with its gradient."""
        sums = [tuple(rows.pull(errors)) for rows, errors in zip(self.objective.blocks, self.errors)]
        gradient = self.objective.join(list(add_up(sums)))
        return Point(self.objective, self.coef, self.loss, gradient, self.etas, self.probas)


TRIALS = 20  # steps along one direction; two are the rule


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
