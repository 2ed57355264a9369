"""A fit on its way: the points that it has come through, and when it has arrived."""

from __future__ import annotations

from math import inf

from .result import Record, Result

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..backends.base import Vector
    from ..objective.logistic import Point

    Callback = Callable[[Record], object]

# Once the gradient is at a tol of at most EXACT, a few more steps take the coefficients to their last digits: until the
# next step will change each by at most LAST_CHANGE of itself, or by NOTHING of the largest.
EXACT, LAST_CHANGE, NOTHING, LAST_STEPS = 1e-6, 3e-11, 3e-12, 100
SMALL, NOTHING_LEFT = 1e-6, 1e-290
# What arrives where a solver does not.
OTHERS = {"lbfgs": "newton", "gd": "auto"}


class Progress:
    """The current point, the trace, and the one stop rule: the gradient's largest entry is at most `tol`.

    `patience` says for how many steps that do not make the gradient smaller to go on from a small `tol` to the last
    digits of the coefficients; with 0 the fit ends where the gradient is at `margin` · tol.
    """

    def __init__(
        self,
        name: str,
        start: Point,
        tol: float,
        max_iter: int,
        callback: Callback | None = None,
        patience: int = 1,
        margin: float = 1.0,
    ) -> None:
        self.name = self.way = name  # of the solver, and of all that were on the way
        self.point = start
        self.tol = tol
        self.max_iter = max_iter
        self.callback = callback
        self.patience = patience if tol <= EXACT else 0
        self.margin = margin
        self.least = inf  # the smallest gradient since then
        self.idle = 0  # steps that have not made it smaller
        self.start = Record(0, start, 0.0)
        self.trace: list[Record] = []
        self.stopped = False  # by the callback
        self.refined = 0  # steps taken from where the stop rule was met
        self.settled = start.gradient_norm == 0.0
        self.rate = 1.0  # what the last step left of the gradient
        self.last: Vector | None = None  # a step beyond `point`

    @property
    def goal(self) -> float:
        """How small the gradient's largest entry has to be: `tol`. Where F itself is less, held above 0 by a penalty on
        a column of 1e18, any gradient would do, and it has to be small beside F; unless that goes to 0, as it does
        where a class has no weight."""
        value = self.point.value
        held = self.point.objective.penalised and NOTHING_LEFT < value < self.tol
        return min(self.tol, SMALL * value) if held else self.tol

    @property
    def converged(self) -> bool:
        return bool(self.point.gradient_norm <= self.goal) and self.point.value < inf

    @property
    def over(self) -> bool:
        """Whether no further step is to be taken, arrived or not."""
        arrived = self.converged and self.point.gradient_norm <= self.margin * self.goal
        refined = self.settled or self.idle >= self.patience or self.refined >= LAST_STEPS
        return (arrived and refined) or self.spent

    @property
    def spent(self) -> bool:
        """Whether no further step may be taken, by whatever solver."""
        return self.stopped or len(self.trace) >= self.max_iter

    def hand_over(self, name: str) -> None:
        """Let another solver go on from here, to the last digits."""
        self.name, self.way = name, f"{self.way} and {name}"
        self.patience, self.margin = int(self.tol <= EXACT), 1.0

    def step(self, point: Point, step: float) -> None:
        """Go on to `point`, and tell the callback."""
        before, self.point = self.point, point
        record = Record(len(self.trace) + 1, point, step)
        self.trace.append(record)
        self.rate = min(point.gradient_norm / before.gradient_norm, 1.0)
        if self.converged:
            self.refined += 1
            self.settled = self._negligible(point.coef - before.coef)
            self.idle = 0 if point.gradient_norm <= 0.9 * self.least else self.idle + 1
            self.least = min(self.least, point.gradient_norm)
        if self.callback is not None:
            record.coef = point.coef
            self.stopped = self.callback(record) is True

    def ends_with(self, step: Vector) -> bool:
        """Whether `step` is the last: then it is taken, and nobody looks where it leads.

        A pass over the data is saved that could only show that there is nothing left to do.
        """
        if self.patience and self.trace and self.converged and self._negligible(step):
            self.last = step
            return True
        return False

    def _negligible(self, step: Vector) -> bool:
        """Whether after this step no coefficient that matters will change: the next change is its `rate`-th part."""
        tolist = self.point.objective.xp.tolist
        coef = tolist(self.point.coef)
        floor = NOTHING * max([abs(w) for w in coef])
        return all([self.rate * abs(d) <= max(LAST_CHANGE * abs(w), floor) for d, w in zip(tolist(step), coef)])

    def result(self, stuck: bool = False) -> Result:
        """How it ended; `stuck` says that no further step could be found."""
        coef = self.point.objective.xp.tolist(self.point.coef if self.last is None else self.point.coef + self.last)
        message, warning = ending(self, stuck)
        return Result(self.name, coef, self.start, self.trace, self.converged, message, warning)


def ending(progress: Progress, stuck: bool) -> tuple[str, str]:
    """How a fit has ended, in words, and what to do about it, or "" where nothing is to be done."""
    trace = progress.trace
    last, goal = trace[-1] if trace else progress.start, progress.goal
    ended = f"{progress.way}: {len(trace)} iterations, the gradient's largest entry is {last.gradient_norm:.3g}"
    if progress.converged:
        return f"converged in {ended}", ""
    if progress.stopped:
        return f"stopped by the callback in {ended}", ""
    other = OTHERS.get(progress.name, "")
    remedy = f'scale the columns, or use solver="{other}"' if other else "or scale the columns"
    cause = f"max_iter is {progress.max_iter}: raise it, {remedy}"
    if not progress.point.value < inf:
        cause = "The objective is beyond the range of a float: weights or columns differ by too much"
    elif stuck:
        cause = f"No step makes the objective smaller: tol is below what rounding allows. Raise it, {remedy}"
    beside = f"and tol is {goal:.3g}" if goal == progress.tol else f"beside an objective of {progress.point.value:.3g}"
    message = f"not converged in {ended}, {beside}"
    return message, f"{message}. {cause}."
