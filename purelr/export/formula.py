"""The steps of a formula as lines of a program: a variable for each, of those before it."""

from __future__ import annotations

from ..basics.errors import brief, refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..formula.steps import Design

CHECKED = ("/", "**", "log", "exp", "sqrt")  # what can find no finite number in finite ones
LONGEST = 1_000_000  # characters of a formula in SQL

PYTHON = {
    "line": "        v{k} = {value}\n",
    "x": "x[{j}]",
    "**": "pow({a}, {b})",
    "log": "log({a})",
    "exp": "exp({a})",
    "sqrt": "sqrt({a})",
    "abs": "abs({a})",
    "choice": "({then}) if {test} else ({other})",
}
JAVASCRIPT = {
    "line": "  const v{k} = {value};\n",
    "x": "x[{j}]",
    "**": "Math.pow({a}, {b})",
    "log": "Math.log({a})",
    "exp": "Math.exp({a})",
    "sqrt": "Math.sqrt({a})",
    "abs": "Math.abs({a})",
    "choice": "{test} ? {then} : {other}",
}
C = {**JAVASCRIPT, "line": "    double v{k} = {value};\n"}
C.update({name: f"{word}({{a}})" for name, word in (("log", "log"), ("exp", "exp"), ("sqrt", "sqrt"), ("abs", "fabs"))})
C["**"] = "pow({a}, {b})"
SQL = {
    "/": "CASE WHEN {b} <> 0.0 THEN {a} / {b} END",
    "**": (
        "CASE WHEN {a} > 0.0 THEN CASE WHEN {b} * LN({a}) BETWEEN -745.0 AND 709.0 THEN POWER({a}, {b}) END "
        "WHEN {a} = 0.0 AND {b} > 0.0 THEN 0.0 END"
    ),
    "log": "CASE WHEN {a} > 0.0 THEN LN({a}) END",
    "exp": "CASE WHEN {a} BETWEEN -745.0 AND 709.0 THEN EXP({a}) WHEN {a} < -745.0 THEN 0.0 END",
    "sqrt": "CASE WHEN {a} >= 0.0 THEN SQRT({a}) END",
    "abs": "ABS({a})",
    "choice": "CASE WHEN {test} THEN {then} ELSE {other} END",
}


def lines(design: Design, words: dict[str, str]) -> str:
    """A line for each step but the constants."""
    made = [(k, step) for k, step in enumerate(design.steps) if step[0] != "number"]
    return "".join([words["line"].format(k=k, value=_value(design, step, words)) for k, step in made])


def numbers(design: Design) -> list[str]:
    """The variables of the model's numbers."""
    return [_operand(design, k) for k in design.places]


def offset(design: Design) -> str:
    """What is added to the log-odds: nan where a step has found no finite number, which would not always show."""
    checks = [f"(v{k} - v{k})" for k, step in enumerate(design.steps) if _can_fail(design, step)]
    told = [] if design.offset is None else [_operand(design, design.offset)]
    return " + ".join([*told, *checks]) or "0.0"


def in_sql(design: Design, columns: list[str], number: Any) -> list[str]:
    """Each step as an expression of these columns; NULL where it finds no finite number."""
    found: list[str] = []
    for step in design.steps:
        what, *operands = step
        if what == "column":
            found.append(columns[operands[0]])
        elif what == "number":
            found.append(number(operands[0]))
        elif what == "pieces":
            found.append(f"({_pieces(found[operands[0]], operands[1], operands[2], SQL, number)})")
        else:
            a, b = found[operands[0]], found[operands[-1]]
            found.append(f"({SQL[what].format(a=a, b=b)})" if what in SQL else f"({a} {what} {b})")
        if len(found[-1]) > LONGEST:
            wanted = f"of formulas of at most {LONGEST:,} characters in SQL"
            refuse("model", wanted, brief(design.said(len(found) - 1)), "Export it to another target.")
    return found


def _can_fail(design: Design, step: list[Any]) -> bool:
    what, *operands = step
    by = design.steps[operands[-1]] if what == "/" else None
    return what in CHECKED and not (by and by[0] == "number" and by[1] != 0.0)


def _operand(design: Design, k: int) -> str:
    """The variable of a step, or the constant that it is."""
    what, value = design.steps[k][:2]
    return repr(value) if what == "number" else f"v{k}"


def _value(design: Design, step: list[Any], words: dict[str, str]) -> str:
    what, *operands = step
    if what == "column":
        return words["x"].format(j=operands[0])
    if what == "pieces":
        return _pieces(_operand(design, operands[0]), operands[1], operands[2], words, repr)
    a, b = _operand(design, operands[0]), _operand(design, operands[-1])
    return words[what].format(a=a, b=b) if what in words else f"{a} {what} {b}"


def _pieces(x: str, starts: list[float], pieces: list[list[float]], words: dict[str, str], number: Any) -> str:
    """The polynomial of the piece that x is in."""
    text = _polynomial(x, pieces[-1], number)
    for start, piece in zip(starts[::-1], pieces[-2::-1]):
        text = words["choice"].format(test=f"{x} < {number(start)}", then=_polynomial(x, piece, number), other=text)
    return text


def _polynomial(x: str, piece: list[float], number: Any) -> str:
    """c0 + u (c1 + u (c2 + …)), u = x − origin"""
    origin, *coefs = piece
    while len(coefs) > 1 and coefs[-1] == 0.0:
        coefs.pop()
    u = f"({x} - {number(origin)})" if origin >= 0.0 else f"({x} + {number(-origin)})"
    text = str(number(coefs[-1]))
    for c in coefs[-2::-1]:
        text = f"({text}) * {u} + {number(c)}" if " " in text or text[0] == "-" else f"{text} * {u} + {number(c)}"
    return text
