"""Plain Python lists as arrays: no dependency, any interpreter. Also the specification of what a backend computes.

A matrix keeps its rows (for X @ v) and its columns (for X.T @ r and the Gram matrix), so that every product is a set of
dot products of two lists, which is the fastest thing that plain Python does: an axpy costs four times as much. The
float objects are shared by the two, so the second view costs 8 bytes an entry.
"""

from __future__ import annotations

import math
import sys
from math import exp, log1p, sqrt
from operator import add, mul, sub

from .. import inputs
from ..errors import SingularMatrixError
from .base import Backend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


def _dot_map(a: list[float], b: list[float]) -> float:
    """Σ aᵢbᵢ where `math.sumprod` is missing: CPython before 3.12."""
    total: float = sum(map(mul, a, b))
    return total


def _dot_loop(a: list[float], b: list[float]) -> float:
    """Σ aᵢbᵢ as PyPy's compiler likes it: four times faster there than `sum(map(mul, a, b))`."""
    total = 0.0
    for i in range(len(a)):
        total += a[i] * b[i]
    return total


# math.sumprod, from 3.12 on, is twice as fast as what came before, and in effect correctly rounded.
dot = _dot_loop if sys.implementation.name == "pypy" else getattr(math, "sumprod", _dot_map)


class Vector:
    """A list of floats with the operators of mathematics."""

    __slots__ = ("values",)

    def __init__(self, values: list[float]) -> None:
        self.values = values

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
    """A matrix as a list of rows and, beside it, a list of columns."""

    __slots__ = ("columns", "rows")

    def __init__(self, rows: list[list[float]], columns: list[list[float]]) -> None:
        self.rows = rows
        self.columns = columns

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.rows), len(self.columns)

    @property
    def T(self) -> Matrix:  # noqa: N802
        return Matrix(self.columns, self.rows)

    def __matmul__(self, v: Vector) -> Vector:
        values = v.values
        return Vector([dot(row, values) for row in self.rows])

    def __add__(self, other: Matrix) -> Matrix:
        return _matrix([list(map(add, a, b)) for a, b in zip(self.rows, other.rows)])

    def __repr__(self) -> str:
        return f"Matrix({self.rows})"


def _matrix(rows: list[list[float]]) -> Matrix:
    return Matrix(rows, list(map(list, zip(*rows))))


class PureBackend(Backend):
    """The contract on `Vector` and `Matrix`."""

    name = "pure"

    def asmatrix(self, X: Any, intercept: bool = False) -> Matrix:
        rows = inputs.rows(X)
        return _matrix([[1.0] + row for row in rows] if intercept else rows)  # noqa: RUF005  # no [*a] on MicroPython

    def asvector(self, v: Sequence[float], argument: str = "v") -> Vector:
        return Vector(inputs.numbers(v, argument))

    def tolist(self, array: Any) -> list[Any]:
        return list(array.values) if isinstance(array, Vector) else [list(row) for row in array.rows]

    def sigmoid(self, eta: Vector) -> Vector:
        return Vector([_sigmoid(z) for z in eta.values])

    def cross_entropy(self, eta: Vector, y: Vector) -> tuple[Vector, Vector]:
        losses, probas = [], []
        for z, t in zip(eta.values, y.values):
            if z < 0.0:
                e = exp(z)
                probas.append(e / (1.0 + e))
                losses.append(log1p(e) - t * z)
            else:
                e = exp(-z)
                probas.append(1.0 / (1.0 + e))
                # (1 − t) z, and not z − t z, which at z = 40, t = 1 would round the loss of 4e-18 away.
                losses.append(log1p(e) + (1.0 - t) * z)
        return Vector(losses), Vector(probas)

    def softmax(self, etas: list[Vector], ys: list[Vector]) -> tuple[Vector, list[Vector]]:
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

    def gram(self, X: Matrix, w: Vector) -> Matrix:
        columns, weights = X.columns, w.values
        p = len(columns)
        rows = [[0.0] * p for _ in columns]
        for i, column in enumerate(columns):
            weighted = list(map(mul, column, weights))
            for j in range(i + 1):
                rows[i][j] = rows[j][i] = dot(weighted, columns[j])
        return Matrix(rows, rows)  # symmetric: its columns are its rows

    def solve(self, A: Matrix, b: Vector) -> Vector:
        factor = _cholesky(A.rows)
        return Vector(_solve_upper(factor, _solve_lower(factor, b.values)))


def _sigmoid(z: float) -> float:
    if z < 0.0:
        e = exp(z)  # e^−|z| in both branches: it can underflow to 0, which is right, and never overflow
        return e / (1.0 + e)
    return 1.0 / (1.0 + exp(-z))


def _cholesky(A: list[list[float]]) -> list[list[float]]:
    """The rows of the lower triangular L with A = L Lᵀ (Golub and Van Loan, Matrix Computations, section 4.2)."""
    L: list[list[float]] = []
    for j, row in enumerate(A):
        new: list[float] = []
        for i in range(j):
            new.append((row[i] - dot(L[i][:i], new)) / L[i][i])
        pivot = row[j] - dot(new, new)
        # A pivot is what is left of a diagonal entry once the earlier columns have explained their part of it.
        if not pivot > len(A) * 2.3e-16 * abs(row[j]):
            raise SingularMatrixError(f"A must be positive definite; got a vanishing pivot in column {j}.", j)
        new.append(sqrt(pivot))
        L.append(new)
    return L


def _solve_lower(L: list[list[float]], b: list[float]) -> list[float]:
    x: list[float] = []
    for row, value in zip(L, b):
        x.append((value - dot(row[:-1], x)) / row[-1])
    return x


def _solve_upper(L: list[list[float]], b: list[float]) -> list[float]:
    """x with Lᵀ x = b."""
    n = len(L)
    x = [0.0] * n
    for i in range(n - 1, -1, -1):
        x[i] = (b[i] - dot([L[k][i] for k in range(i + 1, n)], x[i + 1 :])) / L[i][i]
    return x
