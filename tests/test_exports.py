"""The exports that a test can look into with the standard library alone; the job `export` runs all of them."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from contextlib import closing

import pytest

import purelr

from .samples import problem


def by_sqlite(model, rows):
    """The log-odds that the model's query finds for rows of numbers, in their order."""
    import sqlite3  # which WebAssembly lacks

    with closing(sqlite3.connect(":memory:")) as database:
        return _found(database, model, rows)


def _found(database, model, rows):
    columns = ", ".join([f"x{j} REAL" for j in range(len(rows[0]))])
    database.execute(f"CREATE TABLE data ({columns})")
    database.executemany(f"INSERT INTO data VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608
    # Some are built without functions of mathematics.
    database.create_function("exp", 1, lambda value: None if value is None else math.exp(value))
    found = database.execute(model.export("sql"))
    names = [column[0] for column in found.description]
    return [dict(zip(names, row)) for row in found.fetchall()]


def test_the_query_of_a_lasso_that_has_dropped_columns_has_the_others():
    rows, labels = problem(80, 4, seed=6)
    model = purelr.LogisticRegression(C=0.15, l1_ratio=1.0).fit(rows, labels)
    dropped = [w == 0.0 for w in model.coef_[0]]
    assert any(dropped)
    assert not all(dropped)
    for found, proba in zip(by_sqlite(model, rows), model.predict_proba(rows)):
        assert found["model_probability_1"] == pytest.approx(proba[1], rel=1e-13)


def test_the_query_of_a_lasso_that_has_dropped_all_columns_is_its_intercept():
    rows, labels = problem(80, 4, seed=6)
    model = purelr.LogisticRegression(C=1e-4, l1_ratio=1.0).fit(rows, labels)
    assert set(model.coef_[0]) == {0.0}
    for found in by_sqlite(model, rows[:5]):
        assert found["model_probability_1"] == pytest.approx(model.predict_proba(rows[:1])[0][1], rel=1e-13)


@pytest.mark.parametrize("coef", [1e20, -1e20, 1e15, 123456789012345680.0, 3.0, -0.5, 1e-20])
def test_a_coefficient_of_any_size_is_a_float_in_a_query(coef):
    model = purelr.LogisticRegression().fit([[0.0], [1.0]], [0, 1])
    model.coef_, model.intercept_ = [[coef]], [0.0]
    x = 0.75 / coef
    (found,) = by_sqlite(model, [[x]])
    assert found["model_probability_1"] == pytest.approx(model.predict_proba([[x]])[0][1], rel=1e-13)


def test_columns_that_are_called_what_pmml_calls_its_own_are_apart_from_them():
    class Frame:
        columns = ("target", "label", "probability_0")

        def to_numpy(self):
            return rows

    rows, labels = problem(40, 3, seed=6)
    model = purelr.LogisticRegression().fit(Frame(), labels)
    tree = ET.fromstring(model.export("pmml"))  # noqa: S314  # it is our own
    space = tree.tag.partition("}")[0] + "}"
    data = [field.get("name") for field in tree.iter(f"{space}DataField")]
    out = [field.get("name") for field in tree.iter(f"{space}OutputField")]
    assert [name for name in data if name in Frame.columns] == list(Frame.columns)
    assert len(data) == 4
    assert len(set(data + out)) == len(data) + len(out)
    (target,) = [field.get("name") for field in tree.iter(f"{space}MiningField") if field.get("usageType") == "target"]
    assert target in data
    assert target not in Frame.columns


def test_the_query_of_a_class_without_a_coefficient_has_its_intercept():
    rows, _ = problem(90, 2, seed=6)
    labels = ["a" if i % 10 == 0 else "b" if row[0] > 0.0 else "c" for i, row in enumerate(rows)]
    model = purelr.LogisticRegression(C=0.1, l1_ratio=1.0).fit(rows, labels)
    assert model.coef_[0] == [0.0, 0.0]
    assert model.intercept_[0] != 0.0
    assert any(model.coef_[1])
    for found, proba in zip(by_sqlite(model, rows), model.predict_proba(rows)):
        assert [found[f"model_probability_{k}"] for k in range(3)] == pytest.approx(proba, rel=1e-13)
