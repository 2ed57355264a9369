"""What the library chooses by what is there, decided: on a board there are lists, one backend, and no file modes.

The build takes these names from here, wherever the sources define or import them.
"""

from __future__ import annotations

import json
import os

from .. import __version__
from ..backends.pure import PureBackend
from ..basics.errors import ModelFileError, brief, refuse
from ..solvers.coordinate_descent import CoordinateDescent
from ..solvers.gradient_descent import GradientDescent
from ..solvers.lbfgs import LBFGS
from ..solvers.newton import Newton

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..backends.base import Backend

INSTEAD = {
    "basics.errors": {"suggestion"},
    "data.frames": {"columns_of", "encode_columns", "is_plain"},
    "formula.steps": {"Design"},
    "persistence.encoding": {"checked_formula"},
    "solvers": {"SOLVERS"},
    "training.options": {"THEIRS", "formula_of", "suited"},
    "training.scanning": {"scanned"},
    "training.separation": {"least_gradient"},
    "data.encoding": {"labels_by_formula", "labels_of"},
    "training.tables": {"taken"},
    "backends.registry": {"choose", "get_backend"},
    "inference.fitted": {"Fit"},
    "inference.information": {"from_dict"},
    "inputs.kinds": {"columns_like", "is_polars", "label_like", "one_row"},
    "loading": {"parse"},
    "persistence.files": {"read", "replace", "shown", "stamp"},
}


def choose(given: str | Backend | None, X: Any = None) -> Backend:
    """The backend that is given, or that of the lists, which alone has a name here."""
    if given is None or given == "pure":
        return PureBackend()
    if isinstance(given, str):
        refuse("backend", '"pure" on MicroPython', brief(given))
    return given


get_backend = choose


def _no_rows(*arguments: Any) -> None:
    """No standard errors: a model does not hold the rows of its fit. No tables: rows are lists there."""


Fit = from_dict = _no_rows
columns_of = is_plain = encode_columns = scanned = taken = _no_rows  # nor has it frames


class Design:
    """No formulas: a program that `export` writes has them, and is smaller than a model."""


def formula_of(text: Any) -> None:
    if text is not None:
        refuse("formula", "None on MicroPython", brief(text))


# A board has no room for Newton's method by conjugate gradients, nor rows that would need it.
SOLVERS = {solver.name: solver for solver in (Newton, LBFGS, CoordinateDescent, GradientDescent)}


THEIRS: dict[str, str] = {}  # nor does scikit-learn run there


def suited(size: int, sets: int) -> Any:
    return LBFGS() if size > 100 else Newton()


def checked_formula(formula: Any, *_: Any) -> None:
    if formula is not None:
        raise ModelFileError("encoding.formula must be null on MicroPython: export the model instead.")


def labels_by_formula(X: Any, y: Any, formula: Any) -> Any:
    return y


def labels_of(model: Any, X: Any, y: Any) -> Any:
    return y


def is_polars(*_: Any) -> bool:
    return False


least_gradient = is_polars  # a bound that saves time where there are many rows: 0 proves nothing


def one_row(X: Any) -> Any:
    return X[0] if len(X) == 1 else None


def label_like(_: Any, labels: Any, k: int) -> list[Any]:
    return [labels[k]]


def columns_like(X: Any, xp: Backend, vectors: list[Any], names: Any) -> list[list[float]]:
    return [list(row) for row in zip(*[xp.tolist(vector) for vector in vectors])]


def suggestion(name: object, known: Any) -> str:
    """Names are compared on larger machines."""
    return ""


# A flash memory has no file modes and no links, and a parser without options.


def replace(path: Any, text: str) -> None:
    """Write a new file, then put it in the place of the old one."""
    temporary = f"{path}.tmp"
    with open(temporary, "w") as file:
        file.write(text)
    try:
        os.rename(temporary, path)
    except OSError:  # FAT does not rename onto a file
        os.remove(path)
        os.rename(temporary, path)


def shown(path: Any) -> str:
    return str(path)


def read(path: Any, limit: int) -> str:
    with open(path) as file:
        return file.read()


def parse(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise ModelFileError("The file must be JSON; got a syntax error.") from None


def stamp() -> dict[str, Any]:
    """Not every board has a clock that is right."""
    return {"purelr": __version__, "date": None}
