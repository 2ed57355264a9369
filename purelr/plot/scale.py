"""Axes: where a value lies between the two ends, and which round values get a tick."""

from __future__ import annotations

from math import ceil, floor, isfinite, log10

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST, TINY, MOST = 5e-324, 1e-290, 1.7e308  # the ends of the floats, and what is too near to 0 for a scale


class Axis:
    """An axis from `low` to `high`, on a logarithmic scale where `log` says so, or of places 0, 1, … with `names`.

    >>> axis = Axis("share", 0.0, 1.0)
    >>> axis.place(0.25), [text for _, text in axis.ticks]
    (0.25, ['0', '0.2', '0.4', '0.6', '0.8', '1'])
    """

    def __init__(
        self, label: str, low: float, high: float, log: bool = False, names: Sequence[str] | None = None
    ) -> None:
        if high / 2 - low / 2 <= max(1e-12 * max(abs(low), abs(high)), 0.0 if log else TINY):
            around = abs(low) / 2 if abs(low) > TINY else 0.5  # all values are one: it goes into the middle
            low, high = max(low - around, -MOST), min(high + around, MOST)
        self.label: str = label
        self.log: bool = log
        self.names: Sequence[str] | None = names
        self.low: float = low
        self.high: float = high
        if names is None:
            values = decades(low, high) if log else round_values(low, high)
            self.ticks: list[tuple[float, str]] = [(value, number(value)) for value in values]
        else:
            self.ticks = [(float(place), name) for place, name in enumerate(names)]

    def place(self, value: float) -> float:
        """Where the value lies: 0 at the low end, 1 at the high end."""
        low, high = self.low, self.high
        if self.log:
            value, low, high = log10(value), log10(low), log10(high)
        return (value / 2 - low / 2) / (high / 2 - low / 2)  # halved: a span up to 3.6e308 overflows


def axis_around(label: str, values: Sequence[float], log: bool = False) -> Axis:
    """An axis that holds all the values, with a little room at both ends."""
    low, high = min(values), max(values)
    if log and low > 0.0:
        room = 10.0 ** (0.04 * (log10(high) - log10(low)))
        return Axis(label, max(low / room, LEAST), min(high * room, MOST), log=high > low)
    room = (high / 2 - low / 2) * 0.08
    return Axis(label, max(low - room, -MOST), min(high + room, MOST))


def round_values(low: float, high: float, most: int = 6) -> list[float]:
    """The multiples of 1, 2 or 5 × 10ᵏ between low and high, `most` at most.

    >>> round_values(-3.0, 8.0)
    [-2.0, 0.0, 2.0, 4.0, 6.0, 8.0]
    """
    step = max((high / most - low / most), 1e-300)
    power = 10.0 ** floor(log10(step))
    for factor in (1.0, 2.0, 5.0, 10.0, 20.0):
        unit = factor * power
        first, last = ceil(low / unit - 1e-9), floor(high / unit + 1e-9)
        if last - first < most:
            break
    values = [k * unit for k in range(first, last + 1)]
    return [value for value in values if isfinite(value)]


def decades(low: float, high: float) -> list[float]:
    """Ticks of a logarithmic axis: 1, 2 and 5 × 10ᵏ, or every so many powers of ten alone."""
    first, last = floor(log10(low)), min(ceil(log10(high)), 308)
    powers = [10.0**k for k in range(first, last + 1, (last - first) // 6 + 1)]
    for values in ([factor * power for power in powers for factor in (1.0, 2.0, 5.0)], powers):
        inside = [value for value in values if low <= value <= high]
        if 2 <= len(inside) <= 7:
            return inside
    return [value for value in round_values(low, high) if value >= low]


def number(value: float, digits: int = 4) -> str:
    """A number for a reader: a few digits, and a real minus sign.

    >>> number(-0.12345678), number(1e-9)
    ('−0.1235', '1e−9')
    """
    text = f"{value:.{digits}g}"
    for written, meant in (("e+0", "e"), ("e-0", "e-"), ("e+", "e"), ("-", "−")):
        text = text.replace(written, meant)
    return "0" if text == "−0" else text
