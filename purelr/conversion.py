"""From a fitted model of scikit-learn to one of purelr, which predicts the same without scikit-learn or NumPy.

A pipeline is followed from the person's columns to the coefficients. Each number on the way is a column, or an
indicator of one of its levels, then shifted and scaled: what a purelr model can keep in `encoding_` and `scaler_`.
"""

from __future__ import annotations

from .basics.errors import brief, not_fitted, refuse
from .basics.text import as_text
from .data.cells import is_missing
from .data.columns import Column
from .data.encoding import Encoding
from .data.scaler import StandardScaler
from .inputs import arrays
from .model import LogisticRegression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

REMEDY = "Fit purelr.LogisticRegression itself on the transformed columns."


class Number:
    """(x − mean) / scale, where x is the number in a column, or 1 where the column has this level and 0 elsewhere."""

    def __init__(self, column: int, level: str | None = None, mean: float = 0.0, scale: float = 1.0) -> None:
        self.column = column
        self.level = level
        self.mean = mean
        self.scale = scale

    def scaled(self, mean: float, scale: float) -> Number:
        """This number, scaled once more."""
        return Number(self.column, self.level, self.mean + self.scale * mean, self.scale * scale)


class _Path:
    """What a pipeline makes of the columns, transformer after transformer."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.references: dict[int, str | None] = {}  # of the columns that became levels
        self.lenient: bool | None = None

    def through(self, step: Any, numbers: list[Number]) -> list[Number]:
        """The numbers that a fitted transformer makes of these."""
        kind = _kind(step)
        if step is None or step == "passthrough" or (kind == "FunctionTransformer" and step.func is None):
            return numbers
        if kind == "Pipeline":
            for _, inner in step.steps:
                numbers = self.through(inner, numbers)
            return numbers
        ways = {"StandardScaler": _scaled, "OneHotEncoder": self._levels, "ColumnTransformer": self._parts}
        if kind not in ways:
            refuse("the pipeline", f"of {', '.join(sorted(ways))} before the regression", brief(step), REMEDY)
        if not hasattr(step, "n_features_in_"):
            raise not_fitted(kind, "n_features_in_")
        return ways[kind](step, numbers)

    def _parts(self, step: Any, numbers: list[Number]) -> list[Number]:
        """A ColumnTransformer: the parts side by side."""
        names = arrays.listed(getattr(step, "feature_names_in_", []), "feature_names_in_")
        found = []
        for _, transformer, columns in step.transformers_:
            part = [numbers[j] for j in _places(columns, names, len(numbers))]
            if part and not (isinstance(transformer, str) and transformer == "drop"):
                found += self.through(transformer, part)
        return found

    def _levels(self, step: Any, numbers: list[Number]) -> list[Number]:
        """A OneHotEncoder: an indicator for each category that it does not drop."""
        for option in ("min_frequency", "max_categories"):
            if getattr(step, option, None) is not None:
                refuse("OneHotEncoder", "without infrequent categories", f"{option}={getattr(step, option)}", REMEDY)
        lenient = {"error": False, "ignore": True}.get(step.handle_unknown)
        if lenient is None or self.lenient not in {None, lenient}:
            wanted = 'with the same handle_unknown, "error" or "ignore", for all columns'
            refuse("OneHotEncoder", wanted, repr(step.handle_unknown), REMEDY)
        self.lenient = lenient
        dropped = [None] * len(numbers) if step.drop_idx_ is None else arrays.listed(step.drop_idx_, "drop_idx_")
        found = []
        for number, categories, place in zip(numbers, step.categories_, dropped):
            if number.level is not None or number.mean != 0.0 or number.scale != 1.0:
                refuse("OneHotEncoder", "the first that a column goes through", "another before it", REMEDY)
            name = self.names[number.column]
            levels = [_text(category, name) for category in arrays.listed(categories, "categories_")]
            self.references[number.column] = None if place is None else levels.pop(place)
            found += [Number(number.column, level) for level in levels]
        return found

    def encoding(self, numbers: list[Number]) -> Encoding:
        """How a row of cells becomes the numbers."""
        columns = []
        for j in sorted({number.column for number in numbers} | set(self.references)):
            mine = [number for number in numbers if number.column == j]
            levels = [str(number.level) for number in mine] if j in self.references else None
            means = [number.mean for number in mine]  # that of the scaler, and 0 where there is none to know it from
            columns.append(Column(self.names[j], levels, self.references.get(j), means))
        return Encoding(columns, lenient=bool(self.lenient))


def from_sklearn(estimator: Any) -> LogisticRegression:
    """A purelr LogisticRegression with the probabilities of a fitted scikit-learn model, for `save` and `export`.

    estimator  a fitted LogisticRegression (or LogisticRegressionCV) of scikit-learn, or a Pipeline that ends with one,
               before which are StandardScaler, OneHotEncoder and ColumnTransformer of these

    The model takes rows as the pipeline does, without the columns that it drops: `encoding_` makes numbers of text and
    `scaler_` scales them. Raises ValueError, with the reason, for what it cannot keep: another transformer, infrequent
    categories, a column that is used twice, and one-vs-rest. docs/export.md has an example.
    """
    steps = [step for _, step in estimator.steps] if _kind(estimator) == "Pipeline" else [estimator]
    *before, regression = steps
    _check(regression)
    names = [str(name) for name in arrays.listed(getattr(estimator, "feature_names_in_", []), "feature_names_in_")]
    given = range(next(step.n_features_in_ for step in steps if hasattr(step, "n_features_in_")))
    path = _Path(names or [f"x{j}" for j in given])
    numbers = [Number(j) for j in given]
    for step in before:
        numbers = path.through(step, numbers)
    _check_once(numbers, path)
    order = sorted(range(len(numbers)), key=lambda i: numbers[i].column)  # which keeps the order of a column's levels
    numbers = [numbers[i] for i in order]
    model = _model(regression, order, numbers)
    if path.references or (names and [number.column for number in numbers] != list(given)):
        model.encoding_ = path.encoding(numbers)
        model.feature_names_in_ = model.encoding_.names()
    elif names:
        model.feature_names_in_ = names
    return model  # type: ignore[no-any-return]


def _model(regression: Any, order: list[int], numbers: list[Number]) -> Any:
    """The model of these numbers, which have this order in the regression."""
    model: Any = LogisticRegression(fit_intercept=bool(regression.fit_intercept))
    model.classes_ = arrays.listed(regression.classes_, "classes_")
    model.coef_ = [[row[i] for i in order] for row in arrays.listed(regression.coef_, "coef_")]
    model.intercept_ = arrays.listed(regression.intercept_, "intercept_")
    model.n_features_in_ = len(numbers)
    if any([number.mean != 0.0 or number.scale != 1.0 for number in numbers]):
        model.scaler_ = StandardScaler()
        model.scaler_.mean_ = [number.mean for number in numbers]
        model.scaler_.scale_ = [number.scale for number in numbers]
        model.scaler_.n_features_in_ = len(numbers)
    return model


def _kind(step: Any) -> str:
    """The name of a class of scikit-learn; "" for any other."""
    return type(step).__name__ if type(step).__module__.partition(".")[0] == "sklearn" else ""


def _check(regression: Any) -> None:
    """Refuse what is no logistic regression, or one with other probabilities than ours."""
    kind = _kind(regression)
    if kind not in {"LogisticRegression", "LogisticRegressionCV"}:
        wanted = "a fitted LogisticRegression of scikit-learn, or a Pipeline that ends with one"
        refuse("estimator", wanted, brief(regression))
    if not hasattr(regression, "coef_"):
        raise not_fitted(kind, "coef_")
    if hasattr(regression.coef_, "toarray"):
        refuse("coef_", "dense", "a sparse matrix", "Call densify() first.")
    way, solver = getattr(regression, "multi_class", "auto"), getattr(regression, "solver", "lbfgs")
    more = len(regression.classes_) > 2
    if (more and (way == "ovr" or solver == "liblinear")) or (not more and way == "multinomial"):
        got = f"multi_class={way!r}, solver={solver!r}"
        refuse("estimator", "the sigmoid for two classes and the softmax for more", got, "Fit it without multi_class.")


def _check_once(numbers: Sequence[Number], path: _Path) -> None:
    seen: set[tuple[int, str | None]] = set()
    for number in numbers:
        twice = (number.column, number.level) in seen or (number.level is None and number.column in path.references)
        if twice:
            refuse("the pipeline", "one that uses each column once", f"{path.names[number.column]!r} twice", REMEDY)
        seen.add((number.column, number.level))


def _scaled(step: Any, numbers: list[Number]) -> list[Number]:
    """A StandardScaler, with either of its parts, or both."""
    means = arrays.listed(step.mean_, "mean_") if step.with_mean else [0.0] * len(numbers)
    scales = arrays.listed(step.scale_, "scale_") if step.with_std else [1.0] * len(numbers)
    return [number.scaled(mean, scale) for number, mean, scale in zip(numbers, means, scales)]


def _places(columns: Any, names: list[str], n: int) -> list[int]:
    """Where the columns of a part are: a name, a place, a slice of either, a list of either, or of true and false."""
    if isinstance(columns, slice):
        first, last = columns.start, columns.stop
        first = names.index(first) if isinstance(first, str) else first
        last = names.index(last) + 1 if isinstance(last, str) else last  # a slice of names has its end in it
        return list(range(n))[first : last : columns.step]
    columns = arrays.listed([columns] if isinstance(columns, (str, int)) else columns, "columns")
    if columns and all([isinstance(column, bool) for column in columns]):
        return [j for j, wanted in enumerate(columns) if wanted]
    return [names.index(column) if isinstance(column, str) else column % n for column in columns]


def _text(category: Any, name: str) -> str:
    """A category as the text of a level."""
    if is_missing(category):
        got = f"{category!r}, which stands for a missing cell"
        refuse(f"the categories of column {brief(name)}", "there", got, REMEDY)
    return as_text(category)
