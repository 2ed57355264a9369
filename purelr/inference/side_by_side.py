"""Several fits in one table."""

from __future__ import annotations

from math import isfinite

from ..basics.errors import not_fitted, refuse
from ..data.table import Table
from ..inputs import arrays
from .methods import Inference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FIGURES = ("n", "loglik", "aic", "bic")


def compare(*models: Any, names: Any = None) -> Table:
    """The coefficients of several fits side by side, each with its standard error, and below them n, loglik, aic, bic.

    A column that a fit does not have is missing there, and so are the errors of a fit with a penalty, which has none.
    `names` are what the fits are called: (1), (2) and so on unless given. For K > 2 classes a term names its class.

    >>> from purelr import LogisticRegression
    >>> X, y = {"a": [1, 2, 3, 4, 5, 6, 7, 8], "b": [1, 0, 1, 1, 1, 0, 0, 1]}, [0, 0, 1, 0, 1, 1, 0, 1]
    >>> small = LogisticRegression(C=float("inf")).fit({"a": X["a"]}, y)
    >>> compare(small, LogisticRegression(C=float("inf")).fit(X, y), names=["a alone", "both"])
    term       a alone  a alone std_error     both  both std_error
    ---------  -------  -----------------  -------  --------------
    intercept  -1.9494             1.8611  -4.4718          3.7736
    a           0.4332            0.37487  0.67461         0.57013
    b                                       2.2939          2.2968
    n                8                           8
    loglik     -4.7346                     -4.0613
    aic         13.469                      14.123
    bic         13.628                      14.361
    """
    if not models:
        refuse("models", "fitted LogisticRegressions, one at least", "none")
    called = [f"({i})" for i in range(1, len(models) + 1)] if names is None else [str(name) for name in names]
    if len(called) != len(models) or len(set(called)) != len(called):
        refuse("names", f"{len(models)} different ones, one for each fit", f"{called}")
    found = [_coefficients(model) for model in models]
    terms = list(dict.fromkeys([term for coefs, _ in found for term in coefs]))
    columns: dict[str, list[Any]] = {"term": terms + list(FIGURES)}
    for name, (coefs, figures) in zip(called, found):
        pairs = [coefs.get(term, (None, None)) for term in terms]
        columns[name] = [value for value, _ in pairs] + figures
        columns[f"{name} std_error"] = [error for _, error in pairs] + [None] * len(FIGURES)
    return Table(columns)


def _coefficients(model: Any) -> tuple[dict[str, tuple[float, float | None]], list[Any]]:
    """The estimate and the standard error of each term, and the figures of the fit."""
    if not issubclass(type(model), Inference):
        refuse("models", "fitted LogisticRegressions", type(model).__name__)
    if not hasattr(model, "coef_"):
        raise not_fitted("LogisticRegression", "coef_")
    if not isfinite(model.C):
        summary = model.summary(method="wald")
        several = len(set(map(str, summary.labels))) > 1
        terms: dict[str, tuple[float, float | None]] = {
            f"{term.name} ({term.label})" if several else term.name: (term.coef, term.std_error)
            for term in summary.terms
        }
        return terms, [getattr(summary, name) for name in FIGURES]
    intercepts, coefs = arrays.listed(model.intercept_, "intercept_"), arrays.listed(model.coef_, "coef_")
    known = getattr(model, "feature_names_in_", [f"column {j}" for j in range(len(coefs[0]))])
    labels = arrays.listed(model.classes_, "classes_")
    penalised: dict[str, tuple[float, float | None]] = {}
    for k, (intercept, row) in enumerate(zip(intercepts, coefs)):
        for name, value in zip(["intercept", *known], [intercept, *row]):
            penalised[f"{name} ({labels[k]})" if len(coefs) > 1 else str(name)] = float(value), None
    return penalised, [model.result_.rows, None, None, None]
