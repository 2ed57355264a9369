"""The commands, as a person with a CSV file uses them; each run is main() in this process."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import subprocess
import sys
import warnings

import pytest

import purelr
from purelr.cli import progress
from purelr.cli.main import COMMANDS, main
from purelr.cli.progress import Progress
from purelr.testing import close

from .data import reference

MESSY = '\ufeff"name, full";farbe;größe;ja\n' + "".join(
    [f'"M""{i}";{("rot", "blau", "grün")[i % 3]};{i % 7},5;{("nein", "ja")[(i * i + i // 3) % 2]}\n' for i in range(60)]
)


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


FIT = ("fit", "cancer.csv", "--target", "diagnosis", "-o", "model.json")
MESSY_FIT = ("fit", "messy.csv", "--target", "ja", "-o", "model.json", "--columns", "farbe,größe", "--decimal", ",")


def test_fit_says_what_it_found_and_saves_it(folder, said):
    text = said(*FIT).out
    assert "cancer.csv: 426 rows to learn from: 267 benign, 159 malignant." in text
    assert "newton, C = 1, l1_ratio = 0: converged in" in text
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
    assert "must be without missing cells; got 2 in 'farbe', 9 in 'größe'" in said_
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


def test_predictions_go_to_a_file_whole_or_not_at_all(folder, said):
    said(*FIT)
    assert said("predict", "model.json", "cancer.csv", "-o", "out.csv").out == ""
    whole = (folder / "out.csv").read_text(encoding="utf-8")
    assert len(whole.splitlines()) == 570
    text = (folder / "cancer.csv").read_text(encoding="utf-8")
    (folder / "cancer.csv").write_text(text + "1,2\n", encoding="utf-8")
    assert "31 cells a line" in said("predict", "model.json", "cancer.csv", "-o", "out.csv", code=1).err
    assert (folder / "out.csv").read_text(encoding="utf-8") == whole
    assert sorted(path.name for path in folder.iterdir()) == ["cancer.csv", "messy.csv", "model.json", "out.csv"]


def test_evaluate_counts_rows_as_often_as_their_weight(folder, said):
    births(folder)
    said("fit", "births.csv", "--target", "low", "--columns", "age,lwt,smoke", "--test-share", "0", "-o", "m.json")
    header, *lines = (folder / "births.csv").read_text(encoding="utf-8").splitlines()
    times = header.split(",").index("times")
    twice = [line for line in lines for _ in range(int(line.split(",")[times]))]
    (folder / "twice.csv").write_text("\n".join([header, *twice]), encoding="utf-8")
    weighted = json.loads(said("evaluate", "m.json", "births.csv", "--weights", "times", "--json").out)
    repeated = json.loads(said("evaluate", "m.json", "twice.csv", "--json").out)
    for name in ("accuracy", "log_loss", "roc_auc"):
        assert weighted[name] == pytest.approx(repeated[name], rel=1e-12)


def test_evaluate_measures(folder, said):
    said(*FIT, "--test-share", "0")
    found = json.loads(said("evaluate", "model.json", "cancer.csv", "--target", "diagnosis", "--json").out)
    data = purelr.load_breast_cancer()
    model = purelr.load("model.json")
    labels = [data.target_names[k] for k in data.target]
    assert found["accuracy"] == model.score([list(map(str, row)) for row in data.data], labels)
    probas = model.predict_proba([list(map(str, row)) for row in data.data])
    assert math.isclose(found["log_loss"], purelr.log_loss(labels, probas), rel_tol=1e-12)
    assert sum(map(sum, found["confusion"])) == 569
    assert "true malignant" in said("evaluate", "model.json", "cancer.csv", "--target", "diagnosis").out
    text = (folder / "cancer.csv").read_text(encoding="utf-8").replace("benign", "good")
    (folder / "other.csv").write_text(text, encoding="utf-8")
    said_ = said("evaluate", "model.json", "other.csv", "--target", "diagnosis", code=1).err
    assert "one of the classes of the model, ['benign', 'malignant']; got 'good' in line" in said_


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


def test_a_stream_fits_what_memory_fits(folder, said):
    in_memory = json.loads(said(*FIT, "--test-share", "0", "--json").out)
    streamed = json.loads(said(*FIT, "--test-share", "0", "--json", "--stream").out)
    close(streamed["coef"][0], in_memory["coef"][0], 1e-9)
    assert streamed["counts"] == in_memory["counts"]
    close(streamed["deviations"], in_memory["deviations"], 1e-12)
    assert "rows held out: accuracy 0.9" in said(*FIT, "--stream").out
    assert "farbe=rot" in said(*MESSY_FIT, "--stream").out
    assert (
        "which reads it twice; got standard input"
        in said("fit", "-", "--target", "y", "-o", "m", "--stream", code=1).err
    )


def test_a_stream_refuses_what_memory_refuses(folder, said):
    (folder / "messy.csv").write_text(MESSY.replace(";0,5;", ";;"), encoding="utf-8")
    assert "got 9 in 'größe'" in said(*MESSY_FIT, "--stream", code=1).err
    assert "rows to learn from" in said(*MESSY_FIT, "--stream", "--missing", "mean").out
    (folder / "many.csv").write_text("x,y\n" + "".join([f"{i},c{i}\n" for i in range(1500)]), encoding="utf-8")
    assert "at most 1000 classes" in said("fit", "many.csv", "--target", "y", "-o", "m", "--stream", code=1).err


def test_standard_input_and_output(folder, said, monkeypatch):
    said(*FIT)
    text = (folder / "cancer.csv").read_bytes()

    class Input:
        buffer = io.BufferedReader(io.BytesIO(text))

    monkeypatch.setattr("sys.stdin", Input)
    assert len(said("predict", "model.json", "-").out.splitlines()) == 570


def test_explain_shows_the_epoch_of_the_library(folder, said):
    text = said(
        "explain",
        "cancer.csv",
        "--target",
        "diagnosis",
        "--columns",
        "mean_radius,mean_texture",
        "--epoch",
        "2",
        "--rows",
        "0,5",
    ).out
    data = purelr.load_breast_cancer()
    X = purelr.StandardScaler().fit_transform([row[:2] for row in data.data])
    table = purelr.LR().explain_epoch(X, [1 - k for k in data.target], rows=[0, 5], epoch=2)
    assert f"{table.rows[1].proba:.5g}" in text
    assert "mean_texture" in text
    assert "y is 1 for malignant and 0 for benign." in text
    assert (
        "whole numbers with commas" in said("explain", "cancer.csv", "--target", "diagnosis", "--rows", "a", code=1).err
    )
    assert "of two classes; got" in said("explain", "cancer.csv", "--target", "mean_radius", code=1).err


def test_summary_shows_what_the_library_says(folder, said):
    arguments = ("summary", "cancer.csv", "--target", "diagnosis", "--columns", "mean_radius,mean_texture")
    text = said(*arguments, "--level", "0.9").out
    found = json.loads(said(*arguments, "--json", "--cov-type", "HC1").out)
    data = purelr.load_breast_cancer()
    labels = [data.target_names[k] for k in data.target]
    model = purelr.LogisticRegression(C=math.inf).fit([row[:2] for row in data.data], labels)
    names = ["mean_radius", "mean_texture"]
    assert text.strip() == str(model.summary(0.9, names=names)).strip()
    assert found == json.loads(json.dumps(model.summary(cov_type="HC1", names=names).to_dict()))
    assert "Say decimal" in said("summary", "messy.csv", "--target", "ja", "--columns", "farbe,größe", code=1).err


BIRTHS = ("summary", "births.csv", "--target", "low", "--columns", "age,lwt,smoke")


def births(folder):
    """A CSV file whose rows belong to 20 doctors, with one missing cell; its rows, labels and groups without that."""
    rows, labels, names, _ = reference("low_birth_weight")
    groups = [f"dr {i * 7 % 20}" for i in range(len(rows))]
    with open(folder / "births.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*names, "low", "times", "doctor"])
        writer.writerows(
            [
                [*row, y, 1 + i % 3, "" if i == 4 else group]
                for i, (row, y, group) in enumerate(zip(rows, labels, groups))
            ]
        )
    chosen = [names.index(name) for name in ("age", "lwt", "smoke")]
    X = [[row[j] for j in chosen] for row in rows]
    return [values[:4] + values[5:] for values in (X, labels, groups)]


def test_summary_of_rows_in_groups(folder, said):
    X, y, groups = births(folder)
    model = purelr.LogisticRegression(C=math.inf).fit(X, y)
    found = json.loads(said(*BIRTHS, "--groups", "doctor", "--missing", "drop", "--json").out)
    wanted = model.summary(cov_type="cluster", groups=groups, names=["age", "lwt", "smoke"])
    assert found == json.loads(json.dumps(wanted.to_dict()))
    found = json.loads(said(*BIRTHS, "--groups", "doctor", "--weights", "times", "--missing", "drop", "--json").out)
    assert found["n"] == sum(1 + i % 3 for i in range(189) if i != 4)
    assert "got 1 in 'doctor'" in said(*BIRTHS, "--groups", "doctor", code=1).err
    told = said(*BIRTHS, "--groups", "doctor", "--cov-type", "HC0", code=1).err
    assert "--cov-type must be left out with --groups, which is a kind of its own; got HC0" in told
    told = said(*BIRTHS, "--groups", "doctor", "--firth", code=1).err
    assert "--firth must be left out with robust errors; got --groups" in told
    told = said(*BIRTHS, "--cov-type", "HC1", "--method", "profile", code=1).err
    assert "--method profile must be left out with robust errors; got --cov-type HC1" in told
    assert "path must be the path of a file" in said(*BIRTHS, "-o", "", code=1).err
    assert "--groups must be a column of births.csv; got 'nurse'" in said(*BIRTHS, "--groups", "nurse", code=1).err


def test_a_separation_is_said_once_and_firth_gets_past_it(folder, said):
    cells = "".join([f"{i % 10},{'yes' if i % 10 > 4 else 'no'}\n" for i in range(40)])
    (folder / "apart.csv").write_text("x,y\n" + cells, encoding="utf-8")
    told = said("summary", "apart.csv", "--target", "y", code=1).err
    assert told.count("complete separation by 'x'") == told.count("\n") == 1
    assert "penalty: Firth" in said("summary", "apart.csv", "--target", "y", "--firth").out


def test_summary_from_the_profile_likelihood(folder, said):
    births(folder)
    rows, y, names, _ = reference("low_birth_weight")
    X = [[row[names.index(name)] for name in ("age", "lwt", "smoke")] for row in rows]
    found = json.loads(said(*BIRTHS, "--method", "profile", "--json").out)
    wanted = purelr.LogisticRegression(C=math.inf).fit(X, y).summary(method="profile")
    assert found["method"] == "profile"
    assert [term["conf_int"] for term in found["terms"]] == [list(pair) for pair in wanted.conf_int]


def test_summary_writes_a_page_with_what_it_prints(folder, said):
    births(folder)
    text = said(*BIRTHS, "--level", "0.9", "--cov-type", "HC0", "-o", "page.html").out
    assert text.endswith("Saved to page.html: open it in a browser.\n")
    page = (folder / "page.html").read_text(encoding="utf-8")
    (line,) = [line for line in text.split("\n") if line.startswith("smoke")]
    for cell in line.split()[1:]:
        assert f">{cell.replace('-', '−')}<" in page
    assert "<h1>low of births.csv</h1>" in page
    assert ">Influence<" in page
    assert ">95 %<" in page  # the upper end of a level of 0.9
    assert page.count(">line ") > 10  # the rows that are named, by their lines in the file
    assert json.loads(said(*BIRTHS, "--json", "-o", "page.html").out)["n"] == 189


def test_a_model_file_with_sums_brings_intervals_to_the_report(folder, said):
    births(folder)
    fit = ("fit", "births.csv", "--target", "low", "--columns", "age,lwt,smoke", "--test-share", "0", "-o", "m.json")
    page = folder / "page.html"
    report = ("report", "m.json", "births.csv", "-o", "page.html")
    said(*fit, "--C", "inf")
    said(*report)
    assert "Save it with sums=True (on the command line --sums), or fit it again." in page.read_text(encoding="utf-8")
    said(*fit, "--C", "inf", "--sums")
    said(*report)
    text = page.read_text(encoding="utf-8")
    (line,) = [line for line in said(*BIRTHS).out.split("\n") if line.startswith("smoke")]
    for cell in line.split()[1:]:
        assert f">{cell.replace('-', '−')}<" in text
    assert ">Influence<" in text
    assert text.count(">line ") > 10
    told = "--sums must be with --C inf and without --stream, as standard errors are of such a fit; got --"
    assert told + "C 1" in said(*fit, "--sums", code=1).err
    assert told + "stream" in said(*fit, "--sums", "--C", "inf", "--stream", code=1).err


def test_the_demo_saves_its_data_for_the_other_commands(folder, said):
    assert "Next: purelr fit d.csv --target diagnosis" in said("demo", "--epochs", "1", "--save", "d.csv").out
    assert "426 rows to learn from" in said("fit", "d.csv", "--target", "diagnosis", "-o", "m.json").out


def test_report_writes_a_page(folder, said):
    said(*FIT)
    assert "Saved to r.html" in said("report", "model.json", "cancer.csv", "--target", "diagnosis", "-o", "r.html").out
    page = (folder / "r.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "model.json on cancer.csv" in page
    assert "worst_texture" in page
    said(*MESSY_FIT, "--test-share", "0")
    arguments = ("--target", "ja", "--decimal", ",", "--title", "<b>Was</b>", "-o", "r.html")
    said("report", "model.json", "messy.csv", *arguments)
    page = (folder / "r.html").read_text(encoding="utf-8")
    assert "farbe=rot" in page
    assert "&lt;b&gt;Was&lt;/b&gt;" in page


def test_the_model_knows_its_target(folder, said):
    said(*FIT)
    known = said("evaluate", "model.json", "cancer.csv").out
    assert known == said("evaluate", "model.json", "cancer.csv", "--target", "diagnosis").out
    purelr.LogisticRegression().fit([[0.0], [1.0]], [0, 1]).save("bare.json")
    assert "--target must be the column with the labels" in said("evaluate", "bare.json", "cancer.csv", code=1).err


def test_export_writes_a_program(folder, said):
    said(*FIT)
    text = said("export", "model.json", "--to", "python", "--name", "Tumour").out
    assert "Tumour" in text
    space = {"__name__": "exported"}
    exec(text, space)  # noqa: S102  # our own program
    assert said("export", "model.json", "--to", "onnx", "-o", "m.onnx").out == ""
    assert (folder / "m.onnx").read_bytes() == purelr.load("model.json").export("onnx")
    with pytest.raises(SystemExit) as caught:
        main(["export", "model.json", "--to", "cobol"])
    assert caught.value.code == 2


def test_bench_times_every_backend(said):
    text = said("bench", "--rounds", "1").out
    assert all(name in text for name in purelr.available_backends())


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


def written(path, header, rows):
    path.write_text("\n".join([header, *[",".join(map(str, row)) for row in rows]]) + "\n", encoding="utf-8")


def test_a_stream_learns_nothing_from_the_rows_held_out(folder, said):
    """The means for gaps, and the levels, are those of the rows to learn from."""
    from purelr.cli.stream import Lots
    from purelr.cli.table import Row
    from purelr.data.columns import learn

    rows = [["" if i % 9 == 0 else i * i, "abcd"[i * i % 3], "yn"[i * i // 7 % 2]] for i in range(200)]
    rows[-1][1] = "e"
    written(folder / "gaps.csv", "size,kind,y", rows)
    lots = Lots(0.4, 3)
    train = [
        (i, list(map(str, row[:2]))) for i, row in enumerate(rows) if not lots.holds_out(Row(i, [], row[2], 1.0, None))
    ]
    assert 90 < len(train) < 150
    assert all(cells[1] != "e" for _, cells in train)
    fit = (
        "fit",
        "gaps.csv",
        "--target",
        "y",
        "-o",
        "m.json",
        "--missing",
        "mean",
        "--test-share",
        "0.4",
        "--seed",
        "3",
    )
    done = said(*fit, "--stream")
    assert "column 'kind' has 'e' in 1 rows; it counts as none of the levels of the fit" in done.err
    found, wanted = purelr.load("m.json").encoding_.to_dict(), learn(["size", "kind"], train, "mean").to_dict()
    assert found["columns"] == wanted["columns"]
    model = purelr.LogisticRegression(standardize=True)
    model.fit(
        learn(["size", "kind"], train, "mean").encode([cells for _, cells in train]), [rows[i][2] for i, _ in train]
    )
    close(purelr.load("m.json").coef_, model.coef_, 1e-9)


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


def test_evaluate_warns_of_a_level_only_where_it_is_lenient(folder, said):
    written(folder / "a.csv", "t,y", [["pqr"[i % 3], "ab"[i * i % 7 > 2]] for i in range(40)])
    written(folder / "b.csv", "t,y", [["s", "a"], ["p", "b"]])
    said("fit", "a.csv", "--target", "y", "-o", "m.json", "--test-share", "0")
    err = said("evaluate", "m.json", "b.csv", code=1).err
    assert "must be one of the levels of the fit" in err
    assert "it counts as none" not in err
    done = said("evaluate", "m.json", "b.csv", "--lenient")
    assert "column 't' has 's' in 1 rows; it counts as none of the levels of the fit" in done.err


def test_the_commands_take_the_textbooks_model(folder, said):
    rows, labels = [[0.5, 1.0], [1.0, 0.2], [1.5, 0.4], [2.0, 1.1], [2.5, 0.3], [3.0, 0.9]], [0, 0, 1, 0, 1, 1]
    scaler = purelr.StandardScaler().fit(rows)
    model = purelr.LR().fit(scaler.transform(rows), labels, 200, 0.5)
    model.save("lr.json", scaler)
    written(folder / "d.csv", "y,a,b", [[y, *row] for y, row in zip(labels, rows)])
    written(folder / "new.csv", "a,b", rows)
    predicted = said("predict", "lr.json", "new.csv").out.splitlines()
    assert predicted[0] == "predicted,probability of 0,probability of 1"
    assert [int(line.split(",")[0]) for line in predicted[1:]] == model.predict(scaler.transform(rows))
    found = json.loads(said("evaluate", "lr.json", "d.csv", "--target", "y", "--json").out)
    assert found["accuracy"] == model.score(scaler.transform(rows), labels)
    assert "Saved to r.html" in said("report", "lr.json", "d.csv", "--target", "y", "-o", "r.html").out
    assert "model_log_odds" in said("export", "lr.json", "--to", "c").out
    textbook = purelr.LR()
    textbook.weights = [0.0, 1.0]
    textbook.save("tie.json")
    written(folder / "tie.csv", "x", [[0]])
    assert said("predict", "tie.json", "tie.csv").out.splitlines()[1] == "1,0.5,0.5"
    written(folder / "short.csv", "y,a", [[0, 1.0]])
    err = said("evaluate", "lr.json", "short.csv", "--target", "y", code=1).err
    assert "must be a table with the 2 columns of the model; got 1 of them" in err


def test_rows_held_out_of_a_stream_count_as_often_as_they_weigh():
    from purelr.cli.stream import figures
    from purelr.training.disk_rows import Spool

    X, y, weights = [[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1], [1.0, 2.0, 3.0, 0.0]
    model = purelr.LogisticRegression(C=10.0).fit(X, y)
    with Spool(["x"], [0, 1]) as spool:
        for row, label, weight in zip(X, y, weights):
            spool.append(row, label, weight)
        found = figures(model, spool, weighted=True)
        plain = figures(model, spool, weighted=False)
    assert found["confusion"] == [[1.0, 3.0], [2.0, 0.0]]
    assert found["accuracy"] == purelr.accuracy_score(y, model.predict(X), weights) == 1.0 / 6.0
    assert found["log_loss"] == pytest.approx(purelr.log_loss(y, model.predict_proba(X), weights), rel=1e-15)
    assert plain["confusion"] == [[1, 1], [1, 1]]
