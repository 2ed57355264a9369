"""What the second version of a model file holds besides: the encoding of its columns, and the sums of its fit.

A model that has neither is written as the first version still.
"""

from __future__ import annotations

from .data_check import check_floats, check_keys, check_list, expect, is_number, is_whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

VERSION = 2
SUMS = (
    "firth",
    "soft",
    "baseline",
    "total",
    "loglik",
    "null_loglik",
    "saturated",
    "deviance",
    "shift",
    "scale",
    "axes",
    "factor",
)


def with_more(data: dict[str, Any], model: Any, sums: bool) -> dict[str, Any]:
    """The data of a model, of the second version where it has an encoding or is to keep its sums."""
    encoding, evidence = getattr(model, "encoding_", None), getattr(model, "_evidence", None)
    kept = sums or getattr(evidence, "saved", False)
    if encoding is None and not kept:
        return data
    return dict(
        data,
        version=VERSION,
        encoding=None if encoding is None else encoding.to_dict(),
        sums=model._asked().to_dict() if kept else None,
    )


def set_more(model: Any, data: dict[str, Any], kinds: dict[str, Any]) -> None:
    """The reverse of `with_more`."""
    if data["encoding"] is not None:
        model.encoding_ = kinds["Encoding"].from_dict(data["encoding"])
    if data["sums"] is not None:
        model._evidence = kinds["Evidence"].from_dict(data["sums"], model)


def check_encoding(data: dict[str, Any], n: int) -> dict[str, Any] | None:
    """How cells of text become the model's n columns."""
    encoding = data.get("encoding")
    if encoding is None:
        return None
    expect(data["model"] == "LogisticRegression", "encoding", "null for LR", encoding)
    check_keys(encoding, "encoding", ("missing", "lenient", "columns", "target"))
    missing, columns = encoding["missing"], encoding["columns"]
    expect(missing is None or missing in ("drop", "mean"), "encoding.missing", 'null, "drop" or "mean"', missing)
    expect(type(encoding["lenient"]) is bool, "encoding.lenient", "true or false", encoding["lenient"])
    target = encoding["target"]
    expect(target is None or type(target) is str, "encoding.target", "a text or null", target)
    expect(type(columns) is list, "encoding.columns", "a list", columns)
    checked_columns = [_check_encoded(column, f"encoding.columns[{j}]") for j, column in enumerate(columns)]
    width = sum([len(column["means"]) for column in checked_columns])
    expect(width == n, "encoding.columns", f"columns that become {n} numbers", width)
    return dict(encoding, columns=checked_columns)


def _check_encoded(column: Any, place: str) -> dict[str, Any]:
    check_keys(column, place, ("name", "levels", "reference", "means"))
    levels, reference = column["levels"], column["reference"]
    expect(type(column["name"]) is str, f"{place}.name", "a text", column["name"])
    if levels is None:
        return dict(column, means=check_floats(column["means"], f"{place}.means", 1))
    expect(type(levels) is list, f"{place}.levels", "null or a list of texts", levels)
    texts = levels if reference is None else [reference] + levels  # no [*a] on MicroPython
    for level in texts:
        expect(type(level) is str, f"{place}.levels", "texts", level)
    expect(len(set(texts)) == len(texts), f"{place}.levels", "different texts", texts)
    return dict(column, means=check_floats(column["means"], f"{place}.means", len(levels)))


def check_sums(data: dict[str, Any], n: int) -> dict[str, Any] | None:
    """What standard errors need: the factors are triangles, row by row, with diagonals above 0."""
    sums, classes, fit = data.get("sums"), len(data["classes"]), data["fit"]
    if sums is None:
        return None
    expect(data["model"] == "LogisticRegression", "sums", "null for LR", sums)
    known = type(fit) is dict and None not in [fit.get(name) for name in ("solver", "n_iter", "rows")]
    expect(known, "fit", "known where there are sums", fit)
    check_keys(sums, "sums", SUMS)
    found = dict(sums)
    for name in ("firth", "soft"):
        expect(type(sums[name]) is bool, f"sums.{name}", "true or false", sums[name])
    baseline = sums["baseline"]
    expect(is_whole(baseline, 0) and baseline < classes, "sums.baseline", "the place of a class", baseline)
    for name in SUMS[3:8]:
        expect(is_number(sums[name]), f"sums.{name}", "a finite number", sums[name])
        found[name] = float(sums[name])
    expect(found["total"] > 0.0, "sums.total", "above 0", sums["total"])
    for name in ("loglik", "null_loglik"):  # of probabilities; Firth's penalty can be of either sign
        expect(sums["firth"] or found[name] < 0.0, f"sums.{name}", "below 0", sums[name])
    for name in ("shift", "scale"):
        found[name] = check_floats(sums[name], f"sums.{name}", n)
    for j, value in enumerate(found["scale"]):
        expect(value > 0.0, f"sums.scale[{j}]", "above 0", value)
    axes = sums["axes"]
    size = n + 1 if type(axes) is list and len(axes) == n + 1 else n
    for name, length in (("axes", size), ("factor", size * (classes - 1))):
        rows = check_list(sums[name], f"sums.{name}", length, "rows")
        found[name] = [check_floats(row, f"sums.{name}[{i}]", i + 1) for i, row in enumerate(rows)]
        for i, row in enumerate(found[name]):
            expect(row[i] > 0.0, f"sums.{name}[{i}][{i}]", "above 0", row[i])
    return found
