"""The command behind docs/parity.md tells numbers that differ, and the page shows what it wrote."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def parity():
    sys.path.insert(0, str(ROOT / "benchmarks" / "parity"))
    yield {name: importlib.import_module(name) for name in ("measure", "places", "table")}
    sys.path.pop(0)


@pytest.mark.parametrize(
    ("ours", "theirs", "found"),
    [
        ([[1.0, 2.0]], [[1.0, 2.0]], 0.0),
        ([[1.0, 2.5]], [[1.0, 2.0]], 0.25),
        ([[0.0, -2.0]], [[0.0, 2.0]], 2.0),
        ([[1e-300]], [[0.0]], float("inf")),
        ([[1.0], [float("nan")]], [[1.0], [1.0]], float("inf")),
        ([[1.0]], [[1.0], [1.0]], float("inf")),
        ([[1.0]], [[1.0, 1.0]], float("inf")),
    ],
)
def test_the_largest_relative_difference(parity, ours, theirs, found):
    assert parity["measure"].difference(ours, theirs) == found


def report(**changed):
    row = {"name": "A", "backend": "pure", "ran": True, "faults": [], "fits": {"Newton": {"coef": 1e-9, "proba": 0.0}}}
    return {"rows": [{**row, **changed}]}


def test_what_is_a_fault(parity):
    faults = parity["table"].faults
    assert faults(report()) == []
    assert faults(report(fits={"Newton": {"coef": 1.1e-9, "proba": 0.0}})) == ["A, pure: Newton differs by 1.1e-09"]
    assert faults(report(fits={"Newton": {"coef": 0.0, "proba": float("inf")}})) == ["A, pure: Newton differs by inf"]
    assert faults(report(ran=False, fits={}, faults=["no"])) == ["A, pure: no"]


def test_what_is_a_change(parity):
    changes = parity["table"].changes
    assert changes(report(), report(version="4")) == []
    assert changes(report(), report(ran=False)) == ["A, pure did not run, and the page says otherwise"]
    assert changes(report(ran=False), report()) == ["A, pure ran, and the page says otherwise"]
    assert len(changes(report(), report(name="B"))) == 2


def test_a_place_with_other_numbers_is_found_out(parity, tmp_path):
    measure, Place = parity["measure"], parity["places"].Place
    measure.prepare(tmp_path)
    here = measure.run(Place("here", "pure", lambda: [sys.executable]), tmp_path)
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "import runpy, sys, purelr.backends.pure as pure\n"
        "sys.argv.pop(0)\n"
        "old = pure.PureBackend.moments\n"
        "pure.PureBackend.moments = lambda *a: tuple(m * (1.0 + 1e-8) for m in old(*a))\n"
        "runpy.run_path(sys.argv[0])\n",
        encoding="utf-8",
    )
    there = measure.run(Place("there", "pure", lambda: [sys.executable, "wrong.py"]), tmp_path)
    assert here["ran"]
    assert parity["table"].faults({"rows": [measure.compare(dict(here), here, ())]}) == []
    found = parity["table"].faults({"rows": [measure.compare(there, here, ())]})
    assert "there, pure: L1 differs by" in " ".join(found)


def test_a_place_that_is_not_there_is_not_run_and_one_that_breaks_is_a_fault(parity, tmp_path):
    measure, Place = parity["measure"], parity["places"].Place
    away = measure.compare(measure.run(Place("away", "pure", lambda: None), tmp_path), {"results": {}}, ())
    broken = measure.run(Place("broken", "pure", lambda: [sys.executable, "-c", "raise SystemExit('no')"]), tmp_path)
    broken = measure.compare(broken, {"results": {}}, ())
    assert "not run" in parity["table"].markdown({"rows": [away]})
    assert parity["table"].faults({"rows": [away, broken]}) == ["broken, pure: no"]


def test_the_page_shows_the_report_that_is_beside_it(parity):
    committed = json.loads((ROOT / "docs" / "parity.json").read_text(encoding="utf-8"))
    assert parity["table"].faults(committed) == []
    assert parity["table"].markdown(committed) in (ROOT / "docs" / "parity.md").read_text(encoding="utf-8")
