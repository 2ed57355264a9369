"""Newton's method, with a Hessian that is made anew only when it pays."""

from __future__ import annotations

from ..basics.errors import SingularMatrixError
from .line_search import descend
from .memory import Memory
from .progress import Progress, to_the_last_digits
from .solver import Solver

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..backends.base import Vector
    from ..objective.logistic import Objective
    from ..objective.point import Point
    from .progress import Callback
    from .result import Result

# A Hessian is kept for KEPT steps at least, and then until a step leaves more than SLOW of the gradient. Tried on
# Breast Cancer and on 15 generated problems, against one for each step and against predictions of what would pay: two
# or three Hessians a fit, and half the time of plain Newton.
KEPT, SLOW = 4, 0.1
# The Hessian of a sample goes as soon as a step leaves more than SAMPLE_SLOW. On 100,000 × 100 with NumPy, where one of
# all rows costs as much as 5 passes, it saves six of ten steps; on 1,000,000 × 30 the sample's is good enough.
SAMPLE_KEPT, SAMPLE_SLOW = 1, 0.1
# Up to so many coefficients there is memory for a Hessian: 70 MB with NumPy, four times that in lists.
HESSIAN_SIZE = 3000


class Newton(Solver):
    """H δ = −∂F by Cholesky, with step halving (Nocedal and Wright, Numerical Optimization, 2006, section 3.3).

    Between two Hessians the steps are L-BFGS steps on top of the last one (section 7.2, with that Hessian for the
    initial matrix), which cost a gradient each, where a Hessian costs p / 4 of them.

    memory  how many steps the correction to the last Hessian remembers

    >>> from purelr import LogisticRegression
    >>> model = LogisticRegression(solver=Newton()).fit([[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1])
    >>> model.result_.converged
    True
    """

    name = "newton"
    kept, slow = KEPT, SLOW
    sample_kept, sample_slow = SAMPLE_KEPT, SAMPLE_SLOW

    def __init__(self, memory: int = 20) -> None:
        self.memory = memory

    def solve(
        self, objective: Objective, start: Vector, tol: float, max_iter: int, callback: Callback | None = None
    ) -> Result:
        """Go from `start` to where the gradient's largest entry is at most `tol`, and a little on."""
        start, inverse = self._from_sample(objective, start)
        progress = to_the_last_digits(self.name, objective.at(start), tol, max_iter, callback)
        return progress.result(stuck=self.descend(progress, inverse))

    def descend(self, progress: Progress, inverse: Callable[[Vector], Vector] | None = None) -> bool:
        """Go on until the fit is over; whether it was for want of a step that leads further. `inverse` is the inverse
        of a Hessian to begin with.

        1. Where there is no Hessian: that of the point, and an empty memory.
        2. The direction −H⁻¹ ∂F, H⁻¹ corrected by the steps since. It is the last step where it would change nothing.
        3. Along it to where F falls enough. Where it does not fall, the corrections have led astray, if there are any:
           from 1, with the Hessian of this point; otherwise the fit is over.
        4. The step is remembered; the Hessian is kept while it is young, and then as long as steps are good ones.
        """
        memory, age, made = Memory(self.memory), 0, self.inverses(progress)
        kept, slow = (self.kept, self.slow) if inverse is None else (self.sample_kept, self.sample_slow)
        while not progress.over:
            point = progress.point
            if inverse is None:  # 1
                inverse, memory, age = made(point), Memory(self.memory), 0
                kept, slow = self.kept, self.slow
            direction = memory.direction(point.gradient, inverse)  # 2
            if progress.ends_with(direction):
                return False
            found = descend(point, direction)  # 3
            if found is None and (progress.converged or not memory.pairs):
                return True
            if found is None:
                inverse = None
                continue
            progress.step(*found)  # 4
            memory.remember(point, progress.point)
            age += 1
            if age >= kept and progress.rate > slow:
                inverse = None
        return False

    def inverses(self, progress: Progress | None = None) -> Callable[[Point], Callable[[Vector], Vector]]:
        """The function from a point to g ↦ H⁻¹ g there, for one fit."""
        return inverse_hessian

    def _from_sample(self, objective: Objective, start: Vector) -> tuple[Vector, Callable[[Vector], Vector] | None]:
        """Where there are many rows: the optimum of a sample of them, and the inverse Hessian of the sample there."""
        optimum = self.sample_optimum(objective, start)
        if optimum is None or objective.sample is None:
            return start, None
        return optimum, self.inverses()(objective.sample.at(optimum))


def inverse_hessian(point: Point) -> Callable[[Vector], Vector]:
    """g ↦ H⁻¹ g at a point. A Hessian that is singular there, as it is where all probabilities are 0 or 1, is lifted:
    a growing part of the diagonal is put on top of it (K. Levenberg, 1944) until it is not."""
    try:
        return point.solver()
    except SingularMatrixError:
        return _lifted(point)


def _lifted(point: Point) -> Callable[[Vector], Vector]:
    xp, hessian = point.objective.xp, point.hessian()
    diagonal = [row[i] for i, row in enumerate(xp.tolist(hessian))]
    floor = 1e-6 * max(diagonal) or 1e-300
    part = 1e-12
    while True:
        hessian = hessian + xp.diagonal(xp.asvector([part * max(value, floor) for value in diagonal]))
        try:
            return xp.solver(hessian)
        except SingularMatrixError:
            part *= 100.0
