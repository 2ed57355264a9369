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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    # What a backend's arrays are is its own business; the strict backend of the tests checks their use at run time.
    Vector = Any
    Matrix = Any


class Backend:
    """The few named functions that operators cannot say. Subclass it, or write a class with the same methods."""

    name = "base"

    def asmatrix(self, X: Any, intercept: bool = False) -> Matrix:
        """X as an n × p matrix of float64, or n × (p + 1) with a first column of ones where `intercept` is true.

        The way in: anything that is not rectangular, numeric and finite is a ValueError that names row and column.
        The column of ones may be virtual, as long as the operators and `gram` treat it as there.
        """
        raise NotImplementedError

    def asvector(self, v: Sequence[float], argument: str = "v") -> Vector:
        """A flat sequence as a vector of float64; what is not a finite number is a ValueError naming `argument`."""
        raise NotImplementedError

    def tolist(self, array: Any) -> list[Any]:
        """A vector as a list of floats, a matrix as a list of rows. The only way out."""
        raise NotImplementedError

    def sigmoid(self, eta: Vector) -> Vector:
        """σ(η) = 1 / (1 + e⁻ᶯ), finite for every |η| ≤ 1e308 and accurate in both tails."""
        raise NotImplementedError

    def cross_entropy(self, eta: Vector, y: Vector) -> tuple[Vector, Vector]:
        """Per row, −[y ln ŷ + (1 − y) ln(1 − ŷ)] and ŷ = σ(η), from one exp of −|η|; y in [0, 1]."""
        raise NotImplementedError

    def softmax(self, etas: list[Vector], ys: list[Vector]) -> tuple[Vector, list[Vector]]:
        """Per row, −Σₖ yₖ ln ŷₖ and the K probabilities ŷₖ = e^ηₖ / Σⱼ e^ηⱼ, from K vectors η and K vectors y."""
        raise NotImplementedError

    def gram(self, X: Matrix, w: Vector) -> Matrix:
        """Xᵀ diag(w) X."""
        raise NotImplementedError

    def solve(self, A: Matrix, b: Vector) -> Vector:
        """x with A x = b, for a symmetric positive definite A; SingularMatrixError names the column otherwise."""
        raise NotImplementedError

    def quiet(self) -> Any:
        """A context in which overflow and underflow are silent, as they are in plain Python.

        Trainers run inside it: they look for an overflow in the loss itself, and say what to do about it.
        """
        return _Nothing()

    def blocks(self, X: Matrix, *vectors: Vector) -> Iterable[tuple[Any, ...]]:
        """(X, *vectors) cut into blocks of rows, in order. One block, unless smaller ones are faster here."""
        return [(X, *vectors)]


class _Nothing:
    """A context manager that does nothing."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, *exc_info: object) -> None:
        return None
