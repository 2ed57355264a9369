"""From a formula and the columns of a fit to its Design: levels, means, polynomials and knots are learnt here."""

from __future__ import annotations

from math import fsum, sqrt

from ..basics.errors import brief
from . import splines
from .steps import FUNCTIONS, Design, needed_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .grammar import Node
    from .steps import Step
    from .terms import Terms

    Named = list[tuple[str, int]]  # names of numbers, and their steps

MOST = 50  # functions of one column; and factors that a whole power is written as
MOST_NUMBERS = 100_000  # of one term
BASES = {"poly": "degree", "ns": "df", "bs": "df"}


def statistics_of(terms: Terms) -> list[str]:
    """The columns whose values must be known all at once, for a mean, a polynomial or knots."""
    parts = [part for node in [*terms.variables.values(), *terms.offsets] for part in node.walk()]
    wholes = [part for part in parts if part.kind == "call" and part.value in (*BASES, "scale")]
    return list({inner.value: None for whole in wholes for inner in whole.walk() if inner.kind == "name"})


def learn(terms: Terms, columns: Sequence[Any], numbers: Sequence[Any]) -> Design:
    """The design of a formula.

    columns  a Column for each of the formula's, with all levels of a text column
    numbers  what their cells became, a vector for each number; only those of `statistics_of` are looked at
    """
    return _Learner(terms, columns, numbers).design()


class _Learner:
    def __init__(self, terms: Terms, columns: Sequence[Any], numbers: Sequence[Any]) -> None:
        self.terms = terms
        self.refuse = terms.formula.refuse
        self.columns = {column.name: column for column in columns}
        self.numbers = numbers
        self.inputs: list[str] = [name for column in columns for name in column.names()]
        self.first: dict[str, int] = {}  # of the numbers of each column
        place = 0
        for column in columns:
            self.first[column.name] = place
            place += len(column.names())
        self.steps: list[Step] = []
        self.known: dict[str, int] = {}

    def design(self) -> Design:
        terms, names, nodes = self.terms, list(self.terms.variables), list(self.terms.variables.values())
        self._check_codes()
        are_levels = [self._levels(node) is not None for node in nodes]
        named: Named = []
        sizes = []
        for place, term in enumerate(terms.terms):
            parts = [
                self._variable(nodes[i], are_levels[i] and terms.has_all_levels(place, i, are_levels)) for i in term
            ]
            made = self._products(parts)
            sizes.append(([names[i] for i in term], len(made)))
            named += made
        for column in self.columns.values():
            if column.gap and column.levels is None:
                name = column.names()[-1]
                sizes.append(([name], 1))
                named.append((name, self._step(["column", self.first[column.name] + 1])))
        offset = None
        for node in terms.offsets:
            step = self._number(node)
            offset = step if offset is None else self._step(["+", offset, step])
        intercept = terms.intercept
        if not named:  # an intercept alone, to an offset: its column is the model's only one
            named, sizes, intercept = [("intercept", self._constant(1.0))], [(["intercept"], 1)], False
        called, places = [name for name, _ in named], [place for _, place in named]
        whole = Design(terms.formula.text, self.steps, called, places, sizes, offset, intercept, self.inputs)
        return whole.without_idle_steps()

    def _check_codes(self) -> None:
        """Refuse a column that is a number in one place and a level in another: what is meant is not said."""
        for name, place in self.terms.plain.items():
            node = self.terms.variables.get(name)
            if node is not None and node.kind == "call" and self.columns[name].are_codes:
                self.refuse(place, f"of {brief(name)} in one way, as C(…) says that it is levels", "a number")

    def _products(self, parts: list[Named]) -> Named:
        """All products of a number of each part, the first part going round fastest."""
        found = parts[0]
        for part in parts[1:]:
            if len(found) * len(part) > MOST_NUMBERS:
                got = f"{len(found) * len(part):,} of {brief(found[0][0])} and {brief(part[0][0])} and the like"
                self.refuse(self.terms.formula.right.start, f"of terms of at most {MOST_NUMBERS:,} numbers", got)
            found = [(f"{a}:{b}", self._step(["*", i, j])) for b, j in part for a, i in found]
        return found

    def _step(self, step: Step) -> int:
        """The place of a step, which is taken down once."""
        key = repr(step)
        if key not in self.known:
            self.known[key] = len(self.steps)
            self.steps.append(step)
        return self.known[key]

    def _levels(self, node: Node) -> list[str] | None:
        """The levels of a column of text; None for what is a number."""
        if node.kind == "call" and node.value != "C":
            return None
        levels: list[str] | None = self.columns[self._column(node)].levels
        return levels

    def _column(self, node: Node) -> str:
        return self.terms.coded(node)[0] if node.kind == "call" else node.value

    def _variable(self, node: Node, all_levels: bool) -> Named:
        """The numbers of one variable of a term."""
        if node.kind == "call" and node.value in BASES:
            return self._basis(node)
        if node.kind == "call" and node.value != "C":
            return [(str(node), self._number(node))]
        name = self._column(node)
        column, first = self.columns[name], self.first[name]
        if column.levels is None:
            return [(name, self._step(["column", first]))]
        chosen = range(not all_levels, len(column.levels))
        return [(column.names()[k], self._step(["column", first + k])) for k in chosen]

    def _number(self, node: Node) -> int:
        """The step of arithmetic."""
        if node.kind == "number":
            return self._constant(float(node.value))
        if node.kind == "name":
            self.terms.check_column(node.value, node.start)
            if self.columns[node.value].levels is not None:
                wanted, got = "of arithmetic of columns of numbers", f"{brief(node.value)}, a column of text"
                self.refuse(node.start, wanted, got)
            return self._step(["column", self.first[node.value]])
        if node.kind == "sign":
            inner = self._number(node.parts[0])
            if node.value == "+":
                return inner
            step = self.steps[inner]
            return self._constant(-step[1]) if step[0] == "number" else self._step(["-", self._constant(0.0), inner])
        if node.kind in ("+", "-"):
            return self._sum(node)
        if node.kind in ("*", "/"):
            return self._step([node.kind, *[self._number(part) for part in node.parts]])
        if node.kind == "^":
            return self._power(node)
        if node.kind == "call":
            return self._call(node)
        return self.refuse(node.start, "of arithmetic of columns inside brackets", brief(str(node)))

    def _sum(self, node: Node) -> int:
        (_, first), *others = node.summands()
        total = self._number(first)
        for sign, part in others:
            total = self._step([sign, total, self._number(part)])
        return total

    def _constant(self, value: float) -> int:
        return self._step(["number", value])

    def _power(self, node: Node) -> int:
        """A power; a small whole one as a product."""
        base, exponent = [self._number(part) for part in node.parts]
        what, *value = self.steps[exponent]
        if what != "number" or value[0] not in range(1, MOST + 1):
            return self._step(["**", base, exponent])
        product = base
        for _ in range(int(value[0]) - 1):
            product = self._step(["*", product, base])
        return product

    def _call(self, node: Node) -> int:
        if node.value not in (*FUNCTIONS, "I", "scale"):
            if node.value in (*BASES, "C", "offset"):
                self.refuse(
                    node.start, "of arithmetic inside brackets", f"{node.value}()", "Make it a term of its own."
                )
            self.terms.refuse_function(node)
        if len(node.parts) != 1 or node.named:
            self.refuse(node.start, f"of {node.value}(x), of one argument", brief(str(node)))
        inner = self._number(node.parts[0])
        if node.value == "I":
            return inner
        if node.value in FUNCTIONS:
            return self._step([node.value, inner])
        values = self._values(inner, node.start)
        mean = fsum(values) / len(values)
        deviation = sqrt(fsum([(v - mean) ** 2 for v in values]) / max(len(values) - 1, 1))
        if not deviation > 0.0:
            self.refuse(node.start, "of scale() of different values", f"{values[0]:g} alone")
        return self._step(["/", self._step(["-", inner, self._constant(mean)]), self._constant(deviation)])

    def _values(self, step: int, place: int) -> list[float]:
        """What a step finds in all rows; `place` is where the formula asks for that."""
        needed = needed_for(self.steps, [step])
        steps: list[Step] = [self.steps[k] if k in needed else ["number", 0.0] for k in range(step + 1)]
        used: list[int] = sorted({step[1] for step in steps if step[0] == "column"})
        if not used:
            self.refuse(place, "of a function of a column there", "a constant")
        given: list[Any] = [self.numbers[j] if j in used else None for j in range(len(self.numbers))]
        until = Design("", steps, [], [], [], None, True, self.inputs)
        if any([hasattr(column, "argmax") for column in given]):
            found = until.values(given, lambda bad: f"row {int(bad.argmax())}")[step]
            return list(found.tolist()) if hasattr(found, "tolist") else [found]
        rows = zip(*[given[j] for j in used])
        row: list[Any] = list(given)
        found = []
        for i, cells in enumerate(rows):
            for j, cell in zip(used, cells):
                row[j] = cell
            found.append(until.values(row, lambda _, i=i: f"row {i}")[step])
        return found

    def _basis(self, node: Node) -> Named:
        """poly(x, k), ns(x, k), bs(x, k)"""
        option = BASES[node.value]
        options = [option, "degree"] if node.value == "bs" else [option]
        counts = [*node.parts[1:2], *[node.named[name] for name in options if name in node.named and name == option]]
        if len(node.parts) not in (1, 2) or len(counts) != 1 or set(node.named) - set(options):
            self.refuse(node.start, f"of {node.value}(x, k)", brief(str(node)))
        count = self._whole(counts[0], 1)
        inner = self._number(node.parts[0])
        values = self._values(inner, node.start)
        different = len(set(values))
        if different <= count:
            got = f"{count} for {different} of them"
            self.refuse(counts[0].start, "of fewer functions than the column has different values", got)
        made = {"poly": self._poly, "ns": self._ns, "bs": self._bs}[node.value](node, counts[0], inner, values, count)
        return [(f"{node}[{k}]", step) for k, step in enumerate(made, 1)]

    def _whole(self, node: Node, least: int) -> int:
        if node.kind != "number" or not node.value.isdigit() or not least <= int(node.value) <= MOST:
            self.refuse(node.start, f"of a whole number from {least} to {MOST} there", brief(str(node)))
        return int(node.value)

    def _poly(self, node: Node, at: Node, x: int, values: list[float], degree: int) -> list[int]:
        """p_j / √Σ p_j², by the recurrence of p_j."""
        shifts, squares = splines.orthogonal(values, degree)
        before, now = None, None
        found = []
        for j, shift in enumerate(shifts):
            step = self._step(["-", x, self._constant(shift)])
            if now is not None:
                step = self._step(["*", step, now])
                ratio = self._constant(squares[j] / squares[j - 1])
                step = self._step(["-", step, ratio if before is None else self._step(["*", ratio, before])])
            before, now = now, step
            found.append(self._step(["/", now, self._constant(sqrt(squares[j + 1]))]))
        return found

    def _ns(self, node: Node, at: Node, x: int, values: list[float], df: int) -> list[int]:
        low, high = min(values), max(values)
        inner = self._inner(at, values, df - 1, low, high)
        return self._pieces(x, splines.ns(low, high, inner))

    def _bs(self, node: Node, at: Node, x: int, values: list[float], df: int) -> list[int]:
        degree = self._whole(node.named["degree"], 1) if "degree" in node.named else 3
        if df < degree:
            self.refuse(at.start, f"of at least {degree} for bs of degree {degree}", f"{df}")
        low, high = min(values), max(values)
        inner = self._inner(at, values, df - degree, low, high)
        return self._pieces(x, splines.bs(low, high, inner, degree))

    def _inner(self, at: Node, values: list[float], count: int, low: float, high: float) -> list[float]:
        """The knots between the ends, which must be apart from them."""
        inner = splines.inner_knots(values, count)
        if inner and not low < inner[0] <= inner[-1] < high:
            got = "too many values at an end of the range"
            self.refuse(at.start, "of knots within the range of the column", got, "Say fewer.")
        return inner

    def _pieces(self, x: int, basis: splines.Basis) -> list[int]:
        return [self._step(["pieces", x, basis.starts, pieces]) for pieces in basis.pieces]
