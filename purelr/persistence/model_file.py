"""The model file: a fitted model as a plain dict, the dict as JSON text, and both ways back, checked.

    model  →  to_dict  →  to_text  →  a file  →  (a JSON parser)  →  from_dict  →  model

It touches no file, and keeps to what MicroPython has too: no json with options, no order of keys to rely on.
"""

from __future__ import annotations

from ..basics.errors import brief, not_fitted, refuse
from ..basics.text import as_text
from ..inputs import arrays
from .checks import SWITCH, obeyed
from .schema import FIT, FORMAT, SOLVERS, VERSION, checked, keys_of, options_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .checks import Fields

# The solvers' names, by class.
NAMES = {
    "Newton": "newton",
    "NewtonCG": "newton_cg",
    "LBFGS": "lbfgs",
    "CoordinateDescent": "coordinate_descent",
    "GradientDescent": "gd",
}


class SavedResult:
    """The `result_` of a model from a file: a Result without coef, start and trace, with purelr's version and the date.

    rows    how many rows were fitted
    purelr  the version that saved the model first
    date    the day on which it did, UTC
    """

    def __init__(self, fit: dict[str, Any]) -> None:
        for name in FIT:
            setattr(self, name, fit.get(name))

    def __repr__(self) -> str:
        return f"SavedResult({', '.join([f'{name}={getattr(self, name)!r}' for name in FIT])})"


def to_dict(model: Any, scaler: Any = None, stamp: Any = None, sums: Any = None) -> dict[str, Any]:
    """A fitted model as dicts, lists, texts and numbers; `scaler` is what its columns went through before `fit`.

    sums   what standard errors need, as data, where that is to be kept
    stamp  {"purelr": its version, "date": today}, for a model that was not saved before

    Raises ValueError for what cannot be saved: a label or a solver that is no data, a subclass, nan in a coefficient.
    """
    kind = type(model).__name__
    models = sorted(options_of([]))
    if kind not in models:
        refuse("model", f"one of {', '.join(models)} to be saved", kind)
    attribute = "weights" if kind == "LR" else "coef_"
    if not hasattr(model, attribute):
        raise not_fitted(kind, attribute)
    names = getattr(model, "feature_names_in_", None)
    encoding = getattr(model, "encoding_", None)
    intercept, coef, classes = _learnt(model, kind)
    data: dict[str, Any] = {
        "format": FORMAT,
        "version": 1 if encoding is None and sums is None else VERSION,
        "model": kind,
        "columns": None if names is None else [str(name) for name in arrays.listed(names, "feature_names_in_")],
        "n_columns": len(coef[0]),
        "scaling": _scaling(getattr(model, "scaler_", None) if scaler is None else scaler),
        "classes": classes,
        "intercept": intercept,
        "coef": coef,
        "options": _options(model, options_of(classes)[kind], classes),
        "fit": _fit(getattr(model, "result_", None), stamp, getattr(model, "has_offset_", False)),
    }
    if data["version"] > 1:
        data.update(encoding=None if encoding is None else encoding.to_dict(), sums=sums)
    return checked(data)


def _learnt(model: Any, kind: str) -> tuple[list[float], list[list[float]], list[Any]]:
    """Intercepts, coefficients and classes."""
    if kind == "LR":
        weights = [float(w) for w in arrays.listed(model.weights, "weights")]
        return weights[:1], [weights[1:]], [0, 1]
    intercept = [float(b) for b in arrays.listed(model.intercept_, "intercept_")]
    coef = [[float(w) for w in arrays.listed(row, "coef_")] for row in arrays.listed(model.coef_, "coef_")]
    return intercept, coef, [_plain(label) for label in arrays.listed(model.classes_, "classes_")]


def _plain(value: Any) -> Any:
    """A scalar of NumPy as Python's own; anything else as it is."""
    return value.item() if hasattr(value, "item") else value


def _scaling(scaler: Any) -> dict[str, list[float]] | None:
    if scaler is None:
        return None
    if not (hasattr(scaler, "mean_") and hasattr(scaler, "scale_")):
        refuse("scaler", "a fitted StandardScaler", brief(scaler))
    mean, scale = arrays.listed(scaler.mean_, "scaler.mean_"), arrays.listed(scaler.scale_, "scaler.scale_")
    return {"mean": [float(m) for m in mean], "scale": [float(s) for s in scale]}


def _options(model: Any, fields: Fields, classes: list[Any]) -> dict[str, Any]:
    """The parameters. The newer ones are written only where they are not what they are by default: files without them
    are as old as the format."""
    newer: dict[str, Any] = {"formula": None, "firth": False, "weights": "counts", "reference": None}
    newer.update(missing="error", unknown="error")
    return {
        name: bool(getattr(model, name)) if check is SWITCH else _option(name, getattr(model, name), classes)
        for name, check in fields.items()
        if name not in newer or getattr(model, name) != newer[name]
    }


def _option(name: str, value: Any, classes: list[Any]) -> Any:
    """A parameter as data."""
    value = _plain(value)
    if name == "baseline":
        return ([label for label in classes if label == value] or [value])[0]
    if name == "C" and value == float("inf"):
        return "inf"  # JSON has no number for it
    if name == "class_weight" and isinstance(value, dict):  # by label, and JSON's keys are text
        return [[label, float(value[label])] for label in classes if label in value]
    if name == "solver" and not isinstance(value, str):
        return _solver(value)
    if name == "reference" and isinstance(value, dict):
        return [[column, None if level is None else as_text(level)] for column, level in value.items()]
    if name == "random_state" and type(value) is not int:
        return None  # a generator is no data, and nothing here is random
    return value


def _solver(solver: Any) -> dict[str, Any]:
    kind = type(solver).__name__
    if kind not in NAMES:
        refuse("solver", "one of purelr's own to be saved", brief(solver), 'Set model.solver = "auto" first.')
    data: dict[str, Any] = {name: _plain(getattr(solver, name)) for name in SOLVERS[NAMES[kind]]}
    if kind == "GradientDescent" and not isinstance(solver.start, str):
        data["start"] = arrays.numbers(solver.start, "start")
    data["name"] = NAMES[kind]
    return data


def _fit(result: Any, stamp: Any, offset: bool) -> dict[str, Any] | None:
    if result is None:
        return None
    stamp = stamp or {}
    data = {name: _plain(getattr(result, name, stamp.get(name))) for name in FIT if name != "offset"}
    if offset:
        data["offset"] = True
    for name in ("objective", "gradient_norm"):
        # What overflowed is not known.
        data[name] = data[name] if data[name] is not None and data[name] - data[name] == 0.0 else None
    return data


def to_text(data: dict[str, Any]) -> str:
    """The dict of a model as JSON: an entry a line, a row of coefficients a line, floats by their shortest digits."""
    lines = [f"  {_json(key)}: {_laid_out(data[key])}" for key in keys_of(data["version"])]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _laid_out(value: Any) -> str:
    if type(value) is dict:
        return "{\n" + ",\n".join([f"    {_json(key)}: {_json(value[key])}" for key in sorted(value)]) + "\n  }"
    if type(value) is list and value and type(value[0]) is list:
        return "[\n" + ",\n".join([f"    {_json(row)}" for row in value]) + "\n  ]"
    return _json(value)


def _json(value: Any) -> str:
    """A value on one line. (The json module has other options on each interpreter.)"""
    if value is None or type(value) is bool:
        return {None: "null", True: "true", False: "false"}[value]
    if type(value) is str:
        return '"' + "".join([_escaped(c) for c in value]) + '"'
    if type(value) is list:
        return "[" + ", ".join([_json(entry) for entry in value]) + "]"
    if type(value) is dict:
        return "{" + ", ".join([f"{_json(key)}: {_json(value[key])}" for key in sorted(value)]) + "}"
    return repr(value)


def _escaped(c: str) -> str:
    """A character of a text; by its number where a terminal would obey it, or UTF-8 has no bytes for it."""
    code = ord(c)
    if c in {'"', "\\"}:
        return "\\" + c
    return f"\\u{code:04x}" if obeyed(code) else c


def from_dict(data: Any, kinds: dict[str, Any]) -> Any:
    """The model that `to_dict` made the dict of, which is `checked`.

    kinds  the classes by name: the models, StandardScaler, and the solvers by their `name`
    """
    model = kinds[data["model"]]()
    for name in data["options"]:
        setattr(model, name, _parameter(name, data["options"][name], kinds))
    if data["model"] == "LR":
        model.weights = data["intercept"] + data["coef"][0]
    else:
        model.intercept_, model.coef_, model.classes_ = data["intercept"], data["coef"], data["classes"]
        model.n_features_in_ = data["n_columns"]
        if data["columns"] is not None:
            model.feature_names_in_ = data["columns"]
    if data["scaling"] is not None:
        model.scaler_ = kinds["StandardScaler"]()
        model.scaler_.mean_, model.scaler_.scale_ = data["scaling"]["mean"], data["scaling"]["scale"]
        model.scaler_.n_features_in_ = data["n_columns"]
    if data["fit"] is not None:
        model.result_ = SavedResult(data["fit"])
        if data["model"] != "LR":
            model.n_iter_ = data["fit"]["n_iter"]
            model.has_offset_ = bool(data["fit"].get("offset"))
    if data["encoding"] is not None:
        model.encoding_ = kinds["Encoding"].from_dict(data["encoding"])
    return model


def _parameter(name: str, value: Any, kinds: dict[str, Any]) -> Any:
    """The reverse of `_option`."""
    if name == "C" and value == "inf":
        return float("inf")
    if name in ("class_weight", "reference") and type(value) is list:
        return dict(value)
    if name == "solver" and type(value) is dict:
        if value["name"] not in kinds:
            return "auto"  # a board has not all of them, and no prediction depends on it
        return kinds[value["name"]](**{key: value[key] for key in value if key != "name"})
    return value
