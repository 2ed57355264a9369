"""The fixtures of the commands: a folder with files, and what a command says."""

from __future__ import annotations

import csv
import warnings

import pytest

import purelr
from purelr.cli.main import main

from .common import MESSY


@pytest.fixture(autouse=True)
def on_lists(no_default_backend, monkeypatch):
    """What a command says is compared with fits on lists, to the last digit; NumPy's, its default, has its own test."""
    monkeypatch.setenv("PURELR_BACKEND", "pure")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data = purelr.load_breast_cancer()
    with open("cancer.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*data.feature_names, "diagnosis"])
        writer.writerows([[*row, data.target_names[k]] for row, k in zip(data.data, data.target)])
    (tmp_path / "messy.csv").write_text(MESSY, encoding="utf-8")
    return tmp_path


@pytest.fixture
def said(capsys):
    def run(*arguments, code=0):
        with warnings.catch_warnings():
            warnings.simplefilter("always")  # as an interpreter does, and pytest does not
            assert main(list(arguments)) == code
        return capsys.readouterr()

    return run
