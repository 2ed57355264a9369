"""Pictures for the terminal, in plain ASCII: the curves of a picture, and a falling curve by itself."""

from __future__ import annotations

from math import log

from ..basics.text import plain
from .marks import Dots, Line, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .picture import Picture


def terminal_curve(values: Sequence[float], width: int = 60, height: int = 8) -> str:
    """Positive values against their index, on a logarithmic scale, in width × height characters.

    >>> print(terminal_curve([4.0, 2.0, 1.0, 0.5], width=4, height=4))
             4 |*
               | *
               |  *
           0.5 |   *
               +----
                0  3
    """
    columns = min(width, len(values))
    shown = [values[round(k * (len(values) - 1) / max(columns - 1, 1))] for k in range(columns)]
    logs = [log(max(value, 1e-300)) for value in shown]
    low, span = min(logs), (max(logs) - min(logs)) or 1.0
    field = [[" "] * columns for _ in range(height)]
    for column, value in enumerate(logs):
        field[round((value - low) / span * (height - 1))][column] = "*"
    return _framed(field, (f"{min(shown):.4g}", f"{max(shown):.4g}"), ("0", str(len(values) - 1)))


def _framed(field: list[list[str]], y_ends: tuple[str, str], x_ends: tuple[str, str]) -> str:
    """The field, its lowest row first, with its axes and their ends."""
    height, width = len(field), len(field[0])
    labels = {height - 1: y_ends[1], 0: y_ends[0]}
    lines = [f"{labels.get(k, ''):>10} |{''.join(field[k])}".rstrip() for k in range(height - 1, -1, -1)]
    lines.append(" " * 11 + "+" + "-" * width)
    lines.append(" " * 12 + x_ends[0] + x_ends[1].rjust(width - len(x_ends[0])))
    return "\n".join(lines)


def terminal_picture(picture: Picture, width: int, height: int) -> str:
    """The curves and points of a picture in width × height characters, with its title and legend."""
    lines = [mark for mark in picture.marks if isinstance(mark, Line)]
    points = [point for mark in picture.marks if isinstance(mark, Dots) for point in mark.points]
    if picture.y.names is not None or not (lines or points):
        return f"{plain(picture.title)}\n{plain(picture.description)}"
    field = [[" "] * width for _ in range(height)]
    for rule in [mark for mark in picture.marks if isinstance(mark, Rule)]:
        x0, y0, x1, y1 = rule.ends
        _trace(picture, field, Line([x0, x1], [y0, y1]), ".")
    pens = "*" if len(lines) == 1 else "abcdefghijklmnopqrstuvwxyz"
    for line, pen in zip(lines, pens):
        _trace(picture, field, line, pen)
    for x, y in [] if any([line.dotted for line in lines]) else points:
        _trace(picture, field, Line([x], [y]), "o")
    ends = [(f"{axis.low:.4g}", f"{axis.high:.4g}") for axis in (picture.y, picture.x)]
    legend = [f"{pen} {plain(line.name)}{line.figure}" for line, pen in zip(lines, pens) if line.name]
    axes = f"{plain(picture.y.label)}; across: {plain(picture.x.label)}"
    return "\n".join([plain(picture.title), axes, _framed(field, *ends), *legend])


def _trace(picture: Picture, field: list[list[str]], line: Line, pen: str) -> None:
    """Put the pen's character wherever the line passes."""
    height, width = len(field), len(field[0])
    places = [(picture.x.place(x) * (width - 1), picture.y.place(y) * (height - 1)) for x, y in zip(line.xs, line.ys)]
    for (x0, y0), (x1, y1) in zip(places, places[1:] or places):
        path = [(x0, y0), (x1, y0), (x1, y1)] if line.steps else [(x0, y0), (x1, y1)]
        for (a, b), (c, d) in zip(path, path[1:]):
            parts = int(2 * max(abs(c - a), abs(d - b))) + 1
            for k in range(parts + 1):
                field[round(b + (d - b) * k / parts)][round(a + (c - a) * k / parts)] = pen
