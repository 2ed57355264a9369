"""An objective evaluated at one place: its value, its gradient, and its Hessian when it is asked for."""

from __future__ import annotations

from math import copysign

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..backends.base import Matrix, Vector
    from .logistic import Objective


class Point:
    """F evaluated at one `coef`.

    value          F
    gradient       of all but the lasso
    gradient_norm  the largest entry, in size, of the smallest subgradient: 0 at the optimum and only there
    """

    objective: Objective
    coef: Vector
    value: float
    gradient: Vector
    gradient_norm: float

    def hessian(self) -> Matrix:
        """∂²F/∂w², a p × p matrix, without the lasso."""
        raise NotImplementedError

    def solver(self) -> Callable[[Vector], Vector]:
        """g ↦ H⁻¹ g; a SingularMatrixError where there is none."""
        return self.objective.xp.solver(self.hessian())


class LossPoint(Point):
    """The mean loss and its penalty at one `coef`.

    etas, probas  η and ŷ: for each block of rows one vector for each set of coefficients; of a lean objective none
    """

    def __init__(
        self,
        objective: Objective,
        coef: Vector,
        loss: float,
        gradient: Vector,
        etas: list[list[Vector]],
        probas: list[list[Vector]],
    ) -> None:
        penalty, shrunk = objective.beyond(coef)
        self.objective = objective
        self.coef = coef
        self.gradient = gradient + shrunk
        self.etas = etas
        self.probas = probas
        slopes = objective.xp.tolist(self.gradient)
        if objective.lasso is not None:
            w = objective.xp.tolist(coef)
            penalty += sum([t * abs(v) for t, v in zip(objective.lasso, w)])
            slopes = [_subgradient(g, v, t) for g, v, t in zip(slopes, w, objective.lasso)]
        self.value = float(loss) + penalty
        self.gradient_norm = max([abs(g) for g in slopes])

    def hessian(self) -> Matrix:
        curvature = self.objective.curvature(self.coef, self.etas, self.probas)
        return curvature + self.objective.xp.diagonal(self.objective.ridge)


def _subgradient(slope: float, w: float, lasso: float) -> float:
    """The entry smallest in size of slope + lasso · ∂|w|, where ∂|w| is sign(w), and all of [−1, 1] at w = 0."""
    if w != 0.0:
        return slope + copysign(lasso, w)
    return copysign(max(abs(slope) - lasso, 0.0), slope)
