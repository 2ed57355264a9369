"""Progress of long work, on a terminal."""

from __future__ import annotations

import sys
from time import perf_counter

from ..data.csv_file import CSVFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


SHOWN = 2.0  # seconds that a piece of work may take before its progress is shown


def watched(model: Any, X: Any, y: Any, weights: Any, offset: Any = None) -> Any:
    """The model, fitted while its progress is shown."""
    progress = Progress("fitting", unit="iterations")
    model.callback = lambda record: progress.at(record.iteration, note=f", the gradient is {record.gradient_norm:.1e}")
    try:
        return model.fit(X, y, weights, offset=offset)
    finally:
        progress.end()
        model.callback = None


class Progress:
    """Work under way, with its rate and the time left, in one line of a terminal; nothing where there is none, or where
    it is over soon."""

    def __init__(self, what: str, total: int = 0, unit: str = "rows") -> None:
        self.what = what
        self.total = total
        self.unit = unit
        self.begin: float = perf_counter()
        self.next: float = self.begin + SHOWN
        self.shown: bool | Any = sys.stderr is not None and sys.stderr.isatty()
        self.dirty: bool = False

    def at(self, done: int, share: float = 0.0, note: str = "") -> None:
        """So much is done; `share` of all, where that is known."""
        now = perf_counter()
        if not self.shown or now < self.next:
            return
        self.next = now + 0.2
        spent = now - self.begin
        text = f"{self.what}: {done:,} {self.unit}, {done / spent:,.0f} a second"
        if 0.0 < share <= 1.0:
            text += f", {share:.0%}, {_time(spent / share - spent)} left"
        sys.stderr.write(f"\r\x1b[K{text}{note}")
        sys.stderr.flush()
        self.dirty = True

    def watch(self, table: CSVFile) -> Iterator[tuple[int, list[str]]]:
        """The rows of a table as they are read."""
        for count, row in enumerate(table.rows(), 1):
            if count % 1000 == 0:
                self.at(count, table.position / table.size if table.size else 0.0)
            yield row
        self.end()

    def end(self) -> None:
        """Clear the line."""
        if self.dirty:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self.dirty = False


def _time(seconds: float) -> str:
    minutes, seconds = divmod(int(seconds + 0.5), 60)
    return f"{minutes}:{seconds:02d}" if minutes else f"{seconds} s"
