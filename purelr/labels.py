"""Labels of any kind as numbers, and back: the sorted classes, and each row's place among them."""

from __future__ import annotations

from .errors import brief, refuse
from .inputs import flat, same_length

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def encode(y: Any, rows: int) -> tuple[list[Any], list[int]]:
    """The classes in y, sorted, and for each row the index of its class.

    >>> encode(["no", "yes", "no"], 3)
    (['no', 'yes'], [0, 1, 0])
    """
    given = flat(y)
    same_length(given, rows, "y")
    try:
        classes = sorted(set(given))
    except TypeError:
        kinds = sorted({type(label).__name__ for label in given})
        refuse("y", "labels of one kind that can be sorted", ", ".join(kinds), "Turn them all into text, say.")
    index = {label: k for k, label in enumerate(classes)}
    return classes, [index[label] for label in given]


def two_classes(y: Any, rows: int) -> tuple[list[Any], list[int]]:
    """`encode`, for exactly two classes."""
    classes, codes = encode(y, rows)
    if len(classes) == 1:
        refuse("y", "of two classes", f"only {brief(classes[0])}", "There is nothing to tell apart.")
    if len(classes) > 2:
        refuse("y", "of two classes", f"{len(classes)}: {brief(classes)}", "Choose two, or one against the rest.")
    return classes, codes


def zeros_and_ones(y: Any, rows: int) -> list[float]:
    """y as floats, for a model that takes 0 and 1 alone."""
    given = flat(y)
    same_length(given, rows, "y")
    for i, label in enumerate(given):
        if label not in (0, 1):
            refuse("y", "0 or 1", f"{brief(label)} in row {i}", "LogisticRegression takes labels of any kind.")
    two_classes(given, rows)
    return [float(label) for label in given]
