"""What the training rows say about the coefficients of a fit without a penalty, found when it is first asked for.

A fitted model keeps the rows that it was fitted on in here (an ndarray is not copied), so that a fit costs no more for
those who never ask. What is computed from them is small, and it alone goes into a pickle. If the rows have been changed
in place since the fit, they have another optimum, and that is noticed.
"""

from __future__ import annotations

from math import log, sqrt

from ..backends.kernels import dot
from ..backends.linalg import congruent, inverse_factor, product_with_transpose
from ..basics.errors import SingularMatrixError, brief, refuse
from ..inputs.labels import encode
from ..objective.coordinates import Coordinates
from . import covariance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..backends.linalg import List
    from ..solvers.result import Result
    from ..training.problem import Problem

KINDS = ("nonrobust", "HC0", "HC1", "cluster")
PLAIN = ("total", "loglik", "null_loglik", "saturated", "deviance", "firth", "soft", "baseline")
# How far, in standard errors, the coefficients may be from the optimum: at `tol` 1e-8 they are at 1e-4 or less.
FAR = 0.01
SMALLEST, LARGEST = 1e-300, 1e300  # variances: beyond, the squares of standard errors have no digits left


class Evidence:
    """The sums over the rows at the optimum, and the covariances that follow.

    total        how many rows there are, each counted as often as its weight says
    k            how many coefficients are free
    coef         the free coefficients, for each class but the baseline one set, the intercept first
    loglik       Σ weight · ln ŷ of the class that was; with Firth's penalty, ½ ln det I is in it
    null_loglik  the same for the model of an intercept alone, or, without an intercept, of no coefficient at all
    saturated    the same for the model that fits each row: 0 unless labels are soft
    baseline     the place of the class that the others are against among those of the model
    deviance     −2 (loglik − saturated), without a penalty: the sum of the squared deviance residuals
    """

    total: float
    coef: list[float]
    loglik: float
    null_loglik: float
    saturated: float
    deviance: float
    baseline: int

    def __init__(self, problem: Problem, result: Result, options: Any) -> None:
        self.problem: Problem | None = problem
        self.refusal = _refusal(problem, result, options)
        self.firth = options.firth
        self.soft = options.soft
        self.solver, self.n_iter = result.solver, result.n_iter
        self.inner = result.coef
        self.known = self.saved = False

    def __getstate__(self) -> dict[str, Any]:
        """The sums without the rows."""
        if not self.known and not self.refusal:
            try:
                self.sums()
            except ValueError as error:
                self.refusal = str(error)
        return dict(self.__dict__, problem=None)

    def sums(self) -> Evidence:
        """Compute what is not known yet; a ValueError says why there are no standard errors."""
        if self.refusal:
            raise ValueError(self.refusal)
        if not self.known:
            problem, self.inner = self.rows_for("standard errors", "Fit again.").identified(self.inner)
            self.problem = problem
            with problem.data.xp.quiet():
                self._learn(problem)
        return self

    def _learn(self, problem: Problem) -> None:
        data = problem.data
        self.coordinates, self.sets, self.intercept = problem.coordinates, problem.sets, problem.intercept
        self.classes = [data.classes[k] for k in problem.order]
        self.baseline = problem.order[0]
        self.names = _names(problem.intercept, data.names, data.columns)
        self.total, self.rows, self.size = data.total, data.rows, problem.width
        self.k = problem.sets * problem.width
        coef = data.xp.asvector(self.inner)
        loss, gradient = self._invert(problem, coef)
        self.loglik = -data.total * loss
        if self.firth:
            point = problem.objective.at(coef)
            slopes = data.xp.tolist(point.gradient)
            gradient, self.loglik = [dot(slopes, t) for t in self.axes], -data.total * point.value
        self._derive()
        self._check(gradient)
        sets = [self.inner[i : i + self.size] for i in range(0, self.k, self.size)]
        self.coef = [value for part in sets for value in self.coordinates.outward(part)]
        self.null_loglik, self.saturated = _null(problem), _saturated(problem)
        self.deviance = 2.0 * (data.total * loss + self.saturated)
        if self.firth:
            self.null_loglik = -data.total * problem.objective.at(data.xp.asvector(_firth_null(problem))).value
        self.known = True

    def _invert(self, problem: Problem, coef: Any) -> tuple[float, list[float]]:
        """Axes, and the factor of the information along them; the mean loss, and its gradient along them."""
        try:
            return self._invert_along(covariance.axes(problem.objective), problem, coef)
        except SingularMatrixError:
            pass
        try:  # beside a row far out, which has no information, along the axes of what has some
            return self._invert_along(covariance.axes(problem.objective, coef), problem, coef)
        except SingularMatrixError:
            wanted = "such that the probabilities are not all 0 or 1"
            remedy = "Set C, or use firth=True." if len(problem.data.classes) == 2 else "Set C."
            refuse("X", wanted, "an information matrix that is singular", remedy)

    def _invert_along(self, axes: List, problem: Problem, coef: Any) -> tuple[float, list[float]]:
        self.axes = axes
        loss, gradient, information = covariance.at_optimum(problem.objective, coef, self.axes)
        self.factor = inverse_factor(information)
        if problem.sets == 1 and _uneven(self.factor):
            # Axes along which the information is even: where a row far out has none of it, digits are won back.
            columns = list(zip(*self.axes))
            self.axes = [[dot(row, column) for column in columns] for row in self.factor]  # type: ignore[arg-type]
            loss, gradient, information = covariance.at_optimum(problem.objective, coef, self.axes)
            self.factor = inverse_factor(information)
        return loss, gradient

    def _derive(self) -> None:
        """What follows from the axes and the factor."""
        self.inverse = product_with_transpose(self.factor)
        self.columns = [self.coordinates.outward(t) for t in self.axes]

    def _check(self, gradient: list[float]) -> None:
        """Refuse coefficients that are not at the optimum: Newton's step from them, measured in standard errors."""
        square = self.total * dot(gradient, [dot(row, gradient) for row in self.inverse])
        if not square <= FAR * FAR:
            wanted = "as in fit, and the fit at its optimum, for standard errors"
            got = f"rows whose optimum is {sqrt(abs(square)):.2g} standard errors away"
            refuse("X", wanted, got, "Fit again, with a smaller tol or without changing the data afterwards.")

    def to_dict(self) -> dict[str, Any]:
        """The sums as data, for a model file."""
        data = {name: getattr(self.sums(), name) for name in PLAIN}
        for name in ("shift", "scale"):
            data[name] = list(getattr(self.coordinates, name))
        for name in ("axes", "factor"):  # all above their diagonals is 0
            data[name] = [row[: i + 1] for i, row in enumerate(getattr(self, name))]
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any], model: Any) -> Evidence:
        """The evidence of a model from a file: the sums, and no rows."""
        self = cls.__new__(cls)
        self.problem, self.refusal, self.known, self.saved = None, "", True, True
        for name in PLAIN:
            setattr(self, name, data[name])
        self.axes, self.factor = [
            [row + [0.0] * (len(data[name]) - len(row)) for row in data[name]] for name in ("axes", "factor")
        ]
        self.size, self.k = len(self.axes), len(self.factor)
        self.sets, self.intercept = self.k // self.size, self.size > model.n_features_in_
        self.coordinates = Coordinates(self.intercept, data["shift"], data["scale"])
        self._derive()
        result = model.result_
        self.solver, self.n_iter, self.rows = result.solver, result.n_iter, result.rows
        order = list(range(len(model.classes_)))
        order.insert(0, order.pop(self.baseline))
        self.classes = [model.classes_[k] for k in order]
        self.names = _names(self.intercept, getattr(model, "feature_names_in_", None), model.n_features_in_)
        sets = [[b] * self.intercept + w for b, w in zip(model.intercept_, model.coef_)]
        chosen = sets
        if len(model.classes_) > 2:  # the difference is the class's own, unless each class has its own
            chosen = [[v - b for v, b in zip(sets[k], sets[self.baseline])] for k in order[1:]]
        self.coef = [value for part in chosen for value in part]
        self.inner = [value for part in chosen for value in self.coordinates.inward(part)]
        return self

    def coordinates_for(self, model: Any) -> Coordinates:
        """From the columns as the model takes them, before the StandardScaler that came with its file, if any."""
        scaler, inner = getattr(model, "scaler_", None), self.coordinates
        if scaler is None:
            return inner
        moved = [m + s * shift for m, s, shift in zip(scaler.mean_, scaler.scale_, inner.shift)]
        return Coordinates(self.intercept, moved, [s * scale for s, scale in zip(scaler.scale_, inner.scale)])

    def rows_for(self, purpose: str, remedy: str) -> Problem:
        """The problem with its rows; a ValueError where they did not come along."""
        if self.problem is None:
            got = "one from a pickle or a file, which has the sums and not the rows"
            refuse("model", f"the one that was fitted, for {purpose}", got, remedy)
        return self.problem

    def vcov(self, cov_type: str = "nonrobust", groups: Any = None) -> List:
        """The k × k covariance of the coefficients, in the order of `coef`."""
        vcov = congruent(self.along_axes(cov_type, groups), self.sums().columns, self.sets)
        for i, row in enumerate(vcov):
            if not (SMALLEST < row[i] < LARGEST or (row[i] == 0.0 and cov_type != "nonrobust")):
                if not 1e-100 < self.total < 1e100:
                    wanted = "of a sum of about 1e-100 to 1e100, for standard errors"
                    refuse("sample_weight", wanted, f"{self.total:g}", "Multiply all by one number, and fit again.")
                wanted = "of columns of a size of about 1e-150 to 1e150, for standard errors"
                refuse("X", wanted, repr(self.names[i % self.size]), "Multiply it by a power of ten, and fit again.")
        return vcov

    def inner_vcov(self, cov_type: str = "nonrobust", groups: Any = None) -> List:
        """The same in the solver's coordinates, where columns are of one size."""
        return congruent(self.along_axes(cov_type, groups), self.axes, self.sets)

    def along_axes(self, cov_type: str = "nonrobust", groups: Any = None) -> List:
        """The same along the axes."""
        if cov_type not in KINDS:
            refuse("cov_type", f"one of {', '.join(KINDS)}", brief(cov_type))
        if (groups is None) == (cov_type == "cluster"):
            refuse("groups", 'one label a row with cov_type="cluster", and None without', brief(groups))
        self.sums()
        n, k = self.total, self.k
        if cov_type == "nonrobust":
            return [[value / n for value in row] for row in self.inverse]
        meat, factor = self._meat(cov_type, groups), 1.0
        if cov_type != "HC0":
            if n <= k:
                refuse("X", f"of more rows than the {k} coefficients for {cov_type}", f"{n:g} rows")
            factor = n / (n - k) if cov_type == "HC1" else (n - 1.0) / (n - k)
        return [[factor * value for value in row] for row in _sandwich(self.inverse, meat)]

    def _meat(self, cov_type: str, groups: Any) -> List:
        """Σ f u uᵀ / total², or of the groups."""
        remedy = 'Use cov_type="nonrobust".'
        if self.firth:
            refuse("cov_type", '"nonrobust" with firth=True', brief(cov_type), remedy)
        if self.soft:
            refuse("cov_type", '"nonrobust" with soft=True', brief(cov_type), "Write each row as one of each class.")
        problem = self.rows_for(f"cov_type={cov_type!r}", "Fit again.")
        data, objective = problem.data, problem.objective
        with data.xp.quiet():
            coef = data.xp.asvector(self.inner)
            if groups is None:
                meat = covariance.score_products(objective, coef, self.axes)
                return [[value / self.total for value in row] for row in meat]
            codes = encode(groups, data.rows, "groups")[1]
            counted = codes if data.weights is None else [g for g, f in zip(codes, data.weights) if f > 0.0]
            G = len(set(counted))
            if G < 2:
                refuse("groups", "of at least two groups", f"{G}")
            meat = covariance.group_products(objective, coef, self.axes, codes)
            return [[G / (G - 1.0) * value for value in row] for row in meat]


def _names(intercept: bool, names: list[str] | None, columns: int) -> list[str]:
    return ["intercept"] * intercept + list(names or [f"column {j}" for j in range(columns)])


def _refusal(problem: Problem, result: Result, options: Any) -> str:
    """Why a fit has no standard errors, or ""."""
    if not hasattr(problem.data, "X"):
        return "X must be in memory for standard errors; got rows on disk. Fit on rows in memory."
    if options.class_weight is not None:
        return (
            "class_weight must be None for standard errors; got weights that count no rows. "
            "Fit without it, or give the rows' numbers as sample_weight."
        )
    if not result.converged:
        return f"The fit must have converged for standard errors; got: {result.warning or result.message}"
    return ""


def _uneven(factor: List) -> bool:
    """Whether the information along one axis is less than a thousandth of that along another."""
    sizes = [dot(row, row) for row in factor]
    return max(sizes) > 1e3 * min(sizes)


def _sandwich(inverse: List, meat: List) -> List:
    half = [[dot(a, m) for m in meat] for a in inverse]
    return [[dot(h, a) for a in inverse] for h in half]


def _null(problem: Problem) -> float:
    """The log-likelihood of the classes' shares; of equal shares where there is no intercept."""
    data = problem.data
    if not problem.intercept:
        return -data.total * log(len(data.classes))
    shares = [float(data.shares() @ target) for target in data.targets]
    if len(shares) == 1:
        shares.append(1.0 - shares[0])
    return data.total * sum([share * log(share) for share in shares if share > 0.0])


def _firth_null(problem: Problem) -> list[float]:
    """Firth's fit with all slopes at 0. There det I is a multiple of [ŷ (1 − ŷ)]ᵏ, which is k / 2 rows more of each
    class: ŷ = (n₁ + k/2) / (n + k)."""
    ones = problem.data.total * float(problem.data.shares() @ problem.data.targets[0])
    half = 0.5 * problem.width
    level = log((ones + half) / (problem.data.total - ones + half))
    return [level] * problem.intercept + [0.0] * (problem.width - problem.intercept)


def _saturated(problem: Problem) -> float:
    """Σ weight · [y ln y + (1 − y) ln(1 − y)]"""
    data = problem.data
    if len(data.classes) > 2:
        return 0.0
    rows = zip(data.xp.tolist(data.shares()), data.xp.tolist(data.targets[0]))
    best: float = sum([s * (y * log(y) + (1.0 - y) * log(1.0 - y)) for s, y in rows if 0.0 < y < 1.0])
    return data.total * best
