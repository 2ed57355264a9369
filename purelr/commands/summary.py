"""`purelr summary`: a fit without a penalty on a CSV file, with its standard errors."""

from __future__ import annotations

from ..encoding import learn
from ..model import LogisticRegression
from . import common
from .table import Frame, Source, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

EXAMPLE = "purelr summary cancer.csv --target diagnosis --columns mean_radius,mean_texture"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `summary`."""
    common.table_options(parser)
    parser.add_argument("--target", required=True, metavar="COLUMN", help="the column to be explained")
    parser.add_argument("--columns", metavar="A,B,...", help="the columns to explain it by (default: all others)")
    parser.add_argument("--text", metavar="A,B,...", help="columns whose numbers are codes, to be taken as text")
    parser.add_argument("--weights", metavar="COLUMN", help="the column that says how often each row counts")
    common.missing_option(parser)
    parser.add_argument("--baseline", metavar="CLASS", help="of three or more classes (default: the first)")
    help_ = "Firth's bias reduction: finite where the classes are separated"
    parser.add_argument("--firth", action="store_true", help=help_)
    parser.add_argument("--cov-type", choices=["nonrobust", "HC0", "HC1"], default="nonrobust", help="of the errors")
    parser.add_argument("--level", type=float, default=0.95, help="of the intervals (default: 0.95)")
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON")


def run(options: argparse.Namespace) -> Iterator[str]:
    """Fit all rows, and show what R's summary of a glm shows."""
    file = common.open_table(options)
    source = Source(file, options.target, common.names_of(options.columns), options.weights, options.missing)
    table = Table(source)
    rows = list(range(len(table.lines)))
    text = common.text_columns(source.columns, options.text)
    encoding = learn(table.columns, zip(table.lines, table.cells), options.missing, text)
    classes = sorted(set(table.y))
    baseline = None if options.baseline is None else common.label_of(options.baseline, classes, "--baseline")
    model = LogisticRegression(C=float("inf"), firth=options.firth, baseline=baseline)
    model.fit(Frame(encoding.names(), table.encoded(encoding, rows)), table.y, table.weights)
    summary = model.summary(options.level, cov_type=options.cov_type)
    if options.json:
        import json

        yield json.dumps(summary.to_dict(), ensure_ascii=False)
    else:
        yield str(summary)
