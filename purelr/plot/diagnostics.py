"""The pictures of single rows: how far each is from what a fit expects, and how much it bears on the coefficients.

rows   what `influence(model, X, y)` found
names  what the n rows are called, for the few that are named; their numbers, counted from 0, where it is left out
"""

from __future__ import annotations

from math import sqrt

from ..basics.errors import refuse
from ..basics.text import plain
from ..evaluation.predictions import largest
from ..inputs import arrays
from .marks import Dots, Labels, Line, Rule
from .picture import Picture
from .scale import Axis, axis_around, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

FAR = 2.0  # of residuals that have about a deviation of 1, 1 in 20 is further from 0
CONTOURS = (0.5, 1.0)  # Cook's distances at which to look at a row, and to worry
NAMED, ALONG = 3, 60  # rows that are named, and points along a contour


def residuals(rows: Any, names: Any = None, ax: Any = None) -> Picture | Any:
    """Deviance residuals against the fitted probability; rows of the second class are above 0, of the first below.

    >>> from purelr import LogisticRegression, influence
    >>> X, y = [[0.5], [1.0], [1.5], [2.0], [2.5], [4.0]], [0, 0, 1, 0, 1, 1]
    >>> print(residuals(influence(LogisticRegression(C=float("inf")).fit(X, y), X, y)).description)
    0 of 6 rows are further than 2 from 0. The furthest: row 2 (1.452), row 3 (−1.394), row 4 (0.6018).
    """
    fitted, values = _column(rows, "fitted"), _column(rows, "deviance")
    sizes = list(map(abs, values))
    far = sum([size > FAR for size in sizes])
    marked = _named(list(zip(fitted, values)), sizes, row_names(names, len(values)))
    text = f"{far} of {len(values)} rows are further than {FAR:g} from 0. The furthest: {_told(marked, values)}."
    axes = Axis("Fitted probability", 0.0, 1.0), axis_around("Deviance residual", [-FAR, FAR, *values])
    rules = [Rule(0.0, level, 1.0, level) for level in (-FAR, 0.0, FAR)]
    return Picture("Residuals", text, *axes, [*rules, *_dots(fitted, values, marked)]).on(ax)


def influence(rows: Any, names: Any = None, ax: Any = None) -> Picture | Any:
    """Standardized Pearson residuals against leverage, with the curves along which Cook's distance is 0.5 and 1.

    The rows with the largest distances are named (R. D. Cook, Technometrics 19, 1977; D. Pregibon, Annals of Statistics
    9, 1981).

    >>> from purelr import LogisticRegression, influence as influence_of
    >>> X, y = [[0.5], [1.0], [1.5], [2.0], [2.5], [4.0]], [0, 0, 1, 0, 1, 1]
    >>> print(influence(influence_of(LogisticRegression(C=float("inf")).fit(X, y), X, y)).description)
    Cook's distance is above 1 for 0 of 6 rows. The largest: row 3 (0.7735), row 2 (0.6521), row 4 (0.1758).
    """
    leverage, distances = _column(rows, "leverage"), _column(rows, "cooks_distance")
    values = _column(rows, "standardized")
    marked = _named(list(zip(leverage, values)), distances, row_names(names, len(values)))
    far = sum([distance > CONTOURS[-1] for distance in distances])
    told = _told(marked, distances)
    text = f"Cook's distance is above {CONTOURS[-1]:g} for {far} of {len(values)} rows. The largest: {told}."
    x, y = axis_around("Leverage", [0.0, *leverage]), axis_around("Standardized Pearson residual", [-FAR, FAR, *values])
    x.low = 0.0
    curves = _contours(rows.k, x, y)
    rule = Rule(0.0, 0.0, x.high, 0.0)
    return Picture("Influence", text, x, y, [rule, *curves, *_dots(leverage, values, marked)]).on(ax)


def _column(rows: Any, name: str) -> list[float]:
    if not hasattr(rows, name):
        refuse("rows", "what influence(model, X, y) returns", type(rows).__name__)
    return [float(value) for value in arrays.listed(getattr(rows, name), name)]


def row_names(names: Any, n: int, argument: str = "names") -> list[str]:
    """The names that are given, or the numbers of the rows."""
    if names is None:
        return [f"row {i}" for i in range(n)]
    given = arrays.listed(names, argument)
    if len(given) != n:
        refuse(argument, f"of {n} rows", f"{len(given)} names")
    return list(map(plain, given))


def _named(points: Sequence[tuple[float, float]], sizes: list[float], names: list[str]) -> list[Any]:
    """(place, point, name) of the rows with the largest sizes, the largest first."""
    places = sorted(largest(range(len(sizes)), sizes, NAMED), key=lambda i: -sizes[i])
    return [(i, points[i], names[i]) for i in places]


def _told(marked: list[Any], values: list[float]) -> str:
    return ", ".join([f"{name} ({number(values[i])})" for i, _, name in marked])


def _dots(xs: list[float], ys: list[float], marked: list[Any]) -> list[Any]:
    points = list(zip(xs, ys))
    return [Dots(points, [None] * len(points)), Labels([(*point, name) for _, point, name in marked])]


def _contours(k: int, x: Axis, y: Axis) -> list[Line]:
    """r = ± √(D k (1 − h) / h), where it is in the picture."""
    lines = []
    for style, distance in enumerate(CONTOURS, 1):
        name = f"Cook's distance {distance:g}"
        for sign, end in ((1.0, y.high), (-1.0, y.low)):
            first = distance * k / (distance * k + end * end)  # where the curve comes into the picture
            hs = [first + (min(x.high, 1.0) - first) * i / ALONG for i in range(ALONG + 1)]
            if 1e-300 < first < x.high:
                lines.append(Line(hs, [sign * sqrt(distance * k * (1.0 - h) / h) for h in hs], name, style))
                name = ""
    return lines
