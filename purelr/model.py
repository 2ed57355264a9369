"""LogisticRegression: parameters, labels, fit and predict, by scikit-learn's conventions."""

from __future__ import annotations

import warnings
from math import inf

from . import explain, inputs
from .backends import choose
from .errors import ConvergenceWarning, NotFittedError, brief, positive, refuse, whole
from .labels import two_classes
from .objective import Objective, log_odds
from .solvers.gradient_descent import GradientDescent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .backends.base import Backend
    from .solvers.result import Result

SOLVERS = {"gd": GradientDescent}


class LogisticRegression:
    """Logistic regression with an L2 penalty: the minimum over w of (L(w) + ‖w‖² / 2C) / n, L the summed cross-entropy.

    C              inverse strength of the penalty, above 0; `float("inf")` for none. The intercept is never penalised.
    solver         "gd", or a solver with its options: GradientDescent(learning_rate=..., epochs=..., start=...)
    fit_intercept  whether there is an intercept
    tol            the fit has converged when no entry of the objective's gradient is larger
    max_iter       the most steps a solver may take
    backend        "pure", "numpy", another backend's name or instance, or None to choose by the input

    After `fit`: `coef_` (1 × p), `intercept_` (1), `classes_` (sorted), `n_iter_`, `n_features_in_`, and `result_` with
    converged, n_iter, objective, gradient_norm, message and trace. Results come in the kind of the input: ndarrays for
    ndarrays and pandas frames, lists for all else.

    >>> X, y = [[0.5], [1.0], [2.0], [2.5], [3.0], [4.0]], ["fail", "fail", "pass", "fail", "pass", "pass"]
    >>> model = LogisticRegression(solver=GradientDescent(learning_rate=0.5, epochs=500)).fit(X, y)
    >>> model.predict([[1.0], [3.5]])
    ['fail', 'pass']
    """

    def __init__(
        self,
        *,
        C: float = 1.0,
        solver: str | GradientDescent = "gd",
        fit_intercept: bool = True,
        tol: float = 1e-8,
        max_iter: int = 1000,
        backend: str | Backend | None = None,
    ) -> None:
        self.C = C
        self.solver = solver
        self.fit_intercept = fit_intercept
        self.tol = tol
        self.max_iter = max_iter
        self.backend = backend

    def __repr__(self) -> str:
        options = ("C", "solver", "fit_intercept", "tol", "max_iter", "backend")
        return f"LogisticRegression({', '.join([f'{name}={getattr(self, name)!r}' for name in options])})"

    def fit(self, X: Any, y: Any) -> LogisticRegression:
        """Learn from n rows of p numbers and n labels of two classes. Returns self.

        Bad input is a ValueError and leaves the model as it was; a fit that ends short of the optimum is a
        ConvergenceWarning, and `result_.converged` is false.
        """
        tol, max_iter = positive("tol", self.tol), whole("max_iter", self.max_iter, 0)
        objective, solver, start, classes = self._problem(X, y)
        xp = objective.xp
        with xp.quiet():
            result = solver.solve(objective, xp.asvector(start), tol, max_iter)
        self._keep(X, y, classes, result)
        if result.warning:
            warnings.warn(result.warning, ConvergenceWarning, stacklevel=2)
        return self

    def decision_function(self, X: Any) -> Any:
        """The log-odds of the second class for each row: n numbers, above 0 where `predict` says that class."""
        eta, xp = self._log_odds(X)
        return inputs.like(X, xp.tolist(eta))

    def predict_proba(self, X: Any) -> Any:
        """The probabilities of the two classes for each row: n × 2, in the order of `classes_`; each row sums to 1."""
        eta, xp = self._log_odds(X)
        with xp.quiet():
            # σ(−η), and not 1 − σ(η): the smaller probability keeps its digits.
            negative, positive = xp.tolist(xp.sigmoid(-eta)), xp.tolist(xp.sigmoid(eta))
        return inputs.like(X, [list(pair) for pair in zip(negative, positive)])

    def predict(self, X: Any) -> Any:
        """The class of each row: n labels."""
        eta, xp = self._log_odds(X)
        classes = inputs.listed(self.classes_, "classes_")
        return inputs.like(X, [classes[1] if z > 0.0 else classes[0] for z in xp.tolist(eta)])

    def score(self, X: Any, y: Any) -> float:
        """The share of rows whose class `predict` gets right."""
        predicted, given = inputs.listed(self.predict(X), "X"), inputs.flat(y)
        inputs.same_length(given, len(predicted), "y")
        hits: int = sum([a == b for a, b in zip(predicted, given)])
        return hits / len(given)

    def explain_epoch(self, X: Any, y: Any, rows: Sequence[int] | None = None, epoch: int = 1) -> explain.EpochTable:
        """One epoch of `fit`, step by step, for the chosen rows (the first three): a table to print or show.

        The model itself is not changed. The numbers are those of `fit`, to the last bit.
        """
        objective, solver, start, _ = self._problem(X, y)
        return explain.epoch_table(objective, solver, start, rows, epoch, inputs.column_names(X), self.fit_intercept)

    def _problem(self, X: Any, y: Any) -> tuple[Objective, GradientDescent, list[float], list[Any]]:
        """What to minimise, with what, and from where; and the classes."""
        xp = choose(self.backend, X)
        C = self.C if inf == self.C else positive("C", self.C, 'Use C=float("inf") for no penalty.')
        solver = _solver(self.solver)
        design = xp.asmatrix(X, intercept=bool(self.fit_intercept))
        n, p = design.shape
        classes, codes = two_classes(y, n)
        share = xp.asvector([1.0 / n] * n)
        ridge = [1.0 / C / n] * p
        if self.fit_intercept:
            ridge[0] = 0.0
        objective = Objective(xp, design, xp.asvector(codes), share, ridge)
        return objective, solver, solver.starting_point(p), classes

    def _keep(self, X: Any, y: Any, classes: list[Any], result: Result) -> None:
        """Set what `fit` has learnt."""
        intercept = result.coef[:1] if self.fit_intercept else [0.0]
        coef = result.coef[1:] if self.fit_intercept else result.coef
        self.coef_ = inputs.like(X, [coef])
        self.intercept_ = inputs.like(X, intercept)
        self.classes_ = inputs.like(y, classes)
        self.n_features_in_ = len(coef)
        self.n_iter_ = result.n_iter
        self.result_ = result

    def _log_odds(self, X: Any) -> tuple[Any, Backend]:
        if not hasattr(self, "coef_"):
            raise NotFittedError("LogisticRegression must be fitted first; got no coef_. Call fit(X, y) first.")
        xp = choose(self.backend, X)
        design = xp.asmatrix(X, intercept=True)
        coef = inputs.listed(self.intercept_, "intercept_") + inputs.listed(self.coef_, "coef_")[0]
        if design.shape[1] != len(coef):
            refuse("X", f"of {len(coef) - 1} columns, as in fit", f"{design.shape[1] - 1} columns")
        with xp.quiet():
            return log_odds(xp, design, xp.asvector(coef)), xp


def _solver(given: Any) -> Any:
    """The solver of that name with its own defaults, or the solver that was given."""
    if isinstance(given, str) and given in SOLVERS:
        return SOLVERS[given]()
    if isinstance(given, str) or not hasattr(given, "solve"):
        refuse("solver", f"one of {', '.join(SOLVERS)}, or a solver object", brief(given))
    return given
