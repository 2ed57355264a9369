"""LogisticRegression: fit and predict, by scikit-learn's conventions."""

from __future__ import annotations

import warnings
from math import isfinite

from .backends.kernels import dot
from .backends.pure import sigmoid
from .backends.registry import choose
from .basics.errors import ConvergenceWarning, SeparationWarning, not_fitted
from .data.columns import numbers_of
from .evaluation.classification import accuracy_score
from .inference.fitted import Fit
from .inference.methods import Inference
from .inputs import arrays
from .objective.coordinates import as_saved
from .objective.logistic import log_odds
from .portable import Portable
from .training import epoch_table, separation
from .training.estimator import Classifier
from .training.fitting import solved
from .training.options import Options
from .training.problem import set_up

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, overload

    from .backends.base import Backend, Vector
    from .inputs.arrays import Array, Labels, Lists, Numbers, Table
    from .solvers.result import Record, Result
    from .training.problem import Problem


class LogisticRegression(Classifier, Inference, Portable):
    """Logistic regression: the minimum over w of the mean cross-entropy and a penalty,

        (L(w) + [l1_ratio ‖w‖₁ + (1 − l1_ratio) ‖w‖² / 2] / C) / Σ weights,    L the summed cross-entropy.

    C              inverse strength of the penalty, above 0; `float("inf")` for none. The intercept is never penalised.
    l1_ratio       0 for the ridge, 1 for the lasso, between them for both
    solver         "auto", "newton", "lbfgs", "coordinate_descent", "gd", or a solver with its options
    fit_intercept  whether there is an intercept
    class_weight   None, "balanced" (the classes weigh the same), or a dict of weights by label
    tol            the fit has converged when no entry of the (sub)gradient is larger, columns being taken at unit scale
    max_iter       the most steps a solver may take
    warm_start     begin the next fit with the coefficients of the last
    random_state   accepted for scikit-learn's sake: nothing here is random
    standardize    centre and scale the columns inside: the penalty then acts on the coefficients of the scaled columns,
                   as in R's glmnet, and `coef_` is given back for the columns as they are
    baseline       with three classes or more and no penalty: the class whose coefficients are 0; None for the first,
                   and with solver="gd" for no class, as in the textbook's softmax regression
    firth          Firth's bias reduction, for two classes and C = inf: finite coefficients even where a plane separates
                   the classes
    soft           take y for each row's probability of the second class, a number in 0..1, rather than for its label
    backend        "pure", "numpy", another backend's name or instance, or None to choose by the input
    callback       called with the Record of each step, which has `intercept` and `coef` then; the fit stops where it
                   returns True

    After `fit`: `coef_` (1 × p, or K × p for K > 2 classes), `intercept_` (1 or K), `classes_` (sorted), `n_iter_`,
    `n_features_in_`, `feature_names_in_` (of a data frame), and `result_` with solver, converged, n_iter, objective,
    gradient_norm, message and trace. Results come in the kind of the input: ndarrays for ndarrays and pandas frames,
    lists for all else.

    >>> X, y = [[0.5], [1.0], [2.0], [2.5], [3.0], [4.0]], ["fail", "fail", "pass", "fail", "pass", "pass"]
    >>> model = LogisticRegression(C=10.0).fit(X, y)
    >>> model.predict([[1.0], [3.5]])
    ['fail', 'pass']
    >>> model.result_.solver, model.result_.converged
    ('newton', True)
    """

    coef_: Table
    intercept_: Numbers
    classes_: Labels
    n_features_in_: int
    n_iter_: int
    feature_names_in_: Labels
    result_: Result
    _fit: Fit | None

    def __init__(
        self,
        *,
        C: float = 1.0,
        l1_ratio: float = 0.0,
        solver: Any = "auto",
        fit_intercept: bool = True,
        class_weight: Any = None,
        tol: float = 1e-8,
        max_iter: int = 1000,
        warm_start: bool = False,
        random_state: Any = None,
        standardize: bool = False,
        baseline: Any = None,
        soft: bool = False,
        firth: bool = False,
        backend: str | Backend | None = None,
        callback: Callable[[Record], object] | None = None,
    ) -> None:
        self.C = C
        self.l1_ratio = l1_ratio
        self.solver = solver
        self.fit_intercept = fit_intercept
        self.class_weight = class_weight
        self.tol = tol
        self.max_iter = max_iter
        self.warm_start = warm_start
        self.random_state = random_state
        self.standardize = standardize
        self.baseline = baseline
        self.soft = soft
        self.firth = firth
        self.backend = backend
        self.callback = callback

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> LogisticRegression:
        """Learn from n rows of p numbers and n labels, each row counting `sample_weight` times. Returns self.

        Bad input is a ValueError and leaves the model as it was, and so does an error in the callback. A fit that ends
        short of the optimum is a ConvergenceWarning, classes that a plane separates (without a penalty there is no
        optimum then) a SeparationWarning, and `result_.converged` is false for both.
        """
        options = Options(self)
        problem, solver, start = set_up(self, X, y, sample_weight, options)
        xp = problem.data.xp
        with xp.quiet():
            if not problem.penalised:
                separation.refuse_collinear_columns(problem)
            problem, result = solved(problem, solver, start, options)
            separated = "" if problem.penalised or options.firth else separation.separation(problem, result)
        if separated:
            result.converged, result.message, result.warning = False, separated, separated
        self._keep(X, y, problem, result)
        problem.objective.sample = None
        self._fit = None if problem.penalised else Fit(problem, result)
        if result.warning:
            warnings.warn(result.warning, SeparationWarning if separated else ConvergenceWarning, stacklevel=2)
        return self

    if TYPE_CHECKING:

        @overload
        def decision_function(self, X: Array) -> Array: ...
        @overload
        def decision_function(self, X: Any) -> Any: ...

    def decision_function(self, X: Any) -> Any:
        """The log-odds of the second class for each row (n numbers), or for K > 2 classes n × K log-probabilities up to
        a number that is the same in the whole row. The class that `predict` says has the largest."""
        etas, xp = self._log_odds(X)
        return arrays.vector_like(X, xp, etas[0]) if len(etas) == 1 else arrays.columns_like(X, xp, etas)

    if TYPE_CHECKING:

        @overload
        def predict_proba(self, X: Array) -> Array: ...
        @overload
        def predict_proba(self, X: Lists) -> list[list[float]]: ...
        @overload
        def predict_proba(self, X: Any) -> Any: ...

    def predict_proba(self, X: Any) -> Any:
        """The probabilities of the classes for each row: n × K, in the order of `classes_`; each row sums to 1."""
        z = self._one_log_odds(X)
        if z is not None:
            return [[sigmoid(-z), sigmoid(z)]]
        etas, xp = self._log_odds(X)
        with xp.quiet():
            if len(etas) == 1:
                # σ(−η), and not 1 − σ(η): the smaller probability keeps its digits.
                probas = [xp.sigmoid(-etas[0]), xp.sigmoid(etas[0])]
            else:
                _, probas = xp.softmax(etas, [0.0 * eta for eta in etas])
            return arrays.columns_like(X, xp, probas)

    if TYPE_CHECKING:

        @overload
        def predict_log_proba(self, X: Array) -> Array: ...
        @overload
        def predict_log_proba(self, X: Lists) -> list[list[float]]: ...
        @overload
        def predict_log_proba(self, X: Any) -> Any: ...

    def predict_log_proba(self, X: Any) -> Any:
        """The logarithms of `predict_proba`, n × K, exact where a probability is too small for a float."""
        etas, xp = self._log_odds(X)
        if len(etas) == 1:
            etas = [0.0 * etas[0], etas[0]]
        logs = []
        with xp.quiet():
            for k in range(len(etas)):
                loss, _ = xp.softmax(etas, [0.0 * eta + float(m == k) for m, eta in enumerate(etas)])
                logs.append(-loss)
            return arrays.columns_like(X, xp, logs)

    if TYPE_CHECKING:

        @overload
        def predict(self, X: Array) -> Array: ...
        @overload
        def predict(self, X: Lists) -> list[Any]: ...
        @overload
        def predict(self, X: Any) -> Any: ...

    def predict(self, X: Any) -> Any:
        """The most probable class of each row: n labels."""
        z = self._one_log_odds(X)
        if z is not None:
            return [self.classes_[1 if z > 0.0 else 0]]
        etas, xp = self._log_odds(X)
        classes = arrays.listed(self.classes_, "classes_")
        lists = [xp.tolist(eta) for eta in etas]
        if len(lists) == 1:
            return arrays.like(X, [classes[1] if z > 0.0 else classes[0] for z in lists[0]])
        return arrays.like(X, [classes[row.index(max(row))] for row in zip(*lists)])

    def score(self, X: Any, y: Any, sample_weight: Any = None) -> float:
        """The (weighted) share of rows whose class `predict` gets right."""
        predicted = arrays.listed(self.predict(X), "X")
        given = arrays.flat(y)
        arrays.same_length(given, len(predicted), "y")
        return accuracy_score(given, predicted, sample_weight)

    def explain_epoch(
        self, X: Any, y: Any, rows: Sequence[int] | None = None, epoch: int = 1, sample_weight: Any = None
    ) -> epoch_table.EpochTable:
        """One epoch of gradient descent, step by step, for the chosen rows (the first three): a table to print or show.

        It is for `solver="gd"` and two classes. The model itself is not changed. The numbers are those of `fit`, to the
        last bit.
        """
        problem, solver, start = set_up(self, X, y, sample_weight, Options(self))
        return epoch_table.epoch_table(
            problem.objective, solver, start, rows, epoch, problem.data.names, problem.intercept
        )

    def _keep(self, X: Any, y: Any, problem: Problem, result: Result) -> None:
        """Set what `fit` has learnt."""
        intercepts, coefs = problem.outward(result.coef)
        self.coef_ = arrays.like(X, coefs)
        self.intercept_ = arrays.like(X, intercepts)
        self.classes_ = (
            arrays.like(y, problem.data.classes) if arrays.is_numpy(y) else arrays.like(X, problem.data.classes)
        )
        self.n_features_in_ = problem.data.columns
        self.n_iter_ = result.n_iter
        self.result_ = result
        self.result_.rows = problem.data.rows
        for name in ("scaler_", "encoding_"):
            if hasattr(self, name):
                delattr(self, name)  # it was for the columns of the fit before
        if problem.data.names:
            self.feature_names_in_ = arrays.like(X, problem.data.names)
        elif hasattr(self, "feature_names_in_"):
            del self.feature_names_in_

    def _one_log_odds(self, X: Any) -> float | None:
        """The log-odds of a single row in a list, without ceremony; None where that is not what X and the model are.

        Anything unusual goes the long way, which says what is wrong with it. (0.8 µs, where the long way takes 15.)
        """
        if type(X) is not list or len(X) != 1:
            return None
        row, coefs = X[0], getattr(self, "coef_", None)
        if hasattr(self, "scaler_") or hasattr(self, "encoding_"):
            return None
        if type(row) is not list or type(coefs) is not list or len(coefs) != 1 or len(row) != len(coefs[0]):
            return None
        try:
            z: float = dot(row, coefs[0]) + self.intercept_[0]
        except (TypeError, ValueError, OverflowError):
            return None
        return z if isfinite(z) else None

    def _log_odds(self, X: Any) -> tuple[list[Vector], Backend]:
        """η for the second class, or for each of K > 2 classes."""
        if not hasattr(self, "coef_"):
            raise not_fitted("LogisticRegression", "coef_")
        xp = choose(self.backend, X)
        matrix = numbers_of(self, X, xp)
        design = as_saved(getattr(self, "scaler_", None), matrix.shape[1]).design(xp, matrix)
        intercepts, coefs = arrays.listed(self.intercept_, "intercept_"), arrays.listed(self.coef_, "coef_")
        with xp.quiet():
            return [log_odds(xp, design, xp.asvector([b] + list(w))) for b, w in zip(intercepts, coefs)], xp
