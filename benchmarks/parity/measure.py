"""Run the fits in one place, and say how far its numbers are from those of the reference."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from places import ROOT

STARTS = 5


def prepare(folder):
    """What is run, in a folder of its own: the fits, the data, the library, and its one file for MicroPython."""
    shutil.copytree(ROOT / "purelr", folder / "purelr", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(Path(__file__).with_name("fits.py"), folder)
    (folder / "data.json").write_text(json.dumps(tables()), encoding="utf-8")
    build = [sys.executable, "-m", "purelr.micropython", "-o", str(folder / "purelr_micro.py")]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=False)  # without it MicroPython reports what it lacks


def tables():
    """The data of the fits. The grouped ones are published and count their rows by weights: see tests/reference."""
    sys.path.insert(0, str(ROOT))
    from purelr import load_breast_cancer
    from tests.samples import reference

    X, y = load_breast_cancer(return_X_y=True)
    found = {"cancer": {"X": X, "y": y, "weight": None}}
    for key, name in (("school", "school_program"), ("beetles", "beetles_grouped")):
        rows, target, _, weight = reference(name)
        found[key] = {"X": rows, "y": target, "weight": weight}
    return found


def run(place, folder):
    """What a place reports, with its start-up time; or {"ran": False} where it is not there, or {"failed": why}."""
    row = {"name": place.name, "backend": place.backend, "ran": False}
    command = place.find()
    if command is None:
        return row
    done = execute([*command, "fits.py", place.backend, "data.json"], folder)
    if done.returncode:
        return {**row, "failed": (done.stderr or done.stdout).strip()[-500:]}
    report = json.loads(done.stdout.strip().splitlines()[-1])
    starts = []
    for _ in range(STARTS):  # what the fits left compiled is used, as it is from the second start on anywhere
        begin = time.perf_counter()
        execute([*command, "fits.py", place.backend], folder)
        starts.append(time.perf_counter() - begin)
    return {**row, **report, "ran": True, "start": statistics.median(starts)}


def execute(command, folder):
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", env=env, check=False, timeout=600)


def compare(row, theirs, lacks):
    """Put into a row its largest differences from the reference, and its faults; leave the numbers themselves out."""
    results, wanted = row.pop("results", {}), theirs["results"]
    row["fits"], row["faults"] = {}, [row["failed"]] if "failed" in row else []
    for name, result in results.items():
        if "error" in result:
            row["fits"][name] = {"lacking": result["error"]}
            row["faults"] += [] if name in lacks else [f"{name}: {result['error']}"]
            continue
        found = {kind: difference(result[kind], wanted[name][kind]) for kind in ("coef", "proba")}
        row["fits"][name] = {**found, "seconds": result["seconds"]}
    done = [fit for fit in row["fits"].values() if "coef" in fit]
    if done:
        row["coef"], row["proba"] = (max([fit[kind] for fit in done]) for kind in ("coef", "proba"))
        row["seconds"] = sum([fit["seconds"] for fit in done])
    return row


def difference(ours, theirs):
    """The largest |a − b| / |b| over all entries; infinite where they do not match or are not numbers."""
    if [len(a) for a in ours] != [len(b) for b in theirs]:
        return float("inf")
    pairs = [(a, b) for row, other in zip(ours, theirs) for a, b in zip(row, other)]
    return max([0.0 if a == b else relative(a, b) for a, b in pairs])


def relative(a, b):
    found = abs(a - b) / abs(b) if b else float("inf")
    return found if found >= 0.0 else float("inf")  # nan is neither
