"""The memory of a quasi-Newton method: the last steps, and what they say about the inverse Hessian."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..backends.base import Vector
    from ..objective.logistic import Objective, Point

# The gradient of all rows at the optimum of a sample of 10,000 is about 3e-3: to go further there would be for nothing.
SAMPLE_TOL, SAMPLE_STEPS = 1e-4, 100


class Memory:
    """The last few steps s, and y, what they changed in the gradient: a correction to an inverse Hessian."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.pairs: list[tuple[Vector, Vector, float]] = []

    def remember(self, before: Point, after: Point) -> None:
        """Add one step, unless rounding has taken the curvature that a convex function must have along it."""
        s, y = after.coef - before.coef, after.gradient - before.gradient
        curvature = float(s @ y)
        if curvature > 1e-14 * float(y @ y) > 0.0:
            self.pairs = self.pairs[1 - self.length :] if self.length > 1 else []
            self.pairs.append((s, y, 1.0 / curvature))

    def scaled(self, q: Vector) -> Vector:
        """q · sᵀy / yᵀy of the last step: the inverse Hessian's size along it (Nocedal and Wright, equation 7.20)."""
        if not self.pairs:
            return q
        _, y, rho = self.pairs[-1]
        return (1.0 / (rho * float(y @ y))) * q

    def direction(self, gradient: Vector, initial: Callable[[Vector], Vector]) -> Vector:
        """−H⁻¹ ∂F, H⁻¹ being `initial` corrected by the pairs (Nocedal and Wright, algorithm 7.4)."""
        q, alphas = gradient, []
        for s, y, rho in reversed(self.pairs):
            alpha = rho * float(s @ q)
            q = q - alpha * y
            alphas.append(alpha)
        r = initial(q)
        for (s, y, rho), alpha in zip(self.pairs, reversed(alphas)):
            r = r + (alpha - rho * float(y @ r)) * s
        return -r


def sample_optimum(solver: Any, objective: Objective, start: Vector) -> Vector | None:
    """Where there are many rows, the optimum of a sample of them; None where there is none."""
    if objective.sample is None:
        return None
    result = solver.solve(objective.sample, start, SAMPLE_TOL, SAMPLE_STEPS)
    return objective.xp.asvector(result.coef) if result.converged else None
