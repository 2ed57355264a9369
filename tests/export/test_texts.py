"""Every text of a model, whether it was built or came from a file, through every writer: none gets into a program raw."""

from __future__ import annotations

import copy
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import purelr
from purelr.export import TARGETS, Description
from purelr.export.text import Text

FILES = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in Path(__file__).parents[1].glob("models/*_v*.json")
}
HOSTILE = [
    "2026-01-01\nimport os; os.abort()",
    "2026-01-01\r\nint evil;",
    "2026-01-01*/ int evil; /*",
    "2026-01-01\\",
    "2026-01-01??/",
    "x'; DROP TABLE data; --",
    '"""\nraise SystemExit\n"""',
    '"/><evil/>',
    "</script>",
    "\u2028import evil",
    "\u202egnp",
    "\x9b31m",
    "\ud800",
    "\0",
]


def texts(value, path=()):
    """The place of each text in a file; `format` and `model` name what it is."""
    if isinstance(value, str) and path not in {("format",), ("model",)}:
        yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from texts(inner, (*path, key))


def with_text(content, path, text):
    content = copy.deepcopy(content)
    inner = content
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = text
    return content


def safe(program):
    """No line of a program but those of its template, and nothing that acts where it is printed."""
    return all(c == "\n" or c.isprintable() for c in program)


@pytest.mark.parametrize("name", sorted(FILES))
def test_each_text_of_a_file_through_each_writer(tmp_path, name):
    content = FILES[name]
    plain = {
        to: purelr.load(written(tmp_path, content)).export(to)
        for to in TARGETS
        if "encoding" not in content or (to != "pmml" and (to != "onnx" or "formula" not in content["encoding"]))
    }
    places = [path for path in texts(content) if path[:-1] != ("columns",) or path[-1] < 2]
    assert ("fit", "date") in places
    loaded = 0
    for path in places:
        for text in HOSTILE:
            try:
                model = purelr.load(written(tmp_path, with_text(content, path, text)))
            except purelr.ModelFileError as error:
                assert str(error).isprintable()  # noqa: PT017
                continue
            loaded += 1
            for to, before in plain.items():
                try:
                    program = model.export(to)
                except ValueError as error:
                    assert "must be text that" in str(error)  # noqa: PT017
                    continue
                if isinstance(program, str):
                    # SQL and PMML write some characters of a name as they are: a name in quotes can be of several lines.
                    assert to in {"sql", "pmml"} or safe(program)
                    assert to in {"sql", "pmml"} or program.count("\n") == before.count("\n")
    assert loaded or name.startswith("textbook")


def written(folder, content):
    path = folder / "m.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize("field", ["date", "purelr", "solver", "message", "warning"])
def test_a_built_model_with_a_hostile_text_is_refused_too(field):
    for text in HOSTILE[:2]:
        model = purelr.LogisticRegression().fit([[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1])
        setattr(model.result_, field, text)
        for to in TARGETS:
            with pytest.raises(ValueError, match=f"fit.{field} must be"):
                model.export(to)


def test_the_writers_get_no_text_that_they_could_write_raw(monkeypatch):
    """A writer that forgets to quote raises."""
    model = purelr.load(Path(__file__).parents[1] / "models" / "sums_v2.json")
    found = Description(model, "name", "table")
    inside = []

    def walk(value):
        for inner in value if isinstance(value, list) else []:
            walk(inner)
        if not isinstance(value, list):
            inside.append(type(value))

    for name, value in vars(found).items():
        if name != "kind":  # the name of a class of ours
            walk(value)
    assert str not in inside
    assert Text in inside
    for use in (str, repr, "{}".format, "%s".__mod__, lambda text: "".join([text])):
        with pytest.raises(TypeError):
            use(Text("a"))


def test_what_reads_as_sql_in_a_date_does_nothing():
    """The writer alone, without the loader's check: its one line of comment stays one."""
    model = purelr.LogisticRegression().fit([[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1])
    found = Description(model, "model", "data")
    found.date = Text("2026\n; DROP TABLE data; --")
    from purelr.export import sql

    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("CREATE TABLE data (x0 REAL)")
        base.execute("INSERT INTO data VALUES (1.0)")
        assert len(base.execute(sql.program(found)).fetchall()) == 1
        assert base.execute("SELECT * FROM data").fetchall() == [(1.0,)]
