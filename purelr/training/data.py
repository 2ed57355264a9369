"""The rows of a fit: design, targets and weights, checked; and a sample of them where there are many."""

from __future__ import annotations

from ..basics.random_numbers import SplitMix64
from ..inputs import arrays
from ..inputs.labels import Labels, classes_to_tell_apart, probabilities
from ..inputs.weights import class_weights, sample_weights
from ..objective.logistic import in_blocks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from ..backends.base import Backend, Matrix, Vector
    from ..objective.coordinates import Coordinates
    from ..objective.logistic import Rows
    from .options import Options


# From MANY rows on, a fit begins on a sample of one in SHARE of them, and at most MOST: PIECES pieces of neighbouring
# rows, one from each stretch of the data, so that data sorted by anything are sampled evenly. The optimum is that of
# all rows. Measured on 1,000,000 × 30 with NumPy: 5 passes over the data in place of 9 and two Hessians, and a quarter
# of the time.
MANY, SHARE, MOST, PIECES = 50_000, 8, 40_000, 64


# With more entries than that, 16 MB of floats, a pass is as slow as memory, and X is read once a step or not at all.
LARGE = 1 << 21


def data_of(xp: Backend, X: Any, y: Any, sample_weight: Any, options: Options) -> Data:
    """What is to be fitted: rows in memory, or what says itself how it is read."""
    return X.as_data(xp, options) if hasattr(X, "as_data") else Data(xp, X, y, sample_weight, options)


class Data:
    """Rows, targets and weights, checked.

    classes  the labels, sorted
    targets  one vector of zeros and ones for the second of two classes, and one for each of K classes
    weights  a list of n numbers, or None where all rows count the same
    share    each row's part of the total weight: a vector, or the one number that all rows have in common
    lean     whether nothing of the length of X may be kept
    """

    def __init__(self, xp: Backend, X: Any, y: Any, sample_weight: Any, options: Options) -> None:
        self.xp = xp
        self.names = arrays.column_names(X)
        self.X = xp.asmatrix(X)
        self.rows, self.columns = self.X.shape
        self.weights = None if sample_weight is None else sample_weights(sample_weight, self.rows)
        if options.soft:
            self.classes: list[Any] = [0, 1]
            self.targets = [xp.asvector(probabilities(y, self.rows))]
        else:
            self._learn_labels(Labels(y, self.rows), options)
        self.total = float(self.rows) if self.weights is None else sum(self.weights)
        self.lean = self.rows * self.columns > LARGE
        self.share: Vector | float = 1.0 / self.rows
        if self.weights is not None:
            self.share = xp.asvector([weight / self.total for weight in self.weights])

    def _learn_labels(self, labels: Labels, options: Options) -> None:
        self.classes = labels.classes
        classes_to_tell_apart(self.classes)
        if options.class_weight is not None:
            weights = [1.0] * self.rows if self.weights is None else self.weights
            rows = [arrays.listed(labels.indicator(label), "y") for label in self.classes]
            sums = [sum([w for w, has in zip(weights, row) if has]) for row in rows]
            factors = class_weights(options.class_weight, self.classes, sums)
            self.weights = [w * sum([f * has for f, has in zip(factors, row)]) for w, row in zip(weights, zip(*rows))]
        shown = self.classes[1:] if len(self.classes) == 2 else self.classes
        self.targets = [self.xp.asvector(labels.indicator(label), "y") for label in shown]

    def shares(self) -> Vector:
        """Each row's share, as a vector in any case."""
        return self.xp.full(self.rows, self.share) if isinstance(self.share, float) else self.share

    def moments(self) -> tuple[list[float], list[float]]:
        """Each column's mean and deviation."""
        mean, deviation = self.xp.moments(self.X, self.shares())
        return self.xp.tolist(mean), self.xp.tolist(deviation)

    def blocks(self, coordinates: Coordinates, order: Sequence[int]) -> Iterable[Rows]:
        """The rows in these coordinates, with the targets in that order."""
        design = coordinates.design(self.xp, self.X)
        return in_blocks(self.xp, design, self.share, [self.targets[k] for k in order])

    def rows_at(self, chosen: list[int]) -> tuple[Matrix, list[Vector], list[float] | None]:
        """Some rows: X, the targets and the weights."""
        weights = None if self.weights is None else [self.weights[i] for i in chosen]
        return self.xp.take(self.X, chosen), [self.xp.take(y, chosen) for y in self.targets], weights

    def name(self, column: int) -> str:
        """A column as messages name it."""
        return repr(self.names[column]) if self.names else f"column {column}"


def sample_of(data: Data) -> Data | None:
    """Some of the rows as data of their own; None where there are not many, or not all classes among them."""
    if data.rows < MANY:
        return None
    part = Data.__new__(Data)
    part.xp, part.names, part.classes, part.lean = data.xp, data.names, data.classes, False
    part.X, part.targets, part.weights = data.rows_at(sample_rows(data.rows))
    part.rows, part.columns = part.X.shape
    part.total = float(part.rows) if part.weights is None else sum(part.weights)
    part.share = 1.0 / part.rows
    if part.weights is not None and part.total > 0.0:
        part.share = data.xp.asvector([weight / part.total for weight in part.weights])
    shares = [float(part.shares() @ target) for target in part.targets]
    return part if part.total > 0.0 and all([0.0 < share < 1.0 for share in shares]) else None


def sample_rows(rows: int) -> list[int]:
    """The numbers of the rows in the sample: the same for the same number of rows."""
    stream, size, stretch = SplitMix64(rows), min(rows // SHARE, MOST) // PIECES, rows // PIECES
    starts = [k * stretch + stream.below(stretch - size + 1) for k in range(PIECES)]
    return [i for start in starts for i in range(start, start + size)]
