"""Marginal effects: by how much a probability changes when a column does, and the standard error of that.

The slope of column j on the probability of class k at a row is ∂ŷₖ/∂xⱼ = ŷₖ (wₖⱼ − Σₘ ŷₘ wₘⱼ), for two classes
ŷ (1 − ŷ) wⱼ. The change, of a column of 0 and 1, is ŷₖ with xⱼ = 1 less ŷₖ with xⱼ = 0. With J the derivatives of the
effect by all coefficients, its variance is J V Jᵀ (the delta method; W. H. Greene, Econometric Analysis, 2012, sections
17.3 and 18.2, for changes 17.3.2; A. C. Cameron and P. K. Trivedi, Microeconometrics, 2005, chapters 14 and 15).
"""

from __future__ import annotations

from math import sqrt

from ..backends.kernels import dot
from ..backends.registry import choose
from ..basics.errors import brief, refuse, whole
from ..data.encoding import numbers_of, offset_for
from ..data.table import Table
from ..inputs import arrays
from ..inputs.weights import sample_weights
from ..objective.logistic import Rows
from .column_effects import ColumnEffects, by_eta, probabilities
from .estimates import Estimate, Estimates, critical
from .methods import fit_of
from .summary import named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar

    from ..backends.base import Backend, Matrix, Vector
    from ..objective.coordinates import Coordinates
    from .fitted import Fit
    from .information import Information

    # The effect on each class at each row; and the derivatives of the mean of class k's by the coefficients of class m.
    Effects = tuple[list[Vector], Callable[[int, int], list[float]]]


class Effect(Estimate):
    """One Estimate, and of which `kind`: "slope", "change" or "contrast"."""

    columns: ClassVar[tuple[str, ...]] = (*Estimate.columns, "kind")

    def __init__(self, name: str, label: Any, value: float, std_error: float, z: float, kind: str) -> None:
        super().__init__(name, label, value, std_error, z)
        self.kind = kind

    def __repr__(self) -> str:
        return f"<{self.kind} of {super().__repr__()[1:]}"


class MarginalEffects(Estimates):
    """Effects in `terms`, one Effect for each column and class (of two classes the second); `at` says where."""

    terms: list[Effect]

    if TYPE_CHECKING:

        def __getitem__(self, key: Any) -> Effect: ...

    def __init__(self, terms: list[Effect], level: float, at: str) -> None:
        super().__init__(terms, level)
        self.at = at

    @property
    def table(self) -> Table:
        """The effects as a Table, with the kind of each."""
        columns = super().table.to_dict()
        return Table({"term": columns.pop("term"), "kind": [term.kind for term in self.terms], **columns})

    def _title(self, label: Any) -> str:
        where = "at the mean of the columns" if self.at == "mean" else "averaged over the rows"
        return f"Effects on the probability of {brief(label)}, {where}"

    def _header(self, low: str, high: str) -> list[str]:
        return ["", "effect", *super()._header(low, high)[1:]]

    def _line(self, term: Any) -> list[str]:
        name, *numbers = super()._line(term)
        return [name, term.kind, *numbers]


def marginal_effects(
    model: Any,
    X: Any,
    *,
    at: Any = "average",
    discrete: Any = None,
    level: float = 0.95,
    sample_weight: Any = None,
    cov_type: str | None = None,
    groups: Any = None,
    names: Any = None,
    offset: Any = None,
    strata: Any = None,
) -> MarginalEffects:
    """The effect of each column on the probability of the second class, or of each of K > 2 classes.

    at        "average", the mean of the effects at the rows of X; "mean", the effect at the mean row; or a dict of
              values of some columns, {"age": 30} or {"age": [20, 40], "sex": ["f", "m"]}: the mean over the rows with
              these columns at each combination of the values
    discrete  the columns of 0 and 1 whose effect is a difference, by name or place; True or "auto" for every one in
              which X has both and nothing else. None: the effects of numbers are slopes
    names     of the columns, where the model does not know them
    others    as in `summary`; sample_weight says how often each row of X counts, offset is that of its log-odds

    Each effect says of which `kind` it is, all in units of probability:

    slope     per unit of the column. Of a column of 0 and 1, too, where `discrete` leaves it out
    change    of a column in `discrete` from 0 to 1, the others as they are. That is right for a column on its own. Of
              several indicators of one factor it asks of a row of one level to have another as well
    contrast  of a tuple in `discrete`, the indicators of one factor without its reference level: from the reference,
              where all of them are 0, to the level of this one. `discrete=[("black", "other"), "smoke"]`

    Where a table was fitted with text columns or a formula, and with values in `at`, the columns are the person's own:
    a number's slope goes through all that the formula makes of it, and a text column has the contrast of each level.

    Raises ValueError for a column in `discrete` that is not there or not of 0 and 1, or a tuple of which a row has two.

    >>> from purelr import LogisticRegression
    >>> X, y = [[0.5], [1.0], [1.5], [2.0], [2.5], [3.0]], [0, 0, 1, 0, 1, 1]
    >>> marginal_effects(LogisticRegression(C=float("inf")).fit(X, y), X).terms
    [<slope of 'column 0': 0.317249, std_error 0.04442, p_value 9.19e-13>]
    >>> X, y = [[0], [0], [0], [0], [1], [1], [1], [1]], [0, 0, 0, 1, 0, 1, 1, 1]
    >>> marginal_effects(LogisticRegression(C=float("inf")).fit(X, y), X, discrete=[0]).terms  # 3/4 − 1/4
    [<change of 'column 0': 0.5, std_error 0.3062, p_value 0.102>]
    """
    fit = fit_of(model)
    known = fit.information()
    z, columns = critical(level), named(known, names)[known.intercept :]
    if not isinstance(at, dict) and at not in ("average", "mean"):
        refuse("at", '"average", "mean" or a dict of values by column', brief(at))
    xp = choose(model.backend, X)
    if names is not None and hasattr(model, "encoding_"):
        refuse("names", "None for a model that knows its columns", brief(names))
    if isinstance(at, dict) or hasattr(model, "encoding_"):
        how = cov_type, groups, strata
        return _by_column(fit, model, xp, X, at, discrete, level, sample_weight, how, offset, columns)
    matrix, told = numbers_of(model, X, offset, xp)
    factors = _factors(xp, matrix, discrete, columns)
    weights = sample_weights(sample_weight, matrix.shape[0])
    total = sum(weights)
    share = xp.asvector([w / total for w in weights])
    if at == "mean":
        matrix, share = xp.asmatrix([xp.tolist(xp.moments(matrix, share)[0])]), xp.asvector([1.0])
    coordinates = known.coordinates_for(model)
    rows = Rows(xp, coordinates.design(xp, matrix), [], share, None, told)
    with xp.quiet():
        found = _effects(known, coordinates, rows, fit.inner_vcov(cov_type, groups, strata), factors)
    terms = []
    for k, j, value, std_error in found:
        kind = "slope" if j not in factors else "change" if len(factors[j]) == 1 else "contrast"
        terms.append(Effect(columns[j], known.classes[k], value, std_error, z, kind))
    return MarginalEffects(terms, level, at)


def _by_column(
    fit: Fit,
    model: Any,
    xp: Backend,
    X: Any,
    at: Any,
    discrete: Any,
    level: float,
    sample_weight: Any,
    how: tuple[Any, Any, Any],
    offset: Any,
    names: list[str],
) -> MarginalEffects:
    """The effects of the person's own columns."""
    known, z = fit.information(), critical(level)
    rows = numbers_of(model, X, offset, xp)[0].shape[0]
    weights = sample_weights(sample_weight, rows)
    total = sum(weights)
    share, told = [w / total for w in weights], offset_for(model, offset, rows)
    effects = ColumnEffects(model, known, xp, X, share, told, at == "mean", names)
    with xp.quiet():
        lines = list(effects.lines(fit.inner_vcov(*how), at if isinstance(at, dict) else {}, discrete))
    lines.sort(key=lambda line: line[0])
    terms = [Effect(name, known.classes[k], value, error, z, kind) for k, name, value, error, kind in lines]
    return MarginalEffects(terms, level, at if isinstance(at, str) else "values")


def _factors(xp: Backend, matrix: Matrix, discrete: Any, names: list[str]) -> dict[int, list[int]]:
    """For each column whose effect is a difference, the columns of its factor, itself among them."""

    def cells(j: int) -> list[float]:
        return xp.tolist(matrix @ xp.asvector([float(i == j) for i in range(len(names))]))

    if discrete is None or discrete is False:
        return {}
    if discrete is True or (isinstance(discrete, str) and discrete == "auto"):
        return {j: [j] for j in range(len(names)) if set(cells(j)) == {0.0, 1.0}}
    if isinstance(discrete, str):
        refuse("discrete", 'None, "auto" or a list of columns', brief(discrete), f"Say [{brief(discrete)}].")
    factors: dict[int, list[int]] = {}
    entries = arrays.listed(discrete, "discrete")
    if entries and entries[-1] == "auto":  # behind the factors that are known: of the others those of 0 and 1
        known = {names.index(name) for entry in entries[:-1] for name in entry}
        entries = entries[:-1] + [j for j in range(len(names)) if j not in known and set(cells(j)) == {0.0, 1.0}]
    for entry in entries:
        factor = [_place(column, names) for column in (entry if isinstance(entry, (list, tuple)) else [entry])]
        for j in factor:
            if j in factors:
                refuse("discrete", "of each column once", f"{brief(names[j])} twice")
            factors[j] = factor
        _check_indicators([cells(j) for j in factor], [names[j] for j in factor])
    return factors


def _place(column: Any, names: list[str]) -> int:
    """Where a column is that is given by its name or its place."""
    if isinstance(column, str):
        place = names.index(column) if names.count(column) == 1 else len(names)
    else:
        place = whole("a place in discrete", column, 0)
    if place >= len(names):
        refuse("discrete", f"names, each of one column, or places among {brief(names)}", brief(column))
    return place


def _check_indicators(columns: list[list[float]], names: list[str]) -> None:
    """Refuse what is not the indicators of one factor: ones and zeros, and not more than a single 1 in a row."""
    for i, row in enumerate(zip(*columns)):
        for cell, name in zip(row, names):
            if cell not in (0.0, 1.0):
                refuse("discrete", "columns of 0 and 1", f"{cell:g} in row {i} of {brief(name)}", "Leave it out.")
        if sum(row) > 1.0:
            got = f"more than a single 1 among {brief(names)} in row {i}"
            refuse("a tuple in discrete", "of one factor", got, "Name columns of several factors without a tuple.")


def _effects(
    known: Information, coordinates: Coordinates, rows: Rows, vcov: list[list[float]], factors: dict[int, list[int]]
) -> list[tuple[int, int, float, float]]:
    """(class, column, effect, standard error), computed in the solver's coordinates."""
    size, first, free = known.size, int(known.intercept), range(1, known.sets + 1)
    shift, scale = coordinates.shift, coordinates.scale
    coefs = [[0.0] * size] + [known.inner[k * size : (k + 1) * size] for k in range(known.sets)]
    probas = probabilities(rows, coefs, {})
    found = []
    for j in range(size - first):
        if j in factors:
            unit, low = 1.0, {first + i: -shift[i] / scale[i] for i in factors[j]}
            values, gradient = _difference(rows, coefs, low, {**low, first + j: (1.0 - shift[j]) / scale[j]})
        else:
            unit = scale[j]
            values, gradient = _slope(rows, coefs, probas, first + j)
        for k in free if known.sets == 1 else range(len(coefs)):
            jacobian = [slope for m in free for slope in gradient(k, m)]
            variance = dot(jacobian, [dot(row, jacobian) for row in vcov])
            found.append((k, j, rows.mean(values[k]) / unit, sqrt(max(variance, 0.0)) / unit))
    return sorted(found, key=lambda line: line[0])


def _slope(rows: Rows, coefs: list[list[float]], probas: list[Vector], j: int) -> Effects:
    """∂ŷₖ/∂xⱼ = ŷₖ (wₖⱼ − Σₘ ŷₘ wₘⱼ)"""
    mean: Any = 0.0
    for proba, coef in zip(probas, coefs):
        mean = mean + coef[j] * proba
    values = [proba * (coef[j] - mean) for proba, coef in zip(probas, coefs)]

    def gradient(k: int, m: int) -> list[float]:
        slopes = rows.pull([(float(k == m) - probas[m]) * values[k] - probas[k] * values[m]])
        entries: list[float] = rows.xp.tolist(slopes[0])
        entries[j] += rows.mean(by_eta(probas, k, m))
        return entries

    return values, gradient


def _difference(rows: Rows, coefs: list[list[float]], low: dict[int, float], high: dict[int, float]) -> Effects:
    """ŷₖ with some columns at the values in `high` less ŷₖ with them at those in `low`."""
    start, end = probabilities(rows, coefs, low), probabilities(rows, coefs, high)

    def gradient(k: int, m: int) -> list[float]:
        at_end, at_start = by_eta(end, k, m), by_eta(start, k, m)
        entries: list[float] = rows.xp.tolist(rows.pull([at_end - at_start])[0])
        for i, x in low.items():
            entries[i] = high[i] * rows.mean(at_end) - x * rows.mean(at_start)
        return entries

    return [after - before for after, before in zip(end, start)], gradient
