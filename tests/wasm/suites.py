"""The tests in each Pyodide, one after the other: python suites.py FOLDER [arguments of pytest]

FOLDER is for wheels: that of this checkout, and those of pytest and what it needs. Node and npm must be there; where they
are not, that is said and nothing is run, or with CI set it is a failure.
"""

# ruff: noqa: T201  # it says what it does

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
VERSIONS = ("3.12", "3.14")  # of CPython; package.json says in which Pyodide
PINNED = ("pytest==8.4.2", "pluggy==1.6.0", "iniconfig==2.3.0", "packaging==25.0", "pygments==2.19.2")


def fetch_wheels(folder):
    shutil.rmtree(folder, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "download", "--no-deps", "--only-binary=:all:", "--dest", folder, *PINNED], check=True)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, HERE.parents[1]]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)


def main(folder, *arguments):
    missing = [tool for tool in ("node", "npm") if not shutil.which(tool)]
    if missing:
        print(f"SKIPPED: the tests in WebAssembly need {' and '.join(missing)}.")
        return 1 if os.environ.get("CI") else 0
    npm = [shutil.which("npm"), "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(npm, check=True, cwd=HERE)
    fetch_wheels(folder)
    for version in VERSIONS:
        done = subprocess.run([shutil.which("node"), HERE / "run.mjs", version, folder, *arguments], check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
