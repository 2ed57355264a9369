"""What a table's columns are, learnt from its cells: numbers, or text with levels, and what stands in for gaps."""

from __future__ import annotations

from array import array

from ..basics.errors import brief, refuse, suggestion
from ..basics.text import as_text
from ..formula import learning as formulas
from .cells import as_number, cells_of, is_missing
from .columns import GAP, Column
from .encoding import Encoding
from .frames import encode_cells

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from ..formula.terms import Terms
    from .cells import Cells

LEVELS = 200  # more of them in a column are names or numbers of something, and no levels
FEW, NEARLY_ALL = 20, 0.8  # so many are levels in any case; and more are not where that share of the rows has its own
AS_TEXT = "declare it to be text, by reference= (--text)"
MANY = 100  # rows that a column must number to be told from one that happens to grow by 1
ANSWERS = (None, "drop", "mean", "indicator")  # to missing cells


def learn(
    names: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    missing: str | None = None,
    text: Sequence[str] = (),
    reference: Mapping[str, Any] | None = None,
    terms: Terms | None = None,
) -> Encoding:
    """The encoding of a table of text cells, from one pass over it.

    rows       the number of each line, and its cells
    missing    what to do about missing cells: None, "drop", "mean" or "indicator"
    text       columns whose numbers are codes: they are taken for text
    reference  the level without an indicator, by column; None for the first
    terms      of the formula, whose columns these are; None where each column is a term. Columns of which it needs all
               values at once stay in memory

    Raises ValueError for missing cells without an answer, with their count per column; for a column of numbers with a
    text in it, and for one of too many levels.
    """
    found, gaps = [_Found(name, "line", name in text) for name in names], Gaps(names, "line")
    wanted = set(formulas.statistics_of(terms)) if terms else set()
    kept = {j: array("d") for j, name in enumerate(names) if name in wanted}
    for line, cells in rows:
        if gaps.in_row(cells, line) and missing == "drop":
            gaps.dropped += 1
        else:
            for column, cell in zip(found, cells):
                column.see(cell, line)
            for j, values in kept.items():
                values.append(_number_or_nan(cells[j]))
    encoding = _encoding(found, gaps, missing, reference)
    if terms is not None:
        encoding.columns = [column.with_all_levels() for column in encoding.columns]
        encoding.design = formulas.learn(terms, encoding.columns, _numbers_of(encoding, kept))
    return encoding


def _number_or_nan(cell: str) -> float:
    number = None if is_missing(cell) else as_number(cell)
    return float("nan") if number is None else number


def _numbers_of(encoding: Encoding, kept: dict[int, Any]) -> list[Any]:
    """A vector for each number of the cells, None for those that are not kept; means for what is missing."""
    numbers: list[Any] = []
    for j, column in enumerate(encoding.columns):
        values = kept.get(j)
        if values is not None and column.means:
            mean = column.means[0]
            values = [mean if v != v else v for v in values]  # noqa: PLR0124  # nan
        numbers += [values, *[None] * (len(column.means) - 1)]
    return numbers


class Learnt:
    """What `learn_table` finds: the `encoding`; which rows are `kept`, None for all; these as `rows` of numbers, and
    the `offset` of each, None where there is none."""

    def __init__(self, encoding: Encoding, kept: list[int] | None, numbers: Any) -> None:
        self.encoding = encoding
        self.kept = kept
        self.rows: Any = numbers
        self.offset: Any = None
        if encoding.design is not None:
            self.rows, self.offset = encoding.design.through(numbers, lambda i: f"row {kept[i] if kept else i}")


def learn_table(
    columns: Mapping[str, Any],
    missing: str | None = None,
    reference: Mapping[str, Any] | None = None,
    gaps_elsewhere: Sequence[int] = (),
    terms: Terms | None = None,
) -> Learnt:
    """What is learnt from a table.

    columns         by name, as `columns_of` gives them; the others as in `learn`, a column of codes being one in
                    `reference`
    gaps_elsewhere  rows that are left out with missing="drop", as their label is missing
    """
    coded = reference or {}
    for name in coded:
        if name not in columns:
            refuse("reference", "of columns of X", brief(name), suggestion(name, list(columns)))
    cells = {name: cells_of(column, name, True if name in coded else None) for name, column in columns.items()}
    gaps = Gaps(list(columns), "row")
    kept = _kept(cells, gaps, missing, gaps_elsewhere)
    if kept is not None:
        cells = {name: column.take(kept) for name, column in cells.items()}
    found = [_Found(name, "row", name in coded, column) for name, column in cells.items()]
    encoding = _encoding(found, gaps, missing, reference)
    if terms is not None:
        encoding.columns = [column.with_all_levels() for column in encoding.columns]
    numbers = encode_cells(encoding, cells)
    if terms is not None:
        each = numbers.T if hasattr(numbers, "T") else list(zip(*numbers))
        encoding.design = formulas.learn(terms, encoding.columns, each)
    return Learnt(encoding, kept, numbers)


def _kept(cells: dict[str, Cells], gaps: Gaps, missing: str | None, elsewhere: Sequence[int]) -> list[int] | None:
    """The rows to learn from, None for all; the gaps are counted."""
    absent = set(elsewhere) if missing == "drop" else set()
    for j, column in enumerate(cells.values()):
        empty = column.gaps()
        gaps.counts[j] = len(empty)
        gaps.first.update({j: empty[0]} if empty else {})
        absent.update(empty)
    if not absent or missing != "drop":
        return None
    kept = [i for i in range(len(next(iter(cells.values())))) if i not in absent]
    for name, count in zip(cells, gaps.counts):
        if count == len(absent) and not kept:
            refuse(f"column {brief(name)}", "of numbers or text", "no cell that is not missing", "Leave it out.")
    if not kept:
        refuse("X", 'of a row without a missing cell, for missing="drop"', "none")
    gaps.dropped = len(absent)
    return kept


def _encoding(found: list[_Found], gaps: Gaps, missing: str | None, reference: Mapping[str, Any] | None) -> Encoding:
    if missing not in ANSWERS:
        refuse("missing", 'None, "drop", "mean" or "indicator"', brief(missing))
    if missing is None:
        gaps.refuse()
    chosen = reference or {}
    with_gap = [missing == "indicator" and count > 0 for count in gaps.counts]
    columns = [column.learnt(chosen.get(column.name), gap) for column, gap in zip(found, with_gap)]
    if columns and not any([column.means for column in columns]):
        names = [column.name for column in columns]
        got = f"one text alone in each of {brief(names)}"
        refuse("the columns", "of numbers, or of two different texts at least, in one of them", got)
    encoding = Encoding(columns, missing, dropped=gaps.dropped)
    encoding.counting = [column.name for column in found if column.counts_rows()]
    return encoding


class Gaps:
    """How many cells are missing in each column, and how many rows were `dropped` for one."""

    def __init__(self, names: Sequence[str], places: str) -> None:
        self.names = names
        self.places = places  # what the rows are called
        self.counts: list[int] = [0] * len(names)
        self.first: dict[int, int] = {}  # the first row with a gap, by column
        self.dropped: int = 0

    def in_row(self, cells: Sequence[Any], line: int) -> bool:
        """Count those of a row, and say whether there are any."""
        absent = [j for j, cell in enumerate(cells) if is_missing(cell)]
        for j in absent:
            self.counts[j] += 1
            self.first.setdefault(j, line)
        return bool(absent)

    def refuse(self) -> None:
        """Raise the ValueError that says where they are, if there are any."""
        if any(self.counts):
            counts = ", ".join([self._said(j) for j, count in enumerate(self.counts) if count])
            remedy = 'Fill them in, or say missing="drop", "mean" or "indicator" (--missing).'
            refuse("the table", "without missing cells", counts, remedy)

    def _said(self, j: int) -> str:
        where = f"{self.places} {self.first[j]}"
        several = "the first in " * (self.counts[j] > 1)
        return f"{self.counts[j]} in {brief(self.names[j])} ({several}{where})"


class _Found:
    """What is seen of one column: a sum and a count of numbers, and the counts of texts."""

    def __init__(self, name: str, places: str, asked: bool = False, cells: Cells | None = None) -> None:
        self.name = name
        self.places = places  # what the rows are called
        self.asked = asked  # for levels, whatever the cells look like
        self.count = 0
        self.sum = 0.0
        self.levels: dict[str, int] = {}
        self.order: list[str] | None = None  # of the levels, where they have one of their own
        self.first: tuple[str, int] | None = None  # the first text, and its line
        self.counting: bool = cells is None  # whether each number is as far ahead of that of its line
        self.ahead = 0.0
        self.parsed: bool = cells is not None  # whether it is known which cells are numbers
        if cells is not None:
            self._see_all(cells)

    def see(self, cell: str, line: int) -> None:
        """A cell of one row after the other."""
        if is_missing(cell):
            return
        number = None if self.asked else as_number(cell)
        if number is not None:
            self.count += 1
            self.sum += number
            self.ahead = number - line if self.count == 1 else self.ahead
            self.counting = self.counting and number - line == self.ahead
            return
        if self.first is None:
            self.first = cell, line
        if self.asked or len(self.levels) <= LEVELS or cell in self.levels:
            self.levels[cell] = self.levels.get(cell, 0) + 1

    def counts_rows(self) -> bool:
        """Whether the column seems to be the number of the row."""
        return self.counting and self.count >= MANY

    def _see_all(self, cells: Cells) -> None:
        gaps = set(cells.gaps())
        if cells.kinds is None:
            numbers = cells.numbers
            there = cells.take([i for i in range(len(cells)) if i not in gaps]).numbers if gaps else numbers
            self.count, self.sum = len(there), float(sum(there) if isinstance(there, list) else there.sum())
            return
        self.order, self.levels = cells.order, cells.counts()
        row = next((i for i in range(len(cells)) if i not in gaps), None)
        if row is not None:
            self.first = str(cells.kinds[cells.codes[row]]), row

    def learnt(self, reference: Any, gap: bool) -> Column:
        """The column, its reference being this level or the first."""
        what = f"column {brief(self.name)}"
        if self.first is None:
            if self.count == 0:
                refuse(what, "of numbers or text", "no cell that is not missing", "Leave it out.")
            return Column(self.name, None, None, [self.sum / self.count] + [1.0] * gap)
        self._check(what, *self.first)
        levels, total = sorted(self.levels), sum(self.levels.values())
        if self.order is not None:
            levels = [level for level in self.order if level in self.levels]
        if reference is not None:
            text = as_text(reference)
            if text not in levels:
                got = f"{brief(reference)} for {brief(self.name)}"
                refuse("reference", f"a level of the column, one of {brief(levels)}", got, suggestion(text, levels))
            levels.insert(0, levels.pop(levels.index(text)))
        means = [0.0 if gap else self.levels[level] / total for level in levels[1:]]
        return Column(self.name, levels[1:] + [GAP] * gap, levels[0], means + [1.0] * gap)

    def _check(self, what: str, cell: str, line: int) -> None:
        """Refuse a mixture of numbers and texts, and texts that are no levels."""
        from .lookalikes import lookalike, refuse_mixture

        where = f"{brief(cell)} in {self.places} {line}"
        if self.count:
            odd = [cell, *self.levels]
            refuse_mixture(self.name, odd, f"{self.places} {line}", f"{self.count} other {self.places}s")
        if self.asked:
            return
        if len(self.levels) > LEVELS:
            remedy = "Leave the column out; if these are numbers, say which decimal mark they have."
            refuse(what, f"of at most {LEVELS} different texts", f"more, such as {where}", remedy)
        if not self.parsed and all([as_number(level.replace(",", ".", 1)) is not None for level in self.levels]):
            remedy = f'Say decimal="," (--decimal , on the command line), or {AS_TEXT}.'
            refuse(what, "of numbers with a decimal point, or of text", f"{where}, as in all others", remedy)
        alike = lookalike(self.levels)
        if alike is not None:
            got = f"{alike[0]}, such as {where}"
            refuse(what, "of numbers or of text", got, f"{alike[1]} Or {AS_TEXT}.")
        rows = sum(self.levels.values())
        if len(self.levels) > FEW and len(self.levels) > NEARLY_ALL * rows:
            got = f"{len(self.levels)} of them in {rows} {self.places}s, such as {where}"
            remedy = f"It looks like an id, a date or free text: leave it out, or {AS_TEXT}."
            refuse(what, "of texts that come again, to be levels", got, remedy)
