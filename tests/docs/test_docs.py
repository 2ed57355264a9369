"""Every example runs: in the README, in docs/, in the docstrings; and every public name is documented."""

from __future__ import annotations

import doctest
import importlib
import json
import linecache
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import purelr
from purelr.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
PACKAGE = Path(purelr.__file__).parent
NAMED = re.compile(r"^```python (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)  # a file that the page's commands use
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page, language):
    return [text for kind, text in FENCE.findall(page.read_text(encoding="utf-8")) if kind == language]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_of_a_page_print_what_it_says(page, monkeypatch):
    """Its `pycon` blocks, in order, in one session."""
    monkeypatch.chdir(ROOT)
    session = "\n".join(blocks(page, "pycon"))
    test = doctest.DocTestParser().get_doctest(session, {}, page.name, str(page), 0)
    report = []
    doctest.DocTestRunner().run(test, out=report.append)
    assert not report, "".join(report)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_scripts_of_a_page_run(page, tmp_path, monkeypatch):
    """Its `python` blocks, each a file of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    for code in blocks(page, "python"):
        name = re.match(r"# (\w+)\.py\n", code)
        if name:  # a module that the page's examples import
            (tmp_path / f"{name[1]}.py").write_text(code, encoding="utf-8")
        exec(compile(code, page.name, "exec"), {"__name__": "__main__"})  # noqa: S102


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_of_a_page_print_what_it_says(page, tmp_path):
    """Its `console` blocks, in order, in a folder with its `python NAME` blocks as files; times in ms may be others."""
    for name, code in NAMED.findall(page.read_text(encoding="utf-8")):
        (tmp_path / name).write_text(code, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    for command, expected in commands(page):
        words = shlex.split(command)
        assert words[0] == "python"
        words[0] = sys.executable
        done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False, env=env, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, ""), command
        assert timeless(expected) == timeless(done.stdout)


def commands(page):
    """(command, what it prints) for each line that begins with a $ in the console blocks."""
    text = "\n" + "\n".join(blocks(page, "console"))
    return [tuple(part.partition("\n")[::2]) for part in text.split("\n$ ")[1:]]


def timeless(text):
    """The lines without what differs between machines: times, rounding, and the widths of the columns that hold them."""
    text = re.sub(r"[\d.]+ ms", "_ ms", text)
    text = re.sub(r"\d\.\de-1[3-9]", "tiny", text)
    text = re.sub(r"\d+\.\d{11,}", lambda digits: f"{float(digits[0]):.10g}", text)
    text = re.sub(r'"n_iter": \d+', '"n_iter": _', text)
    return [" ".join(line.split()) for line in text.strip().split("\n") if not re.fullmatch(r"[- ]+", line)]


MODULES = sorted(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path in PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith("__main__")])
def test_the_examples_of_the_docstrings_print_what_they_say(name):
    assert doctest.testmod(importlib.import_module(name.removesuffix(".__init__"))).failed == 0


PUBLIC = sorted(set(purelr.__all__))


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_documented(name):
    assert getattr(purelr, name).__doc__
    pages = [page.read_text(encoding="utf-8") for page in PAGES]
    assert any(re.search(rf"\b{name}\b", text) for text in pages), f"{name} is in no page"


@pytest.mark.parametrize("name", ["LR", "LogisticRegression", "GradientDescent", "StandardScaler"])
def test_every_public_method_has_a_docstring(name):
    for method in vars(getattr(purelr, name)):
        if not method.startswith("_") and callable(getattr(getattr(purelr, name), method)):
            assert getattr(getattr(purelr, name), method).__doc__, method


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_documented(command):
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    assert f"| `purelr {command}` |" in page
    words = [sys.executable, "-m", "purelr", command, "--help"]
    shown = subprocess.run(words, capture_output=True, encoding="utf-8", check=True, cwd=ROOT).stdout
    options = set(re.findall(r"^  .*?(--[\w-]+)", shown, re.MULTILINE)) - {"--help"}
    assert [option for option in options if not re.search(rf"{option}\b", page)] == []


def lines_run_by(code):
    """The lines of the package that run in a call, as (file, text)."""
    run = set()

    def trace(frame, event, argument):
        if event == "line" and frame.f_code.co_filename.startswith(str(PACKAGE)):
            run.add((frame.f_code.co_filename, frame.f_lineno))
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        code()
    finally:
        sys.settrace(before)
    return {
        (Path(file).relative_to(PACKAGE).as_posix(), linecache.getline(file, number).strip()) for file, number in run
    }


@pytest.mark.parametrize(
    "fit",
    [
        lambda: purelr.LR().fit([[0.0], [1.0]], [0, 1], epochs=2),
        lambda: purelr.LogisticRegression(solver=purelr.GradientDescent(0.1, 2)).fit([[0.0], [1.0]], [0, 1]),
    ],
    ids=["LR", "LogisticRegression"],
)
def test_the_lines_that_the_mathematics_quotes_run_in_a_fit(fit):
    page = (ROOT / "docs" / "mathematics.md").read_text(encoding="utf-8")
    cells = re.findall(r"^\|.*\| `(.*)` \|$", page, re.MULTILINE)
    run = lines_run_by(fit)
    assert len(cells) == 5
    assert [cell for cell in cells if not any(cell in line for _, line in run)] == []


def test_from_fit_to_the_update_of_the_weights_are_three_files():
    """What a student reads: the model, the descent, the mathematics."""
    run = lines_run_by(lambda: purelr.LR().fit([[0.0], [1.0]], [0, 1], epochs=1))
    way = [
        ("textbook.py", "solver.solve(objective"),
        ("solvers/gradient_descent.py", "self.step(objective"),
        ("solvers/gradient_descent.py", "objective.at(point.coef - self.learning_rate * point.gradient)"),
        ("objective/logistic.py", "self._pass("),
        ("objective/logistic.py", "eta = X @ coef"),
        ("objective/logistic.py", "loss, proba = xp.cross_entropy(eta, y)"),
        ("objective/logistic.py", "[p - y for p, y in zip(probas, rows.ys)]"),
        ("objective/logistic.py", "self.X.T, errors"),
    ]
    for file, step in way:
        assert any(where == file and step in line for where, line in run), step


def test_the_performance_page_shows_the_results_of_the_run_that_it_names():
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    folder = ROOT / "docs" / "performance"
    assert (folder / "table.md").read_text(encoding="utf-8").strip() in page
    for result in json.loads((folder / "results.json").read_text(encoding="utf-8"))["results"]:
        ratio = result.get("ratio")
        if ratio is None:
            medians = [timing["median"] for timing in result["timings"] if timing["median"]]
            ratio = medians[0] / min(medians[1:])
        verdict = "reached" if ratio <= result["target"] else "not reached"
        assert f"| {ratio:.3g} | {result['target']:g} | {verdict} |" in page, result


def test_links_between_pages_lead_somewhere():
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
