"""K classes: the objective over K sets of coefficients, of which a penalty makes one choice."""

from __future__ import annotations

from ..basics.floats import EPSILON
from .logistic import Objective

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..backends.base import Backend, Matrix, Vector
    from .logistic import Rows


class Multinomial(Objective):
    """K classes: the coefficients lie end to end, one of the `sets` for each y of a block.

    With `baseline` there is one more class, the first, whose coefficients are 0 and not among the others. Without it
    any vector can be added to the coefficients of all classes and the probabilities stay. A ridge makes them unique,
    with the sum over the classes 0 in every column; but where the ridge is small, that is a flat valley. So in the
    columns `pinned` there is a term (Σₖ wₖⱼ)² / 2K² besides, which is 0 at the optimum and makes the valley round: it
    curves by 1/K across it, as the loss does in the other directions where all classes are as probable.
    """

    def __init__(
        self,
        xp: Backend,
        blocks: Iterable[Rows],
        sets: int,
        ridge: list[float],
        lasso: list[float] | None = None,
        baseline: bool = False,
        pinned: Sequence[int] = (),
    ) -> None:
        super().__init__(xp, blocks, ridge, lasso)
        self.baseline = baseline
        self.sets = sets
        self.width: int = len(ridge) // self.sets
        self.pinned = pinned
        self.pins: Vector = xp.asvector([float(j in pinned) for j in range(self.width)])
        self.stiffness: float = 1.0 / self.sets**2

    def forward(self, etas: list[Vector], ys: list[Vector]) -> tuple[Vector, list[Vector]]:
        if not self.baseline:
            return self.xp.softmax(etas, ys)
        rest = 1.0 - ys[0]
        for y in ys[1:]:
            rest = rest - y
        loss, probas = self.xp.softmax([0.0 * etas[0]] + etas, [rest] + ys)
        return loss, probas[1:]

    def rests(self, etas: list[Vector], probas: list[Vector]) -> list[Vector]:
        if self.baseline:  # without a penalty the loss has no optimum where it is that small
            return [1.0 - p for p in probas]
        sums = []
        for k in range(self.sets):
            others = [p for m, p in enumerate(probas) if m != k]
            total = others[0]
            for p in others[1:]:
                total = total + p
            sums.append(total)
        return sums

    def beyond(self, coef: Vector) -> tuple[float, Vector]:
        penalty, shrunk = super().beyond(coef)
        if not self.pinned:
            return penalty, shrunk
        first, *others = self.split(coef)
        total = self.pins * sum(others, first)
        square = float(total @ total)
        if square <= (EPSILON * self.sets) ** 2 * self.sets * float(coef @ coef):
            return penalty, shrunk  # rounding, which of a tiny loss would drown the gradient
        return penalty + 0.5 * self.stiffness * square, shrunk + self.join([self.stiffness * total] * self.sets)

    def centred(self, coef: Vector) -> Vector:
        first, *others = parts = self.split(coef)
        mean = (1.0 / self.sets) * self.pins * sum(others, first)
        return self.join([part - mean for part in parts])

    def _assembled(self, grams: dict[tuple[int, int], Matrix]) -> Matrix:
        lists = {pair: self.xp.tolist(gram) for pair, gram in grams.items()}
        rows = []
        for k in range(self.sets):
            parts = [lists[max(k, m), min(k, m)] for m in range(self.sets)]
            rows.extend([[value for part in parts for value in part[j]] for j in range(self.width)])
        for j in self.pinned:
            for k in range(j, self.size, self.width):
                for m in range(j, self.size, self.width):
                    rows[k][m] += self.stiffness
        return self.xp.asmatrix(rows)
