"""The summary of a fit.

The formulas and their sources are in docs/inference.md.
"""

from __future__ import annotations

from math import exp, expm1, log, sqrt

from ..basics.distributions import chi2_tail
from ..basics.errors import brief, refuse
from ..data.table import Table
from ..inputs import arrays
from .estimates import Estimate, Estimates, critical, line, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar

    from .estimates import Pair
    from .fitted import Fit
    from .information import Information


R2 = ("mcfadden_r2", "cox_snell_r2", "nagelkerke_r2")


class Term(Estimate):
    """One coefficient. `p_value` and `conf_int` are those of the summary's method, `wald_…` are Wald's in any case.

    Attributes: name, label (the class whose log-odds against the baseline it is of), coef, std_error, z_value, p_value,
    conf_int, odds_ratio, odds_ratio_conf_int, wald_p_value, wald_conf_int.
    """

    columns: ClassVar[tuple[str, ...]] = (
        "name",
        "label",
        "coef",
        "std_error",
        "z_value",
        "p_value",
        "conf_int",
        "odds_ratio",
        "odds_ratio_conf_int",
        "wald_p_value",
        "wald_conf_int",
    )

    def __init__(self, name: str, label: Any, value: float, std_error: float, z: float) -> None:
        super().__init__(name, label, value, std_error, z)
        self.coef = value
        self.wald_p_value: float = self.p_value
        self.wald_conf_int: Pair = self.conf_int

    @property
    def odds_ratio(self) -> float:
        return _exp(self.coef)

    @property
    def odds_ratio_conf_int(self) -> Pair:
        return _exp(self.conf_int[0]), _exp(self.conf_int[1])


class Summary(Estimates):
    """What a fit says, all of it plain numbers and lists.

    terms          one Term for each coefficient; `summary["age"]` and `summary["age", "yes"]` are one of them
    coef, std_error, z_value, p_value, conf_int, odds_ratio, odds_ratio_conf_int, names, labels  of all terms, as lists
    vcov           the covariance of the coefficients
    n, k           how many rows, each counted as often as its weight says, and how many coefficients
    dropped        how many rows were left out of the fit, as a cell was missing
    baseline       the class that the odds are against
    loglik, null_loglik, deviance, null_deviance, lr_chi2, lr_df, lr_p_value, aic, bic
    mcfadden_r2, cox_snell_r2, nagelkerke_r2
    solver, n_iter, penalty ("none" or "Firth"), cov_type, method ("wald" or "profile"), level

    `table` has the coefficients as a Table, `glance` the figures of the fit.

    With weights="sampling" the figures that a likelihood gives are None, and n counts the rows.
    With Firth's penalty loglik and null_loglik have the penalty in them, and deviance, R², AIC and BIC are None.
    """

    terms: list[Term]
    coef: list[float]
    odds_ratio: list[float]
    odds_ratio_conf_int: list[Pair]
    lr_chi2: float | None
    lr_p_value: float | None
    deviance: float | None
    null_deviance: float | None
    mcfadden_r2: float | None  # 1 − ℓ/ℓ₀
    cox_snell_r2: float | None  # 1 − e^(2 (ℓ₀ − ℓ) / n)
    nagelkerke_r2: float | None  # that by its largest value, 1 − e^(2 ℓ₀ / n)
    aic: float | None
    bic: float | None

    def __init__(
        self,
        fit: Fit,
        terms: list[Term],
        vcov: list[list[float]],
        level: float,
        cov_type: str,
        method: str,
    ) -> None:
        super().__init__(terms, level)
        self._fit: Any = fit
        self._known: dict[str, float | None] | None = None
        self.vcov: list[list[float]] = vcov
        self.cov_type: str = cov_type
        self.method: str = method
        known = fit.information()
        self.baseline: Any = known.classes[0]
        self.n: float = known.total
        self.dropped: int = fit.dropped
        self.k: int = known.k
        self.solver: Any = fit.result.solver
        self.n_iter: Any = fit.result.n_iter
        self.penalty = "Firth" if known.firth else "none"
        self.loglik: float = known.loglik
        self.null_loglik: float = known.null_loglik
        self.lr_df: int = known.k - known.sets * known.intercept
        self.deviance = self.null_deviance = self.aic = self.bic = self.lr_chi2 = self.lr_p_value = None
        self.mcfadden_r2 = self.cox_snell_r2 = self.nagelkerke_r2 = None
        if known.sampling:  # a likelihood that is blown up by the weights is none
            self.n = known.rows
            return
        self.lr_chi2 = max(2.0 * (self.loglik - self.null_loglik), 0.0)
        self.lr_p_value = chi2_tail(self.lr_chi2, self.lr_df)
        if not known.firth:
            self.deviance = known.deviance
            self.null_deviance = -2.0 * (self.null_loglik - known.saturated)
            self.mcfadden_r2 = 1.0 - self.loglik / self.null_loglik
            self.cox_snell_r2 = -expm1(-self.lr_chi2 / self.n)
            self.nagelkerke_r2 = self.cox_snell_r2 / -expm1(2.0 * self.null_loglik / self.n)
            self.aic = 2.0 * (self.k - self.loglik)
            self.bic = self.k * log(self.n) - 2.0 * self.loglik

    if TYPE_CHECKING:

        def __getitem__(self, key: Any) -> Term: ...

    @property
    def glance(self) -> Table:
        """The figures of the fit as a Table of one row, by the names that R's broom has made common; with Tjur's R²,
        the c-index, Pearson's χ² and the dispersion, for two classes and where the rows are there."""
        figures = ("loglik", "null_loglik", "deviance", "null_deviance", "aic", "bic", *R2)
        named = {name: [getattr(self, name)] for name in figures}
        more = {name: [value] for name, value in self._figures().items()}
        return Table({"n": [self.n], "df": [self.k], **named, **more})

    def _figures(self) -> dict[str, float | None]:
        """What is computed from the rows, when it is asked for."""
        if self._known is None:
            self._known = self._fit.figures()
        return self._known

    def __getstate__(self) -> dict[str, Any]:
        """All numbers, without the rows."""
        return dict(vars(self), _known=self._figures(), _fit=None)

    def to_dict(self) -> dict[str, Any]:
        """All numbers by name, for JSON: what is infinite (the odds ratio of a coefficient of 800) is None."""
        data = {name: plain(value) for name, value in vars(self).items() if not name.startswith("_")}
        return dict(data, terms=[term.to_dict() for term in self.terms], vcov=[list(row) for row in self.vcov])

    def facts(self) -> list[str]:
        lines = [f"n = {self.n:g}, solver {self.solver}, {self.n_iter} iterations, penalty: {self.penalty}"]
        if self.dropped:
            lines[0] += f", {self.dropped:,} row{'s' * (self.dropped > 1)} with missing cells left out"
        if self.cov_type != "nonrobust":
            lines[0] += f", standard errors: {self.cov_type}"
        if self.method == "profile":
            lines[0] += ', p and intervals from the profile likelihood (method="wald" is faster)'
        if self.lr_chi2 is None:
            return lines
        lines.append(
            f"log-likelihood {self.loglik:.6g}, null {self.null_loglik:.6g}, "
            f"LR chi² {self.lr_chi2:.5g} on {self.lr_df} df, p = {self.lr_p_value:.3g}"
        )
        if self.aic is not None:
            lines.append(
                f"deviance {self.deviance:.6g}, null {self.null_deviance:.6g}, "
                f"McFadden R² {self.mcfadden_r2:.4f}, AIC {self.aic:.6g}, BIC {self.bic:.6g}"
            )
        return lines

    def _title(self, label: Any) -> str:
        return f"Log-odds of {brief(label)} against {brief(self.baseline)}"

    def _header(self, low: str, high: str) -> list[str]:
        return ["", "coef", "std. error", "z", "p", low, high, "odds ratio", low, high]

    def _line(self, term: Any) -> list[str]:
        return line(term) + [f"{value:.4g}" for value in (term.odds_ratio, *term.odds_ratio_conf_int)]


def summarise(
    fit: Fit,
    level: float,
    cov_type: str | None,
    groups: Any,
    strata: Any,
    method: str | None,
    names: Any = None,
    told: Callable[[int], object] | None = None,
) -> Summary:
    """The summary of a fit; `told` hears how many coefficients have been profiled, which takes its time."""
    z, known = critical(level), fit.information()
    if method is None:
        method = "profile" if known.firth else "wald"
    if method not in ("wald", "profile"):
        refuse("method", '"wald" or "profile"', brief(method))
    kind, vcov = fit.kind(cov_type), fit.vcov(cov_type, groups, strata)
    columns = named(known, names)
    terms = []
    for i, coef in enumerate(known.coef):
        label = known.classes[1 + i // known.size]
        terms.append(Term(columns[i % known.size], label, coef, sqrt(vcov[i][i]), z))
    if method == "profile":
        _profile(fit, terms, z, kind, told)
    return Summary(fit, terms, vcov, level, kind, method)


def named(known: Information, names: Any) -> list[str]:
    """What the coefficients of a class are called."""
    if names is None:
        return known.names
    given = [str(name) for name in arrays.listed(names, "names")]
    if len(given) != known.size - known.intercept:
        refuse("names", f"of {known.size - known.intercept} columns", f"{len(given)}")
    return known.names[: known.intercept] + given


def _profile(fit: Fit, terms: list[Term], z: float, cov_type: str, told: Any) -> None:
    """Put the intervals and tests of the profile likelihood into the terms."""
    from .profile_likelihood import tests_and_intervals

    if cov_type != "nonrobust":
        refuse("method", '"wald" with a sandwich', '"profile"')
    for done, (term, (chi2, interval)) in enumerate(zip(terms, tests_and_intervals(fit, z)), 1):
        term.p_value, term.conf_int = chi2_tail(max(chi2, 0.0), 1), interval
        if told is not None:
            told(done)


def _exp(x: float) -> float:
    return exp(x) if x < 709.0 else float("inf")
