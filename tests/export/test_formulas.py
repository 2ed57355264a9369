"""Models of formulas: the programs compute what the formula does, and others refuse what they cannot hold."""

from __future__ import annotations

import json

import pytest

from purelr import LogisticRegression, Table

from ..formula.test_against_r import BIRTHS, NEW
from . import programs
from .databases import NAMES
from .test_cells import PROGRAMS, by_sql, expected
from .test_programs import close

FORMULAS = [
    "low ~ age*race + log(lwt)*smoke",
    "low ~ poly(age, 3) + ns(lwt, 4)*smoke + offset(ptl / 10)",
    "low ~ 0 + race + bs(age, 5) + I(lwt^-1.5) + I((age - 20)^3 / 1000) + exp(-ptl) + sqrt(age) + abs(age - 25)",
    "low ~ race:smoke + scale(log(age)) + I(-age / (1 + lwt))",
    "race ~ ns(age, 2) + smoke*lwt",
]


def fitted(formula, **options):
    model = LogisticRegression(formula=formula, **options).fit(BIRTHS)
    names = [column.name for column in model.encoding_.columns]
    table = Table(BIRTHS).to_dict()
    return model, [list(row) for row in zip(*[table[name][::9] + NEW[name] for name in names])]


def said(to, model, rows, folder):
    name, main, text, command = PROGRAMS[to]
    model.export(to, folder / name)
    (folder / main).write_text(text, encoding="utf-8")
    (folder / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    return [json.loads(line) for line in programs.run(command, folder).splitlines()]


def agree(found, model, rows):
    wanted = expected(model, rows)
    assert [entry is None for entry in found] == [entry is None for entry in wanted]
    for ours, theirs in zip(found, wanted):
        if theirs is not None:
            close(ours[0], theirs[0], 1e-12)
            assert ours[1] == theirs[1]


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("to", sorted(PROGRAMS))
def test_programs_compute_the_formula(to, formula, tmp_path):
    model, rows = fitted(formula)
    agree(said(to, model, rows, tmp_path), model, rows)


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("base", NAMES)
def test_databases_compute_the_formula(base, formula):
    model, rows = fitted(formula)
    text = [j for j, column in enumerate(model.encoding_.columns) if column.levels is not None]
    agree(by_sql(model, rows, base, text), model, rows)


@pytest.mark.parametrize("formula", FORMULAS)
def test_c_computes_the_formula_of_the_numbers_of_cells(formula, tmp_path):
    model, rows = fitted(formula)
    names = [column.name for column in model.encoding_.columns]
    plain = [[value for cell in zip(names, row) for value in numbers_of(model, *cell)] for row in rows]
    _, probas, _ = programs.c(tmp_path, model.export("c"), plain, len(model.classes_))
    close(probas, model.predict_proba(rows), 1e-12)
    assert f"_columns = {len(plain[0])}," in model.export("c-header")
    assert all([f'"{name}"' in model.export("c") for name in model.encoding_.inputs()])


def numbers_of(model, name, cell):
    column = next(column for column in model.encoding_.columns if column.name == name)
    return [cell] if column.levels is None else column.indicators(cell)


@pytest.mark.parametrize("to", [*sorted(PROGRAMS), "sqlite", "duckdb", "postgresql", "mariadb", "c"])
def test_what_the_formula_has_no_number_for_is_an_error(to, tmp_path):
    model, _ = fitted("low ~ log(age) + I(1 / (lwt - 100.5)) + sqrt(ptl) + I(lwt^0.5)")
    good = [20.0, 130.0, 1.0]
    rows = [good, [0.0, 130.0, 1.0], [-3.0, 130.0, 1.0], [20.0, 100.5, 1.0], [20.0, 130.0, -1.0], [20.0, -130.0, 1.0]]
    assert [answer is None for answer in expected(model, rows)] == [False] + [True] * 5
    if to == "c":
        _, probas, _ = programs.c(tmp_path, model.export("c"), rows[:1], 2)
        close(probas, model.predict_proba(rows[:1]), 1e-12)
        main = (tmp_path / "main.c").read_text(encoding="utf-8")
        assert "model_class" in main
        data = programs.run(["./main"], tmp_path, programs.packed(rows[1:]))
        assert [line[-1] for line in chunks(data, 4)][: len(rows) - 1] == [-1.0] * 5
        return
    agree(by_sql(model, rows, to, []) if to in NAMES else said(to, model, rows, tmp_path), model, rows)


def chunks(data, width):
    import struct

    count = len(data) // (8 * width)
    numbers = struct.unpack_from(f"<{count * width}d", data)
    return [numbers[i : i + width] for i in range(0, count * width, width)]


@pytest.mark.parametrize("to", [*sorted(PROGRAMS), "sql", "c"])
def test_an_offset_is_an_input_of_its_own(to, tmp_path):
    offset = [p / 4.0 for p in BIRTHS["ptl"]]
    model = LogisticRegression().fit({"age": BIRTHS["age"], "smoke": BIRTHS["smoke"]}, BIRTHS["low"], offset=offset)
    rows = [[20.0, "yes", -0.5], [30.0, "no", 2.0]]
    wanted = model.predict_proba([row[:2] for row in rows], offset=[row[2] for row in rows])
    if to == "sql":
        from .databases import database

        here = database("sqlite")
        lines = here.rows("data", ["offset", "smoke", "age"], [row[::-1] for row in rows], model.export("sql"), [1])
        found = [[line["model_probability_0"], line["model_probability_1"]] for line in lines]
    elif to == "c":
        numbers = [[row[0], float(row[1] == "yes"), row[2]] for row in rows]
        found = programs.c(tmp_path, model.export("c"), numbers, 2)[1]
    else:
        found = [answer[0] for answer in said(to, model, rows, tmp_path)]
    close(found, wanted, 1e-12)


@pytest.mark.parametrize("to", ["onnx", "pmml"])
def test_others_name_what_they_cannot_hold(to):
    for formula, got in (
        ("low ~ log(lwt) + age", "log(lwt)"),
        ("low ~ age:lwt", "age * lwt"),
        ("low ~ ns(age, 2)", "spline(age)"),
        ("low ~ age + offset(lwt)", "an offset"),
    ):
        model = LogisticRegression(formula=formula).fit(BIRTHS)
        with pytest.raises(ValueError, match="model must be of columns as they are, for") as error:
            model.export(to)
        assert f"got '{got}'. Export it to Python, JavaScript, C, MicroPython or SQL." in str(error.value)
    assert LogisticRegression(formula="low ~ age + race").fit(BIRTHS).export(to)  # which takes the indicators


def test_sql_of_an_endless_formula_is_refused():
    model = LogisticRegression(formula="low ~ poly(age, 23)").fit(BIRTHS)
    with pytest.raises(ValueError, match="model must be of formulas of at most 1,000,000 characters in SQL"):
        model.export("sql")


def test_names_of_a_formula_are_quoted(tmp_path):
    name = "*/ \"x'; -- @lines@ \\ ??/"
    table = {name: BIRTHS["age"], "low": BIRTHS["low"]}
    model = LogisticRegression(formula=f"low ~ log(`{name}`)").fit(table)
    rows = [[20.0], [30.5]]
    for to in PROGRAMS:
        agree(said(to, model, rows, tmp_path), model, rows)
    for base in NAMES:
        agree(by_sql(model, rows, base, []), model, rows)
    programs.c(tmp_path, model.export("c"), rows, 2)
