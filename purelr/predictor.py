"""What a fitted model says of rows: log-odds, probabilities and classes."""

from __future__ import annotations

from math import isfinite

from .backends.kernels import dot
from .backends.pure import sigmoid
from .backends.registry import choose
from .basics.errors import not_fitted
from .data.encoding import labels_of, numbers_of
from .evaluation.classification import accuracy_score
from .inputs import arrays, kinds
from .objective.coordinates import as_saved
from .objective.logistic import log_odds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, overload

    from .backends.base import Backend, Vector
    from .data.encoding import Encoding
    from .inputs.arrays import Array, Labels, Lists, Numbers, Table


class Predictor:
    """The methods of a model with `coef_`, `intercept_` and `classes_`, and where it has them `encoding_` and
    `scaler_`, which make the numbers that the coefficients are for of what a person has.

    `offset` is n numbers that are added to the log-odds, or one for all rows: as in the fit, or not at all.
    """

    coef_: Table
    intercept_: Numbers
    classes_: Labels
    encoding_: Encoding
    has_offset_: bool
    backend: str | Backend | None

    if TYPE_CHECKING:

        @overload
        def decision_function(self, X: Array, *, offset: Any = None) -> Array: ...
        @overload
        def decision_function(self, X: Any, *, offset: Any = None) -> Any: ...

    def decision_function(self, X: Any, *, offset: Any = None) -> Any:
        """The log-odds of the second class for each row (n numbers), or for K > 2 classes n × K log-probabilities up to
        a number that is the same in the whole row. The class that `predict` says has the largest."""
        etas, xp = self._log_odds(X, offset)
        return kinds.vector_like(X, xp, etas[0]) if len(etas) == 1 else kinds.columns_like(X, xp, etas, self.classes_)

    if TYPE_CHECKING:

        @overload
        def predict_proba(self, X: Array, *, offset: Any = None) -> Array: ...
        @overload
        def predict_proba(self, X: Lists, *, offset: Any = None) -> list[list[float]]: ...
        @overload
        def predict_proba(self, X: Any, *, offset: Any = None) -> Any: ...

    def predict_proba(self, X: Any, *, offset: Any = None) -> Any:
        """The probabilities of the classes for each row: n × K, in the order of `classes_`; each row sums to 1."""
        z = self._one_log_odds(X) if offset is None else None
        if z is not None:
            return kinds.like(X, [[sigmoid(-z), sigmoid(z)]])
        etas, xp = self._log_odds(X, offset)
        with xp.quiet():
            if len(etas) == 1:
                # σ(−η), and not 1 − σ(η): the smaller probability keeps its digits.
                probas = list(xp.tails(etas[0]))
            else:
                _, probas = xp.softmax(etas, [0.0 * eta for eta in etas])
            return kinds.columns_like(X, xp, probas, self.classes_)

    if TYPE_CHECKING:

        @overload
        def predict_log_proba(self, X: Array, *, offset: Any = None) -> Array: ...
        @overload
        def predict_log_proba(self, X: Lists, *, offset: Any = None) -> list[list[float]]: ...
        @overload
        def predict_log_proba(self, X: Any, *, offset: Any = None) -> Any: ...

    def predict_log_proba(self, X: Any, *, offset: Any = None) -> Any:
        """The logarithms of `predict_proba`, n × K, exact where a probability is too small for a float."""
        etas, xp = self._log_odds(X, offset)
        if len(etas) == 1:
            etas = [0.0 * etas[0], etas[0]]
        logs = []
        with xp.quiet():
            for k in range(len(etas)):
                loss, _ = xp.softmax(etas, [0.0 * eta + float(m == k) for m, eta in enumerate(etas)])
                logs.append(-loss)
            return kinds.columns_like(X, xp, logs, self.classes_)

    if TYPE_CHECKING:

        @overload
        def predict(self, X: Array, *, offset: Any = None) -> Array: ...
        @overload
        def predict(self, X: Lists, *, offset: Any = None) -> list[Any]: ...
        @overload
        def predict(self, X: Any, *, offset: Any = None) -> Any: ...

    def predict(self, X: Any, *, offset: Any = None) -> Any:
        """The most probable class of each row: n labels."""
        z = self._one_log_odds(X) if offset is None else None
        if z is not None:
            return kinds.label_like(X, self.classes_, 1 if z > 0.0 else 0)
        etas, xp = self._log_odds(X, offset)
        return kinds.most_probable_like(X, xp, etas, arrays.listed(self.classes_, "classes_"))

    def score(self, X: Any, y: Any = None, sample_weight: Any = None, *, offset: Any = None) -> float:
        """The (weighted) share of rows whose class `predict` gets right; y is left out where a formula names its
        column."""
        y = labels_of(self, X, y)
        predicted = arrays.listed(self.predict(X, offset=offset), "X")
        given = arrays.flat(y)
        arrays.same_length(given, len(predicted), "y")
        return accuracy_score(given, predicted, sample_weight)

    def _one_log_odds(self, X: Any) -> float | None:
        """The log-odds of a single row, without ceremony; None where that is not what X and the model are.

        Anything unusual goes the long way, which says what is wrong with it. (A list 0.8 µs, where the long way takes
        15; an ndarray 5, where it takes 50 to 100.)
        """
        row, coefs = kinds.one_row(X), getattr(self, "coef_", [])
        if row is None or len(coefs) != 1 or len(row) != len(coefs[0]):
            return None
        if hasattr(self, "scaler_") or hasattr(self, "encoding_") or getattr(self, "has_offset_", False):
            return None
        try:
            z = dot(row, arrays.listed(coefs[0], "coef_")) + float(self.intercept_[0])
        except (TypeError, ValueError, OverflowError):
            return None
        return z if isfinite(z) else None

    def _log_odds(self, X: Any, offset: Any) -> tuple[list[Vector], Backend]:
        """η for the second class, or for each of K > 2 classes."""
        if not hasattr(self, "coef_"):
            raise not_fitted("LogisticRegression", "coef_")
        xp = choose(self.backend, X)
        matrix, known = numbers_of(self, X, offset, xp)
        design = as_saved(getattr(self, "scaler_", None), matrix.shape[1]).design(xp, matrix)
        intercepts, coefs = arrays.listed(self.intercept_, "intercept_"), arrays.listed(self.coef_, "coef_")
        with xp.quiet():
            etas = [log_odds(xp, design, xp.asvector([b] + list(w))) for b, w in zip(intercepts, coefs)]
            return etas if known is None else [eta + known for eta in etas], xp
