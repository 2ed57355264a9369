"""Intervals and tests from the likelihood itself: how much of it is left where one coefficient is held at a value.

With pl(c) the largest log-likelihood of the fits whose j-th coefficient is c, the test of wⱼ = c is
χ² = 2 [max ℓ − pl(c)] with one degree of freedom, and the interval holds every c that it does not reject. Firth's
penalty is part of ℓ, with the information of all coefficients, held or not (Heinze and Schemper, 2002).
"""

from __future__ import annotations

from math import copysign, inf, sqrt

from .backends.kernels import dot
from .objective import Objective, Point
from .solvers.newton import inverse_hessian
from .solvers.quasi_newton import Memory, descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .backends.base import Matrix, Vector
    from .covariance import List
    from .evidence import Evidence

# A fit with a coefficient held is over when its next step would raise twice the log-likelihood by no more than NOTHING,
# or when less than ROUNDING of that step is all that still raises it.
NOTHING, ROUNDING, STEPS = 1e-11, 1e-3, 200
CLOSE = 1e-6  # standard errors: a Newton step of that length is the last, and leaves about its square
FOR_EVER = 1e4  # an interval with no end within so many standard errors has none


class Subspace(Objective):
    """An objective of fewer coefficients v, which are the coefficients `origin` + Σ vᵢ basisᵢ of another one."""

    lean = True

    def __init__(self, of: Objective, origin: list[float], basis: List) -> None:
        super().__init__(of.xp, of.blocks, [0.0] * len(basis))
        self.of = of
        self.origin = origin
        self.basis = basis
        self.columns = list(zip(*basis))

    def whole(self, v: Vector) -> list[float]:
        """The coefficients of the other objective."""
        values = self.xp.tolist(v)
        return [o + dot(values, column) for o, column in zip(self.origin, self.columns)]  # type: ignore[arg-type]

    def at(self, coef: Vector) -> Point:
        inner = self.of.at(self.xp.asvector(self.whole(coef)))
        slopes = self.xp.tolist(inner.gradient)
        gradient = self.xp.asvector([dot(slopes, b) for b in self.basis])
        return Point(self, coef, inner.value, gradient, inner.etas, inner.probas)

    def curvature(self, coef: Vector, probas: list[list[Vector]]) -> Matrix:
        hessian = self.xp.tolist(self.of.curvature(self.xp.asvector(self.whole(coef)), probas))
        half = [[dot(row, b) for row in hessian] for b in self.basis]
        return self.xp.asmatrix([[dot(row, b) for b in self.basis] for row in half])


def minimum(objective: Objective, total: float, origin: list[float], basis: List) -> Point:
    """Where the objective is least in a subspace, by L-BFGS on top of the Hessian at its origin."""
    xp = objective.xp
    if basis:
        part = Subspace(objective, origin, basis)
        point = part.at(xp.asvector([0.0] * len(basis)))
        inverse, memory = inverse_hessian(point), Memory(STEPS)
        for _ in range(STEPS):
            direction = memory.direction(point.gradient, inverse)
            negligible = -total * float(point.gradient @ direction) <= NOTHING
            found = None if negligible else descend(point, direction)
            if found is None or found[1] < ROUNDING:
                break
            memory.remember(point, found[0])
            point = found[0]
        origin = part.whole(point.coef)
    return objective.at(xp.asvector(origin))


class Profile:
    """The likelihood as a function of one coefficient, the `place`-th of all.

    The coefficient is a · w' in the solver's coordinates. It is held by making the one with the largest entry of a
    follow the others.
    """

    def __init__(self, evidence: Evidence, place: int) -> None:
        self.objective = evidence.rows_for('method="profile"', 'Say method="wald", or fit again.').objective
        self.total, self.best = evidence.total, evidence.coef[place]
        self.inner, self.top = list(evidence.inner), evidence.loglik
        self.a = [0.0] * evidence.k
        first, j = place - place % evidence.size, place % evidence.size
        for i in range(evidence.size):
            unit = [float(m == i) for m in range(evidence.size)]
            self.a[first + i] = evidence.coordinates.outward(unit)[j]
        self.pivot = max(range(evidence.k), key=lambda i: abs(self.a[i]))
        vcov = evidence.inner_vcov()
        pull = [dot(row, self.a) for row in vcov]
        self.std_error = sqrt(dot(self.a, pull))
        self.direction = [value / self.std_error**2 for value in pull]  # of the others, when it moves by 1
        self.basis = [self._following(i) for i in range(evidence.k) if i != self.pivot]

    def _following(self, i: int) -> list[float]:
        column = [0.0] * len(self.a)
        column[i], column[self.pivot] = 1.0, -self.a[i] / self.a[self.pivot]
        return column

    def drop(self, value: float) -> tuple[float, float]:
        """2 [max ℓ − pl(value)], and its derivative."""
        start = [w + (value - self.best) * d for w, d in zip(self.inner, self.direction)]
        least = minimum(self.objective, self.total, start, self.basis)
        slope = self.objective.xp.tolist(least.gradient)[self.pivot] / self.a[self.pivot]
        return 2.0 * (self.total * least.value + self.top), 2.0 * self.total * slope

    def end(self, z: float) -> float:
        """The end of the interval above (z > 0) or below: where the signed root of the drop, nearly a line, is z."""
        inside, outside = self.best, copysign(inf, z)
        value = self.best + z * self.std_error
        for _ in range(60):
            drop, slope = self.drop(value)
            root = copysign(sqrt(max(drop, 0.0)), z)
            if abs(root) < abs(z):
                inside = value
            else:
                outside = value
            step = (z - root) * 2.0 * root / slope if slope * z > 0.0 else inf
            if abs(step) <= CLOSE * self.std_error:
                return value + step
            if abs(value - self.best) > FOR_EVER * self.std_error:
                return copysign(inf, z)
            value = self._between(value + step, inside, outside)
        return value

    def _between(self, value: float, inside: float, outside: float) -> float:
        """A step that stays in the bracket; where that is open, one that at most trebles the way."""
        if abs(outside) == inf:
            far = self.best + 3.0 * (inside - self.best)
            return min(value, far) if outside > 0.0 else max(value, far)
        if min(inside, outside) < value < max(inside, outside):
            return value
        return 0.5 * (inside + outside)


def null_loglik(evidence: Evidence) -> float:
    """The largest log-likelihood with all slopes at 0: with a penalty, that of all coefficients."""
    problem = evidence.rows_for("the null model", "Fit again.")
    start, width = problem.start(), evidence.size
    basis = [[float(i == k * width) for i in range(evidence.k)] for k in range(evidence.sets * evidence.intercept)]
    return -evidence.total * minimum(problem.objective, evidence.total, start, basis).value
