"""How often the true have the higher score: the area under the ROC curve, and the c-index of a fit."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Tied = list[tuple[float, float, float]]


def tied(rows: Iterable[tuple[float, float, float]]) -> Tied:
    """(score, weight of the true, weight of the others) of each distinct score, rising; what weighs nothing is gone."""
    sums: dict[float, list[float]] = {}
    for score, true, false in rows:
        if true > 0.0 or false > 0.0:
            both = sums.setdefault(score, [0.0, 0.0])
            both[0] += true
            both[1] += false
    return [(score, sums[score][0], sums[score][1]) for score in sorted(sums)]


def concordance(scores: Tied) -> float | None:
    """The share of the pairs of a true and another row in which the true one has the higher score, a tie being half (J.
    A. Hanley and B. J. McNeil, Radiology 143, 1982); None where there are no pairs.

    >>> concordance(tied([(0.1, 0, 1), (0.4, 0, 1), (0.35, 1, 0), (0.8, 1, 0)]))
    0.75
    """
    above = below = won = 0.0
    for _, true, false in scores:
        won += true * (below + 0.5 * false)
        above, below = above + true, below + false
    return won / (above * below) if above and below else None
