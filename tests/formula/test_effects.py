"""Marginal effects of a person's columns, through formulas, at values and over a grid: by differences of predictions."""

from __future__ import annotations

import copy

import pytest

import purelr
from purelr import LogisticRegression
from purelr.formula.slopes import slopes
from purelr.training.options import Options
from purelr.training.tables import taken

from ..backends_here import Unpenalised, per_backend
from ..samples import relative
from .test_against_r import BIRTHS, KINDS

STEP = 1e-5


def mean_change(model, table, column, at=None, k=1, **changes):
    """The mean over the rows of ŷ with the column at its `changes`, (values) or a shift, by central differences."""
    table = {**table, **{name: [value] * 189 for name, value in (at or {}).items()}}
    low, high = [{**table, column: changes[end](table[column])} for end in ("low", "high")]
    return sum([b[k] - a[k] for a, b in zip(model.predict_proba(low), model.predict_proba(high))]) / 189.0


def slope(model, column, at=None, k=1):
    found = mean_change(
        model, BIRTHS, column, at, k, low=lambda c: [v - STEP for v in c], high=lambda c: [v + STEP for v in c]
    )
    return found / (2.0 * STEP)


def contrast(model, column, level, reference, at=None, k=1):
    return mean_change(model, BIRTHS, column, at, k, low=lambda c: [reference] * 189, high=lambda c: [level] * 189)


def delta_error(model, effect):
    """The error of an effect by the delta method, its derivatives by differences of a thousandth of each coefficient's
    standard error."""
    vcov, jacobian = [list(row) for row in model.vcov()], []
    for j in range(len(vcov)):
        step, ends = 1e-3 * vcov[j][j] ** 0.5, []
        for signed in (step, -step):
            moved = copy.copy(model)
            flat = [model.intercept_[0], *model.coef_[0]]
            flat[j] += signed
            moved.coef_, moved.intercept_ = [flat[1:]], flat[:1]
            ends.append(effect(moved))
        jacobian.append((ends[0] - ends[1]) / (2.0 * step))
    return sum([a * b * vcov[i][j] for i, a in enumerate(jacobian) for j, b in enumerate(jacobian)]) ** 0.5


FORMULA = "low ~ poly(age, 3) + ns(lwt, 4)*smoke + race + exp(age / 20):smoke + log(lwt) + offset(age / 50)"


@per_backend
class Effects(Unpenalised):
    def test_effects_go_through_the_formula(self):
        model = self.fit(BIRTHS, None, formula=FORMULA)
        found = purelr.marginal_effects(model, BIRTHS)
        assert found.names == ["age", "lwt", "smoke=yes", "race=other", "race=white"]
        assert [term.kind for term in found.terms] == ["slope"] * 2 + ["contrast"] * 3
        wanted = [slope(model, "age"), slope(model, "lwt"), contrast(model, "smoke", "yes", "no")]
        wanted += [contrast(model, "race", level, "black") for level in ("other", "white")]
        relative([term.value for term in found.terms], wanted, 1e-7)
        simple = self.fit(BIRTHS, None, formula="low ~ poly(age, 2)*smoke + race")
        error = delta_error(simple, lambda m: slope(m, "age"))
        relative([purelr.marginal_effects(simple, BIRTHS)["age"].std_error], [error], 1e-4)
        error = delta_error(simple, lambda m: contrast(m, "race", "white", "black"))
        relative([purelr.marginal_effects(simple, BIRTHS)["race=white"].std_error], [error], 1e-4)

    def test_columns_of_numpy_have_the_same_effects(self):
        for formula in (FORMULA, "race ~ poly(age, 2)*smoke + abs(lwt - 120)"):
            model = self.fit(BIRTHS, None, formula=formula)
            plain, arrays = [purelr.marginal_effects(model, kind(BIRTHS)) for kind in (KINDS[0], KINDS[-1])]
            for ours, theirs in zip(arrays.terms, plain.terms):
                assert (ours.name, ours.label, ours.kind) == (theirs.name, theirs.label, theirs.kind)
                relative([ours.value], [theirs.value], 1e-9)
                relative([ours.std_error], [theirs.std_error], 1e-6)

    def test_at_values_and_over_a_grid(self):
        model = self.fit(BIRTHS, None, formula="low ~ age*race + smoke")
        found = purelr.marginal_effects(model, BIRTHS, at={"race": ["white", "black"], "smoke": "no"})
        assert found.names == ["age | race=white, smoke=no", "age | race=black, smoke=no"]
        wanted = [slope(model, "age", {"race": race, "smoke": "no"}) for race in ("white", "black")]
        relative([term.value for term in found.terms], wanted, 1e-7)
        error = delta_error(model, lambda m: slope(m, "age", {"race": "black", "smoke": "no"}))
        relative([found["age | race=black, smoke=no"].std_error], [error], 1e-4)

    def test_without_a_formula_it_is_what_it_was(self):
        X = {name: BIRTHS[name] for name in ("age", "lwt", "race", "ptl")}
        model = self.fit(X, BIRTHS["low"])
        plain = purelr.marginal_effects(model, X, discrete=[("race=other", "race=white")])
        for discrete in (None, ["race"]):
            found = purelr.marginal_effects(model, X, at={}, discrete=discrete)
            assert found.names == ["age", "lwt", "race=other", "race=white", "ptl"]
            for term in plain.terms:
                relative([found[term.name].value], [term.value], 1e-9)
                relative([found[term.name].std_error], [term.std_error], 1e-9)
        rows = [list(row) for row in zip(X["age"], X["ptl"])]
        model = self.fit(rows, BIRTHS["low"])
        at = purelr.marginal_effects(model, rows, at={"column 0": [20.0]})
        near = purelr.marginal_effects(model, [[20.0, row[1]] for row in rows])
        relative([at["column 1 | column 0=20.0"].value], [near["column 1"].value], 1e-9)

    def test_frames_and_rows_of_cells(self):
        """Names of a frame of numbers are an array; rows of cells are in the order of the fit."""
        X = {name: BIRTHS[name] for name in ("age", "race")}
        model = self.fit(X, BIRTHS["low"])
        cells = [list(row) for row in zip(*X.values())]
        for at in ("average", {"age": 30.0}):
            by_name, by_place = [purelr.marginal_effects(model, table, at=at) for table in (X, cells)]
            relative([term.value for term in by_place.terms], [term.value for term in by_name.terms], 1e-12)
        if self.backend == "numpy":
            pd = pytest.importorskip("pandas")
            frame = pd.DataFrame({"age": BIRTHS["age"], "lwt": BIRTHS["lwt"]})
            found = purelr.marginal_effects(self.fit(frame, BIRTHS["low"]), frame, at={"age": 30.0})
            assert found.names == ["lwt | age=30.0"]

    def test_names_that_are_told(self):
        rows = [list(row) for row in zip(BIRTHS["age"], [float(s == "yes") for s in BIRTHS["smoke"]])]
        model = self.fit(rows, BIRTHS["low"])
        found = purelr.marginal_effects(model, rows, at={"smoke": [0.0]}, names=["age", "smoke"])
        assert found.names == ["age | smoke=0.0"]
        change = purelr.marginal_effects(model, rows, at={}, names=["age", "smoke"], discrete=[1])["smoke"]
        relative([change.value], [purelr.marginal_effects(model, rows, discrete=[1])["column 1"].value], 1e-12)
        model = self.fit(BIRTHS, None, formula="low ~ age")
        with pytest.raises(ValueError, match="names must be None for a model that knows its columns"):
            purelr.marginal_effects(model, BIRTHS, names=["x"])

    def test_at_the_mean_and_weighted_and_of_zeros_and_ones(self):
        ones = {**BIRTHS, "smokes": [float(s == "yes") for s in BIRTHS["smoke"]]}
        model = self.fit(ones, None, formula="low ~ smokes*lwt")
        by_column = purelr.marginal_effects(model, ones, discrete="auto")
        assert by_column["smokes"].kind == "change"
        relative(
            [by_column["smokes"].value],
            [mean_change(model, ones, "smokes", low=lambda c: [0.0] * 189, high=lambda c: [1.0] * 189)],
            1e-9,
        )
        with pytest.raises(ValueError, match=r"discrete must be columns of 0 and 1; got .* in 'lwt'"):
            purelr.marginal_effects(model, ones, discrete=["lwt"])
        with pytest.raises(
            ValueError, match=r"discrete must be of the columns of the fit; got 'lwtt'\. Did you mean 'lwt'"
        ):
            purelr.marginal_effects(model, ones, discrete=["lwtt"])
        mean = purelr.marginal_effects(model, ones, at="mean")
        rows = {"smokes": [sum(ones["smokes"]) / 189.0], "lwt": [sum(ones["lwt"]) / 189.0]}
        at_mean = purelr.marginal_effects(model, rows)
        relative([mean["lwt"].value, mean["lwt"].std_error], [at_mean["lwt"].value, at_mean["lwt"].std_error], 1e-9)
        weights = [1.0] * 100 + [0.0] * 89
        some = {name: column[:100] for name, column in ones.items()}
        weighted = purelr.marginal_effects(model, ones, sample_weight=weights)["lwt"]
        relative([weighted.value], [purelr.marginal_effects(model, some)["lwt"].value], 1e-9)

    def test_three_classes(self):
        model = self.fit(BIRTHS, None, formula="race ~ poly(age, 2)*smoke")
        found = purelr.marginal_effects(model, BIRTHS)
        for k, label in enumerate(["black", "other", "white"]):
            relative([found["age", label].value], [slope(model, "age", k=k)], 1e-7)
            relative([found["smoke=yes", label].value], [contrast(model, "smoke", "yes", "no", k=k)], 1e-9)

    def test_bad_places(self):
        model = self.fit(BIRTHS, None, formula="low ~ age*race")
        with pytest.raises(ValueError, match=r"at must be of columns of X; got 'agee'. Did you mean 'age'?"):
            purelr.marginal_effects(model, BIRTHS, at={"agee": 3})
        with pytest.raises(ValueError, match="at must be of 1 to 10,000 combinations of values; got 0"):
            purelr.marginal_effects(model, BIRTHS, at={"age": []})
        with pytest.raises(ValueError, match="must be one of the levels of the fit"):
            purelr.marginal_effects(model, BIRTHS, at={"race": "green"})
        with pytest.raises(ValueError, match='at must be "average", "mean" or a dict of values by column; got 3'):
            purelr.marginal_effects(model, BIRTHS, at=3)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "text",
    [
        "poly(age, 4)",
        "ns(age, 4)",
        "bs(age, 6)",
        "bs(age, 1, degree=1)",
        "log(age) + exp(age / 9) + sqrt(age) + abs(age - 22.5)",
        "I(age^3 / (1 + age)) + I(age^0.3) + I(2^(age / 9)) + I((age / 9)^(age / 9)) + scale(age)",
        "age:lwt + offset(age*lwt / 100)",
    ],
)
def test_derivatives_are_those_of_differences(text, kind):
    table = kind(BIRTHS)
    made = taken(table, BIRTHS["low"], Options(LogisticRegression(formula=f"low ~ {text}")))
    encoding = made.encoding
    place = [column.name for column in encoding.columns].index("age")
    rows, offset = slopes(encoding.design, encoding.numbers(table), place)
    ends = []
    for step in (STEP, -STEP):
        moved = {**BIRTHS, "age": [v + step for v in BIRTHS["age"]]}
        ends.append(encoding.encode_with_offset(kind(moved)))
    for row, above, below in zip(rows, ends[0][0], ends[1][0]):
        differences = [(a - b) / (2.0 * STEP) for a, b in zip(above, below)]
        assert [float(v) for v in row] == pytest.approx(differences, rel=1e-5, abs=1e-7)  # a step of 1e-5 in 20
    if offset is not None:
        differences = [(a - b) / (2.0 * STEP) for a, b in zip(ends[0][1], ends[1][1])]
        assert [float(v) for v in offset] == pytest.approx(differences, rel=1e-6)
