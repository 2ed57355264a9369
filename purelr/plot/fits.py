"""The pictures of a fit: its coefficients with their intervals, and how its loss came down."""

from __future__ import annotations

from math import isfinite

from ..basics.errors import brief, number_or_nan, refuse, whole
from ..basics.text import plain
from ..evaluation.predictions import MOST_CURVES, is_table, largest, learnt
from ..inference.methods import Inference
from ..inputs import arrays
from .marks import Dots, Line, Rule
from .picture import Picture
from .scale import Axis, axis_around, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    Pair = tuple[float, float]


def losses(model: Any) -> list[float]:
    """The mean loss at the start and after each step; empty where the model has no trace."""
    if hasattr(model, "loss"):
        return [float(value) for value in model.loss]
    result = getattr(model, "result_", None)
    trace = getattr(result, "trace", None)
    return [record.objective for record in [result.start, *trace]] if result is not None and trace else []


def loss(model: Any, ax: Any = None) -> Picture | Any:
    """The mean loss (with its penalty) after each step of the fit, on a logarithmic scale.

    model  a fitted model, or the list of the losses
    """
    values = arrays.numbers(model, "model") if isinstance(model, (list, tuple)) else losses(model)
    if len(values) < 2:
        refuse("model", "fitted in this session, with a step at least", "none", "A saved model keeps no losses.")
    steps = [float(k) for k in range(len(values))]
    x = Axis("Step", 0.0, steps[-1])
    x.ticks = [tick for tick in x.ticks if tick[0] % 1.0 == 0.0]
    y = axis_around("Mean loss", values, log=True)
    line = Line(steps, values, dotted=len(values) <= 30)
    text = f"From {number(values[0])} to {number(values[-1])} in {len(values) - 1} steps."
    return Picture("Loss by step", text, x, y, [line], 220.0).on(ax)


def column_names(model: Any, names: Any, p: int) -> list[str]:
    """The columns' names: as given, as the data frame of `fit` had them, or numbered."""
    given = getattr(model, "feature_names_in_", None) if names is None else names
    known = (
        [f"column {j}" for j in range(p)] if given is None else [plain(name) for name in arrays.listed(given, "names")]
    )
    if len(known) != p:
        refuse("names", f"of {p} columns", f"{len(known)} names")
    return known


def intervals_of(intervals: Any, sets: int, p: int) -> list[list[Pair | None]]:
    """One list of p (low, high) for each set of coefficients; an intercept's, in front, is left out."""
    if intervals is None:
        return [[None] * p for _ in range(sets)]
    rows = arrays.listed(intervals, "intervals")
    given: list[Any] = [None if row is None else arrays.listed(row, "intervals") for row in rows]
    tables = [given] if sets == 1 and given and not is_table(given[0]) else given
    if len(tables) != sets or not all([row is None or _are_pairs(row, p) for row in tables]):
        refuse("intervals", f"{p} pairs (low, high) for each of {sets} sets", f"{brief(intervals)}")
    pairs: list[list[Pair | None]] = [
        [None] * p if row is None else [(number_or_nan(low), number_or_nan(high)) for low, high in row[-p:]]
        for row in tables
    ]
    if any([end != end for row in pairs for pair in row if pair for end in pair]):  # noqa: PLR0124  # only nan is not
        refuse("intervals", "numbers without nan; an end may be inf", brief(intervals))
    return pairs


def _are_pairs(row: Any, p: int) -> bool:
    return len(row) in (p, p + 1) and all([hasattr(pair, "__len__") and len(pair) == 2 for pair in row])


def intervals_from(summary: Any, classes: list[Any]) -> list[list[Pair] | None]:
    """Those of a summary, a list for each set of coefficients; None for the baseline, whose coefficients are 0."""
    found: dict[Any, list[Pair]] = {}
    for term in summary.terms:
        found.setdefault(term.label, []).append(term.conf_int)
    return [found.get(label) for label in classes] if len(classes) > 2 else list(found.values())


def own_intervals(model: Any, classes: list[Any]) -> list[list[Pair] | None] | None:
    """The intervals that the model knows, which has been fitted without a penalty; None for any other."""
    if not isinstance(model, Inference):
        return None
    try:
        return intervals_from(model.summary(), classes)
    except ValueError:
        return None


def coefficients(
    model: Any,
    names: Any = None,
    intervals: Any = None,
    spreads: Any = None,
    most: int = 30,
    ax: Any = None,
    classes: Any = None,
) -> Picture | Any:
    """The `most` largest coefficients, with intervals: those that are given, or that the model knows of a fit without a
    penalty (its `conf_int()`; with Firth's penalty those of the profile likelihood, which take their time).

    intervals  p pairs (low, high), or one such list a class; an intercept's pair in front is left out
    spreads    p factors, such as the columns' standard deviations: coefficients and intervals are shown times them,
               which makes columns of different units comparable
    classes    of more than eight, those to show; the eight with the largest coefficients unless given
    """
    _, coefs, known_classes = learnt(model)
    p = len(coefs[0])
    known = column_names(model, names, p)
    scale = [1.0] * p if spreads is None else arrays.numbers(spreads, "spreads")
    ranges = intervals_of(own_intervals(model, known_classes) if intervals is None else intervals, len(coefs), p)
    shown = strongest(coefs, scale, whole("most", most, 1))
    apart = any(map(any, ranges))  # a baseline has neither coefficients nor intervals: there is nothing to show
    told = [k for k in range(len(coefs)) if any(ranges[k]) or any(coefs[k]) or not apart]
    if classes is not None and len(coefs) > 1:
        chosen = arrays.listed(classes, "classes")
        told = [k for k in told if known_classes[k] in chosen]
    sets = largest(told, [max(map(abs, row)) for row in coefs], MOST_CURVES)
    n, marks, ends = len(shown), [], [0.0]
    for place, k in enumerate(sets):
        style = 0 if len(coefs) == 1 else k  # the same for a class in all pictures of a page
        shift = (0.5 - (place + 0.5) / len(sets)) * 0.76
        points = [(_times(coefs[k][j], scale[j]), n - 1 - i + shift) for i, j in enumerate(shown)]
        scaled = [_scaled(ranges[k][j], scale[j]) for j in shown]
        marks.append(Dots(points, scaled, "" if len(coefs) == 1 else plain(known_classes[k]), style))
        ends += [x for x, _ in points] + [end for pair in scaled if pair for end in pair if isfinite(end)]
    label = "Change of the log-odds" + (" per standard deviation" if spreads is not None else "")
    x, y = axis_around(label, ends), Axis("", -0.5, n - 0.5, names=[known[j] for j in shown][::-1])
    top = "; ".join([f"{known[j]} {number(_times(coefs[sets[0]][j], scale[j]))}" for j in shown[:5]])
    text = f"The largest: {top}." + (f" {n} of {p} columns." if n < p else "")
    rule = Rule(0.0, -0.5, 0.0, n - 0.5)
    return Picture("Coefficients", text, x, y, [rule, *marks], max(18.0, 7.0 * len(sets)) * n + 12.0).on(ax)


def _scaled(pair: tuple[float, float] | None, factor: float) -> tuple[float, float] | None:
    return pair and (_times(pair[0], factor), _times(pair[1], factor))


def _times(value: float, factor: float) -> float:
    """The product, short of overflow; an infinite end of an interval stays one."""
    if not (factor and isfinite(value)):
        return value if factor else 0.0
    return max(-1e308, min(value * factor, 1e308))


def strongest(coefs: list[list[float]], scale: Sequence[float], most: int) -> list[int]:
    """The columns whose coefficients, times the scale, are largest in size in some class, the largest first."""
    sizes = [max([abs(_times(row[j], scale[j])) for row in coefs]) for j in range(len(scale))]
    return sorted(range(len(sizes)), key=lambda j: -sizes[j])[:most]
