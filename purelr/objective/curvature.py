"""The Hessian of F as what it does to a vector: for K classes of p coefficients its (K p)² entries are never made."""

from __future__ import annotations

from ..backends.blocks import add_up

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..backends.base import Vector
    from .logistic import Rows
    from .point import LossPoint

# What is put on the diagonal of the preconditioner, as a part of its largest entry: an intercept has no ridge.
LIFT = 1e-9


class Curvature:
    """∂²F/∂w² at a point, `times` a vector."""

    def __init__(self, point: LossPoint) -> None:
        self.point = point
        self.objective = point.objective
        # Rows in memory have room for their probabilities beside them; those on disk are read for each product.
        in_memory = isinstance(self.objective.blocks, list)
        self.kept: list[Callable[[Vector], Vector]] | None = list(self._products()) if in_memory else None

    def _rows(self) -> Iterator[tuple[Rows, list[Vector]]]:
        """Each block with its ŷ, which the point of a lean objective has not kept."""
        point, objective = self.point, self.objective
        for b, rows in enumerate(objective.blocks):
            if objective.lean:
                yield rows, objective.forward(objective.etas(rows, objective.split(point.coef)), rows.ys)[1]
            else:
                yield rows, point.probas[b]

    def _products(self) -> Iterable[Callable[[Vector], Vector]]:
        times = self.objective.xp.hessian_times
        return (times(rows.X, rows.shares(), probas) for rows, probas in self._rows())

    def times(self, d: Vector) -> Vector:
        """∂²F/∂w² d, without the pins: they curve steeply where d, a step between centred coefficients, has nothing but
        rounding, which conjugate gradients would blow up."""
        products = self._products() if self.kept is None else self.kept
        (total,) = add_up((product(d),) for product in products)
        product: Vector = total + self.objective.ridge * d
        return product

    def preconditioner(self) -> Callable[[Vector], Vector]:
        """r ↦ M⁻¹ r for each set, M = Xᵀ diag(s Σₖ ŷₖ (1 − ŷₖ)) X / K + ridge being the mean of the K blocks on the
        Hessian's diagonal: for one set it is the Hessian itself."""
        objective, xp = self.objective, self.objective.xp
        (gram,) = add_up((xp.gram(rows.X, self._spread(rows, probas)),) for rows, probas in self._rows())
        largest = max([row[i] for i, row in enumerate(xp.tolist(gram))])
        ridge = xp.split(objective.ridge, objective.sets)[0]
        return xp.solver(gram + xp.diagonal(ridge + (LIFT * largest or LIFT)))

    def _spread(self, rows: Rows, probas: list[Vector]) -> Vector:
        first, *others = [p * (1.0 - p) for p in probas]
        return (1.0 / len(probas)) * rows.shares() * sum(others, first)
