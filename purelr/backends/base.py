"""The backend contract: what arrays must do so that the trainers, written once, run on them.

Requirements of this layer

- A backend knows arrays and the logistic function, and no statistics beyond that.
- A backend is a stateless instance: it can be pickled to a worker and made anew at any time.
- Third-party modules are imported in the backend's own file alone, and only when that backend is asked for.
- Inputs are never changed.

Operators, for what mathematics has a symbol for. With X a matrix, A and B square matrices, u and v vectors, c a float:

    X @ v    X.T @ r    u @ v    u + v    u - v    u * v    -v    A + B
    c + v    v + c    c - v    v - c    c * v    v * c

and X.shape, the number of rows and columns. Trainer code uses nothing else on arrays: no indexing, iteration, len,
comparison, in-place or broadcasting operators.
`purelr.testing.check_backend` holds a backend to the laws of this contract.
"""

from __future__ import annotations

from math import inf

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any, Protocol, TypeVar

    V = TypeVar("V", bound="Vector")
    M = TypeVar("M", bound="Matrix")

    class Vector(Protocol):
        """n numbers. What they are is the backend's business: vectors of one backend go together."""

        def __add__(self: V, other: V | float) -> V: ...
        def __radd__(self: V, other: float) -> V: ...
        def __sub__(self: V, other: V | float) -> V: ...
        def __rsub__(self: V, other: float) -> V: ...
        def __mul__(self: V, other: V | float) -> V: ...
        def __rmul__(self: V, other: float) -> V: ...
        def __neg__(self: V) -> V: ...
        def __matmul__(self: V, other: V) -> float: ...

    class Matrix(Protocol):
        """n × p numbers."""

        @property
        def shape(self) -> tuple[int, int]: ...
        @property
        def T(self: M) -> M: ...  # noqa: N802
        def __matmul__(self, v: Vector) -> Vector: ...
        def __add__(self: M, other: M) -> M: ...


# What is left of a column's square once the earlier columns have explained their part of it, relative to the whole:
# below this it is the rounding of a sum over rows, and the column a combination of the others. (R's glm drops a column
# at about 1e-14, of an orthogonal factor that is twice as precise.)
PIVOT = 1e-13


class Backend:
    """The few named functions that operators cannot say. Subclass it, or write a class with the same methods."""

    name = "base"

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def asmatrix(self, X: Any) -> Matrix:
        """X as an n × p matrix of float64.

        The way in: anything that is not rectangular, numeric and finite is a ValueError that names row and column.
        """
        raise NotImplementedError

    def from_columns(self, vs: list[Vector]) -> Matrix:
        """The matrix whose columns these vectors are."""
        return self.asmatrix(list(zip(*[self.tolist(v) for v in vs])))

    def asvector(self, v: Sequence[float], argument: str = "v") -> Vector:
        """A flat sequence as a vector of float64; what is not a finite number is a ValueError naming `argument`."""
        raise NotImplementedError

    def full(self, n: int, value: float) -> Vector:
        """The vector of n times the same value. (To make the list of them first would cost as much as a pass.)"""
        raise NotImplementedError

    def diagonal(self, v: Vector) -> Matrix:
        """The square matrix with v on its diagonal and 0 elsewhere."""
        raise NotImplementedError

    def take(self, array: Any, rows: Sequence[int]) -> Any:
        """Some rows of a matrix from `asmatrix`, or entries of a vector, in that order."""
        raise NotImplementedError

    def tolist(self, array: Any) -> list[Any]:
        """A vector as a list of floats, a matrix as a list of rows. The only way out."""
        raise NotImplementedError

    def extremes(self, v: Vector, w: Vector) -> tuple[float, float]:
        """The least and the largest entry of v where w > 0; (inf, −inf) where that is nowhere."""
        there = [x for x, weight in zip(self.tolist(v), self.tolist(w)) if weight > 0.0]
        return min([inf] + there), max([-inf] + there)

    def sigmoid(self, eta: Vector) -> Vector:
        """σ(η) = 1 / (1 + e⁻ᶯ), finite for every |η| ≤ 1e308 and accurate in both tails."""
        raise NotImplementedError

    def tails(self, eta: Vector) -> tuple[Vector, Vector]:
        """σ(−η) and σ(η), each with all its digits, for a backend that is faster at both at once."""
        return self.sigmoid(-eta), self.sigmoid(eta)

    def cross_entropy(self, eta: Vector, y: Vector) -> tuple[Vector, Vector]:
        """Per row, −[y ln ŷ + (1 − y) ln(1 − ŷ)] and ŷ = σ(η), from one exp of −|η|; y in [0, 1]."""
        raise NotImplementedError

    def softmax(self, etas: list[Vector], ys: list[Vector]) -> tuple[Vector, list[Vector]]:
        """Per row, −Σₖ yₖ ln ŷₖ and the K probabilities ŷₖ = e^ηₖ / Σⱼ e^ηⱼ, from K vectors η and K vectors y."""
        raise NotImplementedError

    def products(self, X: Matrix, vs: list[Vector]) -> list[Vector]:
        """X v for several v, for a backend that is faster at all at once. X may be the transpose of a matrix."""
        return [X @ v for v in vs]

    def split(self, v: Vector, parts: int) -> list[Vector]:
        """A vector cut into so many of the same length."""
        values = self.tolist(v)
        width = len(values) // parts
        return [self.asvector(values[k * width : (k + 1) * width]) for k in range(parts)]

    def join(self, vs: list[Vector]) -> Vector:
        """The vectors end to end: the reverse of `split`."""
        return self.asvector([value for v in vs for value in self.tolist(v)])

    def gram(self, X: Matrix, w: Vector) -> Matrix:
        """Xᵀ diag(w) X."""
        raise NotImplementedError

    def hessian_times(self, X: Matrix, s: Vector, probas: list[Vector]) -> Callable[[Vector], Vector]:
        """d ↦ Xᵀ s ŷₖ (mₖ − Σⱼ ŷⱼ mⱼ), where mₖ = X dₖ, for K sets end to end: the Hessian of Σ s · loss times d.

        It steers a solver and decides nothing: single precision will do, and rows without curvature may be left out.
        """

        def times(d: Vector) -> Vector:
            moves = self.products(X, self.split(d, len(probas)))
            mean = 0.0 * s
            for p, m in zip(probas, moves):
                mean = mean + p * m
            return self.join(self.products(X.T, [s * p * (m - mean) for p, m in zip(probas, moves)]))

        return times

    def moments(self, X: Matrix, s: Vector) -> tuple[Vector, Vector]:
        """Each column's mean Σ s x and deviation √(Σ s (x − mean)²), for shares s that add up to 1.

        A deviation that is only the rounding of its column is 0. Values of 1e300 and of 1e-300 are no trouble.
        """
        raise NotImplementedError

    def design(self, X: Matrix, intercept: bool, shift: Sequence[float], scale: Sequence[float]) -> Matrix:
        """The design matrix [1, (X − shift) / scale], without its first column where `intercept` is false.

        The ones, the shift and the scale may be virtual, as long as the operators and `gram` treat them as there.
        """
        raise NotImplementedError

    def solver(self, A: Matrix) -> Callable[[Vector], Vector]:
        """The function b ↦ A⁻¹ b, for a symmetric positive definite A, which is factored once. A longer b is several
        right-hand sides end to end, and so is what comes back.

        SingularMatrixError names the first column that the earlier ones explain to within PIVOT.
        """
        raise NotImplementedError

    def quiet(self) -> Any:
        """A context in which overflow and underflow are silent, as they are in plain Python.

        Trainers run inside it: they look for an overflow in the loss itself, and say what to do about it.
        """
        return _Nothing()

    def blocks(self, X: Matrix, *vectors: Vector) -> Iterable[tuple[Any, ...]]:
        """(X, *vectors) cut into blocks of rows, in order. One block, unless smaller ones are faster here."""
        return [(X,) + vectors]


class _Nothing:
    """A context manager that does nothing."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, *exc_info: object) -> None:
        return None
