"""What all solvers have in common: a repr of their options, and a start on some of the rows where there are many."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..backends.base import Vector
    from ..objective.logistic import Objective
    from .progress import Callback
    from .result import Result

# The gradient of all rows at the optimum of a sample of 10,000 is about 3e-3: to go further there would be for nothing.
SAMPLE_TOL, SAMPLE_STEPS = 1e-4, 100


class Solver:
    """A small object with its own options, which are its attributes; `solve` is a pure function of objective and start.

    name             in results and in model files
    own_coordinates  whether it may choose the coordinates in which rounding is least, as its steps do not depend on
                     them; otherwise they are the user's
    forgetful        whether each step is one of its own, so that nothing is lost where a fit is stopped and goes on
    """

    name = "solver"
    own_coordinates = True
    forgetful = False

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join([f'{name}={value!r}' for name, value in vars(self).items()])})"

    def solve(
        self, objective: Objective, start: Vector, tol: float, max_iter: int, callback: Callback | None = None
    ) -> Result:
        """Go from `start` to where the (sub)gradient's largest entry is at most `tol`, in at most `max_iter` steps."""
        raise NotImplementedError

    def sample_optimum(self, objective: Objective, start: Vector) -> Vector | None:
        """Where there are many rows, the optimum of a sample of them; None where there is none."""
        if objective.sample is None:
            return None
        result = self.solve(objective.sample, start, SAMPLE_TOL, SAMPLE_STEPS)
        return objective.xp.asvector(result.coef) if result.converged else None

    def first_point(self, objective: Objective, start: Vector) -> Vector:
        """The optimum of a sample, where there is one, or the start."""
        optimum = self.sample_optimum(objective, start)
        return start if optimum is None else optimum
