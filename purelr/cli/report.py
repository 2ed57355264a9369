"""`purelr report`: how good a model is on a CSV file, as one HTML page."""

from __future__ import annotations

from copy import copy

from ..basics.text import printable
from ..data.encoding import without_encoding
from ..loading import load
from ..persistence.files import replace
from ..report.report import html_report
from . import common
from .evaluate import labelled

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import Any

EXAMPLE = "purelr report model.json new.csv --target diagnosis -o report.html"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `report`."""
    common.labelled_options(parser)
    parser.add_argument("-o", "--output", required=True, metavar="REPORT.html", help="where to write the page")
    parser.add_argument("--title", help="of the page (default: the names of the files)")


def run(options: argparse.Namespace) -> Iterator[str]:
    """Predict all rows, and write the page."""
    common.spare_the_inputs(options)
    model = load(options.model)
    encoding, table = labelled(model, options)
    rows, offset = table.encoded(encoding)  # whose errors name the line
    shown: Any = without_encoding(model, offset)
    X: Any = rows
    names: Any = encoding.names()
    if hasattr(model, "coef_"):  # with the person's own columns in the page
        shown, names = copy(model), None
        shown.encoding_ = encoding
        X = dict(zip([column.name for column in encoding.columns], map(list, zip(*table.cells))))
    title = options.title or f"{options.model} on {table.name}"
    lines = [f"line {line}" for line in table.lines]
    page = html_report(shown, X, table.y, table.weights, names=names, title=title, row_names=lines)
    replace(options.output, page)
    yield f"Saved to {printable(options.output)}: open it in a browser."
