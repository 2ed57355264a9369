"""A column of a person's table, and the numbers that it becomes: text as indicators of its levels.

A text column of the levels a, b and c, a being the reference, becomes two columns, "name=b" and "name=c", of ones and
zeros (treatment contrasts, as in R). The reference is the first in alphabetical order.
"""

from __future__ import annotations

from ..basics.errors import brief, refuse
from ..basics.text import as_text
from .cells import as_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

GAP = ""  # the level of missing cells: an empty cell is one, so that no other level has this name


class Column:
    """One column of a table, and the numbers that it becomes.

    levels     the texts that have an indicator each, or None for numbers; the last can be "", for missing cells
    reference  the level that has none
    means      what stands in for a missing cell: the mean of each number; of a column of numbers there can be one more,
               an indicator of such cells
    """

    def __init__(self, name: str, levels: list[str] | None, reference: str | None, means: list[float]) -> None:
        self.name = name
        self.levels = levels
        self.reference = reference
        self.means = means

    @property
    def gap(self) -> bool:
        """Whether one of its numbers says that the cell is missing."""
        return len(self.means) > 1 if self.levels is None else GAP in self.levels[-1:]

    @property
    def are_codes(self) -> bool:
        """Whether its levels are all of them numbers."""
        return all([as_number(level) is not None for level in self.levels or ["no"] if level != GAP])

    def __repr__(self) -> str:
        return f"<Column {self.name!r}: {self._kind()}>"

    def _kind(self) -> str:
        return "a number" if self.levels is None else f"{len(self.levels) + (self.reference is not None)} levels"

    def names(self) -> list[str]:
        """What the numbers are called that the column becomes."""
        names = [f"{self.name}={level}" for level in self.levels or [] if level != GAP]
        return [self.name] * (self.levels is None) + names + [f"{self.name} missing"] * self.gap

    def with_all_levels(self) -> Column:
        """The same with an indicator for the reference, too, which comes first."""
        if self.levels is None:
            return self
        shares = [0.0 if self.gap else 1.0 - sum(self.means), *self.means]
        return Column(self.name, [str(self.reference), *self.levels], None, shares)

    def encode(self, cell: Any, place: str, lenient: bool) -> list[float]:
        """A cell that is not missing as numbers; ValueError with its place for what it cannot be."""
        if self.levels is None:
            number = as_number(cell)
            if number is None:
                refuse(f"column {brief(self.name)}", "a number, as in the fit", f"{brief(cell)} in {place}")
            return [number] + [0.0] * self.gap
        text = as_text(cell)
        if not (lenient or self.knows(text)):
            self.refuse_level(text, place)
        return self.indicators(text)

    def indicators(self, text: str) -> list[float]:
        """The numbers of a level; of one that is not known, zeros."""
        return [1.0 if text == level else 0.0 for level in self.levels or ()]

    def knows(self, text: str) -> bool:
        """Whether the fit has seen this level."""
        return self.levels is None or text in self.levels or text == self.reference

    def refuse_level(self, text: str, place: str) -> None:
        """Raise the ValueError for a level that the fit has not seen."""
        known = (self.levels or []) if self.reference is None else [self.reference] + (self.levels or [])
        got = f"{brief(text)} in {place}"
        refuse(f"column {brief(self.name)}", f"one of the levels of the fit, {brief(known)}", got)
