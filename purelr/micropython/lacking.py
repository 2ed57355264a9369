"""What Python has, the library needs, and MicroPython lacks, written in what MicroPython has.

The build takes a name that is defined here from here, wherever the sources import it from.
"""

from __future__ import annotations

from math import log

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class UserWarning(Exception):  # noqa: A001, N818
    """What the library's warnings are made from."""


class warnings:  # noqa: N801
    """The one function of that module that is used. It prints: a board has nobody else to tell."""

    @staticmethod
    def warn(message: str, category: type[Exception], stacklevel: int = 1) -> None:
        print(f"{category.__name__}: {message}")  # noqa: T201


def log1p(x: float) -> float:
    """ln(1 + x), which for a small x keeps its digits (W. Kahan, HP-15C Advanced Functions Handbook, 1982).

    >>> log1p(1e-20)
    1e-20
    """
    u = 1.0 + x
    return x if u == 1.0 else log(u) * x / (u - 1.0)


def fsum(values: Any) -> float:
    """The sum of the values without loss of digits (J. Shewchuk, Discrete & Computational Geometry 18, 1997).

    >>> fsum([1e100, 1.0, -1e100])
    1.0
    """
    parts: list[float] = []
    for x in values:
        left = []
        for y in parts:
            if abs(x) < abs(y):
                x, y = y, x  # noqa: PLW2901
            high = x + y
            low = y - (high - x)
            if low:
                left.append(low)
            x = high  # noqa: PLW2901
        parts = left + [x]
    return sum(parts)


def add(a: Any, b: Any) -> Any:
    return a + b


def sub(a: Any, b: Any) -> Any:
    return a - b


def mul(a: Any, b: Any) -> Any:
    return a * b
