"""purelr summary: what the library says, in groups, from profiles, on a page."""

from __future__ import annotations

import json
import math

import purelr

from ..samples import reference
from .common import BIRTHS, births


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
    assert "Say --decimal ," in said("summary", "messy.csv", "--target", "ja", "--columns", "farbe,größe", code=1).err


def test_summary_of_rows_in_groups(folder, said):
    X, y, groups = births(folder)
    model = purelr.LogisticRegression(C=math.inf).fit(X, y)
    found = json.loads(said(*BIRTHS, "--groups", "doctor", "--missing", "drop", "--json").out)
    wanted = model.summary(cov_type="cluster", groups=groups, names=["age", "lwt", "smoke"])
    assert found == dict(json.loads(json.dumps(wanted.to_dict())), dropped=1)
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
    said(*fit, "--C", "inf", "--no-sums")
    said(*report)
    assert "Save it with sums=True (on the command line --sums), or fit it again." in page.read_text(encoding="utf-8")
    said(*fit, "--C", "inf")  # which keeps the sums of up to 100 columns
    said(*report)
    text = page.read_text(encoding="utf-8")
    (line,) = [line for line in said(*BIRTHS).out.split("\n") if line.startswith("smoke")]
    for cell in line.split()[1:]:
        assert f">{cell.replace('-', '−')}<" in text
    assert ">Influence<" in text
    assert text.count(">line ") > 10
    told = "--sums must be with --C inf, as standard errors are of such a fit; got --C 1"
    assert told in said(*fit, "--sums", code=1).err
    for more in ((), ("--sums",)):
        said(*fit, "--C", "inf", "--stream", *more)
        streamed = purelr.load("m.json").summary()
        assert f"{streamed['smoke'].std_error:.4g}" == line.split()[2]
