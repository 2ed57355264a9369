"""The exported query on real databases: each reads it, and finds what the library finds, or nothing at all."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from . import databases, programs
from .databases import database
from .test_cells import MISSING, by_sql, expected, fitted
from .test_names import CASES, fuzzed, model_of, writable
from .test_programs import FAR, close, hand_made, models
from .test_programs import expected as wanted_of

INF, NAN = math.inf, math.nan


def asked(base, model, rows, columns=None):
    program = model.export("sql", table=programs.SQL_TABLE, dialect=database(base).dialect)
    return programs.sql(None, program, rows, len(getattr(model, "classes_", [0, 1])), columns, base=base)


@pytest.mark.parametrize("name", list(models()))
@pytest.mark.parametrize("base", databases.NAMES[1:])
def test_a_query_finds_what_the_library_finds(base, name):
    model, rows, columns = models()[name]
    odds, probas, labels = asked(base, model, rows, columns)
    wanted_odds, wanted_probas, wanted_labels = wanted_of(model, rows)
    close(probas, wanted_probas, 1e-12)
    close(odds, wanted_odds, 1e-12)
    assert labels == wanted_labels


@pytest.mark.parametrize("classes", [["a", "b"], ["a", "b", "c"]], ids=len)
@pytest.mark.parametrize("base", databases.NAMES)
def test_no_log_odds_is_too_far(base, classes):
    """EXP of less than −745 is an error in PostgreSQL, and so is a quotient that is too small for a float."""
    coef = [[1.0]] if len(classes) == 2 else [[1.0], [-1.0], [0.25]]
    model = hand_made([0.0] * len(coef), coef, classes)
    rows = FAR + [[z] for z in (-708.5, -720.0, -744.0, -745.0, -745.2, 745.0, 993.0, 993.4)]
    odds, probas, labels = asked(base, model, rows)
    close(probas, model.predict_proba(rows), 1e-12, least=2e-311)  # of numbers that small a float has few digits
    assert labels == model.predict(rows)
    if len(classes) == 2:
        assert odds == model.decision_function(rows)


@pytest.mark.parametrize("base", databases.NAMES)
def test_ties_far_from_the_rest_are_no_error(base):
    model = hand_made([0.0] * 3, [[1.0], [1.0], [0.0]], ["a", "b", "c"])
    _, probas, labels = asked(base, model, [[744.44], [-744.44], [745.1]])
    close([row[:2] for row in probas], [[0.5, 0.5], [0.0, 0.0], [0.5, 0.5]], 1e-15)
    assert labels == ["a", "c", "a"]


THREE = hand_made([0.5, -0.5, 0.0], [[1.0, 2.0], [-1.0, 0.5], [0.0, 0.0]], ["a", "b", "c"])
NOTHING = hand_made([0.5], [[0.0, 0.0]], ["a", "b"])


@pytest.mark.parametrize("model", [hand_made([0.5], [[1.0, -2.0]], ["a", "b"]), THREE, NOTHING], ids=["2", "3", "none"])
@pytest.mark.parametrize("base", databases.NAMES)
def test_what_is_no_finite_number_gives_nothing(base, model):
    """The log-odds of a class without coefficients would be a number, and its label a sure one."""
    # MariaDB can hold no other number; SQLite keeps NaN as NULL.
    strange = [] if base == "mariadb" else [[NAN, 1.0], [1.0, INF], [-INF, INF], [-INF, 1.0]]
    odds, probas, labels = asked(base, model, [[None, 1.0], [1.0, None], *strange, [1.0, 2.0]])
    assert labels[:-1] == [None] * (2 + len(strange))
    assert {value for row in probas[:-1] for value in row} == {None}
    assert {value for z in odds[:-1] for value in (z if isinstance(z, list) else [z])} == {None}
    close(probas[-1], model.predict_proba([[1.0, 2.0]])[0], 1e-15)


@pytest.mark.parametrize("base", ["sqlite", "duckdb"])
def test_a_sum_beyond_the_floats_gives_nothing(base):
    """The other two refuse the query, and say why."""
    for model in (hand_made([0.0], [[10.0, 10.0]], ["a", "b"]), THREE):
        _, probas, labels = asked(base, model, [[1.7e308, 1.7e308], [1.7e308, -1.7e308], [1.0, 1.0]])
        assert labels[:2] == [None, None]
        assert {value for row in probas[:2] for value in row} == {None}
        assert labels[2] is not None


@pytest.mark.parametrize("classes", [["a", "b"], ["a", "b", "c"]], ids=len)
@pytest.mark.parametrize(("missing", "lenient"), [(None, False), (None, True), ("mean", False), ("mean", True)])
@pytest.mark.parametrize("base", databases.NAMES)
def test_cells_are_what_they_are_to_the_library(base, missing, lenient, classes):
    model, rows = fitted(classes, missing, lenient, True)
    rows = rows[:8] + [
        [1.0, text, 50.0] for text in [*sorted(MISSING), None, "mauve", "blå ", "BLÅ", "Green", "green "]
    ]
    rows += [[None, "green", 50.0], [1.0, "green", None], [None, None, None], [2**53 + 1.0, "green", -5e-324]]
    same(by_sql(model, rows, base), expected(model, rows))


@pytest.mark.parametrize("missing", [None, "mean"])
@pytest.mark.parametrize("base", ["sqlite", "mariadb"])
def test_texts_in_a_column_of_numbers(base, missing):
    """What a CSV import leaves for a gap: to these two a text counts as a number, and '' as 0."""
    model, _ = fitted(["a", "b"], missing, False, True)
    texts = [
        "1.5",
        "-2",
        "+.5e1",
        " 7 ",
        "1e-3",
        *sorted(MISSING),
        "abc",
        "12abc",
        "1,5",
        "--1",
        "1e",
        ".",
        "0x1A",
        "-",
    ]
    rows = [[text, "green", 50.0] for text in texts] + [[1.5, "green", "n/a"], [1.5, "green", " 50.0"]]
    same(by_sql(model, rows, base, text=(0, 1, 2)), expected(model, rows))


def test_sqlite_keeps_a_text_in_a_column_declared_for_numbers():
    model, _ = fitted(["a", "b"], "mean", False, True)
    rows = [[cell, "green", 50.0] for cell in ("1.5", 1, 2**53 + 1, "", "n/a", "abc")]
    same(by_sql(model, rows, "sqlite"), expected(model, rows))


def same(found, wanted):
    assert [entry is None for entry in found] == [entry is None for entry in wanted]
    for ours, theirs in zip(found, wanted):
        if theirs is not None:
            close(ours[0], theirs[0], 1e-12)
            assert ours[1] == theirs[1]


NAMED = st.lists(st.text(max_size=20), min_size=2, max_size=2, unique=True)


@pytest.mark.parametrize("base", databases.NAMES)
def test_a_query_is_read_whatever_its_names_are(base):
    """Names of columns are as the database can have them: it has made a table of them before."""

    def check(columns, labels, name):
        model, here = model_of(columns, labels), database(base)
        if not all([writable(text, "sql") for text in (*columns, *labels)]):
            with pytest.raises(ValueError, match="must be text that SQL can hold; got"):
                model.export("sql", name=name, dialect=here.dialect)
            return
        program = model.export("sql", name=name, dialect=here.dialect)
        try:
            here.rows("data", columns, [], f"SELECT * FROM {here.quoted('data')}")  # noqa: S608
        except Exception:  # each driver has errors of its own
            columns, model = ["x", 'y"`'], model_of(["x", 'y"`'], labels)
            program = model.export("sql", name=name, dialect=here.dialect)
        rows = [[0.0, 1.0], [1.0, 0.0], [-3.0, 0.5]]
        found = here.rows("data", columns, rows, program)
        key = next(key for key in found[0] if key.endswith("_label"))
        assert sorted(line[key] for line in found) == sorted(model.predict(rows))

    check = fuzzed(given(NAMED, NAMED, st.text(max_size=12))(check))
    for case in [*CASES, (["a`b", "`"], ["`; --", "\\'; --"], "`"), (["%s", "%"], ["%s", "\\"], "%(a)s")]:
        check = example(*case)(check)
    check()


def test_a_dialect_that_is_not_known_and_a_name_that_is_too_long_are_refused():
    with pytest.raises(ValueError, match="dialect must be one of standard, mariadb; got 'oracle'"):
        NOTHING.export("sql", dialect="oracle")
    with pytest.raises(ValueError, match="dialect must be a text; got 3"):
        NOTHING.export("sql", dialect=3)
    with pytest.raises(ValueError, match="name must be of at most 40 characters for SQL; got 'xxx"):
        NOTHING.export("sql", name="x" * 41)
