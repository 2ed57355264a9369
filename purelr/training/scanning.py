"""A file that is larger than memory, read twice a line at a time; its numbers wait on disk between.

The first pass finds the columns' kinds and the classes, in the rows to learn from; the second writes the numbers to a
spool, from which a fit reads them as often as it needs to. Rows that are held out are the same in both.
"""

from __future__ import annotations

from ..basics.errors import brief, refuse
from ..data.columns import Column
from ..data.encoding import Encoding
from ..data.learning import learn
from ..data.reading import labels_of
from ..data.source import Source
from ..formula.terms import with_offset
from .disk_rows import Spool
from .tables import terms_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from ..backends.base import Backend
    from ..data.source import Row
    from .data import Data
    from .options import Options

MOST_CLASSES = 1000
SHOWN = 1000  # rows of unknown levels that a warning is made of


class Spooled:
    """The encoding, the rows to learn from, those held out, and some of these with levels that were not learnt."""

    def __init__(self, encoding: Encoding, train: Spool, test: Spool, unknown: list[list[str]]) -> None:
        self.encoding = encoding
        self.train = train
        self.test = test
        self.unknown = unknown


def spooled(
    source: Source,
    learnt: Callable[[Iterable[tuple[int, list[str]]]], Encoding],
    classes_of: Callable[[list[str]], list[Any]] = labels_of,
    lots: Callable[[], Callable[[Row], bool]] = lambda: lambda row: False,
) -> Spooled:
    """The rows of a source, on disk.

    learnt      makes an encoding of lines and their cells
    classes_of  makes labels of the texts in the column of the target, and refuses what are none
    lots        for each pass over the rows whether the next one is held out
    """
    labels: set[str] = set()

    def lines() -> Iterator[tuple[int, list[str]]]:
        holds_out = lots()
        for row in source.rows():
            labels.add(row.label)
            if len(labels) > MOST_CLASSES:
                refuse(source.called["target"], f"a column of at most {MOST_CLASSES} classes", "more")
            if not holds_out(row):
                yield row.line, row.cells

    encoding = learnt(lines())
    lenient = encoding.lenient_copy(encoding.missing)
    classes = sorted(classes_of(sorted(labels)))
    number = {str(label): k for k, label in enumerate(classes)}
    told = encoding.design is not None and encoding.design.offset is not None
    train, test = [Spool(encoding.names(), classes, told) for _ in range(2)]
    found = Spooled(encoding, train, test, [])
    holds_out = lots()
    for row in source.rows("spooling"):
        held_out = holds_out(row)
        if held_out and len(found.unknown) < SHOWN and not all(map(Column.knows, encoding.columns, row.cells)):
            found.unknown.append(row.cells)
        place = f"line {row.line} of {source.file.shown}"
        numbers, offset = (lenient if held_out else encoding).row_and_offset(row.cells, place)
        (found.test if held_out else found.train).append(numbers, number[row.label], row.weight, offset)
    return found


def scanned(xp: Backend, scan: Any, y: Any, sample_weight: Any, offset: Any, options: Options) -> Data:
    """What a fit learns from a file: `y`, `sample_weight` and `offset` are names of its columns."""
    for name, value in (("y", y), ("sample_weight", sample_weight), ("offset", offset)):
        if not isinstance(value, str) and (value is not None or name == "y"):
            refuse(name, "the name of a column, as X is a file", brief(value))
    source = scan.source(y, sample_weight, options.missing)
    formula, coded = options.formula, options.reference
    if offset is not None:
        formula = with_offset(formula.text if formula else None, offset)
    if formula is not None:
        source.terms = terms_for(formula, source.columns, options.fit_intercept, options.strength > 0.0)
        source.only(source.terms.used)
        coded = source.terms.references(coded)

    def learnt(lines: Iterable[tuple[int, list[str]]]) -> Encoding:
        return learn(source.columns, lines, options.missing, list(coded), coded, source.terms)

    found = spooled(source, learnt)
    found.encoding.lenient, found.encoding.target = options.lenient, y
    found.encoding.written, found.encoding.dropped = scan.written, source.dropped
    found.test.__exit__()  # nothing is held out
    data = found.train.as_data(xp, options)
    data.encoding = None if found.encoding.is_plain else found.encoding
    return data
