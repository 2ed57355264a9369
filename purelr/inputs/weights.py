"""How much each row counts: the user's weights times those of the classes."""

from __future__ import annotations

from math import inf, isfinite

from ..basics.errors import brief, number_or_nan, refuse
from . import arrays

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def sample_weights(given: Any, rows: int) -> list[float]:
    """`sample_weight` as n numbers of at least 0, not all of them 0; ones where it is None, one number for all rows."""
    if given is None:
        return [1.0] * rows
    if isinstance(given, (int, float)):
        given = [given] * rows
    weights = arrays.numbers(given, "sample_weight")
    arrays.same_length(weights, rows, "sample_weight")
    for i, weight in enumerate(weights):
        if weight < 0.0:
            refuse("sample_weight", "at least 0", f"{weight} in row {i}", "Drop a row by a weight of 0.")
    if not any(weights):
        refuse("sample_weight", "above 0 in some row", "zeros alone")
    if not isfinite(sum(weights)):
        refuse("sample_weight", "small enough for a sum", brief(max(weights)), "Divide all of them by one number.")
    return weights


def offsets(values: Any, n: int) -> list[float]:
    """One finite number for each of n rows; one number for all of them is as good."""
    if isinstance(values, (int, float)) and not isinstance(values, bool):
        values = [values] * n
    found = arrays.numbers(values, "offset")
    arrays.same_length(found, n, "offset")
    return found


def class_weights(given: Any, classes: list[Any], sums: list[float]) -> list[float]:
    """One weight a class, from "balanced" or a dict by label; a class that the dict leaves out has 1, and classes that
    it names and y has not make no difference.

    "balanced" makes the classes weigh the same: Σ weights / (K · Σ weights of the class); `sums` are the latter.
    """
    if isinstance(given, str) and given == "balanced":
        there = [total for total in sums if total > 0.0]
        return [sum(sums) / (len(there) * total) if total > 0.0 else 1.0 for total in sums]
    if not isinstance(given, dict):
        refuse("class_weight", 'None, "balanced" or a dict by label', brief(given))
    found = [given.get(label, 1.0) for label in classes]
    for label, value in zip(classes, found):
        if not 0.0 <= number_or_nan(value) < inf:
            refuse(f"class_weight of {brief(label)}", "a number of at least 0", brief(value))
    if not any(found):
        refuse("class_weight", "above 0 for some class of y", brief(given))
    return [float(value) for value in found]
