"""Errors in one line, progress, interrupts, and nothing written over the data."""

from __future__ import annotations

import io
import re

import pytest

from purelr.cli import progress
from purelr.cli.main import COMMANDS, main
from purelr.cli.progress import Progress
from purelr.data.csv_file import CSVFile

from .common import BIRTHS, FIT, births


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("fit", "none.csv", "--target", "y", "-o", "m"), "purelr: none.csv: No such file or directory\n"),
        (
            ("fit", "cancer.csv", "--target", "y", "-o", "m"),
            "--target must be a column of cancer.csv; got 'y'. It has 'mean_r",
        ),
        ((*FIT, "--columns", "diagnosis"), "columns to predict from, none of them the target"),
        ((*FIT, "--columns", "size"), "--columns must be a column of cancer.csv; got 'size'"),
        ((*FIT, "--text", "size"), "--text must be columns to predict from; got 'size'"),
        ((*FIT, "--test-share", "1"), "--test-share must be a share from 0 to below 1; got 1"),
        ((*FIT, "--C", "-1"), "C must be a positive number; got -1.0"),
        ((*FIT, "--solver", "magic"), "solver must be auto, "),
        ((*FIT, "--C", "inf", "--baseline", "x"), "--baseline must be one of the classes of the target, ['"),
        (("predict", "cancer.csv", "cancer.csv"), "cancer.csv: The file must be JSON"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line(folder, said, arguments, message):
    done = said(*arguments, code=1)
    assert message in done.err
    assert done.err.count("\n") == 1
    assert done.out == ""
    assert not (folder / "m").exists()


def test_a_file_that_cannot_be_written_leaves_nothing(folder, said):
    assert "No such file or directory" in said(*FIT[:-1], "no/model.json", code=1).err


@pytest.mark.parametrize(
    "command",
    [
        (*FIT[:-1], "./cancer.csv"),
        ("predict", "model.json", "cancer.csv", "-o", "cancer.csv"),
        ("report", "model.json", "cancer.csv", "-o", "cancer.csv"),
        ("summary", "cancer.csv", "--target", "diagnosis", "--columns", "mean_area", "-o", "cancer.csv"),
    ],
)
def test_nothing_is_written_over_the_data(folder, said, command):
    said(*FIT)
    before = (folder / "cancer.csv").read_bytes()
    assert "-o must be another file than DATA.csv; got " in said(*command, code=1).err
    assert (folder / "cancer.csv").read_bytes() == before


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_an_example_that_works(folder, said, name, capsys):
    with pytest.raises(SystemExit) as caught:
        main([name, "--help"])
    assert caught.value.code == 0
    example = capsys.readouterr().out.rpartition("example: purelr ")[2].split()
    assert example[0] == name
    said(*FIT)
    (folder / "new.csv").write_bytes((folder / "cancer.csv").read_bytes())
    said(*example)


def test_an_interrupt_leaves_no_half_file(folder, monkeypatch, said):
    said(*FIT)
    before = (folder / "model.json").read_bytes()

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("purelr.model.LogisticRegression.predict_proba", interrupted)
    assert said("predict", "model.json", "cancer.csv", "-o", "out.csv", code=1).err == "purelr: interrupted\n"
    assert not (folder / "out.csv").exists()
    assert (folder / "model.json").read_bytes() == before
    assert not list(folder.glob("*.tmp"))


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_progress_is_shown_on_a_terminal_after_two_seconds(monkeypatch):
    clock = iter([0.0, 1.0, 3.0, 3.1, 5.0])
    monkeypatch.setattr(progress, "perf_counter", lambda: next(clock))
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    shown = Progress("reading")
    for done in (10, 30, 31, 50):
        shown.at(done, done / 100.0)
    shown.end()
    assert screen.getvalue() == (
        "\r\x1b[Kreading: 30 rows, 10 a second, 30%, 7 s left"
        "\r\x1b[Kreading: 50 rows, 10 a second, 50%, 5 s left"
        "\r\x1b[K"
    )


def test_profiles_of_the_likelihood_show_their_progress(folder, monkeypatch):
    births(folder)
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(progress, "perf_counter", iter(range(0, 1000, 5)).__next__)
    assert main([*BIRTHS, "--method", "profile"]) == 0
    assert "profiles of the likelihood: 2 coefficients" in screen.getvalue()
    assert screen.getvalue().endswith("\r\x1b[K")


def test_progress_is_silent_where_there_is_no_terminal(monkeypatch):
    screen = io.StringIO()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(progress, "SHOWN", 0.0)
    shown = Progress("reading")
    shown.at(10, 0.1)
    shown.end()
    assert screen.getvalue() == ""


def test_names_that_would_move_the_cursor_are_spelled_out(folder, said):
    (folder / "evil.csv").write_text("x\x1b[31m,y\n" + "".join([f"{i},{i % 2}\n" for i in range(20)]), encoding="utf-8")
    done = said("fit", "evil.csv", "--target", "y", "-o", "m.json", "--test-share", "0")
    assert "\x1b" not in done.out
    assert "x\\x1b[31m" in done.out


def test_the_progress_of_reading_is_the_share_of_the_file(tmp_path, monkeypatch):
    path = tmp_path / "long.csv"
    path.write_text("a\n" + "1.25\n" * 200_000, encoding="utf-8")
    clock = iter([0.0] + [10.0 + i for i in range(10_000)])
    monkeypatch.setattr(progress, "perf_counter", lambda: next(clock))
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    assert len(list(Progress("reading").watch(CSVFile(str(path))))) == 200_000
    said = re.findall(r"reading: ([0-9,]+) rows, [0-9,]+ a second, (\d+)%", screen.getvalue())
    assert len(said) == 200
    for rows, share in said:  # the file is read some way ahead of the rows
        assert -1.0 <= int(share) - 100.0 * int(rows.replace(",", "")) / 200_000 <= 5.0
    assert screen.getvalue().endswith("\r\x1b[K")
