"""Bases of functions of one column, as R has them, each learnt from its values as polynomials between knots.

  poly(x, k)   the polynomials of degree 1 to k that are orthonormal over the values, by their recurrence
               p_{j+1} = (x − a_j) p_j − b_j p_{j−1} (G. E. Forsythe, J. SIAM 5, 1957)
  bs(x, k)     cubic B-splines without the first (C. de Boor, A Practical Guide to Splines, 1978)
  ns(x, k)     of the cubic B-splines those combinations whose second derivatives at both ends are 0, and which go on as
               straight lines beyond them, chosen by the same Householder reflections as R's

Knots are at the quantiles of the values, at the same places as R's.
"""

from __future__ import annotations

from math import floor, fsum, sqrt

from ..backends.kernels import dot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Polynomial = list[float]  # c0 + c1 u + c2 u² …
    Piece = list[float]  # the origin, from which u is counted, and the coefficients


class Basis:
    """Functions by pieces: `starts` are where each piece but the first begins, `pieces` those of each function."""

    def __init__(self, starts: list[float], pieces: list[list[Piece]]) -> None:
        self.starts = starts
        self.pieces = pieces


def orthogonal(values: Sequence[float], degree: int) -> tuple[list[float], list[float]]:
    """a_0, a_1, …, and the sums of squares of p_0, p_1, … over the values."""
    count = len(values)
    before, now = [0.0] * count, [1.0] * count
    shifts: list[float] = []
    squares = [float(count)]
    for j in range(degree):
        shifts.append(fsum([x * p * p for x, p in zip(values, now)]) / squares[-1])
        ratio = squares[j] / squares[j - 1] if j else 0.0
        before, now = now, [(x - shifts[-1]) * p - ratio * q for x, p, q in zip(values, now, before)]
        squares.append(fsum([p * p for p in now]))
    return shifts, squares


def quantile(ordered: Sequence[float], share: float) -> float:
    """Of sorted values, between neighbours on a straight line, as R's quantile(type=7)."""
    place = share * (len(ordered) - 1)
    low = min(floor(place), len(ordered) - 2)
    return ordered[low] + (place - low) * (ordered[low + 1] - ordered[low])


def inner_knots(values: Sequence[float], count: int) -> list[float]:
    """So many knots within the range of the values, at equal shares of them."""
    ordered = sorted(values)
    return [quantile(ordered, i / (count + 1.0)) for i in range(1, count + 1)]


def bs(low: float, high: float, inner: list[float], degree: int) -> Basis:
    """B-splines between these ends, without the first."""
    origins, functions = _b_splines(low, high, inner, degree)
    pieces = [[[origin, *poly] for origin, poly in zip(origins, each)] for each in functions[1:]]
    return Basis(origins[1:], pieces)


def ns(low: float, high: float, inner: list[float]) -> Basis:
    """Natural cubic splines between these ends, straight lines beyond."""
    origins, functions = _b_splines(low, high, inner, 3)
    last = high - origins[-1]
    # The second derivatives at both ends, of all but the first, which there is no intercept for.
    ends = [[2.0 * each[0][2], 2.0 * each[-1][2] + 6.0 * each[-1][3] * last] for each in functions[1:]]
    weights = _free_of([list(column) for column in zip(*ends)])
    pieces = []
    for row in weights:
        inside = [
            [fsum([w * each[i][c] for w, each in zip(row, functions[1:])]) for c in range(4)]
            for i in range(len(origins))
        ]
        first = [low, inside[0][0], inside[0][1], 0.0, 0.0]
        c0, c1, c2, c3 = inside[-1]
        value = c0 + last * (c1 + last * (c2 + last * c3))
        slope = c1 + last * (2.0 * c2 + last * 3.0 * c3)
        middle = [[origin, *poly] for origin, poly in zip(origins, inside)]
        pieces.append([first, *middle, [high, value, slope, 0.0, 0.0]])
    return Basis([*origins, high], pieces)


def _b_splines(low: float, high: float, inner: list[float], degree: int) -> tuple[list[float], list[list[Polynomial]]]:
    """The origins of the pieces, and for each B-spline its polynomials from there on.

    B_{i,0} is 1 between knots i and i + 1; B_{i,d} = (x − t_i) / (t_{i+d} − t_i) B_{i,d−1} + (t_{i+d+1} − x) /
    (t_{i+d+1} − t_{i+1}) B_{i+1,d−1}.
    """
    knots = [low] * (degree + 1) + sorted(inner) + [high] * (degree + 1)
    origins = sorted({low, *inner})
    count = len(origins)
    # Of equal knots the last begins the piece.
    splines: list[list[Polynomial]] = [
        [[1.0] if a == origin < b else [0.0] for origin in origins] for a, b in zip(knots, knots[1:])
    ]
    for d in range(1, degree + 1):
        following = []
        for i in range(len(splines) - 1):
            rise, fall = knots[i + d] - knots[i], knots[i + d + 1] - knots[i + 1]
            pieces = []
            for m in range(count):
                up = _times(splines[i][m], (origins[m] - knots[i]) / rise, 1.0 / rise) if rise else [0.0]
                down = _times(splines[i + 1][m], (knots[i + d + 1] - origins[m]) / fall, -1.0 / fall) if fall else [0.0]
                pieces.append(_plus(up, down, d + 1))
            following.append(pieces)
        splines = following
    return origins, splines


def _times(polynomial: Polynomial, constant: float, slope: float) -> Polynomial:
    """The product with constant + slope u."""
    low = [constant * c for c in polynomial] + [0.0]
    high = [0.0] + [slope * c for c in polynomial]
    return [a + b for a, b in zip(low, high)]


def _plus(a: Polynomial, b: Polynomial, length: int) -> Polynomial:
    return [(a[k] if k < len(a) else 0.0) + (b[k] if k < len(b) else 0.0) for k in range(length)]


def _free_of(columns: list[list[float]]) -> list[list[float]]:
    """The rows of Qᵀ behind the first two, Q R being these two columns, by LINPACK's Householder reflections."""
    size = len(columns[0])
    work = [list(column) for column in columns]
    reflections = []
    for k, column in enumerate(work):
        norm = sqrt(fsum([v * v for v in column[k:]]))
        norm = -norm if column[k] < 0.0 else norm
        v = [0.0] * k + [c / norm for c in column[k:]]
        v[k] += 1.0
        reflections.append(v)
        for other in work[k + 1 :]:
            _reflect(other, v, k)
    rows = []
    for j in range(size):  # Qᵀ of each unit vector is a column of Qᵀ
        unit = [float(i == j) for i in range(size)]
        for k, v in enumerate(reflections):
            _reflect(unit, v, k)
        rows.append(unit)
    return [list(row) for row in zip(*rows)][len(columns) :]


def _reflect(values: list[float], v: list[float], k: int) -> None:
    factor = -dot(v[k:], values[k:]) / v[k]
    for i in range(k, len(v)):
        values[i] += factor * v[i]
