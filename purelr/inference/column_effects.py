"""Effects of a person's own columns, whatever numbers a model has made of them: each is followed to the log-odds.

The slope of a column x on the probability of class k is ∂ŷₖ/∂x = ŷₖ (aₖ − Σₘ ŷₘ aₘ), aₘ = ∂ηₘ/∂x = g wₘ (+ ∂o/∂x),
where g is ∂/∂x of the row of the model's numbers and o the offset; for a column as it is, g is 1 in its place. The
contrast of a level is ŷₖ with all rows having it less ŷₖ with all having the reference. Errors are by the delta method.
"""

from __future__ import annotations

from itertools import product
from math import sqrt

from ..backends.kernels import dot
from ..basics.errors import brief, refuse, suggestion
from ..data.cells import cells_of
from ..data.encoding import numbers_named
from ..data.frames import columns_of
from ..formula.slopes import slopes
from ..formula.steps import Design
from ..inputs import arrays
from ..objective.logistic import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from ..backends.base import Backend, Vector
    from ..data.columns import Column
    from ..data.encoding import Encoding
    from ..objective.coordinates import Coordinates
    from .information import Information

    # The effect on each class at each row; and the derivatives of the mean of class k's by the coefficients of class m.
    Effects = tuple[list[Vector], Callable[[int, int], list[float]]]
    Line = tuple[int, str, float, float, str]  # class, name, effect, standard error, kind

MOST = 10_000  # places of a grid


class ColumnEffects:
    """The effects of all columns, at all rows as they are or with some columns at given values.

    share   of each row in the mean
    offset  of each row's log-odds, beside what a formula adds, or None
    mean    whether the rows are to be their mean alone
    names   of the columns, for a model that was fitted to numbers
    """

    def __init__(
        self,
        model: Any,
        known: Information,
        xp: Backend,
        X: Any,
        share: list[float],
        offset: Any,
        mean: bool,
        names: list[str],
    ) -> None:
        self.known = known
        self.xp = xp
        self.encoding: Encoding = getattr(model, "encoding_", None) or numbers_named(names)
        self.table: dict[str, Any] = _table(X, [column.name for column in self.encoding.columns])
        self.coordinates: Coordinates = known.coordinates_for(model)
        self.share = share
        self.offset = offset
        self.mean = mean
        size = known.size
        self.coefs: list[list[float]] = [[0.0] * size] + [
            known.inner[k * size : (k + 1) * size] for k in range(known.sets)
        ]

    def lines(self, vcov: list[list[float]], at: dict[str, Any], discrete: Any) -> Iterator[Line]:
        """Each effect with its standard error; `at` are the values of some columns, each one or a list."""
        differences = discrete_columns(discrete, self.encoding, self.table)
        for setting in _grid(at, list(self.table)):
            said = ", ".join([f"{name}={value}" for name, value in setting.items()])
            held = {name: [value] * len(self.share) for name, value in setting.items()}
            numbers = self.encoding.numbers({**self.table, **held})
            if self.mean:
                numbers = [self._means(numbers)]
            place = 0
            for column in self.encoding.columns:
                width = len(column.names())
                if column.name not in setting:
                    for name, kind, found in self._of_column(column, place, numbers, differences):
                        for k, value, error in self._estimates(found, vcov):
                            yield k, f"{name} | {said}" if said else name, value, error, kind
                place += width

    def _means(self, numbers: Any) -> list[float]:
        xp = self.xp
        return list(xp.tolist(xp.moments(xp.asmatrix(numbers), xp.asvector(self.share))[0]))

    def _of_column(
        self, column: Column, place: int, numbers: Any, discrete: set[str]
    ) -> Iterator[tuple[str, str, Effects]]:
        """The name, the kind and the effect of a column of numbers, or of each level but the reference."""
        if column.levels is None:
            if column.name in discrete:
                low, high = [self._rows(_with(numbers, place, [value])) for value in (0.0, 1.0)]
                yield column.name, "change", self._difference(low, high)
            else:
                yield column.name, "slope", self._slope(numbers, place)
            return
        levels, width = column.levels, len(column.levels)
        first = 0 if column.reference is not None else 1  # a formula has an indicator for the reference too, the first
        start = self._rows(_with(numbers, place, [float(k < first) for k in range(width)]))
        for k in range(first, width):
            end = self._rows(_with(numbers, place, [float(i == k) for i in range(width)]))
            name = f"{column.name}={levels[k]}" if levels[k] else f"{column.name} missing"
            yield name, "contrast", self._difference(start, end)

    def _rows(self, numbers: Any) -> Rows:
        """Numbers of cells as rows in the solver's coordinates."""
        xp, design = self.xp, self.encoding.design
        X, own = (numbers, None) if design is None else design.through(numbers, "row {}".format)
        share = self.share if len(numbers) == len(self.share) else [1.0]
        offsets = [xp.asvector(part, "offset") for part in (self._told(len(numbers)), own) if part is not None]
        offset = sum(offsets[1:], offsets[0]) if offsets else None
        return Rows(xp, self.coordinates.design(xp, xp.asmatrix(X)), [], xp.asvector(share), None, offset)

    def _told(self, rows: int) -> Any:
        if self.offset is None or rows == len(self.offset):
            return self.offset
        return [dot(self.share, self.offset)]

    def _slope(self, numbers: Any, place: int) -> Effects:
        xp, rows, first = self.xp, self._rows(numbers), int(self.known.intercept)
        design = self.encoding.design
        if design is None:
            width = len(self.encoding.inputs())
            design = Design("", [["column", j] for j in range(width)], [], list(range(width)), [], None, True, [])
        moved, shifted = slopes(design, numbers, place)
        G = Rows(xp, xp.asmatrix(moved), [], rows.share)
        scale = self.coordinates.scale
        moves: list[Any] = [G.X @ xp.asvector([w / d for w, d in zip(coef[first:], scale)]) for coef in self.coefs]
        if shifted is not None:
            moves[1] = moves[1] + xp.asvector(shifted, "offset")
        probas = probabilities(rows, self.coefs, {})
        mean: Any = 0.0
        for proba, move in zip(probas, moves):
            mean = mean + proba * move
        values = [proba * (move - mean) for proba, move in zip(probas, moves)]

        def gradient(k: int, m: int) -> list[float]:
            entries = rows.pull([(float(k == m) - probas[m]) * values[k] - probas[k] * values[m]])
            inner = xp.tolist(G.pull([by_eta(probas, k, m)])[0])
            found: list[float] = xp.tolist(entries[0])
            return found[:first] + [a + b / d for a, b, d in zip(found[first:], inner, scale)]

        return values, gradient

    def _difference(self, start: Rows, end: Rows) -> Effects:
        """ŷₖ at the ends less ŷₖ at the starts."""
        before, after = probabilities(start, self.coefs, {}), probabilities(end, self.coefs, {})

        def gradient(k: int, m: int) -> list[float]:
            pulls = [rows.pull([by_eta(p, k, m)])[0] for rows, p in ((end, after), (start, before))]
            return list(self.xp.tolist(pulls[0] - pulls[1]))

        return [b - a for a, b in zip(before, after)], gradient

    def _estimates(self, found: Effects, vcov: list[list[float]]) -> Iterator[tuple[int, float, float]]:
        """(class, mean effect, standard error): of two classes for the second."""
        values, gradient = found
        free = range(1, self.known.sets + 1)
        share = self.share if len(self.xp.tolist(values[0])) == len(self.share) else [1.0]
        for k in free if self.known.sets == 1 else range(len(self.coefs)):
            jacobian = [slope for m in free for slope in gradient(k, m)]
            variance = dot(jacobian, [dot(row, jacobian) for row in vcov])
            yield k, dot(share, self.xp.tolist(values[k])), sqrt(max(variance, 0.0))


def by_eta(probas: list[Vector], k: int, m: int) -> Vector:
    """∂ŷₖ/∂ηₘ"""
    return probas[k] * (float(k == m) - probas[m])


def probabilities(rows: Rows, coefs: list[list[float]], held: dict[int, float]) -> list[Vector]:
    """The probabilities of each class, with the columns in `held` at one value in all rows."""
    xp = rows.xp
    free = [xp.asvector([0.0 if i in held else w for i, w in enumerate(coef)]) for coef in coefs]
    constants = [sum([coef[i] * x for i, x in held.items()], 0.0) for coef in coefs]
    etas = [eta + constant for eta, constant in zip(xp.products(rows.X, free), constants)]
    if rows.offset is not None:  # of the second class, the first having coefficients of 0
        etas[1] = etas[1] + rows.offset
    return xp.softmax(etas, [0.0 * eta for eta in etas])[1]


def _table(X: Any, names: list[str]) -> dict[str, Any]:
    """The columns of X by name; those of rows without names are the fit's, in their order."""
    found = columns_of(X)
    if found is not None:
        return found
    rows = arrays.listed(arrays.unframed(X), "X")
    return {name: list(column) for name, column in zip(names, zip(*[arrays.cells_of(row, 0) for row in rows]))}


def _grid(at: dict[str, Any], names: list[str]) -> Iterator[dict[str, Any]]:
    """All combinations of the values."""
    count = 1
    values: list[Sequence[Any]] = []
    for name, given in at.items():
        if name not in names:
            refuse("at", "of columns of X", brief(name), suggestion(name, names))
        values.append(given if isinstance(given, (list, tuple)) else [given])
        count *= len(values[-1])
    if not 0 < count <= MOST:
        refuse("at", f"of 1 to {MOST:,} combinations of values", f"{count:,}")
    for chosen in product(*values):
        yield dict(zip(at, chosen))


def discrete_columns(asked: Any, encoding: Encoding, table: dict[str, Any]) -> set[str]:
    """The columns of numbers whose effect is a difference; a text column's is one in any case."""
    numbers = [column.name for column in encoding.columns if column.levels is None]
    if asked is None or asked is False:
        return set()
    if asked is True or (isinstance(asked, str) and asked == "auto"):
        return {name for name in numbers if _different(table, name) == {0.0, 1.0}}
    if isinstance(asked, str):
        refuse("discrete", 'None, "auto" or a list of columns', brief(asked), f"Say [{brief(asked)}].")
    known = [column.name for column in encoding.columns]
    found = set()
    for entry in arrays.listed(asked, "discrete"):
        if isinstance(entry, (list, tuple)) and set(entry) <= set(encoding.inputs()):
            continue  # the indicators of a factor
        if type(entry) is int and 0 <= entry < len(known):
            entry = known[entry]  # noqa: PLW2901  # by its place
        if entry not in known:
            refuse("discrete", "of the columns of the fit", brief(entry), suggestion(entry, known))
        if entry in numbers:
            found.add(entry)
            others = _different(table, entry) - {0.0, 1.0}
            if others:
                refuse("discrete", "columns of 0 and 1", f"{min(others):g} in {brief(entry)}", "Leave it out.")
    return found


def _different(table: dict[str, Any], name: str) -> set[float]:
    cells = cells_of(table[name], name, False)
    return {float(number) for number in cells.numbers if number == number}  # noqa: PLR0124  # nan


def _with(numbers: Any, place: int, values: list[float]) -> Any:
    """The rows with these numbers from that place on."""
    if hasattr(numbers, "shape"):
        changed = numbers.copy()
        changed[:, place : place + len(values)] = values
        return changed
    return [[*row[:place], *values, *row[place + len(values) :]] for row in numbers]
