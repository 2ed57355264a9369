"""Logistic regression as the textbook has it: a random start, every row in every epoch, no penalty, nothing clever."""

from __future__ import annotations

import warnings

from .backends.registry import choose
from .basics.errors import ConvergenceWarning, check_columns, not_fitted, positive, refuse, whole
from .evaluation.classification import accuracy_score
from .inputs import arrays, kinds
from .inputs.labels import zeros_and_ones
from .objective.coordinates import as_given, as_saved
from .objective.logistic import Logistic, in_blocks, log_odds
from .portable import Portable
from .solvers.gradient_descent import GradientDescent
from .training import epoch_table
from .training.estimator import Parameters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, overload

    from .backends.base import Backend, Matrix
    from .inputs.arrays import Array, Lists
    from .solvers.result import Record, Result


class LR(Parameters, Portable):
    """Logistic regression by batch gradient descent.

    seed      of the random start; the same numbers on every backend and interpreter
    backend   "pure", "numpy", another backend's name or instance, or None to choose by the input
    start     "random", "zeros", or the p + 1 weights themselves, the intercept first
    callback  called with the Record of each epoch, which has `intercept` and `coef` then; training stops where it
              returns True

    After `fit`, `weights` is the list of p + 1 weights, the intercept first, `loss` is the list of the mean
    cross-entropy before the first epoch and after each one, and `result_` says how the fit ended.

    >>> hours, passed = [[0.5], [1.0], [2.0], [2.5], [3.0], [4.0]], [0, 0, 1, 0, 1, 1]
    >>> model = LR().fit(hours, passed, epochs=500, learning_rate=0.5)
    >>> model.predict([[1.0], [3.5]])
    [0, 1]
    >>> [round(weight, 2) for weight in model.weights]
    [-4.32, 1.99]
    """

    weights: list[float]
    loss: list[float]
    result_: Result

    def __init__(
        self,
        seed: int = 0,
        backend: str | Backend | None = None,
        start: str | Sequence[float] = "random",
        callback: Callable[[Record], object] | None = None,
    ) -> None:
        self.seed = seed
        self.start = start
        self.backend = backend
        self.callback = callback

    @property
    def classes_(self) -> list[int]:
        """0 and 1, which it tells apart."""
        return [0, 1]

    @property
    def n_features_in_(self) -> int:
        """The number of columns."""
        return len(self.weights) - 1

    def fit(self, X: Any, y: Any, epochs: int = 25, learning_rate: float = 0.05) -> LR:
        """Learn from n rows of p numbers and n labels, 0 or 1. Returns self.

        Each epoch: z = Xw, ŷ = σ(z), gradient = Xᵀ(ŷ − y) / n, w ← w − learning_rate · gradient.

        Bad input is a ValueError and leaves the model as it was. A learning rate with which the loss rises is a
        ConvergenceWarning; where the loss overflows, training ends there, so that `loss` is shorter than epochs + 1.
        """
        objective, solver, start = self._problem(X, y, whole("epochs", epochs, 0), learning_rate)
        xp = objective.xp
        with xp.quiet():
            result = solver.solve(objective, xp.asvector(start), 0.0, epochs, _telling(xp, self.callback))
        self.result_ = result
        self.result_.rows = sum([rows.X.shape[0] for rows in objective.blocks])
        if hasattr(self, "scaler_"):
            del self.scaler_  # it was for the columns of the fit before
        self.weights = result.coef
        self.loss = [record.objective for record in [result.start] + result.trace]
        if result.warning:
            warnings.warn(result.warning, ConvergenceWarning, stacklevel=2)
        return self

    if TYPE_CHECKING:

        @overload
        def predict_proba(self, X: Array) -> Array: ...
        @overload
        def predict_proba(self, X: Lists) -> list[float]: ...
        @overload
        def predict_proba(self, X: Any) -> Any: ...

    def predict_proba(self, X: Any) -> Any:
        """The probability of class 1 for each row: n numbers."""
        if not hasattr(self, "weights"):
            raise not_fitted("LR", "weights")
        xp = choose(self.backend, X)
        matrix = xp.asmatrix(X)
        check_columns("LR", len(self.weights) - 1, matrix.shape[1])
        design = as_saved(getattr(self, "scaler_", None), matrix.shape[1]).design(xp, matrix)
        with xp.quiet():
            eta = log_odds(xp, design, xp.asvector(self.weights))
            return kinds.like(X, xp.tolist(xp.sigmoid(eta)))

    if TYPE_CHECKING:

        @overload
        def predict(self, X: Array) -> Array: ...
        @overload
        def predict(self, X: Lists) -> list[int]: ...
        @overload
        def predict(self, X: Any) -> Any: ...

    def predict(self, X: Any) -> Any:
        """The class of each row: 1 where its probability is at least 0.5, else 0."""
        return kinds.like(X, [1 if proba >= 0.5 else 0 for proba in self.predict_proba(X)])

    def score(self, X: Any, y: Any, sample_weight: Any = None) -> float:
        """The (weighted) share of rows whose class `predict` gets right."""
        return accuracy_score(y, self.predict(X), sample_weight)

    def sigmoid(self, z: Any) -> Any:
        """σ(z) = 1 / (1 + e⁻ᶻ), of one number or of each in a sequence.

        >>> LR().sigmoid(0.0)
        0.5
        """
        xp = choose(self.backend, z)
        single = isinstance(z, (int, float))
        with xp.quiet():
            values = xp.tolist(xp.sigmoid(xp.asvector([z] if single else z, "z")))
        return values[0] if single else kinds.like(z, values)

    def add_intercept(self, X: Any) -> Any:
        """X with a first column of ones, so that the first weight is the intercept.

        >>> LR().add_intercept([[5, 6], [7, 8]])
        [[1.0, 5.0, 6.0], [1.0, 7.0, 8.0]]
        """
        xp = choose(self.backend, X)
        return kinds.like(X, xp.tolist(_with_intercept(xp, X)))

    def loss_func(self, X: Any, y: Any, weights: Sequence[float]) -> float:
        """The mean cross-entropy −(1/n) Σ [y ln ŷ + (1 − y) ln(1 − ŷ)] of n rows under the weights, intercept first.

        X may have its column of ones already, or not: the number of weights tells.

        >>> round(LR().loss_func([[1.0], [3.0]], [0, 1], [0.0, 0.0]), 4)  # ln 2: it knows nothing yet
        0.6931
        """
        xp = choose(self.backend, X)
        coef = arrays.numbers(weights, "weights")
        design = xp.asmatrix(X)
        if design.shape[1] == len(coef) - 1:
            design = as_given(True, design.shape[1]).design(xp, design)
        n, p = design.shape
        if p != len(coef):
            refuse("weights", f"{p + 1} numbers, the intercept's first", f"{len(coef)}")
        target = arrays.numbers(arrays.flat(y), "y")
        arrays.same_length(target, n, "y")
        with xp.quiet():
            objective = Logistic(xp, in_blocks(xp, design, 1.0 / n, [xp.asvector(target)]), ridge=[0.0] * p)
            return objective.at(xp.asvector(coef)).value

    def explain_epoch(
        self, X: Any, y: Any, rows: Sequence[int] | None = None, epoch: int = 1, learning_rate: float = 0.05
    ) -> epoch_table.EpochTable:
        """One epoch of `fit`, step by step, for the chosen rows (the first three): a table to print or show.

        The model itself is not changed. The numbers are those of `fit` with the same seed, to the last bit.
        """
        objective, solver, start = self._problem(X, y, epoch, learning_rate)
        return epoch_table.epoch_table(objective, solver, start, rows, epoch, arrays.column_names(X), intercept=True)

    def _problem(
        self, X: Any, y: Any, epochs: int, learning_rate: float
    ) -> tuple[Logistic, GradientDescent, list[float]]:
        """What to minimise, with what, and from where."""
        xp = choose(self.backend, X)
        solver = GradientDescent(positive("learning_rate", learning_rate), epochs, self.start, self.seed)
        design = _with_intercept(xp, X)
        n, p = design.shape
        target = xp.asvector(zeros_and_ones(y, n))
        return Logistic(xp, in_blocks(xp, design, 1.0 / n, [target]), ridge=[0.0] * p), solver, solver.starting_point(p)


def _telling(xp: Backend, callback: Callable[[Record], object] | None) -> Callable[[Record], object] | None:
    """The callback, told the weights as intercept and coefficients."""
    if callback is None:
        return None

    def told(record: Record) -> object:
        weights = xp.tolist(record.coef)
        record.intercept, record.coef = weights[:1], [weights[1:]]
        return callback(record)

    return told


def _with_intercept(xp: Backend, X: Any) -> Matrix:
    matrix = xp.asmatrix(X)
    return as_given(True, matrix.shape[1]).design(xp, matrix)
