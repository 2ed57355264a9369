"""Fits that run at the same time: in threads, and in several interpreters of one process."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

import purelr

from .backends_here import HERE
from .samples import problem


def together(works):
    """Run functions in threads that start at the same moment and are switched between often; returns their results."""
    results, gate = [None] * len(works), threading.Barrier(len(works))

    def run(i):
        gate.wait()
        try:
            results[i] = works[i]()
        except BaseException as error:  # to be raised where it is seen
            results[i] = error

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=run, args=(i,)) for i in range(len(works))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results


def fit(rows, backend):
    X, y = problem(rows, 4, rows)
    model = purelr.LogisticRegression(backend=backend).fit(X, y)
    return [*model.coef_[0], *model.intercept_]


def test_threads_that_fit_at_the_same_time_give_the_numbers_of_each_alone():
    jobs = [(rows, backend) for rows in (40, 80, 160) for backend in HERE if backend != "strict"] * 2
    alone = [fit(*job) for job in jobs]
    assert together([lambda job=job: fit(*job) for job in jobs]) == alone


# Interpreters of their own in one process: since 3.12 each with its own lock, before that sharing one.
INTERPRETERS = """
import sys, threading
sys.path[:0] = [{root!r}]
try:
    import _interpreters as api
except ImportError:
    import _xxsubinterpreters as api

code = '''
import sys
sys.path[:0] = [{root!r}]
from purelr import LogisticRegression, load_breast_cancer
X, y = load_breast_cancer(return_X_y=True)
for C in (0.1, 1.0, 10.0):
    model = LogisticRegression(C=C).fit(X, y)
with open({path!r} + name, "w") as file:
    file.write(" ".join([w.hex() for w in model.coef_[0]]))
'''

def work(name):
    interpreter = api.create()
    failed = api.run_string(interpreter, "name = " + repr(name) + code)
    api.destroy(interpreter)
    assert failed is None, failed

threads = [threading.Thread(target=work, args=(str(i),)) for i in range({count})]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="this interpreter has no interpreters in interpreters")
def test_interpreters_in_one_process_fit_at_the_same_time(tmp_path):
    count = 4
    code = INTERPRETERS.format(root=str(Path(purelr.__file__).parents[1]), path=str(tmp_path / "of-"), count=count)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    X, y = purelr.load_breast_cancer(return_X_y=True)
    alone = purelr.LogisticRegression(C=10.0).fit(X, y).coef_[0]
    for i in range(count):
        text = (tmp_path / f"of-{i}").read_text(encoding="utf-8")
        assert [float.fromhex(word) for word in text.split()] == alone
