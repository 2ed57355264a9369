"""`purelr fit --stream`: a CSV file larger than memory, some of its rows held out."""

from __future__ import annotations

from math import fsum

from ..basics.errors import refuse
from ..basics.random_numbers import SplitMix64
from ..data.encoding import Encoding
from ..data.reading import labels_of
from ..evaluation.predictions import counts
from ..training.scanning import spooled as spool_rows
from . import common
from .table import learnt

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from ..data.source import Row, Source
    from ..model import LogisticRegression
    from ..training.disk_rows import Spool


def spooled(source: Source, options: argparse.Namespace) -> tuple[Encoding, Spool, Spool]:
    """The encoding, the rows to learn from, and those held out, each row by its own lot."""

    def classes_of(texts: list[str]) -> list[Any]:
        labels = labels_of(texts)
        common.check_classes(labels)
        return labels

    def lots() -> Any:
        return Lots(options.test_share, options.seed).holds_out

    found = spool_rows(source, lambda lines: learnt(lines, source, options), classes_of, lots)
    common.warn_of_unknown(found.encoding.lenient_copy(found.encoding.missing), found.unknown)
    return found.encoding, found.train, found.test


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
        return False


def figures(model: LogisticRegression, test: Spool, weighted: bool) -> dict[str, Any]:
    """Accuracy, mean log-loss and confusion matrix of the rows held out; areas would need all of them at once."""
    classes = test.classes
    matrix: list[list[Any]] = [[0] * len(classes) for _ in classes]
    lost = []
    for X, labels, weights, offset in test.chunks():
        data, losses = common.answers(model, X.tolist(), labels, weights, offset)
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
