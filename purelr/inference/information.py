"""What the training rows say about the coefficients of a fit without a penalty: the sums at the optimum."""

from __future__ import annotations

from math import log, sqrt

from ..backends.kernels import dot
from ..backends.linalg import inverse_factor, product_with_transpose
from ..basics.errors import SingularMatrixError, refuse
from ..objective.coordinates import Coordinates
from . import covariance
from .held import least_loss

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..backends.base import Vector
    from ..backends.linalg import List
    from ..training.problem import Problem

SUMS = ("total", "loglik", "null_loglik", "saturated", "deviance", "firth", "soft", "baseline")
# How far, in standard errors, the coefficients may be from the optimum: at `tol` 1e-8 they are at 1e-4 or less.
FAR = 0.01


class Information:
    """The sums over the rows at the optimum: a value, of which nothing can be set.

    total        how many rows there are, each counted as often as its weight says
    rows         how many there are
    loglik       Σ weight · ln ŷ of the class that was; with Firth's penalty, ½ ln det I is in it
    null_loglik  the same for the model of an intercept alone, or, without an intercept, of no coefficient at all
    saturated    the same for the model that fits each row: 0 unless labels are soft
    deviance     −2 (loglik − saturated), without a penalty: the sum of the squared deviance residuals
    firth, soft, sampling  as they were in the fit
    classes      the labels; the first is the baseline, that the others are against
    baseline     its place among those of the model
    names        of the coefficients of a class, the intercept first
    coef         the k free coefficients, one set for each class but the baseline, end to end
    coordinates  those of the solver, and of the next three
    inner        the same k coefficients
    axes         vectors along which the rows are orthonormal, one for each coefficient of a class
    factor       k rows B, a triangle, with (XᵀWX)⁻¹ = BᵀB / total along the axes
    """

    total: float
    rows: int
    loglik: float
    null_loglik: float
    saturated: float
    deviance: float
    firth: bool
    soft: bool
    sampling: bool
    classes: list[Any]
    baseline: int
    names: list[str]
    coef: list[float]
    coordinates: Coordinates
    inner: list[float]
    axes: List
    factor: List

    def __init__(self, **fields: Any) -> None:
        vars(self).update(fields)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{name} cannot be set: an Information is a value")

    def __repr__(self) -> str:
        return f"Information(k={self.k}, total={self.total:g}, loglik={self.loglik:.10g})"

    @property
    def size(self) -> int:
        """How many coefficients a class has."""
        return len(self.axes)

    @property
    def k(self) -> int:
        """How many coefficients are free."""
        return len(self.factor)

    @property
    def sets(self) -> int:
        """How many classes have coefficients."""
        return len(self.classes) - 1

    @property
    def intercept(self) -> bool:
        return self.coordinates.intercept

    def coordinates_for(self, model: Any) -> Coordinates:
        """From the columns as the model takes them, before the StandardScaler that came with its file, if any."""
        scaler, inner = getattr(model, "scaler_", None), self.coordinates
        if scaler is None:
            return inner
        moved = [m + s * shift for m, s, shift in zip(scaler.mean_, scaler.scale_, inner.shift)]
        return Coordinates(self.intercept, moved, [s * scale for s, scale in zip(scaler.scale_, inner.scale)])

    def to_dict(self) -> dict[str, Any]:
        """The sums as data, for a model file."""
        data = {name: getattr(self, name) for name in SUMS}
        for name in ("shift", "scale"):
            data[name] = list(getattr(self.coordinates, name))
        for name in ("axes", "factor"):  # all above their diagonals is 0
            data[name] = [row[: i + 1] for i, row in enumerate(getattr(self, name))]
        return data


def information(problem: Problem, inner: list[float]) -> Information:
    """What the rows of a problem say at its optimum, coefficients in the solver's coordinates. A ValueError where it is
    not their optimum, or where no row has any information."""
    data, objective, coef = problem.data, problem.objective, problem.data.xp.asvector(inner)
    axes, factor, loss, gradient = _inverted(problem, coef)
    loglik, null_loglik, saturated = -data.total * loss, _null(problem), _saturated(problem)
    if problem.options.firth:
        point = objective.at(coef)
        slopes = data.xp.tolist(point.gradient)
        gradient, loglik = [dot(slopes, t) for t in axes], -data.total * point.value
        null_loglik = -data.total * objective.at(data.xp.asvector(_firth_null(problem))).value
    _check_optimum(gradient, factor, data.total)
    return Information(
        total=data.total,
        rows=data.rows,
        loglik=loglik,
        null_loglik=null_loglik,
        saturated=saturated,
        deviance=2.0 * (data.total * loss + saturated),
        firth=problem.options.firth,
        soft=problem.options.soft,
        sampling=problem.options.sampling,
        classes=[data.classes[k] for k in problem.order],
        baseline=problem.order[0],
        names=_names(problem.intercept, data.names, data.columns),
        coef=[value for part in problem.sets_of(inner) for value in problem.coordinates.outward(part)],
        coordinates=problem.coordinates,
        inner=inner,
        axes=axes,
        factor=factor,
    )


def from_dict(data: dict[str, Any], model: Any) -> Information:
    """The information of a model from a file: the reverse of `to_dict`."""
    axes, factor = [[row + [0.0] * (len(data[name]) - len(row)) for row in data[name]] for name in ("axes", "factor")]
    intercept = len(axes) > model.n_features_in_
    coordinates = Coordinates(intercept, data["shift"], data["scale"])
    baseline, order = data["baseline"], list(range(len(model.classes_)))
    order.insert(0, order.pop(baseline))
    sets = [[b] * intercept + w for b, w in zip(model.intercept_, model.coef_)]
    if len(order) > 2:  # the difference is the class's own, unless each class has its own
        sets = [[v - b for v, b in zip(sets[k], sets[baseline])] for k in order[1:]]
    return Information(
        rows=model.result_.rows,
        sampling=False,
        classes=[model.classes_[k] for k in order],
        names=_names(intercept, getattr(model, "feature_names_in_", None), model.n_features_in_),
        coef=[value for part in sets for value in part],
        coordinates=coordinates,
        inner=[value for part in sets for value in coordinates.inward(part)],
        axes=axes,
        factor=factor,
        **{name: data[name] for name in SUMS},
    )


def _names(intercept: bool, names: list[str] | None, columns: int) -> list[str]:
    return ["intercept"] * intercept + list(names or [f"column {j}" for j in range(columns)])


def _inverted(problem: Problem, coef: Vector) -> tuple[List, List, float, list[float]]:
    """Axes, and the factor of the inverse information along them; the mean loss, and its gradient along them."""
    try:
        return _inverted_along(covariance.axes(problem.objective), problem, coef)
    except SingularMatrixError:
        pass
    try:  # beside a row far out, which has no information, along the axes of what has some
        return _inverted_along(covariance.axes(problem.objective, coef), problem, coef)
    except SingularMatrixError:
        wanted = "such that the probabilities are not all 0 or 1"
        remedy = "Set C, or use firth=True." if len(problem.data.classes) == 2 else "Set C."
        refuse("X", wanted, "an information matrix that is singular", remedy)


def _inverted_along(axes: List, problem: Problem, coef: Vector) -> tuple[List, List, float, list[float]]:
    loss, gradient, information = covariance.at_optimum(problem.objective, coef, axes)
    factor = inverse_factor(information)
    if problem.sets == 1 and _uneven(factor):
        # Axes along which the information is even: where a row far out has none of it, digits are won back.
        columns = list(zip(*axes))
        axes = [[dot(row, column) for column in columns] for row in factor]  # type: ignore[arg-type]
        loss, gradient, information = covariance.at_optimum(problem.objective, coef, axes)
        factor = inverse_factor(information)
    return axes, factor, loss, gradient


def _uneven(factor: List) -> bool:
    """Whether the information along one axis is less than a thousandth of that along another."""
    sizes = [dot(row, row) for row in factor]
    return max(sizes) > 1e3 * min(sizes)


def _check_optimum(gradient: list[float], factor: List, total: float) -> None:
    """Refuse coefficients that are not at the optimum: Newton's step from them, measured in standard errors."""
    square = total * dot(gradient, [dot(row, gradient) for row in product_with_transpose(factor)])
    if not square <= FAR * FAR:
        wanted = "as in fit, and the fit at its optimum, for standard errors"
        got = f"rows whose optimum is {sqrt(abs(square)):.2g} standard errors away"
        refuse("X", wanted, got, "Fit again, with a smaller tol or without changing the data afterwards.")


def _null(problem: Problem) -> float:
    """The log-likelihood of the classes' shares; of equal shares where there is no intercept; with an offset of the fit
    of an intercept to it, if there is one."""
    data = problem.data
    if data.source.has_offset:
        start = problem.start()
        return -data.total * least_loss(problem, start, list(range(int(problem.intercept), len(start))))
    if not problem.intercept:
        return -data.total * log(len(data.classes))
    return data.total * sum([share * log(share) for share in problem.class_shares() if share > 0.0])


def _firth_null(problem: Problem) -> list[float]:
    """Firth's fit with all slopes at 0. There det I is a multiple of [ŷ (1 − ŷ)]ᵏ, which is k / 2 rows more of each
    class: ŷ = (n₁ + k/2) / (n + k)."""
    zeros, ones = [problem.data.total * share for share in problem.class_shares()]
    half = 0.5 * problem.width
    level = log((ones + half) / (zeros + half))
    return [level] * problem.intercept + [0.0] * (problem.width - problem.intercept)


def _saturated(problem: Problem) -> float:
    """Σ weight · [y ln y + (1 − y) ln(1 − y)]"""
    best = 0.0
    if problem.options.soft:
        for rows in problem.objective.blocks:
            pairs = zip(rows.xp.tolist(rows.shares()), rows.xp.tolist(rows.ys[0]))
            best += sum([s * (y * log(y) + (1.0 - y) * log(1.0 - y)) for s, y in pairs if 0.0 < y < 1.0])
    return problem.data.total * best
