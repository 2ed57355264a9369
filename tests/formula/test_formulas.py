"""Formulas: what they say, where they are wrong, and that a model keeps what they have learnt."""

from __future__ import annotations

import math
import pickle

import pytest

import purelr
from purelr import LogisticRegression
from purelr.formula.grammar import Formula
from purelr.formula.terms import Terms

from ..backends_here import Unpenalised, per_backend
from ..samples import relative
from .test_against_r import BIRTHS, NEW

COLUMNS = ["age", "lwt", "race", "low"]


def terms(text, columns=COLUMNS, intercept=True):
    found = Terms(Formula(text), columns, intercept)
    names = list(found.variables)
    return [":".join([names[i] for i in term]) for term in found.terms], found.intercept


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("low ~ .", (["age", "lwt", "race"], True)),
        (".", (["age", "lwt", "race", "low"], True)),
        ("low ~ . - lwt", (["age", "race"], True)),
        ("low ~ age - age + lwt", (["lwt"], True)),
        ("low ~ age + 1 - 1", (["age"], False)),
        ("low ~ age - 1 + 1", (["age"], True)),
        ("low ~ age + 0", (["age"], False)),
        ("low ~ age - 0", (["age"], True)),
        ("low ~ age:lwt + race", (["race", "age:lwt"], True)),
        ("low ~ lwt:age + age", (["age", "lwt:age"], True)),
        ("low ~ race + age:race", (["race", "race:age"], True)),
        ("low ~ age + age + age*age", (["age"], True)),
        ("low ~ (age + lwt)*race - age:race", (["age", "lwt", "race", "lwt:race"], True)),
        ("low ~ age*lwt*race", (["age", "lwt", "race", "age:lwt", "age:race", "lwt:race", "age:lwt:race"], True)),
        ("low ~ (age + lwt)**2", (["age", "lwt", "age:lwt"], True)),
        ("low ~ age/race", (["age", "age:race"], True)),
        ("low ~ C(race) + race:age", (["race", "race:age"], True)),
        ("low~log( age+1 )+ I(age ^2)", (["log(age + 1)", "I(age ** 2)"], True)),
        ("low ~ I(-(age - 1) * 2 ^ -lwt)", (["I(-(age - 1) * 2 ** (-lwt))"], True)),
        ("low ~\n  age +\n  lwt", (["age", "lwt"], True)),
    ],
)
def test_the_terms_of_a_formula(text, wanted):
    assert terms(text) == wanted


def test_without_an_intercept_by_option():
    assert terms("low ~ race", intercept=False) == (["race"], False)
    model = LogisticRegression(formula="low ~ race", fit_intercept=False).fit(BIRTHS)
    assert model.feature_names_in_ == ["race=black", "race=other", "race=white"]


def test_text_as_it_is_read_says_the_same():
    for text in ("age - (lwt - race)", "age / (lwt * age)", "(age ^ lwt) ^ race", "-(age + lwt)", "f(a, k=2)"):
        once = str(Formula(text).right)
        assert str(Formula(once).right) == once


WRONG = [
    ("low ~ age + * lwt", "of a column, a number or a function there; got '*'", 12),
    ("low ~ agee", "of columns of the table; got 'agee'. Did you mean 'age'?", 6),
    ("law ~ age", "of columns of X; got 'law'. Did you mean 'lwt'?", 0),
    ("low ~ log(ag)", "of columns of the table; got 'ag'. Did you mean 'age'?", 10),
    (
        "low ~ foo(age)",
        "of columns and the functions C, I, log, exp, sqrt, abs, scale, poly, ns, bs, offset; got foo()",
        6,
    ),
    ("low ~ np.log(age)", "got np.log(). Write log(…).", 6),
    ("low ~ factor(age)", "got factor(). Write C(…) for numbers that are codes.", 6),
    ("low ~ I(log2(age))", "got log2(). Write I(log(…) / log(2)).", 8),
    ("low ~ poly(age)", "of poly(x, k); got 'poly(age)'", 6),
    ("low ~ poly(age, 2, 3)", "of poly(x, k); got 'poly(age, 2, 3)'", 6),
    ("low ~ poly(age, df=2)", "of poly(x, k); got 'poly(age, df=2)'", 6),
    ("low ~ poly(age, 0)", "of a whole number from 1 to 50 there; got '0'", 16),
    ("low ~ poly(age, lwt)", "of a whole number from 1 to 50 there; got 'lwt'", 16),
    ("low ~ poly(age, 40)", "of fewer functions than the column has different values; got 40 for 24 of them", 16),
    ("low ~ bs(age, 2)", "of at least 3 for bs of degree 3; got 2", 14),
    ("low ~ ns(ptl, 3)", "of knots within the range of the column; got too many values at an end of the range", 14),
    ("low ~ scale(age - age)", "of scale() of different values; got 0 alone", 6),
    ("low ~ age^2", "of ^ behind terms in brackets; got 'age ** 2'. Write I(age ** 2) for a power of a column.", 9),
    ("low ~ (age + lwt)^age", "of a whole number from 1 to 20 behind ^; got 'age'", 18),
    ("log(low) ~ age", "of one column on the left of ~; got 'log(low)'", 0),
    ("low ~ I(race + 1)", "of arithmetic of columns of numbers; got 'race', a column of text", 8),
    ("low ~ log(race)", "of arithmetic of columns of numbers; got 'race', a column of text", 10),
    ("low ~ I(age:lwt)", "of arithmetic of columns inside brackets; got 'age:lwt'", 11),
    ("low ~ I(poly(age, 2))", "of arithmetic inside brackets; got poly(). Make it a term of its own.", 8),
    ("low ~ log(age, 2)", "of log(x), of one argument; got 'log(age, 2)'", 6),
    ("low ~ I(.)", "of arithmetic of columns inside brackets; got '.'", 8),
    ("low ~ age + (lwt", "of an operator or ) there; got the end", 16),
    ("low ~ age lwt", "of an operator or the end there; got 'lwt'", 10),
    ("low ~ age)", "of an operator or the end there; got ')'", 9),
    ("low ~ 2 + age", "of terms, and 0 or 1 for the intercept; got 2. Write I(…) for arithmetic.", 6),
    ("low ~ $age", "of names, numbers, + - * / : ^ and functions; got '$'", 6),
    ("low ~ `age", "of names, numbers, + - * / : ^ and functions; got '`'", 6),
    ("low ~ age:1", "of terms on both sides of * : / and in front of ^; got '1' beside one", 10),
    ("low = age", "got '='. Write ~ between the label and the terms.", 4),
    ("low ~ past + age", "of columns of the table; got 'past'. Write `past weight`, in backquotes.", 6),
    ("low ~ past weight", "of an operator or the end there; got 'weight'", 11),
    ("low ~ 'age'", "of columns and functions of columns; got \"'age'\"", 6),
    ("low ~ ", "of a column, a number or a function there; got the end", 6),
    ("", "of a column, a number or a function there; got the end", 0),
    ("low ~ age ~ lwt", "of an operator or the end there; got '~'", 10),
    ("low ~ 1", "of one term at least, or of an offset(…) beside the intercept; got neither", 6),
    ("low ~ 0 + offset(age)", "of one term at least, or of an offset(…) beside the intercept; got neither", 8),
    ("low ~ age - age", "of one term at least, or of an offset(…) beside the intercept; got neither", 10),
    ("low ~ 1 + offset(age)", "of a term that the penalty acts on; got an intercept alone", 8),
    ("low ~ age*(lwt + offset(ptl))", "of terms on both sides of * : / and in front of ^", 15),
    ("low ~ age + C(age)", "of 'age' in one way, as C(…) says that it is levels; got a number", 6),
    ("low ~ C(ptl)*smoke + ptl", "of 'ptl' in one way, as C(…) says that it is levels; got a number", 21),
    ("low ~ offset(age, 2)", "of offset(x), of one argument; got 'offset(age, 2)'", 6),
    ("low ~ C(age, race)", "of C(column) or C(column, reference=\"level\"); got 'C(age, race)'", 6),
    ("low ~ C(log(age))", 'of C(column) or C(column, reference="level")', 6),
    ("low ~ C(race, 'black') + C(race, 'white')", "of one reference for 'race', 'black'; got", 25),
    ("low ~ f(a=1, a=2)", "of each argument once; got a twice", 13),
    ("low ~ age +\n lwt +\n  whatever(1)", "got whatever()", 21),
    ("low ~ " + "(" * 60, "of at most 50 brackets and operators in each other; got more", 56),
    ("low ~ " + "-" * 60 + "age", "of at most 50 brackets and operators in each other; got more", 56),
    ("low ~ age" + ":age" * 60, "of at most 50 brackets and operators in each other; got more", 209),
    ("low ~ I(age" + "^2" * 60 + ")", "of at most 50 brackets and operators in each other; got more", 109),
    ("low ~ poly(2, 1)", "of a function of a column there; got a constant", 6),
    ("low ~ age + scale(log(3))", "of a function of a column there; got a constant", 12),
]


@pytest.mark.parametrize(("text", "message", "place"), WRONG, ids=[text for text, _, _ in WRONG])
def test_an_error_points_at_its_place(text, message, place):
    with pytest.raises(ValueError) as error:
        LogisticRegression(formula=text, C=1.0).fit(BIRTHS)
    sentence, line, mark = str(error.value).split("\n")
    assert sentence.startswith("formula must be ")
    assert message in sentence
    start = text.rfind("\n", 0, place) + 1
    assert line == "    " + text[start:].split("\n")[0]
    assert mark == " " * (4 + place - start) + "^"


def test_what_is_wrong_without_a_place():
    for formula in (3, ["y ~ x"], b"y ~ x"):
        with pytest.raises(ValueError, match='formula must be a text such as "y ~ age'):
            LogisticRegression(formula=formula).fit(BIRTHS)
    with pytest.raises(ValueError, match="X must be a table whose columns have names, for a formula"):
        LogisticRegression(formula="y ~ x").fit([[1.0], [2.0]], [0, 1])
    with pytest.raises(ValueError, match="of a column on the left of ~, as there is no y"):
        LogisticRegression(formula="~ age").fit(BIRTHS)
    with pytest.raises(ValueError, match="of one reference for 'race'; got 'white', and 'black' in reference="):
        LogisticRegression(formula="low ~ C(race, 'white')", reference={"race": "black"}).fit(BIRTHS)
    with pytest.raises(ValueError, match="reference must be a level of the column, one of"):
        LogisticRegression(formula="low ~ C(race, 'green')").fit(BIRTHS)


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("low ~ log(ptl)", r"log\(ptl\) must be a finite number in every row; got log\(0\) in row 0"),
        ("low ~ sqrt(age - 20)", r"sqrt\(age - 20\) must be .*; got sqrt\(-1\) in row 0"),
        ("low ~ I(1 / (age - 19))", r"1 / \(age - 19\) must be .*; got (nan|inf) in row 0"),
        ("low ~ exp(lwt * 10)", r"exp\(lwt \* 10\) must be .* got exp\(1820\) in row 0"),
        ("low ~ I((age - 20)^0.5)", r"\(age - 20\) \*\* 0.5 must be a finite number in every row; got nan in row 0"),
        ("low ~ I(lwt^40 * lwt^40 * lwt^40 * lwt^40)", "must be a finite number in every row; got inf in row 0"),
    ],
)
def test_no_number_of_a_formula_is_infinite(formula, message):
    for backend in ("pure", None):
        with pytest.raises(ValueError, match=message):
            LogisticRegression(formula=formula, backend=backend).fit(BIRTHS)


@per_backend
class Formulas(Unpenalised):
    def test_a_formula_is_the_design_by_hand(self):
        model = self.fit(BIRTHS, None, formula="low ~ age*smoke + log(lwt)")
        smokes = [float(s == "yes") for s in BIRTHS["smoke"]]
        logs = [math.log(v) for v in BIRTHS["lwt"]]
        rows = [[a, s, log, a * s] for a, s, log in zip(BIRTHS["age"], smokes, logs)]
        plain = self.fit(rows, BIRTHS["low"])
        assert list(model.feature_names_in_) == ["age", "smoke=yes", "log(lwt)", "age:smoke=yes"]
        relative(list(model.coef_[0]), list(plain.coef_[0]), 1e-9)
        assert model.score(BIRTHS) == plain.score(rows, BIRTHS["low"])
        assert model.score(BIRTHS, BIRTHS["low"]) == model.score(BIRTHS)
        influence = purelr.influence(model, BIRTHS)
        relative(influence.leverage, purelr.influence(plain, rows, BIRTHS["low"]).leverage, 1e-9)
        assert purelr.html_report(model, BIRTHS) == purelr.html_report(model, BIRTHS, BIRTHS["low"])
        held = purelr.cross_validate(model, BIRTHS)
        assert held.mean == purelr.cross_validate(model, BIRTHS, BIRTHS["low"]).mean

    def test_a_sum_of_many_columns(self):
        names = [f"x{j}" for j in range(1500)]
        table = {name: [float((i * (j + 3)) % 7) for i in range(12)] for j, name in enumerate(names)}
        table["y"] = [0, 1] * 6
        model = self.fit(table, None, formula=f"y ~ {' + '.join(names)} + I({' + '.join(names)})", C=1.0)
        assert list(model.feature_names_in_)[:-1] == names
        with pytest.raises(
            ValueError, match=r"log\(….* must be a finite number in every row; got log\(-?\d+\) in row 0"
        ):
            self.fit(table, None, formula=f"y ~ log({' - '.join(names[::-1])})", C=1.0)
        total = sum([table[name][3] for name in names])
        assert model.encoding_.encode(table)[3][-1] == total

    def test_an_interaction_of_too_many_levels(self):
        wards = {name: [f"{name}{i % 50}" for i in range(150)] for name in "abc"}
        table = {**wards, "y": [0, 1, 1] * 50}
        with pytest.raises(
            ValueError, match="of terms of at most 100,000 numbers; got 122,500 of 'a=a0:b=b0' and 'c=c1'"
        ):
            self.fit(table, None, formula="y ~ a*b + a:b:c", C=1.0)

    def test_y_beside_a_formula_is_taken(self):
        named = self.fit(BIRTHS, None, formula="low ~ age")
        told = self.fit({"age": BIRTHS["age"]}, BIRTHS["low"], formula="low ~ age")
        assert list(named.coef_[0]) == list(told.coef_[0])

    def test_a_model_file_keeps_what_was_learnt(self):
        for formula in (
            "low ~ poly(age, 3)*smoke + ns(lwt, 4)",
            "low ~ 0 + race + bs(age, 4) + scale(lwt) + offset(ptl)",
        ):
            model = self.fit(BIRTHS, None, formula=formula)
            for again in (purelr.load(model.to_json(sums=True)), pickle.loads(pickle.dumps(model))):
                relative(list(again.decision_function(NEW)), list(model.decision_function(NEW)), 1e-12)
                assert again.formula == formula
                assert again.anova("wald")["term"] == model.anova("wald")["term"]
            assert repr(model.encoding_).endswith(f"by {formula!r}, missing cells: None>")

    def test_columns_in_any_order_and_more_of_them(self):
        model = self.fit(BIRTHS, None, formula="low ~ poly(age, 2) + race")
        rows = [dict(zip(NEW, cells)) for cells in zip(*NEW.values())]
        turned = {name: NEW[name] for name in reversed(list(NEW))}
        for table in (rows, turned, purelr.Table(NEW), {name: NEW[name] for name in ("race", "age")}):
            assert list(model.decision_function(table)) == list(model.decision_function(NEW))
        with pytest.raises(ValueError, match="of the columns of the fit, 'race' among them"):
            model.predict({"age": [20.0]})

    def test_missing_cells(self):
        gaps = {**BIRTHS, "age": [None, *BIRTHS["age"][1:]], "lwt": [None] * 189, "race": [*BIRTHS["race"][:-1], None]}
        model = self.fit(gaps, None, formula="low ~ poly(age, 2) + race", missing="drop")
        kept = {name: column[1:-1] for name, column in BIRTHS.items()}
        same = self.fit(kept, None, formula="low ~ poly(age, 2) + race")
        assert list(model.coef_[0]) == list(same.coef_[0])
        assert model.encoding_.dropped == 2  # the gaps in a column that the formula does not name are none of its rows
        with pytest.raises(ValueError, match=r"1 in 'age' .row 0., 1 in 'race' .row 188."):
            self.fit(gaps, None, formula="low ~ age + race")
        filled = self.fit(gaps, None, formula="low ~ I(age^2) + race", missing="mean")
        mean = sum(BIRTHS["age"][1:]) / 188.0
        by_hand = {**BIRTHS, "age": [mean, *BIRTHS["age"][1:]]}
        shares = [BIRTHS["race"][:-1].count(level) / 188.0 for level in ("other", "white")]
        rows = [[a * a, float(r == "other"), float(r == "white")] for a, r in zip(by_hand["age"], by_hand["race"])]
        rows[-1][1:] = shares
        relative(list(filled.coef_[0]), list(self.fit(rows, BIRTHS["low"]).coef_[0]), 1e-9)
        said = self.fit(gaps, None, formula="low ~ age + race", missing="indicator", C=1.0)
        assert list(said.feature_names_in_) == ["age", "race=other", "race=white", "race missing", "age missing"]

    def test_a_column_that_is_taken_out_may_have_gaps_and_be_gone(self):
        gaps = {**BIRTHS, "ptl": [None, *BIRTHS["ptl"][1:]]}
        model = self.fit(gaps, None, formula="low ~ . - ptl - `past weight`")
        assert [column.name for column in model.encoding_.columns] == ["age", "lwt", "race", "smoke"]
        relative(
            list(model.coef_[0]), list(self.fit(BIRTHS, None, formula="low ~ age + lwt + race + smoke").coef_[0]), 1e-9
        )
        without = {name: NEW[name] for name in ("age", "lwt", "race", "smoke")}
        assert list(model.predict(without)) == list(model.predict(NEW))

    def test_levels_that_were_not_there(self):
        model = self.fit(BIRTHS, None, formula="low ~ race*smoke")
        with pytest.raises(
            ValueError,
            match=r"column 'race' must be one of the levels of the fit, ..black', 'other', 'white'.; got 'blue' in row 0",
        ):
            model.predict({"race": ["blue"], "smoke": ["no"]})
        lenient = self.fit(BIRTHS, None, formula="low ~ race*smoke", unknown="none")
        table = {"race": ["blue", "black"], "smoke": ["no", "no"]}
        first, second = lenient.decision_function(table)
        assert first == second == lenient.intercept_[0]

    def test_an_offset_beside_that_of_the_formula(self):
        model = LogisticRegression(formula="low ~ age + offset(ptl / 2)", C=float("inf"), backend=self.backend)
        model.fit(BIRTHS, offset=[p / 2.0 for p in BIRTHS["ptl"]])
        whole = self.fit(BIRTHS, None, formula="low ~ age + offset(ptl)")
        relative(list(model.coef_[0]), list(whole.coef_[0]), 1e-9)
        found = model.decision_function(NEW, offset=[p / 2.0 for p in NEW["ptl"]])
        relative(list(found), list(whole.decision_function(NEW)), 1e-9)
        with pytest.raises(ValueError, match="offset must be given, as in the fit"):
            model.predict(NEW)
        with pytest.raises(ValueError, match="offset must be None for a fit without one"):
            whole.predict(NEW, offset=1.0)
        with pytest.raises(ValueError, match="offset must be None for three classes or more; got offset"):
            self.fit(BIRTHS, None, formula="race ~ age + offset(ptl)")
        with pytest.raises(ValueError, match="offset must be None with firth=True; got offset"):
            self.fit(BIRTHS, None, formula="low ~ age + offset(ptl)", firth=True)

    def test_an_offset_that_is_taken_out(self):
        plain = self.fit(BIRTHS, None, formula="low ~ age")
        for formula in ("low ~ age - offset(ptl)", "low ~ age + offset(ptl) - offset(ptl)"):
            assert list(self.fit(BIRTHS, None, formula=formula).coef_[0]) == list(plain.coef_[0])

    def test_an_offset_far_from_zero(self):
        near = self.fit(BIRTHS, None, formula="low ~ age + offset(lwt / 10)")
        far = self.fit(BIRTHS, None, formula="low ~ age + offset(1000 + lwt / 10)")
        relative([far.intercept_[0] + 1000.0, far.coef_[0][0]], [near.intercept_[0], near.coef_[0][0]], 1e-9)
        assert self.fit(BIRTHS, None, formula="low ~ age + offset(lwt)").result_.converged  # of 80 to 250

    def test_three_classes(self):
        model = self.fit(BIRTHS, None, formula="race ~ ns(age, 2)*smoke")
        again = purelr.load(model.to_json())
        for ours, theirs in zip(again.predict_proba(NEW), model.predict_proba(NEW)):
            relative(list(ours), list(theirs), 1e-12)

    def test_a_file_is_fitted_as_its_table(self, tmp_path):
        path = tmp_path / "births.csv"
        path.write_text(purelr.Table(BIRTHS).to_csv(), encoding="utf-8")
        for formula in ("low ~ poly(age, 2)*race + ns(lwt, 3)", "low ~ scale(lwt) + C(race) + offset(age / 10)"):
            scan = self.fit(purelr.scan_csv(path), None, formula=formula)
            table = self.fit(BIRTHS, None, formula=formula)
            assert list(scan.feature_names_in_) == list(table.feature_names_in_)
            relative(list(scan.coef_[0]), list(table.coef_[0]), 1e-8)
            relative([scan.summary().null_loglik], [table.summary().null_loglik], 1e-9)
        scan = LogisticRegression(C=float("inf"), backend=self.backend)
        scan.fit(purelr.scan_csv(path, columns=["age", "ptl"]), "low", offset="ptl")
        table = self.fit(BIRTHS, None, formula="low ~ age + offset(ptl)")
        relative(list(scan.coef_[0]), list(table.coef_[0]), 1e-9)
        with pytest.raises(ValueError, match="offset must be None with firth=True"):
            self.fit(purelr.scan_csv(path), None, formula="low ~ age + offset(ptl)", firth=True)
