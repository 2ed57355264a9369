"""Names from a user's data as one line of harmless text, as long as a picture has room for."""

from __future__ import annotations


def width_of(text: str) -> float:
    """About how wide a text is, in units of the font's size."""
    return sum([_width(c) for c in text])


def _width(c: str) -> float:
    return 1.05 if c >= "\u1100" and not "\u2000" <= c < "\u2e80" else 1.0 if c in "MWmw@%&—…" else 0.61


def cut(text: str, width: float) -> str:
    """The text, or its beginning with an ellipsis where it is wider than `width` font sizes.

    >>> cut("mean radius", 4.0)
    'mean…'
    """
    taken, end = 0.0, 0
    for place, c in enumerate(text):
        taken += _width(c)
        if taken <= width - 1.0:
            end = place + 1
        if taken > width:
            return text[:end].rstrip() + "…"
    return text


def cut_apart(texts: list[str], width: float) -> list[str]:
    """Each text cut, so that those that differ still do: where beginnings are the same, it is the middle that goes, and
    where the ends are too, a number tells them apart.

    >>> cut_apart(["mean radius of the cell", "mean radius of the core", "area"], 10.0)
    ['mean ra…e cell', 'mean ra…e core', 'area']
    """
    short, order = [cut(text, width) for text in texts], sorted(set(texts))
    for shorten in (_without_middle, _numbered):
        twice = {name for name in short if len({t for s, t in zip(short, texts) if s == name}) > 1}
        short = [shorten(t, width, order.index(t) + 1) if s in twice else s for s, t in zip(short, texts)]
    return short


def _without_middle(text: str, width: float, _: int) -> str:
    start, end, taken = cut(text, 0.6 * width), len(text), 0.0
    while end > 0 and taken + _width(text[end - 1]) <= 0.4 * width:
        end -= 1
        taken += _width(text[end])
    return start + text[end:].lstrip()


def _numbered(text: str, width: float, number: int) -> str:
    return f"{cut(text, width - 0.61 * len(f' ({number})'))} ({number})"
