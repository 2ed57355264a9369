"""What the page draws of one epoch, as numbers: the page itself computes none."""

from __future__ import annotations

from math import ceil, floor, log10

from purelr import LR

LEVELS = (-2.1972245773362196, 0.0, 2.1972245773362196)  # the log-odds of the probabilities 0.1, 0.5 and 0.9


def reach_of(model, rows: list[list[float]]) -> float:
    """A round number that no row's log-odds is beyond, and 4 at least."""
    return _round_up(max([4.0] + [abs(z) for z in model.decision_function(rows)]))


def sigmoid(model, reach: float, z: list[float], y: list[int]) -> dict:
    """The curve σ from −reach to reach, and each row's (z, σ(z), y) on it."""
    reach = _round_up(max([reach] + [abs(value) for value in z]))
    across = [reach * step / 60.0 for step in range(-60, 61)]
    sigma = LR(backend="pure").sigmoid
    return {"reach": reach, "curve": list(zip(across, sigma(across))), "rows": list(zip(z, sigma(z), y))}


class Plane:
    """Two columns of a lesson, in the units of the file; all others are held at their means.

    With one column, the other axis is the class: 0 below and 1 above.
    """

    def __init__(self, lesson, across: str, up: str) -> None:
        self.lesson = lesson
        self.places = [lesson.columns.index(name) if name in lesson.columns else 0 for name in (across, up)]
        self.flat = self.places[0] == self.places[1]
        self.box = [_range([row[place] for row in lesson.raw]) for place in self.places]
        if self.flat:
            self.box[1] = [-0.5, 1.5]

    def points(self, shown: range) -> list[tuple[float, float, int]]:
        """The rows shown: (across, up, class)."""
        a, b = self.places
        raw, y = self.lesson.raw, self.lesson.y
        # With one column, rows of a class are spread a little, so that they do not hide one another.
        ups = [y[i] + (i * 37 % 100 - 50) / 200.0 if self.flat else raw[i][b] for i in shown]
        return [(raw[i][a], up, y[i]) for i, up in zip(shown, ups)]

    def boundary(self, model) -> dict:
        """Where the probability is above 0.1, 0.5 and 0.9: three parts of the box; and the line of 0.5."""
        (left, right), (low, high) = self.box
        corners = [(left, low), (right, low), (right, high), (left, high)]
        z = model.decision_function(self._inputs(corners))
        parts = [_above(corners, z, level)[0] for level in LEVELS]
        return {"box": self.box, "parts": parts, "line": _above(corners, z, 0.0)[1], "flat": self.flat}

    def _inputs(self, points: list[tuple[float, float]]) -> list[list[float]]:
        """Points of the plane as rows for the model."""
        rows = []
        for point in points:
            row = list(self.lesson.scaler.mean_)
            for place, value in zip(self.places[: 1 if self.flat else 2], point):
                row[place] = value
            rows.append(row)
        return self.lesson.scaler.transform(rows) if self.lesson.scale else rows


def _above(corners: list[tuple[float, float]], z: list[float], level: float) -> tuple[list, list]:
    """The part of a polygon where z, which is linear, is above a level; and the line where it is the level."""
    part, line = [], []
    for k, (here, there) in enumerate(zip(corners, corners[1:] + corners[:1])):
        a, b = z[k] - level, z[(k + 1) % len(z)] - level
        if a > 0.0:
            part.append(here)
        if (a > 0.0) != (b > 0.0):
            share = a / (a - b)
            crossing = tuple([p + share * (q - p) for p, q in zip(here, there)])
            part.append(crossing)
            line.append(crossing)
    return part, line


def _range(values: list[float]) -> list[float]:
    """From the smallest to the largest, with a margin."""
    low, high = min(values), max(values)
    margin = 0.05 * (high - low) or 1.0
    return [low - margin, high + margin]


def _round_up(x: float) -> float:
    """The next multiple of half a power of ten."""
    half = 0.5 * 10.0 ** floor(log10(x))
    return ceil(x / half) * half
