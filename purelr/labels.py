"""Labels of any kind as numbers, and back: the sorted classes, and each row's place among them."""

from __future__ import annotations

from .errors import brief, refuse
from .inputs import flat, numbers, same_length

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def encode(y: Any, rows: int, weights: list[float] | None = None) -> tuple[list[Any], list[int]]:
    """The classes in y, sorted, and for each row the index of its class.

    A row of weight 0 is as good as gone: a class that only such rows have is none, and their index says nothing.

    >>> encode(["no", "yes", "no"], 3)
    (['no', 'yes'], [0, 1, 0])
    """
    given = flat(y)
    same_length(given, rows, "y")
    counted = given if weights is None else [label for label, weight in zip(given, weights) if weight > 0.0]
    try:
        classes = sorted(set(counted))
    except TypeError:
        kinds = sorted({type(label).__name__ for label in given})
        refuse("y", "labels of one kind that can be sorted", ", ".join(kinds), "Turn them all into text, say.")
    if weights is not None and len(classes) == 1:
        refuse("y", "of at least two classes", f"one class, {brief(classes[0])}", "There is nothing to tell apart.")
    if weights is not None and len(classes) > 2 and any([isinstance(c, float) and c % 1.0 != 0.0 for c in classes]):
        remedy = "Unknown label type: continuous. For probabilities say soft=True."
        refuse("y", "labels", f"{len(classes)} different fractions such as {brief(classes[0])}", remedy)
    index = {label: k for k, label in enumerate(classes)}
    return classes, [index.get(label, 0) for label in given]


def probabilities(y: Any, rows: int) -> list[float]:
    """y as n numbers in [0, 1]: each row's share of the second class."""
    values = numbers(flat(y), "y")
    same_length(values, rows, "y")
    for i, value in enumerate(values):
        if not 0.0 <= value <= 1.0:
            refuse("y", "in 0..1 with soft=True", f"{value} in row {i}")
    if min(values) == max(values) and values[0] in (0.0, 1.0):
        refuse("y", "of both classes", f"one class, {values[0]:g}", "There is nothing to tell apart.")
    return values


def zeros_and_ones(y: Any, rows: int) -> list[float]:
    """y as floats, for a model that takes 0 and 1 alone."""
    given = flat(y)
    same_length(given, rows, "y")
    for i, label in enumerate(given):
        if label not in (0, 1):
            refuse("y", "0 or 1", f"{brief(label)} in row {i}", "LogisticRegression takes labels of any kind.")
    if len(set(given)) == 1:
        refuse("y", "of two classes", f"one class, {brief(given[0])}", "There is nothing to tell apart.")
    return [float(label) for label in given]
