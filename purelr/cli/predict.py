"""`purelr predict`: probabilities and labels for the rows of a CSV file, a batch at a time."""

from __future__ import annotations

from itertools import islice

from ..loading import load
from ..persistence.files import Replacement
from . import common
from .progress import Progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

EXAMPLE = "purelr predict model.json new.csv -o predicted.csv"
BATCH = 1000  # rows


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `predict`."""
    parser.add_argument("model", metavar="MODEL.json", help="a model file, from purelr fit")
    common.table_options(parser)
    parser.add_argument("-o", "--output", default="-", metavar="OUT.csv", help="default: standard output")
    parser.add_argument("--keep", metavar="A,B,...", help="columns of the data to repeat in front of the predictions")
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
    table = common.open_table(options)
    encoding = common.encoding_for(model, table, options.lenient)
    kept = common.places(table, common.names_of(options.keep, "--keep"), "--keep")
    places = common.places(table, [column.name for column in encoding.columns], "the columns of the model")
    classes = list(model.classes_)
    yield _csv([*[table.names[j] for j in kept], "predicted", *[f"probability of {label}" for label in classes]])
    rows = Progress(f"predicting {table.shown}").watch(table)
    while True:
        batch = list(islice(rows, BATCH))
        if not batch:
            return
        cells = [[row[j] for j in places] for _, row in batch]
        if options.lenient:
            common.warn_of_unknown(encoding, cells)
        numbers = [encoding.row(row, f"line {line} of {table.shown}") for (line, _), row in zip(batch, cells)]
        for (_, row), probas in zip(batch, common.probabilities(model, numbers)):
            label = classes[common.best(model, probas)]
            yield _csv([*[row[j] for j in kept], str(label), *map(repr, probas)])


def _csv(cells: list[str]) -> str:
    """A line of CSV."""
    return ",".join([_quoted(cell) for cell in cells])


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any([c in cell for c in ',"\r\n']) else cell
