"""The numbers of formulas are those of R's model.matrix, for rows of the fit and for new ones."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import pytest

from purelr import LogisticRegression
from purelr.training.options import Options
from purelr.training.tables import taken

from ..backends_here import HERE, Unpenalised, per_backend
from ..samples import relative

REFERENCE = Path(__file__).parent.parent / "reference"
R = json.loads((REFERENCE / "r" / "formulas.json").read_text(encoding="utf-8"))
# What arithmetic leaves of numbers of size 1 that go through a Householder reflection or a recurrence of five steps.
CLOSE = 1e-12


def births():
    """Low birth weight, with race and smoke as text."""
    with open(REFERENCE / "low_birth_weight.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    races = ["black" if r["race_black"] == "1" else "other" if r["race_other"] == "1" else "white" for r in rows]
    table = {"low": [int(r["low"]) for r in rows]}
    table.update({name: [float(r[name]) for r in rows] for name in ("age", "lwt")})
    table.update({"race": races, "smoke": ["yes" if r["smoke"] == "1" else "no" for r in rows]})
    return {**table, "ptl": [float(r["ptl"]) for r in rows], "past weight": [v / 2.0 for v in table["lwt"]]}


BIRTHS = births()
NEW = {name: [row[name] for row in R["new"]] for name in R["new"][0]}


def as_lists(table):
    return table


def as_arrays(table):
    import numpy as np

    return {name: np.array(column) for name, column in table.items()}


KINDS = [as_lists, as_arrays] if "numpy" in HERE else [as_lists]


def made_of(table, formula):
    """What the formula makes of the rows, without a fit, which some of these designs do not have."""
    return taken(table, table["low"], Options(LogisticRegression(formula=formula)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", R["formulas"], ids=lambda case: case["formula"].replace("low ~ ", ""))
def test_the_design_is_that_of_r(case, kind):
    made = made_of(kind(BIRTHS), case["formula"])
    design = made.encoding.design
    assert made.encoding.design.intercept == (case["counts"][0] == 1)
    first = case["counts"][0]
    assert [count for _, count in design.terms] == case["counts"][1:]
    fitted = [[float(v) for v in made.X[i - 1]] for i in R["shown"]]
    new, offset = made.encoding.encode_with_offset(kind(NEW))
    for ours, theirs in ((fitted, case["fit"]), (new, case["new"])):
        for a, b in zip(ours, theirs):
            assert [float(v) for v in a] == pytest.approx(b[first:], rel=CLOSE, abs=CLOSE)
    if case["offset"]:
        told = [*[float(made.offset[i - 1]) for i in R["shown"]], *map(float, offset)]
        assert told == pytest.approx(case["offset"], rel=CLOSE)
    else:
        assert (made.offset, offset) == (None, None)


def test_there_are_enough():
    assert len({case["formula"] for case in R["formulas"]}) >= 60


@per_backend
class Fits(Unpenalised):
    @pytest.mark.parametrize("case", R["fits"], ids=lambda case: case["formula"])
    def test_fits_are_those_of_r(self, case):
        model = self.fit(BIRTHS, None, formula=case["formula"])
        summary = model.summary()
        flat = [value if isinstance(value, list) else [value] for value in (case["coef"], case["std_error"])]
        relative([term.value for term in summary.terms], flat[0], 1e-9)
        relative([term.std_error for term in summary.terms], flat[1], 1e-8)  # R's are of the step before
        relative([summary.deviance], [case["deviance"]], 1e-9)
        relative(list(model.decision_function(NEW)), case["log_odds"], 1e-9)
        table = model.predict_interval(NEW)
        reach = [
            (odds(high) - odds(low)) / 2.0 / 1.959963984540054
            for low, high in zip(table["conf_low"], table["conf_high"])
        ]
        relative(reach, case["error"], 1e-7)  # of what is left of a probability of 1e-13
        if case["term"]:
            terms = model.anova()
            assert [terms["term"], terms["df"]] == [case["term"], case["df"]]
            relative(terms["statistic"], case["statistic"], 1e-7)  # R's two fits are good to 1e-9 of 200


def odds(p):
    return math.log(p / (1.0 - p))
