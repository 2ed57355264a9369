"""The same fits on every interpreter and backend that is here, and how far their numbers are apart.

    python benchmarks/parity [--out FOLDER] [--check]

Writes parity.json and the table of parity.md into the folder, and the table to the terminal. Fails where a number differs
by more than 1e-9. With --check also where docs/parity.md shows other environments than ran here: that is a failure in CI,
and elsewhere, where fewer interpreters may be installed, it is said and no more.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from pathlib import Path

import measure
import table
from places import PLACES, REFERENCE, ROOT

PAGE = ROOT / "docs" / "parity.md"
MARK = "<!-- the table -->\n"


def main():
    parser = argparse.ArgumentParser(description="The same fits on every interpreter and backend that is here.")
    parser.add_argument("--out", metavar="FOLDER", help="where to write parity.md and parity.json")
    parser.add_argument("--check", action="store_true", help="compare with what docs/parity.md shows")
    options = parser.parse_args()
    report = measured()
    print(table.markdown(report))
    if options.out:
        write(report, Path(options.out))
    faults = table.faults(report)
    if options.check:
        committed = json.loads(PAGE.with_suffix(".json").read_text(encoding="utf-8"))
        if page(committed) != PAGE.read_text(encoding="utf-8"):
            faults.append("docs/parity.md does not show what docs/parity.json says")
        for change in table.changes(committed, report):
            print(f"{change}. To write it anew: python benchmarks/parity --out docs")
            faults += [change] if os.environ.get("CI") else []
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def measured(places=PLACES, reference=REFERENCE):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure.prepare(folder)
        rows = []
        for place in places:
            rows.append(measure.run(place, folder))
            print(f"{place.name}, {place.backend}: {'done' if rows[-1]['ran'] else 'not here'}", file=sys.stderr)
    theirs = dict(rows[places.index(reference)])
    if not theirs["ran"]:
        raise SystemExit(f"{reference.name} must be here: it is what the others are compared with.")
    compared = [measure.compare(row, theirs, place.lacks) for row, place in zip(rows, places)]
    return {"machine": f"{platform.machine()}, {platform.system()}, {os.cpu_count()} cores", "rows": compared}


def page(report):
    """The page with this table in it."""
    before, _, after = PAGE.read_text(encoding="utf-8").split(MARK)
    return MARK.join([before, f"\nMachine: {report['machine']}.\n\n{table.markdown(report)}\n", after])


def write(report, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "parity.md").write_text(page(report), encoding="utf-8")
    (folder / "parity.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
