"""Rows held back for a test: the same ones on every interpreter."""

from __future__ import annotations

from math import isfinite

from ..basics.errors import brief, refuse, whole
from ..basics.random_numbers import SplitMix64
from ..inputs.arrays import is_numpy, listed
from ..inputs.labels import encode
from .table import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def train_test_split(*arrays: Any, test_size: float = 0.25, random_state: int = 0, stratify: Any = None) -> list[Any]:
    """Each array cut in two by the same random choice of rows: [X_train, X_test, y_train, y_test, ...].

    test_size     the share of rows for the test, in (0, 1), or their number
    random_state  the seed; the same split on every interpreter
    stratify      labels whose shares are to be kept in both parts

    >>> X_train, X_test, y_train, y_test = train_test_split([[1], [2], [3], [4]], [0, 0, 1, 1], test_size=0.5)
    >>> X_train, X_test, y_train, y_test
    ([[2], [4]], [[3], [1]], [0, 1], [1, 0])
    """
    if not arrays:
        refuse("arrays", "at least one array", "none")
    arrays = tuple([selectable(array, "arrays") for array in arrays])
    n = len(arrays[0])
    for array in arrays[1:]:
        if len(array) != n:
            refuse("arrays", f"of one length, {n} rows", f"{len(array)} rows")
    n_test = _test_rows(test_size, n)
    stream = SplitMix64(whole("random_state", random_state, 0))
    order = stream.shuffled(list(range(n))) if stratify is None else _stratified(stratify, n, n_test, stream)
    parts = (order[n_test:], order[:n_test])
    return [rows_of(array, part) for array in arrays for part in parts]


def _test_rows(test_size: float, n: int) -> int:
    if isinstance(test_size, float) and isfinite(test_size) and 0.0 < test_size < 1.0:
        n_test = int(-(-test_size * n // 1))  # rounded up
    elif isinstance(test_size, int) and not isinstance(test_size, bool):
        n_test = test_size
    else:
        refuse("test_size", "a share between 0 and 1 or a number of rows", brief(test_size))
    if not 0 < n_test < n:
        refuse("test_size", f"such that both parts get rows of the {n}", brief(test_size))
    return n_test


def _stratified(labels: Any, n: int, n_test: int, stream: SplitMix64) -> list[int]:
    """All row numbers, the test's first: each class gives its share of the test, by largest remainder."""
    classes, codes = encode(labels, n)
    members = [[i for i in range(n) if codes[i] == k] for k in range(len(classes))]
    exact = [len(rows) * n_test / n for rows in members]
    quota = [int(share) for share in exact]
    by_remainder = sorted(range(len(classes)), key=lambda k: (quota[k] - exact[k], k))
    for k in by_remainder[: n_test - sum(quota)]:
        quota[k] += 1
    _keep_one_of_each(quota, [len(rows) for rows in members])
    shuffled = [stream.shuffled(rows) for rows in members]
    test = [i for rows, q in zip(shuffled, quota) for i in rows[:q]]
    train = [i for rows, q in zip(shuffled, quota) for i in rows[q:]]
    return stream.shuffled(test) + stream.shuffled(train)


def _keep_one_of_each(quota: list[int], sizes: list[int]) -> None:
    """Leave a row of each class to learn from, where another class has one to spare for the test."""
    for k, size in enumerate(sizes):
        if quota[k] == size:
            spare = max(range(len(sizes)), key=lambda j: sizes[j] - quota[j])
            if sizes[spare] - quota[spare] > 1:
                quota[k] -= 1
                quota[spare] += 1


def selectable(array: Any, argument: str) -> Any:
    """What `rows_of` takes rows of: a dict of columns as a Table, and what is no array as a list."""
    if isinstance(array, dict) and not hasattr(array, "toarray"):
        return Table(array)
    return array if picks(array) else listed(array, argument)


def picks(array: Any) -> bool:
    """Whether the array can give several rows at once by itself: an ndarray, a table, or a data frame or series."""
    return is_numpy(array) or any([hasattr(array, name) for name in ("iloc", "to_numpy", "take")])


def rows_of(array: Any, index: list[int]) -> Any:
    if hasattr(array, "iloc"):
        return array.iloc[index]
    if hasattr(array, "take") and not is_numpy(array) and not hasattr(array, "gather"):  # ours, and pyarrow's
        return array.take(index)
    return array[index] if picks(array) else [array[i] for i in index]
