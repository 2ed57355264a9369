"""What solver="auto" takes for two classes and many coefficients: L-BFGS, and Newton where that would not arrive."""

from __future__ import annotations

from math import log

from .lbfgs import LBFGS
from .newton import Newton
from .solver import Solver

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..backends.base import Vector
    from ..objective.logistic import Objective
    from .progress import Callback, Progress
    from .result import Result

# How many steps are looked back on, to foretell how many there are to come.
STRETCH = 50


class Relay(Solver):
    """L-BFGS for as long as it is foretold to arrive in fewer passes over the rows than Newton's Hessians cost, about
    one for each coefficient, and in half of `max_iter`; then Newton's method from there.

    150 × 420, neighbouring columns nearly the same as pixels are, C = 1e4: L-BFGS takes 541 steps and more, and Newton
    after 50 of them about 10. On 20,000 × 500 independent columns L-BFGS takes 15, and is left alone.
    """

    name = "lbfgs"

    def solve(
        self, objective: Objective, start: Vector, tol: float, max_iter: int, callback: Callback | None = None
    ) -> Result:
        """Go from `start` to where the gradient's largest entry is at most `tol`."""
        first = LBFGS()
        progress = first.begin(objective, start, tol, max_iter, callback)
        most = min(objective.size, max_iter // 2)
        stuck = first.descend(progress, lambda: foretold(progress) > most)
        if not (progress.converged or progress.spent):
            progress.hand_over(Newton.name)
            stuck = Newton().descend(progress)
        return progress.result(stuck)


def foretold(progress: Progress) -> float:
    """In how many steps, with those behind it, a fit will be at its end, if the gradient goes on to fall as it does."""
    trace, steps = progress.trace, len(progress.trace)
    if steps == 0 or steps % STRETCH:
        return 0.0
    before = trace[steps - STRETCH - 1].gradient_norm if steps > STRETCH else progress.start.gradient_norm
    now = trace[-1].gradient_norm
    missing, fallen = log(now / (progress.rule.margin * progress.rule.tol)), log(before / now)
    return steps + STRETCH * missing / max(fallen, 1e-9)
