"""Names of columns and labels from anybody's file: they are shown and compared, and never obeyed, in any language."""

from __future__ import annotations

import os
import xml.etree.ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from purelr.export.text import Text, shown

from . import programs
from .test_programs import close, hand_made

ROWS = [[0.5, -1.25], [2.0, 3.0], [-4.0, 0.0]]
FRAGMENTS = [
    *("*/", "/*", "//", "--", "#", "]]>", "-->", "<!--", "</script>", '"""', "'''", '"', "'", "`", "\\", "??/", "??'"),
    *("\n", "\r", "\r\n", "\t", "\0", "\x0b", "\x1b[31m", "\x85", "\u2028", "\u2029", "\u202e", "\ufeff", "\ud800"),
    *("ä", "名", "😀", "%s", "%d", "{p}", "@p@", "@name@", "${x}", "$1", ":x", "?", ";", "&amp;", "&#10;", "\\u000a"),
    *(
        "int",
        "class",
        "exit(1)",
        "import os",
        "coding: latin-1",
        "DROP TABLE data",
        "__proto__",
        "constructor",
        "0",
        "",
    ),
    *("\x7f", "\xa0", "\uffff", "\n#define main", '"); system("', "\\\n", "x0", "label", "target", "probability", " "),
]
TEXT = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=3)), max_size=4).map("".join)
LABELS = st.lists(TEXT, min_size=2, max_size=3, unique=True).map(sorted)


def ascii_lower(name):
    """What SQLite compares of a name."""
    return "".join([c.lower() if c.isascii() else c for c in name])


NAMES = st.lists(TEXT, min_size=2, max_size=2, unique_by=ascii_lower)
# The characters that a target has no way to write in what it must carry, beyond lone surrogates.
CONTROLS = "".join([chr(c) for c in range(32) if c not in {9, 10, 13}])
NOWHERE = {"c": "\0", "sql": "\0", "pmml": CONTROLS + "\ufffe\uffff", "onnx": ""}
CARRIES_NAMES = {"sql", "pmml"}


def writable(text, to):
    return to not in NOWHERE or not any([c in NOWHERE[to] or "\ud800" <= c <= "\udfff" for c in text])


def model_of(columns, labels):
    coef = [[1.5, -0.5]] if len(labels) == 2 else [[1.0, 0.5], [-1.0, 2.0], [0.25, -0.125]]
    model = hand_made([0.25] * len(coef), coef, labels)
    model.feature_names_in_ = columns
    return model


CASES = [
    (["*/ int evil; /*", "??/\n#error"], ["*/", "??/"], "?"),
    (["\\", "\\\n"], ["a\\", "b\n"], "\\"),
    (["\u2028alert(1)", "</script>"], ["</script>", "\u2028"], "<!--"),
    (["a'; DROP TABLE data; --", 'a"'], ["'; --", '"'], "coding: latin-1\n# coding: utf-16"),
    (["]]>", "&lt;"], ["<a>", "]]>"], "\0"),
    (["@p@", "@coef@"], ["@K@", "@name@", "{p}"], "@over@"),
    (["\ud800", "b"], ["a", "\udfff"], "\ud800"),
    (["a", "b"], ["a\0b", "a\0c"], "name"),
]


# The same cases each time; with PURELR_CASES=1000 so many new ones of each test.
TRIED = int(os.environ.get("PURELR_CASES", "0"))
fuzzed = settings(max_examples=TRIED or 60, deadline=None, derandomize=not TRIED, database=None)


def cases(test):
    """The test on what is known to hurt, and on what hypothesis thinks of: the same each time."""
    test = fuzzed(given(NAMES, LABELS, TEXT)(test))
    for case in CASES:
        test = example(*case)(test)
    return test


@pytest.mark.parametrize("to", list(programs.RUNNERS))
def test_a_program_runs_whatever_its_names_are(to, tmp_path):
    @cases
    def check(columns, labels, name):
        model = model_of(columns, labels)
        carried = [*labels, *(columns if to in CARRIES_NAMES else []), *([name] if to == "pmml" else [])]
        if not all([writable(text, to) for text in carried]) or (to == "pmml" and "" in columns):
            with pytest.raises(ValueError, match=r"must be text that .* can hold; got"):
                model.export(to, name=name, table=programs.SQL_TABLE)
            return
        program = model.export(to, name=name, table=programs.SQL_TABLE)
        more = {"columns": columns} if to in {"sql", "pmml"} else {}
        if to in {"c", "sql"}:
            more["name"] = identifier_in(program, to)
        _, probas, said = programs.RUNNERS[to](tmp_path, program, ROWS, len(labels), **more)
        close(probas, model.predict_proba(ROWS), 1e-12)
        assert said == model.predict(ROWS)

    check()


def identifier_in(program, to):
    """The name that the functions or columns begin with."""
    before, after = ("*const ", "_labels[") if to == "c" else (" AS ", "_top,\n")
    return program.partition(after)[0].rpartition(before)[2]


@pytest.mark.parametrize(("to", "mark"), [("python", "#"), ("c", "//"), ("javascript", "//"), ("sql", "--")])
def test_names_are_in_comments_alone(to, mark):
    """All lines that are no comment are those of a model with plain names; a line ends wherever any language ends one."""

    @cases
    def check(columns, labels, name):
        model, plain = model_of(columns, ["a", "b"]), model_of(["x", "y"], ["a", "b"])
        if to == "sql":  # its columns are in the query, in quotes
            model.feature_names_in_ = ["x", "y"]
        code, plain_code = (
            [line for line in text.splitlines() if not line.startswith(mark)]
            for text in (model.export(to, name="m" if to in {"c", "sql"} else name), plain.export(to, name="m"))
        )
        assert code == plain_code
        if to == "javascript":  # it may stand in a page
            assert "<" not in model_of(columns, labels).export(to, name=name)

    check()


@cases
def test_a_shown_name_is_one_harmless_line(columns, labels, name):
    for text in (*columns, *labels, name):
        line = shown(Text(text))
        assert len(line.splitlines()) == 1
        assert line.isprintable()
        assert not any([bad in line for bad in ("*/", "/*", "??", "<", "\\\n", "\\\\")])


@cases
def test_pmml_reads_as_xml_with_the_names_in_it(columns, labels, name):
    if "" in columns or not all([writable(text, "pmml") for text in (*columns, *labels, name)]):
        return
    root = ET.fromstring(model_of(columns, labels).export("pmml", name=name))  # noqa: S314  # our own
    space = {"p": "http://www.dmg.org/PMML-4_4"}
    fields = [field.get("name") for field in root.findall("p:DataDictionary/p:DataField", space)]
    assert fields[:-1] == columns
    assert [value.get("value") for value in root.findall(".//p:Value", space)] == labels
    assert len(set(fields)) == 3
    assert root.find("p:RegressionModel", space).get("modelName") == name


@pytest.mark.parametrize("to", ["sql", "pmml"])
def test_columns_of_one_name_are_refused_where_names_count(to):
    with pytest.raises(ValueError, match=rf"the columns must be different text for {to.upper()}; got 'a' twice"):
        model_of(["a", "a"], ["b", "c"]).export(to)


def test_a_column_that_the_table_has_not_is_an_error_in_sql(tmp_path):
    import sqlite3

    with pytest.raises(sqlite3.OperationalError, match=r"no such column: t\.other"):
        program = model_of(["a", "other"], ["b", "c"]).export("sql", table=programs.SQL_TABLE)
        programs.sql(tmp_path, program, ROWS, 2, columns=["a", "b"])


KINDS = [[False, True], [-(2**63) - 1, 2**63], [2**53 - 1, 2**53 + 1], [-0.5, 1e300], [0, 5, 9]]


@pytest.mark.parametrize("labels", KINDS, ids=str)
@pytest.mark.parametrize("to", list(programs.RUNNERS))
def test_labels_of_each_kind_come_back(to, labels, tmp_path):
    model = model_of(["a", "b"], labels)
    more = {"columns": ["a", "b"]} if to in {"sql", "pmml"} else {}
    _, _, said = programs.RUNNERS[to](tmp_path, model.export(to, table=programs.SQL_TABLE), ROWS, len(labels), **more)
    wanted = model.predict(ROWS)
    if to in {"c", "pmml"} or (to == "onnx" and not (type(labels[0]) is int and abs(labels[0]) < 2**63)):
        wanted = [str(label) for label in wanted]
    elif to == "sql" and abs(labels[0]) > 2**63:
        wanted = [float(label) for label in wanted]  # all that SQLite has for such an integer
    assert said == wanted
