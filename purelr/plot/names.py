"""Names from a user's data as one line of harmless text, as long as a picture has room for."""

from __future__ import annotations

from ..tables import JOINERS, printable


def plain(name: object) -> str:
    """One line without control characters, which XML forbids, and which can turn the direction of a text.

    >>> plain("a\\nb\\x00")
    'a b\\\\x00'
    """
    line = " ".join(str(name).split())
    return "".join([c if c in JOINERS else printable(c) for c in line]) or "(no name)"


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
