"""Along a line: F there, and the search for a step at which it falls enough."""

from __future__ import annotations

from math import inf

from ..backends.blocks import add_up
from ..objective.point import LossPoint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..backends.base import Vector
    from ..objective.point import Point


class Ray:
    """F along one direction from a point, for objectives without a lasso.

    With Xδ kept beside the point's Xw, a look at a step costs n exponentials and no product with X; only the point that
    is taken costs one more, for its gradient.
    """

    def __init__(self, point: LossPoint, direction: Vector) -> None:
        objective = point.objective
        parts = objective.split(direction)
        self.start = point
        self.direction = direction
        self.moves: list[list[Vector]] = [objective.linear_predictor(rows.X, parts) for rows in objective.blocks]

    def look(self, step: float) -> Look:
        """F at a step along the direction."""
        return Look(self, step)


class Look:
    """F at one step along a ray: `value` and `slope`, its derivative by the step; `point()` has the gradient too."""

    loss: float
    value: float
    slope: float
    probas: list[list[Vector]]
    errors: list[list[Vector]]

    def __init__(self, ray: Ray, step: float) -> None:
        start, objective = ray.start, ray.start.objective
        self.objective = objective
        self.coef: Vector = start.coef + step * ray.direction
        self.etas: list[list[Vector]] = [
            [e + step * m for e, m in zip(eta, move)] for eta, move in zip(start.etas, ray.moves)
        ]
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
        return LossPoint(self.objective, self.coef, self.loss, gradient, self.etas, self.probas)


ROUNDING = 1e-14  # of F, relative to it
TRIALS = 20  # steps along one direction; two are the rule


class LineSearch:
    """For a step at which F has fallen enough and is no longer steep (the strong Wolfe conditions; J. Nocedal and
    S. Wright, Numerical Optimization, 2006, algorithm 3.5, with the interval of algorithm 3.6):

    1. The step is 1.
    2. It is enough where F(step) ≤ F(0), but for rounding, and |F′(step)| ≤ |F′(0)| / 2.
    3. Otherwise it is an end of the interval that holds such a step: the lower one where F has fallen and still
       falls, and the higher one where not.
    4. The next step is where the straight line through F′(0) and F′(step) is 0, moved well into the interval; while
       that has no higher end, it is at least doubled. From 2 again.

    (On Breast Cancer this saves Newton's method with a Hessian at times a third of its steps: from far away it is the
    steps longer than 1 that count.)

    value, slope  F(0) and F′(0)
    """

    def __init__(self, value: float, slope: float) -> None:
        self.value: float = value
        self.slope: float = slope
        self.step: float = 1.0  # 1
        self.low: float = 0.0
        self.high: float = inf

    def _has_fallen(self, look: Look) -> bool:
        # Beside the condition on the slope it is enough that F has not risen by more than its rounding, which close to
        # the optimum is all that its differences are (the approximate Wolfe conditions; W. Hager and H. Zhang, SIAM J.
        # Optim. 16, 2005, section 2).
        return bool(look.value <= self.value + ROUNDING * abs(self.value))

    def enough(self, look: Look) -> bool:
        """2. Whether the step is one to take, `look` being F there."""
        return self._has_fallen(look) and abs(look.slope) <= 0.5 * abs(self.slope)

    def next_step(self, look: Look) -> float:
        """3 and 4."""
        if self._has_fallen(look) and look.slope < 0.0:
            self.low = self.step
        else:
            self.high = self.step
        crossing = self.step * self.slope / (self.slope - look.slope) if self.slope < look.slope else inf
        if self.high == inf:
            self.step = min(max(crossing, 2.0 * self.low), 4.0 * self.low)
        else:
            width = self.high - self.low
            self.step = min(max(crossing, self.low + 0.1 * width), self.high - 0.1 * width)
        return self.step


def descend(point: Point, direction: Vector) -> tuple[Point, float] | None:
    """Where F falls enough along a direction, and the step that leads there; or None."""
    slope = float(point.gradient @ direction)
    if not slope < 0.0:
        return None
    if isinstance(point, LossPoint) and not point.objective.lean:
        ray, search = Ray(point, direction), LineSearch(point.value, slope)
        look = ray.look(search.step)
        for _ in range(TRIALS):
            if search.enough(look):
                break
            look = ray.look(search.next_step(look))
        following = look.point()
        if falls(point, following, search.step * slope):
            return following, search.step
    return halved(point, slope, lambda step: point.objective.at(point.coef + step * direction))


def halved(point: Point, slope: float, at: Callable[[float], Point]) -> tuple[Point, float] | None:
    """The first of the steps 1, 1/2, 1/4, … at which F falls by a share of step · slope, and the point there."""
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
    return after.value <= before.value + ROUNDING * abs(before.value) and after.gradient_norm < before.gradient_norm
