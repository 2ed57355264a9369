"""What a picture is made of, in the units of its axes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Union

    Mark = Union["Line", "Rule", "Bars", "Dots", "Cells", "Labels"]


class Line:
    """A curve through points; `style` is its number among the curves, for colour, dashes and the shape of the dots, and
    `figure` what the legend says behind its name."""

    def __init__(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        name: str = "",
        style: int = 0,
        steps: bool = False,
        dotted: bool = False,
        figure: str = "",
    ) -> None:
        self.xs: Sequence[float] = xs
        self.ys: Sequence[float] = ys
        self.name: str = name
        self.style: int = style
        self.steps: bool = steps
        self.dotted: bool = dotted
        self.figure = figure


class Rule:
    """A straight line to compare with."""

    def __init__(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.ends: tuple[float, float, float, float] = x0, y0, x1, y1


class Bars:
    """Upright boxes (left, right, bottom, top)."""

    def __init__(self, boxes: Sequence[tuple[float, float, float, float]], style: int = 0) -> None:
        self.boxes: Sequence[tuple[float, float, float, float]] = boxes
        self.style: int = style


class Dots:
    """Points (x, y), each with an interval (low, high) or None, along x or, where `upright`, along y."""

    figure = ""

    def __init__(
        self,
        points: Sequence[tuple[float, float]],
        intervals: Sequence[tuple[float, float] | None],
        name: str = "",
        style: int = 0,
        upright: bool = False,
    ) -> None:
        self.points: Sequence[tuple[float, float]] = points
        self.intervals: Sequence[tuple[float, float] | None] = intervals
        self.name: str = name
        self.style: int = style
        self.upright: bool = upright

    def ends(self) -> list[tuple[float, float, float, float]]:
        """The intervals as lines (x0, y0, x1, y1)."""
        pairs = [(x, y, *interval) for (x, y), interval in zip(self.points, self.intervals) if interval]
        return [(x, low, x, high) if self.upright else (low, y, high, y) for x, y, low, high in pairs]


class Cells:
    """Squares of side 1 around (column, row), shaded from 0 to 1, with a text."""

    def __init__(self, cells: Sequence[tuple[int, int, float, str]]) -> None:
        self.cells = cells


class Labels:
    """Points (x, y) with a text beside them, the most important first: one for which there is no room is left out."""

    def __init__(self, texts: Sequence[tuple[float, float, str]]) -> None:
        self.texts = texts
