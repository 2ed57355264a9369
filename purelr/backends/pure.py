"""Plain Python lists as arrays: no dependency, any interpreter. Also the specification of what a backend computes.

A matrix keeps its rows (for X @ v) and its columns (for X.T @ r and the Gram matrix), so that every product is a set of
dot products of two lists, which is the fastest thing that plain Python does: an axpy costs four times as much. The
float objects are shared by the two, so the second view costs 8 bytes an entry.
"""

from __future__ import annotations

from math import exp, log1p, sqrt
from operator import add, mul, sub

from ..basics.floats import is_constant, may_be_constant, power_of_two
from ..inputs import arrays
from . import kernels
from .base import Backend
from .kernels import dot
from .linalg import cholesky, solve_lower, solve_upper

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any


class Vector:
    """A list of floats with the operators of mathematics."""

    __slots__ = ("values",)

    def __init__(self, values: list[float]) -> None:
        self.values: list[float] = values

    def __matmul__(self, other: Vector) -> float:
        return dot(self.values, other.values)

    def __add__(self, other: Vector | float) -> Vector:
        if isinstance(other, Vector):
            return Vector(list(map(add, self.values, other.values)))
        return Vector([v + other for v in self.values])

    def __sub__(self, other: Vector | float) -> Vector:
        if isinstance(other, Vector):
            return Vector(list(map(sub, self.values, other.values)))
        return Vector([v - other for v in self.values])

    def __mul__(self, other: Vector | float) -> Vector:
        if isinstance(other, Vector):
            return Vector(list(map(mul, self.values, other.values)))
        return Vector([v * other for v in self.values])

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other: float) -> Vector:
        return Vector([other - v for v in self.values])

    def __neg__(self) -> Vector:
        return Vector([-v for v in self.values])

    def __repr__(self) -> str:
        return f"Vector({self.values})"


class Matrix:
    """A matrix as a list of rows and, made when it is first needed, a list of columns."""

    __slots__ = ("_columns", "_rows")

    def __init__(self, rows: list[list[float]] | None, columns: list[list[float]] | None = None) -> None:
        self._rows = rows
        self._columns = columns

    @property
    def rows(self) -> list[list[float]]:
        if self._rows is None:
            self._rows = list(map(list, zip(*self.columns)))
        return self._rows

    @property
    def columns(self) -> list[list[float]]:
        if self._columns is None:
            self._columns = list(map(list, zip(*self.rows)))
        return self._columns

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.rows), len(self.rows[0])

    @property
    def T(self) -> Matrix:  # noqa: N802
        return Matrix(self.columns, self.rows)

    def __matmul__(self, v: Any) -> Vector:
        return Vector(kernels.product(self.rows, self.columns, v.values))

    def __add__(self, other: Matrix) -> Matrix:
        return Matrix([list(map(add, a, b)) for a, b in zip(self.rows, other.rows)])

    def __repr__(self) -> str:
        return f"Matrix({self.rows})"


class PureBackend(Backend):
    """The contract on `Vector` and `Matrix`."""

    name = "pure"

    def asmatrix(self, X: Any) -> Matrix:
        return Matrix(arrays.rows(X))

    def from_columns(self, vs: list[Any]) -> Matrix:
        return Matrix(None, [v.values for v in vs])

    def asvector(self, v: Sequence[float], argument: str = "v") -> Vector:
        return Vector(arrays.numbers(v, argument))

    def full(self, n: int, value: float) -> Vector:
        return Vector([value] * n)

    def diagonal(self, v: Any) -> Matrix:
        rows = [[0.0] * len(v.values) for _ in v.values]
        for i, value in enumerate(v.values):
            rows[i][i] = value
        return Matrix(rows, rows)

    def take(self, array: Any, rows: Sequence[int]) -> Any:
        if isinstance(array, Vector):
            return Vector([array.values[i] for i in rows])
        return Matrix([array.rows[i] for i in rows])

    def tolist(self, array: Any) -> list[Any]:
        return list(array.values) if isinstance(array, Vector) else [list(row) for row in array.rows]

    def sigmoid(self, eta: Any) -> Vector:
        return Vector([sigmoid(z) for z in eta.values])

    def cross_entropy(self, eta: Any, y: Any) -> tuple[Vector, Vector]:
        losses, probas = kernels.cross_entropy(eta.values, y.values)
        return Vector(losses), Vector(probas)

    def softmax(self, etas: list[Any], ys: list[Any]) -> tuple[Vector, list[Any]]:
        losses, probas = [], []
        for zs, ts in zip(zip(*[eta.values for eta in etas]), zip(*[y.values for y in ys])):
            top = max(zs)
            es = [exp(z - top) for z in zs]
            total = sum(es)
            # The largest term is e⁰ = 1: leaving one 1 out keeps the small rest exact, as log1p(e⁻ᶻ) does for two.
            rest = sum(sorted(es)[:-1])
            losses.append(log1p(rest) + sum([t * (top - z) for t, z in zip(ts, zs)]))
            probas.append([e / total for e in es])
        return Vector(losses), [Vector(list(column)) for column in zip(*probas)]

    def gram(self, X: Any, w: Any) -> Matrix:
        columns, weights = X.columns, w.values
        p = len(columns)
        rows = [[0.0] * p for _ in columns]
        for i, column in enumerate(columns):
            weighted = list(map(mul, column, weights))
            for j in range(i + 1):
                rows[i][j] = rows[j][i] = dot(weighted, columns[j])
        return Matrix(rows, rows)  # symmetric: its columns are its rows

    def moments(self, X: Any, s: Any) -> tuple[Vector, Vector]:
        pairs = [_moments(column, s.values) for column in X.columns]
        return Vector([mean for mean, _ in pairs]), Vector([deviation for _, deviation in pairs])

    def design(self, X: Any, intercept: bool, shift: Sequence[float], scale: Sequence[float]) -> Matrix:
        columns = [_affine(column, m, d) for column, m, d in zip(X.columns, shift, scale)]
        if intercept:
            columns.insert(0, [1.0] * len(columns[0]))
        return Matrix(None, columns)

    def solver(self, A: Any) -> Callable[[Any], Vector]:
        L = cholesky(A.rows)
        U = [[row[i] for row in L[i:]] for i in range(len(L))]  # the rows of Lᵀ, each from its diagonal on
        p = len(L)

        def solve(b: Any) -> Vector:
            parts = [b.values[i : i + p] for i in range(0, len(b.values), p)]
            return Vector([x for part in parts for x in solve_upper(U, solve_lower(L, part))])

        return solve


def _moments(column: list[float], shares: list[float]) -> tuple[float, float]:
    mean = dot(column, shares)
    residuals = [x - mean for x in column]
    variance = dot(list(map(mul, residuals, shares)), residuals)
    size = 1.0
    if not 1e-200 < variance < 1e200:  # a constant column, or squares that leave the range of a float
        size = power_of_two(max([abs(x) for x in column]))
    if size == 1.0:
        deviation = sqrt(variance)
        if may_be_constant(len(column), mean, deviation):
            there = [x for x, s in zip(column, shares) if s > 0.0]
            if there and is_constant(min(there), max(there)):
                return there[0], 0.0
        return mean, deviation
    mean, deviation = _moments([x / size for x in column], shares)
    return mean * size, deviation * size


def _affine(column: list[float], shift: float, scale: float) -> list[float]:
    """(x − shift) / scale"""
    if scale > 1e290:  # where x − shift could overflow
        return [x / scale - shift / scale for x in column]
    if shift == 0.0:
        return column if scale == 1.0 else [x / scale for x in column]
    return [x - shift for x in column] if scale == 1.0 else [(x - shift) / scale for x in column]


def sigmoid(z: float) -> float:
    """1 / (1 + e⁻ᶻ) of one number."""
    if z < 0.0:
        e = exp(z)  # e^−|z| in both branches: it can underflow to 0, which is right, and never overflow
        return e / (1.0 + e)
    return 1.0 / (1.0 + exp(-z))
