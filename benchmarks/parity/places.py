"""Where the fits can be run: a name, a backend, and how a Python file is run there.

A place that is not here says so in the table. To add one, add a line to PLACES: its `find` gives the command to which the
file and its arguments are appended, or None where there is no such command.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOX = Path(os.environ.get("TOX_WORK_DIR") or ROOT / ".tox")  # what the other environments of tox have installed
PYENV = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")


class Place:
    """One line of the table. `lacks` names the fits that are not to be had there."""

    def __init__(self, name, backend, find, lacks=()):
        self.name, self.backend, self.find, self.lacks = name, backend, find, lacks


def works(command, test="pass"):
    """Whether such an interpreter is there and runs this."""
    if not shutil.which(command[0]):
        return False
    return subprocess.run([*command, "-c", test], capture_output=True, check=False).returncode == 0


def candidates(version):
    """Where a CPython of a version may be: in pyenv, on the path, in tox's environments."""
    bare = version.replace(".", "")
    yield from map(str, sorted(PYENV.glob(f"versions/{version}.*/bin/python")))
    yield f"python{version}"
    yield from map(str, sorted(TOX.glob(f"py{bare}-*/bin/python")))
    yield sys.executable


def cpython(version, free=False):
    """A CPython of that version, with the usual lock or, where `free`, without it."""
    test = (
        f"import sys, sysconfig; assert sys.version.startswith('{version}.') and sys.implementation.name == 'cpython'"
    )
    test += f"; assert bool(sysconfig.get_config_var('Py_GIL_DISABLED')) is {free}"

    def find():
        names = [f"python{version}t", *candidates(version)] if free else candidates(version)
        return next(([name] for name in names if works([name], test)), None)

    return find


def with_numpy(version, environment, numpy=""):
    """A CPython of that version that has NumPy, of that version: this one, or the one in an environment of tox."""
    test = f"import sys, numpy; assert sys.version.startswith('{version}.') and numpy.__version__.startswith('{numpy}')"

    def find():
        names = [sys.executable, str(TOX / environment / "bin" / "python")]
        return next(([name] for name in names if works([name], test)), None)

    return find


def pypy():
    return ["pypy3"] if works(["pypy3"]) else None


def pyodide(version):
    """Pyodide of that version under Node: the npm package, where the environment pyodide of tox has put it."""

    def find():
        for path in sorted((ROOT / "tests" / "wasm" / "node_modules").glob("pyodide*/package.json")):
            if shutil.which("node") and json.loads(path.read_text(encoding="utf-8"))["version"].startswith(version):
                return ["node", str(Path(__file__).with_name("pyodide.mjs")), str(path.parent)]
        return None

    return find


def micropython():
    names = ["micropython", str(TOX / "micropython" / "bin" / "micropython")]
    return next(([name, "-X", "heapsize=64M"] for name in names if works([name])), None)


VERSIONS = ("3.9", "3.10", "3.11", "3.12", "3.13", "3.14")
PLACES = [
    *[Place(f"CPython {version}", "pure", cpython(version)) for version in VERSIONS],
    Place("CPython 3.13, free-threaded", "pure", cpython("3.13", free=True)),
    Place("CPython 3.14, free-threaded", "pure", cpython("3.14", free=True)),
    Place("PyPy", "pure", pypy),
    Place("Pyodide 0.x, WebAssembly", "pure", pyodide("0.")),
    Place("Pyodide 314, WebAssembly", "pure", pyodide("314.")),
    Place("MicroPython", "pure", micropython, lacks=("L1", "multinomial")),
    Place("CPython 3.9, oldest NumPy", "numpy", with_numpy("3.9", "py39-oldest", "1.21.")),
    *[Place(f"CPython {v}", "numpy", with_numpy(v, f"py{v.replace('.', '')}-numpy")) for v in VERSIONS],
]
REFERENCE = next(place for place in PLACES if (place.name, place.backend) == ("CPython 3.13", "pure"))
