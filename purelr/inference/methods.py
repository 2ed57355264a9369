"""Standard errors, intervals and the summary of a fitted LogisticRegression: what the model can be asked for."""

from __future__ import annotations

from math import inf, sqrt

from ..basics.errors import brief, not_fitted, refuse
from ..inputs import kinds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..data.table import Table as ResultTable
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

    cov_type  "nonrobust", the inverse information; "HC0", "HC1", "HC2" or "HC3", the sandwich, which holds where the
              model does not; or "cluster", which holds where the rows of a group are not independent. None is
              "nonrobust", and with weights="sampling" the errors of the design
    groups    with "cluster" n labels, the group of each row; with weights="sampling" its cluster
    strata    with weights="sampling" n labels, the stratum of each row

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
        cov_type: str | None = None,
        groups: Any = None,
        strata: Any = None,
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

        return summarise(fit_of(self), level, cov_type, groups, strata, method, names)

    def vcov(self, cov_type: str | None = None, groups: Any = None, strata: Any = None) -> Table:
        """The covariance matrix of the k coefficients, k × k."""
        vcov = fit_of(self).vcov(cov_type, groups, strata)
        matrix: Table = kinds.like(self.coef_, vcov)
        return matrix

    def std_error(self, cov_type: str | None = None, groups: Any = None, strata: Any = None) -> Numbers:
        """The standard errors, k numbers: the square roots of the diagonal of `vcov`."""
        vcov = fit_of(self).vcov(cov_type, groups, strata)
        errors: Numbers = kinds.like(self.coef_, [sqrt(row[i]) for i, row in enumerate(vcov)])
        return errors

    def conf_int(
        self,
        level: float = 0.95,
        *,
        cov_type: str | None = None,
        groups: Any = None,
        strata: Any = None,
        method: str | None = None,
    ) -> Table:
        """An interval for each coefficient, k × 2: coef ± z · std_error, or that of the profile likelihood."""
        summary = self.summary(level, cov_type=cov_type, groups=groups, strata=strata, method=method)
        intervals: Table = kinds.like(self.coef_, [list(pair) for pair in summary.conf_int])
        return intervals

    def predict_interval(
        self,
        X: Any,
        *,
        level: float = 0.95,
        cov_type: str | None = None,
        groups: Any = None,
        strata: Any = None,
        offset: Any = None,
    ) -> ResultTable:
        """The probability of the second class for each row with its interval: estimate, conf_low, conf_high. For K > 2
        classes a line for each row and class, which are named besides.

        The interval is that of the log-odds, taken back through σ (docs/inference.md), so that it stays within 0 to 1.

        >>> from purelr import LogisticRegression
        >>> X, y = [[0.5], [1.0], [1.5], [2.0], [2.5], [3.0]], [0, 0, 1, 0, 1, 1]
        >>> LogisticRegression(C=float("inf")).fit(X, y).predict_interval([[1.0], [2.0]])
        estimate   conf_low  conf_high
        --------  ---------  ---------
        0.13931   0.0049702    0.83986
        0.64726     0.14425    0.95232
        """
        from .intervals import predict_interval

        return predict_interval(self, fit_of(self), X, offset, level, cov_type, groups, strata)

    def wald_test(
        self, hypotheses: Any, *, cov_type: str | None = None, groups: Any = None, strata: Any = None
    ) -> ResultTable:
        """Wald's tests of coefficients: a Table of hypothesis, statistic (χ²), df and p_value.

        hypotheses  "age", that its coefficient is 0; ("race=black", "race=other"), that all of them are;
                    {"race=black": 1, "race=other": -1}, that this sum of multiples is; or a list of such. For K > 2
                    classes each is a test of all classes together

        >>> from purelr import LogisticRegression
        >>> X, y = {"a": [1, 2, 3, 4, 5, 6, 7, 8], "b": [1, 0, 1, 1, 1, 0, 0, 1]}, [0, 0, 1, 0, 1, 1, 0, 1]
        >>> LogisticRegression(C=float("inf")).fit(X, y).wald_test(["a", ("a", "b"), {"a": 1, "b": -2}])
        hypothesis   statistic  df  p_value
        -----------  ---------  --  -------
        a = 0           1.4001   1  0.23671
        a = b = 0       1.4955   2  0.47344
        a - 2 b = 0    0.84841   1    0.357
        """
        from .terms import wald_test

        return wald_test(fit_of(self), hypotheses, cov_type, groups, strata)

    def anova(
        self, test: str = "lr", *, cov_type: str | None = None, groups: Any = None, strata: Any = None
    ) -> ResultTable:
        """A test of each term, all others being in the fit (type III): a Table of term, statistic (χ²), df, p_value,
        and gvif, the generalised variance inflation: 1 where the term has nothing in common with the others.

        A term is a column of the user's, with all its levels. `test` is "lr", the likelihood ratio with the fit without
        the term, as R's drop1(..., test="LRT"), for which each term is fitted once more; or "wald".
        """
        from .terms import anova

        fit = fit_of(self)
        return anova(fit, terms_of(self, fit.information()), test, cov_type, groups, strata)


def terms_of(model: Any, known: Information) -> dict[str, list[int]]:
    """The terms, the columns of the user's or those of a formula, and the places of the numbers of each. One that is
    part of an interaction has no meaning without it, and is left out, as R's drop1 does."""
    encoding = getattr(model, "encoding_", None)
    if encoding is None:
        return {name: [j] for j, name in enumerate(known.names[known.intercept :])}
    found, terms, place = encoding.terms(), {}, 0
    for variables, width in found:
        inner = any([set(variables) < set(others) for others, _ in found])
        if width and not inner:
            terms[":".join(variables)] = list(range(place, place + width))
        place += width
    return terms
