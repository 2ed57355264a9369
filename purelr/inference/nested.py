"""What two nested fits differ by: the likelihood ratio test."""

from __future__ import annotations

from ..basics.distributions import chi2_tail
from ..basics.errors import refuse
from .methods import information_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


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
