"""The real MicroPython trains and predicts as CPython does, from a file of at most 64 kB."""

from __future__ import annotations

import json
import re

import pytest

import purelr
from purelr.micropython import PUBLIC, build

from .conftest import ROOT

X, Y = purelr.load_breast_cancer(return_X_y=True)
START = "import json\nimport purelr_micro as p\nX, y = json.load(open('data.json'))\n"
PAGE = (ROOT / "docs" / "micropython.md").read_text(encoding="utf-8")


def close(got, wanted, tolerance=1e-9):
    """Lists of numbers, each within a relative tolerance."""
    assert len(got) == len(wanted)
    for a, b in zip(got, wanted):
        assert abs(a - b) <= tolerance * abs(b), (a, b)


def test_the_file_has_at_most_64_000_bytes(folder):
    assert (folder / "purelr_micro.mpy").stat().st_size <= 64_000


def test_the_text_is_the_same_each_time(folder):
    assert build() == build() == (folder / "built.txt").read_text(encoding="utf-8")


def test_newton_finds_the_coefficients_of_cpython(micropython):
    got = micropython(
        START + "m = p.LogisticRegression(C=1.0, solver='newton').fit(X, y)\n"
        "print(json.dumps([m.coef_[0], m.intercept_, m.classes_, m.predict(X), m.predict_proba(X)]))"
    )
    wanted = purelr.LogisticRegression(C=1.0, solver="newton").fit(X, Y)
    close(got[0], wanted.coef_[0])
    close(got[1], wanted.intercept_)
    assert got[2:4] == [wanted.classes_, wanted.predict(X)]
    for row, other in zip(got[4], wanted.predict_proba(X)):
        close(row, other)


def test_gradient_descent_finds_the_weights_of_cpython(micropython):
    got = micropython(
        START + "Z = p.StandardScaler().fit(X).transform(X)\n"
        "m = p.LR(seed=3).fit(Z, y, epochs=50, learning_rate=0.5)\n"
        "g = p.LogisticRegression(solver=p.GradientDescent(learning_rate=0.5, epochs=50)).fit(Z, y)\n"
        "print(json.dumps([m.weights, m.loss, g.coef_[0]]))"
    )
    scaled = purelr.StandardScaler().fit(X).transform(X)
    wanted = purelr.LR(seed=3).fit(scaled, Y, epochs=50, learning_rate=0.5)
    close(got[0], wanted.weights)
    close(got[1], wanted.loss)
    gd = purelr.LogisticRegression(solver=purelr.GradientDescent(learning_rate=0.5, epochs=50)).fit(scaled, Y)
    close(got[2], gd.coef_[0])


def test_weights_and_no_penalty(micropython):
    got = micropython(
        START + "w = [1.0 + i % 3 for i in range(len(y))]\n"
        "m = p.LogisticRegression(C=float('inf')).fit([row[:10] for row in X], y, w)\n"
        "print(json.dumps(m.coef_[0]))"
    )
    weights = [1.0 + i % 3 for i in range(len(Y))]
    ten = [row[:10] for row in X]
    close(got, purelr.LogisticRegression(C=float("inf")).fit(ten, Y, weights).coef_[0])


KINDS = [
    "solver='lbfgs'",
    "l1_ratio=1.0",
    "C=float('inf'), firth=True",
    "class_weight='balanced'",
    "standardize=True",
    "warm_start=True",
]


@pytest.mark.parametrize(
    ("options", "labels"), [(kind, labels) for kind in KINDS for labels in "yz" if "firth" not in kind or labels == "y"]
)
def test_all_that_there_is_to_fit_is_fitted(micropython, options, labels):
    got = micropython(
        START + "X = [[v / 10.0 for v in row[:3]] for row in X]\nz = [i % 3 for i in range(len(y))]\n"
        f"m = p.LogisticRegression({options}).fit(X, {labels})\nm.fit(X, {labels})\n"
        "print(json.dumps([m.coef_, m.intercept_]))"
    )
    three, z = [[v / 10.0 for v in row[:3]] for row in X], [i % 3 for i in range(len(Y))]
    model = eval(f"purelr.LogisticRegression({options})").fit(three, Y if labels == "y" else z)  # noqa: S307
    for row, other in zip(got[0], model.coef_):
        assert max([abs(a - b) for a, b in zip(row, other)]) <= 1e-9 * max(map(abs, other))
    close(got[1], model.intercept_, 1e-8)


def test_why_there_is_no_optimum_is_said(micropython):
    said = micropython(
        "import json, purelr_micro as p\nX = [[1.0], [2.0], [3.0], [4.0]]\n"
        "m = p.LogisticRegression(C=float('inf')).fit(X, [0, 0, 1, 1])\n"
        "try: p.LogisticRegression(C=float('inf')).fit([row + row for row in X], [0, 1, 0, 1])\n"
        "except ValueError as e: print(json.dumps([m.result_.message, str(e)]))"
    )
    assert "complete separation by column 0" in said[0]
    assert "column 1, which is a combination of column 0" in said[1]


def test_a_file_with_sums_is_read_and_written_without_them(folder, micropython):
    model = purelr.LogisticRegression(C=float("inf")).fit([row[:4] for row in X], Y)
    model.save(folder / "sums.json", sums=True)
    got = micropython(
        START + "m = p.load('sums.json')\nm.save('plain.json')\nprint(json.dumps(m.predict([row[:4] for row in X])))"
    )
    assert got == model.predict([row[:4] for row in X])
    assert purelr.load(folder / "plain.json").coef_ == model.coef_
    assert "sums" not in json.loads((folder / "plain.json").read_text(encoding="utf-8"))


# MicroPython's parser may be one off in the last bit of a float's text.
LAST_BIT = 1e-14


def test_a_model_that_a_board_saved_is_read_by_cpython(micropython, folder):
    got = micropython(
        START + "s = p.StandardScaler().fit(X)\n"
        "m = p.LogisticRegression(solver=p.GradientDescent(0.5, 20)).fit(s.transform(X), [['no \"q\"', 'y\\xe9s'][t] for t in y])\n"
        "m.save('board.json', s)\n"
        "l = p.LR().fit(s.transform(X), y, epochs=5)\n"
        "l.save('lr.json'); l.save('lr.json')\n"
        "print(json.dumps([p.load('board.json').predict_proba(X), l.weights, p.load('lr.json').weights]))"
    )
    model = purelr.load(folder / "board.json")
    assert model.classes_ == ['no "q"', "yés"]
    for row, other in zip(model.predict_proba(X), got[0]):
        close(row, other, 1e-12)
    close(purelr.load(folder / "lr.json").weights, got[1], LAST_BIT)
    close(got[2], got[1], LAST_BIT)


@pytest.mark.parametrize("solver", ["newton", "lbfgs", purelr.GradientDescent(0.1, 9), purelr.LBFGS()], ids=str)
def test_a_model_that_cpython_saved_is_read_by_a_board(micropython, folder, solver):
    labels = [("low", "high")[t] for t in Y]
    scaler = purelr.StandardScaler().fit(X)
    model = purelr.LogisticRegression(solver=solver, max_iter=5000).fit(scaler.transform(X), labels)
    model.save(folder / "desk.json", scaler)
    got = micropython(
        START + "m = p.load('desk.json')\nprint(json.dumps([m.predict(X), m.predict_proba(X), m.coef_[0]]))"
    )
    loaded = purelr.load(folder / "desk.json")
    assert got[0] == loaded.predict(X)
    for row, other in zip(got[1], loaded.predict_proba(X)):
        close(row, other, 1e-12)
    close(got[2], loaded.coef_[0], LAST_BIT)


def test_three_classes_from_a_file_are_predicted(micropython, folder):
    three = [int(row[0] > 12.0) + int(row[0] > 16.0) for row in X]
    ten = [row[:10] for row in X]
    model = purelr.LogisticRegression().fit(ten, three)
    model.save(folder / "three.json")
    got = micropython(
        START
        + "T = [r[:10] for r in X]\nm = p.load('three.json')\nprint(json.dumps([m.predict(T), m.predict_proba(T)]))"
    )
    assert got[0] == model.predict(ten)
    for row, other in zip(got[1], model.predict_proba(ten)):
        close(row, other)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text[:200], "The file must be JSON"),
        (lambda text: text.replace("purelr model", "x"), "The file must be a purelr model"),
        (
            lambda text: text.replace('"version": 1', '"version": 9'),
            "version must be at most 2 for this purelr; got 9",
        ),
        (lambda text: text.replace('"n_columns": 2', '"n_columns": 3'), "must be a list of 3 numbers; got 2"),
        (lambda text: text.replace('"coef"', '"cof"'), "must be one of"),
    ],
)
def test_a_bad_model_file_is_refused(micropython, folder, change, said):
    purelr.LogisticRegression().fit([[0.0, 1.0], [1.0, 0.0], [2.0, 1.0]], [0, 1, 1]).save(folder / "bad.json")
    text = (folder / "bad.json").read_text(encoding="utf-8")
    (folder / "bad.json").write_text(change(text), encoding="utf-8")
    got = micropython(
        "import json, purelr_micro as p\ntry: p.load('bad.json')\nexcept p.ModelFileError as e: print(json.dumps(str(e)))"
    )
    assert said in got


BAD = [
    "LogisticRegression().predict([[1.0, 2.0]])",
    "LogisticRegression(C=-1).fit([[1.0], [2.0]], [0, 1])",
    "LogisticRegression(max_iter=1.5).fit([[1.0], [2.0]], [0, 1])",
    "LogisticRegression().fit([[1.0], [float('nan')]], [0, 1])",
    "LogisticRegression().fit([[1.0], [None]], [0, 1])",
    "LogisticRegression().fit([[1.0], ['a']], [0, 1])",
    "LogisticRegression().fit([[1.0], [2.0, 3.0]], [0, 1])",
    "LogisticRegression().fit([], [0, 1])",
    "LogisticRegression().fit([1.0, 2.0], [0, 1])",
    "LogisticRegression().fit([[1.0], [2.0]], [0, 0])",
    "LogisticRegression().fit([[1.0], [2.0]], [0, None])",
    "LogisticRegression().fit([[1.0], [2.0]], [0, 1, 1])",
    "LogisticRegression().fit([[1.0], [2.0]], [0, 1], [1.0, -1.0])",
    "LogisticRegression().fit([[1.0], [2.0]], [0, 1]).predict([[1.0, 2.0]])",
    "LR().fit([[1.0], [2.0]], [0, 2])",
    "LR().fit([[1.0], [2.0]], [0, 1], learning_rate=0)",
]


def test_bad_input_gets_the_sentences_of_cpython(micropython):
    script = "import json, purelr_micro as p\nsaid = []\n" + "".join(
        [f"try: p.{call}\nexcept ValueError as e: said.append(str(e))\n" for call in BAD]
    )
    wanted = []
    for call in BAD:
        with pytest.raises(ValueError, match="must be") as caught:
            eval(f"purelr.{call}")  # noqa: S307  # the lines above
        wanted.append(str(caught.value))
    assert micropython(script + "print(json.dumps(said))") == wanted


@pytest.mark.parametrize("columns", [1, 4, 30])
def test_a_prediction_allocates_its_few_floats(micropython, columns):
    """Two for each column, product and sum, and sixteen blocks for the rest: the sigmoids and the lists they are in."""
    floats, after = micropython(
        "import gc, json, purelr_micro as p\n"
        f"X = [[0.5 + i % 5 for i in range({columns})], [1.5 - i % 3 for i in range({columns})]]\n"
        "m = p.LogisticRegression(solver='newton').fit(X, [0, 1])\nrow = [X[0]]\na = b = c = n = 0\ngc.collect()\ngc.disable()\n"
        "a = gc.mem_alloc()\nb = 1.5 * len(row)\nb = gc.mem_alloc()\n"
        "m.predict_proba(row)\nc = gc.mem_alloc()\nblock = b - a\nused = (c - b) // block\n"
        "gc.collect()\na = gc.mem_alloc()\nfor _ in range(100): m.predict_proba(row)\ngc.collect()\nb = gc.mem_alloc()\n"
        "print(json.dumps([used, b - a]))"
    )
    assert floats <= 2 * columns + 16
    assert after <= 64  # nothing stays


TABLE = re.findall(r"^\| (newton|gd|predict) \| (\d+) × (\d+) \| (\d+) kB \| (\d+) kB \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("what", "rows", "columns", "wide", "narrow"), TABLE)
def test_the_memory_that_the_page_states_is_enough(micropython, what, rows, columns, wide, narrow):
    assert int(narrow) == -(-int(wide) // 2)
    script = (ROOT / "tests" / "micropython" / "memory.py").read_text(encoding="utf-8")
    done = micropython.execute(script, f"{wide}K", what, rows, columns)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_page_has_a_table_and_the_size():
    assert len(TABLE) >= 5
    assert "at most 64,000 bytes" in PAGE


def test_the_page_names_all_that_is_there():
    for labels in PUBLIC.values():
        for label, methods in labels.items():
            assert f"`{label}`" in PAGE
            for method in methods:
                assert f"`{method}`" in PAGE, method


def test_the_examples_of_the_page_run_on_micropython(micropython):
    for code in re.findall(r"^```py\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        done = micropython.execute(code)
        assert done.returncode == 0, done.stdout + done.stderr
        for line in re.findall(r"# prints (.*)$", code, re.MULTILINE):
            assert line in done.stdout


def test_json_is_what_a_board_writes(micropython, folder):
    micropython(START + "p.LR().fit(X, y, epochs=1).save('small.json')\nprint(1)")
    assert json.loads((folder / "small.json").read_text(encoding="utf-8"))["format"] == "purelr model"
