"""The summary of a fit, and any list of estimates: attributes, text, HTML and a dict.

The formulas and their sources are in docs/inference.md.
"""

from __future__ import annotations

from math import exp, isfinite, log, sqrt

from ..basics.distributions import chi2_tail, normal_quantile, normal_tail
from ..basics.errors import brief, number_or_nan, refuse
from ..basics.text import escape, html_table, printable, spoken, terminal_table
from ..inputs import arrays

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar

    from .fitted import Fit
    from .information import Information

    Pair = tuple[float, float]
    Table = tuple[str, list[str], list[list[str]]]


class Estimate:
    """One number that was estimated, of a column (`name`) and a class (`label`).

    Attributes: name, label, value, std_error, z_value, p_value = P(|Z| > |z|), conf_int = value ± z · std_error.
    """

    columns: ClassVar[tuple[str, ...]] = ("name", "label", "value", "std_error", "z_value", "p_value", "conf_int")

    def __init__(self, name: str, label: Any, value: float, std_error: float, z: float) -> None:
        self.name = name
        self.label = label
        self.value = value
        self.std_error = std_error
        self.z_value: float = value / std_error if std_error > 0.0 else 0.0
        self.p_value: float = 2.0 * normal_tail(abs(self.z_value))
        self.conf_int: Pair = (value - z * std_error, value + z * std_error)

    def to_dict(self) -> dict[str, Any]:
        return {name: plain(getattr(self, name)) for name in self.columns}

    def __repr__(self) -> str:
        return f"<{self.name!r}: {self.value:.6g}, std_error {self.std_error:.4g}, p_value {self.p_value:.3g}>"


class Estimates:
    """Estimates in `terms`; `estimates["age"]` is that of a column, `estimates["age", "yes"]` of a column and a class.

    An attribute of all terms is a list: `std_error`, `z_value`, `p_value`, `conf_int`, `names`, `labels` and so on.
    """

    names: list[str]
    labels: list[Any]
    value: list[float]
    std_error: list[float]
    z_value: list[float]
    p_value: list[float]
    conf_int: list[Pair]
    plurals: ClassVar[dict[str, str]] = {"names": "name", "labels": "label"}

    def __init__(self, terms: list[Any], level: float) -> None:
        self.terms = terms
        self.level = level

    if not TYPE_CHECKING:  # to a type checker, an attribute that no class names is an error

        def __getattr__(self, name: str) -> list[Any]:
            column = self.plurals.get(name, name)
            if name == "terms" or column not in self.terms[0].columns:
                raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")
            return [getattr(term, column) for term in self.terms]

    def __getitem__(self, key: Any) -> Any:
        name, *label = key if isinstance(key, tuple) and key else (key,)
        found = [term for term in self.terms if term.name == name and (not label or term.label == label[0])]
        if len(found) != 1:
            wanted = "a column and a class, as there are several" if found else "the name of a column"
            refuse("key", wanted, brief(key), f"The columns are {brief(self.names)}.")
        return found[0]

    def facts(self) -> list[str]:
        """Lines for above the tables."""
        return []

    def _title(self, label: Any) -> str:
        raise NotImplementedError

    def _header(self, low: str, high: str) -> list[str]:
        return ["", "value", "std. error", "z", "p", low, high]

    def _line(self, term: Any) -> list[str]:
        return line(term)

    def tables(self) -> list[Table]:
        """For each class a title, a header and the lines."""
        low, high = f"{50.0 * (1.0 - self.level):.4g} %", f"{50.0 * (1.0 + self.level):.4g} %"
        parts: dict[Any, list[list[str]]] = {}
        for term in self.terms:
            parts.setdefault(term.label, []).append(self._line(term))
        return [(self._title(label), self._header(low, high), lines) for label, lines in parts.items()]

    def __str__(self) -> str:
        parts = [f"{printable(title)}\n\n{terminal_table(header, lines)}" for title, header, lines in self.tables()]
        return spoken("\n\n".join([*["\n".join(self.facts())] * bool(self.facts()), *parts]))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        facts = "".join([f"<p>{escape(fact)}</p>" for fact in self.facts()])
        return f"<div>{facts}{''.join([html_table(*table) for table in self.tables()])}</div>"


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
    baseline       the class that the odds are against
    loglik, null_loglik, deviance, null_deviance, lr_chi2, lr_df, lr_p_value, mcfadden_r2, aic, bic
    solver, n_iter, penalty ("none" or "Firth"), cov_type, method ("wald" or "profile"), level

    With Firth's penalty loglik and null_loglik have the penalty in them, and deviance, R², AIC and BIC are None.
    """

    terms: list[Term]
    coef: list[float]
    odds_ratio: list[float]
    odds_ratio_conf_int: list[Pair]
    deviance: float | None
    null_deviance: float | None
    mcfadden_r2: float | None
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
        self.vcov: list[list[float]] = vcov
        self.cov_type: str = cov_type
        self.method: str = method
        known = fit.information()
        self.baseline: Any = known.classes[0]
        self.n: float = known.total
        self.k: int = known.k
        self.solver: Any = fit.result.solver
        self.n_iter: Any = fit.result.n_iter
        self.penalty = "Firth" if known.firth else "none"
        self.loglik: float = known.loglik
        self.null_loglik: float = known.null_loglik
        self.lr_df: int = known.k - known.sets * known.intercept
        self.lr_chi2: float = max(2.0 * (self.loglik - self.null_loglik), 0.0)
        self.lr_p_value: float = chi2_tail(self.lr_chi2, self.lr_df)
        self.deviance = self.null_deviance = self.mcfadden_r2 = self.aic = self.bic = None
        if not known.firth:
            self.deviance = known.deviance
            self.null_deviance = -2.0 * (self.null_loglik - known.saturated)
            self.mcfadden_r2 = 1.0 - self.loglik / self.null_loglik
            self.aic = 2.0 * (self.k - self.loglik)
            self.bic = self.k * log(self.n) - 2.0 * self.loglik

    if TYPE_CHECKING:

        def __getitem__(self, key: Any) -> Term: ...

    def to_dict(self) -> dict[str, Any]:
        """All numbers by name, for JSON: what is infinite (the odds ratio of a coefficient of 800) is None."""
        data = {name: plain(value) for name, value in vars(self).items()}
        return dict(data, terms=[term.to_dict() for term in self.terms], vcov=[list(row) for row in self.vcov])

    def facts(self) -> list[str]:
        lines = [f"n = {self.n:g}, solver {self.solver}, {self.n_iter} iterations, penalty: {self.penalty}"]
        if self.cov_type != "nonrobust":
            lines[0] += f", standard errors: {self.cov_type}"
        if self.method == "profile":
            lines[0] += ', p and intervals from the profile likelihood (method="wald" is faster)'
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
    cov_type: str,
    groups: Any,
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
    vcov = fit.vcov(cov_type, groups)
    columns = named(known, names)
    terms = []
    for i, coef in enumerate(known.coef):
        label = known.classes[1 + i // known.size]
        terms.append(Term(columns[i % known.size], label, coef, sqrt(vcov[i][i]), z))
    if method == "profile":
        _profile(fit, terms, z, cov_type, told)
    return Summary(fit, terms, vcov, level, cov_type, method)


def critical(level: Any) -> float:
    """The z of an interval at that level."""
    share = number_or_nan(level)
    if not 0.0 < share < 1.0:
        refuse("level", "between 0 and 1", brief(level), "Say 0.95 for 95 %.")
    return normal_quantile(0.5 * (1.0 - share))


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


def line(term: Any) -> list[str]:
    """The cells that all estimates have."""
    low, high = [f"{value:.5g}" for value in term.conf_int]
    return [
        term.name,
        f"{term.value:.5g}",
        f"{term.std_error:.4g}",
        f"{term.z_value:.3f}",
        f"{term.p_value:.3g}",
        low,
        high,
    ]


def plain(value: Any) -> Any:
    """A value for JSON: what is infinite is None."""
    if isinstance(value, tuple):
        return [plain(v) for v in value]
    if isinstance(value, float) and not isfinite(value):
        return None
    return value.item() if hasattr(value, "item") else value
