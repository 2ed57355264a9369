"""A fit on its way: the points that it has come through, and when it has arrived."""

from __future__ import annotations

from .result import Record, Result

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..objective import Point

    Callback = Callable[[Record], object]


class Progress:
    """The current point, the trace, and the one stop rule: the gradient's largest entry is at most `tol`."""

    def __init__(self, name: str, start: Point, tol: float, max_iter: int, callback: Callback | None = None) -> None:
        self.name = name
        self.point = start
        self.tol = tol
        self.max_iter = max_iter
        self.callback = callback
        self.start = Record(0, start, 0.0)
        self.trace: list[Record] = []
        self.stopped = False  # by the callback

    @property
    def converged(self) -> bool:
        return self.point.gradient_norm <= self.tol

    @property
    def over(self) -> bool:
        """Whether no further step may be taken, arrived or not."""
        return self.stopped or len(self.trace) >= self.max_iter

    def step(self, point: Point, step: float) -> None:
        """Go on to `point`, and tell the callback."""
        self.point = point
        record = Record(len(self.trace) + 1, point, step)
        self.trace.append(record)
        if self.callback is not None and self.callback(record) is True:
            self.stopped = True

    def result(self, stuck: str = "") -> Result:
        """How it ended; `stuck` says in words why no further step could be found, if so."""
        coef = self.point.objective.xp.tolist(self.point.coef)
        last = self.trace[-1] if self.trace else self.start
        ended = f"{self.name}: {len(self.trace)} iterations, the gradient's largest entry is {last.gradient_norm:.3g}"
        if self.converged:
            return Result(self.name, coef, self.start, self.trace, True, f"converged in {ended}")
        if self.stopped:
            return Result(self.name, coef, self.start, self.trace, False, f"stopped by the callback in {ended}")
        message = f"not converged in {ended}, and tol is {self.tol:.3g}"
        cause = stuck or f"max_iter is {self.max_iter}: raise it, or scale the columns"
        return Result(self.name, coef, self.start, self.trace, False, message, f"{message}. {cause}.")
