"""`purelr fit --stream`: a CSV file larger than memory, read twice a line at a time; its numbers wait on disk between.

The first pass finds the columns' kinds and the classes, in the rows to learn from; the second writes the numbers to a
spool, from which the fit reads them as often as it needs to. Both draw the same lots.
"""

from __future__ import annotations

from math import fsum

from ..basics.errors import refuse
from ..basics.random_numbers import SplitMix64
from ..data.columns import Column, Encoding
from ..evaluation.predictions import counts
from ..training.disk_rows import Spool
from . import common
from .table import learnt

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from ..model import LogisticRegression
    from .table import Row, Source

MOST_CLASSES = 1000
SHOWN = 1000  # rows of unknown levels that a warning is made of


def spooled(source: Source, options: argparse.Namespace) -> tuple[Encoding, Spool, Spool]:
    """The encoding, the rows to learn from, and those held out, each row by its own lot."""
    lots = Lots(options.test_share, options.seed)
    lines = ((row.line, row.cells) for row in source.rows() if not lots.holds_out(row))
    encoding = learnt(lines, source, options)
    lenient = Encoding(encoding.columns, encoding.missing, lenient=True)
    classes = sorted(common.labels(sorted(lots.labels)))
    common.check_classes(classes)
    number = {str(label): k for k, label in enumerate(classes)}
    train, test = [Spool(encoding.names(), classes) for _ in range(2)]
    unknown: list[list[str]] = []
    lots = Lots(options.test_share, options.seed)
    for row in source.rows("spooling"):
        held_out = lots.holds_out(row)
        if held_out and len(unknown) < SHOWN and not all(map(Column.knows, encoding.columns, row.cells)):
            unknown.append(row.cells)
        numbers = (lenient if held_out else encoding).row(row.cells, f"line {row.line} of {source.file.shown}")
        (test if held_out else train).append(numbers, number[row.label], row.weight)
    common.warn_of_unknown(lenient, unknown)
    return encoding, train, test


class Lots:
    """Which rows are held out, each by its own lot but the first of each class; `labels` are those seen so far."""

    def __init__(self, share: float, seed: int) -> None:
        self.share: float = share
        self.stream: SplitMix64 = SplitMix64(seed)
        self.labels: set[str] = set()

    def holds_out(self, row: Row) -> bool:
        """The lot of the next row."""
        drawn = self.stream.uniform() < self.share
        if row.label in self.labels:
            return drawn
        self.labels.add(row.label)
        if len(self.labels) > MOST_CLASSES:
            refuse("--target", f"a column of at most {MOST_CLASSES} classes", "more")
        return False


def figures(model: LogisticRegression, test: Spool, weighted: bool) -> dict[str, Any]:
    """Accuracy, mean log-loss and confusion matrix of the rows held out; areas would need all of them at once."""
    classes = test.classes
    matrix: list[list[Any]] = [[0] * len(classes) for _ in classes]
    lost = []
    for X, labels, weights in test.chunks():
        data, losses = common.answers(model, X.tolist(), labels, weights)
        lost.append(fsum([w * loss for w, loss in zip(weights, losses)]))
        counted = counts(labels, data.predicted, weights if weighted else [1] * len(labels), len(classes))
        matrix = [[a + b for a, b in zip(*rows)] for rows in zip(matrix, counted)]
    total = sum(test.class_weights)
    if not total > 0.0:
        refuse("--weights", "above 0 in some of the rows held out", "zeros alone")
    return {
        "rows": test.count,
        "accuracy": sum([row[k] for k, row in enumerate(matrix)]) / total,
        "log_loss": fsum(lost) / total,
        "roc_auc": None,
        "classes": classes,
        "confusion": matrix,
        "report": None,
    }
