"""The memory of a quasi-Newton method: the last steps, and what they say about the inverse Hessian."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..backends.base import Vector
    from ..objective.point import Point


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
