"""The way from a person's columns to the numbers of a formula, as a list of steps that a file and a program can hold.

Each step is a list: what is done, and of which steps before it.

  ["column", j]              the j-th of the numbers that the cells become: a column of numbers, or a level's indicator
  ["number", c]              a constant
  ["+", a, b]                a sum; so are "-", "*", "/" and "**"
  ["log", a]                 a function; so are "exp", "sqrt" and "abs"
  ["pieces", a, starts, p]   a polynomial between knots: of p, lists of an origin o and coefficients c, the one is taken
                             before which there are as many as starts at or below a; it is c0 + c1 u + c2 u² +
                             …, u = a − o

The same functions go through one row and through columns of NumPy.
"""

from __future__ import annotations

import math
import sys

from ..basics.errors import refuse
from ..basics.text import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    Step = list[Any]

FUNCTIONS = ("log", "exp", "sqrt", "abs")
# For each kind of step how many steps before it are its operands.
OPERANDS = {
    "column": 0,
    "number": 0,
    "+": 2,
    "-": 2,
    "*": 2,
    "/": 2,
    "**": 2,
    "pieces": 1,
    **dict.fromkeys(FUNCTIONS, 1),
}
TIGHT = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 3}
NAN = float("nan")
LONGEST, DEEPEST = 80, 10  # characters of a step in a message, and steps within it


class Design:
    """The numbers of a formula, by steps from those of the cells.

    text       the formula
    steps      as above
    names      of the numbers that coefficients are for
    places     the step of each of them
    terms      the variables of each term, and how many of the numbers, one after the other, are its own
    offset     the step that is added to the log-odds, None for none
    intercept  whether the formula has one
    inputs     what the numbers of the cells are called
    """

    def __init__(
        self,
        text: str,
        steps: list[Step],
        names: list[str],
        places: list[int],
        terms: list[tuple[list[str], int]],
        offset: int | None,
        intercept: bool,
        inputs: list[str],
    ) -> None:
        self.text = text
        self.steps = steps
        self.names = names
        self.places = places
        self.terms = terms
        self.offset = offset
        self.intercept = intercept
        self.inputs = inputs

    def __repr__(self) -> str:
        return f"<Design of {self.text!r}: {len(self.names)} numbers>"

    def to_dict(self) -> dict[str, Any]:
        """The design as data."""
        terms = [[variables, count] for variables, count in self.terms]
        known = {"text": self.text, "steps": self.steps, "names": self.names, "places": self.places, "terms": terms}
        return {**known, "offset": self.offset, "intercept": self.intercept}

    @staticmethod
    def from_dict(data: dict[str, Any], inputs: list[str]) -> Design:
        """The reverse, for data that are checked."""
        terms = [(variables, count) for variables, count in data["terms"]]
        text, steps, names, places = [data[key] for key in ("text", "steps", "names", "places")]
        return Design(text, steps, names, places, terms, data["offset"], data["intercept"], inputs)

    def without_idle_steps(self) -> Design:
        """The design without the steps that neither a number nor the offset needs."""
        wanted = [*self.places, *([] if self.offset is None else [self.offset])]
        kept = sorted(needed_for(self.steps, wanted))
        place = {k: i for i, k in enumerate(kept)}
        steps = []
        for what, *operands in [self.steps[k] for k in kept]:
            count = OPERANDS[what]
            steps.append([what, *[place[k] for k in operands[:count]], *operands[count:]])
        places, offset = [place[k] for k in self.places], None if self.offset is None else place[self.offset]
        return Design(self.text, steps, self.names, places, self.terms, offset, self.intercept, self.inputs)

    def through(self, rows: Any, place: Any) -> tuple[Any, Any]:
        """Rows of numbers of cells as rows of the design, and the offset of each, None where the formula has none;
        place(i) says where row i is."""
        if not hasattr(rows, "shape"):
            pairs = [self.row(row, place(i)) for i, row in enumerate(rows)]
            return [row for row, _ in pairs], None if self.offset is None else [offset for _, offset in pairs]
        numpy = sys.modules["numpy"]
        values = self.values(rows.T, lambda bad: place(int(bad.argmax())))
        matrix = numpy.empty((len(rows), len(self.places)))
        for j, k in enumerate(self.places):
            matrix[:, j] = values[k]
        return matrix, None if self.offset is None else numpy.zeros(len(rows)) + values[self.offset]

    def row(self, numbers: Sequence[float], place: str) -> tuple[list[float], float]:
        """One row, and its offset."""
        values = self.values(numbers, lambda _: place)
        return [values[k] for k in self.places], 0.0 if self.offset is None else values[self.offset]

    def values(self, given: Sequence[Any], place: Any) -> list[Any]:
        """What each step finds. place(bad) says in which row a number is not finite."""
        found: list[Any] = []
        for k, (what, *operands) in enumerate(self.steps):
            if what == "column":
                found.append(given[operands[0]])
            elif what == "number":
                found.append(operands[0])
            elif what == "pieces":
                found.append(in_pieces(found[operands[0]], *operands[1:]))
            else:
                values = [found[i] for i in operands]
                found.append(_computed(what, values))
                self._check(k, found[-1], values, place)
        return found

    def _check(self, k: int, value: Any, operands: list[Any], place: Any) -> None:
        """Refuse a number that is not finite."""
        bad = value - value != 0.0
        if bad is False or (bad is not True and not bad.any()):
            return
        at = bad.argmax() if bad is not True else None
        first = float(operands[0][at] if hasattr(operands[0], "shape") and operands[0].shape else operands[0])
        what = self.steps[k][0]
        got = f"{what}({first:g})" if what in FUNCTIONS else f"{float(value if at is None else value[at])}"
        refuse(self.said(k), "a finite number in every row", f"{got} in {place(bad)}")

    def said(self, k: int) -> str:
        """A step as arithmetic of the columns, on one line and short."""
        text = plain(self._said(k, 0, 0))
        return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"

    def _said(self, k: int, tight: int, deep: int) -> str:
        what, *operands = self.steps[k]
        if what == "column":
            return self.inputs[operands[0]]
        if what == "number":
            return f"{operands[0]:g}"
        if deep > DEEPEST:
            return "…"
        if what == "pieces":
            return f"spline({self._said(operands[0], 0, deep + 1)})"
        if what in FUNCTIONS:
            return f"{what}({self._said(operands[0], 0, deep + 1)})"
        own = TIGHT[what]
        text = f"{self._said(operands[0], own, deep + 1)} {what} {self._said(operands[1], own + 1, deep + 1)}"
        return f"({text})" if own < tight else text


def needed_for(steps: Sequence[Step], wanted: Sequence[int]) -> set[int]:
    """These steps, and those before them that they need."""
    needed = set(wanted)
    for k in range(len(steps) - 1, -1, -1):
        what, *operands = steps[k]
        if k in needed:
            needed.update(operands[: OPERANDS[what]])
    return needed


def _computed(what: str, values: list[Any]) -> Any:
    """An operation on numbers, or on columns of NumPy; nan or inf where there is no number."""
    if any([hasattr(value, "shape") for value in values]):
        return _of_columns(what, values)
    try:
        if what == "+":
            return values[0] + values[1]
        if what == "-":
            return values[0] - values[1]
        if what == "*":
            return values[0] * values[1]
        if what == "/":
            return values[0] / values[1]
        if what == "**":
            return math.pow(values[0], values[1])
        return abs(values[0]) if what == "abs" else getattr(math, what)(values[0])
    except (ValueError, ArithmeticError):
        return NAN


def _of_columns(what: str, values: list[Any]) -> Any:
    numpy = sys.modules["numpy"]
    names = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "**": "power"}
    with numpy.errstate(all="ignore"):
        return getattr(numpy, names.get(what, what))(*values)


def in_pieces(x: Any, starts: list[float], pieces: list[list[float]]) -> Any:
    """c0 + c1 (x − o) + c2 (x − o)² + …"""
    if not hasattr(x, "shape"):
        origin, *coefs = pieces[sum([start <= x for start in starts])]
        value = 0.0
        for c in reversed(coefs):
            value = value * (x - origin) + c
        return value
    numpy = sys.modules["numpy"]
    chosen = numpy.array(pieces)[numpy.searchsorted(numpy.array(starts), x, side="right")]
    u, total = x - chosen[..., 0], 0.0
    for j in range(chosen.shape[-1] - 1, 0, -1):
        total = total * u + chosen[..., j]
    return total
