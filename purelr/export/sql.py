"""A model as a SQL query over a table with its columns: standard SQL, and EXP, which SQLite and the large ones have.

Common table expressions take one step after another, each with all columns of the one before: the log-odds, the largest
of them, the exponentials of their distances to it, and the shares of these.
"""

from __future__ import annotations

from ..encoding import MISSING
from .text import Text, comments, different, fill, identifier, texts, utf8

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from . import Description

PROGRAM = """\
@comments@
WITH scored AS (
  SELECT @scores@,
    t.* FROM @table@ AS t
), compared AS (
  SELECT @top@ AS @name@_top,
    s.* FROM scored AS s
), weighed AS (
  SELECT @weights@,
    c.* FROM compared AS c
)
SELECT @shares@,
  @label@ AS @name@_label,
  w.* FROM weighed AS w
"""


def program(model: Description) -> str:
    """The text of the query. What it finds for a row is NULL where a column of the row is."""
    different(model.fields, "SQL")
    name, K = identifier(model.name), range(len(model.classes))
    z = [f"{name}_log_odds_{k}" for k in K]
    weights = [f"{name}_weight_{k}" for k in K]
    total = balanced([f"w.{weight}" for weight in weights])
    labels = [f"WHEN w.{z[k]} = w.{name}_top THEN {literal(label)}" for k, label in enumerate(model.classes)]
    words = {
        "comments": comments(model, "--", model.fields),
        "name": name,
        "table": quoted(model.table),
        "scores": listing([f"{sum_of(model, b, w)} AS {z[k]}" for k, (b, w) in enumerate(model.scores())]),
        "top": f"CASE {' '.join([largest(z[k:]) for k in K[:-1]])} ELSE s.{z[-1]} END",
        "weights": listing([f"EXP(c.{z[k]} - c.{name}_top) AS {weights[k]}" for k in K]),
        "shares": listing([f"w.{weights[k]} / {total} AS {name}_probability_{k}" for k in K]),
        "label": f"CASE {' '.join(labels[::-1] if model.at_least else labels)} END",
    }
    return fill(PROGRAM, words)


def listing(entries: list[str]) -> str:
    """The entries of a SELECT, a line each."""
    return ",\n    ".join(entries)


def sum_of(model: Description, intercept: float, coef: list[float]) -> str:
    """intercept + coef · row."""
    terms = [number(intercept)]
    if not any(coef):  # the first of two classes
        return terms[0]
    terms += [f"{number(w)} * {value}" for w, value in zip(coef, values(model))]
    return balanced(terms, "\n    ")


def values(model: Description) -> list[str]:
    """Each number that the coefficients are for, by the columns of the table."""
    found = cells(model)
    if model.mean is None or model.scale is None:
        return found
    return [f"(({x} - {number(m)}) / {number(s)})" for x, m, s in zip(found, model.mean, model.scale)]


def cells(model: Description) -> list[str]:
    """Each number before it is scaled: a column, or by the levels of a column 1 or 0."""
    # Behind the name of the table, a name that it has not is an error; alone, SQLite would take it for a text.
    columns = [f"t.{quoted(name)}" for name in model.fields]
    if not model.cells:
        return columns
    found = []
    gaps = ", ".join(map(literal, texts(sorted(MISSING))))
    for column, (levels, others, means) in zip(columns, model.cells):
        if levels is None:
            found.append(column if means is None else f"COALESCE({column}, {number(means[0])})")
        for k, level in enumerate(levels or []):
            zeros = [text for text in levels + (others or []) if text != level]
            rules = [f"WHEN {column} IS NULL OR {column} IN ({gaps}) THEN {number(means[k])}"] if means else []
            rules.append(f"WHEN {column} = {literal(level)} THEN 1.0")
            if others is None:
                rules.append(f"WHEN {column} NOT IN ({gaps}) THEN 0.0")
            elif zeros:
                rules.append(f"WHEN {column} IN ({', '.join(map(literal, zeros))}) THEN 0.0")
            found.append(f"CASE {' '.join(rules)} END")
    return found


def balanced(terms: list[str], indent: str = " ") -> str:
    """A sum in brackets, halves within halves: SQLite refuses one of a thousand terms in a row."""
    if len(terms) <= 8:
        return f"({f'{indent}+ '.join(terms)})"
    half = len(terms) // 2
    return f"({balanced(terms[:half], indent)}{indent}+ {balanced(terms[half:], indent)})"


def largest(z: list[str]) -> str:
    """The first of these, where it is the largest."""
    return f"WHEN {' AND '.join([f's.{z[0]} >= s.{other}' for other in z[1:]])} THEN s.{z[0]}"


def number(value: float) -> str:
    """17 digits, which SQLite reads as the very float; of the shortest digits it makes the next one, now and then."""
    text = f"{value:.17g}"
    return text if "." in text or "e" in text else f"{text}.0"


def quoted(name: Text) -> str:
    """A name of a column or a table."""
    return '"' + utf8(name, "the name of a column or table", "SQL").replace('"', '""') + '"'


def literal(label: Any) -> str:
    """A label: text in quotes, TRUE or FALSE, or a number."""
    if isinstance(label, Text):
        return "'" + utf8(label, "a label", "SQL").replace("'", "''") + "'"
    return str(label).upper() if isinstance(label, bool) else repr(label)
