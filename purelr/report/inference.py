"""What a fit without a penalty adds to a report: tests of the coefficients and the whole, and what single rows do."""

from __future__ import annotations

from math import fsum, isfinite

from ..basics.errors import refuse
from ..basics.text import plain
from ..evaluation.calibration import misfit
from ..inference.influence import Influence, influence_of
from ..inference.methods import Inference, information_of
from ..inference.summary import Summary
from ..plot import diagnostics
from ..plot.fits import intervals_from
from ..plot.scale import number
from .page import figure, section, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..evaluation.appraisal import Appraisal

MOST_ROWS = 10  # in the table of the rows that bear most on the coefficients
SAME = 1e-9  # relative, of two sums of the same terms


class Inferred:
    """The summary of the model, where it has one; `why` there is none, or none but of another kind.

    rows   what `influence` found, where these are the rows of the fit; those of weight 0 are left out
    names  what they are called, and `labels` their classes
    """

    def __init__(self, data: Appraisal, names: list[str], X: Any, y: Any, summary: Any, row_names: Any) -> None:
        self.data: Appraisal = data
        self.why: str = ""
        self.summary: Any = None
        self.rows: Any = None
        called = diagnostics.row_names(row_names, data.n, "row_names")
        known = None
        if isinstance(data.model, Inference):
            try:
                known = information_of(data.model)
            except ValueError as error:
                self.why = f"There are no intervals. {plain(error)}"
        if summary is not None and (known is None or getattr(summary, "coef", None) != known.coef):
            got = "that of another fit" if isinstance(summary, Summary) else type(summary).__name__
            refuse("summary", "what model.summary(...) returned for this model, fitted without a penalty", got)
        if known is None:
            return
        self.summary = self._plain(known.firth, names) if summary is None else summary
        if self.summary is None:
            return
        self.why += _kind(self.summary)
        if len(data.classes) == 2:
            rows = influence_of(data.model, X, data.codes)
            # The fit's own rows have the likelihood that it reached; soft labels are rows of both classes here.
            deviance = fsum([w * d * d for w, d in zip(data.weights, rows.deviance)])
            reached = known.deviance - 2.0 * known.saturated
            self.rows = rows if abs(deviance - reached) <= SAME * reached else None
        counted = [i for i, weight in enumerate(data.weights) if weight > 0.0]
        self.names: list[str] = [called[i] for i in counted]
        self.labels: list[str] = [data.names[data.codes[i]] for i in counted]
        for name in Influence.columns if self.rows else ():
            column = getattr(self.rows, name)
            setattr(self.rows, name, [float(column[i]) for i in counted])

    def _plain(self, firth: bool, names: list[str]) -> Any:
        """The model's summary: Wald's where Firth's penalty asks for profiles, and these are not to be had."""
        try:
            return self.data.model.summary(names=names)
        except ValueError as error:
            self.why = f"There are no intervals. {plain(error)}"
            if not firth:
                return None
            self.why = f"Intervals and p are Wald's, not those of the profile likelihood. {plain(error)} "
            return self.data.model.summary(names=names, method="wald")

    def intervals(self) -> Any:
        """As `plot.coefficients` takes them."""
        return None if self.summary is None else intervals_from(self.summary, self.data.classes)

    def coefficients(self, shown: list[int]) -> str:
        """The tables of the summary, with the intercept and the columns that are shown."""
        parts = []
        for title, header, lines in self.summary.tables():
            first = len(lines) - len(self.data.coefs[0])  # an intercept, or none
            cells = [*lines[:first], *[lines[first + j] for j in shown]]
            parts.append(
                table(
                    plain(title), ["Column", *header[1:]], [[plain(line[0]), *map(_minus, line[1:])] for line in cells]
                )
            )
        return "".join(parts)

    def fit(self) -> str:
        """How good the fit is as a whole."""
        s = self.summary
        if s is None or s.lr_chi2 is None:  # of the weights of a survey there is no likelihood
            return ""
        lines = [["Log-likelihood", number(s.loglik, 6)], ["That of an intercept alone", number(s.null_loglik, 6)]]
        lines.append(["Likelihood ratio of the two", _test(s.lr_chi2, s.lr_df, s.lr_p_value)])
        if s.aic is not None:
            lines += [["Deviance", number(s.deviance, 6)], ["McFadden's R²", number(s.mcfadden_r2)]]
            lines += [["AIC", number(s.aic, 6)], ["BIC", number(s.bic, 6)]]
        return table("How well it fits", ["Fact", "Value"], [*lines, *self._calibration()])

    def _calibration(self) -> list[list[str]]:
        """Hosmer and Lemeshow's test, where the rows are those of the fit and make three groups at least."""
        if self.rows is None:
            return []
        try:
            test = misfit(*self.data.against(1))
        except ValueError:
            return []
        return [["Hosmer and Lemeshow's test", _test(test["chi2"], test["df"], test["p_value"])]]

    def single_rows(self) -> str:
        """Residuals and influence, or why there are none."""
        if self.summary is None or len(self.data.classes) > 2:
            return ""
        if self.rows is None:
            note = "Residuals and influence are those of the rows of the fit; these are others."
            return section("Single rows", note=note)
        bands = "One band a class. A row far from 0 is one that surprises the model."
        curves = "Rows to the right, and rows far from 0, move the coefficients most: those beyond a curve, very much."
        drawn = [
            figure(diagnostics.residuals(self.rows, self.names), bands),
            figure(diagnostics.influence(self.rows, self.names), curves),
        ]
        return section("Single rows", drawn, self._most_influential())

    def _most_influential(self) -> str:
        rows, lines = self.rows, []
        for i in sorted(range(len(self.names)), key=lambda i: -rows.cooks_distance[i])[:MOST_ROWS]:
            values = [rows.fitted[i], rows.deviance[i], rows.standardized[i], rows.leverage[i], rows.cooks_distance[i]]
            cells = [number(value) if isfinite(value) else "without bound" for value in values]
            lines.append([self.names[i], self.labels[i], *cells])
        header = ["Row", "Class", "Fitted", "Deviance residual", "Standardized Pearson", "Leverage", "Cook's distance"]
        return table("The rows that the coefficients depend on most", header, lines)


def _kind(summary: Any) -> str:
    """What sort of errors and intervals a summary shows, where it is not the plain one."""
    if summary.method == "profile":
        return "Intervals and p are those of the profile likelihood."
    return "" if summary.cov_type == "nonrobust" else f"The standard errors are robust: {summary.cov_type}."


def _minus(text: str) -> str:
    return text.replace("-", "−")


def _test(chi2: float, df: int, p_value: float) -> str:
    return f"χ² {number(chi2)} on {df} df, p {number(p_value, 3)}"
