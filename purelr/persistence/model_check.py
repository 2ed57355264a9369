"""What a model file may hold: every entry is looked at before a model is made of it, and before one is written."""

from __future__ import annotations

from ..basics.errors import ModelFileError, brief
from .data_check import (
    LINE,
    check_floats,
    check_keys,
    check_list,
    expect,
    is_date,
    is_label,
    is_line,
    is_number,
    is_positive,
    is_version,
    is_whole,
    labels_of,
)
from .model_extras import VERSION, check_encoding, check_sums

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FORMAT = "purelr model"
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
FIT = (
    "solver",
    "converged",
    "n_iter",
    "objective",
    "gradient_norm",
    "message",
    "warning",
    "rows",
    "purelr",
    "date",
)
SWITCHES = ("fit_intercept", "warm_start", "standardize", "soft", "firth")
# The parameters that are saved, by model; `backend` and `callback` are not: they are of the machine and the program.
OPTIONS = {
    "LR": ("seed",),
    "LogisticRegression": (
        "C",
        "l1_ratio",
        "solver",
        "class_weight",
        "tol",
        "max_iter",
        "random_state",
        "baseline",
    )
    + SWITCHES,
}
SOLVERS = {
    "newton": ("memory",),
    "lbfgs": ("memory",),
    "coordinate_descent": ("sweeps",),
    "gd": ("learning_rate", "epochs", "start", "seed"),
}


def checked(data: Any) -> dict[str, Any]:
    """The dict of a model, with every number that is to be a float as one. ModelFileError for anything else."""
    if type(data) is not dict or data.get("format") != FORMAT:
        raise ModelFileError(f'The file must be a purelr model; got no "format": "{FORMAT}" in it.')
    _check_version(data.get("version"), data)
    check_keys(data, "the file", KEYS if data["version"] > 1 else KEYS[:-2])
    kind, n = data["model"], data["n_columns"]
    expect(type(kind) is str and kind in OPTIONS, "model", f"one of {', '.join(sorted(OPTIONS))}", kind)
    expect(is_whole(n, 1), "n_columns", "a whole number of at least 1", n)
    classes = data["classes"]
    _check_classes(classes, kind)
    sets = 1 if len(classes) == 2 else len(classes)
    _check_columns(data["columns"], n)
    return dict(
        data,
        scaling=_check_scaling(data["scaling"], n),
        intercept=check_floats(data["intercept"], "intercept", sets),
        coef=[
            check_floats(row, f"coef[{k}]", n) for k, row in enumerate(check_list(data["coef"], "coef", sets, "rows"))
        ],
        options=_check_options(data["options"], kind, classes),
        fit=_check_fit(data["fit"]),
        encoding=check_encoding(data, n),
        sums=check_sums(data, n),
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


def _check_scaling(scaling: Any, n: int) -> dict[str, list[float]] | None:
    if scaling is None:
        return None
    check_keys(scaling, "scaling", ("mean", "scale"))
    mean, scale = check_floats(scaling["mean"], "scaling.mean", n), check_floats(scaling["scale"], "scaling.scale", n)
    for j, value in enumerate(scale):
        expect(value > 0.0, f"scaling.scale[{j}]", "above 0", value)
    return {"mean": mean, "scale": scale}


def _check_options(options: Any, kind: str, classes: list[Any]) -> dict[str, Any]:
    """The parameters; one that the file leaves out has its default, as it may be newer than the file."""
    known = labels_of(classes)
    check_keys(options, "options", OPTIONS[kind], optional=True)
    for name in options:
        value, place = options[name], f"options.{name}"
        if name in SWITCHES:
            expect(type(value) is bool, place, "true or false", value)
        elif name in {"max_iter", "seed"}:
            expect(is_whole(value, 0), place, "a whole number of at least 0", value)
        elif name == "C":
            expect(value == "inf" or is_positive(value), place, 'a number above 0 or "inf"', value)
        elif name == "tol":
            expect(is_positive(value), place, "a number above 0", value)
        elif name == "l1_ratio":
            expect(is_number(value) and 0 <= value <= 1, place, "a number from 0 to 1", value)
        elif name == "random_state":
            expect(value is None or type(value) is int, place, "a whole number or null", value)
        elif name == "baseline":
            expect(value is None or is_label(value, known), place, "one of the classes or null", value)
        elif name == "class_weight":
            _check_class_weight(value, known)
        else:
            _check_solver(value)
    return dict(options)


def _check_class_weight(value: Any, known: set[Any]) -> None:
    if value is None or value == "balanced":
        return
    place, wanted = "options.class_weight", 'null, "balanced" or pairs of a class and its weight, above 0'
    expect(type(value) is list, place, wanted, value)
    for pair in value:
        good = type(pair) is list and len(pair) == 2 and is_label(pair[0], known) and is_positive(pair[1])
        expect(good, place, wanted, pair)


def _check_solver(value: Any) -> None:
    place = "options.solver"
    if type(value) is str:
        expect(value == "auto" or value in SOLVERS, place, f"auto, {', '.join(sorted(SOLVERS))}", value)
        return
    name = value.get("name") if type(value) is dict else None
    expect(type(name) is str and name in SOLVERS, place, "the name of a solver, or its name and parameters", value)
    parameters = SOLVERS[name]  # type: ignore[index]  # a str, by the line above
    check_keys(value, place, ("name",) + parameters, optional=True)  # no (*a,) on MicroPython
    for key in parameters:
        if key == "learning_rate":
            expect(is_positive(value.get(key, 1.0)), f"{place}.{key}", "a number above 0", value.get(key))
        elif key == "start" and type(value.get(key)) is list:
            check_floats(value[key], f"{place}.{key}", len(value[key]))
        elif key == "start":
            expect(value.get(key, "zeros") in ("zeros", "random"), f"{place}.{key}", "zeros, random or a list", value)
        elif not (key == "epochs" and value.get(key) is None):
            expect(is_whole(value.get(key, 1), 0), f"{place}.{key}", "a whole number of at least 0", value.get(key))


def _check_fit(fit: Any) -> dict[str, Any] | None:
    """How the model was fitted. No prediction depends on it; what is not known is null."""
    if fit is None:
        return None
    check_keys(fit, "fit", FIT)
    for key in FIT:
        value, place = fit[key], f"fit.{key}"
        if value is None:
            continue
        if key == "converged":
            expect(type(value) is bool, place, "true or false", value)
        elif key in {"n_iter", "rows"}:
            expect(is_whole(value, 0), place, "a whole number of at least 0", value)
        elif key in {"objective", "gradient_norm"}:
            expect(is_number(value), place, "a finite number", value)
        elif key == "solver":
            expect(type(value) is str and value in SOLVERS, place, f"one of {', '.join(sorted(SOLVERS))}", value)
        elif key == "date":
            expect(is_date(value), place, "a day as YYYY-MM-DD", value)
        elif key == "purelr":
            expect(is_version(value), place, "a version, such as 0.1.0", value)
        else:
            expect(is_line(value), place, f"one line of at most {LINE:,} characters that can be printed", value)
    return dict(fit)
