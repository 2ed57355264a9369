"""Intervals for predicted probabilities: the delta method on the scale of the log-odds, and back through σ.

The log-odds of class k against all others are zₖ = ηₖ − ln Σₗ e^ηₗ over the others, and ∂zₖ/∂ηₘ is 1 for m = k and
−e^ηₘ / Σₗ e^ηₗ for the others. With V the covariance of the coefficients, the variance of zₖ at a row x is

  Σₘ Σₗ cₘ cₗ xᵀ Vₘₗ x,    c = ∂zₖ/∂η,

and the interval σ(zₖ ± z √variance), which never leaves 0 to 1. For two classes that is η ± z √(xᵀ V x) (D. W. Hosmer
and S. Lemeshow, Applied Logistic Regression, 2000, section 1.5; A. Agresti, Categorical Data Analysis, 2013, 5.1.7).
"""

from __future__ import annotations

from math import exp, fsum, log, sqrt

from ..backends.pure import sigmoid
from ..backends.registry import choose
from ..data.encoding import numbers_of
from ..data.table import Table
from ..objective.orthogonal import along
from .estimates import critical

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ..backends.linalg import List
    from .fitted import Fit
    from .information import Information


def predict_interval(
    model: Any, fit: Fit, X: Any, offset: Any, level: float, cov_type: str | None, groups: Any, strata: Any
) -> Table:
    """The table of `predict_interval`."""
    known, z = fit.information(), critical(level)
    spreads = _spreads(model, known, X, offset, fit.along_axes(cov_type, groups, strata))
    order = [known.classes.index(label) for label in list(model.classes_)]
    lines: dict[str, list[Any]] = {"row": [], "class": [], "estimate": [], "conf_low": [], "conf_high": []}
    for row, (etas, spread) in enumerate(spreads):
        for k in order if known.sets > 1 else order[1:]:
            centre, slopes = _against_the_others(etas, k)
            variance = fsum([a * b * spread[i][j] for i, a in enumerate(slopes) for j, b in enumerate(slopes)])
            reach = z * sqrt(max(variance, 0.0))
            cells = (row, known.classes[k], sigmoid(centre), sigmoid(centre - reach), sigmoid(centre + reach))
            for column, cell in zip(lines.values(), cells):
                column.append(cell)
    table = Table(lines)
    return table if known.sets > 1 else table.drop("row", "class")


def _spreads(model: Any, known: Information, X: Any, offset: Any, vcov: List) -> Iterator[tuple[list[float], List]]:
    """For each row η of each class, the first being the baseline's 0; and xᵀ Vₘₗ x for each pair of the others."""
    xp = choose(model.backend, X)
    matrix, told = numbers_of(model, X, offset, xp)
    design = known.coordinates_for(model).design(xp, matrix)
    size, free = known.size, range(known.sets)
    with xp.quiet():
        etas = along(xp, design, [known.inner[m * size : (m + 1) * size] for m in free])
        etas = etas if told is None else [eta + told for eta in etas]
        q = along(xp, design, known.axes)
        found: dict[tuple[int, int], list[float]] = {}
        for m in free:
            for n in range(m + 1):
                total: Any = 0.0
                for i in range(size):
                    row: Any = 0.0
                    for j in range(size):
                        row = row + vcov[m * size + i][n * size + j] * q[j]
                    total = total + q[i] * row
                found[m, n] = found[n, m] = xp.tolist(total)
        columns = [xp.tolist(eta) for eta in etas]
    for r in range(len(columns[0])):
        yield [0.0] + [column[r] for column in columns], [[found[m, n][r] for n in free] for m in free]


def _against_the_others(etas: list[float], k: int) -> tuple[float, list[float]]:
    """zₖ, and its derivatives by the η of all classes but the baseline, which is the first."""
    others = [m for m in range(len(etas)) if m != k]
    top = max([etas[m] for m in others])
    weights = [0.0 if m == k else exp(eta - top) for m, eta in enumerate(etas)]
    total = fsum(weights)
    return etas[k] - (top + log(total)), [1.0 if m == k else -weights[m] / total for m in range(1, len(etas))]
