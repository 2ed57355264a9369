"""CSV files that nobody meant to write, through every command: an answer or one sentence, and never half a file."""

from __future__ import annotations

import json
import os
import re
import warnings

from hypothesis import given
from hypothesis import strategies as st

import purelr
from purelr.cli import main as cli

HEADERS = [
    "age",
    "sex",
    "y",
    "y",
    "",
    " y ",
    "a,b",
    "a\nb",
    'q"q',
    "=1+1",
    "\x1b[31m",
    "\u202ename",
    "ä",
    "名",
    "€",
    "id",
    "__proto__",
]
NUMBERS = [
    "0",
    "1",
    "2",
    "3.5",
    "-1",
    "1e3",
    "1e200",
    "-1e200",
    "1e-310",
    "5e-324",
    "1e400",
    "-0",
    " 7 ",
    "1_000",
    "1,5",
    "١",
]
WORDS = [
    "yes",
    "no",
    "a",
    "b",
    "--1",
    "-",
    "",
    "NA",
    "n/a",
    "nan",
    "inf",
    "True",
    "FALSE",
    "2026-01-01",
    "\x9b31m",
    "€",
    "名",
    "<b>",
]
cells = (
    st.sampled_from(NUMBERS) | st.sampled_from(WORDS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
)
kinds = st.sampled_from([st.sampled_from(NUMBERS[:8]), st.sampled_from(WORDS[:4]), cells, st.just("3"), st.just("")])


@st.composite
def files(draw):
    """A table whose columns are each of a kind, as bytes: with any header, delimiter, ending and accident."""
    width = draw(st.integers(1, 4))
    height = draw(st.sampled_from([0, 1, 2, 5, 9, 14, 14, 14]))
    columns = [draw(st.lists(draw(kinds), min_size=height, max_size=height)) for _ in range(width)]
    target = draw(st.sampled_from([["0", "1"], ["yes", "no"], ["a", "b", "c"], WORDS]))
    columns.append(draw(st.lists(st.sampled_from(target), min_size=height, max_size=height)))
    unique = draw(st.integers(0, 9)) > 0
    names = draw(st.lists(st.sampled_from(HEADERS), min_size=width, max_size=width, unique=unique)) + ["y"]
    delimiter = draw(st.sampled_from([",", ",", ";", "\t"]))
    lines = [delimiter.join([quoted(c, delimiter) for c in row]) for row in [names, *zip(*columns)]]
    text = draw(st.sampled_from(["\n", "\r\n"])).join(lines)
    data = text.encode("utf-8")
    if draw(st.integers(0, 3)) == 0:
        cut = draw(st.integers(0, len(data)))
        data = data[:cut] + draw(st.binary(max_size=3)) + data[cut + draw(st.integers(0, 3)) :]
    return data


def quoted(cell, delimiter):
    return '"' + cell.replace('"', '""') + '"' if set(cell) & {'"', "\n", "\r", delimiter} else cell


FIT = [
    ["fit", "CSV", "--target", "y", "-o", "MODEL"],
    ["fit", "CSV", "--target", "y", "-o", "MODEL", "--stream"],
    ["fit", "CSV", "--target", "y", "-o", "MODEL", "--missing", "mean", "--test-share", "0"],
    ["fit", "CSV", "--target", "y", "-o", "MODEL", "--missing", "drop", "--C", "inf"],
    ["summary", "CSV", "--target", "y"],
    ["explain", "CSV", "--target", "y"],
]
THEN = [
    ["predict", "MODEL", "CSV"],
    ["evaluate", "MODEL", "CSV"],
    ["report", "MODEL", "CSV", "-o", "PAGE"],
    ["export", "MODEL", "--to", "sql"],
]


def called(command, folder, capsys):
    """Run a command; nothing but its exit code, and what it says is one that a person can read."""
    names = {"CSV": "data.csv", "MODEL": "m.json", "PAGE": "page.html"}
    arguments = [str(folder / names[word]) if word in names else word for word in command]
    with warnings.catch_warnings():
        warnings.simplefilter("always", UserWarning)  # the command line prints the library's own; others stay errors
        code = cli.main(arguments)
    out, err = capsys.readouterr()
    assert code in {0, 1}, err
    assert (code == 0) == (not re.search(r"^purelr: (?!warning)", err, re.MULTILINE)), err
    # What a pipe reads is exact: the names in a query are those of the table.
    for text in (err,) if command[0] in {"predict", "export"} else (out, err):
        bad = [c for c in text if not c.isprintable() and c not in "\n\t"]
        assert not bad, (command, bad)
    if command[0] in {"evaluate", "summary", "fit"} and code == 0:
        assert not re.search(r"(?<![\w<'\"=.])-?nan(?![\w>'\"])", out.replace("nan'", "")), out
    if code:
        sentence = err.split("purelr: ")[-1]
        assert " must " in sentence, err
        assert len(sentence) < 1_000, err
        assert not re.match(r"[a-zA-Z] must", sentence) or sentence[0] in "Xy", err  # a name from inside
    return code


@given(data=files(), first=st.sampled_from(FIT), then=st.sampled_from(THEN))
def test_any_file_through_any_command(tmp_path, tried, capsys, data, first, then):
    tried()
    (tmp_path / "data.csv").write_bytes(data)
    for name in ("m.json", "page.html"):
        (tmp_path / name).unlink(missing_ok=True)
    done = called(first, tmp_path, capsys)
    left = set(os.listdir(tmp_path)) - {"data.csv"}
    if first[0] == "fit" and done == 0:
        assert left == {"m.json"}
        json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))
        purelr.load(tmp_path / "m.json")
        called(then, tmp_path, capsys)
    else:
        assert not left
