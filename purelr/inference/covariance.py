"""The covariance of coefficients: the inverse information, and the sandwich around it, each a sum over rows.

With the information I = Xᵀ diag(f ŷ (1 − ŷ)) X, f being how often a row counts, and u = (y − ŷ) x its score,

  nonrobust   I⁻¹
  HC0         I⁻¹ (Σ f u uᵀ) I⁻¹
  HC1         HC0 · n / (n − k), for n = Σ f and k coefficients
  HC2, HC3    HC0 with u / √(1 − h) and u / (1 − h), h = ŷ (1 − ŷ) xᵀ I⁻¹ x being the leverage of the row
  cluster     I⁻¹ (Σ U Uᵀ) I⁻¹ · G / (G − 1) · (n − 1) / (n − k), U being Σ f u over one of G groups

  design      for weights that are no counts but inverse probabilities of being in the sample, w, and U = Σ w u over the
              clusters of a stratum, or over one row: I⁻¹ [Σ_strata G / (G − 1) Σ (U − Ū) (U − Ū)ᵀ] I⁻¹, with Ū the mean
              of the G clusters of the stratum (D. A. Binder, Int. Statist. Rev. 51, 1983)

and for K classes likewise, with one score a class; docs/inference.md has the sources. All are computed on axes along
which the rows of X are orthonormal, where I is easy to invert, and then carried back: a column of 1e8, or two that are
nearly the same, cost the square root of the digits that they would cost in Xᵀ X.
"""

from __future__ import annotations

from math import fsum, sqrt

from ..backends.blocks import add_up
from ..backends.linalg import inverse_factor, product_with_transpose
from ..objective.orthogonal import along

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from ..backends.base import Matrix, Vector
    from ..backends.linalg import List
    from ..objective.logistic import Objective, Rows


def axes(objective: Objective, coef: Vector | None = None) -> List:
    """Vectors t with (X t)ᵀ diag(s) (X t) = 1 each and 0 for two of them, X being the design of the objective; with
    `coef` of the rows by what information they have there, s Σₖ ŷₖ (1 − ŷₖ)."""
    xp = objective.xp

    def weights(rows: Rows) -> Vector:
        return rows.shares() if coef is None else objective.information(rows, coef)

    (gram,) = add_up([(xp.gram(rows.X, weights(rows)),) for rows in objective.blocks])
    return inverse_factor(xp.tolist(gram))


def at_optimum(objective: Objective, coef: Vector, vectors: List) -> tuple[float, list[float], List]:
    """The mean loss, and along the axes its gradient and its Hessian, which is the mean information."""

    def sums(rows: Rows, Q: Matrix, loss: Vector, probas: list[Vector]) -> list[Any]:
        errors = [p - y for p, y in zip(probas, rows.ys)]
        pairs = [p * (float(k == m) - probas[m]) for k, p in enumerate(probas) for m in range(k + 1)]
        scores = [Q.T @ (rows.shares() * error) for error in errors]
        return [rows.mean(loss), *scores, *_grams(rows, Q, pairs)]

    xp = objective.xp
    loss, *rest = _over_rows(objective, coef, vectors, sums)
    gradient = [value for part in rest[: objective.sets] for value in xp.tolist(part)]
    return loss, gradient, _assembled(objective, rest[objective.sets :])


def score_products(
    objective: Objective, coef: Vector, vectors: List, power: float = 0.0, B: List | None = None
) -> List:
    """Σ s u uᵀ / (1 − h)^power along the axes; for a power the leverage h is ŷ (1 − ŷ) |B q|², of two classes."""

    def sums(rows: Rows, Q: Matrix, loss: Vector, probas: list[Vector]) -> list[Any]:
        errors = [p - y for p, y in zip(probas, rows.ys)]
        if B is not None:
            xp, variance = rows.xp, probas[0] * (1.0 - probas[0])
            squares = [Bq * Bq for Bq in along(xp, Q, B)]
            leverages = xp.tolist(variance * sum(squares[1:], squares[0]))
            inflated = xp.asvector([max(1.0 - h, 1e-12) ** -power for h in leverages])
            return _grams(rows, Q, [errors[0] * errors[0] * inflated])
        return _grams(rows, Q, [e * errors[m] for k, e in enumerate(errors) for m in range(k + 1)])

    return _assembled(objective, list(_over_rows(objective, coef, vectors, sums)))


def group_products(objective: Objective, coef: Vector, vectors: List, codes: list[int]) -> List:
    """Σ_g U_g U_gᵀ along the axes, for U_g = Σ s u over the rows with code g."""
    return product_with_transpose(group_scores(objective, coef, vectors, codes))


def design_products(objective: Objective, coef: Vector, vectors: List, codes: list[int], strata: list[int]) -> List:
    """Σ G / (G − 1) Σ (U − Ū) (U − Ū)ᵀ along the axes; `strata` has that of each group, -1 for one without weight."""
    totals = group_scores(objective, coef, vectors, codes)
    spread = []
    for stratum in set(strata) - {-1}:
        mine = [total for total, code in zip(totals, strata) if code == stratum]
        G = len(mine)
        mean, factor = [fsum(column) / G for column in zip(*mine)], sqrt(G / (G - 1.0))
        spread.extend([[factor * (v - m) for v, m in zip(total, mean)] for total in mine])
    return product_with_transpose(spread)


def group_scores(objective: Objective, coef: Vector, vectors: List, codes: list[int]) -> List:
    """U_g of each group."""
    totals = [[0.0] * (objective.sets * len(vectors)) for _ in range(max(codes) + 1)]
    place, xp, width = iter(codes), objective.xp, len(vectors)
    units = [xp.asvector([float(i == j) for i in range(width)]) for j in range(width)]
    for rows, Q, _, probas in _row_by_row(objective, coef, vectors):
        shares = rows.shares()
        pulled = [shares * (p - y) for p, y in zip(probas, rows.ys)]
        columns = [objective.xp.tolist(error * (Q @ unit)) for error in pulled for unit in units]
        for score, code in zip(zip(*columns), place):
            totals[code] = [a + b for a, b in zip(totals[code], score)]
    return totals


def _row_by_row(
    objective: Objective, coef: Vector, vectors: List
) -> Iterator[tuple[Rows, Matrix, Vector, list[Vector]]]:
    """Each block of rows with its design along the axes, and its losses and probabilities at `coef`."""
    xp, parts = objective.xp, objective.split(coef)
    for rows in objective.blocks:
        loss, probas = objective.forward(objective.etas(rows, parts), rows.ys)
        yield rows, xp.from_columns(along(xp, rows.X, vectors)), loss, probas


def _over_rows(objective: Objective, coef: Vector, vectors: List, sums: Callable[..., list[Any]]) -> tuple[Any, ...]:
    return add_up([tuple(sums(*block)) for block in _row_by_row(objective, coef, vectors)])


def _grams(rows: Rows, Q: Matrix, weights: list[Vector]) -> list[Matrix]:
    """Σ s w q qᵀ for each vector of weights."""
    shares = rows.shares()
    return [rows.xp.gram(Q, shares * w) for w in weights]


def _assembled(objective: Objective, grams: list[Matrix]) -> List:
    """The symmetric matrix whose blocks are these, for each pair of sets with the second not behind the first."""
    lists, sets = [objective.xp.tolist(gram) for gram in grams], range(objective.sets)
    blocks = dict(zip([(k, m) for k in sets for m in range(k + 1)], lists))
    rows = [[blocks[max(k, m), min(k, m)] for m in sets] for k in sets]
    return [[value for block in row for value in block[i]] for row in rows for i in range(len(row[0]))]
