"""The command line, as a process: what it prints, where, and with which exit code."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from purelr.cli import main
from purelr.demo import demo

from .backends_here import HERE

COMMAND = [sys.executable, "-m", "purelr"]


def run(*arguments, **options):
    return subprocess.run([*COMMAND, *arguments], capture_output=True, encoding="utf-8", check=False, **options)


def test_the_demo_shows_all_that_it_promises():
    done = run("demo")
    assert (done.returncode, done.stderr) == (0, "")
    text = done.stdout
    assert "\x1b" not in text
    assert text.isascii()
    assert float(re.search(r"Held-out rows: accuracy (\S+)", text)[1]) >= 0.97
    for part in ("precision    recall  f1-score   support", "predicted malignant", "200 epochs", "learning rate 0.7"):
        assert part in text
    for name in HERE[:-1]:
        assert re.search(rf"^{name} +[\d.]+ ms", text, re.MULTILINE)
    if "numpy" in HERE:
        weights, probas, classes = re.search(r"^numpy .* (\S+) +(\S+) +(\S+)$", text, re.MULTILINE).groups()
        assert float(weights) <= 1e-12
        assert float(probas) <= 1e-12
        assert classes == "identical"
    else:
        assert "Only pure is here. For a faster one: pip install 'purelr[numpy]'" in text


def test_the_demo_takes_its_options():
    text = "\n".join(demo(epochs=3, learning_rate=0.1, heading=lambda text: f"<{text}>"))
    assert "in 3 epochs>" in text
    assert "learning rate 0.1" in text


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["demo", "--epochs", "x"], 2, "invalid int value: 'x'"),
        (["demo", "--epochs", "-1"], 1, "purelr: epochs must be a whole number of at least 0; got -1.\n"),
        (["demo", "--learning-rate", "0"], 1, "purelr: learning_rate must be a positive number; got 0.0.\n"),
        (
            ["demo", "--learning-rate", "1e6"],
            0,
            "purelr: warning: learning_rate must be small enough for the loss to fall; got 1e+06",
        ),
        (["dmeo"], 2, "invalid choice: 'dmeo'"),
        ([], 2, "required: COMMAND"),
    ],
)
def test_messages_go_to_stderr(arguments, code, message):
    done = run(*arguments)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_help_and_version():
    assert re.fullmatch(r"purelr \d+\.\d+\.\d+\n", run("--version").stdout)
    assert "example: purelr demo --epochs 50" in run("demo", "--help").stdout


def test_a_reader_that_goes_away_is_no_error():
    process = subprocess.Popen([*COMMAND, "demo"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    with process:
        message = process.stderr.read()
    assert message == b""
    assert process.returncode == 1


def test_an_interrupt_ends_cleanly(monkeypatch, capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("purelr.commands.demo.demo", interrupted)
    assert main(["demo"]) == 1
    assert capsys.readouterr().err == "purelr: interrupted\n"


def test_headings_are_bold_on_a_terminal_alone(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert main(["demo", "--epochs", "1"]) == 0
    assert "\x1b[1mBreast Cancer" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    assert main(["demo", "--epochs", "1"]) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_the_demo_works_where_the_output_is_ascii():
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = run("demo", "--epochs", "2", env=env)
    assert (done.returncode, done.stderr) == (0, "")
