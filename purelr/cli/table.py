"""A CSV file's rows as a fit wants them: cells to predict from, a target, and weights."""

from __future__ import annotations

from ..basics.errors import brief, refuse
from ..data.learning import learn
from ..data.reading import labels_of
from ..data.source import Source
from ..formula.terms import with_offset
from ..training.options import formula_of
from ..training.tables import terms_for
from . import common
from .progress import Progress, watched

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence
    from typing import Any

    from ..data.csv_file import CSVFile
    from ..data.encoding import Encoding
    from ..formula.grammar import Formula
    from ..model import LogisticRegression


def source_options(parser: argparse.ArgumentParser, weights: bool = True) -> None:
    """A file, and what of it is to be learnt."""
    common.table_options(parser)
    help_ = "the column to be predicted (with --formula 'COLUMN ~ TERMS' it is that one)"
    parser.add_argument("--target", metavar="COLUMN", help=help_)
    help_ = 'the terms to predict from, "age + log(weight) * sex", as R writes them (default: each column as it is)'
    parser.add_argument("--formula", metavar="TERMS", help=help_)
    help_ = "the column that is added to the log-odds, with a coefficient of 1"
    parser.add_argument("--offset", metavar="COLUMN", help=help_)
    parser.add_argument("--columns", metavar="A,B,...", help="the columns to predict from (default: all others)")
    parser.add_argument("--exclude", metavar="A,B,...", help="columns not to predict from")
    parser.add_argument("--text", metavar="A,B,...", help="columns whose numbers are codes, to be taken as text")
    if weights:
        common.weights_option(parser)
    help_ = "the level of a text column that has no coefficient (default: the first); again for another column"
    parser.add_argument("--reference", metavar="COLUMN=LEVEL", action="append", default=[], help=help_)
    help_ = (
        "leave rows with missing cells out, let the mean of the column stand in, or that and a column that says where"
    )
    parser.add_argument("--missing", choices=["drop", "mean", "indicator"], help=f"{help_} (default: an error)")


def source_of(options: argparse.Namespace) -> Source:
    """The source that the options name."""
    weight, group = getattr(options, "weights", None), getattr(options, "groups", None)
    columns = common.names_of(options.columns, "--columns")
    exclude = common.names_of(options.exclude, "--exclude")
    formula = formula_of(options.formula) if options.offset is None else with_offset(options.formula, options.offset)
    options.target = _target(options.target, formula)
    source = opened(common.open_table(options), options.target, columns, weight, options.missing, group, exclude)
    if formula is not None:
        penalised = float("inf") != getattr(options, "C", float("inf"))
        source.terms = terms_for(formula, source.columns, getattr(options, "fit_intercept", True), penalised)
        source.only(source.terms.used)
    return source


def _target(target: str | None, formula: Formula | None) -> str:
    """The column to be predicted: the option's, or the one on the left of the formula."""
    left = formula.left.value if formula and formula.left else None
    if target is None and left is None:
        refuse("--target", "the column to be predicted", "none")
    if formula and left is not None and target not in (None, left):
        formula.refuse(0, f"of the column of --target, {brief(target)}, on the left of ~", brief(left))
    return str(target if left is None else left)


# What the options are called that name the columns of a source.
CALLED = {
    "target": "--target",
    "weight": "--weights",
    "group": "--groups",
    "columns": "--columns",
    "exclude": "--exclude",
}


def opened(file: CSVFile, target: str, *others: Any) -> Source:
    """A source whose messages name options, and whose reading is shown."""
    source = Source(file, target, CALLED, *others)
    source.watch = lambda what: Progress(f"{what} {file.shown}").watch(file)
    return source


def references_of(options: argparse.Namespace, columns: Sequence[str]) -> dict[str, str]:
    """The levels that --reference names, by column."""
    found = {}
    for text in options.reference:
        name = next((name for name in columns if text.startswith(f"{name}=")), None)
        if name is None:
            refuse("--reference", "COLUMN=LEVEL, of a column to predict from", brief(text))
        found[name] = text[len(name) + 1 :]
    return found


def learnt(rows: Iterable[tuple[int, list[str]]], source: Source, options: argparse.Namespace) -> Encoding:
    """The encoding of the rows to learn from; a word for a column that seems to count them."""
    references: dict[str, Any] = dict(references_of(options, source.columns))
    text = common.text_columns(source.columns, options.text)
    if source.terms is not None:
        references = source.terms.references(references)
    encoding = learn(source.columns, rows, options.missing, [*text, *references], references, source.terms)
    encoding.written, encoding.dropped, encoding.target = common.written(options), source.dropped, options.target
    for name in encoding.counting:
        remedy = f"leave it out by --exclude {name}, if it is no more than their numbers"
        common.warn(f"column {brief(name)} counts the rows: {remedy}.")
    return encoding


class Table:
    """The rows of a source in memory: `lines`, `cells`, `y`; `weights` and `groups`, None where there are none."""

    def __init__(self, source: Source) -> None:
        rows = list(source.rows())
        self.name: str = source.file.shown
        self.columns: list[str] = source.columns
        self.lines = [row.line for row in rows]
        self.cells = [row.cells for row in rows]
        self.y: list[Any] = labels_of([row.label for row in rows])
        common.check_classes(self.y)
        self.weights = [row.weight for row in rows] if source.weighted else None
        self.groups = [row.group for row in rows] if source.grouped else None

    def encoded(self, encoding: Encoding, rows: Sequence[int] | None = None) -> tuple[list[list[float]], Any]:
        """Some rows as numbers, or all of them; and what a formula adds to their log-odds."""
        rows = range(len(self.lines)) if rows is None else rows
        return encoding.rows_and_offsets(
            [self.cells[i] for i in rows], [f"line {self.lines[i]} of {self.name}" for i in rows]
        )


class Frame:
    """Named columns of numbers, as the library takes them from a data frame."""

    def __init__(self, columns: list[str], rows: list[list[float]]) -> None:
        self.columns = columns
        self._rows = rows

    def rows(self) -> list[list[float]]:
        """The rows."""
        return self._rows


def read(options: argparse.Namespace) -> tuple[Table, Encoding]:
    """The table that the options name, and how all of its rows become numbers."""
    source = source_of(options)
    table = Table(source)
    return table, learnt(zip(table.lines, table.cells), source, options)


def fitted(
    model: LogisticRegression, encoding: Encoding, X: Any, y: Any, weights: Any, offset: Any
) -> LogisticRegression:
    """The model, fitted to rows of numbers or to a spool, with the encoding that made them, which knows the offset."""
    design = encoding.design
    if design is not None:
        model.fit_intercept = model.fit_intercept and design.intercept
    watched(model, Frame(encoding.names(), X) if isinstance(X, list) else X, y, weights, offset)
    if design is not None:
        model.formula, model.has_offset_ = design.text, False
    model.encoding_ = encoding
    return model
