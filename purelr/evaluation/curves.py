"""Points of the ROC and precision-recall curves, exact: tied scores are one step."""

from __future__ import annotations

from math import inf, sqrt

from ..basics.concordance import concordance, tied
from ..basics.errors import refuse
from ..inputs import arrays
from ..inputs.labels import encode
from ..inputs.weights import sample_weights

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ..basics.concordance import Tied

    Points = tuple[list[float], list[float], list[float]]


def roc_curve(y_true: Any, y_score: Any, sample_weight: Any = None) -> Points:
    """(false positive rates, true positive rates, thresholds): one point for each distinct score, the highest first.

    At a threshold t, rows of score ≥ t are called the second class (of the two in y_true, sorted). The first point is
    (0, 0), at infinity. Rows count `sample_weight` times. As scikit-learn's with drop_intermediate=False.

    >>> roc_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    ([0.0, 0.0, 0.5, 0.5, 1.0], [0.0, 0.5, 0.5, 1.0, 1.0], [inf, 0.8, 0.4, 0.35, 0.1])
    """
    return roc_points(ties(*two_classes(y_true, y_score, sample_weight)))


def roc_points(scores: Tied) -> Points:
    """The same for rows that are checked and counted."""
    steps = falling(scores)
    _, hits, alarms = steps[-1]
    if not (hits and alarms):
        refuse("y_true", "of two classes", "one class")
    return (
        [0.0, *[false / alarms for _, _, false in steps]],
        [0.0, *[true / hits for _, true, _ in steps]],
        [inf, *[score for score, _, _ in steps]],
    )


def precision_recall_curve(y_true: Any, y_score: Any, sample_weight: Any = None) -> Points:
    """(precisions, recalls, thresholds): one point for each distinct score, the lowest first, and (1, 0) at the end.

    Precision is the share of true ones among the rows of score ≥ t, recall the share of the true ones that are there.
    As scikit-learn's.

    >>> precision_recall_curve([0, 1, 1], [0.1, 0.4, 0.8])
    ([0.6666666666666666, 1.0, 1.0, 1.0], [1.0, 1.0, 0.5, 0.0], [0.1, 0.4, 0.8])
    """
    return precision_recall_points(ties(*two_classes(y_true, y_score, sample_weight)))


def precision_recall_points(scores: Tied) -> Points:
    """The same for rows that are checked and counted."""
    steps = falling(scores)[::-1]
    hits = steps[0][1]
    if not hits:
        refuse("y_true", "with rows of the second class", "none")
    return (
        [*[true / (true + false) for _, true, false in steps], 1.0],
        [*[true / hits for _, true, _ in steps], 0.0],
        [score for score, _, _ in steps],
    )


def average_precision_score(y_true: Any, y_score: Any, sample_weight: Any = None) -> float:
    """Σ (Rₖ − Rₖ₋₁) Pₖ, the area under the steps of the precision-recall curve. As scikit-learn's.

    >>> round(average_precision_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]), 4)
    0.8333
    """
    return steps_area(*precision_recall_curve(y_true, y_score, sample_weight)[:2])


def steps_area(precisions: Sequence[float], recalls: Sequence[float]) -> float:
    """The area under the steps between the points."""
    return sum([(recalls[k] - recalls[k + 1]) * precisions[k] for k in range(len(recalls) - 1)])


def roc_area(scores: Tied) -> float:
    """The area under the ROC curve of the true against the others: how often a true row has the higher score.

    A pair counts as the product of its weights, and a tie half.
    """
    # In parts of the largest of the class: a product of two weights of 1e200, or of 1e-200, is no float.
    trues, falses = [max([step[place] for step in scores], default=0.0) or 1.0 for place in (1, 2)]
    area = concordance([(score, true / trues, false / falses) for score, true, false in scores])
    if area is None:
        refuse("sample_weight", "above 0 in each class", "0 in one of them")
    return area


def wilson(share: float, weight: float) -> tuple[float, float]:
    """The 95 % interval of a share that was seen in `weight` rows (E. B. Wilson, JASA 22, 1927).

    >>> [round(end, 4) for end in wilson(0.5, 10)]
    [0.2366, 0.7634]
    """
    z2, weight = 1.959963984540054**2, max(weight, 1e-9)
    middle = (share + z2 / (2.0 * weight)) / (1.0 + z2 / weight)
    half = sqrt(z2 * (share * (1.0 - share) / weight + z2 / (4.0 * weight * weight))) / (1.0 + z2 / weight)
    return min(max(middle - half, 0.0), share), max(min(middle + half, 1.0), share)


def falling(scores: Tied) -> Tied:
    """(score, weight of the true, weight of the false) from the highest score down to this one, a step a score."""
    steps, trues, falses = [], 0.0, 0.0
    for score, true, false in reversed(scores):
        trues, falses = trues + true, falses + false
        steps.append((score, trues, falses))
    return steps


def ties(hits: Sequence[int], scores: Sequence[float], weights: Sequence[float]) -> Tied:
    """Rows of code 1 and 0, counted: what all curves and areas are made of."""
    return tied([(score, w, 0.0) if hit else (score, 0.0, w) for hit, score, w in zip(hits, scores, weights)])


def two_classes(
    y_true: Any, y_score: Any, sample_weight: Any, argument: str = "y_score"
) -> tuple[list[int], list[float], list[float]]:
    """0 or 1, the score and the weight of each row."""
    scores = arrays.numbers(arrays.of_second_class(y_score, argument), argument)
    classes, codes = encode(y_true, len(scores), "y_true")
    if len(classes) == 1 and classes[0] in (0, 1):
        codes = [int(classes[0])] * len(codes)
    elif len(classes) != 2:
        refuse("y_true", "of two classes", f"{len(classes)}")
    return codes, scores, sample_weights(sample_weight, len(scores))
