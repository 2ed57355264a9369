"""The command line, as a process: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from purelr.cli.demo import demo
from purelr.cli.main import main

from ..backends_here import HERE

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
        (["demo", "--learning-rate", "0"], 1, "purelr: --learning-rate must be a positive number; got 0.0.\n"),
        (
            ["demo", "--learning-rate", "1e6"],
            0,
            "purelr: warning: --learning-rate must be small enough for the loss to fall; got 1e+06",
        ),
        (["dmeo"], 2, "invalid choice: 'dmeo'"),
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

    monkeypatch.setattr("purelr.cli.demo.demo", interrupted)
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


HOSTILE = "a\x1b[31m\x9b\u202e\u2066b"


def hostile_table(folder, target="y"):
    path = folder / "t.csv"
    lines = [f"{x},{'yes' + HOSTILE if (x * 7) % 3 else 'no' + HOSTILE}" for x in range(40)]
    path.write_text("\n".join([f"x{HOSTILE},{target}", *lines]), encoding="utf-8")
    return path


def test_nothing_that_a_terminal_obeys_is_printed_by_any_command(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    data, model = str(hostile_table(tmp_path)), str(tmp_path / f"m{HOSTILE}.json")
    for command in (
        ["fit", data, "--target", "y", "-o", model],
        ["fit", data, "--target", "y", "-o", model, "--json"],
        ["predict", model, data],
        ["evaluate", model, data],
        ["evaluate", model, data, "--json"],
        ["summary", data, "--target", "y"],
        ["summary", data, "--target", "y", "--json"],
        ["explain", data, "--target", "y"],
        *[["export", model, "--to", to] for to in ("c", "python", "javascript", "sql", "pmml")],
        ["report", model, data, "-o", str(tmp_path / f"r{HOSTILE}.html")],
        ["predict", model, f"{HOSTILE}.csv"],
        ["fit", data, "--target", HOSTILE, "-o", model],
        ["fit", data, "--target", "y", "-o", model, "--delimiter", "\x9b"],
        ["evaluate", f"{HOSTILE}.json", data],
    ):
        main(command)
        said = "".join(capsys.readouterr())
        assert said
        assert all(c == "\n" or c.isprintable() for c in said), command
        if "--json" in command and command[0] != "evaluate":  # which names nothing
            assert "\u202e\u2066b" in json.dumps(json.loads(said), ensure_ascii=False)
    with pytest.raises(SystemExit):
        main([HOSTILE])
    said = capsys.readouterr().err  # from 3.14 on with argparse's own colours
    assert not set(said) & {"\x9b", "\u202e", "\u2066"}


def test_what_a_pipe_reads_is_exact(tmp_path, capsys):
    data, model = str(hostile_table(tmp_path)), str(tmp_path / "m.json")
    assert main(["fit", data, "--target", "y", "-o", model]) == 0
    capsys.readouterr()
    assert main(["predict", model, data]) == 0
    assert HOSTILE in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437"])
def test_what_the_output_cannot_write_is_spelled_out(tmp_path, encoding):
    path = tmp_path / "t.csv"
    lines = [f"{x},{x % 5},{'€ja' if (x * 7) % 3 else '名'}" for x in range(40)]
    path.write_text("\n".join(["größe,π,y", *lines]), encoding="utf-8")
    env = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    model = str(tmp_path / "m.json")
    for command in (
        ["fit", path, "--target", "y", "-o", model],
        ["fit", path, "--target", "y", "-o", model, "--json"],
        ["predict", model, path, "--keep", "π"],
        ["evaluate", model, path],
        ["summary", path, "--target", "y"],
        ["explain", path, "--target", "y"],
        ["export", model, "--to", "sql"],
        ["export", model, "--to", "pmml"],
    ):
        arguments = [*COMMAND, *map(str, command)]
        done = subprocess.run(arguments, capture_output=True, encoding=encoding, check=False, env=env)
        assert done.returncode == 0, done.stderr
        if "--json" in command:
            assert json.loads(done.stdout)["classes"] == ["€ja", "名"]


def test_an_epoch_is_shown_where_the_output_is_not_utf_8():
    code = "import purelr; print(purelr.LR().explain_epoch([[0.0], [1.0]], [0, 1]))"
    env = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=env, check=False)
    assert done.returncode == 0, done.stderr
    assert rb"\u0177" in done.stdout  # ŷ


@pytest.mark.skipif(os.name == "nt", reason="the shell's way to close a stream")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_closed_streams_end_quietly(closed, tmp_path):
    command = f"{sys.executable} -m purelr fit - --target y -o {tmp_path / 'm.json'} {closed}"
    given = "".join(["x,y\n", *[f"{x},{(x * 7) % 3 > 0}\n" for x in range(40)]])
    done = subprocess.run(command, shell=True, input=given, capture_output=True, encoding="utf-8", check=False)  # noqa: S602
    assert "Traceback" not in done.stderr
    assert done.returncode == int("<" in closed)


def test_a_name_in_an_option_or_of_a_file_is_one_line(tmp_path, capsys):
    data = str(hostile_table(tmp_path))
    for option in ("--columns", "--text"):
        assert main(["fit", data, "--target", "y", "-o", str(tmp_path / "m.json"), option, "a\nb"]) == 1
        assert f"purelr: {option} must be " in capsys.readouterr().err
    assert main(["fit", str(tmp_path / "none\npurelr: all is well.csv"), "--target", "y", "-o", "m.json"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_labels_that_look_like_numbers_and_are_none_are_text(tmp_path, capsys):
    path = tmp_path / "t.csv"
    path.write_text("x,y\n" + "".join([f"{x},{'--1' if (x * 7) % 3 else '-'}\n" for x in range(40)]), encoding="utf-8")
    assert main(["fit", str(path), "--target", "y", "-o", str(tmp_path / "m.json"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["classes"] == ["-", "--1"]


def test_html_holds_nothing_that_acts_where_it_is_shown():
    from purelr.basics.text import html_table

    html = html_table("\u2066", ["a\x1b[31m", "b\x9b\u202e\ud800"], [["\u2028", "<b>"]])
    assert html.isprintable()
    assert "&lt;b&gt;" in html.encode("utf-8").decode()


def test_every_error_goes_through_the_gate(monkeypatch, capsys):
    """Whatever a message holds, and whoever raised it."""

    def fail(*_):
        raise ValueError(HOSTILE)

    monkeypatch.setattr("purelr.cli.demo.run", fail)
    assert main(["demo"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("purelr: a")
    assert all(c == "\n" or c.isprintable() for c in said)


def test_an_interrupt_while_it_starts_is_no_traceback():
    script = """
import runpy, sys

class Interrupted:
    def find_spec(self, name, *_):
        if name == "purelr.basics.text":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupted())
runpy.run_module("purelr", run_name="__main__")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "purelr: interrupted\n")
