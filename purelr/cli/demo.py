"""`purelr demo`: the real Breast Cancer data, every backend that is here, and how well they agree."""

from __future__ import annotations

import os
import sys
from time import perf_counter

from ..backends.registry import available_backends
from ..basics.text import printable, terminal_table
from ..data.datasets import csv_text, load_breast_cancer
from ..data.scaler import StandardScaler
from ..data.split import train_test_split
from ..evaluation.classification import accuracy_score, classification_report, confusion_matrix
from ..persistence import files
from ..plot.terminal import terminal_curve
from ..textbook import LR

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    Rows = tuple[list[list[float]], list[list[float]]]

EXAMPLE = "purelr demo --epochs 50"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `demo`."""
    parser.add_argument("--epochs", type=int, default=200, help="passes over the data (default: 200)")
    parser.add_argument("--learning-rate", type=float, default=0.7, help="the factor on the gradient (default: 0.7)")
    parser.add_argument("--save", metavar="DATA.csv", help="write the data to a file, to try the other commands on")


def run(options: argparse.Namespace) -> Iterator[str]:
    """The demonstration, as it comes to be."""
    yield from demo(options.epochs, options.learning_rate, _heading)
    if options.save:
        files.replace(options.save, csv_text())
        path = printable(options.save)
        yield f"Saved to {path}. Next: purelr fit {path} --target diagnosis -o model.json"


def _heading(text: str) -> str:
    """Bold on a terminal, plain elsewhere (and where the user asked for no colour: no-color.org)."""
    dressed = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return f"\x1b[1m{text}\x1b[0m" if dressed else text


class Run:
    """One backend's fit, its time in seconds, and its probabilities and classes for the held-out rows."""

    def __init__(self, backend: str, data: Rows, y_train: list[int], epochs: int, rate: float) -> None:
        X_train, X_test = data
        begin = perf_counter()
        model = LR(backend=backend).fit(X_train, y_train, epochs, rate)
        self.seconds: float = perf_counter() - begin
        self.backend = backend
        self.weights: list[float] = model.weights
        self.loss: list[float] = model.loss
        self.probas: list[float] = list(model.predict_proba(X_test))
        self.predicted: list[int] = model.predict(X_test)


def demo(epochs: int = 200, learning_rate: float = 0.7, heading: Callable[[str], str] = str) -> Iterator[str]:
    """The demonstration's lines, as they come to be. `heading` may dress the headings for a terminal."""
    cancer = load_breast_cancer()
    X_train, X_test, y_train, y_test = train_test_split(cancer.data, cancer.target, stratify=cancer.target)
    yield heading("Breast Cancer Wisconsin (Diagnostic)")
    rows, columns = len(cancer.data), len(cancer.feature_names)
    yield f"{rows} tumours, {columns} columns; {len(X_train)} to learn from, {len(X_test)} held out."
    scaler = StandardScaler().fit(X_train)
    data = scaler.transform(X_train), scaler.transform(X_test)
    runs = [Run(backend, data, y_train, epochs, learning_rate) for backend in available_backends()]
    first = runs[0]
    yield ""
    yield heading(f"The mean loss, from {first.loss[0]:.4f} to {first.loss[-1]:.4f} in {len(first.loss) - 1} epochs")
    yield f"Batch gradient descent on standardised columns, learning rate {learning_rate:g}; the scale is logarithmic."
    yield terminal_curve(first.loss)
    yield ""
    yield heading("One trainer, every backend that is here")
    yield _backends(runs, y_test)
    if len(runs) == 1:
        yield f"Only {first.backend} is here. For a faster one: pip install 'purelr[numpy]'"
    yield ""
    yield heading(f"Held-out rows: accuracy {accuracy_score(y_test, first.predicted):.4f}")
    yield classification_report(y_test, first.predicted, target_names=cancer.target_names)
    yield _confusion(confusion_matrix(y_test, first.predicted), cancer.target_names)


def _backends(runs: list[Run], y_test: list[int]) -> str:
    header = ["backend", "time", "accuracy", "weights differ by", "probabilities by", "classes"]
    lines = []
    for run in runs:
        line = [run.backend, f"{1000.0 * run.seconds:.1f} ms", f"{accuracy_score(y_test, run.predicted):.4f}"]
        lines.append(line + _differences(run, runs[0]))
    note = f"Differences are the largest ones from {runs[0].backend}: relative for weights, absolute for probabilities."
    return terminal_table(header, lines) + (f"\n{note}" if len(runs) > 1 else "")


def _differences(run: Run, reference: Run) -> list[str]:
    if run is reference:
        return ["-", "-", "-"]
    weights = max([abs(a - b) / abs(b) for a, b in zip(run.weights, reference.weights)])
    probas = max([abs(a - b) for a, b in zip(run.probas, reference.probas)])
    return [f"{weights:.1e}", f"{probas:.1e}", "identical" if run.predicted == reference.predicted else "DIFFERENT"]


def _confusion(matrix: list[list[int]], names: list[str]) -> str:
    header = ["", *[f"predicted {name}" for name in names]]
    return terminal_table(header, [[f"true {name}", *map(str, row)] for name, row in zip(names, matrix)])
