"""Files larger than memory from Python: what a fit in memory finds."""

from __future__ import annotations

import math

import pytest

import purelr
from purelr import LogisticRegression
from purelr.data import reading

from ..backends_here import PerBackend, per_backend
from ..samples import birth_weight, relative


def births(folder):
    columns, y = birth_weight()
    columns["race"] = [None if i % 20 == 5 else race for i, race in enumerate(columns["race"])]
    table = purelr.Table({"": range(1, 190), **columns, "times": [1 + i % 3 for i in range(189)], "low": y})
    path = folder / "births.csv"
    path.write_text(table.to_csv(), encoding="utf-8")
    return path


@per_backend
class _Scanning(PerBackend):
    @pytest.mark.parametrize("missing", ["drop", "mean", "indicator"])
    @pytest.mark.parametrize("weight", [None, "times"])
    def test_a_scanned_file_is_the_fit_in_memory(self, missing, weight, tmp_path):
        path = births(tmp_path)
        options = {"C": math.inf, "reference": {"race": "white"}, "missing": missing, "backend": self.backend}
        read = purelr.read_csv(path)
        weights = None if weight is None else read[weight]
        X = read.drop("low", *["times"] * (weight is not None))
        in_memory = LogisticRegression(**options).fit(X, read["low"], weights)
        model = LogisticRegression(**options).fit(purelr.scan_csv(path), "low", weight)
        assert list(model.feature_names_in_) == list(in_memory.feature_names_in_)
        relative(list(model.coef_[0]), list(in_memory.coef_[0]), 1e-8)
        assert list(model.classes_) == [0, 1]
        ours, theirs = model.summary(), in_memory.summary()
        relative(ours.std_error, theirs.std_error, 1e-8)
        relative([ours.deviance, ours.null_deviance], [theirs.deviance, theirs.null_deviance], 1e-10)
        assert ours.dropped == theirs.dropped == (10 if missing == "drop" else 0)
        relative(list(model.std_error("HC1")), list(in_memory.std_error("HC1")), 1e-8)
        rows = X.take(range(6, 12))  # in which no cell is missing
        relative([p for _, p in model.predict_proba(rows)], [p for _, p in in_memory.predict_proba(rows)], 1e-8)
        again = purelr.load(model.to_json(sums=True))
        relative(again.summary().std_error, theirs.std_error, 1e-8)
        assert again.encoding_.target == "low"


def test_the_progress_of_both_passes_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "TOLD", 50)
    told = []
    scan = purelr.scan_csv(
        births(tmp_path), columns=["age", "lwt"], progress=lambda rows, share: told.append((rows, share))
    )
    assert "columns" in repr(scan)
    model = LogisticRegression().fit(scan, "low")
    assert model.feature_names_in_ == ["age", "lwt"]
    assert [rows for rows, _ in told] == [50, 100, 150] * 2
    assert all(0.0 < share <= 1.0 for _, share in told)


def test_what_is_no_file_to_fit(tmp_path):
    path = births(tmp_path)
    scan = purelr.scan_csv(path)
    for arguments, message in (
        ((None,), "y must be the name of a column, as X is a file; got None"),
        (([0, 1],), r"y must be the name of a column, as X is a file; got \[0, 1\]"),
        (("law",), r"y must be a column of .*births\.csv; got 'law'\. It has 'age'"),
        (("low", [1.0]), "sample_weight must be the name of a column, as X is a file"),
        (("low", "race"), "sample_weight must be a column of numbers of at least 0; got"),
        (("low",), r"the table must be without missing cells; got 10 in 'race'"),
    ):
        with pytest.raises(ValueError, match=message):
            LogisticRegression().fit(scan, *arguments)
    with pytest.raises(ValueError, match="offset must be the name of a column, as X is a file"):
        LogisticRegression().fit(scan, "low", offset=[1.0])
    with pytest.raises(OSError, match=r"none\.csv"):
        purelr.scan_csv(tmp_path / "none.csv")


def test_chunks_are_the_table_that_they_are_of():
    columns, y = birth_weight()
    table = purelr.Table({**columns, "low": y})
    options = {"C": math.inf, "reference": {"race": "white"}}
    expected = LogisticRegression(**options).fit(columns, y)

    def parts():
        for first in range(0, 189, 50):
            yield table.take(range(first, min(first + 50, 189)))

    for chunks in (parts, list(parts()), [list(part.rows()) for part in parts()], [part.to_dict() for part in parts()]):
        model = LogisticRegression(**options).fit(purelr.scan_chunks(chunks), "low")
        assert model.feature_names_in_ == expected.feature_names_in_
        relative(model.coef_[0], expected.coef_[0], 1e-8)
        relative(model.std_error(), expected.std_error(), 1e-8)
    rows = [[float(i), float(i * i % 7), i % 2] for i in range(40)]
    arrays = LogisticRegression().fit(purelr.scan_chunks([rows[:15], rows[15:]]), "column 2")
    relative(
        arrays.coef_[0], LogisticRegression().fit([row[:2] for row in rows], [row[2] for row in rows]).coef_[0], 1e-8
    )
    told = []
    purelr.scan_chunks(parts, progress=lambda *said: told.append(said)).source("low", None, None)
    for chunks, message in (
        (
            parts(),
            r"chunks must be what can be begun again; got a generator, which is over after one pass\. Give the function",
        ),
        (list, "the chunks must be one table at least; got none"),
    ):
        with pytest.raises(ValueError, match=message):
            purelr.scan_chunks(chunks)
    with pytest.raises(ValueError, match=r"of the columns of the first, \['a', 'y'\]; got \['a'\] from row 2 on"):
        LogisticRegression().fit(purelr.scan_chunks([{"a": [1, 2], "y": [0, 1]}, {"a": [1]}]), "y")
