"""`purelr bench`: how fast this machine is, with every backend that is here."""

from __future__ import annotations

from time import perf_counter

from ..backends.registry import available_backends
from ..basics.text import terminal_table
from ..data.datasets import load_breast_cancer
from ..data.scaler import StandardScaler
from ..model import LogisticRegression
from ..textbook import LR

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

EXAMPLE = "purelr bench --rounds 5"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `bench`."""
    parser.add_argument("--rounds", type=int, default=5, help="runs, of which the middle one counts (default: 5)")


def run(options: argparse.Namespace) -> Iterator[str]:
    """A table of milliseconds."""
    X, y = load_breast_cancer(return_X_y=True)
    X = StandardScaler().fit_transform(X)
    lines = []
    for backend in available_backends():
        model = LogisticRegression(backend=backend).fit(X, y)
        lr, fit = LR(backend=backend), LogisticRegression(backend=backend)
        works = [
            lambda fit=fit: fit.fit(X, y),
            lambda lr=lr: lr.fit(X, y, epochs=200, learning_rate=0.7),
            lambda model=model: model.predict_proba(X),
        ]
        lines.append([backend, *[f"{1000.0 * _median(work, max(options.rounds, 1)):.2f}" for work in works]])
    yield "Breast Cancer, 569 x 30; milliseconds, the middle one of the rounds"
    yield terminal_table(["backend", "exact fit", "200 epochs", "predict all rows"], lines)


def _median(work: Callable[[], object], rounds: int) -> float:
    """The middle time in seconds."""
    times = []
    for _ in range(rounds + 1):
        begin = perf_counter()
        work()
        times.append(perf_counter() - begin)
    return sorted(times[1:])[rounds // 2]
