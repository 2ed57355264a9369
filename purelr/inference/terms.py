"""Tests of several coefficients at once: Wald's, and the likelihood ratio of the fit without them.

  Wald               (R w)ᵀ (R V Rᵀ)⁻¹ (R w) for the rows R of the hypotheses R w = 0, V the covariance
  likelihood ratio   2 (ℓ − ℓ'), ℓ' the largest log-likelihood with these coefficients at 0

Both are χ² on as many degrees of freedom as there are coefficients (C. R. Rao, Linear Statistical Inference and Its
Applications, 1973, section 6e). A term is a column of the user's: the indicators of its levels are tested together,
each term in a fit with all others, as R's drop1 and the type III tests of SAS do.
"""

from __future__ import annotations

from math import exp, fsum, log, sqrt

from ..backends.kernels import dot
from ..backends.linalg import cholesky, solve_lower
from ..basics.distributions import chi2_tail
from ..basics.errors import SingularMatrixError, brief, number_or_nan, refuse, suggestion
from ..data.table import Table
from .held import least_loss

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..backends.linalg import List
    from .fitted import Fit
    from .information import Information


def wald_test(fit: Fit, hypotheses: Any, cov_type: str | None, groups: Any, strata: Any) -> Table:
    """The table of `wald_test`."""
    known, vcov = fit.information(), fit.vcov(cov_type, groups, strata)
    asked = hypotheses if isinstance(hypotheses, list) else [hypotheses]
    if not asked:
        refuse("hypotheses", "the name of a column, a tuple of names, a dict of weights, or a list of such", "none")
    lines = [(*_contrasts(known, hypothesis), hypothesis) for hypothesis in asked]
    found = [_wald(known.coef, vcov, rows) for _, rows, _ in lines]
    return _table("hypothesis", [said for said, _, _ in lines], found, [len(rows) for _, rows, _ in lines])


def anova(fit: Fit, terms: dict[str, list[int]], test: str, cov_type: str | None, groups: Any, strata: Any) -> Table:
    """The table of `anova`; `terms` are the places of each among the columns."""
    if test not in ("lr", "wald"):
        refuse("test", '"lr" or "wald"', brief(test))
    known = fit.information()
    if test == "lr" and (fit.kind(cov_type) != "nonrobust" or known.firth):
        got = "firth=True" if known.firth else brief(cov_type)
        refuse("test", '"wald" with a sandwich or with firth=True', '"lr"', f"The fit has {got}.")
    places = {name: _everywhere(known, [known.intercept + j for j in columns]) for name, columns in terms.items()}
    if test == "wald":
        vcov = fit.vcov(cov_type, groups, strata)
        found = [_wald(known.coef, vcov, [_unit(known, i) for i in at]) for at in places.values()]
    else:
        problem = fit.rows_for('test="lr"', 'Say test="wald", or fit again.')
        with problem.data.xp.quiet():
            losses = [least_loss(problem, known.inner, at) for at in places.values()]
            found = [max(2.0 * (known.loglik + known.total * loss), 0.0) for loss in losses]
    table = _table("term", list(places), found, [len(at) for at in places.values()])
    return Table({**table.to_dict(), "gvif": _inflation(known, fit.vcov(), list(places.values()))})


def _table(name: str, first: list[str], chi2: list[float], df: list[int]) -> Table:
    p = [chi2_tail(value, each) for value, each in zip(chi2, df)]
    return Table({name: first, "statistic": chi2, "df": df, "p_value": p})


def _inflation(known: Information, vcov: List, terms: list[list[int]]) -> list[float]:
    """det C₁ det C₂ / det C of each term, C being the correlations of the coefficients but the intercept, C₁ those of
    the term and C₂ those of the others (J. Fox and G. Monette, J. Am. Statist. Assoc. 87, 1992)."""
    deviations = [sqrt(row[i]) for i, row in enumerate(vcov)]
    slopes = [i for i in range(known.k) if i % known.size >= known.intercept]

    def log_determinant(places: list[int]) -> float:
        L = cholesky([[vcov[i][j] / deviations[i] / deviations[j] for j in places] for i in places])
        return 2.0 * fsum([log(row[-1]) for row in L])

    whole = log_determinant(slopes)
    return [exp(log_determinant(at) + log_determinant([i for i in slopes if i not in at]) - whole) for at in terms]


def _everywhere(known: Information, places: list[int]) -> list[int]:
    """The places of some coefficients of a class, in all classes that have them."""
    return [k * known.size + i for k in range(known.sets) for i in places]


def _unit(known: Information, place: int) -> list[float]:
    return [float(i == place) for i in range(known.k)]


def _contrasts(known: Information, hypothesis: Any) -> tuple[str, list[list[float]]]:
    """What a hypothesis says, and the rows of weights that it sets to 0."""
    if isinstance(hypothesis, str):
        return f"{hypothesis} = 0", [_unit(known, i) for i in _everywhere(known, [_place(known, hypothesis)])]
    if isinstance(hypothesis, tuple) and hypothesis:
        rows = [row for name in hypothesis for row in _contrasts(known, name)[1]]
        return " = ".join([*[_said(name) for name in hypothesis], "0"]), rows
    if isinstance(hypothesis, dict) and hypothesis:
        weights = {_place(known, name): number_or_nan(weight) for name, weight in hypothesis.items()}
        if not all([abs(weight) < float("inf") for weight in weights.values()]) or not any(weights.values()):
            refuse("the weights of a hypothesis", "finite numbers, not all of them 0", brief(hypothesis))
        sets = range(0, known.k, known.size)
        return _said(hypothesis) + " = 0", [[_weight(weights, i - k, known.size) for i in range(known.k)] for k in sets]
    wanted = "the name of a column, a tuple of names, or a dict of weights by name"
    return refuse("a hypothesis", wanted, brief(hypothesis))


def _weight(weights: dict[int, float], place: int, size: int) -> float:
    return weights.get(place, 0.0) if 0 <= place < size else 0.0


def _said(hypothesis: Any) -> str:
    if not isinstance(hypothesis, dict):
        return str(hypothesis)
    text = ""
    for name, weight in hypothesis.items():
        times = "" if abs(weight) == 1 else f"{abs(weight):g} "
        text += f" {'-' if weight < 0 else '+'} {times}{name}"
    return text[3:] if text.startswith(" +") else f"-{text[3:]}"


def _place(known: Information, name: Any) -> int:
    if known.names.count(name) != 1:
        refuse("a hypothesis", "of columns of the fit", brief(name), suggestion(name, known.names))
    return known.names.index(name)


def _wald(coef: list[float], vcov: List, rows: list[list[float]]) -> float:
    """(R w)ᵀ (R V Rᵀ)⁻¹ (R w)"""
    values = [dot(row, coef) for row in rows]
    half = [[dot(row, line) for line in vcov] for row in rows]
    try:
        # In units of standard errors, so that a column of 1e8 beside one of 1e-8 costs no digits.
        covariance = [[dot(a, row) for row in rows] for a in half]
        scale = [covariance[i][i] ** -0.5 if covariance[i][i] > 0.0 else 1.0 for i in range(len(rows))]
        L = cholesky([[v * a * b for v, b in zip(line, scale)] for line, a in zip(covariance, scale)])
    except SingularMatrixError:
        refuse("a hypothesis", "of contrasts none of which follows from the others", f"{len(rows)} that do")
    part = solve_lower(L, [v * a for v, a in zip(values, scale)])
    return float(dot(part, part))
