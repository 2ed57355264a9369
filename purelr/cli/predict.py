"""`purelr predict`: probabilities and labels for the rows of a CSV file, a batch at a time."""

from __future__ import annotations

from itertools import islice

from ..basics.formats import csv_line
from ..data.encoding import without_encoding
from ..data.source import places as find_places
from ..loading import load
from ..persistence.files import Replacement
from . import common
from .progress import Progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import Any

EXAMPLE = "purelr predict model.json new.csv -o predicted.csv"
BATCH = 1000  # rows


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `predict`."""
    parser.add_argument("model", metavar="MODEL.json", help="a model file, from purelr fit")
    common.table_options(parser)
    parser.add_argument("-o", "--output", default="-", metavar="OUT.csv", help="default: standard output")
    parser.add_argument("--keep", metavar="A,B,...", help="columns of the data to repeat in front of the predictions")
    help_ = "an interval for each probability, for a model that was fitted with --C inf (default level: 0.95)"
    parser.add_argument("--interval", type=float, nargs="?", const=0.95, metavar="LEVEL", help=help_)
    common.lenient_option(parser)


def run(options: argparse.Namespace) -> Iterator[str]:
    """A header, then a line for each row: its label, and the probability of each class."""
    if options.output == "-":
        yield from _lines(options)
        return
    common.spare_the_inputs(options)
    with Replacement(options.output) as file:
        for line in _lines(options):
            file.write(f"{line}\n")


def _lines(options: argparse.Namespace) -> Iterator[str]:
    model = load(options.model)
    table = common.open_table(options, model)
    encoding = common.encoding_for(model, table, options.lenient)
    kept = find_places(table, common.names_of(options.keep, "--keep"), "--keep")
    places = find_places(table, [column.name for column in encoding.columns], "the columns of the model")
    classes = list(model.classes_)
    called = [f"probability of {label}" for label in classes]
    if options.interval is not None:
        called += [f"{end} of {label}" for label in bounded(classes) for end in ("low", "high")]
    yield csv_line([*[table.names[j] for j in kept], "predicted", *called])
    rows = Progress(f"predicting {table.shown}").watch(table)
    while True:
        batch = list(islice(rows, BATCH))
        if not batch:
            return
        cells = [[row[j] for j in places] for _, row in batch]
        if options.lenient:
            common.warn_of_unknown(encoding, cells)
        numbers, offset = encoding.rows_and_offsets(cells, [f"line {line} of {table.shown}" for line, _ in batch])
        ends: list[list[float]] = [[] for _ in batch]
        if options.interval is not None:
            ends = intervals(without_encoding(model, offset), numbers, options.interval)
        for (_, row), probas, bounds in zip(batch, common.probabilities(model, numbers, offset), ends):
            label = classes[common.best(model, probas)]
            yield csv_line([*[row[j] for j in kept], str(label), *map(repr, probas + bounds)])


def bounded(classes: list[Any]) -> list[Any]:
    """The classes whose probability has an interval: of two the second."""
    return classes[1:] if len(classes) == 2 else classes


def intervals(model: Any, rows: list[list[float]], level: float) -> list[list[float]]:
    """For each row the two ends of each class's interval."""
    table = model.predict_interval(rows, level=level)
    pairs = [list(pair) for pair in zip(table["conf_low"], table["conf_high"])]
    width = len(bounded(list(model.classes_)))
    return [[end for pair in pairs[i : i + width] for end in pair] for i in range(0, len(pairs), width)]
