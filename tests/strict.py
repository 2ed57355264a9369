"""A backend whose arrays refuse everything outside the contract: what runs on it keeps to the contract.

The numbers are those of the pure backend; only the arrays differ. Also an example of a whole backend.
"""

from __future__ import annotations

from purelr.backends.base import Backend
from purelr.backends.pure import PureBackend

_FORBIDDEN = [
    "__iter__",
    "__len__",
    "__getitem__",
    "__setitem__",
    "__contains__",
    "__bool__",
    "__float__",
    "__int__",
    "__eq__",
    "__ne__",
    "__lt__",
    "__gt__",
    "__le__",
    "__ge__",
    "__abs__",
    "__pow__",
    "__truediv__",
    "__rtruediv__",
    "__floordiv__",
    "__mod__",
    "__iadd__",
    "__isub__",
    "__imul__",
    "__imatmul__",
    "__itruediv__",
    "__array__",
    "__copy__",
    "__deepcopy__",
    "__reduce__",
]


def _forbid(name):
    def refused(self, *args):
        raise AssertionError(f"{type(self).__name__} does not do {name}: it is outside the backend contract")

    return refused


class _Strict:
    """An array of the pure backend behind a closed door."""

    __slots__ = ("_inside",)

    def __init__(self, inside):
        object.__setattr__(self, "_inside", inside)

    def __getattr__(self, name):
        raise AssertionError(f"{type(self).__name__}.{name} is outside the backend contract")

    def __setattr__(self, name, value):
        raise AssertionError(f"setting {type(self).__name__}.{name} is outside the backend contract")


for _name in _FORBIDDEN:
    setattr(_Strict, _name, _forbid(_name))


def _same_length(u, v):
    if len(u._inside.values) != len(v._inside.values):
        raise AssertionError("vectors of different lengths: broadcasting is outside the backend contract")


class StrictVector(_Strict):
    __slots__ = ()

    def __matmul__(self, other):
        assert type(other) is StrictVector, other
        _same_length(self, other)
        return self._inside @ other._inside

    def _binary(self, other, operate):
        if type(other) is StrictVector:
            _same_length(self, other)
            return StrictVector(operate(self._inside, other._inside))
        assert type(other) is float, f"a scalar is a float, not {type(other).__name__}"
        return StrictVector(operate(self._inside, other))

    def __add__(self, other):
        return self._binary(other, lambda a, b: a + b)

    def __sub__(self, other):
        return self._binary(other, lambda a, b: a - b)

    def __mul__(self, other):
        return self._binary(other, lambda a, b: a * b)

    def __radd__(self, other):
        return self._binary(other, lambda a, b: b + a)

    def __rsub__(self, other):
        return self._binary(other, lambda a, b: b - a)

    def __rmul__(self, other):
        return self._binary(other, lambda a, b: b * a)

    def __neg__(self):
        return StrictVector(-self._inside)


class StrictMatrix(_Strict):
    __slots__ = ()

    @property
    def shape(self):
        return self._inside.shape

    @property
    def T(self):  # noqa: N802
        return StrictMatrix(self._inside.T)

    def __matmul__(self, v):
        assert type(v) is StrictVector, v
        if self.shape[1] != len(v._inside.values):
            raise AssertionError("matrix and vector do not fit")
        return StrictVector(self._inside @ v._inside)

    def __add__(self, other):
        assert type(other) is StrictMatrix, other
        assert self.shape == other.shape, "matrices of different shapes"
        return StrictMatrix(self._inside + other._inside)


class StrictBackend(Backend):
    name = "strict"
    pure = PureBackend()
    BLOCK_ROWS = 100  # small, so that the sum over blocks is put to the test

    def asmatrix(self, X):
        return StrictMatrix(self.pure.asmatrix(X))

    def asvector(self, v, argument="v"):
        return StrictVector(self.pure.asvector(v, argument))

    def full(self, n, value):
        return StrictVector(self.pure.full(n, value))

    def diagonal(self, v):
        return StrictMatrix(self.pure.diagonal(v._inside))

    def take(self, array, rows):
        return type(array)(self.pure.take(array._inside, rows))

    def tolist(self, array):
        assert isinstance(array, _Strict), array
        return self.pure.tolist(array._inside)

    def sigmoid(self, eta):
        return StrictVector(self.pure.sigmoid(eta._inside))

    def cross_entropy(self, eta, y):
        _same_length(eta, y)
        return tuple(StrictVector(v) for v in self.pure.cross_entropy(eta._inside, y._inside))

    def softmax(self, etas, ys):
        assert type(etas) is type(ys) is list
        assert len(etas) == len(ys)
        loss, probas = self.pure.softmax([eta._inside for eta in etas], [y._inside for y in ys])
        return StrictVector(loss), [StrictVector(proba) for proba in probas]

    def products(self, X, vs):
        assert type(vs) is list
        return super().products(X, vs)

    def gram(self, X, w):
        assert X.shape[0] == len(w._inside.values)
        return StrictMatrix(self.pure.gram(X._inside, w._inside))

    def moments(self, X, s):
        return tuple(StrictVector(v) for v in self.pure.moments(X._inside, s._inside))

    def design(self, X, intercept, shift, scale):
        assert len(shift) == len(scale) == X.shape[1]
        return StrictMatrix(self.pure.design(X._inside, intercept, shift, scale))

    def solver(self, A):
        solve = self.pure.solver(A._inside)
        return lambda b: StrictVector(solve(b._inside))

    def blocks(self, X, *vectors):
        rows, columns = self.tolist(X), [self.tolist(v) for v in vectors]
        for first in range(0, len(rows), self.BLOCK_ROWS):
            part = slice(first, first + self.BLOCK_ROWS)
            yield (self.asmatrix(rows[part]), *[self.asvector(column[part]) for column in columns])
