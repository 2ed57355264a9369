"""Marginal effects: by how much a probability changes when a column does, and the standard error of that.

The effect of column j on the probability of class k at a row is ∂ŷₖ/∂xⱼ = ŷₖ (wₖⱼ − Σₘ ŷₘ wₘⱼ), for two classes
ŷ (1 − ŷ) wⱼ. With J its derivatives by all coefficients, its variance is J V Jᵀ (the delta method; W. H. Greene,
Econometric Analysis, 2012, sections 17.3 and 18.2).
"""

from __future__ import annotations

from math import sqrt

from .backends import choose
from .backends.kernels import dot
from .encoding import numbers_of
from .errors import brief, refuse
from .rows import Rows
from .summary import Estimate, Estimates, critical, named
from .weights import sample_weights

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .backends.base import Backend
    from .evidence import Evidence


class MarginalEffects(Estimates):
    """Effects in `terms`, one Estimate for each column and class (of two classes the second); `at` says where."""

    def __init__(self, terms: list[Estimate], level: float, at: str) -> None:
        super().__init__(terms, level)
        self.at = at

    def _title(self, label: Any) -> str:
        where = "at the mean of the columns" if self.at == "mean" else "averaged over the rows"
        return f"Change of the probability of {brief(label)} by one unit of a column, {where}"


def marginal_effects(
    model: Any,
    X: Any,
    *,
    at: str = "average",
    level: float = 0.95,
    sample_weight: Any = None,
    cov_type: str = "nonrobust",
    groups: Any = None,
    names: Any = None,
) -> MarginalEffects:
    """The effect of each column on the probability of the second class, or of each of K > 2 classes.

    at      "average", the mean of the effects at the rows of X, or "mean", the effect at the mean row
    others  as in `summary`; sample_weight says how often each row of X counts

    A column of 0 and 1 is treated like any other: its effect is a slope and not a difference.

    >>> from purelr import LogisticRegression
    >>> X, y = [[0.5], [1.0], [1.5], [2.0], [2.5], [3.0]], [0, 0, 1, 0, 1, 1]
    >>> effects = marginal_effects(LogisticRegression(C=float("inf")).fit(X, y), X)
    >>> [round(effect.value, 4) for effect in effects.terms]
    [0.3172]
    """
    evidence: Evidence = model._asked()
    z, columns = critical(level), named(evidence, names)
    if at not in ("average", "mean"):
        refuse("at", '"average" or "mean"', brief(at))
    xp = choose(model.backend, X)
    matrix = numbers_of(model, X, xp)
    weights = sample_weights(sample_weight, matrix.shape[0])
    share = xp.asvector([w / sum(weights) for w in weights])
    if at == "mean":
        matrix, share = xp.asmatrix([xp.tolist(xp.moments(matrix, share)[0])]), xp.asvector([1.0])
    rows = Rows(xp, evidence.coordinates.design(xp, matrix), [], share)
    with xp.quiet():
        found = _effects(xp, evidence, rows, evidence.inner_vcov(cov_type, groups))
    terms = []
    for k, j, effect, std_error in found:
        unit = evidence.coordinates.scale[j - evidence.intercept]
        terms.append(Estimate(columns[j], evidence.classes[k], effect / unit, std_error / unit, z))
    return MarginalEffects(terms, level, at)


def _effects(
    xp: Backend, evidence: Evidence, rows: Rows, vcov: list[list[float]]
) -> list[tuple[int, int, float, float]]:
    """(class, column, effect, standard error) in the solver's coordinates."""
    size, free = evidence.size, range(1, evidence.sets + 1)
    coefs = [[0.0] * size] + [evidence.inner[k * size : (k + 1) * size] for k in range(evidence.sets)]
    etas = xp.products(rows.X, [xp.asvector(coef) for coef in coefs])
    probas = xp.softmax(etas, [0.0 * eta for eta in etas])[1]
    found = []
    for j in range(int(evidence.intercept), size):
        mean: Any = 0.0
        for proba, coef in zip(probas, coefs):
            mean = mean + coef[j] * proba
        pulls = [proba * (coef[j] - mean) for proba, coef in zip(probas, coefs)]  # the effects at each row
        for k in free if evidence.sets == 1 else range(len(coefs)):
            jacobian: list[float] = []
            for m in free:
                own = float(k == m)
                jacobian.extend(xp.tolist(rows.pull([(own - probas[m]) * pulls[k] - probas[k] * pulls[m]])[0]))
                jacobian[j - size] += rows.mean(probas[k] * (own - probas[m]))
            variance = dot(jacobian, [dot(row, jacobian) for row in vcov])
            found.append((k, j, rows.mean(pulls[k]), sqrt(max(variance, 0.0))))
    return sorted(found, key=lambda line: line[0])
