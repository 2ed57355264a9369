"""A model's answers for rows whose classes are known, and how good they are."""

from __future__ import annotations

from math import fsum, inf, sqrt

from ..basics.errors import refuse
from ..basics.text import plain
from ..inputs import arrays
from ..inputs.weights import sample_weights
from . import curves
from .classification import surprise
from .predictions import Scored, coded, counts, learnt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Appraisal:
    """The model's answers for the rows: probabilities, classes, weights, and the spread of each column."""

    def __init__(self, model: Any, X: Any, y: Any, sample_weight: Any) -> None:
        rows = arrays.rows(X)
        self.n, self.model = len(rows), model
        _, self.coefs, self.classes = learnt(model)
        self.names = [plain(label) for label in self.classes]
        if getattr(model, "soft", False) and not set(arrays.flat(y)) <= set(self.classes):
            remedy = "Write each row as one of each class, with its share as sample_weight."
            refuse("y", "of labels in a report, for soft=True too", "fractions", remedy)
        self.codes = coded(y, self.n, self.classes, "y")[1]
        probas = arrays.listed(model.predict_proba(X), "predict_proba")
        flat = isinstance(probas[0], float)
        self.probas = [[1.0 - proba, proba] if flat else arrays.listed(proba, "predict_proba") for proba in probas]
        self.predicted = coded(model.predict(X), self.n, self.classes, "predict")[1]
        self.weights = sample_weights(sample_weight, self.n)
        self.total = sum(self.weights)
        self.y = [self.classes[code] for code in self.codes]
        self.scored = Scored(self.y, self.probas, self.weights, self.classes)
        self.sizes = self.scored.sizes
        self.seen = [k for k, size in enumerate(self.sizes) if size > 0.0]
        self.matrix = counts(self.codes, self.predicted, self.weights, len(self.classes))
        self.asked = self.y, self.probas, self.weights, self.classes  # what the pictures take
        scaler = getattr(model, "scaler_", None)  # the coefficients are those of the columns that it makes
        scales = [1.0] * len(self.coefs[0]) if scaler is None else arrays.numbers(scaler.scale_, "scale_")
        self.spreads = [self._spread(list(column)) / scale for column, scale in zip(zip(*rows), scales)]

    def mean(self, values: list[float]) -> float:
        return fsum([weight * value for weight, value in zip(self.weights, values)]) / self.total

    def _spread(self, column: list[float]) -> float:
        """The standard deviation; of values shrunk by the largest, as the square of 1e200 overflows."""
        size = max(map(abs, column)) or 1.0
        middle = self.mean([x / size for x in column])
        return size * sqrt(self.mean([(x / size - middle) ** 2 for x in column]))

    def accuracy(self) -> float:
        return sum([row[k] for k, row in enumerate(self.matrix)]) / self.total

    def log_loss(self) -> float:
        return self.mean([surprise(row[code]) for row, code in zip(self.probas, self.codes)])

    def was_learnt_from(self) -> bool:
        """Whether these are the rows of the model's fit, as far as can be told: as many, and of the same objective."""
        result = getattr(self.model, "result_", None)
        objective = getattr(result, "objective", None)
        if objective is None or getattr(result, "rows", None) != self.n:
            return False
        scale = self.spreads if getattr(self.model, "standardize", False) else [1.0] * len(self.spreads)
        w = [v * d for row in self.coefs for v, d in zip(row, scale)]
        lasso = getattr(self.model, "l1_ratio", 0.0)
        size = lasso * sum(map(abs, w)) + (1.0 - lasso) * 0.5 * sum([v * v for v in w])
        penalty = size / (getattr(self.model, "C", inf) * self.total)
        return bool(abs(self.log_loss() + penalty - objective) <= 1e-9)

    def brier(self) -> float:
        """Σ (p − y)² over the classes; of two classes half of it, which is that of the second."""
        wrong = [sum([(p - (k == code)) ** 2 for k, p in enumerate(row)]) for row, code in zip(self.probas, self.codes)]
        return self.mean(wrong) / (2.0 if len(self.classes) == 2 else 1.0)

    def areas(self) -> dict[int, tuple[float, float]]:
        """(ROC area, average precision) of each class against the rest, where there are rows of both."""
        found = {}
        for k in self.seen if len(self.seen) > 1 else []:
            hits, scores = [int(code == k) for code in self.codes], [row[k] for row in self.probas]
            xs, ys, _ = curves.roc_curve(hits, scores, self.weights)
            found[k] = curves.area(xs, ys), curves.average_precision_score(hits, scores, self.weights)
        return found
