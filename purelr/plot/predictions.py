"""The pictures of a model's predictions: each function returns a Picture, or draws it on the `ax` that it is given.

y_true   n labels
y_score  n numbers, higher where the second class (in sorted order) is more likely, or predict_proba's n × K table: each
         of K > 2 classes is then shown against the rest; of more than 8, those with the most rows
classes  the K classes in the table's order; the sorted labels of y_true where it is left out

Rows count `sample_weight` times.
"""

from __future__ import annotations

from ..evaluation import curves
from ..evaluation.calibration import groups_of, in_unit_interval
from ..evaluation.predictions import MOST_CURVES, Predictions, largest, scored
from ..inputs import arrays
from ..inputs.labels import encode
from ..inputs.weights import sample_weights
from .marks import Bars, Cells, Dots, Line, Rule
from .picture import Picture
from .scale import Axis, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .marks import Mark

MOST_CLASSES, BINS = 30, 20


def roc(y_true: Any, y_score: Any, sample_weight: Any = None, classes: Any = None, ax: Any = None) -> Picture | Any:
    """The ROC curve: true positives against false positives, at every threshold; the legend has the areas.

    >>> print(roc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).description)
    Area under the curve (1 is perfect, 0.5 is chance): 1: 0.75.
    """
    return roc_of(scored(y_true, y_score, sample_weight, classes)).on(ax)


def roc_of(data: Predictions) -> Picture:
    """The same for rows that are checked; each class looks the same in all pictures of a page."""
    marks, areas = [], []
    for k in data.drawn():
        xs, ys, _ = curves.roc_points(data.ties(k))
        area = curves.roc_area(data.ties(k))
        areas.append(f"{data.names[k]}: {number(area)}")
        marks.append(Line(xs, ys, data.names[k], _style(data, k), figure=f", area {number(area, 3)}"))
    text = f"Area under the curve (1 is perfect, 0.5 is chance): {'; '.join(areas)}."
    axes = Axis("False positive rate", 0.0, 1.0), Axis("True positive rate", 0.0, 1.0)
    return Picture("ROC curve", text, *axes, [Rule(0.0, 0.0, 1.0, 1.0), *marks])


def _style(data: Predictions, k: int) -> int:
    return k if len(data.scores) > 1 else 0


def precision_recall(
    y_true: Any, y_score: Any, sample_weight: Any = None, classes: Any = None, ax: Any = None
) -> Picture | Any:
    """Precision against recall, at every threshold, in steps; the legend has the areas (average precision).

    >>> print(precision_recall([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).description)
    Average precision: 1: 0.8333 (by chance 0.5).
    """
    return precision_recall_of(scored(y_true, y_score, sample_weight, classes)).on(ax)


def precision_recall_of(data: Predictions) -> Picture:
    """The same for rows that are checked."""
    marks, areas, shown = [], [], data.drawn()
    for k in shown:
        ys, xs, _ = curves.precision_recall_points(data.ties(k))
        value, chance = curves.steps_area(ys, xs), data.sizes[k] / data.total
        areas.append(f"{data.names[k]}: {number(value)} (by chance {number(chance, 2)})")
        marks.append(Line(xs, ys, data.names[k], _style(data, k), steps=True, figure=f", area {number(value, 3)}"))
    rules = [Rule(0.0, chance, 1.0, chance)] if len(shown) == 1 else []
    axes = Axis("Recall", 0.0, 1.0), Axis("Precision", 0.0, 1.0)
    text = f"Average precision: {'; '.join(areas)}."
    return Picture("Precision and recall", text, *axes, [*rules, *marks])


def calibration(
    y_true: Any, y_proba: Any, sample_weight: Any = None, classes: Any = None, groups: int = 10, ax: Any = None
) -> Picture | Any:
    """How often a class happened against how often it was predicted, in groups; of two classes with 95 % intervals."""
    data = scored(y_true, y_proba, sample_weight, classes)
    for scores in data.scores:
        in_unit_interval(scores)
    return calibration_of(data, groups).on(ax)


def calibration_of(data: Predictions, groups: int = 10) -> Picture:
    """The same for rows that are checked."""
    marks: list[Mark] = []
    texts = []
    shown = data.drawn()
    for k in shown:
        name, style, table = data.names[k], _style(data, k), groups_of(data.ties(k), groups)
        xs, ys = [group["mean_proba"] for group in table], [group["share"] for group in table]
        marks.append(Line(xs, ys, name, style, dotted=True))
        if len(shown) == 1:
            ranges = [curves.wilson(group["share"], group["n"]) for group in table]
            marks.append(Dots(list(zip(xs, ys)), ranges, style=style, upright=True))
        worst = max([abs(x - y) for x, y in zip(xs, ys)])
        texts.append(f"{name}: at most {number(worst, 2)} apart in {len(table)} groups")
    text = f"Predicted probability and observed share: {'; '.join(texts)}."
    axes = Axis("Predicted probability", 0.0, 1.0), Axis("Observed share", 0.0, 1.0)
    return Picture("Calibration", text, *axes, [Rule(0.0, 0.0, 1.0, 1.0), *marks])


def confusion(
    y_true: Any, y_pred: Any, sample_weight: Any = None, classes: Any = None, ax: Any = None
) -> Picture | Any:
    """The confusion matrix: true classes down, predicted ones across, darker for a larger share of the true class."""
    given, guesses = arrays.flat(y_true), arrays.flat(y_pred)
    arrays.same_length(guesses, len(given), "y_pred")
    known = encode(given + guesses, 2 * len(given))[0] if classes is None else classes
    known, codes = encode(given, len(given), "y_true", known)
    predicted = encode(guesses, len(given), "y_pred", known)[1]
    weights = sample_weights(sample_weight, len(given))
    return confusion_of(Predictions(known, codes, weights, predicted=predicted)).on(ax)


def confusion_of(data: Predictions) -> Picture:
    """The same for rows that are checked."""
    matrix, sizes = data.confusion(), data.sizes
    shown = largest(range(len(sizes)), sizes, MOST_CLASSES)
    K, cells = len(shown), []
    for row, k in enumerate(shown):
        for column, m in enumerate(shown):
            text = number(matrix[k][m]) if K <= 12 else ""
            cells.append((column, K - 1 - row, matrix[k][m] / sizes[k] if sizes[k] else 0.0, text))
    names = [data.names[k] for k in shown]
    right = sum([matrix[k][k] for k in range(len(sizes))])
    text = f"Right: {number(right, 6)} of {number(data.total, 6)}."
    if len(sizes) > K:
        text += f" The {K} classes with the most rows, of {len(sizes)}."
    axes = Axis("Predicted class", -0.5, K - 0.5, names=names), Axis("True class", -0.5, K - 0.5, names=names[::-1])
    height = max(min(max(56.0 * K, 150.0), 330.0), 17.0 * K)
    return Picture("Confusion matrix", text, *axes, [Cells(cells)], height)


def histogram(
    y_true: Any, y_proba: Any, sample_weight: Any = None, classes: Any = None, ax: Any = None
) -> Picture | Any:
    """How the scores are spread, a panel for each true class. Two classes: the second's score; K: that of its own."""
    return histogram_of(scored(y_true, y_proba, sample_weight, classes)).on(ax)


def histogram_of(data: Predictions) -> Picture:
    """The same for rows that are checked."""
    shown = largest(data.seen, data.sizes, MOST_CURVES)
    single = len(data.scores) == 1
    spread = [data.scores[0 if single else k] for k in shown]
    ends = min([0.0, *map(min, spread)]), max([1.0, *map(max, spread)])
    shares = [_shares(data, k, scores, ends) for k, scores in zip(shown, spread)]
    top, width, marks = max(map(max, shares)), ends[1] / BINS - ends[0] / BINS, []
    for panel, row in enumerate(shares):
        floor = len(shown) - 1 - panel - 0.5
        boxes = [
            (ends[0] + b * width, ends[0] + (b + 0.92) * width, floor, floor + 0.9 * share / top)
            for b, share in enumerate(row)
            if share > 0.0
        ]
        marks.append(Bars(boxes, shown[panel]))
    name = data.names[-1] if single else "the true class"
    x = Axis(f"Score of {name}" if len(name) <= 24 else "Score of the second class", *ends)
    y = Axis("True class", -0.5, len(shown) - 0.5, names=[data.names[k] for k in shown][::-1])
    text = "; ".join([f"{data.names[k]}: {number(data.sizes[k], 6)} rows" for k in shown])
    text = f"The share of the class's rows in each of {BINS} bins. {text}."
    return Picture("Scores by class", text, x, y, marks, max(75.0 * len(shown), 120.0))


def _shares(data: Predictions, k: int, scores: list[float], ends: tuple[float, float]) -> list[float]:
    bins = [0.0] * BINS
    span = ends[1] / 2 - ends[0] / 2
    for code, score, weight in zip(data.codes, scores, data.weights):
        if code == k:
            bins[min(int((score / 2 - ends[0] / 2) / span * BINS), BINS - 1)] += weight / data.sizes[k]
    return bins
