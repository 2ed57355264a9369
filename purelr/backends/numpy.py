"""NumPy arrays as arrays: for speed, and for data that live in NumPy already. The only file that imports NumPy."""

from __future__ import annotations

import numpy as np

from .. import inputs
from ..errors import SingularMatrixError, refuse
from .base import Backend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

BLOCK_ROWS = 4096  # rows a block: with 30 columns 1 MB, which a core's second-level cache holds between two products


class WithIntercept:
    """[1 X] without a copy of X: the column of ones is there in every operator and nowhere in memory."""

    __slots__ = ("X",)

    def __init__(self, X: Array) -> None:
        self.X = X

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.X), self.X.shape[1] + 1

    @property
    def T(self) -> Transposed:  # noqa: N802
        return Transposed(self.X)

    def __matmul__(self, v: Array) -> Array:
        eta: Array = v[0] + self.X @ v[1:]
        return eta


class Transposed:
    """[1 X]ᵀ"""

    __slots__ = ("X",)

    def __init__(self, X: Array) -> None:
        self.X = X

    def __matmul__(self, r: Array) -> Array:
        return np.concatenate([[r.sum()], self.X.T @ r])


class NumpyBackend(Backend):
    """The contract on float64 ndarrays, whose operators are the contract's already."""

    name = "numpy"

    def asmatrix(self, X: Any, intercept: bool = False) -> Any:
        array = _checked(X)
        return WithIntercept(array) if intercept else array

    def asvector(self, v: Sequence[float], argument: str = "v") -> Array:
        return np.array(inputs.numbers(v, argument), dtype=np.float64)

    def tolist(self, array: Any) -> list[Any]:
        if isinstance(array, WithIntercept):
            array = np.column_stack([np.ones(len(array.X)), array.X])
        elif isinstance(array, Transposed):
            array = np.vstack([np.ones(len(array.X)), array.X.T])
        return list(array.tolist())

    def sigmoid(self, eta: Array) -> Array:
        e = np.exp(-np.abs(eta))
        proba: Array = np.where(eta < 0.0, e, 1.0) / (1.0 + e)
        return proba

    def cross_entropy(self, eta: Array, y: Array) -> tuple[Array, Array]:
        e = np.exp(-np.abs(eta))
        negative = eta < 0.0
        loss = np.log1p(e) + np.where(negative, -y, 1.0 - y) * eta
        return loss, np.where(negative, e, 1.0) / (1.0 + e)

    def softmax(self, etas: list[Array], ys: list[Array]) -> tuple[Array, list[Array]]:
        z, y = np.array(etas), np.array(ys)
        below = z.max(axis=0) - z
        e = np.exp(-below)
        rest = np.sort(e, axis=0)[:-1].sum(axis=0)  # all but one of the terms that are 1, for log1p
        loss = np.log1p(rest) + (y * below).sum(axis=0)
        return loss, list(e / e.sum(axis=0))

    def gram(self, X: Any, w: Array) -> Array:
        if not isinstance(X, WithIntercept):
            return np.asarray(X.T @ (w[:, None] * X))
        p = X.X.shape[1]
        weighted = w[:, None] * X.X
        gram = np.empty((p + 1, p + 1))
        gram[0, 0] = w.sum()
        gram[0, 1:] = gram[1:, 0] = weighted.sum(axis=0)
        gram[1:, 1:] = X.X.T @ weighted
        return gram

    def solve(self, A: Array, b: Array) -> Array:
        _positive_definite(A)
        return np.linalg.solve(A, b)

    def quiet(self) -> Any:
        return np.errstate(all="ignore")

    def blocks(self, X: Any, *vectors: Array) -> Iterable[tuple[Any, ...]]:
        virtual = isinstance(X, WithIntercept)
        whole = X.X if virtual else X
        for start in range(0, len(whole), BLOCK_ROWS):
            part = slice(start, start + BLOCK_ROWS)
            block = WithIntercept(whole[part]) if virtual else whole[part]
            yield (block, *[v[part] for v in vectors])


def _checked(X: Any) -> Array:
    """X as a float64 array, not copied where it is one; the errors are those of `inputs.rows`."""
    given = inputs.unframed(X)
    if not isinstance(given, np.ndarray) or given.dtype.kind not in "fiub":
        return np.array(inputs.rows(X), dtype=np.float64)
    if given.ndim != 2:
        refuse("X", "rows of numbers (two-dimensional)", f"an array of shape {given.shape}", "Use X.reshape(-1, 1).")
    array = np.asarray(given, dtype=np.float64)
    starts = range(0, len(array), BLOCK_ROWS)
    if array.size == 0 or not all(np.isfinite(array[i : i + BLOCK_ROWS]).all() for i in starts):
        return np.array(inputs.rows(X), dtype=np.float64)  # which says what is wrong and where
    return array


def _positive_definite(A: Array) -> None:
    """Raise SingularMatrixError unless A is numerically positive definite, by the pivots of its Cholesky factor."""
    diagonal = np.diag(A)
    tolerance = len(A) * 2.3e-16
    pivots: Array
    try:
        pivots = np.square(np.diag(np.linalg.cholesky(A)))
    except np.linalg.LinAlgError:
        pivots = _pivots(A)
    vanished = np.flatnonzero(~(pivots > tolerance * np.abs(diagonal)))
    if len(vanished):
        column = int(vanished[0])
        raise SingularMatrixError(f"A must be positive definite; got a vanishing pivot in column {column}.", column)


def _pivots(A: Array) -> Array:
    """The pivots of elimination up to the first that is not positive, which NumPy's own error does not name."""
    rest = np.array(A)
    pivots = np.zeros(len(A))
    for j in range(len(A)):
        pivots[j] = rest[j, j]
        if not pivots[j] > 0.0:
            break
        rest[j + 1 :, j:] -= np.outer(rest[j + 1 :, j] / rest[j, j], rest[j, j:])
    return pivots
