"""A fit on its way: the points that it has come through, and when it has arrived."""

from __future__ import annotations

from math import inf

from .result import Record, Result

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..backends.base import Vector
    from ..objective.point import Point

    Callback = Callable[[Record], object]

# Once the gradient is at a tol of at most EXACT, a few more steps take the coefficients to their last digits: until the
# next step will change each by at most LAST_CHANGE of itself, or by NOTHING of the largest.
EXACT, LAST_CHANGE, NOTHING, LAST_STEPS = 1e-6, 3e-11, 3e-12, 100
SMALL, NOTHING_LEFT = 1e-6, 1e-290
# What arrives where a solver does not.
OTHERS = {"lbfgs": "newton", "gd": "auto"}


class StopRule:
    """The one stop rule: no entry of the gradient is larger than `tol`. A solver that has no cheap way to the last
    digits of the coefficients goes on to `margin` · tol."""

    def __init__(self, tol: float, margin: float = 1.0) -> None:
        self.tol = tol
        self.margin = margin

    def goal(self, point: Point) -> float:
        """How small the gradient's largest entry has to be: `tol`. Where F itself is less, held above 0 by a penalty on
        a column of 1e18, any gradient would do, and it has to be small beside F; unless that goes to 0, as it does
        where a class has no weight."""
        held = point.objective.penalised and NOTHING_LEFT < point.value < self.tol
        return min(self.tol, SMALL * point.value) if held else self.tol

    def is_met(self, point: Point, margin: float = 1.0) -> bool:
        return bool(point.gradient_norm <= margin * self.goal(point)) and point.value < inf


class Polish:
    """Steps from where the stop rule is met to the last digits of the coefficients: until one has changed nothing that
    counts, or so many in a row, `patience`, have not made the gradient smaller. With a patience of 0 there are none."""

    def __init__(self, patience: int) -> None:
        self.patience = patience
        self.least: float = inf  # the smallest gradient
        self.idle: int = 0  # steps in a row that have not made it smaller
        self.steps: int = 0
        self.settled: bool = False

    @property
    def over(self) -> bool:
        return self.settled or self.idle >= self.patience or self.steps >= LAST_STEPS

    def step(self, before: Point, point: Point, rate: float) -> None:
        """Count a step, of which `rate` is left of the gradient."""
        self.steps += 1
        self.settled = negligible(point, point.coef - before.coef, rate)
        self.idle = 0 if point.gradient_norm <= 0.9 * self.least else self.idle + 1
        self.least = min(self.least, point.gradient_norm)


def negligible(point: Point, step: Vector, rate: float) -> bool:
    """Whether after this step no coefficient that matters will change: the next change is its `rate`-th part."""
    tolist = point.objective.xp.tolist
    coef = tolist(point.coef)
    floor = NOTHING * max([abs(w) for w in coef])
    return all([rate * abs(d) <= max(LAST_CHANGE * abs(w), floor) for d, w in zip(tolist(step), coef)])


class Progress:
    """A fit on its way: the current point, the trace, the rule by which it stops and the polish behind that."""

    name: str
    way: str

    def __init__(
        self, name: str, start: Point, rule: StopRule, polish: Polish, max_iter: int, callback: Callback | None
    ) -> None:
        self.name = self.way = name  # of the solver, and of all that were on the way
        self.point: Point = start
        self.rule: StopRule = rule
        self.polish: Polish = polish
        self.max_iter = max_iter
        self.callback = callback
        self.start: Record = Record(0, start, 0.0)
        self.trace: list[Record] = []
        self.stopped: bool = False  # by the callback
        self.rate: float = 1.0  # what the last step left of the gradient
        self.last: Vector | None = None  # a step beyond `point`

    @property
    def converged(self) -> bool:
        return self.rule.is_met(self.point)

    @property
    def over(self) -> bool:
        """Whether no further step is to be taken, arrived or not."""
        arrived = self.rule.is_met(self.point, self.rule.margin)
        return (arrived and (self.polish.over or self.point.gradient_norm == 0.0)) or self.spent

    @property
    def spent(self) -> bool:
        """Whether no further step may be taken, by whatever solver."""
        return self.stopped or len(self.trace) >= self.max_iter

    def hand_over(self, name: str) -> None:
        """Let another solver go on from here, to the last digits."""
        self.name, self.way = name, f"{self.way} and {name}"
        self.rule, self.polish = StopRule(self.rule.tol), polish_of(self.rule.tol)

    def step(self, point: Point, step: float) -> None:
        """Go on to `point`, and tell the callback."""
        before, self.point = self.point, point
        record = Record(len(self.trace) + 1, point, step)
        self.trace.append(record)
        self.rate = min(point.gradient_norm / before.gradient_norm, 1.0)
        if self.converged:
            self.polish.step(before, point, self.rate)
        if self.callback is not None:
            record.coef = point.coef
            self.stopped = self.callback(record) is True

    def ends_with(self, step: Vector) -> bool:
        """Whether `step` is the last: then it is taken, and nobody looks where it leads.

        A pass over the data is saved that could only show that there is nothing left to do.
        """
        if self.polish.patience and self.trace and self.converged and negligible(self.point, step, self.rate):
            self.last = step
            return True
        return False

    def result(self, stuck: bool = False) -> Result:
        """How it ended; `stuck` says that no further step could be found."""
        coef = self.point.objective.xp.tolist(self.point.coef if self.last is None else self.point.coef + self.last)
        message, warning = ending(self, stuck)
        return Result(self.name, coef, self.start, self.trace, self.converged, message, warning, self.stopped)


def polish_of(tol: float) -> Polish:
    """From a `tol` of at most EXACT on, a step more that does not make the gradient smaller ends a fit."""
    return Polish(int(tol <= EXACT))


def to_the_last_digits(name: str, start: Point, tol: float, max_iter: int, callback: Callback | None) -> Progress:
    """The progress of a solver for which the last digits are a few steps."""
    return Progress(name, start, StopRule(tol), polish_of(tol), max_iter, callback)


def ending(progress: Progress, stuck: bool) -> tuple[str, str]:
    """How a fit has ended, in words, and what to do about it, or "" where nothing is to be done."""
    trace = progress.trace
    last, goal = trace[-1] if trace else progress.start, progress.rule.goal(progress.point)
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
    beside = (
        f"and tol is {goal:.3g}" if goal == progress.rule.tol else f"beside an objective of {progress.point.value:.3g}"
    )
    message = f"not converged in {ended}, {beside}"
    return message, f"{message}. {cause}."
