"""Intervals and tests from the likelihood itself: how much of it is left where one coefficient is held at a value.

With pl(c) the largest log-likelihood of the fits whose j-th coefficient is c, the test of wⱼ = c is
χ² = 2 [max ℓ − pl(c)] with one degree of freedom, and the interval holds every c that it does not reject. Firth's
penalty is part of ℓ, with the information of all coefficients, held or not (Heinze and Schemper, 2002).

Where the coefficient is a · w, an end of the interval is where the gradient is a multiple of a and F has risen by
z² / 2n. Both are solved for at once, by Newton's method on n F = −ℓ (D. Venzon and S. Moolgavkar, "A method for
computing profile-likelihood-based confidence intervals", Appl. Statist. 37, 1988). With the parabola of Hessian H,

  δ = λ u − v,      u = H⁻¹ a,   v = H⁻¹ ∂F,      λ² a · u = 2 (goal − F) + ∂F · v

leads to both. H is the information at the maximum, with Firth's penalty that of each point, corrected by what the steps
have shown (the two-loop recursion of L-BFGS): the exact Hessian of the penalty costs as much as p looks at F.
"""

from __future__ import annotations

from math import copysign, inf, sqrt

from ..basics.errors import refuse
from ..solvers.line_search import descend
from ..solvers.memory import Memory
from ..solvers.newton import inverse_hessian

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..backends.base import Matrix, Vector
    from ..objective.logistic import Point
    from .information import Evidence

# A fit with a coefficient held is over when its next step would raise twice the log-likelihood by no more than NOTHING,
# or when less than ROUNDING of that step is all that still raises it.
NOTHING, ROUNDING, STEPS = 1e-10, 1e-3, 200
# In standard errors: a Newton step of length CLOSE is the last, and leaves about its square, where what the fit could
# still gain with the coefficient held moves the end by no more than SURE.
CLOSE, SURE = 1e-6, 1e-9
FOR_EVER = 1e4  # an interval with no end within so many standard errors has none
# On its way to an end F may rise by so many times what it has to. Further off than FAR standard errors the Hessian of
# the maximum says less than one that is made anew.
RISE, FAR = 4.0, 3.0
HIGHER = 1e-3  # of a drop below 0: more than a fit's distance from its optimum explains


def tests_and_intervals(evidence: Evidence, z: float) -> Iterator[tuple[float, tuple[float, float]]]:
    """For each coefficient the χ² of its being 0, and the interval in which twice the log-likelihood falls by z²."""
    problem = evidence.rows_for('method="profile"', 'Say method="wald", or fit again.')
    for profile in profiles(evidence):
        with problem.data.xp.quiet():
            found = profile.drop(profile.held(0.0, profile.top)), (profile.end(-z), profile.end(z))
        yield found


def profiles(evidence: Evidence) -> list[Profile]:
    """One for each coefficient."""
    objective = evidence.rows_for("profiles", "Fit again.").objective
    top = objective.at(objective.xp.asvector(evidence.inner))
    inverse = objective.xp.asmatrix([[evidence.total * value for value in row] for row in evidence.inner_vcov()])
    return [Profile(evidence, top, inverse, place) for place in range(evidence.k)]


class Profile:
    """The likelihood as a function of one coefficient, the `place`-th of all, which is a · w in the solver's
    coordinates.

    top      the maximum
    inverse  the inverse Hessian of F there
    """

    def __init__(self, evidence: Evidence, top: Point, inverse: Matrix, place: int) -> None:
        self.objective, self.top, self.inverse = top.objective, top, inverse
        self.total, self.best = evidence.total, evidence.coef[place]
        self.name = evidence.names[place % evidence.size]
        a = [0.0] * evidence.k
        first, j = place - place % evidence.size, place % evidence.size
        for i in range(evidence.size):
            unit = [float(m == i) for m in range(evidence.size)]
            a[first + i] = evidence.coordinates.outward(unit)[j]
        self.a = self.objective.xp.asvector(a)
        self.std_error = sqrt(float(self.a @ (inverse @ self.a)) / self.total)

    def _inverse(self, point: Point) -> Callable[[Vector], Vector]:
        """g ↦ H⁻¹ g: at the point where it has its information with it, as with Firth's penalty, or at the maximum."""
        return inverse_hessian(point) if hasattr(point, "information") else lambda gradient: self.inverse @ gradient

    def value(self, point: Point) -> float:
        """The coefficient at a point."""
        return self.best + float(self.a @ (point.coef - self.top.coef))

    def drop(self, point: Point) -> float:
        """2 [max ℓ − ℓ]. A ValueError where that is below 0: Firth's penalty can make several maxima."""
        drop = 2.0 * self.total * (point.value - self.top.value)
        if drop < -HIGHER:
            wanted = "of data for which the penalised likelihood has one maximum, for profiles"
            got = f"a larger one than the fit's, on the way of {self.name!r}"
            refuse(
                "firth=True",
                wanted,
                got,
                'Leave out columns that separate the classes, or say method="wald" (--method wald).',
            )
        return drop

    def end(self, z: float) -> float:
        """The end of the interval above (z > 0) or below."""
        point, memory, rise = self.top, Memory(STEPS), 0.5 * z * z / self.total
        for _ in range(STEPS):
            u, v, au, av, gain = self._parabola(point, memory, self._inverse(point))
            missing = self.top.value + rise - point.value
            multiplier = copysign(sqrt(max(2.0 * missing + gain + av * av / au, 0.0) / au), z)
            step, value = multiplier * au - av, self.value(point)
            sure = 0.5 * gain <= SURE * self.std_error * abs(multiplier)
            if sure and abs(step) <= CLOSE * self.std_error:
                return value + step
            if missing > 0.0 and abs(value - self.best) > FOR_EVER * self.std_error:
                return copysign(inf, z)
            following = self._towards(point, multiplier * u - v, self.top.value + RISE * rise)
            if following is None:
                break
            memory.remember(point, following)
            point = following
            self.drop(point)
        return self.bracketed(z)

    def _parabola(
        self, point: Point, memory: Memory, inverse: Callable[[Vector], Vector]
    ) -> tuple[Vector, Vector, float, float, float]:
        """u, v, a · u, a · v and what twice F could still fall with the coefficient held, ∂F · v − (a · v)² / a · u."""
        u, v = -memory.direction(self.a, inverse), -memory.direction(point.gradient, inverse)
        au, av = float(self.a @ u), float(self.a @ v)
        return u, v, au, av, float(point.gradient @ v) - av * av / au

    def _towards(self, point: Point, direction: Vector, limit: float) -> Point | None:
        """The first of the steps 1, 1/2, 1/4, … along a direction where F is no larger than `limit`."""
        step = 1.0
        while step > 1e-3:
            following = self.objective.at(point.coef + step * direction)
            if following.value <= limit:
                return following
            step *= 0.5
        return None

    def held(self, value: float, point: Point) -> Point:
        """The best of the fits with the coefficient at a value, found from a point: onto the plane, and then in it."""
        memory, inverse = Memory(STEPS), self._inverse(point)
        for _ in range(STEPS):
            u, v, au, av, gain = self._parabola(point, memory, inverse)
            away = value - self.value(point)
            direction = ((away + av) / au) * u - v
            if abs(away) > 1e-9 * self.std_error:
                following = self._towards(point, direction, 1e300)
            elif self.total * gain <= NOTHING:
                break
            else:
                found = descend(point, direction)
                following = None if found is None or found[1] < ROUNDING else found[0]
            if following is None:
                break
            memory.remember(point, following)
            point = following
            if abs(away) > FAR * self.std_error:
                memory, inverse = Memory(STEPS), inverse_hessian(point)
        return point

    def bracketed(self, z: float) -> float:
        """The same as `end`, more slowly and from further away: from fits with the coefficient held, where the signed
        root of the drop, nearly a line, is z."""
        inside, outside, point = self.best, copysign(inf, z), self.top
        value = self.best + z * self.std_error
        for _ in range(60):
            point = self.held(value, point)
            root = copysign(sqrt(max(self.drop(point), 0.0)), z)
            if abs(root) < abs(z):
                inside = value
            else:
                outside = value
            slope = self._slope(point)
            step = (z - root) * 2.0 * root / slope if slope * z > 0.0 else copysign(inf, z)
            if abs(step) <= CLOSE * self.std_error:
                return value + step
            if abs(value - self.best) > FOR_EVER * self.std_error:
                return copysign(inf, z)
            value = self._between(value + step, inside, outside)
        return value

    def _slope(self, point: Point) -> float:
        """The derivative of the drop by the value at which the coefficient is held: ∂F is λ a there."""
        return 2.0 * self.total * float(self.a @ point.gradient) / float(self.a @ self.a)

    def _between(self, value: float, inside: float, outside: float) -> float:
        """A step that stays in the bracket; where that is open, one that at most trebles the way."""
        if abs(outside) == inf:
            far = self.best + 3.0 * (inside - self.best)
            return min(value, far) if outside > 0.0 else max(value, far)
        if min(inside, outside) < value < max(inside, outside):
            return value
        return 0.5 * (inside + outside)
