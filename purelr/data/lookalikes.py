"""Texts that are numbers or dates to a person: they are named, and not made levels in silence."""

from __future__ import annotations

from ..basics.errors import brief, refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NoReturn

DIGITS = r"[-+]?\d[\d.,'\u00a0\u202f ]*"
MONEY = "[$€£¥₹]|USD|EUR|GBP|CHF|JPY"
KINDS = {
    "percentages": (rf"{DIGITS}%", "Take the % away."),
    "sums of money": (rf"[-+]?(?:{MONEY})\s*{DIGITS}|{DIGITS}(?:{MONEY})", "Take the currency away."),
    "dates": (
        r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[ T]\d{1,2}:\d{2}.*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?: \d{1,2}:\d{2}.*)?",
        "Make them numbers first, such as the days since a date, or text, such as the month.",
    ),
    "times": (r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?", "Make them numbers first, such as the minutes since midnight."),
    "numbers with another minus sign": (r"[\u2212\u2013\u2014]\s?\d[\d.,]*", "Write - in its place."),
    "numbers with a thousands mark": (
        r"[-+]?\d{1,3}(?:[,.' \u00a0\u202f]\d{3})+(?:[.,]\d+)?",
        'Say thousands="{mark}".',
    ),
}


def refuse_mixture(name: str, odd: list[str], place: str, others: str) -> NoReturn:
    """Raise the ValueError for a column of numbers with these texts among them, the first in that place."""
    what, alike = f"column {brief(name)}", lookalike(odd)
    if alike is not None:
        refuse(what, "of numbers alone", f"{alike[0]}, such as {brief(odd[0])} in {place}, beside others", alike[1])
    got = f"{brief(odd[0])} in {place}, and numbers in {others}"
    refuse(what, "of numbers or of text", got, "Correct it, or declare it to be text, by reference= (--text).")


def lookalike(texts: Iterable[str]) -> tuple[str, str] | None:
    """What all of these texts are that no level is, and what to do about it; None where they may be levels."""
    import re

    found = list(texts)
    for what, (pattern, remedy) in KINDS.items():
        whole = re.compile(f"(?:{pattern})\\Z")
        odd = [text for text in found if whole.match(text)]
        if odd and len(odd) == len([text for text in found if not _is_number(text)]):
            mark = re.search(r"\d([,.' \u00a0\u202f])\d", odd[0])
            return what, remedy.format(mark=mark[1] if mark else ",")
    return None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
