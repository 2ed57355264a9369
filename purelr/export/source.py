"""A model as a source file: Python in the words that MicroPython has too, a JavaScript module, and C (C99).

Each language is a program with @words@ in it; some of these are other words for two classes, for scaled columns, and
for cells of text, of which Python and JavaScript make numbers. C takes the numbers.
"""

from __future__ import annotations

from ..data.cells import MISSING
from . import formula
from .c_templates import C_HEADER, C
from .script_templates import JAVASCRIPT, PYTHON
from .text import Text, comments, fill, identifier, named, utf8

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from . import Description

SAFE_INTEGER = 2**53  # beyond it, not every integer is a number of JavaScript
PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 _-+.,:="  # in a string of C


def python(model: Description) -> str:
    """The text of a Python file."""
    return _program(model, PYTHON, "#", "[]", py_literal, formula.PYTHON)


def javascript(model: Description) -> str:
    """The text of a JavaScript module."""
    return _program(model, JAVASCRIPT, "//", "[]", js_literal, formula.JAVASCRIPT)


def c(model: Description) -> str:
    """The text of a C file."""
    return _program(model, C, "//", "{}", c_literal, formula.C)


def c_header(model: Description) -> str:
    """The text of the header of that C file, for C and C++."""
    return _program(model, C_HEADER, "//", "{}", c_literal, formula.C)


def _program(
    model: Description,
    language: dict[str, Any],
    mark: str,
    brackets: str,
    literal: Any,
    arithmetic: dict[str, str],
) -> str:
    parts = {"cells": "", "encode": "", "given": "x", "steps": "", "plus": "", "row": "x"}
    parts.update(imports="exp", errors="TypeError")
    for part in ("two" if model.two else "more", "scaled" if model.mean else "plain"):
        parts.update(language[part])
    text = bool(model.cells) and "text" in language
    if text:
        parts.update(language["text"])
    words: dict[str, Any] = {}
    if model.design is not None:
        parts.update(language["steps"])
        words["lines"] = formula.lines(model.design, arithmetic)
        words["numbers"], words["offset"] = ", ".join(formula.numbers(model.design)), formula.offset(model.design)
    words.update(
        {
            "comments": comments(model, mark, model.fields if text else model.inputs),
            "columns": array([literal(rule) for rule in model.cells], brackets, 1) if text else "",
            "missing": literal(sorted(MISSING)) if text else "",
            "name": identifier(model.name),
            "m": len(model.inputs),
            "row": parts["row"],
            "p": len(model.columns),
            "K": len(model.classes),
            "sets": len(model.coef),
            "labels": array([literal(label) for label in model.classes], brackets),
            "intercept": array(model.intercept, brackets),
            "coef": array([array(row, brackets).replace("\n", "\n    ") for row in model.coef], brackets),
            "mean": array(model.mean or [], brackets),
            "scale": array(model.scale or [], brackets),
            "over": ">=" if model.at_least else ">",
            "meaning": "The log-odds of class 1." if model.two else "A log-odds for each class, up to the same number.",
        }
    )
    return fill(fill(language["program"], parts), words)


def array(values: list[Any], brackets: str, each: int = 5) -> str:
    """Texts as they are, and floats by the shortest digits that give them back, each with a comma, a few on a line."""
    words = [f"{value}," for value in values]  # str of a float is its repr
    lines = ["\n    " + " ".join(words[i : i + each]) for i in range(0, len(words), each)]
    return f"{brackets[0]}{''.join(lines)}\n{brackets[1]}"


def py_literal(value: Any) -> str:
    """A label, or a list of such, as Python writes it, in ASCII."""
    if isinstance(value, list):
        return f"[{', '.join(map(py_literal, value))}]"
    return ascii(value.raw if isinstance(value, Text) else value)


def js_literal(label: Any) -> str:
    """A label, or a list of such, as JavaScript writes it, in ASCII, and with nothing that ends a script in a page."""
    import json

    if type(label) is int and abs(label) > SAFE_INTEGER:
        return f"{label}n"
    return json.dumps(label, default=lambda text: text.raw).replace("<", "\\u003c")


def c_literal(label: Any) -> str:
    """A label as text in UTF-8: what is not plain by its octal number, which has three digits always."""
    data = utf8(named(label), "a label", "C").encode("utf-8")
    return '"' + "".join([chr(b) if chr(b) in PLAIN else f"\\{b:03o}" for b in data]) + '"'
