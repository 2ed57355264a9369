"""How single rows bear on a fit."""

from __future__ import annotations

from math import copysign, exp, inf, log, log1p, sqrt

from ..backends.kernels import dot
from ..backends.pure import sigmoid
from ..backends.registry import choose
from ..basics.errors import refuse
from ..data.encoding import labels_of, numbers_of
from ..data.table import Table
from ..inputs import arrays, kinds
from ..inputs.labels import encode, probabilities
from ..objective.orthogonal import along
from .methods import information_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, ClassVar

    from ..inputs.arrays import Numbers
    from .information import Information


THROUGH = 1e-10  # of 1 − leverage: less is rounding, and the fit goes through the row


class Influence:
    """For each row, in the kind of X:

    fitted               ŷ, the probability of the second class
    pearson              (y − ŷ) / √(ŷ (1 − ŷ))
    deviance             ± √(2 · cross-entropy), with the sign of y − ŷ
    leverage             h = ŷ (1 − ŷ) xᵀ I⁻¹ x; over all rows, each as often as it counts, the number of coefficients
    standardized         pearson / √(1 − h); 0 where h is 1, as the fit goes through the row
    cooks_distance       pearson² h / (k (1 − h)²); inf where h is 1, as some coefficient rests on that row alone

    and k, the number of coefficients; `table` has all of them.
    """

    fitted: Numbers
    pearson: Numbers
    deviance: Numbers
    leverage: Numbers
    standardized: Numbers
    cooks_distance: Numbers

    columns: ClassVar[tuple[str, ...]] = ("fitted", "pearson", "deviance", "leverage", "standardized", "cooks_distance")

    def __init__(self, k: int, values: Iterable[Any]) -> None:
        self.k = k  # coefficients
        self.fitted, self.pearson, self.deviance, self.leverage, self.standardized, self.cooks_distance = values

    @property
    def table(self) -> Table:
        """The numbers of all rows as a Table."""
        return Table({name: arrays.listed(getattr(self, name), name) for name in self.columns})

    def __repr__(self) -> str:
        distances = list(self.cooks_distance)
        largest = max(distances)
        where = f"the largest Cook's distance {largest:.4g} in row {distances.index(largest)}"
        return f"<Influence of {len(distances)} rows on {self.k} coefficients: {where}>"


def influence(model: Any, X: Any, y: Any = None, *, offset: Any = None) -> Influence:
    """Residuals, leverage and Cook's distance of each row, for two classes and a fit without a penalty on these rows.

    They are those of one row; a row of weight 3 is three such rows. D. Pregibon, "Logistic regression diagnostics",
    Annals of Statistics 9 (1981); P. McCullagh and J. A. Nelder, Generalized Linear Models, 1989, chapter 12.

    >>> from purelr import LogisticRegression
    >>> X, y = [[0.5], [1.0], [1.5], [2.0], [2.5], [3.0]], [0, 0, 1, 0, 1, 1]
    >>> rows = influence(LogisticRegression(C=float("inf")).fit(X, y), X, y)
    >>> [round(h, 4) for h in rows.leverage], round(sum(rows.leverage), 9)
    ([0.2836, 0.3776, 0.3388, 0.3388, 0.3776, 0.2836], 2.0)
    """
    known = information_of(model)
    if len(known.classes) > 2:
        refuse("model", "of two classes, for residuals", f"{len(known.classes)}")
    y = labels_of(model, X, y)
    n = len(arrays.flat(y))
    targets = probabilities(y, n) if known.soft else encode(y, n, "y", known.classes)[1]
    return influence_of(model, X, targets, offset)


def influence_of(model: Any, X: Any, targets: list[Any], offset: Any = None) -> Influence:
    """The same for labels that are checked: 1 for the second class and 0 for the first, or between them."""
    known = information_of(model)
    etas = arrays.listed(model.decision_function(X, offset=offset), "X")
    arrays.same_length(targets, len(etas), "y")
    lines = [_line(*row, known.k) for row in zip(etas, targets, _spreads(model, known, X, offset))]
    return Influence(known.k, [kinds.like(X, list(column)) for column in zip(*lines)])


def _spreads(model: Any, known: Information, X: Any, offset: Any) -> list[float]:
    """xᵀ I⁻¹ x for each row, on axes where that is a sum of squares."""
    xp = choose(model.backend, X)
    columns = list(zip(*known.axes))
    design = known.coordinates_for(model).design(xp, numbers_of(model, X, offset, xp)[0])
    vectors = [[dot(row, column) for column in columns] for row in known.factor]  # type: ignore[arg-type]
    with xp.quiet():
        squares = [q * q for q in along(xp, design, vectors)]
        return [value / known.total for value in xp.tolist(sum(squares[1:], squares[0]))]


def _line(eta: float, y: float, spread: float, k: int) -> tuple[float, ...]:
    """One row's numbers. (y − ŷ) / √(ŷ (1 − ŷ)) is y e^(−η/2) − (1 − y) e^(η/2), in which nothing cancels."""
    proba, other = sigmoid(eta), sigmoid(-eta)
    half = min(max(0.5 * eta, -700.0), 700.0)
    pearson = y * exp(-half) - (1.0 - y) * exp(half)
    entropy = y * log1p(exp(-abs(eta))) + (1.0 - y) * log1p(exp(-abs(eta))) + max((1.0 - y) * eta, -y * eta)
    if 0.0 < y < 1.0:
        entropy += y * log(y) + (1.0 - y) * log(1.0 - y)
    variance = proba * other
    leverage = min(variance * spread, 1.0) if variance > 0.0 else 0.0  # a spread can be inf there
    rest = 1.0 - leverage
    deviance = copysign(sqrt(2.0 * max(entropy, 0.0)), pearson)
    if rest < THROUGH:
        return proba, pearson, deviance, leverage, 0.0, inf
    # The residual times the root of the leverage is (y − ŷ) √spread, which is finite where ŷ (1 − ŷ) is 1e-600.
    error = y * other - (1.0 - y) * proba
    moved = error * sqrt(spread) / rest if error != 0.0 else 0.0
    return proba, pearson, deviance, leverage, pearson / sqrt(rest), moved * moved / k
