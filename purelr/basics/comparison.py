"""Numbers that are to be others, for tests: what fails is an AssertionError, with `python -O` too."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def close(actual: Any, expected: Any, tolerance: float = 0.0, scale: float = 1.0) -> None:
    """Raise AssertionError unless the numbers, or lists of them, agree to tolerance × the larger of scale and size."""
    if isinstance(expected, (list, tuple)):
        if len(actual) != len(expected):
            raise AssertionError(f"{len(actual)} values where {len(expected)} are expected")
        for a, e in zip(actual, expected):
            close(a, e, tolerance, scale)
    elif not abs(actual - expected) <= tolerance * max(scale, abs(expected)):
        raise AssertionError(f"{actual!r} is not {expected!r} to {tolerance:g}: off by {abs(actual - expected):.3g}")


def expect(holds: bool, message: object = "") -> None:
    """Raise AssertionError unless it holds; unlike the statement, `python -O` keeps it."""
    if not holds:
        raise AssertionError(str(message))
