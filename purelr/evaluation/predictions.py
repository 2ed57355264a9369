"""Rows whose classes are known, beside what is predicted for them; and what a fitted model has learnt."""

from __future__ import annotations

from math import fsum, inf, log

from ..basics.errors import brief, not_fitted, refuse
from ..basics.text import plain
from ..inputs import arrays
from ..inputs.labels import encode
from ..inputs.weights import sample_weights
from .curves import precision_recall_points, roc_area, steps_area, ties

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from ..basics.concordance import Tied

MOST_CURVES = 8


class Predictions:
    """Some rows' classes beside what is predicted for them, checked and coded once: each measure, table and picture is
    a function of this.

    classes    the K labels, in the order of the scores
    codes      each row's class, as its place among them
    weights    how often each row counts
    scores     one list of n numbers a class, or of two classes the second's alone; higher where it is more likely
    predicted  each row's predicted class, as its place
    """

    def __init__(
        self,
        classes: list[Any],
        codes: list[int],
        weights: list[float],
        scores: list[list[float]] | None = None,
        predicted: list[int] | None = None,
    ) -> None:
        self.classes: list[Any] = classes
        self.codes: list[int] = codes
        self.weights: list[float] = weights
        self.scores: list[list[float]] = scores or []
        self.predicted: list[int] = predicted or []
        self.n: int = len(codes)
        self.total: float = sum(weights)
        self.sizes: list[float] = [sum([w for w, c in zip(weights, codes) if c == k]) for k in range(len(classes))]
        self.seen: list[int] = [k for k, size in enumerate(self.sizes) if size > 0.0]
        self.names: list[str] = [plain(label) for label in classes]
        self._ties: dict[int, Tied] = {}
        self._areas: dict[int, tuple[float, float]] | None = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.n} rows, classes {', '.join(self.names)}>"

    def mean(self, values: Iterable[float]) -> float:
        """Σ weight · value / Σ weight"""
        return fsum([weight * value for weight, value in zip(self.weights, values)]) / self.total

    def against(self, k: int) -> tuple[list[int], list[float], list[float]]:
        """Class k against the rest: 1 for each of its rows and else 0, the scores, the weights."""
        scores = self.scores[min(k, len(self.scores) - 1)]
        if len(self.scores) == 1 and k == 0 and len(self.classes) == 2:
            scores = [-score for score in scores]
        return [int(code == k) for code in self.codes], scores, self.weights

    def ties(self, k: int) -> Tied:
        """Class k against the rest, counted: each score with the weight of its rows and of the others, rising. Curves,
        areas and pictures ask for it again and again, and it is counted once (a report of 100,000 × 5: 11 times)."""
        if k not in self._ties and len(self.scores) == 1 and k == 0 and len(self.classes) == 2:
            self._ties[k] = [(-score, false, true) for score, true, false in reversed(self.ties(1))]
        elif k not in self._ties:
            self._ties[k] = ties(*self.against(k))
        return self._ties[k]

    def drawn(self) -> list[int]:
        """The classes that a curve can be drawn for, having rows of them and of others: of two the second, of many
        those with the most rows."""
        if len(self.scores) == 1:
            shown = [len(self.classes) - 1] * (len(self.seen) == 2)
        else:
            shown = largest([k for k in self.seen if len(self.seen) > 1], self.sizes, MOST_CURVES)
        if not shown:
            got = f"one class, {brief(self.classes[self.seen[0]])}"
            refuse("y_true", "of at least two classes", got, "There is no curve to draw.")
        return shown

    def accuracy(self) -> float:
        """The share of the rows that are predicted right."""
        right: float = sum([w for w, code, k in zip(self.weights, self.codes, self.predicted) if code == k])
        return right / self.total

    def confusion(self) -> list[list[float]]:
        """The weight of the rows of each true class (row) that were predicted as each class (column)."""
        return counts(self.codes, self.predicted, self.weights, len(self.classes))

    def areas(self) -> dict[int, tuple[float, float]]:
        """(ROC area, average precision) of each class against the rest, where there are rows of both."""
        if self._areas is None:
            pairs = {k: self.ties(k) for k in self.seen if len(self.seen) > 1}
            self._areas = {
                k: (roc_area(rows), steps_area(*precision_recall_points(rows)[:2])) for k, rows in pairs.items()
            }
        return self._areas


def scored(y_true: Any, y_score: Any, sample_weight: Any, classes: Any) -> Predictions:
    """Labels and scores as a caller has them: n numbers, or a table of K columns."""
    rows = arrays.listed(y_score, "y_score")
    table = [arrays.listed(row, "y_score") for row in rows] if is_table(rows) else [[score] for score in rows]
    known, codes = encode(y_true, len(rows), "y_true", classes)
    K = len(known)
    if len({len(row) for row in table}) != 1 or len(table[0]) not in ({1, 2} if K <= 2 else {K}):
        got = sorted({len(row) for row in table}) or "none"
        refuse("y_score", f"one score a row or {K} (one a class)", f"{got} a row", "Name all `classes` in order.")
    scores = [arrays.numbers(column, "y_score") for column in zip(*table)]
    return Predictions(known, codes, sample_weights(sample_weight, len(rows)), scores[-1:] if K <= 2 else scores)


def is_table(rows: list[Any]) -> bool:
    """Whether these are rows of several numbers each."""
    return bool(rows) and hasattr(rows[0], "__len__") and not isinstance(rows[0], (str, bytes))


def largest(places: Sequence[int], sizes: Sequence[float], most: int) -> list[int]:
    """The places with the `most` largest sizes, in their own order."""
    return sorted(sorted(places, key=lambda k: -sizes[k])[:most])


def counts(codes: Sequence[int], predicted: Sequence[int], weights: Sequence[Any], K: int) -> list[list[Any]]:
    """The weight of the rows of each true class (row) that were predicted as each class (column), in numbers of the
    kind of the weights."""
    matrix = [[0 * weights[0]] * K for _ in range(K)]
    for true, guess, weight in zip(codes, predicted, weights):
        matrix[true][guess] += weight
    return matrix


def rates(matrix: list[list[Any]]) -> list[tuple[float | None, float | None, float | None, Any]]:
    """Precision, recall, F1 and the number of rows of each class, from the confusion matrix; None where there are no
    rows to be a share of."""
    found = []
    for k, row in enumerate(matrix):
        hits, size, claimed = row[k], sum(row), sum([other[k] for other in matrix])
        wholes = (claimed, size, 0.5 * claimed + 0.5 * size)
        found.append((*[hits / whole if whole else None for whole in wholes], size))
    return found


def surprise(proba: float) -> float:
    """−ln p, the loss of one row: what p was the probability of has happened."""
    return -log(max(proba, 5e-324)) if proba != 1.0 else 0.0


def probabilities(model: Any, X: Any) -> list[list[float]]:
    """A model's probability of each class, n rows of K, for one that gives those of the second class alone too."""
    rows = arrays.listed(model.predict_proba(X), "predict_proba")
    return [[1.0 - row, row] if isinstance(row, float) else arrays.listed(row, "predict_proba") for row in rows]


def losses(model: Any, X: Any, codes: Sequence[int]) -> list[float]:
    """−ln of the probability that a model gives to each row's class: from its logarithms, where it has them, which know
    more than a probability that is 0 or 1."""
    if hasattr(model, "predict_log_proba"):
        logs = arrays.listed(model.predict_log_proba(X), "predict_log_proba")
        told = [float(row[code]) for row, code in zip(logs, codes)]
        return [-log_proba if log_proba > -inf else surprise(0.0) for log_proba in told]  # others take the log of 0
    return [surprise(row[code]) for row, code in zip(probabilities(model, X), codes)]


def learnt(model: Any) -> tuple[list[float], list[list[float]], list[Any]]:
    """Intercepts, coefficients (one list, or one a class) and classes of a fitted model."""
    if hasattr(model, "sigmoid") and hasattr(model, "weights"):  # LR
        weights = arrays.numbers(model.weights, "weights")
        return weights[:1], [weights[1:]], [0, 1]
    if not hasattr(model, "coef_"):
        raise not_fitted(type(model).__name__, "coef_")
    coefs = [arrays.numbers(row, "coef_") for row in arrays.listed(model.coef_, "coef_")]
    return arrays.numbers(model.intercept_, "intercept_"), coefs, arrays.listed(model.classes_, "classes_")
