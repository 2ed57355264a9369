"""The objective along a line: what a line search looks at."""

from __future__ import annotations

from .backends.blocks import add_up
from .objective.logistic import Point

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .backends.base import Vector


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
        self.moves = [objective.xp.products(rows.X, parts) for rows in objective.blocks]

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
