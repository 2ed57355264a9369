"""What Newton's method and L-BFGS have in common: the two-loop recursion, and a line search by step halving."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..backends.base import Vector
    from ..objective import Objective, Point


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


def descend(objective: Objective, point: Point, direction: Vector) -> tuple[Point, float] | None:
    """A line search along a direction in which F falls."""
    slope = float(point.gradient @ direction)
    return line_search(objective, point, lambda step: point.coef + step * direction, slope)


def line_search(
    objective: Objective, point: Point, at: Callable[[float], Vector], promise: float
) -> tuple[Point, float] | None:
    """The first of the steps 1, 1/2, 1/4, … at which F has fallen by a share of step · promise (Armijo), or None.

    At the optimum the differences of F are rounding alone, although the gradient still has digits to give: there a step
    counts that leaves F as it is and makes the gradient smaller. (To ask for the Wolfe condition too was tried: F being
    convex, it saved L-BFGS one step in a hundred.)
    """
    noise = 1e-14 * abs(point.value)
    step = 1.0
    while promise < 0.0 and step > 1e-15:
        following = objective.at(at(step))
        if following.value <= point.value + 1e-4 * step * promise:
            return following, step
        if following.value <= point.value + noise and following.gradient_norm < point.gradient_norm:
            return following, step
        step *= 0.5
    return None
