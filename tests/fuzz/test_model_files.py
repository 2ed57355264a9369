"""Model files with something else in them: what still loads has harmless texts and finite numbers in every program."""

from __future__ import annotations

import ast
import copy
import json
import math
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import purelr

FILES = [
    json.loads(path.read_text(encoding="utf-8")) for path in sorted(Path(__file__).parents[1].glob("models/*_v*.json"))
]
# What has power somewhere: in a program, on a page, in a terminal, in SQL, in JSON, in a name's length.
TEXTS = [
    "2026-01-01\nimport os",
    "*/ int evil; /*",
    "'; DROP TABLE data; --",
    '"""\nraise SystemExit\n"""',
    "</script><script>alert(1)</script>",
    "]]><x/>",
    "\ud800",
    "\u2028alert(1)",
    "\u202egnp",
    "\x1b[31m",
    "\x9b31m",
    "\r\n",
    "\0",
    "a" * 5_000,
    "__proto__",
    "newton",
    "2026-02-31",
    "",
]
NUMBERS = [0, -1, 1, 2, 1e308, -1e308, 5e-324, 1e-17, 10**25, 10**299, 0.5, -0.0]
VALUES = st.one_of(
    st.sampled_from(TEXTS),
    st.text(max_size=4),
    st.sampled_from(NUMBERS),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([None, True, False, [], {}, [[]], [0.0], [[0.0]], {"a": 1}]),
)


def places(value, path=()):
    """Every place in a file, as the keys that lead to it."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from places(item, (*path, key))


PLACES = [[path for path in places(file) if path] for file in FILES]


@st.composite
def mutated(draw):
    number = draw(st.integers(0, len(FILES) - 1))
    content = copy.deepcopy(FILES[number])
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(PLACES[number]))
        inner = content
        try:
            for key in path[:-1]:
                inner = inner[key]
            if draw(st.integers(0, 9)) == 0:
                del inner[path[-1]]
            else:
                inner[path[-1]] = draw(VALUES)
        except (LookupError, TypeError):  # the first change took this place away
            pass
    return number, content


def skeleton(program):
    """A Python program without its constants and comments: what of it can run."""
    tree = ast.parse(program)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            node.value = type(node.value).__name__
        if isinstance(node, (ast.List, ast.Tuple)):
            node.elts = node.elts[:1]
    return {type(node).__name__ + getattr(node, "id", "") + getattr(node, "attr", "") for node in ast.walk(tree)}


def write(content, tmp_path):
    path = tmp_path / "m.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def allowed(tmp_path_factory):
    """The names and statements of the programs of the files as they are."""
    folder = tmp_path_factory.mktemp("as they are")
    programs = [purelr.load(write(content, folder)).export("python") for content in FILES]
    return set().union(*[skeleton(program) for program in programs])


@given(case=mutated())
def test_a_changed_file_is_refused_or_a_model_that_harms_nobody(tmp_path, tried, allowed, case):
    tried()
    _, content = case
    path = write(content, tmp_path)
    try:
        model = purelr.load(path)
    except purelr.ModelFileError as error:
        message = str(error)
        assert message.isprintable(), message
        assert len(message) < 1_000
        return
    p = model.n_features_in_ if hasattr(model, "n_features_in_") else len(model.weights) - 1
    encoding = getattr(model, "encoding_", None)
    if encoding is None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            rows = model.predict_proba([[0.0] * p, [1.0] * p])
        for row in rows:
            for probability in row if isinstance(row, (list, tuple)) else [row]:
                assert 0.0 <= probability <= 1.0
    for target in ("python", "micropython", "c", "javascript", "sql"):
        try:
            program = model.export(target)
        except ValueError as error:
            assert " must " in str(error)  # noqa: PT017
            continue
        # The names in a query are those of the table, whatever is in them.
        assert target == "sql" or all(c == "\n" or c.isprintable() for c in program), target
        if target in {"python", "micropython"}:
            assert skeleton(program) <= allowed | {"UnaryOpUSub"}
    assert all(math.isfinite(w) for row in getattr(model, "coef_", [getattr(model, "weights", [])]) for w in row)
