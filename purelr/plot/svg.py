"""A picture as SVG: what is seen is told apart by colour and by dashes, shapes or words; light and dark; no script."""

from __future__ import annotations

from zlib import crc32

from ..basics.text import escape, plain
from .marks import Bars, Cells, Dots, Labels, Line, Rule
from .names import cut, cut_apart, width_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .picture import Picture
    from .scale import Axis

WIDTH, FONT = 400.0, 13.0
# Each by day and by night; all but `line` have a contrast of at least 4.5 on `paper`.
COLOURS = {
    "paper": ("#ffffff", "#181b20"),
    "ink": ("#1f2328", "#e8ebef"),
    "soft": ("#59636e", "#a5afba"),
    "line": ("#dde2e8", "#363d47"),
}
CURVES = [
    ("#0b62b8", "#6cb2ff"),
    ("#ad4300", "#ffa463"),
    ("#7a3dbd", "#c79fff"),
    ("#1a7434", "#5bd17d"),
    ("#ad2168", "#ff92c4"),
    ("#006a75", "#55cfd9"),
]
DASHES = ["", "8 3", "2 3", "9 3 2 3"]
SHAPES = [
    "M-3.3 0a3.3 3.3 0 1 0 6.6 0a3.3 3.3 0 1 0-6.6 0z",
    "M-2.8-2.8h5.6v5.6h-5.6z",
    "M0-3.8L3.6 2.6h-7.2z",
    "M0-4L4 0 0 4-4 0z",
    "M-3-3L3 3M3-3L-3 3",
    "M0-4V4M-4 0H4",
]


def style() -> str:
    """The style sheet of the pictures. It names colours and no variables, which small viewers do not know."""
    night = "@media screen and (prefers-color-scheme:dark)"
    fixed = (
        f".purelr{{font:{FONT}px system-ui,sans-serif}}.purelr .title{{font-weight:600;font-size:15px}}"
        ".purelr path{stroke-width:1.5}.purelr .rule{stroke-dasharray:4 4}"
        ".purelr .curve{fill:none;stroke-width:2;stroke-linejoin:round}"
        ".purelr .box{stroke:none;fill-opacity:.8}.purelr .cell{stroke:none}.purelr .whisker{stroke-width:1.6}"
    )
    return _rules(0) + f"{night}{{{_rules(1)}}}" + fixed


def _rules(night: int) -> str:
    paper, ink, soft, line = [pair[night] for pair in COLOURS.values()]
    curves = [f".purelr .c{k}{{stroke:{pair[night]};fill:{pair[night]}}}" for k, pair in enumerate(CURVES)]
    return (
        f".purelr .paper{{fill:{paper}}}.purelr text{{fill:{ink}}}.purelr .soft{{fill:{soft}}}"
        f".purelr .grid{{stroke:{line}}}.purelr .rule{{stroke:{soft}}}{''.join(curves)}"
    )


class Frame:
    """Where on the paper the field between the axes lies, and each value in it."""

    def __init__(self, picture: Picture, alone: bool) -> None:
        texts = _tick_texts(picture.y)
        self.left: float = max([width_of(text) for text in texts] + [1.0]) * FONT + 12.0
        self.top: float = (26.0 if alone else 0.0) + (26.0 if picture.y.label else 8.0)
        self.width: float = WIDTH - self.left - 12.0
        self.height: float = picture.height
        self.bottom: float = self.top + self.height
        self._x, self._y = picture.x, picture.y

    def x(self, value: float) -> float:
        return self.left + self.width * min(max(self._x.place(value), 0.0), 1.0)

    def y(self, value: float) -> float:
        return self.bottom - self.height * min(max(self._y.place(value), 0.0), 1.0)


def drawing(picture: Picture, alone: bool) -> str:
    """The picture as SVG text. Not `alone`, it leaves out what a page has: the title to be seen, and the style."""
    frame = Frame(picture, alone)
    axes, below = _axes(picture, frame)
    marks = "".join([_MARKS[type(mark)](mark, frame) for mark in picture.marks])
    legend, height = _legend(picture, below)
    title, described = escape(plain(picture.title)), escape(plain(picture.description))
    head = f"<style>{style()}</style>" if alone else ""
    seen = _text(2.0, 16.0, cut(plain(picture.title), WIDTH / 15.0), "title") if alone else ""
    body = f'<rect class="paper" width="100%" height="100%"/>{seen}{axes}{marks}{legend}'
    key = f"p{crc32((title + described + body).encode('utf-8')):08x}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="purelr" viewBox="0 0 {WIDTH:g} {height:g}" role="img" '
        f'aria-labelledby="{key}t {key}d" width="{WIDTH:g}" height="{height:g}"><title id="{key}t">{title}</title>'
        f'<desc id="{key}d">{described}</desc>{head}{body}</svg>'
    )


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start", more: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{_n(x)}" y="{_n(y)}"{named} text-anchor="{anchor}"{more}>{escape(text)}</text>'


def _line(x0: float, y0: float, x1: float, y1: float, kind: str) -> str:
    return f'<line x1="{_n(x0)}" y1="{_n(y0)}" x2="{_n(x1)}" y2="{_n(y1)}" class="{kind}"/>'


def _n(value: float) -> str:
    return f"{round(value, 1):g}"


def _tick_texts(axis: Axis, width: float = 11.0) -> list[str]:
    return cut_apart([plain(text) for _, text in axis.ticks], width)


def _axes(picture: Picture, frame: Frame) -> tuple[str, float]:
    """Grid, ticks and labels, and where the picture goes on below them."""
    parts = []
    for (value, _), text in zip(picture.y.ticks, _tick_texts(picture.y)):
        y = frame.y(value)
        parts.append(_line(frame.left, y, frame.left + frame.width, y, "grid"))
        parts.append(_text(frame.left - 7.0, y + 4.0, text, "soft", "end"))
    texts = _tick_texts(picture.x)
    widest = max([width_of(text) for text in texts] + [0.0]) * FONT
    turned = picture.x.names is not None and widest > frame.width / len(texts) - 4.0
    if turned:
        texts = _tick_texts(picture.x, 8.0)
        widest = max(map(width_of, texts)) * FONT
    every = int(20.0 * len(texts) / frame.width) + 1 if turned else 1  # where there is no room for all of them
    for place, ((value, _), text) in enumerate(zip(picture.x.ticks, texts)):
        x = frame.x(value)
        parts.append(_line(x, frame.top, x, frame.bottom, "grid"))
        turn = f' transform="rotate(-40 {_n(x)} {_n(frame.bottom + 13.0)})"' if turned else ""
        if place % every == 0:
            parts.append(_text(x, frame.bottom + 17.0, text, "soft", "end" if turned else "middle", turn))
    below = frame.bottom + (14.0 + 0.65 * widest if turned else 18.0)
    if picture.y.label:
        parts.append(_text(2.0, frame.top - 11.0, picture.y.label))
    if picture.x.label:
        below += 18.0
        parts.append(_text(frame.left + frame.width, below, picture.x.label, anchor="end"))
    return "".join(parts), below + 8.0


def _legend(picture: Picture, top: float) -> tuple[str, float]:
    """A sample and a name for each named mark, in as many rows as it takes; and the height of the whole picture."""
    named: list[Any] = [mark for mark in picture.marks if isinstance(mark, (Line, Dots)) and mark.name]
    parts, x, y = [], 0.0, top + 14.0
    room = 26.0 - max([width_of(mark.figure) for mark in named] + [0.0])  # a long name costs no figure
    names = cut_apart([plain(mark.name) for mark in named], room)
    for mark, name in zip(named, [name + mark.figure for mark, name in zip(named, names)]):
        width = 34.0 + width_of(name) * FONT + 16.0
        if x > 0.0 and x + width > WIDTH:
            x, y = 0.0, y + 19.0
        if isinstance(mark, Line):
            parts.append(_curve(f"M{_n(x)} {_n(y - 4.0)}h26", mark.style))
        if isinstance(mark, Dots) or mark.dotted:
            parts.append(_shape(x + 13.0, y - 4.0, mark.style))
        parts.append(_text(x + 33.0, y, name))
        x += width
    return "".join(parts), round(y + 8.0 if named else top)


def _curve(path: str, number: int) -> str:
    dash = DASHES[(number + number // len(CURVES)) % len(DASHES)]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path class="c{number % len(CURVES)} curve" d="{path}"{dashed}/>'


def _shape(x: float, y: float, number: int) -> str:
    k, shape = number % len(CURVES), SHAPES[(number + number // len(CURVES)) % len(SHAPES)]
    return f'<path class="c{k}" transform="translate({_n(x)} {_n(y)})" d="{shape}"/>'


def _draw_line(mark: Line, frame: Frame) -> str:
    points = [(frame.x(x), frame.y(y)) for x, y in zip(mark.xs, mark.ys)]
    dots = "".join([_shape(x, y, mark.style) for x, y in points]) if mark.dotted else ""
    if mark.steps:
        points = [corner for a, b in zip(points, [*points[1:], points[-1]]) for corner in (a, (b[0], a[1]))]
    kept = points[:1]
    for x, y in points:  # what is closer than that is not seen, and a million rows would be a million points
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= 0.5:
            kept.append((x, y))
    kept.append(points[-1])
    return _curve("M" + "L".join([f"{_n(x)} {_n(y)}" for x, y in kept]), mark.style) + dots


def _draw_rule(mark: Rule, frame: Frame) -> str:
    x0, y0, x1, y1 = mark.ends
    return _line(frame.x(x0), frame.y(y0), frame.x(x1), frame.y(y1), "rule")


def _draw_bars(mark: Bars, frame: Frame) -> str:
    return "".join([_box(frame, *box, f"c{mark.style % len(CURVES)} box") for box in mark.boxes])


def _draw_dots(mark: Dots, frame: Frame) -> str:
    kind = f"c{mark.style % len(CURVES)} whisker"
    lines = [_line(frame.x(x0), frame.y(y0), frame.x(x1), frame.y(y1), kind) for x0, y0, x1, y1 in mark.ends()]
    # What is closer than 2 is not seen, and a million rows would be a million dots.
    seen = {(round(frame.x(x) / 2.0), round(frame.y(y) / 2.0)): (x, y) for x, y in reversed(mark.points)}
    return "".join(lines + [_shape(frame.x(x), frame.y(y), mark.style) for x, y in reversed(list(seen.values()))])


def _draw_cells(mark: Cells, frame: Frame) -> str:
    parts = []
    for column, row, shade, text in mark.cells:
        opacity = f' fill-opacity="{0.04 + 0.42 * shade:.2f}"'
        parts.append(_box(frame, column - 0.48, column + 0.48, row - 0.48, row + 0.48, "c0 cell", opacity))
        if text:
            bold = ' font-weight="600"' if column == len(frame._y.ticks) - 1 - row else ""
            parts.append(_text(frame.x(column), frame.y(row) + 4.5, text, anchor="middle", more=bold))
    return "".join(parts)


def _draw_labels(mark: Labels, frame: Frame) -> str:
    """Each to the right of its point, or else to the left, where it lies over no other and stays in the field."""
    taken: list[tuple[float, float, float]] = []
    parts = []
    for x, y, name in mark.texts:
        text = cut(plain(name), 12.0)
        width, base = width_of(text) * FONT, min(max(frame.y(y) + 4.5, frame.top + 11.0), frame.bottom - 2.0)
        for left in (frame.x(x) + 6.0, frame.x(x) - 6.0 - width):
            inside = frame.left <= left <= frame.left + frame.width - width
            if inside and all([abs(base - b) > FONT or left > r or left + width < a for a, r, b in taken]):
                taken.append((left, left + width, base))
                parts.append(_text(left, base, text))
                break
    return "".join(parts)


def _box(frame: Frame, left: float, right: float, low: float, high: float, kind: str, more: str = "") -> str:
    x, y = frame.x(left), frame.y(high)
    size = f'width="{_n(frame.x(right) - x)}" height="{_n(frame.y(low) - y)}"'
    return f'<rect x="{_n(x)}" y="{_n(y)}" {size} class="{kind}"{more}/>'


_MARKS: dict[type, Any] = {
    Line: _draw_line,
    Rule: _draw_rule,
    Bars: _draw_bars,
    Dots: _draw_dots,
    Cells: _draw_cells,
    Labels: _draw_labels,
}
