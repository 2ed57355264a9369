"""Two facts about floating-point numbers that several files need."""

from __future__ import annotations

from math import frexp, ldexp

# A column is constant where its deviation is at most this part of its mean: what the rounding of the mean leaves.
ROUNDING = 4e-16


def power_of_two(x: float) -> float:
    """The largest power of two that is at most x, and 1 for 0: to divide by it is exact.

    >>> power_of_two(700.0), power_of_two(0.3), power_of_two(0.0)
    (512.0, 0.25, 1.0)
    """
    return ldexp(1.0, frexp(x)[1] - 1) if x > 0.0 else 1.0
