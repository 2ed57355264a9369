"""Standard errors, intervals and the summary of a fitted LogisticRegression: what the model can be asked for."""

from __future__ import annotations

from math import inf, sqrt

from ..basics.errors import brief, not_fitted, refuse
from ..inputs import arrays

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .information import Evidence
    from .summary import Summary


def evidence_of(model: Any) -> Evidence:
    """What a fitted model knows of its rows; a ValueError says why it knows nothing."""
    if not isinstance(model, Inference):
        refuse("model", "a fitted LogisticRegression", brief(model))
    return model._asked()


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

    C: Any
    coef_: Any

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

        return summarise(self._asked(), level, cov_type, groups, method, names)

    def vcov(self, cov_type: str = "nonrobust", groups: Any = None) -> Any:
        """The covariance matrix of the k coefficients, k × k."""
        vcov = self._asked().vcov(cov_type, groups)
        return arrays.like(self.coef_, vcov)

    def std_error(self, cov_type: str = "nonrobust", groups: Any = None) -> Any:
        """The standard errors, k numbers: the square roots of the diagonal of `vcov`."""
        vcov = self._asked().vcov(cov_type, groups)
        return arrays.like(self.coef_, [sqrt(row[i]) for i, row in enumerate(vcov)])

    def conf_int(
        self, level: float = 0.95, *, cov_type: str = "nonrobust", groups: Any = None, method: str | None = None
    ) -> Any:
        """An interval for each coefficient, k × 2: coef ± z · std_error, or that of the profile likelihood."""
        summary = self.summary(level, cov_type=cov_type, groups=groups, method=method)
        return arrays.like(self.coef_, [list(pair) for pair in summary.conf_int])

    def _asked(self) -> Evidence:
        """The evidence of the fit, or why there is none."""
        if not hasattr(self, "coef_"):
            raise not_fitted("LogisticRegression", "coef_")
        evidence: Evidence | None = getattr(self, "_evidence", None)
        if evidence is None and (hasattr(self, "_evidence") or inf != self.C):
            remedy = 'A penalty moves the coefficients on purpose. Fit with C=float("inf").'
            got = f"a fit with C={self.C!r}"
            refuse("C", 'float("inf"), no penalty, for standard errors', got, remedy)
        if evidence is None:
            got = "one from a file, which holds neither the rows nor their sums"
            remedy = "Save it with sums=True (on the command line --sums), or fit it again."
            refuse("model", "one that was fitted here for standard errors", got, remedy)
        return evidence.sums()
