"""Names and labels of a person's data in source code: shown in comments, written as literals, and never obeyed."""

from __future__ import annotations

import re

from ..basics.errors import brief, refuse
from ..basics.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from . import Description

# What could end a comment, go on with it on the next line (in C, also spelled ??/), or end a script in a page.
OBEYED = ("\\", "?", "*", "<")


class Text:
    """A text of a person's, that no program may hold as it is: only the quoting of a language takes it out of here.

    str(), an f-string and a join refuse it, so that a writer that forgets to quote fails, and writes no wrong program.

    >>> f"/* {Text('*/')} */"
    Traceback (most recent call last):
    TypeError: a text must be quoted for its language; got it raw
    """

    __slots__ = ("raw",)

    def __init__(self, raw: str) -> None:
        self.raw: str = raw

    def __str__(self) -> str:
        raise TypeError("a text must be quoted for its language; got it raw")

    __repr__ = __str__

    def __format__(self, _: str) -> str:
        return str(self)

    def __radd__(self, before: str) -> Text:
        return Text(before + self.raw)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(self.raw)


def texts(value: Any) -> Any:
    """A value of a model with each text in it as a Text; numbers and the like as they are."""
    if isinstance(value, str):
        return Text(value)
    return list(map(texts, value)) if isinstance(value, list) else value


def named(label: Any) -> Text:
    """What a class is called, where its label is a number too."""
    return label if isinstance(label, Text) else Text(str(label))


def fill(template: str, words: dict[str, Any]) -> str:
    """The template with each known @word@ replaced, in one pass: what comes in is not looked at again.

    >>> fill("@a@ @b@ @c@", {"a": "@b@", "b": 2})
    '@b@ 2 @c@'
    """
    return re.sub("@([a-zK]+)@", lambda found: str(words.get(found[1], found[0])), template)


def said(text: Text) -> str:
    """A text as a comment in any language can hold it, on one line.

    >>> said(Text("size */ ??/"))
    'size \\\\x2a/ \\\\x3f\\\\x3f/'
    """
    return "".join([f"\\x{ord(c):02x}" if c in OBEYED else printable(c) for c in text.raw])


def shown(name: Text) -> str:
    """The same in quotes."""
    return f'"{said(name)}"'


def identifier(name: Text) -> str:
    """A name with letters, digits and _ alone, and a letter first; what is added behind it makes it no keyword.

    >>> identifier(Text("tumour-2")), identifier(Text("2; exit(1)"))
    ('tumour_2', 'model_2__exit_1_')
    """
    word = "".join([c if c.isascii() and c.isalnum() else "_" for c in name.raw])
    return word if word[:1].isalpha() else f"model_{word}"


def comments(model: Description, mark: str, columns: list[Text]) -> str:
    """What the program is, a line each behind the mark of a comment.

    Names begin in the third line: Python obeys the first two where they name an encoding.
    """
    lines = [
        f"Logistic regression, written by purelr {said(model.version)}. "
        "The numbers are those of the fit, to the last bit.",
        "",
        f"Model:   {shown(model.name)}, a {model.kind} of {said(model.date)}",
        f"Classes: {', '.join([f'{k} = {shown(named(label))}' for k, label in enumerate(model.classes)])}",
        "Columns, in their order:",
    ]
    lines += [f"  {j:3d}  {shown(name)}" for j, name in enumerate(columns)]
    return "".join([f"{mark} {line}".rstrip() + "\n" for line in lines])


def utf8(text: Text, what: str, target: str, forbidden: str = "\0") -> str:
    """The characters, for the quoting of a target; ValueError where it has no way to write one of them."""
    for c in text.raw:
        if c in forbidden or 0xD800 <= ord(c) < 0xE000:
            refuse(what, f"text that {target} can hold", f"{c!a} in {brief(text.raw)}", "Rename it, and fit again.")
    return text.raw


def different(names: Sequence[Text], target: str, what: str = "columns") -> None:
    """Refuse two columns or labels that are one for the target."""
    seen = set()
    for name in names:
        if name in seen:
            got = f"{brief(name.raw)} twice"
            refuse(f"the {what}", f"different text for {target}", got, "Rename one, and fit again.")
        seen.add(name)
