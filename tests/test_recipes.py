"""One file, a copied folder: the ways to have the library without installing it, on a bare interpreter."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import purelr
from purelr import zipapp

PACKAGE = Path(purelr.__file__).parent
BARE = ("-S", "-E", "-I")  # no site-packages, no PYTHON* variables, neither the folder of the script nor of the user
FIT = "LogisticRegression().fit(*load_breast_cancer(return_X_y=True)).coef_[0][0].hex()"
HERE = purelr.LogisticRegression().fit(*purelr.load_breast_cancer(return_X_y=True)).coef_[0][0].hex()


def run(*arguments, cwd, code=0):
    """What a bare interpreter prints, on its standard output or, where it is to fail, as an error."""
    command = [sys.executable, *BARE, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=cwd, check=False)
    assert done.returncode == code, done.stderr
    return done.stderr if code else done.stdout.strip()


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "purelr.pyz"
    assert zipapp.main(["-o", str(path)]) == 0
    return path


def test_the_archive_is_small_and_holds_the_package_and_nothing_else(archive):
    assert archive.stat().st_size <= 410_000
    entries = zipfile.ZipFile(archive)
    assert entries.testzip() is None
    files = {
        name: path.read_bytes()
        for path in PACKAGE.rglob("*")
        for name in [path.relative_to(PACKAGE).as_posix()]
        if path.is_file() and path.suffix != ".pyc"
    }
    archived = {name.partition("/")[2]: entries.read(name) for name in entries.namelist() if name != "__main__.py"}
    assert archived == files


def test_the_archive_has_the_same_bytes_from_other_folders_and_at_other_times(archive, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(PACKAGE, other, ignore=shutil.ignore_patterns("__pycache__"))
    for path in other.rglob("*"):
        os.utime(path, (1e9, 1e9))
    run("-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from other.zipapp import main; main([])", cwd=other)
    assert (other / "purelr.pyz").read_bytes() == archive.read_bytes()


def test_the_archive_runs_on_a_bare_interpreter(archive, tmp_path):
    said = run(archive, "demo", "--epochs", "5", cwd=tmp_path)
    assert "569 tumours" in said
    assert "Only pure is here." in said
    assert run(archive, "--version", cwd=tmp_path) == f"purelr {purelr.__version__}"


def test_every_command_that_the_help_lists_is_in_the_archive(archive, tmp_path):
    listed = re.findall("^    ([a-z]+)  ", run(archive, "--help", cwd=tmp_path), re.MULTILINE)
    assert len(listed) >= 9
    for command in listed:
        assert f"usage: purelr {command}" in run(archive, command, "--help", cwd=tmp_path)


def test_the_archive_is_run_by_its_own_name(archive):
    assert archive.read_bytes().startswith(b"#!/usr/bin/env python3\n")
    assert os.name == "nt" or os.access(archive, os.X_OK)


def test_the_archive_is_imported_from(archive, tmp_path):
    code = f"import sys; sys.path.insert(0, 'purelr.pyz'); from purelr import LogisticRegression, load_breast_cancer; print({FIT})"
    assert run("-c", code, cwd=tmp_path) == HERE


def test_a_zip_cannot_be_made_from_a_zip(tmp_path):
    shutil.make_archive(str(tmp_path / "whole"), "zip", PACKAGE.parent, PACKAGE.name)
    code = "import sys; sys.path.insert(0, 'whole.zip'); from purelr.zipapp import main; main([])"
    assert "Run this from a checkout or an install." in run("-c", code, cwd=tmp_path, code=2)
    assert not (tmp_path / "purelr.pyz").exists()


def test_a_file_that_cannot_be_written_is_said_to_be_so(tmp_path, capsys):
    with pytest.raises(SystemExit, match="2"):
        zipapp.main(["-o", str(tmp_path / "nowhere" / "purelr.pyz")])
    assert "nowhere" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["purelr", "logreg", "a_b1"])
def test_the_folder_works_beside_a_script_under_any_name(tmp_path, name):
    shutil.copytree(PACKAGE, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    lines = [
        "import os, sys",
        "sys.path.insert(0, os.path.dirname(__file__))",
        f"from {name} import *",
        f"print({FIT})",
    ]
    (tmp_path / "app.py").write_text("\n".join(lines), encoding="utf-8")
    assert run(tmp_path / "app.py", cwd=tmp_path.parent) == HERE
    assert "No module named" in _without_the_line(lines, tmp_path, name)


def _without_the_line(lines, folder, name):
    """What -I says of a script that does not put its folder on the path: the reason for the line."""
    (folder / "app.py").write_text("\n".join([lines[0], *lines[2:]]), encoding="utf-8")
    return run(folder / "app.py", cwd=folder, code=1)


def test_the_folder_runs_as_a_folder(archive, tmp_path):
    with zipfile.ZipFile(io.BytesIO(archive.read_bytes())) as entries:
        entries.extractall(tmp_path / "lib")  # our own archive
    assert "Only pure is here." in run("lib", "demo", "--epochs", "5", cwd=tmp_path)
