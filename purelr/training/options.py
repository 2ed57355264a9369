"""The options of LogisticRegression, checked before any row is looked at."""

from __future__ import annotations

from math import inf

from ..basics.errors import brief, positive, refuse, whole
from ..solvers import SOLVERS
from ..solvers.lbfgs import LBFGS
from ..solvers.newton import HESSIAN_SIZE, Newton
from ..solvers.newton_cg import NewtonCG
from ..solvers.relay import Relay

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..formula.grammar import Formula

# Up to so many coefficients a Hessian is worth its price: its square is what a pass over the rows costs more. That of
# many classes has as many parts as pairs of them, and conjugate gradients do without it: as fast at 100 coefficients,
# on lists as with NumPy, and eight times as fast at digits' 650.
NEWTON_SIZE, NEWTON_SIZE_OF_MANY = 400, 100

# The solvers of scikit-learn, and what does their work here.
THEIRS = {
    "liblinear": "newton",
    "newton-cg": "newton_cg",
    "newton-cholesky": "newton",
    "sag": "lbfgs",
    "saga": "coordinate_descent",
}


class Options:
    """One model's options as `fit` uses them; a ValueError names the one that is wrong."""

    def __init__(self, model: Any) -> None:
        self.C = inf if inf == model.C else positive("C", model.C, 'Use C=float("inf") for no penalty.')
        self.strength: float = 0.0 if inf == self.C else 1.0 / self.C
        self.l1_ratio: float = _share(model.l1_ratio)
        self.lasso: bool = self.l1_ratio > 0.0 and self.strength > 0.0
        self.fit_intercept: bool = bool(model.fit_intercept)
        self.standardize: bool = bool(model.standardize)
        self.soft: bool = bool(model.soft)
        self.firth: bool = bool(model.firth)
        self.class_weight: Any = model.class_weight
        self.baseline: Any = model.baseline
        self.tol: float = positive("tol", model.tol)
        self.max_iter: int = whole("max_iter", model.max_iter, 0)
        self.warm_start: bool = bool(model.warm_start)
        self.callback: Any = model.callback
        self.solver: Any = model.solver
        self.sampling: bool = _choice("weights", model.weights, ("counts", "sampling")) is not None
        self.missing: str | None = _choice("missing", model.missing, ("error", "drop", "mean", "indicator"))
        self.lenient: bool = _choice("unknown", model.unknown, ("error", "none")) is not None
        self.reference: dict[str, Any] = _reference(model.reference)
        self.formula: Formula | None = formula_of(model.formula)
        check_together(self, model)

    def chosen_solver(self, size: int, sets: int = 1) -> Any:
        """The solver for that many coefficients in so many sets: the one asked for, or the one that suits them."""
        name = self.solver
        if isinstance(name, str) and name == "auto":
            if not self.lasso:
                return Newton() if self.firth else suited(size, sets)
            name = "coordinate_descent"
        if isinstance(name, str) and name in SOLVERS:
            solver = SOLVERS[name]()
        elif not isinstance(name, (str, type)) and hasattr(name, "solve"):
            solver = name
        else:
            remedy = f"Write {name.__name__}()." if isinstance(name, type) and hasattr(name, "solve") else ""
            if isinstance(name, str) and name in THEIRS:
                remedy = f'That is scikit-learn\'s: use "{THEIRS[name]}", or "auto"; the optimum is the same.'
            refuse("solver", f"auto, {', '.join(sorted(SOLVERS))}, or a solver object", brief(name), remedy)
        check_solver(self, solver)
        return solver


def suited(size: int, sets: int) -> Any:
    """The solver for so many coefficients in so many sets, where F is smooth."""
    if size <= (NEWTON_SIZE if sets == 1 else NEWTON_SIZE_OF_MANY):
        return Newton()
    if sets > 1:
        return NewtonCG()
    return Relay() if size <= HESSIAN_SIZE else LBFGS()


def check_together(options: Options, model: Any) -> None:
    """Refuse what does not go together, and texts such as "no", which are true."""
    for name in ("fit_intercept", "standardize", "soft", "firth", "warm_start"):
        if isinstance(getattr(model, name), str):
            refuse(name, "True or False", brief(getattr(model, name)))
    if options.firth and options.strength > 0.0:
        refuse("firth", "False with a penalty", "True", 'Use C=float("inf").')
    if options.callback is not None and not callable(options.callback):
        refuse("callback", "a function of one trace record", brief(options.callback))
    if options.sampling and options.firth:
        refuse("weights", '"counts" with firth=True', '"sampling"')
    if options.soft and options.class_weight is not None:
        refuse("class_weight", "None with soft=True", brief(options.class_weight), "Use sample_weight.")


def check_solver(options: Options, solver: Any) -> None:
    """Refuse a solver that does not minimise what the options ask for."""
    if options.lasso and solver.name != "coordinate_descent":
        refuse("solver", '"coordinate_descent" or "auto" for l1_ratio above 0', brief(options.solver))
    if options.firth and solver.name != "newton":
        refuse("solver", '"newton" or "auto" with firth=True', brief(options.solver))


def _choice(name: str, value: Any, answers: tuple[str, ...]) -> str | None:
    """One of some answers; None for the first, an error."""
    if not isinstance(value, str) or value not in answers:
        refuse(name, f"one of {', '.join([repr(answer) for answer in answers])}", brief(value))
    return None if value == answers[0] else value


def _reference(value: Any) -> dict[str, Any]:
    if value is not None and (not isinstance(value, dict) or not all([isinstance(name, str) for name in value])):
        refuse("reference", 'None or a dict of levels by column, such as {"race": "white"}', brief(value))
    return value or {}


def formula_of(text: Any) -> Formula | None:
    """A formula that is read, or None."""
    if text is None:
        return None
    from ..formula.grammar import Formula  # which a fit without one does not load

    return Formula(text)


def _share(value: Any) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0.0 <= value <= 1.0:
        refuse("l1_ratio", "a number from 0 (ridge) to 1 (lasso)", brief(value))
    return float(value)
