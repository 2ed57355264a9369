"""Formulas that patsy, the formulas of statsmodels, spells alike have patsy's numbers, for new rows too."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf
from patsy import build_design_matrices, dmatrix

import purelr
from purelr import LogisticRegression

from ..formula.test_against_r import BIRTHS, NEW
from ..samples import relative

# Ours, and patsy's where it is another. Its B-splines refuse rows beyond their knots, so the new rows are within.
FORMULAS = [
    ("age + lwt", None),
    ("age*lwt", None),
    ("age:lwt", None),
    ("race + smoke", None),
    ("race*smoke", None),
    ("C(race, Treatment('white')) + age", None),
    ("C(race, Treatment(reference='white')):smoke + smoke + C(race, Treatment(reference='white'))", None),
    ("0 + race", None),
    ("race - 1", None),
    ("C(ptl)", None),
    ("(age + lwt + ptl)**2", None),
    ("log(lwt) + exp(age / 10) + sqrt(age)", "np.log(lwt) + np.exp(age / 10) + np.sqrt(age)"),
    ("I(age**2) + I(age / lwt) + I(-age + 2 * lwt)", None),
    ("scale(age)", "standardize(age, ddof=1)"),
    ("log(age)*scale(lwt)", "np.log(age)*standardize(lwt, ddof=1)"),
    ("bs(age, 5)", "bs(age, df=5)"),
    ("bs(lwt, df=4, degree=2)", None),
    ("bs(lwt, df=6) + race", "race + bs(lwt, df=6)"),
    ("`past weight` + abs(age - 25)", "Q('past weight') + np.abs(age - 25)"),
    ("age + smoke + race + race:smoke", None),
]
FRAME = pd.DataFrame(BIRTHS)
WITHIN = pd.DataFrame(NEW).assign(age=[19.0, 28.5, 33.0, 40.0], lwt=[90.0, 121.25, 200.0, 133.0])


def sorted_columns(X):
    """The columns in an order of their own, as patsy's is another where a text column is among numbers."""
    return sorted(zip(*np.asarray(X).tolist()))


@pytest.mark.parametrize(("ours", "theirs"), FORMULAS, ids=[ours for ours, _ in FORMULAS])
def test_the_numbers_are_those_of_patsy(ours, theirs):
    model = LogisticRegression(formula=ours).fit(FRAME, FRAME["low"])
    expected = dmatrix(theirs or ours, FRAME)
    new = build_design_matrices([expected.design_info], WITHIN)[0]
    first = int("Intercept" in expected.design_info.column_names)
    assert (model.intercept_[0] != 0.0) == bool(first)
    for rows, design in ((FRAME, expected), (WITHIN, new)):
        found = sorted_columns(model.encoding_.encode(rows))
        wanted = sorted_columns(np.asarray(design)[:, first:])
        assert len(found) == len(wanted)
        for a, b in zip(found, wanted):
            assert a == pytest.approx(b, rel=1e-12, abs=1e-12)


def test_a_fit_and_its_intervals_are_those_of_statsmodels():
    formula = "low ~ bs(age, df=4) + C(race, Treatment('white'))*smoke"
    model = LogisticRegression(formula=formula, C=float("inf")).fit(FRAME)
    fitted = smf.glm(formula, FRAME, family=sm.families.Binomial()).fit(tol=1e-12)
    relative([model.summary().loglik], [fitted.llf], 1e-9)
    relative(sorted(model.std_error()), sorted(fitted.bse), 1e-7)  # statsmodels' are of the step before
    said = fitted.get_prediction(WITHIN)
    table = model.predict_interval(WITHIN)
    relative(list(table["estimate"]), list(said.predicted_mean), 1e-8)
    low, high = said.conf_int(alpha=0.05).T
    relative(list(table["conf_low"]), list(low), 1e-6)
    relative(list(table["conf_high"]), list(high), 1e-6)


def test_patsys_functions_by_their_names_say_what_to_write():
    for formula, remedy in (("np.log(age)", "Write log(…)."), ("Q('past weight')", "the name in backquotes")):
        with pytest.raises(ValueError, match=remedy.replace("(", r"\(").replace(")", r"\)")):
            LogisticRegression(formula=formula).fit(FRAME, FRAME["low"])


def test_scikit_learns_tools_take_a_formula():
    from sklearn.base import clone
    from sklearn.model_selection import GridSearchCV, cross_val_score

    model = LogisticRegression(formula="low ~ poly(age, 2)*smoke + race")
    assert clone(model).formula == model.formula
    assert len(cross_val_score(model, FRAME, FRAME["low"], cv=3)) == 3
    assert GridSearchCV(model, {"C": [0.1, 1.0]}, cv=3).fit(FRAME, FRAME["low"]).best_params_["C"] in {0.1, 1.0}
    assert purelr.cross_validate(model, FRAME, FRAME["low"]).mean > 0.5


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
def test_frames_of_each_kind(kind):
    pytest.importorskip(kind)
    if kind == "polars":
        import polars as pl

        frame, new = pl.DataFrame(BIRTHS), pl.DataFrame(NEW, strict=False)
    elif kind == "pyarrow":
        import pyarrow as pa

        frame, new = pa.table(BIRTHS), pa.Table.from_pandas(pd.DataFrame(NEW))
    else:
        frame, new = FRAME.astype({"race": "category"}), pd.DataFrame(NEW)
    formula = "low ~ ns(age, 3) + race*smoke + log(`past weight`)"
    model = LogisticRegression(formula=formula, C=float("inf")).fit(frame)
    plain = LogisticRegression(formula=formula, C=float("inf")).fit(BIRTHS)
    relative(list(model.coef_[0]), list(plain.coef_[0]), 1e-9)
    relative([float(p) for p in model.decision_function(new)], list(plain.decision_function(NEW)), 1e-9)
    assert model.score(frame) == plain.score(BIRTHS)
