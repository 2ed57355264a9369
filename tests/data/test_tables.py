"""Tables in: by name, of every kind that needs no library, with levels and gaps; and Table itself."""

from __future__ import annotations

import datetime
import math
import zipfile

import pytest

import purelr
from purelr import LogisticRegression, Table

from ..backends_here import PerBackend, per_backend
from ..samples import REFERENCE, birth_weight, reference, relative

INF = math.inf


def as_rows(columns):
    return [dict(zip(columns, cells)) for cells in zip(*columns.values())]


def same(a, b):
    """The same probabilities to the last digits: a matrix of another shape is added up in another order."""
    for ours, theirs in zip(a, b):
        relative(ours, theirs, 1e-14)
    assert len(a) == len(b)


KINDS = {"a dict": dict, "dicts": as_rows, "a Table": Table}


def test_a_report_and_the_like_take_tables():
    columns, y = birth_weight()
    model = LogisticRegression(C=INF, reference={"race": "white"}).fit(columns, y)
    page = purelr.html_report(model, dict(reversed(list(columns.items()))), y)
    assert "race=black" in page
    assert page == purelr.html_report(model, as_rows(columns), y)
    assert "<svg" in purelr.plot.residuals(purelr.influence(model, columns, y)).svg
    assert purelr.marginal_effects(model, columns)["race=black"].kind == "contrast"
    assert len(purelr.influence(model, Table(columns), y).leverage) == 189
    scores = purelr.cross_validate(LogisticRegression(), columns, y, 3).scores
    assert scores == purelr.cross_validate(LogisticRegression(), as_rows(columns), y, 3).scores
    plain = LogisticRegression(C=INF).fit({"age": columns["age"], "lwt": columns["lwt"]}, y)
    assert "lwt" in purelr.html_report(plain, columns, y)


@per_backend
class _Tables(PerBackend):
    def model(self, **options):
        return LogisticRegression(backend=self.backend, **options)

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_table_of_text_is_its_indicators(self, kind):
        rows, y, names, _ = reference("low_birth_weight")
        numbers = self.model(C=INF).fit(rows, y)
        columns, _ = birth_weight()
        model = self.model(C=INF, reference={"race": "white"}).fit(KINDS[kind](columns), y)
        by_name = dict(zip(model.feature_names_in_, model.coef_[0]))
        expected = dict(zip(names, numbers.coef_[0]))
        renamed = {"race=black": "race_black", "race=other": "race_other"}
        relative([by_name[name] for name in by_name], [expected[renamed.get(name, name)] for name in by_name], 1e-9)
        shuffled = dict(reversed(list(columns.items())), extra=[object()] * len(y))
        same(model.predict_proba(KINDS[kind](shuffled)), model.predict_proba(columns))
        relative([p for _, p in model.predict_proba(columns)], [p for _, p in numbers.predict_proba(rows)], 1e-9)
        again = purelr.load(model.to_json())
        same(again.predict_proba(columns), model.predict_proba(columns))
        assert again.get_params()["reference"] == {"race": "white"}

    def test_numbers_by_name_need_no_encoding(self):
        model = self.model().fit({"a": [1, 2, 3, 4], "b": [0.5, 1, 0, 2.5]}, [0, 1, 0, 1])
        assert not hasattr(model, "encoding_")
        assert list(model.feature_names_in_) == ["a", "b"]
        same(model.predict_proba([{"b": 0.5, "a": 1}]), model.predict_proba([[1.0, 0.5]]))

    def test_rows_with_gaps_are_dropped(self):
        columns, y = birth_weight()
        columns["age"][3] = None
        columns["race"][5] = ""
        labels = [*y]
        labels[7] = None
        kept = [i for i in range(len(y)) if i not in (3, 5, 7)]
        model = self.model(C=INF, missing="drop").fit(columns, labels)
        fewer = self.model(C=INF).fit(Table(columns).take(kept), [y[i] for i in kept])
        assert list(model.coef_[0]) == list(fewer.coef_[0])
        assert (model.encoding_.dropped, model.result_.rows) == (3, len(y) - 3)
        assert "3 rows left out" in repr(model.encoding_)
        assert "3 rows with missing cells left out" in str(model.summary())
        groups = [i // 4 for i in range(len(y))]
        ours = model.std_error("cluster", groups)
        relative(list(ours), list(fewer.std_error("cluster", [groups[i] for i in kept])), 1e-12)
        assert purelr.load(model.to_json()).encoding_.dropped == 3

    def test_a_mean_stands_in_and_an_indicator_says_where(self):
        X = {"size": [1.0, 2.0, None, 4.0, 6.0, 5.0], "colour": ["red", None, "blue", "red", "blue", "blue"]}
        y = [0, 1, 0, 1, 1, 0]
        mean = self.model(missing="mean").fit(X, y)
        assert mean.encoding_.encode({"size": [None], "colour": [None]}) == [[3.6, 0.4]]
        model = self.model(missing="indicator").fit(X, y)
        assert list(model.feature_names_in_) == ["size", "size missing", "colour=red", "colour missing"]
        assert model.encoding_.encode(X)[:3] == [[1.0, 0.0, 1.0, 0.0], [2.0, 0.0, 0.0, 1.0], [3.6, 1.0, 0.0, 0.0]]
        assert model.encoding_.encode([["", "NA"]]) == [[3.6, 1.0, 0.0, 1.0]]
        again = purelr.load(model.to_json())
        same(again.predict_proba(X), model.predict_proba(X))
        assert again.missing == "indicator"
        program = {}
        exec(model.export("python"), program)  # noqa: S102
        for row, probas in zip(as_rows(X), model.predict_proba(X)):
            relative(program["probabilities"](list(row.values())), probas, 1e-12)
        whole = self.model(missing="indicator").fit({"a": [1.0, 2.0, 3.0, 4.0]}, [0, 1, 0, 1])
        with pytest.raises(
            ValueError, match=r"a missing cell in row 0\. The fit has seen no missing cell in this column"
        ):
            whole.predict({"a": [None]})

    def test_gaps_in_rows_without_names(self):
        X, y = [[1.0, 5.0], [2.0, math.nan], [3.0, 1.0], [math.nan, 2.0], [0.0, 0.0]], [0, 1, 0, 1, 1]
        model = self.model(missing="mean").fit(X, y)
        filled = self.model().fit([[1.0, 5.0], [2.0, 2.0], [3.0, 1.0], [1.5, 2.0], [0.0, 0.0]], y)
        relative(list(model.coef_[0]), list(filled.coef_[0]), 1e-9)
        assert not hasattr(model, "feature_names_in_")
        same(model.predict_proba(X)[1:2], model.predict_proba([[2.0, 2.0]]))

    def test_unknown_levels(self):
        X, y = {"colour": ["red", "blue", "red", "blue"]}, [0, 1, 0, 0]
        with pytest.raises(ValueError, match=r"one of the levels of the fit, \['blue', 'red'\]; got 'green' in row 1"):
            self.model().fit(X, y).predict({"colour": ["red", "green"]})
        model = self.model(unknown="none").fit(X, y)
        assert model.predict_proba({"colour": ["green"]}) == model.predict_proba({"colour": ["blue"]})


def refused(X, y=(0, 1, 0, 1), **options):
    with pytest.raises(ValueError, match="must be") as caught:
        LogisticRegression(**options).fit(X, list(y))
    return str(caught.value)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ([1.0, None, None, 2.0], "without missing cells; got 2 in 'a' (the first in row 1). Fill them in, or say"),
        ([1.0, INF, 2.0, 3.0], "column 'a' must be finite; got inf in row 1"),
        ([1, 1, 10**400, 3], "fit a float (below 1.8e308); got an integer of 1329 bits in row 2"),
        (["x", "y", 3, 4], "of numbers or of text; got 'x' in row 0, and numbers in 2 other rows"),
        ([datetime.date(2020, 1, 1)] * 4, "got dates or times (date). Make it a number first"),
        ([[1], [2], [3], [4]], "of numbers or of text; got [1]"),
        ([b"x", b"y", b"x", b"y"], "of numbers or of text; got b'x'"),
        (["x"] * 4, "of two different texts at least"),
        ([None] * 4, "no cell that is not missing. Leave it out."),
        (["5 %", "7%", "1 %", "2 %"], "percentages, such as '5 %' in row 0. Take the % away."),
        (["$1,200", "$5", "$7", "$9"], "sums of money, such as '$1,200' in row 0. Take the currency away."),
        (["2020-01-31", "2021-02-28", "31.1.2020", "2020-01-31 10:00"], "dates, such as '2020-01-31' in row 0."),
        (["\u22125", "3", "2", "1"], "numbers with another minus sign, such as '\u22125'"),
        (["1,200", "3", "2", "1"], "numbers with a thousands mark, such as '1,200'"),
    ],
)
def test_a_column_that_is_neither_numbers_nor_levels(cells, message):
    options = {"missing": "drop"} if message.startswith("no cell") else {}
    said = refused(
        {"a": cells, "b": [1.0, 2.0, 4.0, 3.0]} if "two different" not in message else {"a": cells}, **options
    )
    assert message in said


def test_a_column_with_a_level_in_nearly_every_row_is_named():
    X = {"id": [f"p{i}" for i in range(40)], "a": [float(i % 7) for i in range(40)]}
    y = [i % 2 for i in range(40)]
    assert "column 'id' must be of texts that come again, to be levels; got 40 of them in 40 rows" in refused(X, y)
    assert LogisticRegression(reference={"id": None}).fit(X, y).n_features_in_ == 40


def test_how_many_levels_are_too_many():
    def fit(levels, rows):
        X = {"a": [f"l{i % levels}" for i in range(rows)], "b": [float(i % 7) for i in range(rows)]}
        return LogisticRegression().fit(X, [i * 3 % 2 for i in range(rows)])

    assert fit(20, 20).n_features_in_ == 20  # few, if one in each row
    assert fit(80, 100).n_features_in_ == 80
    with pytest.raises(ValueError, match=r"levels; got 81 of them in 100 rows"):
        fit(81, 100)
    assert fit(200, 400).n_features_in_ == 200
    with pytest.raises(ValueError, match="of at most 200 different texts; got more"):
        fit(201, 402)


def test_what_is_wrong_with_a_table():
    assert "X must be of one column at least; got none" in refused({})
    said = refused({"a": 1.0})
    assert (
        said
        == "X must be a dict of columns, each a list; got 1.0 for 'a'. Write one row as a list of one dict, [{...}]."
    )
    assert "got 'text' for 'a'" in refused({"a": "text"})
    assert "column 'b' must be as long as the first column, 4 rows; got 3 values" in refused(
        {"a": [1, 2, 3, 4], "b": [1, 2, 3]}
    )
    assert "dicts alone, as row 0 is one; got 3 in row 1" in refused([{"a": 1}, 3])
    assert "texts for names; got 1" in refused({1: [1.0]})
    assert "reference must be of columns of X; got 'rase'. Did you mean 'race'?" in refused(
        {"race": ["a", "b", "a", "b"]}, reference={"rase": "a"}
    )
    assert "a level of the column, one of ['a', 'b']; got 'c' for 'race'" in refused(
        {"race": ["a", "b", "a", "b"]}, reference={"race": "c"}
    )
    assert "reference must be None for an X whose columns have no names" in refused([[1.0]], reference={"a": "b"})
    assert "reference must be None or a dict" in refused({"a": [1.0]}, reference="a")
    assert "missing must be one of 'error', 'drop'" in refused([[1.0]], missing="guess")
    assert "unknown must be one of 'error', 'none'" in refused([[1.0]], unknown=None)
    assert "a row without a missing cell" in refused({"a": [None, 1, None, 2], "b": [1, None, 1, None]}, missing="drop")
    model = LogisticRegression().fit({"age": [1, 2, 3, 4]}, [0, 1, 0, 1])
    with pytest.raises(ValueError, match=r"got none of that name among \['agee'\]\. Did you mean 'agee'\?"):
        model.predict({"agee": [1]})


def test_a_table_by_its_columns():
    table = Table({"a": [1, 2, None], "b": ["x", "y|z", "_"]})
    assert (table["a"], table.names, len(table), "a" in table, list(table)) == (
        [1, 2, None],
        ["a", "b"],
        3,
        True,
        ["a", "b"],
    )
    assert table[["b"]] == table.drop("a") == Table({"b": ["x", "y|z", "_"]})
    assert list(table.head(1).rows()) == [{"a": 1, "b": "x"}]
    assert table.to_dict() == {"a": [1, 2, None], "b": ["x", "y|z", "_"]}
    for key, message in (
        ("c", "the name of a column; got 'c'"),
        (0, "the name of a column, or a list of names; got 0"),
    ):
        with pytest.raises(ValueError, match=message):
            table[key]
    with pytest.raises(ValueError, match=r"key must be the names of columns, one at least; got an empty list"):
        table[[]]
    with pytest.raises(ValueError, match="column 'b' must be as long as the first column, 1 rows; got 2 values"):
        Table({"a": [1], "b": [1, 2]})


def test_a_table_as_text():
    table = Table({"na|me": ["a_b", "c&d\n"], "value": [-0.123456789, 1e-7], "n": [3, None]})
    assert table.to_csv() == 'na|me,value,n\na_b,-0.123456789,3\n"c&d\n",1e-07,\n'
    assert table.to_markdown().splitlines() == [
        "| na\\|me | value | n |",
        "|:---|---:|---:|",
        "| a\\_b | -0.12346 | 3 |",
        "| c&amp;d | 1e-07 |  |",
    ]
    latex = table.to_latex("5 % of $x$")
    assert r"\caption{5 \% of \$x\$}" in latex
    assert r"\begin{tabular}{lrr}" in latex
    assert "a\\_b & $-0.12346$ & 3 \\\\" in latex
    assert "c\\&d & 1e-07 &  \\\\" in latex
    assert "<td" in table.to_html()
    assert "c&amp;d" in table._repr_html_()
    assert repr(table).splitlines()[0].split() == ["na|me", "value", "n"]
    assert repr(Table({"a": list(range(30))})).endswith("(30 rows, of which the first 10)")
    assert repr(Table({})) == "Table({})"


def test_a_file_as_a_table(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text('"";name;size;when\n1;Ann;"1.234,5";x\n2;Bob;NA;.\n3;"";7;y\n', encoding="utf-8")
    table = purelr.read_csv(path, decimal=",", thousands=".", na=["."])
    assert table.to_dict() == {"name": ["Ann", "Bob", None], "size": [1234.5, None, 7.0], "when": ["x", None, "y"]}
    assert purelr.read_csv(path, decimal=",", thousands=".", columns=["when", "name"]).names == ["when", "name"]
    with pytest.raises(ValueError, match=r"columns must be columns of .*; got 'nam'\. Did you mean 'name'\?"):
        purelr.read_csv(path, columns=["nam"])
    path.write_text("sep=;\na;b\n1;2,5\n1.000;3\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"with a decimal comma; got '1\.000' in line 4\. Say thousands=\"\.\""):
        purelr.read_csv(path, decimal=",")
    assert purelr.read_csv(path, decimal=",", thousands=".").to_dict() == {"a": [1, 1000], "b": [2.5, 3.0]}


@pytest.mark.parametrize("ending", ["gz", "bz2", "xz", "zip"])
def test_a_packed_file(ending, tmp_path):
    text = (REFERENCE / "low_birth_weight.csv").read_bytes()
    path = tmp_path / f"births.csv.{ending}"
    if ending == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("births.csv", text)
            archive.writestr("__MACOSX/._births.csv", b"")
    else:
        module = pytest.importorskip({"gz": "gzip", "bz2": "bz2", "xz": "lzma"}[ending])  # WebAssembly has not all
        path.write_bytes(module.compress(text))
    assert purelr.read_csv(path) == purelr.read_csv(REFERENCE / "low_birth_weight.csv")
    whole = path.read_bytes()
    for damaged in (b"a,b\n1,2\n", whole[: len(whole) // 2]):
        path.write_bytes(damaged)
        with pytest.raises(ValueError, match=rf"packed as its name says, by {ending}; got what cannot be unpacked"):
            purelr.read_csv(path)
    if ending == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.csv", b"a\n1\n")
            archive.writestr("b.csv", b"a\n1\n")
        with pytest.raises(
            ValueError, match=r"an archive of one file; got 2 files: \['a.csv', 'b.csv'\]\. Unpack it first"
        ):
            purelr.read_csv(path)
