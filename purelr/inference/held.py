"""The fit with some coefficients held at 0."""

from __future__ import annotations

from ..backends.kernels import dot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..training.problem import Problem

# It is over when its next step would raise twice the log-likelihood by less than that.
NOTHING, STEPS = 1e-12, 100


def least_loss(problem: Problem, inner: list[float], held: list[int]) -> float:
    """The smallest mean loss with these coefficients at 0, by Newton's method on the others, its step halved until the
    loss falls; from `inner`, which is near."""
    objective, xp, total = problem.objective, problem.data.xp, problem.data.total
    free = [i for i in range(len(inner)) if i not in held]
    w = [0.0 if i in held else value for i, value in enumerate(inner)]
    point = objective.at(xp.asvector(w))
    for _ in range(STEPS if free else 0):
        slopes, hessian = xp.tolist(point.gradient), xp.tolist(point.hessian())
        gradient = [slopes[i] for i in free]
        A = xp.asmatrix([[hessian[i][j] for j in free] for i in free])
        step = xp.tolist(xp.solver(A)(xp.asvector(gradient)))
        if total * dot(gradient, step) < NOTHING:
            break
        size = 1.0
        while size > 1e-9:
            trial = list(w)
            for i, s in zip(free, step):
                trial[i] -= size * s
            following = objective.at(xp.asvector(trial))
            if following.value < point.value:
                break
            size *= 0.5
        else:
            break  # only rounding is left
        w, point = trial, following
    return float(point.value)
