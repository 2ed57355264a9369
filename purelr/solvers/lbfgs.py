"""L-BFGS: for many columns, where a Hessian would be too large."""

from __future__ import annotations

from .line_search import descend
from .memory import Memory
from .progress import Polish, Progress, StopRule
from .solver import Solver

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..backends.base import Vector
    from ..objective.logistic import Objective
    from .progress import Callback
    from .result import Result


# It has no Hessian to bring the last digits of the coefficients cheaply. So it goes to a tenth of tol, and stops there.
MARGIN = 0.1


class LBFGS(Solver):
    """Limited-memory BFGS (D. C. Liu and J. Nocedal, Mathematical Programming 45, 1989), with step halving.

    memory  how many steps are remembered

    >>> from purelr import LogisticRegression
    >>> model = LogisticRegression(solver=LBFGS()).fit([[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1])
    >>> model.result_.converged
    True
    """

    name = "lbfgs"

    def __init__(self, memory: int = 10) -> None:
        self.memory = memory

    def solve(
        self, objective: Objective, start: Vector, tol: float, max_iter: int, callback: Callback | None = None
    ) -> Result:
        """Go from `start` to where the gradient's largest entry is at most `tol`."""
        progress = self.begin(objective, start, tol, max_iter, callback)
        return progress.result(stuck=self.descend(progress))

    def begin(
        self, objective: Objective, start: Vector, tol: float, max_iter: int, callback: Callback | None
    ) -> Progress:
        """A fit at its start, or where there are many rows at the optimum of a sample of them."""
        point = objective.at(self.first_point(objective, start))
        return Progress(self.name, point, StopRule(tol, MARGIN), Polish(0), max_iter, callback)

    def descend(self, progress: Progress, gives_up: Callable[[], bool] = lambda: False) -> bool:
        """Go on until the fit is over or is given up; whether it was for want of a step that leads further."""
        memory = Memory(self.memory)
        while not (progress.over or gives_up()):
            point = progress.point
            found = descend(point, memory.direction(point.gradient, memory.scaled))
            if found is None and not memory.pairs:
                return True
            if found is None:
                memory = Memory(self.memory)  # it has led astray
                continue
            progress.step(*found)
            memory.remember(point, progress.point)
        return False
