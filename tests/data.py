"""Data for the tests: the references copied from published sources, and generated problems."""

from __future__ import annotations

import json
from pathlib import Path

from purelr.basics.random_numbers import SplitMix64

REFERENCE = Path(__file__).parent / "reference"
R = json.loads((REFERENCE / "r.json").read_text(encoding="utf-8"))
EXPECTED = json.loads((REFERENCE / "expected.json").read_text(encoding="utf-8"))


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
