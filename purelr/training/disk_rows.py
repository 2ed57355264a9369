"""Rows of numbers on disk, for data that are larger than memory: written once, read a chunk at a time, pass after pass.

A fit from here is that of the same rows in memory: every sum of the mathematics is one over blocks of rows, and it does
not matter where the blocks come from.
"""

from __future__ import annotations

from array import array
from math import hypot, sqrt

from ..basics.errors import refuse
from ..inputs.labels import classes_to_tell_apart
from ..inputs.weights import class_weights
from ..objective.logistic import in_blocks
from .data import Data, MemoryRows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, Optional

    from ..backends.base import Backend, Vector
    from ..objective.coordinates import Coordinates
    from ..objective.logistic import Rows
    from .options import Options

    Chunk = tuple[Any, list[int], list[float], Optional[list[float]]]

CHUNK = 1 << 18  # numbers in a chunk: 2 MB, and 10 MB as Python's objects


class Spool:
    """Temporary files of rows, and what `LogisticRegression.fit` wants to know of them: give it as X, with y=None.

    names    of the columns
    classes  the labels, in the order of their numbers in `append`
    offset   whether the rows have something that is added to their log-odds

    The files are gone after `with Spool(names, classes) as spool:`. OSError where the disk is full.
    """

    def __init__(self, names: Sequence[str], classes: Sequence[Any], offset: bool = False) -> None:
        self.offset = offset
        self.names: list[str] = list(names)
        self.classes: list[Any] = list(classes)
        self.count: int = 0
        self.counts: list[int] = [0] * len(classes)  # of rows, for each class
        self.class_weights: list[float] = [0.0] * len(classes)  # and the sum of their weights
        self._rows, self._ends = _Strip(len(names)), _Strip(3 if offset else 2)

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        for strip in (self._rows, self._ends):
            strip.file.close()

    @property
    def closed(self) -> bool:
        """Whether the files are gone."""
        return bool(self._rows.file.closed)

    def append(self, row: Sequence[float], label: int, weight: float = 1.0, offset: float = 0.0) -> None:
        """Add a row, of the class with that number."""
        self._rows.append(row)
        self._ends.append((label, weight, offset) if self.offset else (label, weight))
        self.count += 1
        self.counts[label] += 1
        self.class_weights[label] += weight

    def slice(self, first: int, rows: int) -> Chunk:
        """Some rows from one on: an n × p array of numbers, n classes, n weights, and n offsets, None for none."""
        ends: list[Any] = self._ends.slice(first, rows).tolist()
        labels, weights, *offsets = [list(column) for column in zip(*ends)]
        return self._rows.slice(first, rows), [int(label) for label in labels], weights, offsets[0] if offsets else None

    def chunks(self) -> Iterator[Chunk]:
        """All rows, some at a time."""
        size = max(1, CHUNK // len(self.names))
        for first in range(0, self.count, size):
            yield self.slice(first, min(size, self.count - first))

    def as_data(self, xp: Backend, options: Options) -> Data:
        """What a fit takes in place of rows in memory."""
        if options.soft:
            refuse("soft", "False for rows on disk", "True")
        if self.offset and (options.firth or len(self.classes) > 2):
            wanted = "None with firth=True" if options.firth else "None for three classes or more"
            refuse("offset", wanted, "offset(…) in the formula")
        present = [k for k, total in enumerate(self.class_weights) if total > 0.0]
        classes_to_tell_apart([self.classes[k] for k in present])
        if len(present) < len(self.classes):
            missing = [label for k, label in enumerate(self.classes) if k not in present]
            refuse("y", "of all classes where it is learnt from", f"none of {missing[0]!r}", "Hold out fewer rows.")
        factors = [1.0] * len(self.classes)
        if options.class_weight is not None:
            factors = class_weights(options.class_weight, self.classes, self.class_weights)
        return Data(xp, DiskRows(xp, self, factors), self.classes, self.names, lean=True)

    def deviations(self, xp: Backend) -> list[float]:
        """Each column's standard deviation."""
        return DiskRows(xp, self, [1.0] * len(self.classes)).moments()[1]


class _Strip:
    """A temporary file of rows of so many floats."""

    def __init__(self, width: int) -> None:
        from tempfile import TemporaryFile
        from weakref import finalize

        self.width = width
        self.file: Any = TemporaryFile(prefix="purelr-")  # noqa: SIM115  # it is closed with this object
        finalize(self, self.file.close)
        self.waiting = array("d")

    def append(self, row: Sequence[float]) -> None:
        self.waiting.extend(row)
        if len(self.waiting) >= CHUNK:
            self.flush()

    def flush(self) -> None:
        self.file.seek(0, 2)
        self.file.write(self.waiting.tobytes())
        self.waiting = array("d")

    def slice(self, first: int, rows: int) -> Any:
        if self.waiting:
            self.flush()
        self.file.seek(8 * self.width * first)
        return memoryview(self.file.read(8 * self.width * rows)).cast("d", (rows, self.width))


class DiskRows:
    """The rows of a spool, read again for each pass.

    factors  what the weight of a row is multiplied by, for each class
    """

    def __init__(self, xp: Backend, spool: Spool, factors: list[float]) -> None:
        self.xp = xp
        self.spool = spool
        self.factors = factors
        self.shape: tuple[int, int] = spool.count, len(spool.names)
        self.has_offset: bool = spool.offset
        self.total = sum([factor * total for factor, total in zip(factors, spool.class_weights)])

    @property
    def closed(self) -> bool:
        """Whether the files are gone."""
        return self.spool.closed

    def least_share(self) -> float:
        """One row's share, as if all counted the same: of the weights there is no list."""
        return 1.0 / self.shape[0]

    def counted(self, labels: list[int], weights: list[float]) -> list[float]:
        """How much each row counts, the weight of its class included."""
        return [weight * self.factors[label] for label, weight in zip(labels, weights)]

    def indicators(self, labels: list[int]) -> list[Vector]:
        """For each class that is shown, 1 for its rows and 0 for the others."""
        shown = range(1, 2) if len(self.factors) == 2 else range(len(self.factors))
        return [self.xp.asvector([1.0 if label == k else 0.0 for label in labels]) for k in shown]

    def moments(self) -> tuple[list[float], list[float]]:
        """Each column's mean and deviation, put together from those of the chunks (T. F. Chan, G. H. Golub and R. J.
        LeVeque, The American Statistician 37, 1983)."""
        xp = self.xp
        share, mean, deviation = 0.0, [0.0] * self.shape[1], [0.0] * self.shape[1]
        for X, labels, plain, _ in self.spool.chunks():
            weights = self.counted(labels, plain)
            total = sum(weights)
            if total == 0.0:
                continue
            part = total / self.total
            theirs = xp.moments(xp.asmatrix(X), xp.asvector([weight / total for weight in weights]))
            share += part
            for j, (m, d) in enumerate(zip(*map(xp.tolist, theirs))):
                step = m - mean[j]
                # By hypot, as the square of 1e200 overflows.
                apart = abs(step) * sqrt(part * (share - part) / share)
                deviation[j] = hypot(hypot(deviation[j], sqrt(part) * d), apart)
                mean[j] += step * (part / share)  # exact in the first piece: a constant is one in all of them
        return mean, deviation

    def blocks(self, coordinates: Coordinates, order: Sequence[int]) -> Iterable[Rows]:
        """All rows in these coordinates, with the targets in that order."""
        return _Blocks(self, coordinates, order)

    def some(self, chosen: list[int]) -> MemoryRows:
        """Some of the rows, in memory."""
        rows: list[list[float]] = []
        labels: list[int] = []
        weights: list[float] = []
        offsets: list[float] = []
        for first, size in _runs(chosen):
            X, some, plain, told = self.spool.slice(first, size)
            offsets.extend(told or [])
            rows.extend(X.tolist())
            labels.extend(some)
            weights.extend(self.counted(some, plain))
        offset = self.xp.asvector(offsets, "offset") if self.has_offset else None
        return MemoryRows(self.xp, self.xp.asmatrix(rows), self.indicators(labels), weights, offset)


class _Blocks:
    """The rows of a spool, read again each time that they are gone through."""

    def __init__(self, source: DiskRows, coordinates: Coordinates, order: Sequence[int]) -> None:
        self.source = source
        self.coordinates = coordinates
        self.order = order

    def __iter__(self) -> Iterator[Rows]:
        source, xp = self.source, self.source.xp
        for X, labels, plain, told in source.spool.chunks():
            ys = source.indicators(labels)
            shares = xp.asvector([weight / source.total for weight in source.counted(labels, plain)])
            design = self.coordinates.design(xp, xp.asmatrix(X))
            offset = None if told is None else xp.asvector(told, "offset")
            yield from in_blocks(xp, design, shares, [ys[k] for k in self.order], offset)


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Increasing numbers as runs of neighbours: where each begins, and how long it is.

    >>> _runs([3, 4, 5, 9])
    [(3, 3), (9, 1)]
    """
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == sum(runs[-1]):
            runs[-1] = runs[-1][0], runs[-1][1] + 1
        else:
            runs.append((number, 1))
    return runs
