"""What a solver returns: the coefficients, how the fit ended, and a record of every step on the way."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..objective.point import Point


class Record:
    """One step of a fit: the state that it ended in."""

    __slots__ = ("coef", "gradient_norm", "intercept", "iteration", "objective", "step")

    def __init__(self, iteration: int, point: Point, step: float) -> None:
        self.iteration: int = iteration  # 1, 2, …; 0 is the start
        self.objective: float = point.value  # the mean loss with its penalty
        self.gradient_norm: float = point.gradient_norm  # the largest entry of its gradient, in size
        self.step: float = step  # the factor on the direction that was taken
        # Set for a callback alone: a trace of a thousand epochs would not fit a small machine with them.
        self.intercept: list[float] | None = None  # as the model's intercept_ and coef_, in lists
        self.coef: Any = None

    def __repr__(self) -> str:
        return (
            f"Record(iteration={self.iteration}, objective={self.objective:.10g}, "
            f"gradient_norm={self.gradient_norm:.3g}, step={self.step:.3g})"
        )


class Result:
    """How a fit ended.

    solver         the name of the solver that was used
    coef           the coefficients in the solver's coordinates, intercept first, a list of floats
    converged      whether the stop rule was met: gradient_norm ≤ tol
    n_iter         how many steps were taken
    objective      the mean loss with its penalty, at coef
    gradient_norm  the largest entry of its (sub)gradient, in size, in the solver's coordinates. Newton's method may go
                   one step beyond the last point that it has looked at, to the last digits: it is that point's then
    message        the end in words
    warning        what went wrong and what to do, or "" where nothing did
    stopped        whether the callback ended the fit, with True
    start          the Record of the starting point
    trace          one Record for each step
    rows           how many rows were fitted; a solver sees none, so the model says it
    """

    def __init__(
        self,
        solver: str,
        coef: list[float],
        start: Record,
        trace: list[Record],
        converged: bool,
        message: str,
        warning: str = "",
        stopped: bool = False,
    ) -> None:
        last = trace[-1] if trace else start
        self.solver = solver
        self.coef = coef
        self.converged = converged
        self.n_iter: int = len(trace)
        self.objective: float = last.objective
        self.gradient_norm: float = last.gradient_norm
        self.message = message
        self.warning = warning
        self.stopped = stopped
        self.start = start
        self.trace = trace
        self.rows: int | None = None

    def __repr__(self) -> str:
        return (
            f"Result(solver={self.solver!r}, converged={self.converged}, n_iter={self.n_iter}, "
            f"objective={self.objective:.10g}, gradient_norm={self.gradient_norm:.3g}, message={self.message!r})"
        )
