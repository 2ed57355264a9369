"""Formulas and offsets on the command line."""

from __future__ import annotations

import json

import pytest

import purelr
from purelr import LogisticRegression

from ..formula.test_against_r import BIRTHS
from ..samples import relative


def births(folder, name="births.csv"):
    (folder / name).write_text(purelr.Table(BIRTHS).to_csv(), encoding="utf-8")


FORMULA = "ns(lwt, 3) + C(race, reference='white')*smoke"


def test_a_formula_from_fit_to_report(folder, said):
    births(folder)
    fit = ("fit", "births.csv", "--target", "low", "--formula", FORMULA, "--C", "inf", "--test-share", "0")
    found = json.loads(said(*fit, "-o", "model.json", "--json").out)
    model = LogisticRegression(formula=f"low ~ {FORMULA}", C=float("inf")).fit(BIRTHS)
    assert found["columns"] == list(model.feature_names_in_)
    relative(found["coef"][0], list(model.coef_[0]), 1e-8)
    again = purelr.load(folder / "model.json")
    assert again.formula == FORMULA
    relative(list(again.predict_interval(BIRTHS)["conf_low"]), list(model.predict_interval(BIRTHS)["conf_low"]), 1e-8)
    lines = said("predict", "model.json", "births.csv", "--interval").out.splitlines()
    relative([float(line.split(",")[2]) for line in lines[1:]], [p for _, p in model.predict_proba(BIRTHS)], 1e-8)
    assert "189 rows of births.csv" in said("evaluate", "model.json", "births.csv").out
    assert "Saved to page.html" in said("report", "model.json", "births.csv", "-o", "page.html").out
    said("export", "model.json", "--to", "python", "-o", "model.py")
    program = {}
    exec((folder / "model.py").read_text(encoding="utf-8"), program)  # noqa: S102
    row = [BIRTHS[column.name][0] for column in again.encoding_.columns]
    relative(program["probabilities"](row), model.predict_proba([row])[0], 1e-8)


def test_a_stream_and_its_offset(folder, said):
    births(folder)
    fit = ("fit", "births.csv", "--target", "low", "--C", "inf", "--test-share", "0", "--columns", "age,lwt,ptl")
    whole = json.loads(said(*fit, "--offset", "ptl", "-o", "a.json", "--json").out)
    streamed = json.loads(said(*fit, "--offset", "ptl", "-o", "b.json", "--json", "--stream").out)
    model = LogisticRegression(C=float("inf")).fit(
        {n: BIRTHS[n] for n in ("age", "lwt")}, BIRTHS["low"], offset=BIRTHS["ptl"]
    )
    for found in (whole, streamed):
        assert found["columns"] == ["age", "lwt"]
        relative([*found["coef"][0], *found["intercept"]], [*model.coef_[0], *model.intercept_], 1e-8)
    for name in ("a.json", "b.json"):
        lines = said("predict", name, "births.csv").out.splitlines()[1:]
        wanted = model.predict_proba({n: BIRTHS[n] for n in ("age", "lwt")}, offset=BIRTHS["ptl"])
        relative([float(line.split(",")[2]) for line in lines], [p for _, p in wanted], 1e-8)
    held = said(
        "fit", "births.csv", "--target", "low", "--formula", "age + offset(ptl)", "-o", "c.json", "--stream"
    ).out
    assert "rows held out: accuracy" in held


def test_a_summary_by_terms_and_its_page(folder, said):
    births(folder)
    terms = said("summary", "births.csv", "--target", "low", "--formula", FORMULA, "--terms", "--format", "csv").out
    assert [line.split(",")[0] for line in terms.splitlines()] == ["term", '"ns(lwt', "race:smoke"]
    summary = json.loads(
        said("summary", "births.csv", "--target", "low", "--formula", "age", "--offset", "ptl", "--json").out
    )
    model = LogisticRegression(C=float("inf")).fit({"age": BIRTHS["age"]}, BIRTHS["low"], offset=BIRTHS["ptl"])
    relative([summary["null_loglik"], summary["loglik"]], [model.summary().null_loglik, model.summary().loglik], 1e-9)
    page = ("--formula", "0 + race + offset(ptl)", "-o", "page.html")
    assert "Saved to page.html" in said("summary", "births.csv", "--target", "low", *page).out
    assert "Residuals" in (folder / "page.html").read_text(encoding="utf-8")
    assert "smoke=yes:age" in said("explain", "births.csv", "--target", "low", "--formula", "smoke*age").out.replace(
        "age:smoke=yes", "smoke=yes:age"
    )


def test_what_is_wrong_with_it(folder, said):
    births(folder)
    for more, message in (
        (
            ("--formula", "agee + lwt"),
            "--formula must be of columns of the table; got 'agee'. Did you mean 'age'?\n    agee + lwt\n    ^",
        ),
        (("--formula", "log(ptl)"), "log(ptl) must be a finite number in every row; got log(0) in line "),
        (("--formula", "low ~ age +"), "--formula must be of a column, a number or a function there; got the end."),
        (("--formula", "1 + offset(age)"), "got an intercept alone. Say --C inf."),
        (("--offset", "ages"), "--formula must be of columns of the table; got 'ages'. Did you mean 'age'?"),
        (
            ("--formula", "ptl ~ age"),
            "--formula must be of the column of --target, 'low', on the left of ~; got 'ptl'.",
        ),
        (("--formula", "low + age"), "--formula must be of columns of the table; got 'low'."),
        (
            ("--formula", "age", "--reference", "race=white"),
            "--reference must be COLUMN=LEVEL, of a column to predict from",
        ),
    ):
        assert message in said("fit", "births.csv", "--target", "low", "-o", "m.json", *more, code=1).err
    assert "--target must be the column to be predicted; got none." in said("summary", "births.csv", code=1).err
    named = said("summary", "births.csv", "--formula", "low ~ age", "--format", "csv").out
    assert named == said("summary", "births.csv", "--target", "low", "--formula", "age", "--format", "csv").out
    done = said("explain", "births.csv", "--target", "low", "--formula", "age + offset(ptl)", code=1).err
    assert "--formula must be without an offset, for the textbook's trainer" in done


@pytest.mark.parametrize("command", ["predict", "evaluate", "report"])
def test_a_model_told_its_offset_in_python_is_refused_with_the_way_out(folder, said, command):
    """No column is the offset, and the shell has no other way to say it."""
    births(folder)
    LogisticRegression(C=1.0).fit({"age": BIRTHS["age"]}, BIRTHS["low"], offset=BIRTHS["lwt"]).save("model.json")
    more = {"predict": (), "evaluate": ("--target", "low"), "report": ("--target", "low", "-o", "page.html")}[command]
    error = said(command, "model.json", "births.csv", *more, code=1).err
    assert "fitted with offset= in Python" in error
    assert "purelr fit --offset COLUMN" in error
