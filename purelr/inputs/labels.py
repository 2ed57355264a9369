"""Labels of any kind as numbers, and back: the sorted classes, and each row's place among them."""

from __future__ import annotations

import sys

from ..basics.errors import brief, refuse
from .arrays import flat, is_numpy, listed, missing, numbers, same_length

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Labels:
    """n labels of any kind: the sorted `classes`, and for each class which rows have it.

    A class that only rows of weight 0 have is one too, which is never predicted.

    >>> labels = Labels(["no", "yes", "no"], 3)
    >>> labels.classes, labels.indicator("no")
    (['no', 'yes'], [1.0, 0.0, 1.0])
    """

    classes: list[Any]

    def __init__(self, y: Any, rows: int) -> None:
        distinct = _distinct(y)
        if distinct is not None:  # an array answers for all its rows at once
            same_length(y, rows, "y")
            self.classes, self._rows = distinct, y
            return
        given = flat(y)
        same_length(given, rows, "y")
        self.classes, self._rows = _sorted(given), given

    def indicator(self, label: Any) -> Any:
        """1 for each row with that label and 0 for the others: a list of floats, or an array for an array."""
        if isinstance(self._rows, list):
            return [1.0 if value == label else 0.0 for value in self._rows]
        return self._rows == label


def _distinct(y: Any) -> list[Any] | None:
    """The different numbers in a flat array of them, sorted; None for all else, and for an array with nan in it."""
    if not is_numpy(y) or getattr(y, "ndim", 0) != 1 or getattr(y.dtype, "kind", "O") not in "biuf":
        return None
    if not isinstance(y.dtype, sys.modules["numpy"].dtype):
        return None  # a data frame's own kind, which can have gaps
    values = sys.modules["numpy"].unique(y).tolist()
    return None if any(map(missing, values)) else list(values)


def _sorted(given: list[Any], argument: str = "y") -> list[Any]:
    try:
        return sorted(set(given))
    except TypeError:
        kinds = sorted({type(label).__name__ for label in given})
        refuse(argument, "labels of one kind that can be sorted", ", ".join(kinds), "Turn them all into text, say.")


def classes_to_tell_apart(classes: list[Any]) -> None:
    """Refuse labels of one class, and numbers that are no labels."""
    if len(classes) < 2:
        got = f"one class, {brief(classes[0])}"
        refuse("y", "of at least two classes", got, "There is nothing to tell apart.")
    if len(classes) > 2 and any([isinstance(c, float) and c % 1.0 != 0.0 for c in classes]):
        remedy = "Unknown label type: continuous. For probabilities say soft=True."
        refuse("y", "labels", f"{len(classes)} different fractions such as {brief(classes[0])}", remedy)


def encode(y: Any, rows: int, argument: str = "y", classes: Any = None) -> tuple[list[Any], list[int]]:
    """The classes in y, sorted, and for each row the index of its class.

    argument  what messages call y
    classes   those that there can be, in their order, where they are known

    >>> encode(["no", "yes", "no"], 3)
    (['no', 'yes'], [0, 1, 0])
    """
    given = flat(y, argument)
    same_length(given, rows, argument)
    known = _sorted(given, argument) if classes is None else listed(classes, "classes")
    index = {label: k for k, label in enumerate(known)}
    for i, label in enumerate(given):
        if label not in index:
            refuse(argument, f"one of the classes {brief(known)}", f"{brief(label)} in row {i}")
    return known, [index[label] for label in given]


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
