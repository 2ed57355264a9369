"""Tails of the normal and the chi-square distribution, and the normal's quantile, from `math` alone.

Each tail is computed as a tail and never as 1 minus the rest, so that it keeps its digits far out.
M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 1964, chapters 6, 7 and 26.
"""

from __future__ import annotations

from math import erfc, exp, frexp, ldexp, log, pi, sqrt

from .errors import brief, refuse, whole

LN2 = 0.6931471805599453


def normal_tail(z: float) -> float:
    """P(Z > z) of the standard normal distribution: erfc(z / √2) / 2 (26.2.29).

    >>> f"{normal_tail(30.0):.11e}"
    '4.90671392715e-198'
    """
    return 0.5 * erfc(z / sqrt(2.0))


def normal_quantile(tail: float) -> float:
    """The z with P(Z > z) = tail: Halley's method on the logarithm of the tail, from formula 26.2.23.

    >>> round(normal_quantile(0.025), 11)
    1.95996398454
    """
    if not 0.0 < tail < 1.0:
        refuse("tail", "between 0 and 1", brief(tail))
    if tail > 0.5:
        return -normal_quantile(1.0 - tail)
    t = sqrt(-2.0 * log(tail))
    z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    for _ in range(2):  # from 3 digits to 10 to all
        p = normal_tail(z)
        hazard = exp(-0.5 * z * z) / sqrt(2.0 * pi) / p
        step = log(p / tail) / hazard
        z += step / (1.0 + 0.5 * step * (hazard - z))
    return z


def chi2_tail(x: float, df: int) -> float:
    """P(χ² > x) for `df` degrees of freedom, a whole number of at least 1.

    The sum of (x/2)ᵃ e^(−x/2) / Γ(a + 1) over a = df/2 − 1, df/2 − 2, … ≥ 0, and for an odd df erfc(√(x/2)) besides
    (26.4.4 and 26.4.5): terms above 0 alone, so that nothing cancels.

    >>> round(chi2_tail(3.841458820694124, 1), 12), round(chi2_tail(15.507313055865453, 8), 12)
    (0.05, 0.05)
    """
    whole("df", df, 1)
    if x != x or x < 0.0:  # noqa: PLR0124
        refuse("x", "at least 0", brief(x))
    half = 0.5 * x
    odd = df % 2
    a, term = (0.5, sqrt(half / (0.25 * pi))) if odd else (0.0, 1.0)
    total, power = 0.0, 0
    while a < 0.5 * df - 0.75:
        total += term
        a += 1.0
        term *= half / a
        if total > 1e200:  # kept within a float by a power of two
            total, term, power = ldexp(total, -600), ldexp(term, -600), power + 600
    return erfc(sqrt(half)) * odd + _times_exp(total, power, half)


def _times_exp(total: float, power: int, x: float) -> float:
    """total · 2^power · e⁻ˣ, where a factor alone may be beyond the range of a float."""
    if total == 0.0 or x > 1e6:
        return 0.0
    twos = int(x / LN2)
    mantissa, exponent = frexp(total * exp(twos * LN2 - x))
    shift = exponent + power - twos
    return ldexp(mantissa, shift) if shift > -1100 else 0.0
