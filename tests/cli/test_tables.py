"""Files as people have them, on the command line: how they are written, what becomes levels, and what the shell says."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
import subprocess

import pytest

import purelr
from purelr.cli.main import COMMANDS, in_shell_words

from ..backends_here import HERE
from ..samples import REFERENCE, relative

FIT = ("fit", "people.csv", "--target", "ill", "-o", "model.json", "--test-share", "0")


def people(folder, n=120, text=None):
    """A file of a person a line, as R writes it, and in the words of a German Excel."""
    lines = ['"";"age";"wage";"ward";"race";"ill"']
    for i in range(n):
        wage = "k. A." if i == 5 else f"{1 + i % 3}.{i % 10}50,5"
        race = ("white", "black", "other")[(i * 7) % 3]
        lines.append(
            f'"{i + 1}";{20 + i * 7 % 50};{wage};{1 + i % 4};{race};{"yes" if (i * 7 // 3 + i // 5) % 2 else "no"}'
        )
    (folder / "people.csv").write_text("\n".join(lines) + "\n" if text is None else text, encoding="utf-8")


WRITTEN = ("--decimal", ",", "--thousands", ".", "--na", "k. A.", "--missing", "drop")


def test_how_the_file_is_written_stays_in_the_model(folder, said):
    people(folder)
    done = said(*FIT, *WRITTEN, "--text", "ward", "--reference", "race=white")
    assert "no name: it is taken for the names of rows, and left out" in done.err
    model = purelr.load("model.json")
    names = ["age", "wage", "ward=2", "ward=3", "ward=4", "race=black", "race=other"]
    assert list(model.feature_names_in_) == names
    assert model.encoding_.written == {"decimal": ",", "thousands": ".", "na": ["k. A."]}
    assert model.encoding_.columns[1].means == [pytest.approx(2491.676470588235)]
    assert "119 rows to learn from" in done.out
    people(folder, 100)
    text = (folder / "people.csv").read_text(encoding="utf-8").replace("k. A.", "1.000")
    (folder / "people.csv").write_text(text, encoding="utf-8")
    for command in (("predict",), ("evaluate",), ("report", "-o", "r.html")):
        said(command[0], "model.json", "people.csv", *command[1:])


def test_a_thousands_mark_is_never_taken_for_a_point_in_silence(folder, said):
    people(folder)
    err = said(*FIT, "--decimal", ",", "--na", "k. A.", "--exclude", "wage,ward", "-o", "a.json").err
    assert "Traceback" not in err
    people(folder, text="a;b;ill\n" + "950,5;1;no\n1.000;2;yes\n" * 9)
    assert (
        "with a decimal comma; got '1.000' in line 3. Say --thousands . if it is"
        in said(*FIT, "--decimal", ",", code=1).err
    )
    people(folder, text="a,b,ill\n" + '"1,000",1,no\n5,2,yes\n' * 9)
    message = "a thousands mark, such as '1,000' in line 2, beside others. Say --thousands ,."
    assert message in said(*FIT, code=1).err
    said(*FIT, "--thousands", ",")
    assert purelr.load("model.json").encoding_.columns[0].means == [502.5]


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ([f"{i} %" for i in range(40)], "got percentages, such as '0 %' in line 2. Take the % away."),
        ([f"€ {i},50" for i in range(40)], "got sums of money"),
        ([f"2020-01-{1 + i % 28:02}" for i in range(40)], "got dates"),
        ([f"\u2212{i}" for i in range(40)], "numbers with another minus sign"),
        ([f"person {i}" for i in range(40)], "texts that come again, to be levels; got 40 of them in 40 lines"),
    ],
)
def test_what_looks_like_something_else_is_named_and_no_level(column, message, folder, said):
    people(folder, text="a;b;ill\n" + "".join([f"{a};{i * 3 % 7};{i % 2}\n" for i, a in enumerate(column)]))
    err = said(*FIT, code=1).err
    assert message in err
    assert "reference=" not in err
    said(*FIT, "--text", "a")
    assert purelr.load("model.json").encoding_.columns[0].levels


def test_a_column_that_counts_the_rows_is_warned_of(folder, said):
    people(folder, text="id;b;ill\n" + "".join([f"{i};{i * 3 % 7};{i % 2}\n" for i in range(150)]))
    assert "column 'id' counts the rows: leave it out by --exclude id" in said(*FIT[:-2]).err
    assert said(*FIT, "--exclude", "id").err == ""
    assert purelr.load("model.json").feature_names_in_ == ["b"]


@pytest.mark.parametrize("values", [[i / 7 for i in range(40)], list(range(40)), [0.5, 1.5, 2.5] * 10])
def test_a_target_that_is_a_quantity_is_refused(values, folder, said):
    people(folder, text="a;ill\n" + "".join([f"{i * 3 % 7};{y}\n" for i, y in enumerate(values)]))
    for more in ((), ("--stream",)):
        assert "--target must be a column of classes, at most 20 of them" in said(*FIT, *more, code=1).err


def test_an_indicator_says_where_cells_are_missing(folder, said):
    people(folder)
    said(*FIT, *WRITTEN[:-1], "indicator", "--columns", "wage,race")
    model = purelr.load("model.json")
    assert model.feature_names_in_ == ["wage", "wage missing", "race=other", "race=white"]
    with open("people.csv", encoding="utf-8") as file:
        row = list(csv.DictReader(file, delimiter=";"))[5]
    assert model.encoding_.encode([["", row["race"]]])[0][1] == 1.0
    said(*FIT, *WRITTEN[:-1], "indicator", "--columns", "wage,race", "--stream")
    relative(purelr.load("model.json").coef_[0], model.coef_[0], 1e-6)


@pytest.mark.parametrize("ending", ["gz"])
def test_a_packed_file_is_read_as_it_is(ending, folder, said):
    (folder / f"births.csv.{ending}").write_bytes(gzip.compress((REFERENCE / "low_birth_weight.csv").read_bytes()))
    out = said("summary", f"births.csv.{ending}", "--target", "low", "--json").out
    relative([json.loads(out)["deviance"]], [201.44799113], 1e-9)


def test_intervals_of_predictions(folder, said):
    (folder / "births.csv").write_bytes((REFERENCE / "low_birth_weight.csv").read_bytes())
    said("fit", "births.csv", "--target", "low", "--C", "inf", "--test-share", "0", "-o", "model.json")
    header, first, *_ = csv.reader(said("predict", "model.json", "births.csv", "--interval").out.splitlines())
    assert header == ["predicted", "probability of 0", "probability of 1", "low of 1", "high of 1"]
    relative(list(map(float, first[2:])), [0.31217506550823765, 0.10607148436198034, 0.6345002625745018], 1e-9)
    narrow = list(csv.reader(said("predict", "model.json", "births.csv", "--interval", "0.5").out.splitlines()))[1]
    assert float(first[3]) < float(narrow[3]) < float(narrow[2]) < float(narrow[4]) < float(first[4])
    said("fit", "births.csv", "--target", "low", "-o", "ridge.json")
    err = said("predict", "ridge.json", "births.csv", "--interval", code=1).err
    assert "--C must be inf, no penalty, for standard errors; got a fit with --C 1.0." in err


def test_the_summary_as_a_table_and_by_terms(folder, said):
    people(folder)
    base = ("summary", "people.csv", "--target", "ill", *WRITTEN, "--columns", "age,race", "--reference", "race=white")
    assert (
        said(*base, "--format", "csv").out.splitlines()[0]
        == "term,estimate,std_error,statistic,p_value,conf_low,conf_high"
    )
    assert "\\toprule" in said(*base, "--format", "latex").out
    assert "| race=black |" in said(*base, "--format", "markdown").out
    assert "<table" in said(*base, "--format", "html").out
    for test in ((), ("wald",)):
        lines = said(*base, "--terms", *test).out.split("\n")
        assert [line.split()[0] for line in lines[2:4]] == ["age", "race"]
        assert lines[3].split()[2] == "2"
    assert said(*base, "--terms", "wald", "--format", "csv", "--cov-type", "HC3").out.startswith(
        "term,statistic,df,p_value,gvif"
    )
    assert (
        "--reference must be COLUMN=LEVEL, of a column to predict from; got 'rice=white'"
        in said(*base, "--reference", "rice=white", code=1).err
    )
    assert "--reference must be a level of the column" in said(*base, "--reference", "race=wite", code=1).err


@pytest.mark.skipif("numpy" not in HERE, reason="without NumPy, lists are all there is")
def test_numpy_is_used_where_it_is_installed(folder, said, monkeypatch):
    people(folder)
    said(*FIT, *WRITTEN)
    pure = purelr.load("model.json").coef_[0]
    monkeypatch.delenv("PURELR_BACKEND")
    assert "newton on numpy, C = 1" in said(*FIT, *WRITTEN).out
    relative(purelr.load("model.json").coef_[0], pure, 1e-9)
    assert "newton on pure, C = 1" in said(*FIT, *WRITTEN, "--backend", "pure").out


def test_the_program_alone_lists_its_commands(said):
    out = said().out
    assert all(f"    {command} " in out for command in ("fit", "predict", "summary", "report"))


@pytest.mark.parametrize(
    ("library", "shell"),
    [
        ('Fill it in, or fit with missing="mean".', "Fill it in, or fit with --missing mean."),
        (
            "max_iter must be a whole number of at least 0; got -1.",
            "--max-iter must be a whole number of at least 0; got -1.",
        ),
        ("Set C, or use firth=True.", "Set --C, or use --firth."),
        (
            "Set C, or use Firth's bias reduction (firth=True), or drop",
            "Set --C, or use Firth's bias reduction (--firth), or drop",
        ),
        ('Say method="wald", or fit again.', "Say --method wald, or fit again."),
        ("The C of a major chord", "The C of a major chord"),
    ],
)
def test_messages_are_in_the_words_of_the_shell(library, shell):
    assert in_shell_words(library) == shell


def completed(said, tmp_path, *words, shell="bash"):
    """What a shell offers behind these words."""
    script = tmp_path / "purelr.sh"
    script.write_text(said("completion", shell).out, encoding="utf-8")
    listed = " ".join([f"'{word}'" for word in words])
    text = f'source {script}; COMP_WORDS=(purelr {listed}); COMP_CWORD={len(words)}; _purelr; echo "${{COMPREPLY[@]}}"'
    return subprocess.run(
        [shutil.which("bash"), "-c", text], capture_output=True, encoding="utf-8", check=True
    ).stdout.split()


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_a_shell_completes(said, tmp_path):
    assert completed(said, tmp_path, "pre") == ["predict"]
    assert completed(said, tmp_path, "fit", "--mis") == ["--missing"]
    assert completed(said, tmp_path, "fit", "--missing", "") == ["drop", "mean", "indicator"]
    assert completed(said, tmp_path, "summary", "--format", "l") == ["latex"]
    assert completed(said, tmp_path, "fit", "--decimal", "") == [".", ","]
    assert "--interval" in completed(said, tmp_path, "predict", "--")
    assert completed(said, tmp_path, "fit", str(tmp_path / "pur")) == [str(tmp_path / "purelr.sh")]


def test_the_scripts_of_other_shells(said):
    zsh, fish = said("completion", "zsh").out, said("completion", "fish").out
    assert zsh.startswith("autoload")
    assert zsh.endswith(said("completion", "bash").out)
    assert "complete -c purelr -n '__fish_seen_subcommand_from fit' -l missing -d" in fish
    assert "-x -a 'drop mean indicator'" in fish
    assert fish.count("__fish_use_subcommand") == len(COMMANDS)
    assert all(line.count("'") % 2 == 0 for line in fish.replace("\\'", "").splitlines())
