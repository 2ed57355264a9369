"""predict, evaluate, explain, demo, report, export and bench, as a person with a file uses them."""

from __future__ import annotations

import json
import math

import pytest

import purelr
from purelr.cli.main import main

from .common import FIT, MESSY_FIT, births, written


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
    few = "a column of classes, at most 20 of them where they are whole numbers; got 456 different numbers, such as '10.03'"
    assert few in said("explain", "cancer.csv", "--target", "mean_radius", code=1).err


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
