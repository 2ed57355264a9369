"""Names and labels of a person's data in source code: shown in comments, written as literals, and never obeyed."""

from __future__ import annotations

import re

from ..errors import brief, refuse
from ..tables import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from . import Description

# What could end a comment, go on with it on the next line (in C, also spelled ??/), or end a script in a page.
OBEYED = ("\\", "?", "*", "<")


def fill(template: str, words: dict[str, Any]) -> str:
    """The template with each known @word@ replaced, in one pass: what comes in is not looked at again.

    >>> fill("@a@ @b@ @c@", {"a": "@b@", "b": 2})
    '@b@ 2 @c@'
    """
    return re.sub("@([a-zK]+)@", lambda found: str(words.get(found[1], found[0])), template)


def shown(name: str) -> str:
    """A name as a comment in any language can hold it, on one line and in quotes.

    >>> shown("size */ ??/")
    '"size \\\\x2a/ \\\\x3f\\\\x3f/"'
    """
    return '"' + "".join([f"\\x{ord(c):02x}" if c in OBEYED else printable(c) for c in name]) + '"'


def identifier(name: str) -> str:
    """A name with letters, digits and _ alone, and a letter first; what is added behind it makes it no keyword.

    >>> identifier("tumour-2"), identifier("2; exit(1)")
    ('tumour_2', 'model_2__exit_1_')
    """
    word = "".join([c if c.isascii() and c.isalnum() else "_" for c in name])
    return word if word[:1].isalpha() else f"model_{word}"


def comments(model: Description, mark: str, columns: list[str]) -> str:
    """What the program is, a line each behind the mark of a comment.

    Names begin in the third line: Python obeys the first two where they name an encoding.
    """
    lines = [
        f"Logistic regression, written by purelr {model.version}. The numbers are those of the fit, to the last bit.",
        "",
        f"Model:   {shown(model.name)}, a {model.kind} of {model.date}",
        f"Classes: {', '.join([f'{k} = {shown(str(label))}' for k, label in enumerate(model.classes)])}",
        "Columns, in their order:",
    ]
    lines += [f"  {j:3d}  {shown(name)}" for j, name in enumerate(columns)]
    return "".join([f"{mark} {line}".rstrip() + "\n" for line in lines])


def utf8(text: str, what: str, target: str, forbidden: str = "\0") -> str:
    """The text, which the target can hold as it is; ValueError for one with a character that it has no way to write."""
    for c in text:
        if c in forbidden or 0xD800 <= ord(c) < 0xE000:
            refuse(what, f"text that {target} can hold", f"{c!a} in {brief(text)}", "Rename it, and fit again.")
    return text


def different(names: Sequence[str], target: str, what: str = "columns") -> None:
    """Refuse two columns or labels that are one for the target."""
    for j, name in enumerate(names):
        if name in names[:j]:
            refuse(f"the {what}", f"different text for {target}", f"{brief(name)} twice", "Rename one, and fit again.")
