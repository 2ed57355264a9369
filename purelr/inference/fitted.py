"""What a fitted model keeps of its fit: the rows, until somebody asks what they say; or the reason why they do not.

An ndarray is not copied, so that a fit costs no more for those who never ask. What is computed is small, and it alone
goes into a pickle. If the rows have been changed in place since the fit, they have another optimum, which is noticed.
"""

from __future__ import annotations

from math import exp, sqrt

from ..backends.kernels import dot
from ..backends.linalg import congruent, product_with_transpose
from ..basics.concordance import concordance, tied
from ..basics.errors import brief, refuse
from ..inputs import arrays
from ..inputs.labels import encode
from . import covariance
from .information import Information, information

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..backends.linalg import List
    from ..training.problem import Problem

KINDS = ("nonrobust", "HC0", "HC1", "HC2", "HC3", "cluster")
FIGURES = ("tjur_r2", "c_index", "pearson_chi2", "dispersion")
SMALLEST, LARGEST = 1e-300, 1e300  # variances: beyond, the squares of standard errors have no digits left


class Fit:
    """A fit without a penalty: its rows, what they say, and the covariances that follow.

    problem  with the rows of the fit, or None where they did not come along
    result   of the solver, or what a model file has of it
    known    the Information, where it has been asked for
    saved    whether it is that of a model file
    dropped  how many rows were left out, as a cell was missing
    """

    def __init__(
        self, problem: Problem | None, result: Any, known: Information | None = None, dropped: int = 0
    ) -> None:
        self.problem = problem
        self.result = result
        self.known = known
        self.saved: bool = known is not None
        self.reason: str = "" if problem is None else _reason(problem, result)  # why there is no information
        encoding = None if problem is None else problem.data.encoding
        self.dropped: int = dropped if encoding is None else encoding.dropped

    def __repr__(self) -> str:
        return f"<Fit: {self.reason or self.known or 'its rows, of which nothing has been asked'}>"

    def __getstate__(self) -> dict[str, Any]:
        """What the rows say, without them."""
        state = dict(vars(self), problem=None)
        try:
            state["known"] = self.information()
        except ValueError as error:
            state["reason"] = str(error)
        return state

    def information(self) -> Information:
        """What the rows say; a ValueError says why there are no standard errors."""
        if self.reason:
            raise ValueError(self.reason)
        if self.known is None:
            problem = self.rows_for("standard errors", "Fit again.")
            with problem.data.xp.quiet():
                self.problem, inner = problem.identified(self.result.coef)
                self.known = information(self.problem, inner)
        return self.known

    def rows_for(self, purpose: str, remedy: str) -> Problem:
        """The problem with its rows; a ValueError where they did not come along."""
        if self.problem is None:
            got = "one from a pickle or a file, which has the sums and not the rows"
            refuse("model", f"the one that was fitted, for {purpose}", got, remedy)
        if self.problem.data.source.closed:
            refuse("X", f"there still, for {purpose}", "rows on disk that have been closed", "Ask before that.")
        return self.problem

    def figures(self) -> dict[str, float | None]:
        """What the rows of two classes say besides: Tjur's R², the mean ŷ of the second class less that of the first
        (The American Statistician 63, 2009); the c-index, the area under the ROC curve; Pearson's χ² = Σ f (y − ŷ)² /
        (ŷ (1 − ŷ)); and that by n − k, the dispersion. None where there are no rows, or more classes."""
        known, problem = self.information(), self.problem
        if problem is None or known.sets > 1 or problem.data.source.closed:
            return dict.fromkeys(FIGURES)
        xp, objective = problem.data.xp, problem.objective
        coef = [xp.asvector(known.inner)]
        ones = zeros = high = low = chi2 = 0.0
        scores: list[tuple[float, float, float]] = []
        with xp.quiet():
            for rows in objective.blocks:
                (eta,) = objective.etas(rows, coef)
                cells = zip(xp.tolist(eta), xp.tolist(xp.sigmoid(eta)), xp.tolist(rows.ys[0]), xp.tolist(rows.shares()))
                for z, proba, y, share in cells:
                    half = min(max(0.5 * z, -350.0), 350.0)
                    chi2 += share * (y * exp(-half) - (1.0 - y) * exp(half)) ** 2  # in which nothing cancels
                    scores.append((z, share * y, share * (1.0 - y)))
                    ones, zeros = ones + share * y, zeros + share * (1.0 - y)
                    high, low = high + share * y * proba, low + share * (1.0 - y) * proba
        chi2 *= known.total
        freedom = (known.rows if known.sampling else known.total) - known.k
        dispersion = chi2 / freedom if freedom > 0.0 and not known.sampling else None
        pearson = None if known.sampling else chi2
        return dict(zip(FIGURES, (high / ones - low / zeros, concordance(tied(scores)), pearson, dispersion)))

    def vcov(self, cov_type: str | None = None, groups: Any = None, strata: Any = None) -> List:
        """The k × k covariance of the coefficients, in the order of `coef`."""
        along_axes, known = self.along_axes(cov_type, groups, strata), self.information()
        vcov = congruent(along_axes, [known.coordinates.outward(t) for t in known.axes], known.sets)
        for i, row in enumerate(vcov):
            if not (SMALLEST < row[i] < LARGEST or (row[i] == 0.0 and self.kind(cov_type) != "nonrobust")):
                if not 1e-100 < known.total < 1e100:
                    wanted = "of a sum of about 1e-100 to 1e100, for standard errors"
                    refuse("sample_weight", wanted, f"{known.total:g}", "Multiply all by one number, and fit again.")
                wanted = "of columns of a size of about 1e-150 to 1e150, for standard errors"
                refuse("X", wanted, repr(known.names[i % known.size]), "Multiply it by a power of ten, and fit again.")
        return vcov

    def inner_vcov(self, cov_type: str | None = None, groups: Any = None, strata: Any = None) -> List:
        """The same in the solver's coordinates, where columns are of one size."""
        along_axes, known = self.along_axes(cov_type, groups, strata), self.information()
        return congruent(along_axes, known.axes, known.sets)

    def kind(self, cov_type: str | None) -> str:
        """The kind of the errors: the one asked for, or the one that the weights call for."""
        if cov_type is None:
            return "design" if self.information().sampling else "nonrobust"
        if self.information().sampling and cov_type != "design":
            refuse("cov_type", 'None with weights="sampling"', brief(cov_type), "Counts alone have the others.")
        if cov_type not in (*KINDS, *["design"] * self.information().sampling):
            refuse("cov_type", f"one of {', '.join(KINDS)}", brief(cov_type))
        return cov_type

    def along_axes(self, cov_type: str | None, groups: Any, strata: Any = None) -> List:
        """The same along the axes."""
        kind, known = self.kind(cov_type), self.information()
        if kind != "design" and (groups is None) == (kind == "cluster"):
            refuse("groups", 'one label a row with cov_type="cluster", and None without', brief(groups))
        if kind != "design" and strata is not None:
            refuse("strata", 'None without weights="sampling"', brief(strata))
        n, k, inverse = known.total, known.k, product_with_transpose(known.factor)
        if kind == "nonrobust":
            return [[value / n for value in row] for row in inverse]
        meat, factor = self._meat(kind, groups, strata), 1.0
        if kind in ("HC1", "cluster"):
            if n <= k:
                refuse("X", f"of more rows than the {k} coefficients for {kind}", f"{n:g} rows")
            factor = n / (n - k) if kind == "HC1" else (n - 1.0) / (n - k)
        return [[factor * value for value in row] for row in _sandwich(inverse, meat)]

    def _meat(self, kind: str, groups: Any, strata: Any) -> List:
        """Σ f u uᵀ / total², or of the groups."""
        known, remedy = self.information(), 'Use cov_type="nonrobust".'
        if known.firth:
            refuse("cov_type", '"nonrobust" with firth=True', brief(kind), remedy)
        if known.soft:
            refuse("cov_type", '"nonrobust" with soft=True', brief(kind), "Write each row as one of each class.")
        if kind in ("HC2", "HC3") and known.sets > 1:
            refuse("cov_type", "another than HC2 and HC3 for three classes or more", brief(kind))
        problem = self.rows_for(f"cov_type={kind!r}", "Fit again.")
        data, objective = problem.data, problem.objective
        with data.xp.quiet():
            coef = data.xp.asvector(known.inner)
            if kind == "design":
                return covariance.design_products(objective, coef, known.axes, *self._design(problem, groups, strata))
            if groups is None:
                power = {"HC2": 1.0, "HC3": 2.0}.get(kind, 0.0)
                B = [[v / sqrt(known.total) for v in row] for row in known.factor] if power else None
                meat = covariance.score_products(objective, coef, known.axes, power, B)
                return [[value / known.total for value in row] for row in meat]
            codes = encode(arrays.of_rows(groups, data.kept), data.rows, "groups")[1]
            G = len({code for code, share in zip(codes, _shares(problem)) if share > 0.0})
            if G < 2:
                refuse("groups", "of at least two groups", f"{G}")
            meat = covariance.group_products(objective, coef, known.axes, codes)
            return [[G / (G - 1.0) * value for value in row] for row in meat]

    def _design(self, problem: Problem, groups: Any, strata: Any) -> tuple[list[int], list[int]]:
        """The number of each row's cluster, and that of each cluster's stratum, -1 where it has no weight."""
        data = problem.data
        names, layers = [arrays.of_rows(values, data.kept) for values in (groups, strata)]
        clusters = list(range(data.rows)) if names is None else encode(names, data.rows, "groups")[1]
        labels, of_row = ([None], [0] * data.rows) if layers is None else encode(layers, data.rows, "strata")
        of_cluster = [-1] * (max(clusters) + 1)
        for row, (cluster, stratum, share) in enumerate(zip(clusters, of_row, _shares(problem))):
            if share > 0.0:
                if of_cluster[cluster] not in (-1, stratum):
                    refuse("groups", "such that each is in one stratum", f"one in two of them, as row {row} shows")
                of_cluster[cluster] = stratum
        for stratum in set(of_cluster) - {-1}:
            if of_cluster.count(stratum) < 2:
                where = "" if layers is None else f" in {brief(labels[stratum])}"
                refuse("strata", "of at least two groups each", f"1{where}", "Join it to another.")
        return clusters, of_cluster


def _shares(problem: Problem) -> list[float]:
    xp = problem.data.xp
    return [share for rows in problem.objective.blocks for share in xp.tolist(rows.shares())]


def _reason(problem: Problem, result: Any) -> str:
    """Why a fit has no standard errors, or ""."""
    if problem.options.class_weight is not None:
        return (
            "class_weight must be None for standard errors; got weights that count no rows. "
            "Fit without it, or give the rows' numbers as sample_weight."
        )
    if not result.converged:
        return f"The fit must have converged for standard errors; got: {result.warning or result.message}"
    return ""


def _sandwich(inverse: List, meat: List) -> List:
    half = [[dot(a, m) for m in meat] for a in inverse]
    return [[dot(h, a) for a in inverse] for h in half]
