"""Newton's method, with a Hessian that is made anew only when it pays."""

from __future__ import annotations

from math import log

from ..errors import SingularMatrixError
from .progress import Progress
from .quasi_newton import Memory, descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..backends.base import Vector
    from ..objective import Objective, Point
    from .progress import Callback
    from .result import Result

# One Hessian costs as much as p / PASSES passes for a gradient: p² / 2 products a row against 2 p, and the row's
# exponential. Measured on Breast Cancer in pure Python.
PASSES = 6.0


class Newton:
    """H δ = −∂F by Cholesky, with step halving (Nocedal and Wright, Numerical Optimization, 2006, section 3.3).

    Between two Hessians the steps are L-BFGS steps on top of the last one (section 7.2, with that Hessian for the
    initial matrix), which cost a gradient each. A new Hessian is made when the old one would need more such steps to
    arrive than a Hessian costs.

    memory  how many steps the correction to the last Hessian remembers

    >>> from purelr import LogisticRegression
    >>> model = LogisticRegression(solver=Newton()).fit([[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1])
    >>> model.result_.converged
    True
    """

    name = "newton"
    own_coordinates = True  # its steps do not depend on them, so it may choose those in which rounding is least

    def __init__(self, memory: int = 10) -> None:
        self.memory = memory

    def __repr__(self) -> str:
        return f"Newton(memory={self.memory!r})"

    def solve(
        self, objective: Objective, start: Vector, tol: float, max_iter: int, callback: Callback | None = None
    ) -> Result:
        """Go from `start` to where the gradient's largest entry is at most `tol`, and a little on."""
        progress = Progress(self.name, objective.at(start), tol, max_iter, callback)
        inverse, memory = None, Memory(self.memory)
        while not progress.over:
            point = progress.point
            if inverse is None:
                inverse, memory = inverse_hessian(point), Memory(self.memory)
            found = descend(objective, point, memory.direction(point.gradient, inverse))
            if found is None and (progress.converged or not memory.pairs):
                return progress.result(stuck=True)
            if found is None:
                inverse = None  # the corrections have led astray: begin again from a Hessian of this point
                continue
            progress.step(*found)
            memory.remember(point, progress.point)
            if self._pays(point, progress.point, tol, objective.size):
                inverse = None
        return progress.result()

    def _pays(self, before: Point, after: Point, tol: float, size: int) -> bool:
        """Whether a new Hessian is cheaper than the steps that the old one needs, at the rate of the last step."""
        if after.gradient_norm == 0.0:
            return False
        rate = after.gradient_norm / before.gradient_norm
        goal = 1e-3 * min(tol, after.gradient_norm)
        return rate >= 0.9 or log(goal / after.gradient_norm) / log(rate) > 1.0 + size / PASSES


def inverse_hessian(point: Point) -> Callable[[Vector], Vector]:
    """g ↦ H⁻¹ g at a point. A Hessian that is singular there, as it is where all probabilities are 0 or 1, is lifted:
    a growing part of the diagonal is put on top of it (K. Levenberg, 1944) until it is not."""
    xp, hessian = point.objective.xp, point.hessian()
    part = 1e-12
    while True:
        try:
            return xp.solver(hessian)
        except SingularMatrixError:  # noqa: PERF203  # it is the way out that is rare
            diagonal = [row[i] for i, row in enumerate(xp.tolist(hessian))]
            floor = 1e-6 * max(diagonal) or 1e-300
            hessian = hessian + point.objective.diagonal([part * max(value, floor) for value in diagonal])
            part *= 100.0
