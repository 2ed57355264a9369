"""purelr fit: what it says, saves and refuses, from a file as people have it."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import subprocess
import sys

import pytest

import purelr
from purelr.cli.main import main
from purelr.testing import close

from .common import FIT, MESSY, MESSY_FIT, written


def test_fit_says_what_it_found_and_saves_it(folder, said):
    text = said(*FIT).out
    assert "cancer.csv: 426 rows to learn from: 267 benign, 159 malignant." in text
    assert "newton on pure, C = 1, l1_ratio = 0: converged in" in text
    assert "143 rows held out: accuracy 0.9" in text
    assert "log-odds of malignant per unit" in text
    assert "Saved to model.json." in text
    assert purelr.load("model.json").classes_ == ["benign", "malignant"]


def test_the_model_is_that_of_the_library(folder, said):
    found = json.loads(said(*FIT, "--test-share", "0", "--json").out)
    data = purelr.load_breast_cancer()
    labels = [data.target_names[k] for k in data.target]
    model = purelr.LogisticRegression(standardize=True).fit(data.data, labels)
    close(found["coef"][0], model.coef_[0], 1e-12)
    assert found["columns"] == data.feature_names
    assert found["held_out"] is None
    assert (found["rows"], found["counts"]) == (569, [357, 212])


def test_options_reach_the_model(folder, said):
    said(*FIT, "--C", "0.1", "--l1-ratio", "1", "--no-intercept", "--no-standardize", "--class-weight", "balanced")
    model = purelr.load("model.json")
    assert (model.C, model.l1_ratio, model.fit_intercept, model.standardize) == (0.1, 1.0, False, False)
    assert model.class_weight == "balanced"
    assert model.intercept_ == [0.0]
    said(*FIT, "--C", "inf", "--columns", "mean_radius,mean_texture", "--seed", "3", "--solver", "lbfgs")
    model = purelr.load("model.json")
    assert math.inf == model.C
    assert model.feature_names_in_ == ["mean_radius", "mean_texture"]
    assert model.result_.solver == "lbfgs"


def test_a_file_as_people_have_it(folder, said):
    text = said(*MESSY_FIT).out
    assert "farbe=grün" in text
    assert "farbe=rot" in text
    lines = said("predict", "model.json", "messy.csv", "--decimal", ",", "--keep", '"name, full"').out.splitlines()
    rows = list(csv.reader(io.StringIO("\n".join(lines))))
    assert rows[0] == ["name, full", "predicted", "probability of ja", "probability of nein"]
    assert rows[1][0] == 'M"0'
    model = purelr.load("model.json")
    probas = model.predict_proba([["rot", "0.5"], ["blau", "1.5"]])
    # PyPy sums a batch of rows column by column, and two rows row by row: a last bit may differ.
    for row, proba in zip(rows[1:3], probas):
        close([float(p) for p in row[2:]], proba, 1e-14)
    assert len(rows) == 61
    (folder / "latin.csv").write_bytes(MESSY[1:].encode("latin-1"))
    assert "must be text in utf-8" in said("predict", "model.json", "latin.csv", "--decimal", ",", code=1).err
    again = said("predict", "model.json", "latin.csv", "--decimal", ",", "--encoding", "latin-1").out.splitlines()
    assert again[1:] == [line.partition(",")[2] for line in lines[1:]]


def test_missing_cells(folder, said):
    gaps = MESSY.replace(";0,5;", ";;").replace(";rot;", ";NA;", 2)
    (folder / "messy.csv").write_text(gaps, encoding="utf-8")
    said_ = said(*MESSY_FIT, code=1).err
    assert "must be without missing cells; got 2 in 'farbe' (the first in line 2), 9 in 'größe' (the " in said_
    assert not (folder / "model.json").exists()
    assert "rows to learn from" in said(*MESSY_FIT, "--missing", "mean", "--test-share", "0").out
    assert "60 rows" in said("evaluate", "model.json", "messy.csv", "--target", "ja", "--decimal", ",").out
    found = json.loads(said(*MESSY_FIT, "--missing", "drop", "--test-share", "0", "--json").out)
    assert found["rows"] == 60 - len({i for i in range(60) if i % 7 == 0} | {0, 3})
    assert (
        "a missing cell in line 2 of messy.csv"
        in said("predict", "model.json", "messy.csv", "--decimal", ",", code=1).err
    )


def test_a_missing_target_is_no_class(folder, said):
    (folder / "messy.csv").write_text(MESSY.replace(";nein\n", ";NA\n", 1), encoding="utf-8")
    assert "got 1 in 'ja'" in said(*MESSY_FIT, "--missing", "mean", code=1).err
    assert "rows to learn from" in said(*MESSY_FIT, "--missing", "drop").out


def test_the_largest_coefficients_come_first(folder, said):
    lines = said(*FIT).out.partition("per deviation\n")[2].splitlines()[1:11]
    sizes = [abs(float(line.split()[-1])) for line in lines]
    assert sizes == sorted(sizes, reverse=True)


def test_what_the_fit_has_not_seen(folder, said):
    said(*MESSY_FIT, "--test-share", "0")
    (folder / "new.csv").write_text("farbe,größe\nlila,2\n", encoding="utf-8")
    assert "one of the levels of the fit" in said("predict", "model.json", "new.csv", code=1).err
    done = said("predict", "model.json", "new.csv", "--lenient")
    assert "has 'lila' in 1 rows; it counts as none of the levels" in done.err
    assert len(done.out.splitlines()) == 2
    (folder / "new.csv").write_text("größe\n2\n", encoding="utf-8")
    assert "got 'farbe'. It has 'größe'." in said("predict", "model.json", "new.csv", code=1).err
    assert (
        "has no column 'farbe'; the mean of the fit stands in"
        in said("predict", "model.json", "new.csv", "--lenient").err
    )


def test_weights_count_rows(folder, said):
    (folder / "w.csv").write_text(
        "x,y,n\n" + "".join([f"{i},{(i * 7 // 3) % 2},{i % 3}\n" for i in range(30)]), encoding="utf-8"
    )
    weighted = json.loads(
        said("fit", "w.csv", "--target", "y", "--weights", "n", "-o", "m.json", "--test-share", "0", "--json").out
    )
    rows = [[float(i)] for i in range(30)]
    model = purelr.LogisticRegression(standardize=True).fit(
        rows, [(i * 7 // 3) % 2 for i in range(30)], [i % 3 for i in range(30)]
    )
    close(weighted["coef"][0], model.coef_[0], 1e-12)
    assert weighted["classes"] == [0, 1]
    (folder / "w.csv").write_text("x,y,n\n1,0,1\n2,1,-1\n", encoding="utf-8")
    assert (
        "numbers of at least 0; got '-1' in line 3"
        in said("fit", "w.csv", "--target", "y", "--weights", "n", "-o", "m.json", code=1).err
    )


def test_standard_input_and_output(folder, said, monkeypatch):
    said(*FIT)
    text = (folder / "cancer.csv").read_bytes()

    class Input:
        buffer = io.BufferedReader(io.BytesIO(text))

    monkeypatch.setattr("sys.stdin", Input)
    assert len(said("predict", "model.json", "-").out.splitlines()) == 570


def test_no_command_writes_over_what_it_reads(said, tmp_path):
    """The output by the same name, another spelling, a link, a hard link, or what stands behind standard input."""
    data, model = tmp_path / "d.csv", tmp_path / "m.json"
    data.write_text("x,y\n" + "".join([f"{x},{(x * 7) % 3 > 0}\n" for x in range(40)]), encoding="utf-8")
    assert main(["fit", str(data), "--target", "y", "-o", str(model)]) == 0
    before = {path: path.read_bytes() for path in (data, model)}
    for path in (data, model):
        (tmp_path / f"soft-{path.name}").symlink_to(path)
        os.link(path, tmp_path / f"hard-{path.name}")
    spellings = ["{}", "./{}", "soft-{}", "hard-{}"]
    for command in (
        ["fit", data, "--target", "y"],
        ["summary", data, "--target", "y"],
        ["predict", model, data],
        ["report", model, data],
        ["export", model, "--to", "c"],
    ):
        for path in {data, model} & set(command):
            for spelling in spellings:
                output = os.path.join(tmp_path, spelling.format(path.name))
                done = said(*map(str, command), "-o", output, code=1)
                assert "-o must be another file than " in done.err
    with open(data, encoding="utf-8") as file:
        arguments = [sys.executable, "-m", "purelr", "predict", str(model), "-", "-o", str(data)]
        done = subprocess.run(arguments, stdin=file, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "-o must be another file than DATA.csv" in done.stderr
    assert {path: path.read_bytes() for path in (data, model)} == before


def test_fit_writes_the_model_to_the_standard_output(said, tmp_path, capsys):
    data, model = tmp_path / "d.csv", tmp_path / "m.json"
    data.write_text("x,y\n" + "".join([f"{x},{(x * 7) % 3 > 0}\n" for x in range(40)]), encoding="utf-8")
    assert main(["fit", str(data), "--target", "y", "-o", str(model)]) == 0
    capsys.readouterr()
    printed = said("fit", str(data), "--target", "y", "-o", "-").out
    assert printed == model.read_text(encoding="utf-8")


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("share", ["0.25", "0.5", "0.9"])
def test_a_label_that_stands_once_is_learnt_from(said, tmp_path, seed, share):
    """It was held out now and then, and the fit ended with "'a' is not in list" and no model."""
    data, model = tmp_path / "d.csv", tmp_path / "m.json"
    rows = "".join([f"{x},{('c', 'b')[(x * 7) % 3 > 0]}\n" for x in range(41)])
    data.write_text(f"x,y\n{rows}9,a\n3,d\n3,d\n", encoding="utf-8")
    said("fit", str(data), "--target", "y", "-o", str(model), "--seed", str(seed), "--test-share", share)
    assert purelr.load(model).classes_ == ["a", "b", "c", "d"]


def test_the_split_still_has_as_many_rows_for_the_test():
    labels = ["a"] + ["b"] * 9 + ["c"] * 10
    for seed in range(20):
        train, test = purelr.train_test_split(labels, test_size=0.5, random_state=seed, stratify=labels)
        assert (len(train), len(test)) == (10, 10)
        assert set(train) == {"a", "b", "c"}


@pytest.mark.parametrize("stream", [(), ("--stream",)])
def test_a_rare_class_is_learnt_from(folder, said, stream):
    written(folder / "rare.csv", "x,y", [[i, "once" if i == 37 else "ab"[i * i % 5 > 1]] for i in range(60)])
    for seed in "0123":
        text = said(
            "fit", "rare.csv", "--target", "y", "-o", "m.json", "--test-share", "0.9", "--seed", seed, *stream
        ).out
        assert "1 once" in text
    written(folder / "four.csv", "x,y", [[0, "a"], [1, "b"], [2, "a"], [1, "a"]])
    assert (
        "to learn from" in said("fit", "four.csv", "--target", "y", "-o", "m.json", "--test-share", "0.5", *stream).out
    )
    if stream:
        said("fit", "four.csv", "--target", "y", "-o", "m.json", "--test-share", "0.99", *stream)
        assert purelr.load("m.json").classes_ == ["a", "b"]


@pytest.mark.parametrize("stream", [(), ("--stream",)])
def test_tables_without_anything_to_learn_from_get_a_sentence(folder, said, stream):
    written(folder / "one.csv", "t,y", [["same", "ab"[i % 2]] for i in range(20)])
    err = said("fit", "one.csv", "--target", "y", "-o", "m.json", *stream, code=1).err
    assert (
        "the columns must be of numbers, or of two different texts at least, in one of them; got one text alone in"
        in err
    )
    err = said("fit", "one.csv", "--target", "", "-o", "m.json", *stream, code=1).err
    assert "--target must be" in err
    assert "Traceback" not in err
