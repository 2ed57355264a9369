"""A model as a source file: Python in the words that MicroPython has too, a JavaScript module, and C (C99).

Each language is a program with @words@ in it; some of these are other words for two classes, for scaled columns, and
for cells of text, of which Python and JavaScript make numbers. C takes the numbers.
"""

from __future__ import annotations

from ..data.columns import MISSING
from .text import Text, comments, fill, identifier, named, utf8

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from . import Description

SAFE_INTEGER = 2**53  # beyond it, not every integer is a number of JavaScript
PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 _-+.,:="  # in a string of C

PYTHON = {
    "program": '''\
@comments@
from math import exp

CLASSES = @labels@
INTERCEPT = @intercept@
COEF = @coef@
@arrays@@cells@

def row_of(x, n):
    """A row as a list of its n values."""
    try:
        row = None if isinstance(x, (str, bytes, dict)) else list(x)
    except TypeError:
        row = None
    if row is None or len(row) != n:
        raise ValueError("x must be a list of %d values, those of one row; got %r" % (n, x))
    return row


def log_odds(x):
    """@meaning@"""
@encode@    x = row_of(x, @p@)
    try:
@value@        z = [b + sum([w * v for w, v in zip(row, x)]) for b, row in zip(INTERCEPT, COEF)]
    except TypeError:
        z = [float("nan")]
    if any([v - v != 0.0 for v in z]):
        raise ValueError("x must be finite numbers that do not overflow; got %r" % (x,))
    return @result@


def probabilities(x):
    """The probability of each of CLASSES, in their order."""
    z = @scores@
    top = max(z)
    e = [exp(v - top) for v in z]
    total = sum(e)
    return [v / total for v in e]


def label(x):
    """The most probable of CLASSES."""
    z = log_odds(x)
    return CLASSES[@best@]
''',
    "two": {"result": "z[0]", "scores": "[0.0, log_odds(x)]", "best": "1 if z @over@ 0.0 else 0"},
    "more": {"result": "z", "scores": "log_odds(x)", "best": "z.index(max(z))"},
    "scaled": {
        "arrays": "MEAN = @mean@\nSCALE = @scale@\n",
        "value": "        x = [(v - m) / s for v, m, s in zip(x, MEAN, SCALE)]\n",
    },
    "plain": {"arrays": "", "value": ""},
    "text": {
        "cells": '''
# For each column: the levels that have a number each, or None for a column of numbers; the other levels that are
# known, or None where all are; and the numbers that stand in for a missing cell, or None where that is an error.
COLUMNS = @columns@
MISSING = @missing@


def numbers(x):
    """The cells of a row as numbers: for a text, 1 for its level and 0 for the others."""
    row = []
    for cell, (levels, others, means) in zip(row_of(x, len(COLUMNS)), COLUMNS):
        if cell is None or cell != cell or cell in MISSING:
            if means is None:
                raise ValueError("x must have all its cells; got %r" % (x,))
            row += means
        elif levels is None:
            row.append(float(cell))
        elif others is None or str(cell) in levels + others:
            row += [1.0 if str(cell) == level else 0.0 for level in levels]
        else:
            raise ValueError("x must be of known levels; got %r" % (cell,))
    return row
''',
        "encode": "    x = numbers(x)\n",
    },
}

JAVASCRIPT = {
    "program": """\
@comments@
export const classes = @labels@;
const intercept = @intercept@;
const coef = @coef@;
@arrays@@cells@
// @meaning@
export function logOdds(@given@) {
@encode@  if (typeof x === "string" || x.length !== @p@ || !x.every(Number.isFinite)) {
    throw new RangeError("x must be an array of @p@ finite numbers");
  }
  const z = coef.map((row, k) => row.reduce((sum, w, j) => sum + w * @value@, intercept[k]));
  if (!z.every(Number.isFinite)) {
    throw new RangeError("x must be numbers that do not overflow");
  }
  return @result@;
}

// The probability of each of the classes, in their order.
export function probabilities(x) {
  const z = @scores@;
  const top = z.reduce((a, b) => Math.max(a, b));
  const e = z.map((v) => Math.exp(v - top));
  const total = e.reduce((a, b) => a + b);
  return e.map((v) => v / total);
}

// The most probable of the classes.
export function label(x) {
  const z = logOdds(x);
  return classes[@best@];
}
""",
    "two": {"result": "z[0]", "scores": "[0, logOdds(x)]", "best": "z @over@ 0 ? 1 : 0"},
    "more": {
        "result": "z",
        "scores": "logOdds(x)",
        "best": "z.reduce((best, v, k) => (v > z[best] ? k : best), 0)",
    },
    "scaled": {
        "arrays": "const mean = @mean@;\nconst scale = @scale@;\n",
        "value": "((x[j] - mean[j]) / scale[j])",
    },
    "plain": {"arrays": "", "value": "x[j]"},
    "text": {
        "cells": """
// For each column: the levels that have a number each, or null for a column of numbers; the other levels that are
// known, or null where all are; and the numbers that stand in for a missing cell, or null where that is an error.
const columns = @columns@;
const missing = @missing@;

// The cells of a row as numbers: for a text, 1 for its level and 0 for the others.
function numbers(cells) {
  if (typeof cells === "string" || cells.length !== columns.length) {
    throw new RangeError(`x must be an array of ${columns.length} cells`);
  }
  return columns.flatMap(([levels, others, means], j) => {
    const text = String(cells[j]);
    if (cells[j] == null || Number.isNaN(cells[j]) || missing.includes(text)) {
      if (means === null) {
        throw new RangeError("x must have all its cells");
      }
      return means;
    }
    if (levels === null) {
      return [cells[j]];
    }
    if (others !== null && !levels.includes(text) && !others.includes(text)) {
      throw new RangeError(`x must be of known levels; got ${text}`);
    }
    return levels.map((level) => (text === level ? 1 : 0));
  });
}
""",
        "encode": "  const x = numbers(cells);\n",
        "given": "cells",
    },
}

C = {
    "program": """\
@comments@
#include <math.h>

/* The memory of AVR boards is small (an Uno has 2 kB): there the numbers stay in flash. */
#ifdef __AVR__
#include <avr/pgmspace.h>
#define @name@_FLASH PROGMEM
#else
#define @name@_FLASH
#endif

#ifdef __cplusplus
extern "C" {
#endif

extern const char *const @name@_labels[@K@];
const char *const @name@_labels[@K@] = @labels@;
static const double @name@_intercept[@sets@] @name@_FLASH = @intercept@;
static const double @name@_coef[@sets@][@p@] @name@_FLASH = @coef@;
@arrays@
static double @name@_number(const double *place)
{
#ifdef __AVR__
    double number;
    memcpy_P(&number, place, sizeof number);
    return number;
#else
    return *place;
#endif
}

static double @name@_sum(const double *x, int k)
{
    double z = @name@_number(&@name@_intercept[k]);
    for (int j = 0; j < @p@; j++)
        z += @name@_number(&@name@_coef[k][j]) * @value@;
    return z;
}

/* @meaning@ x is @p@ numbers. */
@result@

/* Sets p to the @K@ probabilities of the classes; to NaN where a number of x is not finite, or the sum overflows. */
void @name@_probabilities(const double *x, double *p)
{
    double top, total = 0.0;
    @scores@
    top = p[0];
    for (int k = 1; k < @K@; k++)
        if (p[k] > top)
            top = p[k];
    for (int k = 0; k < @K@; k++)
        total += p[k] - p[k]; /* NaN where p[k] is not finite */
    for (int k = 0; k < @K@; k++)
        total += p[k] = exp(p[k] - top);
    for (int k = 0; k < @K@; k++)
        p[k] /= total;
}

/* The number of the most probable class; -1 where a number of x is not finite, or the sum overflows. */
int @name@_class(const double *x)
{
    @best@
}

/* The label of the most probable class; a null pointer where @name@_class gives -1. */
const char *@name@_label(const double *x)
{
    int k = @name@_class(x);
    return k < 0 ? 0 : @name@_labels[k];
}

#ifdef __cplusplus
}
#endif
""",
    "two": {
        "result": """\
double @name@_log_odds(const double *x)
{
    return @name@_sum(x, 0);
}""",
        "scores": "p[0] = 0.0;\n    p[1] = @name@_log_odds(x);",
        "best": "double z = @name@_log_odds(x);\n    return isfinite(z) ? z @over@ 0.0 : -1;",
    },
    "more": {
        "result": """\
void @name@_log_odds(const double *x, double *z)
{
    for (int k = 0; k < @K@; k++)
        z[k] = @name@_sum(x, k);
}""",
        "scores": "@name@_log_odds(x, p);",
        "best": """\
double z[@K@];
    int best = 0;
    @name@_log_odds(x, z);
    for (int k = 0; k < @K@; k++) {
        if (!isfinite(z[k]))
            return -1;
        if (z[k] > z[best])
            best = k;
    }
    return best;""",
    },
    "scaled": {
        "arrays": """\
static const double @name@_mean[@p@] @name@_FLASH = @mean@;
static const double @name@_scale[@p@] @name@_FLASH = @scale@;
""",
        "value": "((x[j] - @name@_number(&@name@_mean[j])) / @name@_number(&@name@_scale[j]))",
    },
    "plain": {"arrays": "", "value": "x[j]"},
}

C_HEADER = {
    "program": """\
@comments@
#ifndef @name@_included
#define @name@_included

#ifdef __cplusplus
extern "C" {
#endif

enum { @name@_columns = @p@, @name@_classes = @K@ };
extern const char *const @name@_labels[@K@];

/* @meaning@ x is @p@ numbers. */
@result@

/* Sets p to the @K@ probabilities of the classes; to NaN where a number of x is not finite, or the sum overflows. */
void @name@_probabilities(const double *x, double *p);

/* The number of the most probable class; -1 where a number of x is not finite, or the sum overflows. */
int @name@_class(const double *x);

/* The label of the most probable class; a null pointer where @name@_class gives -1. */
const char *@name@_label(const double *x);

#ifdef __cplusplus
}
#endif

#endif
""",
    "two": {"result": "double @name@_log_odds(const double *x);"},
    "more": {"result": "void @name@_log_odds(const double *x, double *z);"},
    "scaled": {},
    "plain": {},
}


def python(model: Description) -> str:
    """The text of a Python file."""
    return _program(model, PYTHON, "#", "[]", py_literal)


def javascript(model: Description) -> str:
    """The text of a JavaScript module."""
    return _program(model, JAVASCRIPT, "//", "[]", js_literal)


def c(model: Description) -> str:
    """The text of a C file."""
    return _program(model, C, "//", "{}", c_literal)


def c_header(model: Description) -> str:
    """The text of the header of that C file, for C and C++."""
    return _program(model, C_HEADER, "//", "{}", c_literal)


def _program(model: Description, language: dict[str, Any], mark: str, brackets: str, literal: Any) -> str:
    parts = {"cells": "", "encode": "", "given": "x"}
    for part in ("two" if model.two else "more", "scaled" if model.mean else "plain"):
        parts.update(language[part])
    text = bool(model.cells) and "text" in language
    if text:
        parts.update(language["text"])
    words = {
        "comments": comments(model, mark, model.fields if text else model.columns),
        "columns": array([literal(rule) for rule in model.cells], brackets, 1) if text else "",
        "missing": literal(sorted(MISSING)) if text else "",
        "name": identifier(model.name),
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
