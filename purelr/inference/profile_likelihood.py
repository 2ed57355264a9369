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
    from ..objective.logistic import Objective
    from ..objective.point import Point
    from .fitted import Fit
    from .information import Information

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


def tests_and_intervals(fit: Fit, z: float) -> Iterator[tuple[float, tuple[float, float]]]:
    """For each coefficient the χ² of its being 0, and the interval in which twice the log-likelihood falls by z²."""
    problem = fit.rows_for('method="profile"', 'Say method="wald", or fit again.')
    for profile in profiles(fit):
        with problem.data.xp.quiet():
            found = profile.drop(profile.held(0.0, profile.top)), (profile.end(-z), profile.end(z))
        yield found


def profiles(fit: Fit) -> list[Profile]:
    """One for each coefficient."""
    objective, known = fit.rows_for("profiles", "Fit again.").objective, fit.information()
    top = objective.at(objective.xp.asvector(known.inner))
    inverse = objective.xp.asmatrix([[known.total * value for value in row] for row in fit.inner_vcov()])
    return [Profile(known, top, inverse, place) for place in range(known.k)]


class Parabola:
    """F near a point by its gradient and Hessian, with the coefficient a · w: u = H⁻¹ a, v = H⁻¹ ∂F and, as numbers,
    a · u, a · v and the gain, what twice F could still fall with the coefficient held, ∂F · v − (a · v)² / a · u."""

    def __init__(self, u: Vector, v: Vector, au: float, av: float, gv: float) -> None:
        self.u: Vector = u
        self.v: Vector = v
        self.au: float = au
        self.av: float = av
        self.gain: float = gv - av * av / au

    def multiplier(self, rise: float) -> float:
        """The λ ≥ 0 for which F rises so much: λ² a · u = 2 rise + ∂F · v."""
        return sqrt(max(2.0 * rise + self.gain + self.av * self.av / self.au, 0.0) / self.au)

    def step(self, multiplier: float) -> Vector:
        """δ = λ u − v"""
        return multiplier * self.u - self.v


class Profile:
    """The likelihood as a function of one coefficient, the `place`-th of all, which is a · w in the solver's
    coordinates.

    top      the maximum
    inverse  the inverse Hessian of F there
    """

    def __init__(self, known: Information, top: Point, inverse: Matrix, place: int) -> None:
        self.objective: Objective = top.objective
        self.top: Point = top
        self.inverse: Matrix = inverse
        self.total: float = known.total
        self.best: float = known.coef[place]
        self.firth: bool = known.firth
        first, j = place - place % known.size, place % known.size
        self.name: str = known.names[j]
        a = [0.0] * known.k
        for i in range(known.size):
            a[first + i] = known.coordinates.outward([float(m == i) for m in range(known.size)])[j]
        self.a: Vector = self.objective.xp.asvector(a)
        self.std_error: float = sqrt(float(self.a @ (inverse @ self.a)) / self.total)

    def _inverse(self, point: Point) -> Callable[[Vector], Vector]:
        """g ↦ H⁻¹ g: with Firth's penalty at the point, which has its information with it, or at the maximum."""
        return inverse_hessian(point) if self.firth else lambda gradient: self.inverse @ gradient

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
        """The end of the interval above (z > 0) or below, by the steps of Venzon and Moolgavkar:

        1. From the maximum: the parabola at the point.
        2. λ, of the sign of z, such that its step has F where it is to be, z² / 2n above the maximum.
        3. The end is found where that step moves the coefficient by almost nothing, and the others, which may still be
           on their way, will not move it; there is none where it is already far out and F has not risen enough.
        4. The step, or the first of its halves at which F is not far too large. From 1 again.
        """
        point, memory, rise = self.top, Memory(STEPS), 0.5 * z * z / self.total
        for _ in range(STEPS):
            near = self._parabola(point, memory, self._inverse(point))  # 1
            missing, value = self.top.value + rise - point.value, self.value(point)
            multiplier = copysign(near.multiplier(missing), z)  # 2
            step = multiplier * near.au - near.av
            sure = 0.5 * near.gain <= SURE * self.std_error * abs(multiplier)  # 3
            if sure and abs(step) <= CLOSE * self.std_error:
                return value + step
            if missing > 0.0 and abs(value - self.best) > FOR_EVER * self.std_error:
                return copysign(inf, z)
            following = self._towards(point, near.step(multiplier), self.top.value + RISE * rise)  # 4
            if following is None:
                break
            memory.remember(point, following)
            point = following
            self.drop(point)
        return self.bracketed(z)

    def _parabola(self, point: Point, memory: Memory, inverse: Callable[[Vector], Vector]) -> Parabola:
        u, v = -memory.direction(self.a, inverse), -memory.direction(point.gradient, inverse)
        return Parabola(u, v, float(self.a @ u), float(self.a @ v), float(point.gradient @ v))

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
        """The best of the fits with the coefficient at a value, found from a point:

        1. The parabola at the point, and the step to its lowest place where the coefficient has the value.
        2. As long as the coefficient is elsewhere: that step, or the first of its halves where F is a number.
        3. Then, in the plane: done where nothing is left to gain; otherwise along the step to where F falls enough.
        4. Where that was far, the parabola of the new point. From 1 again.
        """
        memory, inverse = Memory(STEPS), self._inverse(point)
        for _ in range(STEPS):
            near = self._parabola(point, memory, inverse)  # 1
            away = value - self.value(point)
            direction = near.step((away + near.av) / near.au)
            if abs(away) > 1e-9 * self.std_error:  # 2
                following = self._towards(point, direction, 1e300)
            elif self.total * near.gain <= NOTHING:  # 3
                break
            else:
                found = descend(point, direction)
                following = None if found is None or found[1] < ROUNDING else found[0]
            if following is None:
                break
            memory.remember(point, following)
            point = following
            if abs(away) > FAR * self.std_error:  # 4
                memory, inverse = Memory(STEPS), inverse_hessian(point)
        return point

    def bracketed(self, z: float) -> float:
        """The same as `end`, more slowly and from further away:

        1. The fit with the coefficient held at a value, at first that of Wald's interval.
        2. The signed root of the drop, nearly a line in the value, says which end of a bracket the value is.
        3. Newton's step for the root to be z: the last one where it is short; none leads far enough without an end.
        4. The step, where it stays in the bracket, or a bisection. From 1 again.
        """
        inside, outside, point = self.best, copysign(inf, z), self.top
        value = self.best + z * self.std_error
        for _ in range(60):
            point = self.held(value, point)  # 1
            root = copysign(sqrt(max(self.drop(point), 0.0)), z)  # 2
            if abs(root) < abs(z):
                inside = value
            else:
                outside = value
            # The derivative of the drop by the value: ∂F is λ a there.
            slope = 2.0 * self.total * float(self.a @ point.gradient) / float(self.a @ self.a)
            step = (z - root) * 2.0 * root / slope if slope * z > 0.0 else copysign(inf, z)  # 3
            if abs(step) <= CLOSE * self.std_error:
                return value + step
            if abs(value - self.best) > FOR_EVER * self.std_error:
                return copysign(inf, z)
            value = self._between(value + step, inside, outside)  # 4
        return value

    def _between(self, value: float, inside: float, outside: float) -> float:
        """A step that stays in the bracket; where that is open, one that at most trebles the way."""
        if abs(outside) == inf:
            far = self.best + 3.0 * (inside - self.best)
            return min(value, far) if outside > 0.0 else max(value, far)
        if min(inside, outside) < value < max(inside, outside):
            return value
        return 0.5 * (inside + outside)
