"""Several fits beside each other: in one table, and by the likelihood ratio of two of them."""

from __future__ import annotations

from math import isfinite

from ..basics.distributions import chi2_tail
from ..basics.errors import not_fitted, refuse
from ..data.table import Table
from ..inputs import arrays
from .methods import Inference, information_of

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


def likelihood_ratio_test(smaller: Any, larger: Any) -> dict[str, float]:
    """Whether the larger of two nested models fits better than chance would: chi2 = 2 (ℓ − ℓ'), df and p_value.

    Both are fitted without a penalty on the same rows, and the columns of the smaller are among those of the larger
    (S. S. Wilks, Annals of Mathematical Statistics 9, 1938).

    >>> import purelr
    >>> X, y = purelr.load_breast_cancer(return_X_y=True)
    >>> smaller = purelr.LogisticRegression(C=float("inf")).fit([row[:1] for row in X], y)
    >>> larger = purelr.LogisticRegression(C=float("inf")).fit([[row[0], row[9]] for row in X], y)
    >>> test = likelihood_ratio_test(smaller, larger)
    >>> round(test["chi2"], 3), test["df"]
    (68.991, 1)
    """
    small, large = information_of(smaller), information_of(larger)
    if small.firth or large.firth:
        refuse("firth", "False in both models: the penalty is another in each", "True", "Use the p of summary().")
    if small.sampling or large.sampling:
        got = '"sampling", of which there is no likelihood'
        refuse("weights", '"counts" in both models', got, 'Use wald_test, or anova("wald").')
    same = small.classes == large.classes and (small.total, small.rows) == (large.total, large.rows)
    if not same or (
        small.intercept == large.intercept and abs(small.null_loglik - large.null_loglik) > 1e-9 * small.total
    ):
        refuse("larger", "fitted on the rows of the smaller model", f"{large.total:g} rows, and {small.total:g} there")
    named = [
        set(map(str, model.feature_names_in_)) for model in (smaller, larger) if hasattr(model, "feature_names_in_")
    ]
    if large.k <= small.k or (len(named) == 2 and not named[0] <= named[1]):
        refuse("larger", "of the columns of the smaller model and more", f"{large.names}, and {small.names} there")
    chi2, df = 2.0 * (large.loglik - small.loglik), large.k - small.k
    if chi2 < -1e-8 * small.total:
        refuse("larger", "such that the smaller model is nested in it", "a smaller likelihood")
    return {"chi2": max(chi2, 0.0), "df": df, "p_value": chi2_tail(max(chi2, 0.0), df)}
