"""What a fit learns from where X is a table: its cells as numbers, and the rows that are kept."""

from __future__ import annotations

from math import isfinite

from ..basics.errors import brief, refuse
from ..data.encoding import refuse_nameless
from ..data.frames import columns_of, is_plain
from ..inputs import arrays

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ..data.encoding import Encoding
    from ..data.learning import Learnt
    from ..formula.grammar import Formula
    from ..formula.terms import Terms
    from .options import Options


class Taken:
    """A table as numbers.

    X         rows of numbers
    offset    what a formula adds to the log-odds of each, None for nothing
    names     of the numbers, None for a table of rows without names
    encoding  what made them of the cells
    kept      which of the user's rows they are, None for all
    """

    def __init__(self, learnt: Learnt, named: bool) -> None:
        self.X: Any = learnt.rows
        self.offset: Any = learnt.offset
        self.encoding: Encoding = learnt.encoding
        self.names: list[str] | None = learnt.encoding.names() if named else None
        self.kept: list[int] | None = learnt.kept


def terms_for(formula: Formula, names: Sequence[str], intercept: bool, penalised: bool) -> Terms:
    """The terms of a formula for a table with these columns."""
    from ..formula.terms import Terms

    terms = Terms(formula, names, intercept)
    place = formula.right.start
    if not terms.terms and not (terms.intercept and terms.offsets):
        formula.refuse(place, "of one term at least, or of an offset(…) beside the intercept", "neither")
    if not terms.terms and penalised:
        formula.refuse(place, "of a term that the penalty acts on", "an intercept alone", 'Say C=float("inf").')
    return terms


def taken(X: Any, y: Any, options: Options) -> Taken | None:
    """X as numbers where it is a table, or has gaps to be filled; None where it is numbers as it is."""
    formula = options.formula
    if formula is None and is_plain(X) and options.missing is None and not options.reference and _is_finite(X):
        return None
    found = _columns(X, options)
    if found is None:
        return None
    from ..data.learning import learn_table

    terms, reference = None, options.reference
    if formula is not None:
        terms = terms_for(formula, list(found), options.fit_intercept, options.strength > 0.0)
        reference, found = terms.references(reference), {name: found[name] for name in terms.used}
    gaps = [i for i, label in enumerate(arrays.listed(y, "y")) if arrays.missing(label)] if options.missing else []
    learnt = learn_table(found, options.missing, reference, gaps, terms)
    learnt.encoding.lenient = options.lenient
    return Taken(learnt, columns_of(X) is not None)


def _is_finite(X: Any) -> bool:
    """Whether a frame of numbers is without gaps and infinities, which are told by column as those of any table."""
    numbers = X.to_numpy(dtype=float)
    return bool(numbers.size) and isfinite(numbers.min()) and isfinite(numbers.max())


def _columns(X: Any, options: Options) -> dict[str, Any] | None:
    """The columns by name where cells are to become numbers; None where X is numbers as it is."""
    found = columns_of(X)
    if found is None and options.formula is not None:
        refuse_nameless()
    if found is None and options.missing is not None:
        rows = [arrays.cells_of(row, i) for i, row in enumerate(arrays.listed(arrays.unframed(X), "X"))]
        width = len(rows[0]) if rows else 0
        for i, row in enumerate(rows):
            arrays.same_length(row, width, f"row {i} of X", "row 0")
        found = {f"column {j}": list(column) for j, column in enumerate(zip(*rows))} or None
    if found is None and options.reference:
        refuse("reference", "None for an X whose columns have no names", brief(options.reference))
    return found
