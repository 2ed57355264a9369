"""NumPy arrays as arrays: for speed, and for data that live in NumPy already.

This file and its design matrix import NumPy, and no other.
"""

from __future__ import annotations

import numpy as np

from ..basics.errors import SingularMatrixError
from ..basics.floats import is_constant, may_be_constant, power_of_two
from ..inputs import arrays
from .base import PIVOT, Backend
from .numpy_design import Design, Transposed, weighted_gram

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    # ndarrays of float64. To a type checker `@` of two of them is anything; the contract says a vector, or a number.
    Array = Any

COPIED_SIZE = 1 << 17  # entries up to which a copy of X (1 MB) is faster than to do without one
BLOCK_SIZE = 1 << 17  # entries in a block: 1 MB, which a core's second-level cache holds between two products
# OpenBLAS cuts a dot product of more than this into threads, whose meeting costs a thousand times the product where the
# cores are busy: 100,000 × 5 with two threads beside a busy process 1,381 → 104 ms, and on a quiet machine 465 → 71.
BLOCK_ROWS = 10_000
# Rows with less than CURVED of the largest curvature have no say in a step; where only CUT of them have one, the others
# are left out.
CURVED, CUT = 1e-9, 0.5
TAILS_SIZE = 1 << 13  # log-odds in a block of them: a few vectors of 64 kB each


class NumpyBackend(Backend):
    """The contract on float64 ndarrays, whose operators are the contract's already."""

    name = "numpy"

    def asmatrix(self, X: Any) -> Array:
        return _checked(X)

    def from_columns(self, vs: list[Array]) -> Array:
        return np.array(vs).T

    def asvector(self, v: Any, argument: str = "v") -> Array:
        if isinstance(v, np.ndarray) and v.dtype.kind in "fiub" and v.ndim == 1:
            vector = np.asarray(v, dtype=np.float64)
            if np.isfinite(vector).all():
                return vector
        return np.array(arrays.numbers(v, argument), dtype=np.float64)

    def full(self, n: int, value: float) -> Array:
        return np.full(n, value)

    def diagonal(self, v: Array) -> Array:
        return np.diag(v)

    def take(self, array: Array, rows: Sequence[int]) -> Array:
        taken: Array = array[np.asarray(rows)]
        return taken

    def tolist(self, array: Any) -> list[Any]:
        if isinstance(array, Design):
            array = array.dense()
        elif isinstance(array, Transposed):
            array = array.of.dense().T
        return list(array.tolist())

    def extremes(self, v: Array, w: Array) -> tuple[float, float]:
        there = v[w > 0.0]
        return float(there.min(initial=np.inf)), float(there.max(initial=-np.inf))

    # e^min(η, 0) is e^−|η| where η < 0 and 1 elsewhere: four times as fast as `where` with the exponential at hand.
    def sigmoid(self, eta: Array) -> Array:
        proba: Array = np.exp(np.minimum(eta, 0.0)) / (1.0 + np.exp(-np.abs(eta)))
        return proba

    # In blocks that stay in the cache, with one exponential where it cannot overflow: a fifth of the time of two
    # sigmoids, the stacking of both included (1,000,000 rows, 77 → 13 ms).
    def tails(self, eta: Array) -> tuple[Array, Array]:
        both = np.empty((2, len(eta)))
        for start in range(0, len(eta), TAILS_SIZE):
            z, part = eta[start : start + TAILS_SIZE], both[:, start : start + TAILS_SIZE]
            if z.min() > -700.0 and z.max() < 700.0:
                e = np.exp(z)
                part[0] = 1.0 / (1.0 + e)
                part[1] = e * part[0]
            else:
                part[0], part[1] = self.sigmoid(-z), self.sigmoid(z)
        return both[0], both[1]

    def cross_entropy(self, eta: Array, y: Array) -> tuple[Array, Array]:
        e = np.exp(-np.abs(eta))
        # max(η, 0) − y η is (1 − y) η or −y η, exactly so for y = 0 and 1; the tail is added last, or it would be lost.
        loss = (np.maximum(eta, 0.0) - y * eta) + np.log1p(e)
        return loss, np.exp(np.minimum(eta, 0.0)) / (1.0 + e)

    def softmax(self, etas: list[Array], ys: list[Array]) -> tuple[Array, list[Array]]:
        z, y = np.array(etas), np.array(ys)
        below = z.max(axis=0) - z
        e = np.exp(-below)
        # One of the terms that are 1 is left out for log1p, so that the small ones beside it are not rounded away.
        smaller = e < 1.0
        rest = (e * smaller).sum(axis=0) + (len(e) - 1.0 - smaller.sum(axis=0))
        loss = np.log1p(rest) + (y * below).sum(axis=0)
        return loss, list(e / (1.0 + rest))

    def products(self, X: Any, vs: list[Array]) -> list[Array]:
        if len(vs) == 1:
            return [X @ vs[0]]
        stacked = np.array(vs)  # one product of matrices is several times as fast as K of a matrix and a vector
        return list(X.products(stacked) if isinstance(X, (Design, Transposed)) else stacked @ X.T)

    def split(self, v: Array, parts: int) -> list[Array]:
        return list(v.reshape(parts, -1))

    def join(self, vs: list[Array]) -> Array:
        return np.concatenate(vs)

    def hessian_times(self, X: Any, s: Array, probas: list[Array]) -> Callable[[Array], Array]:
        P = np.array(probas)
        spread = s * (P * (1.0 - P)).sum(axis=0)
        some = np.flatnonzero(spread > CURVED * spread.max())
        if len(some) < CUT * len(s):
            X, s, P = X.part(some) if isinstance(X, Design) else X[some], s[some], P[:, some]
        weighted, XT, ready = s * P, X.T, isinstance(X, Design)

        def times(d: Array) -> Array:
            D = d.reshape(len(P), -1)
            moves = X.products(D) if ready else D @ XT
            moves -= np.einsum("kn,kn->n", P, moves)
            moves *= weighted
            return np.ravel(XT.products(moves) if ready else moves @ X)

        return times

    def gram(self, X: Any, w: Array) -> Array:
        return X.gram(w) if isinstance(X, Design) else weighted_gram(X, w)

    def moments(self, X: Array, s: Array) -> tuple[Array, Array]:
        size = np.array([power_of_two(float(x)) for x in np.maximum(X.max(axis=0), -X.min(axis=0))])
        mean = sum(b @ (a / size) for a, b in self.blocks(X, s))
        variance = sum(b @ np.square(a / size - mean) for a, b in self.blocks(X, s))
        mean, deviation = mean * size, np.sqrt(variance) * size
        for j in np.flatnonzero(may_be_constant(X.shape[0], mean, deviation)):
            there = X[:, j][s > 0.0]
            if is_constant(float(there.min(initial=np.inf)), float(there.max(initial=-np.inf))):
                mean[j], deviation[j] = there[0], 0.0
        return mean, deviation

    def design(self, X: Array, intercept: bool, shift: Sequence[float], scale: Sequence[float]) -> Any:
        matrix = Design(X, bool(intercept), np.array(shift, dtype=np.float64), np.array(scale, dtype=np.float64))
        if X.size <= COPIED_SIZE or not (_harmless(matrix.shift, matrix.scale) and _harmless(matrix.scale, 1.0)):
            return matrix.dense()
        return matrix

    def solver(self, A: Array) -> Callable[[Array], Array]:
        inverse = np.linalg.inv(_cholesky(A))

        def solve(b: Array) -> Array:
            if len(b) == len(inverse):
                return inverse.T @ (inverse @ b)
            return np.ravel(b.reshape(-1, len(inverse)) @ inverse.T @ inverse)

        return solve

    def quiet(self) -> Any:
        return np.errstate(all="ignore")

    def blocks(self, X: Any, *vectors: Array) -> Iterable[tuple[Any, ...]]:
        rows = _block_rows(X.shape[1])
        for start in range(0, X.shape[0], rows):
            part = slice(start, start + rows)
            block = X.part(part) if isinstance(X, Design) else X[part]
            yield (block, *[v[part] for v in vectors])


def _block_rows(columns: int) -> int:
    return min(max(64, BLOCK_SIZE // columns), BLOCK_ROWS)


def _harmless(shift: Array, scale: Any) -> bool:
    """Whether to take the shift out of a product, and not out of X, costs no digit that is needed: 16 − 4 are left."""
    return bool(np.all(np.abs(shift) <= 1e4 * np.abs(scale)))


def _checked(X: Any) -> Array:
    """X as a float64 array, not copied where it is one; the errors are those of `arrays.rows`."""
    given = np.asarray(X) if isinstance(X, memoryview) else arrays.unframed(X)
    if not isinstance(given, np.ndarray) or given.dtype.kind not in "fiub":
        return np.array(arrays.rows(X), dtype=np.float64)
    arrays.check_shape(given)
    array: Array = np.asarray(given, dtype=np.float64)
    if array.size == 0 or not _finite(array):
        return np.array(arrays.rows(X), dtype=np.float64)  # which says what is wrong and where
    return array


def _finite(array: Array) -> bool:
    """Whether all entries are finite: by their sum, which is twice as fast, and one by one where that is not finite."""
    with np.errstate(all="ignore"):
        if np.isfinite(array.sum()):
            return True
    rows = _block_rows(array.shape[1])
    return all(np.isfinite(array[i : i + rows]).all() for i in range(0, len(array), rows))


def _cholesky(A: Array) -> Array:
    """The lower triangular L with A = L Lᵀ, or a SingularMatrixError that names the column."""
    try:
        L: Array = np.linalg.cholesky(A)
        vanished = np.flatnonzero(~(np.square(np.diag(L)) > PIVOT * np.abs(np.diag(A))))
        column = int(vanished[0]) if len(vanished) else -1
    except np.linalg.LinAlgError:
        column = _first_vanishing_pivot(A)
    if column >= 0:
        raise SingularMatrixError(f"A must be positive definite; got a vanishing pivot in column {column}.", column)
    return L


def _first_vanishing_pivot(A: Array) -> int:
    """By elimination, since NumPy's error does not name it; the last one, if all seem to be there."""
    rest = np.array(A)
    for j in range(len(A) - 1):
        if not rest[j, j] > PIVOT * abs(A[j, j]):
            return j
        rest[j + 1 :, j:] -= np.outer(rest[j + 1 :, j] / rest[j, j], rest[j, j:])
    return len(A) - 1
