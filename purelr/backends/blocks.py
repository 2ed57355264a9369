"""Sums over blocks of rows: the primitive under which an array, cache-sized blocks, a file and a cluster are alike."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


def add_up(parts: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    """The sum of tuples, entry by entry.

    >>> add_up([(1.0, 10.0), (2.0, 20.0)])
    (3.0, 30.0)
    """
    total: tuple[Any, ...] = ()
    for part in parts:
        total = tuple([a + b for a, b in zip(total, part)]) if total else part
    return total
