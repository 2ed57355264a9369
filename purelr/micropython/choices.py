"""What the library chooses by what is there, decided: on a board there are lists, one backend and two solvers.

The build takes these names from here, wherever the sources define or import them.
"""

from __future__ import annotations

import json
import os

from .. import __version__
from ..backends.kernels import cross_entropy_loop, dot_loop
from ..backends.pure import PureBackend
from ..basics.errors import ModelFileError, NotFittedError, brief, check_columns, refuse
from ..persistence.data_check import check_keys, expect
from ..persistence.model_check import FIT, KEYS, OPTIONS
from ..persistence.model_extras import VERSION
from ..persistence.model_file import NAMES
from ..solvers.gradient_descent import GradientDescent
from ..solvers.newton import Newton

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..backends.base import Backend

INSTEAD = {
    "backends.registry": {"choose", "get_backend"},
    "backends.kernels": {"cross_entropy", "dot", "product"},
    "objective.coordinates": {"standard"},
    "training.separation": {"refuse_collinear_columns", "separation"},
    "basics.errors": {"_index", "conversion_warning", "not_fitted"},
    "inference.information": {"Evidence"},
    "persistence.files": {"path_of", "read", "replace", "shown", "stamp"},
    "objective.firth": {"Firth"},
    "training.fitting": {"solved"},
    "inputs.arrays": {
        "listed",
        "check_names",
        "check_shape",
        "column_names",
        "columns_like",
        "is_numpy",
        "like",
        "unframed",
    },
    "inputs.labels": {"_distinct", "classes_to_tell_apart", "probabilities"},
    "data.columns": {"Encoding", "numbers_of"},
    "loading": {"parse"},
    "persistence.model_check": {
        "_check_classes",
        "_check_columns",
        "_check_fit",
        "_check_options",
        "_check_version",
    },
    "persistence.model_extras": {"check_encoding", "check_sums", "set_more", "with_more"},
    "persistence.model_file": {"_plain", "_solver", "to_text"},
    "objective.logistic": {"_subgradient"},
    "objective.multinomial": {"Multinomial"},
    "training.options": {"check_solver", "check_together"},
    "training.data": {"sample_of"},
    "training.problem": {"baseline_of", "telling"},
    "solvers.line_search": {"Ray"},
    "solvers": {"SOLVERS"},
    "solvers.gradient_descent": {"trouble"},
    "solvers.progress": {"ending"},
    "solvers.memory": {"sample_optimum"},
    "solvers.relay": {"Relay"},
    "inputs.weights": {"class_weights"},
}

SOLVERS = {"newton": Newton, "gd": GradientDescent}
Relay = Newton


def choose(given: str | Backend | None, X: Any = None) -> Backend:
    """The backend that is given, or that of the lists, which alone has a name here."""
    if given is None or given == "pure":
        return PureBackend()
    if isinstance(given, str):
        refuse("backend", '"pure" on MicroPython', brief(given))
    return given


get_backend = choose

# Plain loops: on MicroPython `sum(map(mul, a, b))` calls a function for each entry.
dot, cross_entropy = dot_loop, cross_entropy_loop


def product(rows: list[list[float]], columns: list[list[float]], v: list[float]) -> list[float]:
    """X v as the dot products of its rows, so that columns need not be made for a prediction."""
    return [dot_loop(row, v) for row in rows]


# No NumPy and no data frame: the kind of an input is a list.


def _nothing(*arguments: Any) -> None:
    return None


def _as_it_is(X: Any, *values: Any) -> Any:
    return values[-1] if values else X


column_names = check_names = check_shape = is_numpy = conversion_warning = _distinct = _index = _nothing
unframed = like = path_of = _plain = telling = _as_it_is
set_more = check_sums = _nothing


def with_more(data: Any, model: Any, sums: bool) -> Any:
    return data


def trouble(result: Any, rate: float, overflow: bool) -> str:
    values = [record.objective for record in [result.start] + result.trace]
    rose = overflow or any([after > before * (1.0 + 1e-12) for before, after in zip(values, values[1:])])
    return f"learning_rate must be small enough for the loss to fall; got {rate:g}. Lower it." if rose else ""


def ending(progress: Any, stuck: bool) -> Any:
    if progress.converged or progress.stopped:
        return "converged" if progress.converged else "stopped by the callback", ""
    message = f"not converged in {len(progress.trace)} iterations"
    return message, f"{message}. Raise max_iter or tol, or scale the columns."


def numbers_of(model: Any, X: Any, xp: Any) -> Any:
    matrix = xp.asmatrix(X)
    check_columns("LogisticRegression", model.n_features_in_, matrix.shape[1])
    return matrix


def listed(values: Any, argument: str) -> list[Any]:  # noqa: RET503  # refuse does not return
    if not isinstance(values, (str, bytes, dict)):
        try:
            return values if isinstance(values, list) else list(values)
        except TypeError:
            pass
    refuse(argument, "a list", brief(values))


def columns_like(X: Any, xp: Backend, vectors: list[Any]) -> list[list[float]]:
    return list(map(list, zip(*[xp.tolist(vector) for vector in vectors])))


def not_fitted(model: str, attribute: str) -> Exception:
    return NotFittedError(f"{model} must be fitted first; got no {attribute}. Call fit(X, y) first.")


# No room: a sample of very many rows to begin on, the reason why there is no optimum without a penalty, the lasso.

baseline_of = sample_of = sample_optimum = check_solver = check_together = _nothing
refuse_collinear_columns = separation = _nothing
Multinomial = _subgradient = _nothing


class Ray:
    """F along one direction: a look is a point, so that nothing of the rows' length is kept beside the point's own."""

    def __init__(self, start: Any, direction: Any) -> None:
        self.start, self.direction = start, direction

    def look(self, step: float) -> Any:
        look = self.start.objective.at(self.start.coef + step * self.direction)
        look.slope = float(look.gradient @ self.direction)
        look.point = lambda: look
        return look


def classes_to_tell_apart(classes: list[Any]) -> None:
    if len(classes) < 2:
        refuse("y", "of at least two classes", f"one class, {brief(classes[0])}", "There is nothing to tell apart.")
    if len(classes) > 2:
        refuse("y", "of two classes to train on MicroPython", f"{len(classes)}: {brief(classes)}")


def _no_room(*arguments: Any) -> Any:
    refuse(
        "class_weight, soft, firth and standardize",
        "left alone on MicroPython",
        "one",
        "Use sample_weight, StandardScaler.",
    )


class_weights = probabilities = standard = Firth = _no_room
Evidence = _nothing


def solved(problem: Any, solver: Any, start: list[float], options: Any) -> Any:
    """Without a second look at the coordinates."""
    callback, start = telling(problem, options.callback), problem.data.xp.asvector(start, "start")
    return problem, solver.solve(problem.objective, start, options.tol, options.max_iter, callback)


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


def to_text(data: dict[str, Any]) -> str:
    return json.dumps({key: data[key] for key in KEYS[:-2]})


def parse(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise ModelFileError("The file must be JSON; got a syntax error.") from None


def stamp() -> dict[str, Any]:
    """Not every board has a clock that is right."""
    return {"purelr": __version__, "date": None}


def _check_options(options: Any, kind: str, classes: list[Any]) -> dict[str, Any]:
    """The parameters, which `fit` looks at; a solver that is not here makes no difference to a prediction."""
    known = {name: options[name] for name in options if name in OPTIONS[kind]}
    solver = known.get("solver")
    if type(solver) is dict and solver.get("name") not in SOLVERS:
        known["solver"] = "auto"
    return known


def check_encoding(data: dict[str, Any], n: int) -> None:
    encoding = data.get("encoding")
    for column in encoding["columns"] if encoding else []:
        expect(column["levels"] is None, "encoding", "of columns of numbers", column["name"])


Encoding = None


def _check_fit(fit: Any) -> Any:
    if fit is not None:
        check_keys(fit, "fit", FIT)
    return fit


def _check_classes(classes: Any, kind: str) -> None:
    expect(type(classes) is list and len(classes) > 1, "classes", "a list of at least two labels", classes)


def _check_columns(columns: Any, n: int) -> None:
    return None


def _check_version(version: Any, data: Any) -> None:
    expect(version in (1, VERSION), "version", f"1 or {VERSION}", version)


def _solver(solver: Any) -> dict[str, str]:
    """Its name: the options of a solver do not travel from a board."""
    return {"name": NAMES[type(solver).__name__]}
