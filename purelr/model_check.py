"""What a model file may hold: every entry is looked at before a model is made of it, and before one is written.

Types are compared by `is`: True is no number here, on any interpreter, and nothing is called that a file could name.
"""

from __future__ import annotations

from .errors import ModelFileError, brief

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

FORMAT = "purelr model"
VERSION = 2  # the second has an "encoding" besides; a model without one is written as the first still
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
        "fit_intercept",
        "warm_start",
        "standardize",
        "soft",
        "firth",
    ),
}
SOLVERS = {
    "newton": ("memory",),
    "lbfgs": ("memory",),
    "coordinate_descent": ("sweeps",),
    "gd": ("learning_rate", "epochs", "start", "seed"),
}
HUGE = 1e300  # a longer integer is no float, and text of any length would take any time to become one


def checked(data: Any) -> dict[str, Any]:
    """The dict of a model, with every number that is to be a float as one. ModelFileError for anything else."""
    if type(data) is not dict or data.get("format") != FORMAT:
        raise ModelFileError(f'The file must be a purelr model; got no "format": "{FORMAT}" in it.')
    _check_version(data.get("version"), data)
    _check_keys(data, "the file", KEYS if data["version"] > 1 else KEYS[:-1])
    kind, n = data["model"], data["n_columns"]
    _expect(type(kind) is str and kind in OPTIONS, "model", f"one of {', '.join(sorted(OPTIONS))}", kind)
    _expect(_is_whole(n, 1), "n_columns", "a whole number of at least 1", n)
    classes = data["classes"]
    _check_classes(classes, kind)
    sets = 1 if len(classes) == 2 else len(classes)
    _check_columns(data["columns"], n)
    return dict(
        data,
        scaling=_check_scaling(data["scaling"], n),
        intercept=_check_floats(data["intercept"], "intercept", sets),
        coef=[
            _check_floats(row, f"coef[{k}]", n) for k, row in enumerate(_check_list(data["coef"], "coef", sets, "rows"))
        ],
        options=_check_options(data["options"], kind, classes),
        fit=_check_fit(data["fit"]),
        encoding=_check_encoding(data.get("encoding"), n, kind),
    )


def _check_version(version: Any, data: dict[str, Any]) -> None:
    _expect(_is_whole(version, 1), "version", "a whole number of at least 1", version)
    if version > VERSION:
        fit = data.get("fit")
        writer = fit.get("purelr") if type(fit) is dict else None
        by = f" to {brief(writer)}, which wrote it" if type(writer) is str else ""
        message = f"version must be at most {VERSION} for this purelr; got {version}."
        raise ModelFileError(message, f"Upgrade purelr{by}.")


def _check_keys(data: Any, place: str, keys: Sequence[str], optional: bool = False) -> None:
    """Refuse what is no dict of these keys. An unknown one may be what the model cannot be read without."""
    _expect(type(data) is dict, place, "an object of names and values", data)
    for key in data:
        _expect(key in keys, f"a name in {place}", f"one of {', '.join(keys)}", key)
    for key in keys:
        if key not in data and not optional:
            raise ModelFileError(f"{place} must have {key!r}; got none.")


def _check_columns(columns: Any, n: int) -> None:
    if columns is not None:
        for j, name in enumerate(_check_list(columns, "columns", n, "names")):
            _expect(type(name) is str, f"columns[{j}]", "a text", name)


def _check_classes(classes: Any, kind: str) -> None:
    _expect(type(classes) is list and len(classes) > 1, "classes", "a list of at least two labels", classes)
    seen = set()
    for k, label in enumerate(classes):
        good = type(label) in (str, bool) or _is_number(label)
        _expect(good, f"classes[{k}]", "a text, a number or true or false, to be data", label)
        if label in seen:
            raise ModelFileError(f"classes must be different; got {brief(label)} twice.")
        seen.add(label)
    binary = len(classes) == 2 and [type(label) for label in classes] == [int, int] and classes == [0, 1]
    _expect(kind != "LR" or binary, "classes", "[0, 1] for LR", classes)


def _check_scaling(scaling: Any, n: int) -> dict[str, list[float]] | None:
    if scaling is None:
        return None
    _check_keys(scaling, "scaling", ("mean", "scale"))
    mean, scale = _check_floats(scaling["mean"], "scaling.mean", n), _check_floats(scaling["scale"], "scaling.scale", n)
    for j, value in enumerate(scale):
        _expect(value > 0.0, f"scaling.scale[{j}]", "above 0", value)
    return {"mean": mean, "scale": scale}


def _check_options(options: Any, kind: str, classes: list[Any]) -> dict[str, Any]:
    """The parameters; one that the file leaves out has its default, as it may be newer than the file."""
    _check_keys(options, "options", OPTIONS[kind], optional=True)
    for name in options:
        value, place = options[name], f"options.{name}"
        if name in SWITCHES:
            _expect(type(value) is bool, place, "true or false", value)
        elif name in {"max_iter", "seed"}:
            _expect(_is_whole(value, 0), place, "a whole number of at least 0", value)
        elif name == "C":
            _expect(value == "inf" or _is_positive(value), place, 'a number above 0 or "inf"', value)
        elif name == "tol":
            _expect(_is_positive(value), place, "a number above 0", value)
        elif name == "l1_ratio":
            _expect(_is_number(value) and 0 <= value <= 1, place, "a number from 0 to 1", value)
        elif name == "random_state":
            _expect(value is None or type(value) is int, place, "a whole number or null", value)
        elif name == "baseline":
            _expect(value is None or _is_label(value, classes), place, "one of the classes or null", value)
        elif name == "class_weight":
            _check_class_weight(value, classes)
        else:
            _check_solver(value)
    return dict(options)


def _check_class_weight(value: Any, classes: list[Any]) -> None:
    if value is None or value == "balanced":
        return
    place, wanted = "options.class_weight", 'null, "balanced" or pairs of a class and its weight, above 0'
    _expect(type(value) is list, place, wanted, value)
    for pair in value:
        good = type(pair) is list and len(pair) == 2 and _is_label(pair[0], classes) and _is_positive(pair[1])
        _expect(good, place, wanted, pair)


def _check_solver(value: Any) -> None:
    place = "options.solver"
    if type(value) is str:
        _expect(value == "auto" or value in SOLVERS, place, f"auto, {', '.join(sorted(SOLVERS))}", value)
        return
    name = value.get("name") if type(value) is dict else None
    _expect(type(name) is str and name in SOLVERS, place, "the name of a solver, or its name and parameters", value)
    parameters = SOLVERS[name]  # type: ignore[index]  # a str, by the line above
    _check_keys(value, place, ("name",) + parameters, optional=True)  # no (*a,) on MicroPython
    for key in parameters:
        if key == "learning_rate":
            _expect(_is_positive(value.get(key, 1.0)), f"{place}.{key}", "a number above 0", value.get(key))
        elif key == "start" and type(value.get(key)) is list:
            _check_floats(value[key], f"{place}.{key}", len(value[key]))
        elif key == "start":
            _expect(value.get(key, "zeros") in ("zeros", "random"), f"{place}.{key}", "zeros, random or a list", value)
        elif not (key == "epochs" and value.get(key) is None):
            _expect(_is_whole(value.get(key, 1), 0), f"{place}.{key}", "a whole number of at least 0", value.get(key))


def _check_encoding(encoding: Any, n: int, kind: str) -> dict[str, Any] | None:
    """How cells of text become the model's columns."""
    if encoding is None:
        return None
    _expect(kind == "LogisticRegression", "encoding", "null for LR", encoding)
    _check_keys(encoding, "encoding", ("missing", "lenient", "columns", "target"))
    missing, columns = encoding["missing"], encoding["columns"]
    _expect(missing is None or missing in ("drop", "mean"), "encoding.missing", 'null, "drop" or "mean"', missing)
    _expect(type(encoding["lenient"]) is bool, "encoding.lenient", "true or false", encoding["lenient"])
    target = encoding["target"]
    _expect(target is None or type(target) is str, "encoding.target", "a text or null", target)
    _expect(type(columns) is list, "encoding.columns", "a list", columns)
    checked_columns = [_check_encoded(column, f"encoding.columns[{j}]") for j, column in enumerate(columns)]
    width = sum([len(column["means"]) for column in checked_columns])
    _expect(width == n, "encoding.columns", f"columns that become {n} numbers", width)
    return dict(encoding, columns=checked_columns)


def _check_encoded(column: Any, place: str) -> dict[str, Any]:
    _check_keys(column, place, ("name", "levels", "reference", "means"))
    levels, reference = column["levels"], column["reference"]
    _expect(type(column["name"]) is str, f"{place}.name", "a text", column["name"])
    if levels is None:
        return dict(column, means=_check_floats(column["means"], f"{place}.means", 1))
    _expect(type(levels) is list, f"{place}.levels", "null or a list of texts", levels)
    texts = levels if reference is None else [reference] + levels  # no [*a] on MicroPython
    for level in texts:
        _expect(type(level) is str, f"{place}.levels", "texts", level)
    _expect(len(set(texts)) == len(texts), f"{place}.levels", "different texts", texts)
    return dict(column, means=_check_floats(column["means"], f"{place}.means", len(levels)))


def _check_fit(fit: Any) -> dict[str, Any] | None:
    """How the model was fitted. No prediction depends on it; what is not known is null."""
    if fit is None:
        return None
    _check_keys(fit, "fit", FIT)
    for key in FIT:
        value, place = fit[key], f"fit.{key}"
        if value is None:
            continue
        if key == "converged":
            _expect(type(value) is bool, place, "true or false", value)
        elif key in {"n_iter", "rows"}:
            _expect(_is_whole(value, 0), place, "a whole number of at least 0", value)
        elif key in {"objective", "gradient_norm"}:
            _expect(_is_number(value), place, "a finite number", value)
        else:
            _expect(type(value) is str, place, "a text", value)
    return dict(fit)


def _expect(good: bool, place: str, requirement: str, value: Any) -> None:
    if not good:
        raise ModelFileError(f"{place} must be {requirement}; got {brief(value)}.")


def _check_list(values: Any, place: str, n: int, things: str) -> list[Any]:
    _expect(type(values) is list, place, f"a list of {n} {things}", values)
    if len(values) != n:
        raise ModelFileError(f"{place} must be a list of {n} {things}; got {len(values)}.")
    return values  # type: ignore[no-any-return]


def _check_floats(values: Any, place: str, n: int) -> list[float]:
    """A list of n finite numbers, as floats."""
    for i, value in enumerate(_check_list(values, place, n, "numbers")):
        if not _is_number(value):
            _expect(False, f"{place}[{i}]", "a finite number", value)
    return [float(value) for value in values]


def _is_number(value: Any) -> bool:
    return (type(value) is float and value - value == 0.0) or (type(value) is int and -HUGE < value < HUGE)


def _is_positive(value: Any) -> bool:
    return _is_number(value) and value > 0


def _is_whole(value: Any, least: int) -> bool:
    return type(value) is int and least <= value < HUGE


def _is_label(value: Any, classes: list[Any]) -> bool:
    return any([type(label) is type(value) and label == value for label in classes])
