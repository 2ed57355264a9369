"""Labels and scores of some rows, checked and coded, and what a fitted model has learnt."""

from __future__ import annotations

from ..basics.errors import brief, not_fitted, refuse
from ..basics.text import plain
from ..inputs import arrays
from ..inputs.labels import encode
from ..inputs.weights import sample_weights

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


MOST_CURVES = 8


class Scored:
    """Labels with their scores: classes, each row's class as a number, one list of scores a class (or one), weights."""

    def __init__(self, y_true: Any, y_score: Any, sample_weight: Any, classes: Any) -> None:
        rows = arrays.listed(y_score, "y_score")
        table = [arrays.listed(row, "y_score") for row in rows] if is_table(rows) else [[score] for score in rows]
        self.classes, self.codes = coded(y_true, len(rows), classes)
        K = len(self.classes)
        if len({len(row) for row in table}) != 1 or len(table[0]) not in ({1, 2} if K <= 2 else {K}):
            got = sorted({len(row) for row in table}) or "none"
            refuse("y_score", f"one score a row or {K} (one a class)", f"{got} a row", "Name all `classes` in order.")
        self.scores = [arrays.numbers(column, "y_score") for column in zip(*table)]
        if K <= 2:
            self.scores = self.scores[-1:]
        self.weights = sample_weights(sample_weight, len(rows))
        self.sizes = [sum([w for w, c in zip(self.weights, self.codes) if c == k]) for k in range(K)]

    def against_the_rest(self) -> list[tuple[int, str, list[int], list[float]]]:
        """(style, name, 1 for each of its rows and else 0, scores) of each class that some rows have and others have
        not. The style is the place of the class, so that it looks the same in all pictures of a page."""
        if len(self.scores) == 1:
            shown = [(1, self.scores[0])] if len(self.classes) == 2 and min(self.sizes) > 0.0 else []
        else:
            total = sum(self.sizes)
            fit = [k for k, size in enumerate(self.sizes) if 0.0 < size < total]
            shown = [(k, self.scores[k]) for k in largest(fit, self.sizes, MOST_CURVES)]
        if not shown:
            seen = [c for c, size in zip(self.classes, self.sizes) if size > 0.0]
            refuse("y_true", "of at least two classes", f"one class, {brief(seen[0])}", "There is no curve to draw.")
        single = len(self.scores) == 1
        return [
            (0 if single else k, plain(self.classes[k]), [int(c == k) for c in self.codes], scores)
            for k, scores in shown
        ]


def is_table(rows: list[Any]) -> bool:
    return bool(rows) and hasattr(rows[0], "__len__") and not isinstance(rows[0], (str, bytes))


def coded(y: Any, rows: int, classes: Any = None, argument: str = "y_true") -> tuple[list[Any], list[int]]:
    """The classes, and each row's place among them."""
    if classes is None:
        return encode(y, rows)
    known, given = arrays.listed(classes, "classes"), arrays.flat(y)
    arrays.same_length(given, rows, argument)
    place = {label: k for k, label in enumerate(known)}
    for i, label in enumerate(given):
        if label not in place:
            refuse(argument, f"one of the classes {brief(known)}", f"{brief(label)} in row {i}")
    return known, [place[label] for label in given]


def largest(places: Sequence[int], sizes: Sequence[float], most: int) -> list[int]:
    """The places with the `most` largest sizes, in their own order."""
    return sorted(sorted(places, key=lambda k: -sizes[k])[:most])


def counts(codes: Sequence[int], predicted: Sequence[int], weights: Sequence[float], K: int) -> list[list[float]]:
    """The weight of the rows of each true class (row) that were predicted as each class (column)."""
    matrix = [[0.0] * K for _ in range(K)]
    for true, guess, weight in zip(codes, predicted, weights):
        matrix[true][guess] += weight
    return matrix


def learnt(model: Any) -> tuple[list[float], list[list[float]], list[Any]]:
    """Intercepts, coefficients (one list, or one a class) and classes of a fitted model."""
    if hasattr(model, "weights"):
        weights = arrays.numbers(model.weights, "weights")
        return weights[:1], [weights[1:]], [0, 1]
    if not hasattr(model, "coef_"):
        raise not_fitted(type(model).__name__, "coef_")
    coefs = [arrays.numbers(row, "coef_") for row in arrays.listed(model.coef_, "coef_")]
    return arrays.numbers(model.intercept_, "intercept_"), coefs, arrays.listed(model.classes_, "classes_")
