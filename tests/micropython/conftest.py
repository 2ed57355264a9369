"""A folder with the built file in it, and a way to run code there on the real MicroPython."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import purelr

ROOT = Path(purelr.__file__).parents[1]


def command(name):
    """A command of this environment; one that is missing fails the tests that need it."""
    path = Path(sysconfig.get_path("scripts")) / name
    return str(path if path.exists() else name)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """purelr_micro.mpy, from the command line of the docs, and the data."""
    folder = tmp_path_factory.mktemp("board")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    build = [sys.executable, "-m", "purelr.micropython", "-o", "purelr_micro.py"]
    subprocess.run(build, check=True, cwd=folder, env=env)
    subprocess.run([command("mpy-cross"), "-O3", "purelr_micro.py"], check=True, cwd=folder)
    (folder / "purelr_micro.py").rename(folder / "built.txt")  # so that the .mpy is what is imported
    X, y = purelr.load_breast_cancer(return_X_y=True)
    (folder / "data.json").write_text(json.dumps([X, y]), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def micropython(folder):
    """Run code there, with X, y and the library's names as `p`; returns what it prints last, as JSON."""

    def run(code, heap="16M"):
        done = execute(code, heap)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def execute(code, heap="16M", *arguments):
        (folder / "script.py").write_text(code, encoding="utf-8")
        line = [command("micropython"), "-X", f"heapsize={heap}", "script.py", *arguments]
        return subprocess.run(line, cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=300)

    run.execute = execute
    return run
