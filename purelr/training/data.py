"""What a fit learns from: rows with their targets and weights, checked; and a sample of them where there are many."""

from __future__ import annotations

from ..basics.errors import brief, refuse
from ..basics.random_numbers import SplitMix64
from ..inputs import arrays
from ..inputs.labels import Labels, classes_to_tell_apart, probabilities
from ..inputs.weights import class_weights, offsets, sample_weights
from ..objective.logistic import in_blocks
from .tables import taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from ..backends.base import Backend, Matrix, Vector
    from ..data.encoding import Encoding
    from ..objective.coordinates import Coordinates
    from ..objective.logistic import Rows
    from .disk_rows import DiskRows
    from .options import Options


# From MANY rows on, a fit begins on a sample of one in SHARE of them, and at most MOST: PIECES pieces of neighbouring
# rows, one from each stretch of the data, so that data sorted by anything are sampled evenly. The optimum is that of
# all rows. Measured on 1,000,000 × 30 with NumPy: 5 passes over the data in place of 9 and two Hessians, and a quarter
# of the time.
MANY, SHARE, MOST, PIECES = 50_000, 8, 40_000, 64


# With more entries than that, 16 MB of floats, a pass is as slow as memory, and X is read once a step or not at all.
LARGE = 1 << 21


class Data:
    """What a fit learns from: a value, which `in_memory`, `sample_of` and a Spool's `as_data` make.

    source   where the rows are: MemoryRows or DiskRows, with the targets and the weights
    classes  the labels, sorted
    names    of the columns, or None
    lean     whether nothing of the length of the rows may be kept
    encoding what made numbers of a table's cells; None where they were numbers
    kept     which of the user's rows they are, None for all
    asks_offset  whether one was given beside the rows, which predictions must be told then
    """

    rows: int
    columns: int
    asks_offset: bool = False
    encoding: Encoding | None = None
    kept: list[int] | None = None

    def __init__(
        self,
        xp: Backend,
        source: MemoryRows | DiskRows,
        classes: list[Any],
        names: list[str] | None,
        lean: bool,
    ) -> None:
        self.xp = xp
        self.source = source
        self.rows, self.columns = source.shape
        self.total: float = source.total  # of the weights
        self.classes = classes
        self.names = names
        self.lean = lean

    @property
    def in_memory(self) -> bool:
        return isinstance(self.source, MemoryRows)

    def blocks(self, coordinates: Coordinates, order: Sequence[int]) -> Iterable[Rows]:
        """The rows in these coordinates, with the targets in that order."""
        return self.source.blocks(coordinates, order)

    def moments(self) -> tuple[list[float], list[float]]:
        """Each column's mean and deviation."""
        return self.source.moments()

    def name(self, column: int) -> str:
        """A column as messages name it."""
        return repr(self.names[column]) if self.names else f"column {column}"


class MemoryRows:
    """Rows in memory.

    X        the matrix, n × p
    targets  one vector of zeros and ones for the second of two classes, and one for each of K classes
    weights  a list of n numbers, or None where all rows count the same
    share    each row's part of the total weight: a vector, or the one number that all rows have in common
    offset   a vector of what is added to the log-odds, or None
    """

    closed = False  # as rows on disk can be

    def __init__(
        self,
        xp: Backend,
        X: Matrix,
        targets: list[Vector],
        weights: list[float] | None,
        offset: Vector | None = None,
    ) -> None:
        self.offset = offset
        self.has_offset: bool = offset is not None
        self.xp = xp
        self.X = X
        self.targets = targets
        self.weights = weights
        self.shape: tuple[int, int] = X.shape
        self.total = float(self.shape[0]) if weights is None else sum(weights)
        self.share: Vector | float = 1.0 / self.shape[0]
        if weights is not None:
            self.share = xp.asvector([weight / self.total for weight in weights] if self.total > 0.0 else weights)

    def shares(self) -> Vector:
        """Each row's share, as a vector in any case."""
        return self.xp.full(self.shape[0], self.share) if isinstance(self.share, float) else self.share

    def least_share(self) -> float:
        """Of the rows that count, the smallest share."""
        return min([w for w in self.weights if w > 0.0]) / self.total if self.weights else 1.0 / self.shape[0]

    def moments(self, shares: Vector | None = None) -> tuple[list[float], list[float]]:
        """Each column's mean and deviation, by these shares or their own."""
        mean, deviation = self.xp.moments(self.X, self.shares() if shares is None else shares)
        return self.xp.tolist(mean), self.xp.tolist(deviation)

    def blocks(self, coordinates: Coordinates, order: Sequence[int]) -> Iterable[Rows]:
        """All rows in these coordinates, with the targets in that order."""
        design = coordinates.design(self.xp, self.X)
        return in_blocks(self.xp, design, self.share, [self.targets[k] for k in order], self.offset)

    def some(self, chosen: list[int]) -> MemoryRows:
        """Some of the rows."""
        take = self.xp.take
        weights = None if self.weights is None else [self.weights[i] for i in chosen]
        offset = None if self.offset is None else take(self.offset, chosen)
        return MemoryRows(self.xp, take(self.X, chosen), [take(y, chosen) for y in self.targets], weights, offset)


def in_memory(xp: Backend, X: Any, y: Any, sample_weight: Any, offset: Any, options: Options) -> Data:
    """Data of a user's X, y, weights and offset; a ValueError names what is wrong with them."""
    table = taken(X, y, options)
    if table is None:
        return _of_numbers(xp, xp.asmatrix(X), arrays.column_names(X), y, sample_weight, offset, options)
    y, sample_weight, offset = [arrays.of_rows(values, table.kept) for values in (y, sample_weight, offset)]
    data = _of_numbers(xp, xp.asmatrix(table.X), table.names, y, sample_weight, offset, options, table.offset)
    data.encoding, data.kept = None if table.encoding.is_plain else table.encoding, table.kept
    return data


def _of_numbers(
    xp: Backend,
    matrix: Matrix,
    names: list[str] | None,
    y: Any,
    sample_weight: Any,
    offset: Any,
    options: Options,
    own: Any = None,
) -> Data:
    n, p = matrix.shape
    weights = None if sample_weight is None else sample_weights(sample_weight, n)
    if options.soft:
        classes, targets = [0, 1], [xp.asvector(probabilities(y, n))]
    else:
        labels = Labels(y, n)
        classes = labels.classes
        classes_to_tell_apart(classes)
        if options.class_weight is not None:
            weights = _with_class_weights(labels, weights or [1.0] * n, options.class_weight)
        shown = classes[1:] if len(classes) == 2 else classes
        targets = [xp.asvector(labels.indicator(label), "y") for label in shown]
    known = None if offset is None else xp.asvector(offsets(offset, n), "offset")
    told = known is not None
    if own is not None:  # the formula's
        more = xp.asvector(own, "offset")
        known = more if known is None else known + more
    if known is not None and (len(classes) > 2 or options.firth):
        wanted = "None with firth=True" if options.firth else "None for three classes or more"
        refuse("offset", wanted, brief(offset) if told else "offset(…) in the formula")
    data = Data(xp, MemoryRows(xp, matrix, targets, weights, known), classes, names, n * p > LARGE)
    data.asks_offset = told
    return data


def _with_class_weights(labels: Labels, weights: list[float], class_weight: Any) -> list[float]:
    """Each row's weight times that of its class."""
    rows = [arrays.listed(labels.indicator(label), "y") for label in labels.classes]
    sums = [sum([w for w, has in zip(weights, row) if has]) for row in rows]
    factors = class_weights(class_weight, labels.classes, sums)
    return [w * sum([f * has for f, has in zip(factors, row)]) for w, row in zip(weights, zip(*rows))]


def sample_of(data: Data) -> Data | None:
    """Some of the rows as data of their own; None where there are not many, or not all classes among them."""
    if data.rows < MANY:
        return None
    rows = data.source.some(sample_rows(data.rows))
    if not rows.total > 0.0:
        return None
    shares = [float(rows.shares() @ target) for target in rows.targets]
    everyone = all([0.0 < share < 1.0 for share in shares])
    return Data(data.xp, rows, data.classes, data.names, lean=False) if everyone else None


def sample_rows(rows: int) -> list[int]:
    """The numbers of the rows in the sample: the same for the same number of rows."""
    stream, size, stretch = SplitMix64(rows), min(rows // SHARE, MOST) // PIECES, rows // PIECES
    starts = [k * stretch + stream.below(stretch - size + 1) for k in range(PIECES)]
    return [i for start in starts for i in range(start, start + size)]
