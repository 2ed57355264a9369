"""Frames of pandas, polars and pyarrow in: by name, with levels and gaps, and polars out for polars."""

from __future__ import annotations

import datetime
import decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest

import purelr
from purelr import LogisticRegression

RNG = np.random.default_rng(5)
N = 300
WIDE = pd.DataFrame(
    {
        "age": RNG.integers(20, 60, N),
        "dose": RNG.normal(size=N).astype("float32"),
        "smoker": RNG.uniform(size=N) > 0.4,
        "race": RNG.choice(["white", "black", "other"], N),
        "grade": pd.Categorical(RNG.choice(["low", "mid", "high"], N), ["low", "mid", "high"], ordered=True),
        "ward": RNG.integers(1, 4, N),
    }
)
Y = np.where(WIDE.dose + (WIDE.grade == "high") + RNG.logistic(size=N) > 0.5, "yes", "no")
NAMES = ["age", "dose", "smoker=True", "race=other", "race=white", "grade=mid", "grade=high", "ward=2", "ward=3"]


def design(frame):
    """The columns that NAMES names, made by hand."""
    made = [frame[name] if "=" not in name else frame[name[:-5].split("=")[0]] for name in ()]
    for name in NAMES:
        column, _, level = name.partition("=")
        made.append((frame[column].astype(str) == level) if level else frame[column])
    return np.column_stack([np.asarray(column, dtype=float) for column in made])


KINDS = {
    "pandas": lambda frame: frame,
    "nullable": lambda frame: frame.convert_dtypes(),
    "pyarrow in pandas": lambda frame: frame.astype({"race": "string[pyarrow]", "age": "int64[pyarrow]"}),
    "category": lambda frame: frame.astype({"race": "category"}),
    "polars": lambda frame: pl.from_pandas(frame).with_columns(pl.col("grade").cast(pl.Enum(["low", "mid", "high"]))),
    "polars categorical": lambda frame: KINDS["polars"](frame).with_columns(pl.col("race").cast(pl.Categorical)),
    "pyarrow": lambda frame: pa.Table.from_pandas(frame, preserve_index=False),
    "chunks of pyarrow": lambda frame: pa.concat_tables(
        [pa.Table.from_pandas(part, preserve_index=False) for part in (frame[:100], frame[100:])]
    ),
    "dicts": lambda frame: frame.to_dict("records"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_frame_is_the_same_fit(kind):
    frame = KINDS[kind](WIDE)
    expected = LogisticRegression().fit(design(WIDE), Y)
    model = LogisticRegression(reference={"ward": None, "grade": "low"}).fit(frame, Y)
    assert sorted(model.feature_names_in_) == sorted(NAMES)
    by_name = dict(zip(model.feature_names_in_, np.asarray(model.coef_)[0]))
    np.testing.assert_allclose([by_name[name] for name in NAMES], expected.coef_[0], rtol=1e-9, atol=1e-12)
    for other in ("pandas", "polars", "pyarrow"):
        probas = model.predict_proba(KINDS[other](WIDE.iloc[::-1, ::-1]))
        np.testing.assert_allclose(np.asarray(probas), expected.predict_proba(design(WIDE))[::-1], rtol=1e-9)
    assert model.score(frame, Y) == expected.score(design(WIDE), Y)


def test_polars_comes_back_as_polars():
    frame = KINDS["polars"](WIDE)
    model = LogisticRegression().fit(frame, pl.Series(Y))
    probas, labels, log_odds = model.predict_proba(frame), model.predict(frame), model.decision_function(frame)
    assert (type(probas), type(labels), type(log_odds)) == (pl.DataFrame, pl.Series, pl.Series)
    assert probas.columns == ["no", "yes"]
    assert labels.to_list() == ["yes" if z > 0 else "no" for z in log_odds.to_list()]
    np.testing.assert_allclose(model.predict_log_proba(frame).to_numpy(), np.log(probas.to_numpy()), rtol=1e-9)


@pytest.mark.parametrize("kind", ["pandas", "nullable", "polars", "pyarrow", "dicts"])
def test_gaps_of_every_kind(kind):
    gappy = WIDE.astype({"age": float})
    gappy.loc[4, "age"] = np.nan
    gappy.loc[7, "race"] = None
    gappy.loc[9, "grade"] = np.nan
    kept = gappy.dropna().index
    model = LogisticRegression(C=np.inf, missing="drop").fit(KINDS[kind](gappy), Y)
    assert model.encoding_.dropped == 3
    expected = LogisticRegression(C=np.inf).fit(WIDE.loc[kept], Y[kept])
    by_name = dict(zip(expected.feature_names_in_, expected.coef_[0]))
    for name, value in zip(model.feature_names_in_, np.asarray(model.coef_)[0]):
        if not name.startswith("grade") or kind not in {"dicts"}:  # whose levels have no order of their own
            np.testing.assert_allclose(value, by_name[name], rtol=1e-6, atol=1e-9)
    with pytest.raises(ValueError, match=r"got 1 in 'age' \(row 4\), 1 in 'race' \(row 7\), 1 in 'grade' \(row 9\)"):
        LogisticRegression().fit(KINDS[kind](gappy), Y)


def test_categories_are_levels_even_where_they_are_numbers():
    grades = [1, 2, 3, 1, 2, 3]
    for column in (pd.Categorical(grades), pd.Series(grades, dtype="category"), pd.Categorical(grades, [3, 2, 1])):
        model = LogisticRegression().fit(pd.DataFrame({"grade": column}), [0, 1, 0, 1, 0, 1])
        levels = (
            ["grade=2", "grade=1"] if list(pd.Series(column).cat.categories) == [3, 2, 1] else ["grade=2", "grade=3"]
        )
        assert list(model.feature_names_in_) == levels
        same = model.predict_proba(pd.DataFrame({"grade": grades}))  # in a frame that does not say so
        np.testing.assert_array_equal(same, model.predict_proba(pd.DataFrame({"grade": column})))
        np.testing.assert_array_equal(same, model.predict_proba(pd.DataFrame({"grade": np.array(grades, dtype=float)})))


def test_levels_that_no_row_has_are_none():
    frame = pd.DataFrame({"a": pd.Categorical(["x", "y", "x", "y"], ["y", "z", "x"])})
    model = LogisticRegression().fit(frame, [0, 1, 1, 0])
    assert list(model.feature_names_in_) == ["a=x"]


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame({"t": pd.date_range("2020-01-01", periods=4)}), r"column 't' .* got dates or times \(datetime64"),
        (pd.DataFrame({"t": pd.to_timedelta([1, 2, 3, 4], "D")}), r"got dates or times \(timedelta"),
        (pl.DataFrame({"t": [datetime.date(2020, 1, day) for day in (1, 2, 3, 4)]}), r"got dates or times \(Date"),
        (pa.table({"t": [datetime.datetime(2020, 1, day) for day in (1, 2, 3, 4)]}), r"got dates or times \(timestamp"),
        (pd.DataFrame({"t": [datetime.date(2020, 1, 1)] * 4}), r"got dates or times \(date\)"),
        (pd.DataFrame([[1, 2]] * 4, columns=["a", "a"]).assign(t="x"), "columns with different names; got 'a' twice"),
        (pl.DataFrame({"a": [1.0]}).lazy(), r"a frame that is there; got a LazyFrame, .* Call X\.collect\(\)"),
        (pl.DataFrame({"a": [[1], [2], [3], [4]]}), "of numbers or of text"),
        (
            pd.DataFrame({"a": [1.0, np.inf, 2.0, 3.0], "b": list("xyxy")}),
            "column 'a' must be finite; got inf in row 1",
        ),
        (pl.DataFrame({"a": [1.0, np.inf, 2.0, 3.0]}), "column 'a' must be finite; got inf in row 1"),
        (pa.table({"a": pa.array([], pa.float64())}), "at least one row"),
        (
            WIDE.dose,
            r"X must be a table; got a Series\. Write frame\[\[column\]\] for one column, frame\.iloc\[\[i\]\]",
        ),
    ],
    ids=str,
)
def test_what_is_no_table_of_numbers_and_levels(frame, message):
    with pytest.raises(ValueError, match=message):
        LogisticRegression().fit(frame, [0, 1, 0, 1])


def test_decimals_and_objects_are_numbers():
    cells = [decimal.Decimal("1.5"), decimal.Decimal("2.5"), decimal.Decimal(3), decimal.Decimal(4)]
    for frame in (pl.DataFrame({"a": cells}), pa.table({"a": cells}), pd.DataFrame({"a": cells}), {"a": cells}):
        model = LogisticRegression().fit(frame, [0, 1, 0, 1])
        assert list(model.feature_names_in_) == ["a"]
        assert not hasattr(model, "encoding_")


def test_a_table_of_ours_as_a_frame():
    table = purelr.Table({"a": [1, 2], "b": ["x", None]})
    assert table.to_frame().equals(pd.DataFrame({"a": [1, 2], "b": ["x", None]}))
    X, _, y, _ = purelr.train_test_split(purelr.Table(WIDE.to_dict("list")), list(Y), random_state=1)
    assert LogisticRegression().fit(X, y).n_features_in_ == 8
    scores = purelr.cross_validate(LogisticRegression(C=np.inf), purelr.Table(WIDE.to_dict("list")), list(Y), 3)
    for kind in ("pandas", "polars", "pyarrow", "dicts"):
        again = purelr.cross_validate(LogisticRegression(C=np.inf), KINDS[kind](WIDE), list(Y), 3)
        np.testing.assert_allclose(again.scores, scores.scores, rtol=1e-7)


@pytest.mark.parametrize("text", [False, True])
def test_columns_may_be_called_as_anything_is(text):
    names = ["source", "as_data", "names", "take", "drop", "collect", "collect_schema", "get_columns", "column_names"]
    names += [
        "column",
        "to_batches",
        "toarray",
        "columns",
        "rows",
        "iloc",
        "filled",
        "mask",
        "dtypes",
        "encoding_",
        "coef_",
    ]
    table = {name: RNG.normal(size=40) for name in names}
    if text:
        table["values"] = RNG.choice(["a", "b"], 40)
    y = [0, 1] * 20
    expected = LogisticRegression().fit(np.column_stack([table[name] for name in names]), y)
    for frame in (
        pd.DataFrame(table),
        pl.DataFrame(table),
        pa.table(table),
        purelr.Table({k: list(v) for k, v in table.items()}),
    ):
        model = LogisticRegression().fit(frame, y)
        assert list(model.feature_names_in_)[: len(names)] == names
        if not text:
            np.testing.assert_allclose(np.asarray(model.coef_), expected.coef_, rtol=1e-9)
        assert len(purelr.train_test_split(frame, y)[0]) == 30
        assert len(np.asarray(model.predict_proba(frame))) == 40


def test_parquet_and_chunks_of_frames_are_the_frame(tmp_path):
    frame = WIDE.assign(ill=Y).astype({"grade": str})
    frame.loc[3, "age"] = None
    pa.parquet.write_table(
        pa.Table.from_pandas(frame, preserve_index=False), tmp_path / "wide.parquet", row_group_size=70
    )
    expected = LogisticRegression(C=np.inf, missing="mean").fit(frame.drop(columns="ill"), Y)

    def parts():
        for first in range(0, N, 110):
            yield frame[first : first + 110]

    scans = [purelr.scan_parquet(tmp_path / "wide.parquet"), purelr.scan_chunks(parts)]
    scans += [purelr.scan_chunks([KINDS[kind](part) for part in parts()]) for kind in ("nullable", "pyarrow")]
    scans.append(purelr.scan_chunks([pl.from_pandas(part) for part in parts()]))
    for scan in scans:
        model = LogisticRegression(C=np.inf, missing="mean").fit(scan, "ill")
        assert model.feature_names_in_ == list(expected.feature_names_in_)
        np.testing.assert_allclose(model.coef_, expected.coef_, rtol=1e-6, atol=1e-9)
        np.testing.assert_allclose(model.summary().std_error, expected.summary().std_error, rtol=1e-6)
    few = LogisticRegression().fit(purelr.scan_parquet(tmp_path / "wide.parquet", columns=["dose", "smoker"]), "ill")
    assert few.feature_names_in_ == ["dose", "smoker=True"]
    with pytest.raises(OSError, match="parquet"):
        purelr.scan_parquet(tmp_path / "none.parquet")
