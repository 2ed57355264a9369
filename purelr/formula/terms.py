"""The terms of a formula, by the algebra of R's terms(), and how each of their factors is coded.

A term is the set of its variables, in the order in which they first appear; terms are ordered by how many they have.
In a term, a text column has an indicator for all of its levels but the reference where what is left of the term without
it is nothing, or within a term before; for all where not (J. M. Chambers and T. J. Hastie, Statistical Models in S,
1992, page 38, as R does it). Without an intercept the first text column has all its indicators.
"""

from __future__ import annotations

from ..basics.errors import brief, refuse, suggestion
from .grammar import Formula, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    Term = tuple[int, ...]

MOST_TERMS = 10_000
MOST_ORDER = 20
FUNCTIONS = ("C", "I", "log", "exp", "sqrt", "abs", "scale", "poly", "ns", "bs", "offset")
# What other programs call them.
THEIRS = {
    "factor": "Write C(…) for numbers that are codes.",
    "as.factor": "Write C(…) for numbers that are codes.",
    "relevel": 'Write C(…, reference="…").',
    "log1p": "Write log(1 + …).",
    "log10": "Write I(log(…) / log(10)).",
    "log2": "Write I(log(…) / log(2)).",
    "cr": "Write ns(…, k) for a natural spline.",
    "standardize": "Write scale(…).",
    "center": "Write scale(…); the intercept takes the rest.",
    "Q": "Write `…`, the name in backquotes.",
}


class Terms:
    """The right side of a formula for a table with these columns.

    variables  the columns and functions that appear, each once, as Nodes by what they are called
    terms      tuples of places among the variables
    offsets    what is added to the log-odds as it is
    intercept  whether there is one, which the model must want as well
    """

    def __init__(self, formula: Formula, columns: Sequence[str], intercept: bool = True) -> None:
        self.formula = formula
        self.columns: list[str] = list(columns)
        left = None if formula.left is None else formula.left.value
        self.others: list[str] = [name for name in columns if name != left]
        self.variables: dict[str, Node] = {}
        self.offsets: list[Node] = []
        self.plain: dict[str, int] = {}  # where columns are named as they are, which C(…) says to be levels elsewhere
        found, own = self._expand(formula.right)
        self.intercept: bool = intercept and own is not False
        self.terms: list[Term] = sorted(found, key=len)
        self._forget_what_was_taken_out()

    def _forget_what_was_taken_out(self) -> None:
        """Keep the variables of terms alone: a column that `. - a` leaves out may have gaps, or not be there later."""
        kept = sorted({i for term in self.terms for i in term})
        names = list(self.variables)
        self.variables = {names[i]: self.variables[names[i]] for i in kept}
        self.terms = [tuple([kept.index(i) for i in term]) for term in self.terms]

    @property
    def used(self) -> list[str]:
        """The columns that the formula needs, in the order in which they appear."""
        found: dict[str, None] = {}
        for node in [*self.variables.values(), *self.offsets]:
            for part in (node.parts[0] if node.kind == "call" and node.value == "C" else node).walk():
                if part.kind == "name":
                    self.check_column(part.value, part.start)
                    found[part.value] = None
        return list(found)

    def references(self, given: Mapping[str, Any] | None) -> dict[str, Any]:
        """The columns of levels whatever their cells look like, with the level that has no coefficient, None for the
        first: those in C(…), and those that are given elsewhere."""
        found = dict(given or {})
        for name, node in self.variables.items():
            if node.kind == "call" and node.value == "C":
                own = self.reference(name)
                if own is not None and found.get(name) not in (None, own):
                    got = f"{brief(own)}, and {brief(found[name])} in reference="
                    self.formula.refuse(node.start, f"of one reference for {brief(name)}", got)
                found[name] = own if own is not None else found.get(name)
        return found

    def has_all_levels(self, place: int, variable: int, are_levels: Sequence[bool]) -> bool:
        """Whether a text column has all its indicators in the term at that place."""
        term = self.terms[place]
        if not self.intercept:
            first = next((t, i) for t, others in enumerate(self.terms) for i in others if are_levels[i])
            if first == (place, variable):
                return True
        margin = set(term) - {variable}
        return bool(margin) and not any([margin <= set(before) for before in self.terms[:place]])

    def _expand(self, node: Node) -> tuple[list[Term], bool | None]:
        """The terms of a part, and whether it says that there is an intercept."""
        if node.kind in ("+", "-") or node.kind == "sign":
            return self._sum(node)
        if node.kind == "number":
            if node.value not in ("0", "1"):
                remedy = "Write I(…) for arithmetic."
                self.formula.refuse(node.start, "of terms, and 0 or 1 for the intercept", node.value, remedy)
            return [], node.value == "1"
        if node.kind == "dot":
            return [self._term(self._column(name, Node("name", name, [], node.start))) for name in self.others], None
        if node.kind == "^":
            return self._power(node), None
        if node.kind in ("*", ":", "/"):
            return self._product(node), None
        if node.kind == "call" and node.value == "offset":
            if len(node.parts) != 1 or node.named:
                self.formula.refuse(node.start, "of offset(x), of one argument", brief(str(node)))
            self.offsets.append(node.parts[0])
            return [], None
        return [self._term(self._variable(node))], None

    def _sum(self, node: Node) -> tuple[list[Term], bool | None]:
        """a + b, a − b, −b: what is added, less what is taken."""
        terms: dict[Term, None] = {}
        intercept: bool | None = None
        for sign, part in [(node.value, node.parts[0])] if node.kind == "sign" else node.summands():
            before = len(self.offsets)
            more, own = self._expand(part)
            if sign == "-":  # an offset that is taken is one that was given
                taken = {str(node) for node in self.offsets[before:]}
                self.offsets = [node for node in self.offsets[:before] if str(node) not in taken]
            if own is not None:
                intercept = own if sign == "+" else not own
            for term in more:
                if sign == "+":
                    terms[term] = None
                else:
                    terms.pop(term, None)
        return list(terms), intercept

    def _product(self, node: Node) -> list[Term]:
        """a : b, each term of a with each of b; a * b, these and a and b; a / b, b within a."""
        left, right = [self._without_numbers(part) for part in node.parts]
        inner = left if node.kind != "/" else [tuple(sorted({i for term in left for i in term}))]
        both = [tuple(sorted({*a, *b})) for a in inner for b in right]
        before = {":": [], "*": left + right, "/": left}[node.kind]
        return self._few(list(dict.fromkeys(before + both)), node)

    def _power(self, node: Node) -> list[Term]:
        """(a + b)^k: all products of at most k of the terms."""
        base, power = node.parts
        if base.kind in ("name", "call"):
            remedy = f"Write I({node}) for a power of a column."
            self.formula.refuse(node.start, "of ^ behind terms in brackets", brief(str(node)), remedy)
        if power.kind != "number" or not power.value.isdigit() or not 1 <= int(power.value) <= MOST_ORDER:
            wanted = f"of a whole number from 1 to {MOST_ORDER} behind ^"
            self.formula.refuse(power.start, wanted, brief(str(power)))
        terms = first = self._without_numbers(base)
        for _ in range(int(power.value) - 1):
            both = [tuple(sorted({*a, *b})) for a in terms for b in first]
            terms = self._few(list(dict.fromkeys(terms + both)), node)
        return terms

    def _few(self, terms: list[Term], node: Node) -> list[Term]:
        if len(terms) > MOST_TERMS:
            self.formula.refuse(node.start, f"of at most {MOST_TERMS:,} terms", f"{len(terms):,} or more")
        return terms

    def _without_numbers(self, node: Node) -> list[Term]:
        before = len(self.offsets)
        terms, intercept = self._expand(node)
        if intercept is not None or not terms or len(self.offsets) > before:
            got = f"{brief(str(node))} beside one"
            self.formula.refuse(node.start, "of terms on both sides of * : / and in front of ^", got)
        return terms

    def _term(self, name: str) -> Term:
        return (list(self.variables).index(name),)

    def _variable(self, node: Node) -> str:
        """What a column or function is called, which is taken down."""
        if node.kind == "name":
            self.plain.setdefault(node.value, node.start)
            return self._column(node.value, node)
        if node.kind != "call":
            remedy = "Write the name of a column in backquotes." if node.kind == "text" else ""
            self.formula.refuse(node.start, "of columns and functions of columns", brief(str(node)), remedy)
        if node.value not in FUNCTIONS:
            self.refuse_function(node)
        if node.value == "C":
            return self._column(self.coded(node)[0], node)
        self.variables.setdefault(str(node), node)
        return str(node)

    def refuse_function(self, node: Node) -> None:
        """Raise the ValueError for a function that there is not."""
        name = node.value
        own = name.rpartition(".")[2]
        remedy = THEIRS.get(name) or THEIRS.get(own) or (f"Write {own}(…)." if own in FUNCTIONS else "")
        remedy = remedy or self._in_backquotes(name)
        wanted = f"of columns and the functions {', '.join(FUNCTIONS)}"
        self.formula.refuse(node.start, wanted, f"{name}()", remedy)

    def coded(self, node: Node) -> tuple[str, str | None]:
        """The column and the reference in C(column, reference="level"), or as patsy writes it, C(column,
        Treatment("level"))."""
        given = [*node.parts[1:], *node.named.values()]
        if len(given) == 1 and given[0].kind == "call" and given[0].value == "Treatment":
            given = [*given[0].parts, *given[0].named.values()]
        fine = bool(node.parts) and node.parts[0].kind == "name" and len(node.parts) < 3 and len(given) < 2
        if not fine or set(node.named) - {"reference", "ref"} or any([g.kind not in ("text", "number") for g in given]):
            wanted = 'of C(column) or C(column, reference="level")'
            self.formula.refuse(node.start, wanted, brief(str(node)))
        levels = [each.value[1:-1] if each.kind == "text" else each.value for each in given]
        return node.parts[0].value, levels[0] if levels else None

    def reference(self, name: str) -> str | None:
        """The level without a coefficient that the formula names, None for none."""
        node = self.variables[name]
        return self.coded(node)[1] if node.kind == "call" and node.value == "C" else None

    def _column(self, name: str, node: Node) -> str:
        """A column, which a Node of C(…) says to be one of levels."""
        self.check_column(name, node.start if node.kind == "name" else node.parts[0].start)
        if node.kind != "call":
            self.variables.setdefault(name, node)
            return name
        self.variables.setdefault(name, node)
        known = self.reference(name)
        if known is None:
            self.variables[name] = node
        elif self.coded(node)[1] not in (None, known):
            self.formula.refuse(node.start, f"of one reference for {brief(name)}, {brief(known)}", brief(str(node)))
        return name

    def check_column(self, name: str, place: int) -> None:
        """Refuse the name of a column that there is not."""
        if name not in self.columns:
            remedy = self._in_backquotes(name) or suggestion(name, self.columns)
            self.formula.refuse(place, "of columns of the table", brief(name), remedy)

    def _in_backquotes(self, name: str) -> str:
        """What to write for a column whose name goes on with what is no part of a name in a formula."""
        longer = [column for column in self.columns if column.startswith(name) and not column[len(name) :].isalnum()]
        return f"Write `{longer[0]}`, in backquotes." if longer and longer[0] != name else ""


def with_offset(text: str | None, column: str) -> Formula:
    """A formula, or all columns, with one that is added to the log-odds rather than be among them."""
    if "`" in column:
        refuse("offset", "a column without ` in its name", brief(column), "Rename it.")
    left, tilde, right = (text or ".").rpartition("~")
    return Formula(f"{left}{tilde}{right} - `{column}` + offset(`{column}`)")
