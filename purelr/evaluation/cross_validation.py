"""Cross-validation, and the C that predicts best: folds are seeded, and the same on every interpreter."""

from __future__ import annotations

from math import isfinite, sqrt

from ..basics.errors import brief, number_or_nan, positive, refuse, whole
from ..basics.random_numbers import SplitMix64
from ..data.encoding import labels_of
from ..data.split import rows_of, selectable
from ..inputs import arrays
from ..inputs.labels import encode
from ..inputs.weights import sample_weights
from .calibration import brier_score
from .curves import roc_area, ties, two_classes
from .predictions import Predictions, losses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    Scorer = Callable[[Any, Any, list[Any], list[float]], float]

LADDER = [factor * 10.0**k for k in range(-4, 4) for factor in (1.0, 3.0)] + [1e4]


class CrossValidation:
    """Scores on rows that were held back: `scores`, one a fold, their `mean`, and the `std_error` of that."""

    def __init__(self, scores: list[float]) -> None:
        n = len(scores)
        self.scores = scores
        self.mean: float = sum(scores) / n
        self.std_error: float = sqrt(sum([(score - self.mean) ** 2 for score in scores]) / (n * (n - 1.0)))

    def __repr__(self) -> str:
        return f"CrossValidation(mean={self.mean:.6g}, std_error={self.std_error:.3g}, {len(self.scores)} folds)"


class Choice:
    """The chosen `C`, the `model` with it, fitted on all rows, and all `Cs` with their `results`."""

    def __init__(self, C: float, Cs: list[float], results: list[CrossValidation], model: Any) -> None:
        self.C = C
        self.Cs = Cs
        self.results = results
        self.model = model

    def __repr__(self) -> str:
        return f"Choice(C={self.C:g}, of {len(self.Cs)})"


def cross_validate(
    model: Any,
    X: Any,
    y: Any = None,
    folds: int = 5,
    scoring: Any = "log_loss",
    *,
    sample_weight: Any = None,
    random_state: int = 0,
) -> CrossValidation:
    """Fit copies of the model on all folds but one, and score each on the fold that was held back.

    y             left out where the model's formula names the labels
    folds         how many; each has about the same share of every class
    scoring       "log_loss" or "brier" (the smaller the better), "accuracy", "roc_auc", or a function of a fitted
                  model, rows and labels that returns a number (the larger the better)
    random_state  the seed of the folds

    M. Stone, "Cross-validatory choice and assessment of statistical predictions", J. R. Statist. Soc. B 36 (1974).

    >>> import purelr
    >>> X, y = purelr.load_breast_cancer(return_X_y=True)
    >>> cross_validate(purelr.LogisticRegression(C=0.1), [row[:5] for row in X], y, scoring="accuracy")
    CrossValidation(mean=0.901661, std_error=0.0155, 5 folds)
    """
    score, _ = _scorer(scoring)
    y = labels_of(model, X, y)
    held = _Folds(X, y, sample_weight, folds, random_state)
    if sample_weight is None:  # which not every model's fit takes
        return CrossValidation([score(_copy(model).fit(*train[:2]), *test) for train, test in held])
    return CrossValidation([score(_copy(model).fit(*train), *test) for train, test in held])


def choose_C(  # noqa: N802
    model: Any,
    X: Any,
    y: Any = None,
    Cs: Any = None,
    *,
    folds: int = 5,
    scoring: Any = "log_loss",
    rule: str = "best",
    sample_weight: Any = None,
    random_state: int = 0,
) -> Choice:
    """The C whose models score best on the folds held back, and a copy of the model fitted with it on all rows.

    Cs    numbers above 0, inf for no penalty; 1e-4, 3e-4, 1e-3, … 1e4 unless given. In each fold they are fitted from
          the smallest up, each fit beginning with the coefficients of the one before
    rule  "best", or "one_se": the smallest C that scores within one standard error of the best (L. Breiman et al.,
          Classification and Regression Trees, 1984, section 3.4.3)

    The other arguments are those of `cross_validate`.

    >>> import purelr
    >>> X, y = purelr.load_breast_cancer(return_X_y=True)
    >>> choose_C(purelr.LogisticRegression(standardize=True), [row[:5] for row in X], y, [0.01, 0.1, 1.0, 10.0])
    Choice(C=10, of 4)
    """
    if rule not in ("best", "one_se"):
        refuse("rule", '"best" or "one_se"', brief(rule))
    score, sign = _scorer(scoring)
    values = sorted(
        [C if float("inf") == C else positive("Cs", C) for C in arrays.listed(LADDER if Cs is None else Cs, "Cs")]
    )
    if not values:
        refuse("Cs", "at least one number", "none")
    scores: list[list[float]] = [[] for _ in values]
    y = labels_of(model, X, y)
    for train, test in _Folds(X, y, sample_weight, folds, random_state):
        walker = _copy(model).set_params(warm_start=True)
        for C, found in zip(values, scores):
            found.append(score(walker.set_params(C=C).fit(*train), *test))
    results = [CrossValidation(found) for found in scores]
    best = max(results, key=lambda result: sign * result.mean)
    limit = sign * best.mean - (best.std_error if rule == "one_se" else 0.0)
    chosen = next(C for C, result in zip(values, results) if sign * result.mean >= limit)
    return Choice(chosen, values, results, _copy(model).set_params(C=chosen).fit(X, y, sample_weight))


def _copy(model: Any) -> Any:
    if isinstance(model, type) or not hasattr(model, "get_params"):
        refuse("model", "a LogisticRegression or LR, fitted or not", brief(model))
    return type(model)(**model.get_params())


class _Folds:
    """For each fold the arguments of `fit` for the other rows, and the fold's own rows, labels and weights."""

    def __init__(self, X: Any, y: Any, sample_weight: Any, folds: int, random_state: int) -> None:
        self.X = selectable(X, "X")
        n = len(self.X)
        self.y = arrays.flat(y)
        classes, codes = encode(self.y, n)
        self.weights = sample_weights(sample_weight, n)
        self.folds = whole("folds", folds, 2)
        members = [[i for i in range(n) if codes[i] == k] for k in range(len(classes))]
        for label, rows in zip(classes, members):
            if len(rows) < self.folds:
                refuse(
                    "folds", "at most the number of rows of each class", f"{folds} for {len(rows)} of {brief(label)}"
                )
        stream = SplitMix64(whole("random_state", random_state, 0))
        order = [i for rows in members for i in stream.shuffled(rows)]
        self.fold = [0] * n
        for place, i in enumerate(order):  # dealt out like cards, class by class
            self.fold[i] = place % self.folds

    def __iter__(self) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
        for k in range(self.folds):
            yield (
                self._part([i for i, f in enumerate(self.fold) if f != k]),
                self._part([i for i, f in enumerate(self.fold) if f == k]),
            )

    def _part(self, index: list[int]) -> tuple[Any, list[Any], list[float]]:
        return rows_of(self.X, index), [self.y[i] for i in index], [self.weights[i] for i in index]


def _scorer(scoring: Any) -> tuple[Scorer, float]:
    """The function, and 1 where a larger score is better, −1 where a smaller one is."""
    if callable(scoring):
        return (lambda model, X, y, weights: _finite(scoring(model, X, y))), 1.0
    named: dict[Any, tuple[Scorer, float]] = {
        "log_loss": (_log_loss, -1.0),
        "brier": (lambda model, X, y, weights: brier_score(y, _second(model, X), weights), -1.0),
        "accuracy": (lambda model, X, y, weights: model.score(X, y, weights), 1.0),
        "roc_auc": (_area, 1.0),
    }
    if scoring not in named:
        refuse("scoring", f"a function or one of {', '.join(named)}", brief(scoring))
    return named[scoring]


def _finite(value: Any) -> float:
    number = number_or_nan(value)
    if not isfinite(number):
        refuse("scoring", "a function that returns a finite number", brief(value))
    return number


def _log_loss(model: Any, X: Any, y: list[Any], weights: list[float]) -> float:
    if not any(weights):
        refuse("sample_weight", "above 0 in some row of each fold", "zeros alone in one", "Drop the rows of weight 0.")
    classes, codes = encode(y, len(y), "y", model.classes_)
    return Predictions(classes, codes, weights).mean(losses(model, X, codes))


def _second(model: Any, X: Any) -> list[float]:
    return arrays.of_second_class(model.predict_proba(X), "X")  # type: ignore[no-any-return]


def _area(model: Any, X: Any, y: list[Any], weights: list[float]) -> float:
    return roc_area(ties(*two_classes(y, _second(model, X), weights)))
