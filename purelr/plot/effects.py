"""The picture of what one column does to a model's predictions."""

from __future__ import annotations

from ..basics.errors import brief, refuse, suggestion
from ..basics.text import plain
from ..data.cells import Cells, cells_of
from ..data.frames import columns_of
from ..evaluation.predictions import largest
from ..inference.methods import Inference
from ..inputs import arrays
from .marks import Dots, Line
from .picture import Picture
from .scale import Axis, axis_around, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .marks import Mark

    Curve = list[tuple[float, float, float]]  # estimate, low, high, at each value

POINTS, MOST_CURVES, NAMED = 41, 8, 4


def effect(model: Any, X: Any, column: Any, *, level: float = 0.95, at: Any = None, ax: Any = None) -> Picture | Any:
    """The predicted probability as one column goes over its range, or from level to level, for a row that is typical in
    all other columns; a fit without a penalty brings the interval of each prediction.

    X       rows or a table, whose columns say what is typical: the mean of a number, the commonest level of a text
    column  its name, or its place in rows without names
    at      a dict of values for other columns, in place of the typical ones

    Of two classes the probability of the second is drawn, of more that of each. ValueError for a column that is not
    there, and for a level that the fit has not seen.

    >>> from purelr import LogisticRegression
    >>> X = {"hours": [0.5, 1.0, 1.5, 2.0, 2.5, 3.0], "sex": ["f", "m", "m", "f", "f", "m"]}
    >>> model = LogisticRegression().fit(X, ["fail", "fail", "pass", "fail", "pass", "pass"])
    >>> effect(model, X, "hours")
    <Picture: Effect of hours. The probability of pass goes from 0.2206 at 0.5 to 0.7137 at 3, for sex = f.>
    """
    columns = _cells(X)
    _check_names([column], {name: columns[name] for name in _known(model, columns)}, "column")
    known = _known(model, columns)
    others = {name: _typical(columns[name]) for name in known if name != column}
    _check_names(list(at or {}), others, "at")
    others.update(at or {})
    values, names = _values(columns[column])
    table = {name: values if name == column else [others[name]] * len(values) for name in known}
    named = columns_of(X) is not None
    rows: Any = table if named else list(map(list, zip(*table.values())))
    classes = arrays.listed(model.classes_, "classes_")
    shown = classes[1:] if len(classes) == 2 else classes
    curves = _curves(model, rows, level, len(shown))
    drawn = largest(list(range(len(shown))), [max([p for p, _, _ in curve]) for curve in curves], MOST_CURVES)
    marks = [mark for k in drawn for mark in _marks(values, names, curves[k], plain(shown[k]), k, len(shown) > 1)]
    if len(drawn) == 1 and not names:
        marks += _band(values, curves[drawn[0]], level)
    title = plain(column) if named else f"column {column}"
    label = "Probability" if len(shown) > 1 else f"Probability of {plain(shown[0])}"
    x = Axis(title, -0.5, len(values) - 0.5, names=list(map(plain, names))) if names else axis_around(title, values)
    text = _in_words(plain(shown[drawn[0]]), values, curves[drawn[0]], others, named)
    return Picture(f"Effect of {title}", text, x, Axis(label, 0.0, 1.0), marks).on(ax)


def _in_words(label: str, values: list[Any], curve: Curve, others: dict[Any, Any], named: bool) -> str:
    """Where the curve begins and ends, and at which values of the other columns."""
    start, end = [f"{number(curve[i][0])} at {_short(values[i])}" for i in (0, -1)]
    at = [f"{plain(name) if named else f'column {name}'} = {_short(value)}" for name, value in others.items()]
    if len(at) > NAMED:
        at[NAMED:] = [f"{len(at) - NAMED} more at typical values"]
    return f"The probability of {label} goes from {start} to {end}{', for ' if at else ''}{', '.join(at)}."


def _cells(X: Any) -> dict[Any, Cells]:
    """The cells of each column, by its name, or by its place where it has none."""
    found = columns_of(X)
    if found is not None:
        return {name: cells_of(column, name) for name, column in found.items()}
    rows = arrays.rows(X)
    return {j: Cells(list(column)) for j, column in enumerate(zip(*rows))}


def _known(model: Any, columns: dict[Any, Cells]) -> list[Any]:
    """The columns that the model knows, where it knows names."""
    names = [column.name for column in model.encoding_.columns] if hasattr(model, "encoding_") else None
    if names is None:
        names = arrays.listed(getattr(model, "feature_names_in_", []), "feature_names_in_")
    return [name for name in columns if name in names] or list(columns)


def _check_names(asked: list[Any], columns: dict[Any, Cells], argument: str) -> None:
    for name in asked:
        if isinstance(name, bool) or name not in columns:
            known = list(map(str, columns))
            refuse(argument, "of columns of X", brief(name), suggestion(name, known))


def _typical(cells: Cells) -> Any:
    """The mean, or the commonest level."""
    if cells.kinds is None:
        gaps = set(cells.gaps())
        there = [float(v) for i, v in enumerate(cells.numbers) if i not in gaps]
        return sum(there) / len(there) if there else None
    counts = cells.counts()
    return max(sorted(counts), key=counts.__getitem__) if counts else None


def _values(cells: Cells) -> tuple[list[Any], list[str]]:
    """The values to predict at; and for levels their names, in their order."""
    if cells.kinds is None:
        gaps = set(cells.gaps())
        there = [float(v) for i, v in enumerate(cells.numbers) if i not in gaps]
        low, high = min(there, default=0.0), max(there, default=0.0)
        share = [i / (POINTS - 1.0) for i in range(POINTS)]
        return [low * (1.0 - part) + high * part for part in share], []
    counts = cells.counts()
    levels = [level for level in cells.order or sorted(counts) if level in counts]
    return list(levels), levels


def _curves(model: Any, rows: Any, level: float, sets: int) -> list[Curve]:
    """For each class that is shown its probability at each value, with the ends of its interval, nan for none."""
    if isinstance(model, Inference):
        try:
            table = model.predict_interval(rows, level=level)
        except ValueError:
            pass  # there are no standard errors
        else:
            lines = list(zip(table["estimate"], table["conf_low"], table["conf_high"]))
            return [lines[k::sets] for k in range(sets)]
    probas = arrays.listed(arrays.unframed(model.predict_proba(rows)), "predict_proba")
    none = float("nan")
    return [[(float(row[len(row) - sets + k]), none, none) for row in probas] for k in range(sets)]


def _marks(values: list[Any], names: list[str], curve: Curve, label: str, style: int, several: bool) -> list[Mark]:
    called = label if several else ""
    if not names:
        return [Line(values, [p for p, _, _ in curve], called, style)]
    points = [(float(i), p) for i, (p, _, _) in enumerate(curve)]
    ends = [(low, high) if low == low else None for _, low, high in curve]  # noqa: PLR0124  # nan
    return [Dots(points, ends, called, style, upright=True)]


def _band(values: list[Any], curve: Curve, level: float) -> list[Mark]:
    """The ends of the intervals along a curve, if it has any."""
    if any([low != low for _, low, _ in curve]):  # noqa: PLR0124  # nan
        return []
    called = f"{100.0 * level:.4g} % interval"
    return [Line(values, [low for _, low, _ in curve], called, 1), Line(values, [high for _, _, high in curve], "", 1)]


def _short(value: Any) -> str:
    return number(value) if isinstance(value, float) else plain(value)
