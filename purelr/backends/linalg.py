"""Linear algebra on small lists of lists: triangles, what they solve, and products of p × p matrices."""

from __future__ import annotations

from math import sqrt

from ..basics.errors import SingularMatrixError
from .base import PIVOT
from .kernels import dot

TYPE_CHECKING = False
if TYPE_CHECKING:
    List = list[list[float]]


def cholesky(A: List) -> List:
    """The rows of the lower triangular L with A = L Lᵀ (Golub and Van Loan, Matrix Computations, section 4.2)."""
    L: List = []
    for j, row in enumerate(A):
        new: list[float] = []
        for i in range(j):
            new.append((row[i] - dot(L[i][:i], new)) / L[i][i])
        pivot = row[j] - dot(new, new)
        if not pivot > PIVOT * abs(row[j]):
            raise SingularMatrixError(f"A must be positive definite; got a vanishing pivot in column {j}.", j)
        new.append(sqrt(pivot))
        L.append(new)
    return L


def solve_lower(L: List, b: list[float]) -> list[float]:
    """x with L x = b."""
    x: list[float] = []
    for row, value in zip(L, b):
        x.append((value - dot(row[:-1], x)) / row[-1])
    return x


def solve_upper(U: List, b: list[float]) -> list[float]:
    """x with U x = b, each row of U from its diagonal on."""
    x: list[float] = []  # from the last to the first
    for row, value in zip(reversed(U), reversed(b)):
        x.append((value - dot(row[:0:-1], x)) / row[0])
    return x[::-1]


def inverse_factor(A: List) -> List:
    """The rows of L⁻¹, where A = L Lᵀ: A⁻¹ is the sum of their outer products with themselves."""
    return [list(row) for row in zip(*inverse_columns(cholesky(A)))]


def inverse_columns(L: List) -> List:
    """The columns of L⁻¹, for the rows of L, each up to its diagonal."""
    n = len(L)
    # Column j of L⁻¹ begins with j zeros, and needs L from there on.
    return [[0.0] * j + solve_lower([row[j:] for row in L[j:]], [1.0] + [0.0] * (n - j - 1)) for j in range(n)]


def product_with_transpose(rows: List) -> List:
    """Rᵀ R for the rows of R."""
    columns = list(zip(*rows))
    return [[dot(a, b) for b in columns] for a in columns]  # type: ignore[arg-type]


def congruent(A: List, columns: List, sets: int) -> List:
    """B A Bᵀ for each pair of sets, where B has these columns: from the axes to other coordinates."""
    width = len(columns)
    B = list(map(list, zip(*columns)))
    half = [[dot(row[m * width : (m + 1) * width], b) for m in range(sets) for b in B] for row in A]
    turned = list(map(list, zip(*half)))
    return [[dot(row[k * width : (k + 1) * width], b) for k in range(sets) for b in B] for row in turned]
