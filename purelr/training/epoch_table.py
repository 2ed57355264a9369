"""One epoch of gradient descent, shown: each step for a few rows, then the summed gradient and the update."""

from __future__ import annotations

from math import isfinite

from ..basics.errors import brief, refuse, whole
from ..basics.text import escape, notebook_table, spoken, terminal_table
from ..inputs.arrays import listed
from ..objective.logistic import Logistic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..backends.base import Vector
    from ..objective.logistic import Objective
    from ..solvers.gradient_descent import GradientDescent


class RowSteps:
    """One row's way through an epoch."""

    def __init__(self, row: int, x: list[float], z: float, proba: float, y: float, loss: float, share: float) -> None:
        self.row = row
        self.x = x  # inputs, with the 1 of the intercept first
        self.z = z  # log-odds, x · w
        self.proba = proba  # ŷ = σ(z)
        self.y = y
        self.loss = loss  # −[y ln ŷ + (1 − y) ln(1 − ŷ)]
        self.error: float = proba - y  # ŷ − y
        self.gradient: list[float] = [
            value * (share * self.error) for value in x
        ]  # this row's part of the mean gradient

    def __repr__(self) -> str:
        return f"<RowSteps of row {self.row}: z {self.z:.5g}, ŷ {self.proba:.5g}, y {self.y:g}, loss {self.loss:.5g}>"


class EpochTable:
    """One epoch: `names`, `weights`, `rows`, `gradient`, `update`, `new_weights`, `loss` and `new_loss`.

    Prints as a table for the terminal; in a notebook it shows itself as HTML.
    """

    loss: float
    new_loss: float

    def __init__(
        self,
        epoch: int,
        learning_rate: float,
        names: list[str],
        rows: list[RowSteps],
        weights: list[float],
        gradient: list[float],
        new_weights: list[float],
        losses: tuple[float, float],
    ) -> None:
        self.epoch = epoch
        self.learning_rate = learning_rate
        self.names = names
        self.rows = rows
        self.weights = weights
        self.gradient = gradient
        self.update: list[float] = [-(learning_rate * g) for g in gradient]
        self.new_weights = new_weights
        self.loss, self.new_loss = losses

    @property
    def title(self) -> str:
        return f"Epoch {self.epoch}, learning rate {self.learning_rate:g}"

    def _forward_table(self) -> tuple[list[str], list[list[str]]]:
        header = ["row", "z = x · w", "ŷ = σ(z)", "y", "loss", "error ŷ − y"]
        lines = [[str(r.row), *map(_number, (r.z, r.proba, r.y, r.loss, r.error))] for r in self.rows]
        return header, lines

    def _parts_table(self) -> tuple[list[str], list[list[str]]]:
        header = ["weight", "w", *[text for r in self.rows for text in (f"x, row {r.row}", f"grad, row {r.row}")]]
        lines = []
        for j, name in enumerate(self.names):
            shown = [value for r in self.rows for value in (r.x[j], r.gradient[j])]
            lines.append([name, *map(_number, (self.weights[j], *shown))])
        return header, lines

    def _update_table(self) -> tuple[list[str], list[list[str]]]:
        header = ["weight", "w", "gradient, all rows", "update", "new w"]
        columns = zip(self.weights, self.gradient, self.update, self.new_weights)
        return header, [[name, *map(_number, numbers)] for name, numbers in zip(self.names, columns)]

    def _sums(self) -> str:
        return f"Mean loss with the old weights {_number(self.loss)}, with the new ones {_number(self.new_loss)}."

    def tables(self) -> list[tuple[str, list[str], list[list[str]]]]:
        """Its three tables as text: a caption, the header, and the lines of cells of each."""
        return [
            ("From inputs to loss, row by row", *self._forward_table()),
            ("Each row's part of the mean gradient, (ŷ − y) x / n", *self._parts_table()),
            ("The update, −learning rate × gradient", *self._update_table()),
        ]

    def __str__(self) -> str:
        tables = [f"{caption}\n\n{terminal_table(header, lines)}" for caption, header, lines in self.tables()]
        return spoken("\n\n".join([self.title, *tables, self._sums()]))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        tables = "".join([notebook_table(*table) for table in self.tables()])
        return f"<div><p><strong>{escape(self.title)}</strong></p>{tables}<p>{escape(self._sums())}</p></div>"


def _number(value: float) -> str:
    return f"{value:.5g}"


def epoch_table(
    objective: Objective,
    solver: GradientDescent,
    start: list[float],
    rows: Sequence[int] | None,
    epoch: int,
    names: list[str] | None,
    intercept: bool,
) -> EpochTable:
    """Run the trainer up to that epoch and look into it: what the table shows is what the trainer computed."""
    if not hasattr(solver, "step"):
        refuse("solver", "gradient descent, for an epoch to be shown", brief(solver), 'Use solver="gd".')
    if not isinstance(objective, Logistic):
        refuse("y", "of two classes, for an epoch to be shown", "more")
    xp = objective.xp
    with xp.quiet():
        before = objective.at(xp.asvector(start))
        for _ in range(whole("epoch", epoch, 1) - 1):
            before = solver.step(objective, before)
        after = solver.step(objective, before)
        if not isfinite(after.value):
            refuse("learning_rate", f"small enough for {epoch} epochs without overflow", f"{solver.learning_rate:g}")
        steps = _row_steps(objective, before.coef, rows)
    weights = xp.tolist(before.coef)
    columns = names or [f"column {j}" for j in range(len(weights) - intercept)]
    return EpochTable(
        epoch,
        solver.learning_rate,
        ["intercept", *columns] if intercept else columns,
        steps,
        weights,
        xp.tolist(before.gradient),
        xp.tolist(after.coef),
        (before.value, after.value),
    )


def _row_steps(objective: Logistic, coef: Vector, rows: Sequence[int] | None) -> list[RowSteps]:
    """The chosen rows' numbers, from the blocks in which the trainer computes them."""
    n = sum([block.X.shape[0] for block in objective.blocks])
    chosen = range(min(n, 3)) if rows is None else listed(rows, "rows")
    if not chosen:
        refuse("rows", "at least one row number", "none")
    for row in chosen:
        if whole("rows", row, 0) >= n:
            refuse("rows", f"row numbers below {n}, counted from 0", brief(row))
    lines = {}
    first = 0
    for block in objective.blocks:
        X, (y,) = block.X, block.ys
        (eta,) = etas = objective.linear_predictor(X, [coef])
        loss, (proba,) = objective.forward(etas, block.ys)
        columns = [objective.xp.tolist(array) for array in (X, eta, proba, y, loss, block.shares())]
        for row in chosen:
            if first <= row < first + X.shape[0]:
                lines[row] = [column[row - first] for column in columns]
        first += X.shape[0]
    return [RowSteps(row, *lines[row]) for row in chosen]
