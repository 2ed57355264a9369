"""A model's answers for rows whose classes are known, and how good they are."""

from __future__ import annotations

from math import inf, sqrt

from ..basics.errors import refuse
from ..inputs import arrays
from ..inputs.labels import encode
from ..inputs.weights import sample_weights
from .predictions import Predictions, learnt, losses, probabilities

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Appraisal(Predictions):
    """A model's answers for the rows, from one call for the probabilities and one for the classes.

    coefs   the model's coefficients, one list or one a class, and `spreads`, the deviations of its columns
    probas  n rows of K probabilities
    losses  −ln of the probability of each row's class
    """

    coefs: list[list[float]]

    def __init__(self, model: Any, X: Any, y: Any, sample_weight: Any) -> None:
        rows = arrays.rows(X)
        self.model = model
        _, self.coefs, classes = learnt(model)
        if getattr(model, "soft", False) and not set(arrays.flat(y)) <= set(classes):
            remedy = "Write each row as one of each class, with its share as sample_weight."
            refuse("y", "of labels in a report, for soft=True too", "fractions", remedy)
        codes = encode(y, len(rows), "y", classes)[1]
        self.probas: list[list[float]] = probabilities(model, X)
        self.losses: list[float] = losses(model, X, codes)
        scores = [list(column) for column in zip(*self.probas)]
        predicted = encode(model.predict(X), len(rows), "predict", classes)[1]
        weights = sample_weights(sample_weight, len(rows))
        super().__init__(classes, codes, weights, scores[1:] if len(classes) == 2 else scores, predicted)
        scaler = getattr(model, "scaler_", None)  # the coefficients are those of the columns that it makes
        scales = [1.0] * len(self.coefs[0]) if scaler is None else arrays.numbers(scaler.scale_, "scale_")
        self.spreads: list[float] = [self._spread(list(column)) / scale for column, scale in zip(zip(*rows), scales)]

    def _spread(self, column: list[float]) -> float:
        """The standard deviation; of values shrunk by the largest, as the square of 1e200 overflows."""
        size = max(map(abs, column)) or 1.0
        middle = self.mean([x / size for x in column])
        return size * sqrt(self.mean([(x / size - middle) ** 2 for x in column]))

    def log_loss(self) -> float:
        """The mean of −ln of the probability of the true class."""
        return self.mean(self.losses)

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
