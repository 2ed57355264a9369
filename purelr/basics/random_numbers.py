"""A small generator of random numbers that gives the same numbers on every interpreter.

SplitMix64: G. L. Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
Integers and one exact division alone, so nothing depends on the platform's `libm` or on the version of `random`,
whose `shuffle` and `choice` may change between releases.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    T = TypeVar("T")

_MASK = (1 << 64) - 1


class SplitMix64:
    """A stream of random numbers from an integer seed.

    >>> SplitMix64(1234567).next()
    6457827717110365317
    """

    def __init__(self, seed: int) -> None:
        self.state: int = seed & _MASK

    def next(self) -> int:
        """The next integer in [0, 2⁶⁴)."""
        self.state = (self.state + 0x9E3779B97F4A7C15) & _MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return z ^ (z >> 31)

    def uniform(self) -> float:
        """The next number in [0, 1): a multiple of 2⁻⁵³, so exact."""
        return (self.next() >> 11) / 9007199254740992.0

    def below(self, n: int) -> int:
        """The next whole number in [0, n)."""
        return (self.next() * n) >> 64

    def shuffled(self, items: list[T]) -> list[T]:
        """A new list of the items in random order (Fisher and Yates)."""
        items = list(items)
        for last in range(len(items) - 1, 0, -1):
            pick = self.below(last + 1)
            items[last], items[pick] = items[pick], items[last]
        return items


def start_weights(seed: int, size: int) -> list[float]:
    """`size` random numbers in [−0.1, 0.1): small, so that every σ(z) starts near its steepest point."""
    stream = SplitMix64(seed)
    return [0.2 * stream.uniform() - 0.1 for _ in range(size)]
