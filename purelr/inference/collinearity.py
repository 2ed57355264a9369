"""How much columns say of each other."""

from __future__ import annotations

from ..backends.kernels import dot
from ..backends.linalg import inverse_factor
from ..backends.registry import choose
from ..basics.errors import SingularMatrixError, refuse
from ..inputs import arrays
from ..inputs.weights import sample_weights
from ..objective import coordinates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def variance_inflation_factors(X: Any, sample_weight: Any = None) -> list[float]:
    """For each column 1 / (1 − R²), R² being the share of its variance that the other columns explain; 1 is none.

    The variance of a coefficient is about so many times what it would be without the others (D. W. Marquardt,
    Technometrics 12, 1970). A column that the others explain to the last digit is a ValueError.

    >>> variance_inflation_factors([[1.0, 1.0], [2.0, -1.0], [3.0, -1.0], [4.0, 1.0]])
    [1.0, 1.0]
    """
    xp = choose(None, X)
    matrix, names = xp.asmatrix(X), arrays.column_names(X)
    weights = sample_weights(sample_weight, matrix.shape[0])
    total = sum(weights)
    share = xp.asvector([w / total for w in weights])
    mean, deviation = [xp.tolist(v) for v in xp.moments(matrix, share)]
    system = coordinates.standard((mean, deviation), True)
    system.intercept = False  # the mean is taken out, and so are the ones
    try:
        factor = inverse_factor(xp.tolist(xp.gram(system.design(xp, matrix), share)))
    except SingularMatrixError as error:
        name = repr(names[error.column]) if names else f"column {error.column}"
        refuse("X", "free of columns that are constant or combinations of others", name, "Drop it.")
    return [dot(column, column) for column in zip(*factor)]  # type: ignore[arg-type]
