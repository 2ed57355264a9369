"""A picture on matplotlib's axes, by the methods of the axes alone: matplotlib itself is never imported here."""

from __future__ import annotations

from ..basics.text import plain
from .marks import Bars, Dots, Labels, Line, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .picture import Picture

STYLES, MARKERS = ["-", "--", ":", "-."], "os^Dx+"


def draw(picture: Picture, ax: Any) -> Any:
    """Add the picture to the axes; returns them."""
    for mark in picture.marks:
        look: dict[str, Any] = {"color": f"C{getattr(mark, 'style', 0) % 10}"}
        named = _literal(getattr(mark, "name", "")) + getattr(mark, "figure", "")
        if isinstance(mark, Line):
            look.update(
                linestyle=STYLES[(mark.style + mark.style // 6) % 4],
                drawstyle="steps-post" if mark.steps else "default",
            )
            ax.plot(
                mark.xs,
                mark.ys,
                label=named,
                marker=MARKERS[(mark.style + mark.style // 6) % 6] if mark.dotted else "",
                **look,
            )
        elif isinstance(mark, Rule):
            x0, y0, x1, y1 = mark.ends
            ax.plot([x0, x1], [y0, y1], color="0.5", linestyle="--", linewidth=1)
        elif isinstance(mark, Dots):
            for x0, y0, x1, y1 in mark.ends():
                ax.plot([x0, x1], [y0, y1], **look)
            xs, ys = zip(*mark.points)
            ax.plot(xs, ys, label=named, marker=MARKERS[(mark.style + mark.style // 6) % 6], linestyle="", **look)
        elif isinstance(mark, Bars):
            left, right, low, high = [list(side) for side in zip(*mark.boxes)]
            widths, heights = [b - a for a, b in zip(left, right)], [b - a for a, b in zip(low, high)]
            ax.bar(left, heights, width=widths, bottom=low, align="edge", **look)
        elif isinstance(mark, Labels):
            for x, y, text in mark.texts:
                ax.annotate(_literal(text), (x, y), xytext=(5, 0), textcoords="offset points", va="center")
        else:
            _cells(mark, ax)
    return _label(picture, ax)


def _cells(mark: Any, ax: Any) -> None:
    for column, row, shade, text in mark.cells:
        a, b, low, high = column - 0.5, column + 0.5, row - 0.5, row + 0.5
        ax.fill([a, b, b, a], [low, low, high, high], color="C0", alpha=0.04 + 0.42 * shade, linewidth=0)
        ax.text(column, row, text, ha="center", va="center")


def _label(picture: Picture, ax: Any) -> Any:
    x, y = picture.x, picture.y
    ax.set(title=_literal(picture.title), xlabel=_literal(x.label), ylabel=_literal(y.label))
    if x.log:
        ax.set_xscale("log")
    if y.log:
        ax.set_yscale("log")
    ax.set(xlim=(x.low, x.high), ylim=(y.low, y.high))
    if x.names is not None:
        ax.set_xticks([place for place, _ in x.ticks], [_literal(text) for _, text in x.ticks])
    if y.names is not None:
        ax.set_yticks([place for place, _ in y.ticks], [_literal(text) for _, text in y.ticks])
    if any([getattr(mark, "name", "") for mark in picture.marks]):
        ax.legend()
    return ax


def _literal(text: str) -> str:
    """Text that matplotlib shows as it is: `$` would begin a formula, and a first `_` would hide it in the legend."""
    text = plain(text).replace("$", r"\$") if text else ""
    return " " + text if text.startswith("_") else text
