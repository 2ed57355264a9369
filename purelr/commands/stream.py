"""`purelr fit --stream`: a CSV file larger than memory, read twice a line at a time; its numbers wait on disk between.

The first pass finds the columns' kinds and the classes; the second writes the numbers to a spool, from which the fit
reads them as often as it needs to.
"""

from __future__ import annotations

from math import fsum

from ..encoding import learn
from ..errors import refuse
from ..metrics import surprise
from ..randomness import SplitMix64
from ..spool import Spool
from . import common

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ..encoding import Encoding
    from ..model import LogisticRegression
    from .table import Source

MOST_CLASSES = 1000


def spooled(source: Source, text: list[str], test_share: float, seed: int) -> tuple[Encoding, Spool, Spool]:
    """The encoding, the rows to learn from, and those held out, each row by its own lot."""
    labels: set[str] = set()
    encoding = learn(source.columns, _noting(source, labels), source.missing, text)
    classes = sorted(common.labels(sorted(labels)))
    number = {str(label): k for k, label in enumerate(classes)}
    train, test = [Spool(encoding.names(), classes) for _ in range(2)]
    stream = SplitMix64(seed)
    for row in source.rows("spooling"):
        spool = test if stream.uniform() < test_share else train
        spool.append(encoding.row(row.cells, f"line {row.line} of {source.file.shown}"), number[row.label], row.weight)
    return encoding, train, test


def _noting(source: Source, labels: set[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows' cells, while the labels are noted."""
    for row in source.rows():
        labels.add(row.label)
        if len(labels) > MOST_CLASSES:
            refuse("--target", f"a column of at most {MOST_CLASSES} classes", "more")
        yield row.line, row.cells


def figures(model: LogisticRegression, test: Spool) -> dict[str, Any]:
    """Accuracy, mean log-loss and confusion matrix of the rows held out; areas would need all of them at once."""
    classes = test.classes
    matrix = [[0] * len(classes) for _ in classes]
    losses, total, right = [], 0.0, 0.0
    for X, labels, weights in test.chunks():
        probas = common.probabilities(model, X.tolist())
        predicted = [max(range(len(row)), key=row.__getitem__) for row in probas]
        losses.append(fsum([w * surprise(row[k]) for w, row, k in zip(weights, probas, labels)]))
        right += fsum([w for w, k, m in zip(weights, labels, predicted) if k == m])
        total += fsum(weights)
        for k, m in zip(labels, predicted):
            matrix[k][m] += 1
    return {
        "rows": test.count,
        "accuracy": right / total,
        "log_loss": fsum(losses) / total,
        "roc_auc": None,
        "classes": classes,
        "confusion": matrix,
        "report": None,
    }
