"""How good the scores and probabilities of two classes are: calibration, and the threshold that costs least."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from math import fsum, inf

from ..basics.distributions import chi2_tail
from ..basics.errors import brief, positive, refuse, whole
from ..basics.floats import power_of_two
from .curves import falling, ties, two_classes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..basics.concordance import Tied


def brier_score(y_true: Any, y_proba: Any, sample_weight: Any = None) -> float:
    """The mean of (probability of the second class − 1 if it is the row's, or 0)² (G. W. Brier, 1950).

    >>> round(brier_score([0, 1, 1], [0.1, 0.8, 0.6]), 12)
    0.07
    """
    codes, probas, weights = _probabilities(y_true, y_proba, sample_weight)
    return sum([w * (p - y) ** 2 for w, p, y in zip(weights, probas, codes)]) / sum(weights)


def calibration_table(y_true: Any, y_proba: Any, groups: int = 10, sample_weight: Any = None) -> list[dict[str, float]]:
    """Rows grouped by their probability, about as many in each group, as a list of dicts:

    low, high   the group's smallest and largest probability
    n           its number of rows, each counted as often as its weight says
    mean_proba  the mean of its probabilities
    share       the share of the second class among its rows: near mean_proba where probabilities are right

    Equal probabilities are never parted, so there are fewer groups where there are few different ones.

    y_proba     n probabilities of the second class, or n × 2

    >>> table = calibration_table([0, 0, 1, 0, 1, 1], [0.1, 0.2, 0.3, 0.6, 0.7, 0.8], groups=2)
    >>> [(group["n"], round(group["mean_proba"], 3), round(group["share"], 3)) for group in table]
    [(3.0, 0.2, 0.333), (3.0, 0.7, 0.667)]
    """
    return groups_of(ties(*_probabilities(y_true, y_proba, sample_weight)), groups)


def groups_of(probas: Tied, groups: int = 10) -> list[dict[str, float]]:
    """The same for rows that are checked and counted."""
    members = iter(probas)
    counts = _even([true + false for _, true, false in probas], whole("groups", groups, 2))
    return [_group([next(members) for _ in range(count)]) for count in counts]


def hosmer_lemeshow(y_true: Any, y_proba: Any, groups: int = 10, sample_weight: Any = None) -> dict[str, Any]:
    """The test that a model's probabilities are right, on the rows that it was fitted on: chi2, df, p_value, and table.

    chi2 = Σ n (share − mean_proba)² / (mean_proba (1 − mean_proba)) over G groups, with G − 2 degrees of freedom
    (D. W. Hosmer and S. Lemeshow, 1980). The groups are those of R's ResourceSelection::hoslem.test: they end at the
    quantiles of the probabilities (R's type 7), and where more than one of these is the smallest probability, its rows
    are in one group with the next. Other groups give another p. `table` is like that of `calibration_table`.

    >>> import purelr
    >>> cancer = purelr.load_breast_cancer()
    >>> X = [row[:2] for row in cancer.data]
    >>> model = purelr.LogisticRegression(C=float("inf")).fit(X, cancer.target)
    >>> test = hosmer_lemeshow(cancer.target, model.predict_proba(X))
    >>> test["df"], round(test["p_value"], 4)
    (8, 0.0064)
    """
    return misfit(*_probabilities(y_true, y_proba, sample_weight), groups)


def misfit(codes: list[int], probas: list[float], weights: list[float], groups: int = 10) -> dict[str, Any]:
    """The same for rows that are checked, of code 1 or 0."""
    rows = sum([weight > 0.0 for weight in weights])
    if whole("groups", groups, 2) > max(rows, 10):
        refuse("groups", f"at most {rows}, the number of rows", brief(groups))
    steps = ties(codes, probas, weights)
    ends = _quantiles([p for p, _, _ in steps], list(accumulate([true + false for _, true, false in steps])), groups)
    ends = [end for end in ends if end > steps[0][0]]
    members: dict[int, Tied] = {}
    for step in steps:
        members.setdefault(bisect_left(ends, step[0]), []).append(step)
    table = [_group(found) for found in members.values()]
    if len(table) < 3:
        refuse("y_proba", "of values for at least three groups", f"{len(table)}")
    if not all([0.0 < group["mean_proba"] < 1.0 for group in table]):
        refuse("y_proba", "between 0 and 1 in each group", "a group of 0 or 1 alone")
    parts = [g["n"] * (g["share"] - g["mean_proba"]) ** 2 / (g["mean_proba"] * (1.0 - g["mean_proba"])) for g in table]
    chi2, df = sum(parts), len(table) - 2
    if chi2 - chi2 != 0.0:
        got = f"a group of {table[parts.index(max(parts))]['mean_proba']:.3g} in the mean, in which it happened"
        refuse("y_proba", "of a misfit within the range of a float", got)
    return {"chi2": chi2, "df": df, "p_value": chi2_tail(chi2, df), "table": table}


def _even(sizes: list[float], groups: int) -> list[int]:
    """How many neighbours to put together for groups of about one size: a group ends where one more would take it
    further from its share of what is left, and not before it has half of that."""
    unit = power_of_two(max(sizes))  # a share of 5e-324 is none; numbers of rows stay exact
    sizes = [size / unit for size in sizes]
    counts, left, size, count = [], sum(sizes), 0.0, 0
    each = share = left / groups
    for following in sizes:
        if count and size >= 0.5 * share and abs(size + following - share) > abs(size - share):
            counts.append(count)
            left, size, count = left - size, 0.0, 0
            share = left / max(min(groups - len(counts), round(left / each)), 1)
        size, count = size + following, count + 1
    if counts and size < 0.5 * share:
        counts[-1] += count
        return counts
    return [*counts, count]


def _group(steps: Tied) -> dict[str, float]:
    n, low, high = fsum([true + false for _, true, false in steps]), steps[0][0], steps[-1][0]
    mean = min(max(fsum([(true + false) * p for p, true, false in steps]) / n, low), high)  # of equal ones that one
    share = fsum([true for _, true, _ in steps]) / n
    return {"low": low, "high": high, "n": n, "mean_proba": mean, "share": share}


def _quantiles(values: list[float], upto: list[float], parts: int) -> list[float]:
    """The inner ends of the parts, for sorted values and their cumulated weights."""
    ends = []
    for k in range(1, parts):
        place = (upto[-1] - 1.0) * k / parts
        low, high = [values[min(bisect_right(upto, at), len(values) - 1)] for at in (place // 1.0, place // 1.0 + 1.0)]
        ends.append(low + place % 1.0 * (high - low))
    return ends


def best_threshold(
    y_true: Any,
    y_score: Any,
    *,
    false_positive_cost: float = 1.0,
    false_negative_cost: float = 1.0,
    sample_weight: Any = None,
) -> tuple[float, float]:
    """(threshold, mean cost of a row): call a row positive where its score is at least the threshold.

    It is the threshold that would have cost least on these rows, the highest if there are several; inf says never. For
    probabilities that are right it is false_positive_cost / (false_positive_cost + false_negative_cost) in the long run
    (C. Elkan, IJCAI 2001).

    >>> best_threshold([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], false_negative_cost=5.0)
    (0.35, 0.25)
    """
    false_positive = positive("false_positive_cost", false_positive_cost)
    false_negative = positive("false_negative_cost", false_negative_cost)
    steps = [(inf, 0.0, 0.0), *falling(ties(*two_classes(y_true, y_score, sample_weight)))]
    _, hits, alarms = steps[-1]
    if not (hits > 0.0 and alarms > 0.0):
        refuse("sample_weight", "above 0 in both classes", "0 in one of them")
    costs = [false_positive * a + false_negative * (hits - h) for _, h, a in steps]
    best = costs.index(min(costs))
    return steps[best][0], costs[best] / (hits + alarms)


def _probabilities(y_true: Any, y_proba: Any, sample_weight: Any) -> tuple[list[int], list[float], list[float]]:
    codes, probas, weights = two_classes(y_true, y_proba, sample_weight, "y_proba")
    in_unit_interval(probas)
    return codes, probas, weights


def in_unit_interval(probas: list[float]) -> None:
    """Refuse numbers that are no probabilities."""
    for i, p in enumerate(probas):
        if not 0.0 <= p <= 1.0:
            refuse("y_proba", "in 0..1", f"{p} in row {i}")
