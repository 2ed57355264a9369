"""The picture of what one column does to a model's predictions."""

from __future__ import annotations

from ..basics.errors import brief, refuse, suggestion
from ..basics.text import plain
from ..data.cells import Cells, cells_of
from ..data.frames import columns_of
from ..evaluation.predictions import largest, probabilities
from ..inference.methods import Inference
from ..inputs import arrays
from .marks import Dots, Line
from .names import cut
from .picture import Picture
from .scale import Axis, axis_around, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .marks import Mark

    Curve = list[tuple[float, float, float]]  # estimate, low, high, at each value

POINTS, MOST_CURVES, NAMED = 41, 8, 4
CANDIDATES = 100  # columns that are tried
ROOM = 15.0  # for a name beside other words, in font sizes


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
    typical = Typical(model, X)
    typical.check([column], "column")
    typical.check(list(at or {}), "at", column)
    return typical.picture(column, level, at or {}).on(ax)


def effects(model: Any, X: Any, most: int, names: list[str], classes: list[int], level: float = 0.95) -> list[Picture]:
    """The pictures of the columns over which a probability goes furthest, those first, but of none over which it stays.

    names    of columns that X has no names for
    classes  the places of those to be drawn, where there are more than two
    """
    typical = Typical(model, X, names)
    reach = {column: typical.reach(column) for column in typical.known[:CANDIDATES]}
    far = sorted([column for column in reach if reach[column] > 0.0], key=lambda column: -reach[column])
    return [typical.picture(column, level, {}, classes) for column in far[:most]]


class Typical:
    """A row that is typical in all columns that a model knows: the mean of numbers, the commonest level of texts."""

    def __init__(self, model: Any, X: Any, names: list[str] | None = None) -> None:
        self.model = model
        self.names = names
        self.named: bool = columns_of(X) is not None
        self.columns: dict[Any, Cells] = _cells(X, model)
        self.known: list[Any] = _known(model, self.columns)
        self.values: dict[Any, Any] = {name: _typical(self.columns[name]) for name in self.known}

    def called(self, column: Any) -> str:
        """What a column is called."""
        if self.named or self.names:
            return plain(column if self.named or self.names is None else self.names[column])
        return f"column {column}"

    def check(self, asked: list[Any], argument: str, *but: Any) -> None:
        """Refuse columns that there are not."""
        known = [name for name in self.known if name not in but]
        for name in asked:
            if isinstance(name, bool) or name not in known:
                refuse(argument, "of columns of X", brief(name), suggestion(name, list(map(str, known))))

    def rows(self, column: Any, values: list[Any], at: dict[Any, Any]) -> Any:
        """Typical rows, with these values in one column, as X has rows."""
        others = {**self.values, **at}
        table = {name: values if name == column else [others[name]] * len(values) for name in self.known}
        return table if self.named else list(map(list, zip(*table.values())))

    def reach(self, column: Any) -> float:
        """How far the probability of a class goes over the values of a column."""
        rows = self.rows(column, _values(self.columns[column])[0], {})
        return max([max(each) - min(each) for each in zip(*_probabilities(self.model, rows))], default=0.0)

    def picture(self, column: Any, level: float, at: dict[Any, Any], asked: list[int] | None = None) -> Picture:
        """The curve of each class over the values of a column, or a dot for each level; of many classes those that are
        asked for, or the most probable."""
        values, names = _values(self.columns[column])
        classes = arrays.listed(self.model.classes_, "classes_")
        shown = classes[1:] if len(classes) == 2 else classes
        curves = _curves(self.model, self.rows(column, values, at), level, len(shown))
        drawn = largest(list(range(len(shown))), [max([p for p, _, _ in curve]) for curve in curves], MOST_CURVES)
        drawn = asked if asked and len(shown) > 1 else drawn
        marks = [mark for k in drawn for mark in _marks(values, names, curves[k], plain(shown[k]), k, len(shown) > 1)]
        if len(drawn) == 1 and not names:
            marks += _band(values, curves[drawn[0]], level)
        title = self.called(column)
        label = "Probability" if len(shown) > 1 else f"Probability of {cut(plain(shown[0]), ROOM)}"
        title = cut(title, ROOM)
        x = Axis(title, -0.5, len(values) - 0.5, names=list(map(plain, names))) if names else axis_around(title, values)
        others = {name: value for name, value in {**self.values, **at}.items() if name != column}
        at = {self.called(name): value for name, value in others.items()}
        text = _in_words(plain(shown[drawn[0]]), values, curves[drawn[0]], at)
        return Picture(f"Effect of {title}", text, x, Axis(label, 0.0, 1.0), marks)


def _in_words(label: str, values: list[Any], curve: Curve, others: dict[str, Any]) -> str:
    """Where the curve begins and ends, and at which values of the other columns."""
    start, end = [f"{number(curve[i][0])} at {_short(values[i])}" for i in (0, -1)]
    at = [f"{name} = {_short(value)}" for name, value in others.items()]
    if len(at) > NAMED:
        at[NAMED:] = [f"{len(at) - NAMED} more at typical values"]
    return f"The probability of {label} goes from {start} to {end}{', for ' if at else ''}{', '.join(at)}."


def _cells(X: Any, model: Any) -> dict[Any, Cells]:
    """The cells of each column, by its name, or by its place where it has none; levels where the model has levels."""
    found = columns_of(X)
    if found is not None:
        columns = model.encoding_.columns if hasattr(model, "encoding_") else []
        levels = {column.name: column.levels is not None for column in columns}
        return {name: cells_of(column, name, levels.get(name)) for name, column in found.items()}
    rows = arrays.rows(X)
    return {j: Cells(list(column)) for j, column in enumerate(zip(*rows))}


def _known(model: Any, columns: dict[Any, Cells]) -> list[Any]:
    """The columns that the model knows, in its order, where it knows names."""
    names = [column.name for column in model.encoding_.columns] if hasattr(model, "encoding_") else None
    if names is None:
        names = arrays.listed(getattr(model, "feature_names_in_", []), "feature_names_in_")
    return [name for name in names if name in columns] or list(columns)


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
            table = model.predict_interval(rows, level=level, offset=_offset(model))
        except ValueError:
            pass  # there are no standard errors
        else:
            lines = list(zip(table["estimate"], table["conf_low"], table["conf_high"]))
            return [lines[k::sets] for k in range(sets)]
    none = float("nan")
    return [[(row[len(row) - sets + k], none, none) for row in _probabilities(model, rows)] for k in range(sets)]


def _probabilities(model: Any, rows: Any) -> list[list[float]]:
    if _offset(model) is None:
        found = probabilities(model, rows)
    else:
        found = arrays.listed(arrays.unframed(model.predict_proba(rows, offset=0.0)), "predict_proba")
    return [[float(p) for p in row] for row in found]


def _offset(model: Any) -> float | None:
    """A model that must be told an offset is told that there is none."""
    return 0.0 if getattr(model, "has_offset_", False) else None


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
