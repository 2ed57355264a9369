"""Data sets that purelr was not written with: grouped, weighted, multinomial, of text with gaps, separated.

All come with R or one of its packages: menarche and housing (MASS), lung (survival, as numbers but for the sex), Titanic
(datasets), the sepals of iris (datasets), vaso (robustbase; D. J. Finney, Biometrika 34, 1947; D. Pregibon, Annals of
Statistics 9, 1981) and endometrial (brglm2; G. Heinze and M. Schemper, Statistics in Medicine 21, 2002). What is expected
of them was computed by R, or in 40 digits where R is not exact: tests/reference/elsewhere.json says by which commands.
"""

from __future__ import annotations

import csv
import json
import math
import warnings

import pytest

import purelr
from purelr import LogisticRegression
from purelr.cli import main as cli
from purelr.testing import close

from ..backends_here import per_backend
from ..samples import REFERENCE

EXPECTED = json.loads((REFERENCE / "elsewhere.json").read_text(encoding="utf-8"))


def table(name):
    """The names of a file's columns, and its rows of text."""
    with open(REFERENCE / name, encoding="utf-8", newline="") as file:
        names, *rows = csv.reader(file)
    return names, rows


def relative(actual, expected, tolerance):
    assert len(actual) == len(expected)
    for a, e in zip(actual, expected):
        close(a, e, tolerance, scale=0.0)


def ends(intervals):
    return [end for pair in intervals for end in pair]


def asked(capsys, *arguments):
    """What `purelr summary --json` prints."""
    assert cli.main(["summary", *map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def column(data, name):
    return [term[name] for term in data["terms"]]


@per_backend
class _Elsewhere:
    backend = None

    def fit(self, rows, labels, sample_weight=None, **options):
        options = {"C": math.inf, "backend": self.backend, **options}
        return LogisticRegression(**options).fit(rows, labels, sample_weight)

    def test_menarche_is_grouped(self):
        rows = [[float(cell) for cell in row] for row in table("menarche_grouped.csv")[1]]
        X, shares, totals = [[age] for age, _, _ in rows], [yes / n for _, n, yes in rows], [n for _, n, _ in rows]
        model, expected = self.fit(X, shares, totals, soft=True), EXPECTED["menarche"]
        summary = model.summary(method="profile")
        relative(summary.coef, expected["coef"], 1e-9)
        relative(summary.std_error, expected["std_error"], 1e-9)
        relative(ends(summary.conf_int), ends(expected["profile"]), 1e-9)
        # The log-likelihood is a thousand, and what the saturated model leaves of it 13.
        relative([summary.deviance, summary.null_deviance], [expected["deviance"], expected["null_deviance"]], 1e-11)
        # R's AIC of groups counts the ways to choose who of a group it was.
        relative([summary.aic], [expected["aic_without_constant"]], 1e-12)
        assert summary.n == 3918.0
        # A row's residual is that of one girl; a group's is √n times as large. It is the root of a difference of logs.
        residuals = purelr.influence(model, X, shares).deviance
        close([r * math.sqrt(n) for r, n in zip(residuals, totals)], expected["residuals"], 1e-6)

    def test_vaso_has_the_influence_that_pregibon_saw(self):
        rows = [[float(cell) for cell in row] for row in table("vaso.csv")[1]]
        X, y = [[math.log(volume), math.log(rate)] for volume, rate, _ in rows], [int(row[2]) for row in rows]
        model, expected = self.fit(X, y), EXPECTED["vaso"]
        summary = model.summary(method="profile")
        relative(summary.coef, expected["coef"], 1e-9)
        relative(summary.std_error, expected["std_error"], 1e-9)
        relative([summary.loglik], [expected["loglik"]], 1e-12)
        relative(model.std_error("HC0"), expected["HC0"], 1e-9)
        relative(ends(summary.conf_int), ends(expected["profile"]), 1e-9)
        found = purelr.influence(model, X, y)
        for name in ("leverage", "cooks_distance", "standardized"):
            relative(getattr(found, name), expected[name], 1e-8)  # in the tails, where y - p has lost digits in R
        assert sorted(range(39), key=lambda i: -found.cooks_distance[i])[:2] == [3, 17]  # his observations 4 and 18
        # As printed: Pregibon's and SAS's estimates, errors and deviance.
        assert [round(value, 3) for value in summary.coef] == [-2.875, 5.179, 4.562]
        assert [round(value, 4) for value in summary.std_error] == [1.3208, 1.8648, 1.838]
        assert round(summary.deviance, 3) == 29.227

    def test_housing_is_weighted_and_of_three_classes(self):
        names, rows = table("housing.csv")
        cells = [row[:3] for row in rows]
        encoding = purelr.data.learning.learn(names[:3], enumerate(cells))
        X, labels = encoding.encode(cells), [row[4] for row in rows]
        model, expected = self.fit(X, labels, [float(row[3]) for row in rows], baseline="Low"), EXPECTED["housing"]
        summary = model.summary()
        order = [*range(7, 14), *range(7)]  # High comes before Medium here, and after it there
        relative(summary.coef, [expected["coef"][i] for i in order], 1e-9)
        relative(summary.std_error, [expected["std_error"][i] for i in order], 1e-9)
        relative([summary.deviance, summary.aic], [expected["deviance"], expected["aic"]], 1e-11)

    def test_endometrial_needs_firth(self):
        names, rows = table("endometrial.csv")
        X, y = [[float(cell) for cell in row[:3]] for row in rows], [int(row[3]) for row in rows]
        with pytest.warns(purelr.SeparationWarning, match="quasi-complete separation by column 0"):
            assert not self.fit(X, y).result_.converged
        summary, expected = self.fit(X, y, firth=True).summary(names=names[:3]), EXPECTED["endometrial"]
        relative(summary.coef, expected["coef"], 1e-9)
        relative(summary.std_error, expected["std_error"], 1e-9)
        relative(ends(summary.conf_int), ends(expected["profile"]), 1e-9)
        relative(summary.p_value, expected["p_value"], 1e-9)
        relative([summary.loglik, summary.null_loglik], [expected["loglik"], expected["null_loglik"]], 1e-12)

    @pytest.mark.parametrize("options", [{}, {"tol": 1e-11}, {"solver": "lbfgs"}])
    def test_the_sepals_of_setosa_are_apart(self, options):
        rows = table("iris_sepals.csv")[1]
        X, labels = [[float(a), float(b)] for a, b, _ in rows], [row[2] for row in rows]
        # versicolor and virginica overlap: R's multinom says that it has converged, and so did we.
        with pytest.warns(purelr.SeparationWarning, match=r"quasi-complete separation .* Set C, or drop the column"):
            model = self.fit(X, labels, **options)
        assert not model.result_.converged
        assert self.fit(X[50:], labels[50:], **options).summary().n == 100.0

    @pytest.mark.parametrize("far", [1e5, 1e7])
    def test_a_row_far_out_on_its_own_side_says_nothing(self, far):
        # Its probability is 1 but for e^-far: without it there are the same coefficients and errors.
        X, y = [[1.0], [2.0], [3.0], [4.0], [5.0]], [0, 1, 0, 1, 1]
        few = self.fit(X, y)
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # it is no separation either
            all_ = self.fit([*X, [far]], [*y, 1])
        relative(all_.std_error(), few.std_error(), 1e-9)
        relative(all_.std_error("HC0"), few.std_error("HC0"), 1e-9)
        relative([*all_.coef_[0], *all_.intercept_], [*few.coef_[0], *few.intercept_], 1e-9)


def test_the_command_line_on_lung_with_text_and_gaps(capsys):
    expected, file = EXPECTED["lung"], REFERENCE / "lung.csv"
    data = asked(capsys, file, "--target", "status", "--missing", "drop", "--cov-type", "HC1")
    assert column(data, "name") == ["intercept", "inst", "age", "sex=male", "ph.ecog", "wt.loss"]
    assert (data["n"], data["baseline"]) == (expected["n"], 1)
    relative(column(data, "coef"), expected["coef"], 1e-9)
    relative(column(data, "std_error"), expected["HC1"], 1e-9)
    relative([data["loglik"]], [expected["loglik"]], 1e-12)
    assert cli.main(["summary", str(file), "--target", "status"]) != 0
    assert "got 1 in 'inst' (line 157), 1 in 'ph.ecog' (line 15), 14 in 'wt.loss' (the first" in capsys.readouterr().err


@pytest.mark.parametrize(("kind", "name"), [("nonrobust", "std_error"), ("HC1", "HC1")])
def test_the_command_line_on_the_table_of_the_titanic(capsys, kind, name):
    expected = EXPECTED["titanic"]
    data = asked(
        capsys, REFERENCE / "titanic_table.csv", "--target", "Survived", "--weights", "Freq", "--cov-type", kind
    )
    assert column(data, "name")[1:] == ["Class=2nd", "Class=3rd", "Class=Crew", "Sex=Male", "Age=Child"]
    relative(column(data, "coef"), expected["coef"], 1e-9)
    relative(column(data, "std_error"), expected[name], 1e-9)
    relative([data["loglik"], data["bic"]], [expected["loglik"], expected["bic"]], 1e-12)
    assert data["n"] == 2201.0
