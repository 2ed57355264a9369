"""Models and files that several tests share."""

from __future__ import annotations

import json
from pathlib import Path

from purelr import (
    load,
)

from ..samples import problem

FROZEN = Path(__file__).parents[1] / "models"

BINARY = json.loads((FROZEN / "binary_v1.json").read_text(encoding="utf-8"))

SCALED = json.loads((FROZEN / "textbook_scaled_v1.json").read_text(encoding="utf-8"))

THREE = json.loads((FROZEN / "multinomial_v1.json").read_text(encoding="utf-8"))


def changed(model, place, value):
    """A copy of the dict with another value at a place such as coef.0.3."""
    copy = json.loads(json.dumps(model))
    inside = copy
    *way, last = [int(key) if key.isdigit() else key for key in place.split(".")]
    for key in way:
        inside = inside[key]
    inside[last] = value
    return copy


ROWS, LABELS = problem(40, 3, seed=5)

LABELS3 = [("ä", "b", "c")[(i + k) % 3] for i, k in enumerate(LABELS)]


def saved(model, folder, scaler=None, **options):
    """(the bytes of the file, the model that is loaded from it)"""
    model.save(folder / "model.json", scaler, **options)
    return (folder / "model.json").read_bytes(), load(folder / "model.json")
