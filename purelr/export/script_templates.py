"""The text of a model in Python and in JavaScript, with @words@ in it, and what some of the words are."""

from __future__ import annotations

PYTHON = {
    "program": '''\
@comments@
from math import @imports@

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
@encode@    x = row_of(x, @m@)
    try:
@steps@@value@        z = [b + sum([w * v for w, v in zip(row, x)])@plus@ for b, row in zip(INTERCEPT, COEF)]
    except @errors@:
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
    "steps": {
        "imports": "exp, log, pow, sqrt",
        "errors": "(TypeError, ValueError, ArithmeticError)",
        "steps": "@lines@        x, offset = [@numbers@], @offset@\n",
        "plus": " + offset",
    },
    "text": {
        "cells": '''
# For each column: the levels that have a number each, or None for a column of numbers; the other levels that are
# known, or None where all are; and the numbers that stand in for a missing cell, or None where that is an error. A
# level "", and a second number of a column of numbers, is the indicator of missing cells.
COLUMNS = @columns@
MISSING = @missing@


def text_of(cell):
    """A cell as the name of a level: 1.0 is "1"."""
    return str(int(cell)) if isinstance(cell, float) and cell % 1 == 0 else str(cell)


def numbers(x):
    """The cells of a row as numbers: for a text, 1 for its level and 0 for the others."""
    row = []
    for cell, (levels, others, means) in zip(row_of(x, len(COLUMNS)), COLUMNS):
        if cell is None or cell != cell or cell in MISSING:
            if means is None:
                raise ValueError("x must have all its cells; got %r" % (x,))
            row += means
        elif levels is None:
            row += [float(cell)] + [0.0 for _ in means or []][1:]
        elif others is None or text_of(cell) in levels + others:
            row += [1.0 if text_of(cell) == level else 0.0 for level in levels]
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
@encode@  if (typeof x === "string" || x.length !== @m@ || !x.every(Number.isFinite)) {
    throw new RangeError("x must be an array of @m@ finite numbers");
  }
@steps@  const z = coef.map((weights, k) => weights.reduce((sum, w, j) => sum + w * @value@, intercept[k])@plus@);
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
        "value": "((@row@[j] - mean[j]) / scale[j])",
    },
    "plain": {"arrays": "", "value": "@row@[j]"},
    "steps": {
        "steps": "@lines@  const row = [@numbers@];\n  const offset = @offset@;\n",
        "plus": " + offset",
        "row": "row",
    },
    "text": {
        "cells": """
// For each column: the levels that have a number each, or null for a column of numbers; the other levels that are
// known, or null where all are; and the numbers that stand in for a missing cell, or null where that is an error. A
// level "", and a second number of a column of numbers, is the indicator of missing cells.
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
      return [cells[j], ...(means || []).slice(1).map(() => 0)];
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
