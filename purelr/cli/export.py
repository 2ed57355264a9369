"""`purelr export`: a model file as a program in another language."""

from __future__ import annotations

import sys

from ..export import TARGETS, export
from ..export.sql import DIALECTS
from ..loading import load
from . import common

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

EXAMPLE = "purelr export model.json --to c -o model.c"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `export`."""
    parser.add_argument("model", metavar="MODEL.json", help="a model file, from purelr fit")
    parser.add_argument("--to", required=True, choices=sorted(TARGETS), help="the language or format")
    parser.add_argument("-o", "--output", default="-", metavar="FILE", help="default: standard output")
    parser.add_argument("--name", default="model", help="what the model is called in the program (default: model)")
    parser.add_argument("--table", default="data", help="the table that SQL reads from (default: data)")
    parser.add_argument(
        "--dialect",
        default="standard",
        choices=sorted(DIALECTS),
        help="of SQL: standard, which SQLite, DuckDB and PostgreSQL read, or mariadb (default: standard)",
    )


def run(options: argparse.Namespace) -> Iterator[str]:
    """The program, or nothing where it goes to a file."""
    common.spare_the_inputs(options)
    path = None if options.output == "-" else options.output
    program = export(load(options.model), options.to, path, options.name, options.table, options.dialect)
    if path is None and isinstance(program, bytes):
        sys.stdout.flush()
        sys.stdout.buffer.write(program)
    elif path is None:
        yield str(program).rstrip("\n")
