"""A picture as data: two axes and the marks between them, and the three ways to draw it."""

from __future__ import annotations

from . import on_axes, svg, terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from typing import Any

    from .marks import Mark
    from .scale import Axis


class Picture:
    """What `purelr.plot`'s functions return. `str(picture)` is its SVG, and so is what a notebook shows.

    title        what it shows
    description  the same in words and numbers, for those who cannot see it
    svg          the picture as an SVG file: text
    """

    def __init__(
        self, title: str, description: str, x: Axis, y: Axis, marks: Sequence[Mark], height: float = 300.0
    ) -> None:
        self.title: str = title
        self.description: str = description
        self.x: Axis = x
        self.y: Axis = y
        self.marks: list[Mark] = list(marks)
        self.height = height  # of the field between the axes, where its width is about 340

    def drawing(self, alone: bool = True) -> str:
        """The SVG; not `alone`, it leaves title and style to the page that it is part of."""
        return svg.drawing(self, alone)

    @property
    def svg(self) -> str:
        """The picture as an SVG file: text."""
        return self.drawing()

    def __str__(self) -> str:
        return self.drawing()

    def _repr_svg_(self) -> str:
        return self.drawing()

    def __repr__(self) -> str:
        return f"<Picture: {self.title}. {self.description}>"

    def text(self, width: int = 60, height: int = 16) -> str:
        """The curves in width × height characters, for a terminal; the description, where there are none."""
        return terminal.terminal_picture(self, width, height)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the SVG to a file, whole or not at all. OSError where nothing can be written."""
        from ..persistence import files

        files.replace(path, self.drawing())

    def on(self, ax: Any) -> Any:
        """Draw the picture on matplotlib's axes; returns them. None: the picture itself."""
        return self if ax is None else on_axes.draw(self, ax)
