"""`purelr summary`: a fit without a penalty on a CSV file, with its standard errors."""

from __future__ import annotations

import warnings

from ..basics.errors import refuse
from ..basics.text import printable
from ..data.encoding import without_encoding
from ..inference.methods import fit_of
from ..inference.summary import summarise
from ..model import LogisticRegression
from ..persistence.files import replace
from . import common
from .progress import Progress
from .table import fitted, read, source_options

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import Any

    from ..inference.summary import Summary

EXAMPLE = "purelr summary cancer.csv --target diagnosis --columns mean_radius,mean_texture"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `summary`."""
    source_options(parser)
    parser.add_argument("--baseline", metavar="CLASS", help="of three or more classes (default: the first)")
    help_ = "Firth's bias reduction: finite where the classes are separated"
    parser.add_argument("--firth", action="store_true", help=help_)
    parser.add_argument(
        "--cov-type", choices=["nonrobust", "HC0", "HC1", "HC2", "HC3"], help="of the errors (default: nonrobust)"
    )
    help_ = "the column that says which rows are not independent, for cluster-robust errors"
    parser.add_argument("--groups", metavar="COLUMN", help=help_)
    help_ = "of p and intervals: from the errors or the likelihood (default: wald, and profile with --firth)"
    parser.add_argument("--method", choices=["wald", "profile"], help=help_)
    parser.add_argument("--level", type=float, default=0.95, help="of the intervals (default: 0.95)")
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON")
    help_ = "the coefficients alone, as a table for a paper or a program"
    parser.add_argument("--format", choices=["markdown", "latex", "csv", "html"], help=help_)
    help_ = "a test of each column with all its levels instead: by the likelihood ratio, or Wald's"
    parser.add_argument("--terms", choices=["lr", "wald"], nargs="?", const="lr", help=help_)
    common.backend_option(parser)
    help_ = "write a page with pictures besides: the report, with residuals and influence"
    parser.add_argument("-o", "--output", metavar="REPORT.html", help=help_)


def run(options: argparse.Namespace) -> Iterator[str | dict[str, Any]]:
    """Fit all rows, and show what R's summary of a glm shows."""
    common.spare_the_inputs(options)
    _check_together(options)
    table, encoding = read(options)
    classes = sorted(set(table.y))
    baseline = common.baseline_of(options, classes)
    rows, offset = table.encoded(encoding)
    model = LogisticRegression(
        C=float("inf"), firth=options.firth, baseline=baseline, backend=common.backend_of(options)
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is wrong with the fit, the summary says
        fitted(model, encoding, rows, table.y, table.weights, offset)
    fit = fit_of(model)
    fit.dropped = encoding.dropped
    plain = without_encoding(model, offset)
    summary = _summarised(model, options, table.groups)
    if options.output is not None:
        from ..report.report import html_report  # with its pictures, which take their time

        title, lines = f"{options.target} of {table.name}", [f"line {line}" for line in table.lines]
        page = html_report(plain, rows, table.y, table.weights, title=title, row_names=lines, summary=summary)
        replace(options.output, page)
    if options.json:
        yield summary.to_dict()
        return
    if options.terms:
        robust = None if summary.cov_type == "nonrobust" else summary.cov_type
        found = model.anova(options.terms, cov_type=robust, groups=table.groups)
        yield str(found) if options.format is None else as_text(found, options.format)
    elif options.format is not None:
        yield as_text(summary, options.format)
    else:
        yield str(summary)
    if options.output is not None:
        yield f"\nSaved to {printable(options.output)}: open it in a browser."


def as_text(found: Any, how: str) -> str:
    """A table in one of the formats."""
    text: str = getattr(found, f"to_{how}")()
    return text.rstrip("\n")


def _check_together(options: argparse.Namespace) -> None:
    """Refuse options that do not go together."""
    if options.groups and options.cov_type:
        refuse("--cov-type", "left out with --groups, which is a kind of its own", options.cov_type)
    robust = "--groups" if options.groups else f"--cov-type {options.cov_type or 'nonrobust'}"
    if not robust.endswith("nonrobust") and (options.firth or options.method == "profile"):
        refuse("--firth" if options.firth else "--method profile", "left out with robust errors", robust)


def _summarised(model: LogisticRegression, options: argparse.Namespace, groups: list[str] | None) -> Summary:
    """The summary, while the progress of profiles is shown."""
    cov_type = "cluster" if groups else options.cov_type or "nonrobust"
    fit, progress = fit_of(model), Progress("profiles of the likelihood", unit="coefficients")

    def told(done: int) -> None:
        progress.at(done, done / fit.information().k)

    try:
        return summarise(fit, options.level, cov_type, groups, None, options.method, told=told)
    finally:
        progress.end()
