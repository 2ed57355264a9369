"""Data for the tests, and what several of them say of it: the references copied from published sources, and generated problems."""

from __future__ import annotations

import json
import math
from pathlib import Path

import purelr
from purelr.basics.random_numbers import SplitMix64
from purelr.objective.coordinates import as_given
from purelr.objective.logistic import Logistic, in_blocks
from purelr.testing import close

REFERENCE = Path(__file__).parent / "reference"
INFERENCE = json.loads((REFERENCE / "inference.json").read_text(encoding="utf-8"))
R = json.loads((REFERENCE / "r.json").read_text(encoding="utf-8"))
EXPECTED = json.loads((REFERENCE / "expected.json").read_text(encoding="utf-8"))

UNPENALISED = ["spector", "low_birth_weight", "ucla_admissions", "orings_grouped", "beetles_grouped"]
ROWS = [[0.5, 1.0], [1.0, 3.0], [2.0, 1.0], [2.5, 0.0], [3.0, 2.0], [4.0, 2.5]]
LABELS = [0, 0, 1, 0, 1, 1]


def reference(name):
    """(rows, target, column names, weights or None) of one of the reference data sets."""
    entry = EXPECTED[name]
    header, *lines = (REFERENCE / entry["file"]).read_text(encoding="utf-8").split()
    table = [dict(zip(header.split(","), line.split(","))) for line in lines]
    names = [column for column in header.split(",") if column not in (entry["target"], entry.get("weight"))]
    rows = [[float(line[column]) for column in names] for line in table]
    target = [_label(line[entry["target"]]) for line in table]
    weights = [float(line[entry["weight"]]) for line in table] if "weight" in entry else None
    return rows, target, names, weights


def birth_weight():
    """(columns by name, labels): low birth weight with its race as text."""
    rows, y, names, _ = reference("low_birth_weight")
    columns = {name: list(column) for name, column in zip(names, zip(*rows))}
    black, other = columns.pop("race_black"), columns.pop("race_other")
    columns["race"] = ["black" if b else "other" if o else "white" for b, o in zip(black, other)]
    return columns, y


def _label(text):
    return int(text) if text.isdigit() else text


def problem(n, p, seed, noise=1.0):
    """(rows, labels 0 and 1) in which the classes overlap and both occur."""
    stream = SplitMix64(seed)
    rows = [[4.0 * stream.uniform() - 2.0 for _ in range(p)] for _ in range(n)]
    truth = [2.0 * stream.uniform() - 1.0 for _ in range(p)]
    labels = [
        int(sum(w * x for w, x in zip(truth, row)) + noise * (2.0 * stream.uniform() - 1.0) > 0.1) for row in rows
    ]
    labels[0], labels[1] = 0, 1
    return rows, labels


def many_classes(n, p, K, seed):
    stream = SplitMix64(seed)
    rows = [[2.0 * stream.uniform() - 1.0 for _ in range(p)] for _ in range(n)]
    truth = [[4.0 * stream.uniform() - 2.0 for _ in range(p)] for _ in range(K)]
    labels = []
    for row in rows:
        scores = [
            sum(w * x for w, x in zip(ws, row)) - math.log(-math.log(stream.uniform() + 1e-12) + 1e-12) for ws in truth
        ]
        labels.append(scores.index(max(scores)))
    labels[:K] = range(K)
    return rows, labels


def walks(n, p, seed):
    """(rows, labels) of random walks from column to column."""
    stream, rows = SplitMix64(seed), []
    for _ in range(n):
        place, row = 0.0, []
        for _ in range(p):
            place += stream.uniform() - 0.5
            row.append(place)
        rows.append(row)
    return rows, [int(row[p // 3] - row[p // 2] + 2.0 * stream.uniform() > 1.0) for row in rows]


def standardised_cancer():
    cancer = purelr.load_breast_cancer()
    return purelr.StandardScaler().fit_transform(cancer.data), cancer.target


def relative(actual, expected, tolerance):
    """Each number to `tolerance` of itself."""
    for a, e in zip(actual, expected):
        close(a, e, tolerance, scale=0.0)
    assert len(actual) == len(expected)


class Frame:
    """What purelr needs of a pandas frame: columns and to_numpy; `to_numpy` here gives lists."""

    def __init__(self, rows, columns):
        self.columns, self._rows = columns, rows

    def to_numpy(self):
        return self._rows


# Names as no sane person has them: text wherever they go.
ODD = [
    "<script>alert(1)</script>",
    "</style><b>",
    "</title></svg>",
    "\"quotes\" & 'more'",
    "emoji 🦄👨\u200d👩\u200d👧",
    "line\nbreak",
    "x" * 300,
    "words " * 60,
    "\u202eright to left",
    "\x00\x1b[31m",
    "-->]]>",
    "\ud800",
    "",
]


def objective(xp, rows, labels, shares=None, ridge=0.0, intercept=True):
    X = as_given(intercept, len(rows[0])).design(xp, xp.asmatrix(rows))
    n, p = X.shape
    share = xp.asvector(shares or [1.0 / n] * n)
    blocks = in_blocks(xp, X, share, [xp.asvector(labels)])
    return Logistic(xp, blocks, [0.0 if intercept and j == 0 else ridge for j in range(p)])
