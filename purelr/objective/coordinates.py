"""The coordinates that a solver works in: the user's columns, shifted and scaled, and the way back.

With x' = (x − m) / d for each column, w' = d w and b' = b + m · w give the same log-odds, b' + x' · w' = b + x · w. So
the optimum is the same point, but columns of 1e8 beside columns of 1e-8, or with means far from 0, do no harm.
"""

from __future__ import annotations

from math import sqrt

from ..basics.floats import power_of_two

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..backends.base import Backend, Matrix

    Moments = tuple[list[float], list[float]]  # each column's mean and deviation


class Coordinates:
    """A shift m and a scale d for each column. `intercept` says whether there is one to take the shift up."""

    def __init__(self, intercept: bool, shift: list[float], scale: list[float]) -> None:
        self.intercept = intercept
        self.shift = shift
        self.scale = scale

    def design(self, xp: Backend, X: Matrix) -> Matrix:
        """The design matrix in these coordinates."""
        return xp.design(X, self.intercept, self.shift, self.scale)

    def inward(self, coef: list[float]) -> list[float]:
        """The user's coefficients, intercept first, in these coordinates."""
        w = coef[self.intercept :]
        inner = [v * d for v, d in zip(w, self.scale)]
        return [coef[0] + self._moved(w)] + inner if self.intercept else inner

    def outward(self, coef: list[float]) -> list[float]:
        """Coefficients in these coordinates, intercept first, as the user's."""
        w = [v / d for v, d in zip(coef[self.intercept :], self.scale)]
        return [coef[0] - self._moved(w)] + w if self.intercept else w

    def _moved(self, w: list[float]) -> float:
        return sum([m * v for m, v in zip(self.shift, w)])


def as_given(intercept: bool, columns: int) -> Coordinates:
    """The user's own coordinates."""
    return Coordinates(intercept, [0.0] * columns, [1.0] * columns)


def as_saved(scaler: Any, columns: int) -> Coordinates:
    """Those of a StandardScaler that came with a model file; the user's own where there is none."""
    if scaler is None:
        return as_given(True, columns)
    return Coordinates(True, scaler.mean_, scaler.scale_)


def standard(moments: Moments, intercept: bool) -> Coordinates:
    """Mean 0 and deviation 1 in every column that is not constant; without an intercept the mean stays."""
    mean, deviation = moments
    return Coordinates(intercept, mean if intercept else [0.0] * len(mean), [d or 1.0 for d in deviation])


def well_conditioned(moments: Moments, intercept: bool, ridge: float) -> Coordinates:
    """Coordinates in which the objective curves about as much along each of them.

    Its second derivative by wⱼ is at most (mean square of the column) / 4 + ridge, and d² is four times that. The shift
    is the mean, which makes the intercept independent of the others at the start. The scale is a power of two, so that
    no digit of X changes more than it must.
    """
    mean, deviation = moments
    # Where the mean stays in the column it is part of its size.
    size = deviation if intercept else [max(abs(m), d) for m, d in zip(mean, deviation)]
    shift = mean if intercept else [0.0] * len(mean)
    return Coordinates(intercept, shift, [_nearest_power_of_two(max(s, 2.0 * sqrt(ridge))) for s in size])


def _nearest_power_of_two(x: float) -> float:
    return power_of_two(min(1.4142135623730951 * x, 1.7e308))  # of inf there is none
