"""Gradient descent on all rows at once, as the textbook has it: w ← w − learning_rate · ∂F/∂w, epoch after epoch."""

from __future__ import annotations

from math import isfinite

from ..basics.errors import brief, positive, refuse, whole
from ..basics.random_numbers import start_weights
from ..inputs.arrays import numbers
from .progress import Polish, Progress, StopRule
from .solver import Solver

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..backends.base import Vector
    from ..objective.logistic import Objective
    from ..objective.point import Point
    from .progress import Callback
    from .result import Result


class GradientDescent(Solver):
    """Batch gradient descent (A. Cauchy, 1847).

    learning_rate  the factor on the gradient, above 0. Steps fall for sure below 2 / L, L = the largest eigenvalue of
                   XᵀX / 4n: for p standardised columns 8 / p is always safe, and much more often works.
    epochs         how many passes over the data; None for the estimator's `max_iter`
    start          "zeros", "random" (seeded, the same on every interpreter), or the weights themselves, intercept first
    seed           of the random start

    >>> from purelr import LogisticRegression
    >>> model = LogisticRegression(solver=GradientDescent(learning_rate=1.0, epochs=100))
    >>> model.fit([[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1]).n_iter_
    100
    """

    name = "gd"
    own_coordinates = False  # its steps depend on them, and they are the user's

    def __init__(
        self,
        learning_rate: float = 0.1,
        epochs: int | None = None,
        start: str | Sequence[float] = "zeros",
        seed: int = 0,
    ) -> None:
        self.learning_rate = learning_rate
        self.epochs = epochs
        self.start = start
        self.seed = seed

    def starting_point(self, size: int) -> list[float]:
        """Check the options, and return the `size` weights to start from."""
        positive("learning_rate", self.learning_rate)
        if self.epochs is not None:
            whole("epochs", self.epochs, 0)
        if not isinstance(self.start, str):
            start = numbers(self.start, "start")
            if len(start) != size:
                refuse("start", f"{size} weights, intercept first", f"{len(start)}")
            return start
        if self.start == "random":
            return start_weights(whole("seed", self.seed, 0), size)
        if self.start != "zeros":
            refuse("start", '"zeros", "random" or a list of weights', brief(self.start))
        return [0.0] * size

    def step(self, objective: Objective, point: Point) -> Point:
        """One epoch: w ← w − learning_rate · ∂F/∂w."""
        return objective.at(point.coef - self.learning_rate * point.gradient)

    def solve(
        self, objective: Objective, start: Vector, tol: float, max_iter: int, callback: Callback | None = None
    ) -> Result:
        """Descend from `start` until the gradient's largest entry is at most `tol`, or the epochs are over."""
        epochs = max_iter if self.epochs is None else self.epochs
        progress = Progress(self.name, objective.at(start), StopRule(tol), Polish(0), epochs, callback)
        overflow = False
        while not (progress.over or overflow):
            following = self.step(objective, progress.point)
            overflow = not isfinite(following.value)
            if not overflow:
                progress.step(following, self.learning_rate)
        result = progress.result()
        if self.epochs is not None:
            result.warning = ""  # to stop after so many epochs is what was asked for
        result.warning = trouble(result, self.learning_rate, overflow) or result.warning
        return result


def trouble(result: Result, rate: float, overflow: bool) -> str:
    """What a learning rate that is too large has done, in words; "" where it has done nothing."""
    remedy = "Lower it, or scale the columns with StandardScaler."
    if overflow:
        return (
            f"learning_rate must be small enough for the loss to stay finite; got {rate:g}, "
            f"with which it overflowed in epoch {result.n_iter + 1}. {remedy} "
            f"The weights of epoch {result.n_iter} are kept."
        )
    before = result.start
    for after in result.trace:
        # The last bits of a loss at its minimum go up and down without meaning anything.
        if after.objective > before.objective * (1.0 + 1e-12):
            return (
                f"learning_rate must be small enough for the loss to fall; got {rate:g}, with which "
                f"it rose from {before.objective:.6g} to {after.objective:.6g} in epoch {after.iteration}. {remedy}"
            )
        before = after
    return ""
