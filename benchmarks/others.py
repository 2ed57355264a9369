"""The cases that are no fits side by side: one epoch, one row, start-up, growth with the rows, other interpreters."""

from __future__ import annotations

import importlib
import importlib.util
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from operator import mul
from pathlib import Path

from answers import ANSWERS
from cases import cancer
from measure import clock

ROOT = Path(__file__).parents[1]


def bare_epoch():
    """The cost that no epoch in plain Python can do without: 2·n·p multiply-adds by sumprod, and n sigmoids."""
    X, _ = cancer(False)()
    rows = [[1.0, *row] for row in X]
    columns = [list(column) for column in zip(*rows)]
    w, r = [0.1] * len(columns), [0.1] * len(rows)
    sumprod = getattr(math, "sumprod", lambda a, b: sum(map(mul, a, b)))
    exp = math.exp

    def bare():
        z = [sumprod(row, w) for row in rows]
        [1.0 / (1.0 + exp(-v)) if v >= 0.0 else exp(v) / (1.0 + exp(v)) for v in z]
        [sumprod(column, r) for column in columns]

    return bare


def epochs(model, count):
    """Seconds an epoch: the difference between two runs, so that what comes before the first epoch is left out."""
    X, y = cancer(False)()
    return (clock(lambda: model(X, y, count)) - clock(lambda: model(X, y, 0))) / count


def ours_epoch(X, y, count):
    from purelr import LR

    LR().fit(X, y, epochs=count, learning_rate=0.1)


def one_epoch():
    ours, bare = epochs(ours_epoch, 20), clock(bare_epoch(), 21)
    yield "one epoch, 569 x 30, pure", "1.25 x the bare cost", ours / (1.25 * bare), 1.0
    try:
        train = importlib.import_module("mak_mini_ml").logistic_train
    except ImportError:
        yield "one epoch, 569 x 30, pure", "mak-mini-ml (not installed)", None, 0.25
        return
    theirs = epochs(lambda X, y, count: train([[1.0, *row] for row in X], y, 0.1, count), 5)
    yield "one epoch, 569 x 30, pure", "mak-mini-ml", ours / theirs, 0.25 if sys.version_info >= (3, 12) else 0.5


def exact_fit():
    case, peer = "exact fit of Breast Cancer, pure", "data-science-ml-ai999x"
    spec = importlib.util.find_spec(peer.replace("-", "_"))
    if spec is None:
        yield case, f"{peer} (not installed)", None, 0.05
        return
    code = (
        "import sys, time; sys.path.insert(0, sys.argv[1])\nimport procedures, purelr\n"
        "X, y = purelr.load_breast_cancer(return_X_y=True); X = purelr.StandardScaler().fit_transform(X)\n"
        "t = time.perf_counter(); procedures.logistic_fit(X, y, 1.0); print(time.perf_counter() - t)"
    )
    folder = Path(spec.origin).parent / "pack" / "capabilities"
    command = [sys.executable, "-c", code, str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=_environment(), check=False)
    if done.returncode:
        yield case, f"{peer} ({done.stderr.strip().splitlines()[-1][:60]})", None, 0.05
        return
    from purelr import LogisticRegression

    X, y = cancer(False)()
    ours = clock(lambda: LogisticRegression().fit(X, y))
    yield case, f"{peer} logistic_fit", ours / float(done.stdout), 0.05


def one_row():
    from purelr import LogisticRegression

    X, y = cancer(False)()
    model, row = LogisticRegression().fit(X, y), [X[0]]
    ours = clock(lambda: [model.predict_proba(row) for _ in range(1000)]) / 1000
    try:
        from sklearn.linear_model import LogisticRegression as Theirs
    except ImportError:
        yield "predict_proba of one row, pure", "scikit-learn (not installed)", None, 0.04
        return
    import numpy as np

    theirs_model, array = Theirs(max_iter=1000).fit(X, y), np.array(row)
    theirs = clock(lambda: [theirs_model.predict_proba(array) for _ in range(1000)]) / 1000
    yield "predict_proba of one row, pure", "scikit-learn", ours / theirs, 0.04


START = {
    "purelr": "from purelr import LogisticRegression, load_breast_cancer as load; LogisticRegression().fit(*load(return_X_y=True))",
    "sklearn": "from sklearn.linear_model import LogisticRegression; from sklearn.datasets import load_breast_cancer as load; "
    "LogisticRegression(solver='newton-cholesky').fit(*load(return_X_y=True))",
}


def _environment():
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def _process(code, python=sys.executable):
    return clock(
        lambda: subprocess.run([python, "-c", code], check=True, env=_environment(), stderr=subprocess.DEVNULL), 5
    )


def start_up():
    try:
        theirs = _process(START["sklearn"])
    except subprocess.CalledProcessError:
        yield "start to a trained model, pure", "scikit-learn (not installed)", None, 0.1
        return
    yield "start to a trained model, pure", "scikit-learn", _process(START["purelr"]) / theirs, 0.1


THEIR_HANDLER = """
import json, pickle
with open("model.pickle", "rb") as file:
    model = pickle.load(file)
def handler(event, context=None):
    rows = json.loads(event["body"])["rows"]
    answer = {"classes": model.classes_.tolist(), "probabilities": model.predict_proba(rows).tolist()}
    return {"statusCode": 200, "body": json.dumps(answer)}
"""
SAVE_THEIRS = START["sklearn"].replace("LogisticRegression(", "model = LogisticRegression(") + (
    "; import pickle; pickle.dump(model, open('model.pickle', 'wb'))"
)
SAVE_OURS = "from logreg import *; LogisticRegression().fit(*load_breast_cancer(return_X_y=True)).save('model.json')"


def cold_start():
    """The cloud function of docs/recipes.md, from the start of the process to its first answer; all is compiled."""
    body = json.dumps({"body": json.dumps({"rows": [[14.0] * 30]})})
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        shutil.copytree(ROOT / "purelr", here / "logreg", ignore=shutil.ignore_patterns("__pycache__"))
        page = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
        (here / "ours.py").write_text(
            re.search(r"^```python handler.py\n(.*?)^```$", page, re.M | re.S)[1], encoding="utf-8"
        )
        (here / "theirs.py").write_text(THEIR_HANDLER, encoding="utf-8")
        subprocess.run([sys.executable, "-m", "compileall", "-q", folder], check=True)
        subprocess.run([sys.executable, "-c", SAVE_OURS], check=True, cwd=folder)
        ours = _first_answer("ours", body, folder)
        yield f"cloud function to its first answer, pure ({1e3 * ours:.0f} ms)", "60 ms", ours / 0.060, 1.0
        case = "cloud function to its first answer, pure"
        done = subprocess.run([sys.executable, "-c", SAVE_THEIRS], check=False, capture_output=True, cwd=folder)
        if done.returncode:
            yield case, "scikit-learn (not installed)", None, 0.1
            return
        yield case, "scikit-learn", ours / _first_answer("theirs", body, folder), 0.1


def _first_answer(module, body, folder):
    code = f"import {module}; assert {module}.handler({body})['statusCode'] == 200"
    return clock(lambda: subprocess.run([sys.executable, "-c", code], check=True, cwd=folder), 15)


def growth():
    from purelr import LogisticRegression
    from purelr.basics.random_numbers import SplitMix64

    stream = SplitMix64(0)
    rows = [[2.0 * stream.uniform() - 1.0 for _ in range(30)] for _ in range(100_000)]
    labels = [int(sum(row[:10]) + 4.0 * stream.uniform() - 2.0 > 0.0) for row in rows]
    small, large = rows[:10_000], labels[:10_000]
    few = clock(lambda: LogisticRegression(backend="pure").fit(small, large), 3)
    many = clock(lambda: LogisticRegression(backend="pure").fit(rows, labels), 1)
    yield "100,000 x 30, pure", "10,000 x 30, pure", many / few, 11.0


WARM = """
import time
from purelr import LR, LogisticRegression, StandardScaler, load_breast_cancer
X, y = load_breast_cancer(return_X_y=True)
X = StandardScaler().fit_transform(X)
def work():
    LR().fit(X, y, epochs=200, learning_rate=0.7)
    LogisticRegression().fit(X, y)
for _ in range(5):
    work()
times = []
for _ in range(5):
    begin = time.perf_counter()
    work()
    times.append(time.perf_counter() - begin)
print(sorted(times)[2])
"""


def pypy():
    python = shutil.which("pypy3")
    if python is None:
        yield "PyPy, 200 epochs and an exact fit", "CPython (pypy3 is not installed)", None, 0.25
        return
    seconds = [
        float(
            subprocess.run(
                [which, "-c", WARM], capture_output=True, encoding="utf-8", check=True, env=_environment()
            ).stdout
        )
        for which in (python, sys.executable)
    ]
    yield "PyPy, 200 epochs and an exact fit", "CPython, pure", seconds[0] / seconds[1], 0.25


OTHERS = {
    "epoch": one_epoch,
    "exact-pure": exact_fit,
    "row": one_row,
    "start": start_up,
    "cloud": cold_start,
    "growth": growth,
    "pypy": pypy,
    **ANSWERS,
}
