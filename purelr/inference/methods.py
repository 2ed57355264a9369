"""Standard errors, intervals and the summary of a fitted LogisticRegression: what the model can be asked for."""

from __future__ import annotations

from math import inf, sqrt

from ..basics.errors import brief, not_fitted, refuse
from ..inputs import arrays

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..inputs.arrays import Numbers, Table
    from .fitted import Fit
    from .information import Information
    from .summary import Summary


def information_of(model: Any) -> Information:
    """What the rows of a fitted model say; a ValueError says why they say nothing."""
    return fit_of(model).information()


def fit_of(model: Any) -> Fit:
    """The fit without a penalty of a model; a ValueError where there is none, or no information in it."""
    if not isinstance(model, Inference):
        refuse("model", "a fitted LogisticRegression", brief(model))
    if not hasattr(model, "coef_"):
        raise not_fitted("LogisticRegression", "coef_")
    fit: Fit | None = getattr(model, "_fit", None)
    if fit is None and (hasattr(model, "_fit") or inf != model.C):
        remedy = 'A penalty moves the coefficients on purpose. Fit with C=float("inf").'
        refuse("C", 'float("inf"), no penalty, for standard errors', f"a fit with C={model.C!r}", remedy)
    if fit is None:
        got = "one from a file, which holds neither the rows nor their sums"
        remedy = "Save it with sums=True (on the command line --sums), or fit it again."
        refuse("model", "one that was fitted here for standard errors", got, remedy)
    fit.information()
    return fit


class Inference:
    """The methods that need a fit without a penalty: `C=float("inf")`, with `firth=True` or without.

    All of them are computed from the rows of the fit when they are asked for. Coefficients come in one order: the
    intercept first, then the columns; for K > 2 classes such a set for each class but the baseline, end to end.

    cov_type  "nonrobust", the inverse information; "HC0" or "HC1", the sandwich, which holds where the model does not;
              or "cluster", which holds where the rows of a group are not independent
    groups    with "cluster" n labels, the group of each row

    Each raises NotFittedError before a fit, and ValueError after one with a penalty or class_weight, after one that has
    not converged (on separated classes none does), and for a model from a file that was saved without `sums=True`. With
    them it has what follows from the information; sandwiches and profiles need the rows.
    """

    C: float
    coef_: Table

    def summary(
        self,
        level: float = 0.95,
        *,
        cov_type: str = "nonrobust",
        groups: Any = None,
        method: str | None = None,
        names: Any = None,
    ) -> Summary:
        """Coefficients with standard errors, z, p, intervals and odds ratios, and how well the model fits.

        level   of the intervals, between 0 and 1
        method  "wald", from the standard errors, or "profile", from the likelihood, which is slower and holds in small
                samples too; "profile" with `firth=True` unless said otherwise
        names   of the columns, for a model of lists

        >>> from purelr import LogisticRegression
        >>> X, y = [[0.5], [1.0], [1.5], [2.0], [2.5], [3.0]], [0, 0, 1, 0, 1, 1]
        >>> summary = LogisticRegression(C=float("inf")).fit(X, y).summary(names=["hours"])
        >>> round(summary["hours"].coef, 4), round(summary["hours"].std_error, 4), round(summary.aic, 4)
        (2.4281, 1.8252, 8.956)
        """
        from .summary import summarise

        return summarise(fit_of(self), level, cov_type, groups, method, names)

    def vcov(self, cov_type: str = "nonrobust", groups: Any = None) -> Table:
        """The covariance matrix of the k coefficients, k × k."""
        vcov = fit_of(self).vcov(cov_type, groups)
        matrix: Table = arrays.like(self.coef_, vcov)
        return matrix

    def std_error(self, cov_type: str = "nonrobust", groups: Any = None) -> Numbers:
        """The standard errors, k numbers: the square roots of the diagonal of `vcov`."""
        vcov = fit_of(self).vcov(cov_type, groups)
        errors: Numbers = arrays.like(self.coef_, [sqrt(row[i]) for i, row in enumerate(vcov)])
        return errors

    def conf_int(
        self, level: float = 0.95, *, cov_type: str = "nonrobust", groups: Any = None, method: str | None = None
    ) -> Table:
        """An interval for each coefficient, k × 2: coef ± z · std_error, or that of the profile likelihood."""
        summary = self.summary(level, cov_type=cov_type, groups=groups, method=method)
        intervals: Table = arrays.like(self.coef_, [list(pair) for pair in summary.conf_int])
        return intervals
