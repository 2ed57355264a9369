"""purelr: logistic regression that runs anywhere Python runs.

One trainer, written once, over two backends: plain Python lists, with no dependency at all, and NumPy where speed is
wanted. Same call, same numbers.

    >>> import purelr
    >>> hours = [[0.5], [1.0], [1.5], [2.0], [2.5], [3.0], [3.5], [4.0]]
    >>> passed = [0, 0, 0, 1, 0, 1, 1, 1]
    >>> model = purelr.LR().fit(hours, passed, epochs=200, learning_rate=0.5)
    >>> model.predict([[1.0], [3.0]])
    [0, 1]

The names below are imported when they are first used, so that `import purelr` itself costs next to nothing.
"""

from __future__ import annotations

__version__ = "0.1.0"

_HOME = {
    "LR": "textbook",
    "LogisticRegression": "model",
    "CoordinateDescent": "solvers.coordinate_descent",
    "GradientDescent": "solvers.gradient_descent",
    "LBFGS": "solvers.lbfgs",
    "Newton": "solvers.newton",
    "NewtonCG": "solvers.newton_cg",
    "available_backends": "backends.registry",
    "get_backend": "backends.registry",
    "register_backend": "backends.registry",
    "set_backend": "backends.registry",
    "use_backend": "backends.registry",
    "from_sklearn": "conversion",
    "load": "loading",
    "load_breast_cancer": "data.datasets",
    "Table": "data.table",
    "read_csv": "data.reading",
    "scan_chunks": "data.reading",
    "scan_csv": "data.reading",
    "scan_parquet": "data.reading",
    "StandardScaler": "data.scaler",
    "train_test_split": "data.split",
    "average_precision_score": "evaluation.curves",
    "precision_recall_curve": "evaluation.curves",
    "roc_curve": "evaluation.curves",
    "html_report": "report.report",
    "choose_C": "evaluation.cross_validation",
    "cross_validate": "evaluation.cross_validation",
    "influence": "inference.influence",
    "likelihood_ratio_test": "inference.side_by_side",
    "compare": "inference.side_by_side",
    "variance_inflation_factors": "inference.collinearity",
    "marginal_effects": "inference.marginal_effects",
    "brier_score": "evaluation.calibration",
    "calibration_table": "evaluation.calibration",
    "hosmer_lemeshow": "evaluation.calibration",
    "best_threshold": "evaluation.calibration",
    "accuracy_score": "evaluation.classification",
    "classification_report": "evaluation.classification",
    "confusion_matrix": "evaluation.classification",
    "log_loss": "evaluation.classification",
    "roc_auc_score": "evaluation.classification",
    "BackendUnavailableError": "basics.errors",
    "ConvergenceWarning": "basics.errors",
    "ModelFileError": "basics.errors",
    "NotFittedError": "basics.errors",
    "SeparationWarning": "basics.errors",
    "SingularMatrixError": "basics.errors",
}

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import plot as plot
    from .backends.registry import available_backends, get_backend, register_backend, set_backend, use_backend
    from .basics.errors import (
        BackendUnavailableError,
        ConvergenceWarning,
        ModelFileError,
        NotFittedError,
        SeparationWarning,
        SingularMatrixError,
    )
    from .conversion import from_sklearn
    from .data.datasets import load_breast_cancer
    from .data.reading import read_csv, scan_chunks, scan_csv, scan_parquet
    from .data.scaler import StandardScaler
    from .data.split import train_test_split
    from .data.table import Table
    from .evaluation.calibration import best_threshold, brier_score, calibration_table, hosmer_lemeshow
    from .evaluation.classification import (
        accuracy_score,
        classification_report,
        confusion_matrix,
        log_loss,
        roc_auc_score,
    )
    from .evaluation.cross_validation import choose_C, cross_validate
    from .evaluation.curves import average_precision_score, precision_recall_curve, roc_curve
    from .inference.collinearity import variance_inflation_factors
    from .inference.influence import influence
    from .inference.marginal_effects import marginal_effects
    from .inference.side_by_side import compare, likelihood_ratio_test
    from .loading import load
    from .model import LogisticRegression
    from .report.report import html_report
    from .solvers.coordinate_descent import CoordinateDescent
    from .solvers.gradient_descent import GradientDescent
    from .solvers.lbfgs import LBFGS
    from .solvers.newton import Newton
    from .solvers.newton_cg import NewtonCG
    from .textbook import LR

__all__ = [
    "LBFGS",
    "LR",
    "BackendUnavailableError",
    "ConvergenceWarning",
    "CoordinateDescent",
    "GradientDescent",
    "LogisticRegression",
    "ModelFileError",
    "Newton",
    "NewtonCG",
    "NotFittedError",
    "SeparationWarning",
    "SingularMatrixError",
    "StandardScaler",
    "Table",
    "accuracy_score",
    "available_backends",
    "average_precision_score",
    "best_threshold",
    "brier_score",
    "calibration_table",
    "choose_C",
    "classification_report",
    "compare",
    "confusion_matrix",
    "cross_validate",
    "from_sklearn",
    "get_backend",
    "hosmer_lemeshow",
    "html_report",
    "influence",
    "likelihood_ratio_test",
    "load",
    "load_breast_cancer",
    "log_loss",
    "marginal_effects",
    "precision_recall_curve",
    "read_csv",
    "register_backend",
    "roc_auc_score",
    "roc_curve",
    "scan_chunks",
    "scan_csv",
    "scan_parquet",
    "set_backend",
    "train_test_split",
    "use_backend",
    "variance_inflation_factors",
]


if not TYPE_CHECKING:  # to a type checker, a name that is not above is an error

    def __getattr__(name: str) -> object:
        """Import a public name at its first use (PEP 562)."""
        if name == "plot":
            return __import__(f"{__name__}.plot", fromlist=[name])
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        path = f"{__name__}.{_HOME[name]}"
        return getattr(__import__(path, fromlist=[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__, "plot"])
