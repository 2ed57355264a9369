"""Facts about floating-point numbers that several files need."""

from __future__ import annotations

from math import frexp, ldexp

EPSILON = 2.220446049250313e-16


def may_be_constant(n: int, mean: float, deviation: float) -> bool:
    """Whether a column's deviation may be no more than what the rounding of a mean of n values leaves of a constant.

    It grows with n, as the error of a sum does (N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2002,
    section 4.2), so that it cannot tell a constant from small changes beside a large mean: `is_constant` does.
    """
    return deviation <= 2.0 * n * EPSILON * abs(mean)


def is_constant(low: float, high: float) -> bool:
    """Whether values from `low` to `high` are one, up to its last digit: 0.1 + 0.2 and 0.3 are.

    >>> is_constant(0.3, 0.1 + 0.2), is_constant(1e15, 1e15 + 1.0)
    (True, False)
    """
    return high - low <= 1.5 * EPSILON * max(abs(low), abs(high))


def power_of_two(x: float) -> float:
    """The largest power of two that is at most x, and 1 for 0: to divide by it is exact.

    >>> power_of_two(700.0), power_of_two(0.3), power_of_two(0.0)
    (512.0, 0.25, 1.0)
    """
    return ldexp(1.0, frexp(x)[1] - 1) if x > 0.0 else 1.0
