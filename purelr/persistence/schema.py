"""What a model file may hold: tables of fields, each with its words and its check, and the shapes that bind them.

Every entry is looked at before a model is made of a file, and before one is written. docs/models.md has the tables too.
"""

from __future__ import annotations

from ..basics.errors import ModelFileError, brief
from .checks import (
    ANY_LIST,
    COUNT,
    LINE,
    SWITCH,
    are_references,
    check_fields,
    check_floats,
    check_keys,
    check_list,
    expect,
    is_date,
    is_label,
    is_line,
    is_number,
    is_positive,
    is_start,
    is_version,
    is_whole,
    labels_of,
)
from .encoding import checked_encoding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .checks import Field, Fields

FORMAT = "purelr model"
# A model that has neither an encoding nor sums is written as the first version still.
VERSION = 2
KEYS = (
    "format",
    "version",
    "model",
    "columns",
    "n_columns",
    "scaling",
    "classes",
    "intercept",
    "coef",
    "options",
    "fit",
    "encoding",
    "sums",
)

NUMBER: Field = "a finite number", lambda value: is_number(value)
POSITIVE: Field = "a number above 0", lambda value: is_positive(value)
PRINTED: Field = f"one line of at most {LINE:,} characters that can be printed", lambda value: is_line(value)

# The answers to missing cells, and to levels that the fit has not seen.
MISSING = ("error", "drop", "mean", "indicator")
UNKNOWN = ("error", "none")

# The parameters of each solver.
SOLVERS: dict[str, Fields] = {
    "newton": {"memory": COUNT},
    "newton_cg": {"memory": COUNT},
    "lbfgs": {"memory": COUNT},
    "coordinate_descent": {"sweeps": COUNT},
    "gd": {
        "learning_rate": POSITIVE,
        "epochs": ("a whole number of at least 0 or null", lambda value: value is None or is_whole(value, 0)),
        "start": ("zeros, random or a list of numbers", lambda value: is_start(value)),
        "seed": COUNT,
    },
}

# How the model was fitted. No prediction depends on it; what is not known is null.
FIT: Fields = {
    "solver": (f"one of {', '.join(sorted(SOLVERS))}", lambda value: type(value) is str and value in SOLVERS),
    "converged": SWITCH,
    "n_iter": COUNT,
    "objective": NUMBER,
    "gradient_norm": NUMBER,
    "message": PRINTED,
    "warning": PRINTED,
    "rows": COUNT,
    "offset": SWITCH,
    "purelr": ("a version, such as 0.1.0", lambda value: is_version(value)),
    "date": ("a day as YYYY-MM-DD", lambda value: is_date(value)),
}

# What standard errors need of a fit without a penalty.
SUMS: Fields = {
    "firth": SWITCH,
    "soft": SWITCH,
    "baseline": ("the place of a class", lambda value: is_whole(value, 0)),
    "total": POSITIVE,
    "loglik": NUMBER,
    "null_loglik": NUMBER,
    "saturated": NUMBER,
    "deviance": NUMBER,
    "shift": ANY_LIST,
    "scale": ANY_LIST,
    "axes": ANY_LIST,
    "factor": ANY_LIST,
}


def options_of(classes: list[Any]) -> dict[str, Fields]:
    """The parameters that are saved, by model; `backend` and `callback` are of the machine and the program. One that a
    file leaves out has its default, as it may be newer than the file."""
    known = labels_of(classes)
    weights = 'null, "balanced" or pairs of a class and its weight, above 0'
    return {
        "LR": {"seed": COUNT},
        "LogisticRegression": {
            "formula": ("a text or null", lambda value: value is None or type(value) is str),
            "C": ('a number above 0 or "inf"', lambda value: value == "inf" or is_positive(value)),
            "l1_ratio": ("a number from 0 to 1", lambda value: is_number(value) and 0 <= value <= 1),
            "solver": ("the name of a solver, or its name and parameters", lambda value: type(value) in (str, dict)),
            "class_weight": (weights, lambda value: _are_weights(value, known)),
            "tol": POSITIVE,
            "max_iter": COUNT,
            "random_state": ("a whole number or null", lambda value: value is None or type(value) is int),
            "baseline": ("one of the classes or null", lambda value: value is None or is_label(value, known)),
            "fit_intercept": SWITCH,
            "warm_start": SWITCH,
            "standardize": SWITCH,
            "soft": SWITCH,
            "firth": SWITCH,
            "weights": ("counts or sampling", lambda value: value in ("counts", "sampling")),
            "reference": ("pairs of a column and a level, or null", lambda value: are_references(value)),
            "missing": (f"one of {', '.join(MISSING)}", lambda value: type(value) is str and value in MISSING),
            "unknown": (f"one of {', '.join(UNKNOWN)}", lambda value: type(value) is str and value in UNKNOWN),
        },
    }


def keys_of(version: int) -> tuple[str, ...]:
    """The entries of a file of that version."""
    return KEYS if version > 1 else KEYS[:-2]


def checked(data: Any) -> dict[str, Any]:
    """The dict of a model, with every number that is to be a float as one. ModelFileError for anything else."""
    if type(data) is not dict or data.get("format") != FORMAT:
        raise ModelFileError(f'The file must be a purelr model; got no "format": "{FORMAT}" in it.')
    _check_version(data.get("version"), data)
    check_keys(data, "the file", keys_of(data["version"]))
    kind, n, classes = data["model"], data["n_columns"], data["classes"]
    models = sorted(options_of([]))
    expect(type(kind) is str and kind in models, "model", f"one of {', '.join(models)}", kind)
    expect(is_whole(n, 1), "n_columns", "a whole number of at least 1", n)
    _check_classes(classes, kind)
    _check_columns(data["columns"], n)
    if data["fit"] is not None:
        known = dict({"offset": None}, **data["fit"]) if type(data["fit"]) is dict else data["fit"]  # not in all files
        check_fields(known, "fit", FIT, null=True)
    check_fields(data["options"], "options", options_of(classes)[kind], optional=True)
    if "solver" in data["options"]:
        _check_solver(data["options"]["solver"], "options.solver")
    sets = 1 if len(classes) == 2 else len(classes)
    return dict(
        data,
        scaling=_checked_scaling(data["scaling"], n),
        intercept=check_floats(data["intercept"], "intercept", sets),
        coef=[
            check_floats(row, f"coef[{k}]", n) for k, row in enumerate(check_list(data["coef"], "coef", sets, "rows"))
        ],
        encoding=checked_encoding(data, n),
        sums=_checked_sums(data, n),
    )


def _check_version(version: Any, data: dict[str, Any]) -> None:
    expect(is_whole(version, 1), "version", "a whole number of at least 1", version)
    if version > VERSION:
        fit = data.get("fit")
        writer = fit.get("purelr") if type(fit) is dict else None
        by = f" to {brief(writer)}, which wrote it" if type(writer) is str else ""
        message = f"version must be at most {VERSION} for this purelr; got {version}."
        raise ModelFileError(message, f"Upgrade purelr{by}.")


def _check_columns(columns: Any, n: int) -> None:
    if columns is not None:
        for j, name in enumerate(check_list(columns, "columns", n, "names")):
            expect(type(name) is str, f"columns[{j}]", "a text", name)


def _check_classes(classes: Any, kind: str) -> None:
    expect(type(classes) is list and len(classes) > 1, "classes", "a list of at least two labels", classes)
    seen = set()
    for k, label in enumerate(classes):
        good = type(label) in (str, bool) or is_number(label)
        expect(good, f"classes[{k}]", "a text, a number or true or false, to be data", label)
        if label in seen:
            raise ModelFileError(f"classes must be different; got {brief(label)} twice.")
        seen.add(label)
    binary = len(classes) == 2 and [type(label) for label in classes] == [int, int] and classes == [0, 1]
    expect(kind != "LR" or binary, "classes", "[0, 1] for LR", classes)


def _checked_scaling(scaling: Any, n: int) -> dict[str, list[float]] | None:
    if scaling is None:
        return None
    check_keys(scaling, "scaling", ("mean", "scale"))
    return {
        "mean": check_floats(scaling["mean"], "scaling.mean", n),
        "scale": check_floats(scaling["scale"], "scaling.scale", n, above=0.0),
    }


def _are_weights(value: Any, known: set[Any]) -> bool:
    if value is None or value == "balanced":
        return True
    return type(value) is list and all([_is_weight(pair, known) for pair in value])


def _is_weight(pair: Any, known: set[Any]) -> bool:
    return type(pair) is list and len(pair) == 2 and is_label(pair[0], known) and is_positive(pair[1])


def _check_solver(value: Any, place: str) -> None:
    if type(value) is str:
        expect(value == "auto" or value in SOLVERS, place, f"auto, {', '.join(sorted(SOLVERS))}", value)
        return
    name = value.get("name")
    expect(type(name) is str and name in SOLVERS, place, "the name of a solver, or its name and parameters", value)
    fields: Fields = {"name": ("the name of a solver", lambda value: True)}
    fields.update(SOLVERS[name])
    check_fields(value, place, fields, optional=True)


def _checked_sums(data: dict[str, Any], n: int) -> dict[str, Any] | None:
    """What standard errors need: the factors are triangles, row by row, with diagonals above 0."""
    sums, classes, fit = data.get("sums"), len(data["classes"]), data["fit"]
    if sums is None:
        return None
    expect(data["model"] == "LogisticRegression", "sums", "null for LR", sums)
    known = type(fit) is dict and None not in [fit.get(name) for name in ("solver", "n_iter", "rows")]
    expect(known, "fit", "known where there are sums", fit)
    check_fields(sums, "sums", SUMS)
    expect(sums["baseline"] < classes, "sums.baseline", "the place of a class", sums["baseline"])
    for name in ("loglik", "null_loglik"):  # of probabilities; Firth's penalty can be of either sign
        expect(sums["firth"] or sums[name] < 0.0, f"sums.{name}", "below 0", sums[name])
    found: dict[str, Any] = {
        name: float(value) if SUMS[name] in (NUMBER, POSITIVE) else value for name, value in sums.items()
    }
    found["shift"] = check_floats(sums["shift"], "sums.shift", n)
    found["scale"] = check_floats(sums["scale"], "sums.scale", n, above=0.0)
    size = n + 1 if len(sums["axes"]) == n + 1 else n
    for name, length in (("axes", size), ("factor", size * (classes - 1))):
        rows = check_list(sums[name], f"sums.{name}", length, "rows")
        found[name] = [check_floats(row, f"sums.{name}[{i}]", i + 1) for i, row in enumerate(rows)]
        for i, row in enumerate(found[name]):
            expect(row[i] > 0.0, f"sums.{name}[{i}][{i}]", "above 0", row[i])
    return found
