"""LogisticRegression: fit and predict, by scikit-learn's conventions."""

from __future__ import annotations

import warnings
from math import inf

from .basics.errors import ConvergenceWarning, SeparationWarning
from .data.encoding import labels_by_formula
from .inference.fitted import Fit
from .inference.methods import Inference
from .inputs import arrays, kinds
from .portable import Portable
from .predictor import Predictor
from .training import epoch_table, separation
from .training.estimator import Classifier
from .training.fitting import solved
from .training.options import Options
from .training.problem import set_up

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from .backends.base import Backend
    from .inputs.arrays import Labels
    from .solvers.result import Record, Result
    from .training.problem import Problem


class LogisticRegression(Classifier, Predictor, Inference, Portable):
    """Logistic regression: the minimum over w of the mean cross-entropy and a penalty,

        (L(w) + [l1_ratio ‖w‖₁ + (1 − l1_ratio) ‖w‖² / 2] / C) / Σ weights,    L the summed cross-entropy.

    formula        the terms to predict from, as R and statsmodels write them: "low ~ age + log(lwt) * race"; None for
                   all columns of X as they are. docs/formulas.md has what it can say
    C              inverse strength of the penalty, above 0; `float("inf")` for none. The intercept is never penalised.
    l1_ratio       0 for the ridge, 1 for the lasso, between them for both
    solver         "auto", "newton", "newton_cg", "lbfgs", "coordinate_descent", "gd", or a solver with options
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
    weights        what `sample_weight` is: "counts", how often each row counts; or "sampling", the inverse of its
                   probability of being in the sample, for which standard errors are those of the design
    reference      of a table's text columns, the level without a coefficient by column, {"race": "white"}; None for the
                   first. A column of numbers in it is one of codes: {"ward": None}
    missing        what to do about missing cells: "error"; "drop", to leave their rows out of the fit; "mean", which
                   stands in for them; or "indicator", a column besides that says where they were
    unknown        what to do about levels that the fit has not seen: "error", or "none", to take them for no level
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

    n_features_in_: int
    n_iter_: int
    feature_names_in_: Labels
    result_: Result
    _fit: Fit | None

    def __init__(
        self,
        *,
        formula: str | None = None,
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
        weights: str = "counts",
        reference: Any = None,
        missing: str = "error",
        unknown: str = "error",
        backend: str | Backend | None = None,
        callback: Callable[[Record], object] | None = None,
    ) -> None:
        self.formula = formula
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
        self.weights = weights
        self.reference = reference
        self.missing = missing
        self.unknown = unknown
        self.backend = backend
        self.callback = callback

    def fit(self, X: Any, y: Any = None, sample_weight: Any = None, *, offset: Any = None) -> LogisticRegression:
        """Learn from n rows of p numbers, or a table of n rows, and n labels, each row counting `sample_weight` times.
        Returns self.

        y       the labels; it is left out where a formula names their column
        offset  n numbers that are added to the log-odds of the second of two classes, with a coefficient of 1; one
                number for all rows is as good. `predict` and the like must be told theirs then

        Bad input is a ValueError and leaves the model as it was, and so does an error in the callback. A fit that ends
        short of the optimum is a ConvergenceWarning, classes that a plane separates (without a penalty there is no
        optimum then) a SeparationWarning, and `result_.converged` is false for both.
        """
        options = Options(self)
        y = labels_by_formula(X, y, options.formula)
        problem, solver, start = set_up(self, X, y, sample_weight, options, offset)
        xp = problem.data.xp
        with xp.quiet():
            most = inf if problem.penalised else separation.refuse_collinear_columns(problem)
            begun, (problem, result) = problem, solved(problem, solver, start, options)
            most = most if problem is begun else inf  # in other coordinates it is not known
            free = not problem.penalised and not options.firth
            separated = separation.separation(problem, result, most) if free else ""
        if separated:
            result.converged, result.message, result.warning = False, separated, separated
        self._keep(X, y, problem, result)
        problem.objective.sample = None
        self._fit = None if problem.penalised else Fit(problem, result)
        if result.warning:
            warnings.warn(result.warning, SeparationWarning if separated else ConvergenceWarning, stacklevel=2)
        return self

    def explain_epoch(
        self, X: Any, y: Any = None, rows: Sequence[int] | None = None, epoch: int = 1, sample_weight: Any = None
    ) -> epoch_table.EpochTable:
        """One epoch of gradient descent, step by step, for the chosen rows (the first three): a table to print or show.

        It is for `solver="gd"` and two classes. The model itself is not changed. The numbers are those of `fit`, to the
        last bit.
        """
        options = Options(self)
        y = labels_by_formula(X, y, options.formula)
        problem, solver, start = set_up(self, X, y, sample_weight, options)
        return epoch_table.epoch_table(
            problem.objective, solver, start, rows, epoch, problem.data.names, problem.intercept
        )

    def _keep(self, X: Any, y: Any, problem: Problem, result: Result) -> None:
        """Set what `fit` has learnt."""
        intercepts, coefs = problem.outward(result.coef)
        self.coef_ = kinds.like(X, coefs)
        self.intercept_ = kinds.like(X, intercepts)
        self.classes_ = (
            kinds.like(y, problem.data.classes) if arrays.is_numpy(y) else kinds.like(X, problem.data.classes)
        )
        self.n_features_in_ = problem.data.columns
        self.n_iter_ = result.n_iter
        self.result_ = result
        self.result_.rows = problem.data.rows
        for name in ("scaler_", "encoding_"):
            if hasattr(self, name):
                delattr(self, name)  # it was for the columns of the fit before
        self.has_offset_ = problem.data.asks_offset
        if problem.data.encoding is not None:
            self.encoding_ = problem.data.encoding
        if problem.data.names:
            self.feature_names_in_ = kinds.like(X, problem.data.names)
        elif hasattr(self, "feature_names_in_"):
            del self.feature_names_in_
