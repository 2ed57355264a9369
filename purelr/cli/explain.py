"""`purelr explain`: one epoch of gradient descent on a CSV file, step by step."""

from __future__ import annotations

from argparse import BooleanOptionalAction

from ..basics.errors import refuse
from ..data.scaler import StandardScaler
from ..textbook import LR
from .table import Frame, read, source_options

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

EXAMPLE = "purelr explain cancer.csv --target diagnosis --columns mean_radius,mean_texture --epoch 2 --rows 0,5"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `explain`."""
    source_options(parser, weights=False)
    parser.add_argument("--epoch", type=int, default=1, help="the epoch to show (default: 1)")
    parser.add_argument("--rows", metavar="I,J,...", help="rows of data, counted from 0 (default: 0,1,2)")
    parser.add_argument("--learning-rate", type=float, default=0.05, help="the factor on the gradient (default: 0.05)")
    parser.add_argument("--seed", type=int, default=0, help="of the random start (default: 0)")
    help_ = "to mean 0 and deviation 1 (default), or keep the columns as they are"
    parser.add_argument("--standardize", action=BooleanOptionalAction, default=True, help=help_)


def run(options: argparse.Namespace) -> Iterator[str]:
    """The tables of `LR.explain_epoch`."""
    table, encoding = read(options)
    classes = sorted(set(table.y))
    if len(classes) != 2:
        refuse("--target", "a column of two classes", f"{len(classes)} in {options.target!r}")
    X, offset = table.encoded(encoding)
    if offset is not None:
        refuse("--formula", "without an offset, for the textbook's trainer", "one with it")
    if options.standardize:
        X = StandardScaler().fit_transform(X)
    y = [classes.index(label) for label in table.y]
    shown = LR(seed=options.seed).explain_epoch(
        Frame(encoding.names(), X), y, _numbers(options.rows), options.epoch, options.learning_rate
    )
    yield f"y is 1 for {classes[1]} and 0 for {classes[0]}."
    yield str(shown)


def _numbers(text: str | None) -> list[int] | None:
    if text is None:
        return None
    try:
        return [int(number) for number in text.split(",")]
    except ValueError:
        refuse("--rows", "whole numbers with commas between them", repr(text))
