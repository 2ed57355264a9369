"""`purelr evaluate`: how good a model is on a CSV file with known labels."""

from __future__ import annotations

from ..basics.errors import refuse
from ..basics.text import printable, terminal_table
from ..evaluation.classification import classification_report
from ..evaluation.curves import roc_area
from ..evaluation.predictions import counts
from ..inputs.weights import sample_weights
from ..loading import load
from . import common
from .table import Table, opened

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import Any

    from ..data.encoding import Encoding

EXAMPLE = "purelr evaluate model.json new.csv --target diagnosis"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `evaluate`."""
    common.labelled_options(parser)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(options: argparse.Namespace) -> Iterator[str | dict[str, Any]]:
    """Predict all rows, and compare."""
    model = load(options.model)
    encoding, table = labelled(model, options)
    found = figures(model, table, encoding, list(range(len(table.lines))))
    if options.json:
        yield found
        return
    yield from shown(found, f"{len(table.lines)} rows of {table.name}")


def labelled(model: Any, options: argparse.Namespace) -> tuple[Encoding, Table]:
    """The rows of the options' table, and how they are to be encoded for the model."""
    file = common.open_table(options, model)
    encoding = common.encoding_for(model, file, options.lenient, (options.target, options.weights))
    names = [column.name for column in encoding.columns]
    target = encoding.target if options.target is None else options.target
    if target is None:
        refuse("--target", "the column with the labels, as the model does not know it", "none")
    table = Table(opened(file, target, names, options.weights, encoding.missing))
    table.y = [common.label_of(str(y), list(model.classes_), f"line {line}") for y, line in zip(table.y, table.lines)]
    return encoding, table


def figures(model: Any, table: Table, encoding: Encoding, rows: list[int]) -> dict[str, Any]:
    """Accuracy, mean log-loss, area and counts for some rows; None where they lack a class."""
    y = [table.y[i] for i in rows]
    weights = sample_weights(table.weights and [table.weights[i] for i in rows], len(rows))
    classes = list(model.classes_)
    common.warn_of_unknown(encoding, [table.cells[i] for i in rows])
    X, offset = table.encoded(encoding, rows)
    data, losses = common.answers(model, X, [classes.index(label) for label in y], weights, offset)
    counted = [1] * len(rows) if table.weights is None else weights
    predicted = [classes[k] for k in data.predicted]
    return {
        "rows": len(rows),
        "accuracy": data.accuracy(),
        "log_loss": data.mean(losses),
        "roc_auc": roc_area(data.ties(1)) if len(classes) == len(data.seen) == 2 else None,
        "classes": classes,
        "confusion": counts(data.codes, data.predicted, counted, len(classes)),
        "report": classification_report(y, predicted, sample_weight=table.weights and weights),
    }


def shown(found: dict[str, Any], title: str) -> Iterator[str]:
    """The figures for people."""
    area = "" if found["roc_auc"] is None else f", area under the ROC curve {found['roc_auc']:.4f}"
    yield f"{printable(title)}: accuracy {found['accuracy']:.4f}, log-loss {found['log_loss']:.4f}{area}"
    if found["report"] is not None:
        yield found["report"]
    header = ["", *[f"predicted {label}" for label in found["classes"]]]
    lines = [[f"true {label}", *map(str, row)] for label, row in zip(found["classes"], found["confusion"])]
    yield terminal_table(header, lines)
    yield ""
