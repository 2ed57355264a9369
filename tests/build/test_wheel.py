"""The wheel, built and installed into an empty environment, as a user gets it."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """The interpreter of an environment in which there is purelr and nothing else; an index is not asked."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-index", str(wheel)], check=True, cwd=folder)
    return python


def run(python, *arguments):
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [python, *arguments], capture_output=True, encoding="utf-8", check=True, cwd=python.parent, env=env
    ).stdout


def test_the_wheel_is_small_and_holds_what_it_should(wheel):
    archive = zipfile.ZipFile(wheel)
    assert wheel.stat().st_size <= 450_000
    names = archive.namelist()
    assert "purelr/data/breast_cancer.csv" in names
    assert "purelr/py.typed" in names
    assert any(name.endswith("LICENSE") for name in names)
    assert not any(name.startswith(("tests", "docs")) for name in names)


def test_the_metadata_promise_no_dependency(wheel):
    (name,) = [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith("METADATA")]
    metadata = zipfile.ZipFile(wheel).read(name).decode()
    assert [line for line in metadata.split("\n") if line.startswith("Requires-Dist")] == [
        'Requires-Dist: numpy>=1.21 ; extra == "numpy"'
    ]
    assert "Requires-Python: >=3.9" in metadata
    assert "License-Expression: MIT" in metadata


def test_the_demo_runs_in_an_empty_environment(python):
    for command in ([python.parent / "purelr", "demo"], [python, "-m", "purelr", "demo"]):
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd=python.parent)
        assert "Held-out rows: accuracy 0.9" in done.stdout
        assert "Only pure is here." in done.stdout


def test_the_data_are_read_from_the_installed_wheel_and_from_the_wheel_as_a_zip(python, wheel):
    code = "import purelr; print(len(purelr.load_breast_cancer().data), purelr.__file__)"
    assert run(python, "-c", code).startswith("569 ")
    zipped = f"import sys; sys.path.insert(0, {str(wheel)!r}); {code}"
    assert run(python, "-c", zipped).startswith(f"569 {wheel}")
