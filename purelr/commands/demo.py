"""`purelr demo`: what there is to see in a minute."""

from __future__ import annotations

import os
import sys

from ..basics.text import printable
from ..data.datasets import csv_text
from ..demo import demo
from ..persistence import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

EXAMPLE = "purelr demo --epochs 50"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `demo`."""
    parser.add_argument("--epochs", type=int, default=200, help="passes over the data (default: 200)")
    parser.add_argument("--learning-rate", type=float, default=0.7, help="the factor on the gradient (default: 0.7)")
    parser.add_argument("--save", metavar="DATA.csv", help="write the data to a file, to try the other commands on")


def run(options: argparse.Namespace) -> Iterator[str]:
    """The demonstration, as it comes to be."""
    yield from demo(options.epochs, options.learning_rate, _heading)
    if options.save:
        files.replace(options.save, csv_text())
        path = printable(options.save)
        yield f"Saved to {path}. Next: purelr fit {path} --target diagnosis -o model.json"


def _heading(text: str) -> str:
    """Bold on a terminal, plain elsewhere (and where the user asked for no colour: no-color.org)."""
    dressed = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return f"\x1b[1m{text}\x1b[0m" if dressed else text
