"""How good predictions are: the measures and the report that people know from scikit-learn, on lists alone."""

from __future__ import annotations

from math import fsum

from ..basics.errors import brief, refuse, whole
from ..basics.floats import EPSILON
from ..basics.text import printable
from ..inputs import arrays
from ..inputs.labels import encode
from ..inputs.weights import sample_weights
from .curves import roc_area, ties
from .predictions import Predictions, counts, rates, surprise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def accuracy_score(y_true: Any, y_pred: Any, sample_weight: Any = None) -> float:
    """The share of predictions that are right, rows counting `sample_weight` times.

    >>> accuracy_score([0, 1, 1, 0], [0, 1, 0, 0])
    0.75
    """
    true, predicted = _pair(y_true, y_pred)
    weights = sample_weights(sample_weight, len(true))
    hits: float = sum([weight for t, p, weight in zip(true, predicted, weights) if t == p])
    return hits / sum(weights)


def confusion_matrix(y_true: Any, y_pred: Any, labels: Any = None, sample_weight: Any = None) -> list[list[Any]]:
    """How often each true class (row) was predicted as each class (column), K × K, classes sorted or as `labels` says.

    Whole numbers of rows, or with `sample_weight` the sums of their weights.

    >>> confusion_matrix([0, 1, 1, 0], [0, 1, 0, 0])
    [[2, 0], [1, 1]]
    """
    true, predicted = _pair(y_true, y_pred)
    classes = encode(true + predicted, 2 * len(true))[0] if labels is None else arrays.listed(labels, "labels")
    weights: list[Any] = [1] * len(true) if sample_weight is None else sample_weights(sample_weight, len(true))
    place = {label: k for k, label in enumerate(classes)}
    there = [i for i, pair in enumerate(zip(true, predicted)) if pair[0] in place and pair[1] in place]
    codes, guesses = [place[true[i]] for i in there], [place[predicted[i]] for i in there]
    return counts(codes, guesses, [weights[i] for i in there] or [0 * weights[0]], len(classes))


def classification_report(
    y_true: Any, y_pred: Any, target_names: Any = None, digits: int = 2, sample_weight: Any = None
) -> str:
    """Precision, recall and F1 of each class, and their means, as a text; rows count `sample_weight` times.

    Of class k, with true positives, false positives and false negatives: precision = tp / (tp + fp), recall =
    tp / (tp + fn), F1 = 2 tp / (2 tp + fp + fn); 0 where a denominator is 0. "macro avg" weights every class alike,
    "weighted avg" by its number of rows ("support").
    """
    true, predicted = _pair(y_true, y_pred)
    classes = encode(true + predicted, 2 * len(true))[0]
    names = [str(label) for label in classes] if target_names is None else arrays.listed(target_names, "target_names")
    if len(names) != len(classes):
        refuse("target_names", f"of {len(classes)} names, one a class", f"{len(names)}")
    matrix = confusion_matrix(true, predicted, sample_weight=sample_weight)
    lines = [(p or 0.0, r or 0.0, f1 or 0.0, size) for p, r, f1, size in rates(matrix)]
    accuracy, digits = accuracy_score(true, predicted, sample_weight), whole("digits", digits, 0)
    return _layout([printable(str(name)) for name in names], lines, accuracy, digits)


def _layout(names: list[str], lines: list[tuple[float, float, float, Any]], accuracy: float, digits: int) -> str:
    """The layout of scikit-learn's report, to the blank."""
    total = sum([line[3] for line in lines])
    macro = [sum([line[j] for line in lines]) / len(lines) for j in range(3)]
    weighted = [sum([line[j] * line[3] for line in lines]) / total for j in range(3)]
    width = max([len(name) for name in names] + [len("weighted avg"), digits])
    text = [" " * width + " " + "".join([f" {head:>9}" for head in ("precision", "recall", "f1-score", "support")]), ""]
    for name, (*shares, support) in zip(names, lines):
        text.append(_report_line(name, shares, support, width, digits))
    text.append("")
    text.append(f"{'accuracy':>{width}} " + " " * 20 + f" {accuracy:>9.{digits}f} {total:>9}")
    text.append(_report_line("macro avg", macro, total, width, digits))
    text.append(_report_line("weighted avg", weighted, total, width, digits))
    return "\n".join(text) + "\n"


def _report_line(name: str, shares: list[float], support: Any, width: int, digits: int) -> str:
    return f"{name:>{width}} " + "".join([f" {share:>9.{digits}f}" for share in shares]) + f" {support:>9}"


def log_loss(y_true: Any, y_proba: Any, sample_weight: Any = None, labels: Any = None) -> float:
    """The mean of −ln of the probability that was given to the true class, rows counting `sample_weight` times.

    y_proba  n probabilities of the second class, or n × K, one column a class in sorted order
    labels   the classes, where y_true has not all of them

    A probability of 0 for what then happened counts as 5e-324, the smallest that is above 0: a loss of 744. One column
    cannot say how near to 1 a probability is beyond 2.2e-16, which is what 1 − 1 counts as then.

    >>> round(log_loss([0, 1], [0.1, 0.8]), 4), round(log_loss([0, 1], [[1e-40, 1.0], [0.0, 1.0]]), 9)
    (0.1643, 46.05170186)
    """
    probas = arrays.listed(y_proba, "y_proba")
    known = None if labels is None else encode(labels, len(arrays.flat(labels, "labels")), "labels")[0]
    classes, codes = encode(y_true, len(probas), "y_true")
    if known is not None:
        absent = [label for label in classes if label not in known]
        if absent:
            refuse("labels", "all classes of y_true", f"{brief(known)}, without {brief(absent[0])}")
        codes, classes = [known.index(classes[code]) for code in codes], known
    if len(classes) < 2:
        got, remedy = f"only {brief(classes[0]) if classes else 'none'}", "Say labels=, all classes."
        refuse("y_true", "of at least two classes", got, remedy)
    table = [_both(p, len(classes), i) for i, p in enumerate(probas)]
    rows = Predictions(classes, codes, sample_weights(sample_weight, len(codes)))
    return rows.mean([surprise(row[code]) for row, code in zip(table, codes)])


def _complement(proba: float) -> float:
    """1 − p; where p is 1 it may be anything up to the unit of rounding."""
    return EPSILON if proba == 1.0 else 1.0 - proba


def _both(proba: Any, n_classes: int, row: int, argument: str = "y_proba") -> list[float]:
    """One row's probabilities, one a class."""
    if not isinstance(proba, (list, tuple)) and not hasattr(proba, "tolist"):
        proba = [_complement(proba) if isinstance(proba, (int, float)) else proba, proba]
    elif not isinstance(proba, (list, tuple)):
        values = proba.tolist()
        proba = values if isinstance(values, list) else [_complement(values), values]
    values = arrays.numbers(proba, argument)
    if len(values) != n_classes or not all([0.0 <= p <= 1.0 for p in values]):
        refuse(argument, f"{n_classes} probabilities a row, each in 0..1", f"{brief(values)} in row {row}")
    return values


def roc_auc_score(
    y_true: Any, y_score: Any, sample_weight: Any = None, *, average: str = "macro", multi_class: str = "ovr"
) -> float:
    """The area under the ROC curve: how often a row of the second class has the higher score; a tie counts half.

    Of all pairs of a row of each class, a pair counting as the product of its weights (J. A. Hanley and B. J. McNeil,
    Radiology 143, 1982).

    y_score      n scores of the second class, n × 2, of which it is the second column, or n × K for K classes in sorted
                 order: then the mean of
    multi_class  "ovr", the areas of each class against the rest, or "ovo", those of each pair of classes by the columns
                 of both (D. Hand and R. Till, Machine Learning 45, 2001)
    average      "macro", in which each class or pair counts alike, or "weighted", by its share of the rows

    >>> roc_auc_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    0.75
    >>> roc_auc_score(["a", "b", "c", "c"], [[0.7, 0.2, 0.1], [0.3, 0.4, 0.3], [0.4, 0.5, 0.1], [0.1, 0.1, 0.8]])
    0.7638888888888888
    """
    for name, value, known in (
        ("average", average, ("macro", "weighted")),
        ("multi_class", multi_class, ("ovr", "ovo")),
    ):
        if value not in known:
            refuse(name, " or ".join(map(repr, known)), brief(value))
    if y_true is not None and y_score is None:
        refuse("y_score", "given", "None")
    rows = 0 if y_score is None else len(arrays.listed(y_score, "y_score"))
    classes, codes = encode(y_true, rows, "y_true")
    if len(classes) < 2:
        refuse("y_true", "of at least two classes", f"{len(classes)}")
    weights = sample_weights(sample_weight, rows)
    if len(classes) == 2:
        scores = arrays.numbers(arrays.of_second_class(y_score, "y_score"), "y_score")
        return roc_area(ties(codes, scores, weights))
    table = [_both(row, len(classes), i, "y_score") for i, row in enumerate(arrays.listed(y_score, "y_score"))]
    totals = [sum([w for w, code in zip(weights, codes) if code == k]) for k in range(len(classes))]
    if multi_class == "ovr":
        parts = [
            (totals[k], roc_area(ties([int(code == k) for code in codes], [row[k] for row in table], weights)))
            for k in range(len(classes))
        ]
    else:
        pairs = [(a, b) for b in range(len(classes)) for a in range(b)]
        parts = [(totals[a] + totals[b], _area_of_pair(a, b, codes, table, weights)) for a, b in pairs]
    if average == "macro":
        return fsum([area for _, area in parts]) / len(parts)
    return fsum([share * area for share, area in parts]) / fsum([share for share, _ in parts])


def _area_of_pair(a: int, b: int, codes: list[int], table: list[list[float]], weights: list[float]) -> float:
    """The mean of the areas by the columns of both classes, among the rows of these."""
    those = [i for i, code in enumerate(codes) if code in (a, b)]
    areas = []
    for k in (a, b):
        hits, scores = [int(codes[i] == k) for i in those], [table[i][k] for i in those]
        areas.append(roc_area(ties(hits, scores, [weights[i] for i in those])))
    return 0.5 * (areas[0] + areas[1])


def _pair(y_true: Any, y_pred: Any) -> tuple[list[Any], list[Any]]:
    true, predicted = arrays.flat(y_true, "y_true"), arrays.flat(y_pred, "y_pred")
    if not true:
        refuse("y_true", "at least one label", "none")
    if len(true) != len(predicted):
        refuse("y_pred", f"as long as y_true, {len(true)} rows", f"{len(predicted)} values")
    return true, predicted
