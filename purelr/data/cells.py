"""One column of a table, whatever holds it: as numbers, or as texts."""

from __future__ import annotations

import sys
from math import isfinite

from ..basics.errors import brief, refuse
from ..basics.text import as_text
from ..inputs import arrays

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# What R, pandas and people write for a missing cell. ("None" is a level of many a column, and is not among them.)
MISSING = frozenset(
    ("", "NA", "N/A", "n/a", "nan", "NaN", "NULL", "null", "?", "<NA>", "#N/A", "#NA", "#N/A N/A", "-nan", "-NaN")
    + ("1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN")
)


def is_missing(cell: Any) -> bool:
    """Whether a cell is empty, None, nan, or one of the texts that stand for that."""
    return cell in MISSING if isinstance(cell, str) else arrays.missing(cell)


def as_number(cell: Any) -> float | None:
    """A cell as a finite float, or None where it is no number."""
    try:
        number = float(cell)
    except (TypeError, ValueError, OverflowError):
        return None
    # Python reads 1_000 as a number; people mean text by it.
    return number if number - number == 0.0 and not (isinstance(cell, str) and "_" in cell) else None


class Cells:
    """A column's cells: `numbers`, a list or an ndarray of floats, nan where one is missing; or else `kinds`, the texts
    that there are, None for missing cells, with the place of each cell's among them in `codes`, and the `order` that
    the texts have, if they have one of their own."""

    def __init__(self, numbers: Any = None, kinds: list[str | None] | None = None, codes: Any = None) -> None:
        self.numbers = numbers
        self.kinds = kinds
        self.codes = codes
        self.order: list[str] | None = None
        self._gaps: list[int] | None = None

    def __len__(self) -> int:
        return len(self.numbers if self.kinds is None else self.codes)

    def gaps(self) -> list[int]:
        """The rows in which a cell is missing, which are looked for once."""
        if self._gaps is None:
            self._gaps = self._found_gaps()
        return self._gaps

    def _found_gaps(self) -> list[int]:
        if self.kinds is not None:
            absent = {k for k, kind in enumerate(self.kinds) if kind is None}
            if absent and hasattr(self.codes, "nonzero"):
                empty = sum([self.codes == k for k in absent])
                return list(empty.nonzero()[0].tolist())
            return [i for i, code in enumerate(self.codes) if code in absent] if absent else []
        if hasattr(self.numbers, "nonzero"):
            if isfinite(self.numbers.min()):  # nan if there is one
                return []
            return list((self.numbers != self.numbers).nonzero()[0].tolist())  # nan
        return [i for i, number in enumerate(self.numbers) if number != number]  # noqa: PLR0124

    def take(self, rows: list[int]) -> Cells:
        """The cells of some rows."""
        if self.kinds is None:
            return Cells(_taken(self.numbers, rows))
        taken = Cells(None, self.kinds, _taken(self.codes, rows))
        taken.order = self.order
        return taken

    def counts(self) -> dict[str, int]:
        """How often each text is there, missing cells left out."""
        found: dict[str, int] = {}
        numpy = sys.modules.get("numpy")
        kinds = self.kinds or []
        if numpy is not None and hasattr(self.codes, "nonzero"):
            each = numpy.bincount(self.codes, minlength=len(kinds)).tolist()
        else:
            each = [0] * len(kinds)
            for code in self.codes:
                each[code] += 1
        for kind, count in zip(kinds, each):
            if kind is not None and count:
                found[kind] = found.get(kind, 0) + count
        return found


def _listed(values: Any) -> list[Any]:
    return values.tolist() if hasattr(values, "tolist") else values  # type: ignore[no-any-return]


def _taken(values: Any, rows: list[int]) -> Any:
    return values[rows] if hasattr(values, "nonzero") else [values[i] for i in rows]


def cells_of(column: Any, name: str, levels: bool | None = None) -> Cells:
    """The cells of a column; a ValueError for what is neither numbers nor text.

    levels  True where numbers are codes, and False where the cells are to be numbers; None to see what they are
    """
    kind = str(getattr(column, "dtype", getattr(column, "type", "")))
    if _is_temporal(kind):
        _refuse_times(name, kind)
    if not levels:
        numbers = _numbers(column, kind)
        if numbers is not None:
            _check_finite(numbers, name)
            return Cells(numbers)
    cells = Cells(None, *_factors(column, kind, name))
    if levels is not False:
        cells.order = _order(column, kind)
    found: list[Any] = cells.kinds or []
    there = [cell for cell in found if not is_missing(cell)]
    a_level = _is_text(kind) and levels is None
    if not (levels or a_level or (levels is None and set(map(type, there)) == {bool})):
        numbers = _parsed(cells, there, name, levels)
        if numbers is not None:
            return Cells(numbers)
    _check_cells(there, name)
    cells.kinds = [None if is_missing(cell) else as_text(cell) for cell in found]
    return cells


def _factors(column: Any, kind: str, name: str) -> tuple[list[Any], Any]:
    """The different cells of a column, and for each cell the place of its like among them."""
    if hasattr(column, "factorize"):  # pandas, whose code for a missing cell is -1
        codes, kinds = column.factorize()
        found = kinds.tolist()
        if len(codes) and codes.min() < 0:
            codes = codes.copy()
            codes[codes < 0] = len(found)
            found.append(None)
        return found, codes
    if hasattr(column, "dictionary_encode"):  # pyarrow
        encoded = column if kind.startswith("dictionary") else column.dictionary_encode()
        encoded = encoded.unify_dictionaries().combine_chunks()
        found = encoded.dictionary.to_pylist()
        codes = encoded.indices.fill_null(len(found))
        return [*found, None], codes.to_numpy() if "numpy" in sys.modules else codes.to_pylist()
    enum = getattr(sys.modules.get("polars"), "Enum", None)
    if kind == "String" and enum is not None and "numpy" in sys.modules:
        texts = column.drop_nulls().unique(maintain_order=True)
        codes = column.cast(enum(texts)).to_physical().fill_null(len(texts))
        return [*texts.to_list(), None], codes.to_numpy()
    cells = column.to_list() if hasattr(column, "to_list") else arrays.listed(column, f"column {brief(name)}")
    try:
        number = {cell: k for k, cell in enumerate(dict.fromkeys(cells))}
        return list(number), [number[cell] for cell in cells]
    except (TypeError, KeyError):  # what has no hash, or is not itself
        return cells, list(range(len(cells)))


def _is_temporal(kind: str) -> bool:
    return kind.lower().startswith(("date", "time", "duration", "period", "interval", "month_day"))


def _is_text(kind: str) -> bool:
    return kind.lower().startswith(("str", "large_str", "utf8", "string", "categor", "enum", "dictionary"))


def _refuse_times(name: str, kind: str) -> Any:
    remedy = "Make it a number first, such as the days since a date, or text, such as the month."
    return refuse(f"column {brief(name)}", "of numbers or of text", f"dates or times ({kind})", remedy)


def _order(column: Any, kind: str) -> list[str] | None:
    """The levels of a column that says itself which it has, in their order; None for others."""
    if kind == "category":  # of pandas
        return [as_text(level) for level in column.cat.categories.tolist()]
    if kind.startswith("Enum"):  # of polars
        return [as_text(level) for level in column.dtype.categories.to_list()]
    if kind.startswith("dictionary") and column.type.ordered:  # of pyarrow
        return [as_text(level) for level in column.unify_dictionaries().chunk(0).dictionary.to_pylist()]
    return None


def _numbers(column: Any, kind: str) -> Any:
    """A column of numbers as an ndarray, where it is typed and NumPy is loaded, or as a list; None for others."""
    if isinstance(column, (list, tuple)):
        return [float(cell) for cell in column] if set(map(type, column)) == {float} else None
    if not kind.lower().startswith(("float", "int", "uint", "double", "halffloat", "decimal")):
        return None
    numpy = sys.modules.get("numpy")
    if numpy is None:
        found = column.to_pylist() if hasattr(column, "to_pylist") else arrays.listed(column, "X")
        return [float("nan") if cell is None else float(cell) for cell in found]
    if hasattr(column, "iloc"):
        return column.to_numpy(dtype=float, na_value=float("nan"))
    values = column if isinstance(column, numpy.ndarray) else column.to_numpy()
    if values.dtype.kind == "O":  # decimals
        values = [float("nan") if cell is None else float(cell) for cell in values.tolist()]
    return numpy.asarray(values, dtype=float)


def _check_finite(numbers: Any, name: str) -> None:
    """Refuse a number that is infinite."""
    if hasattr(numbers, "nonzero"):
        if isfinite(numbers.min()) and isfinite(numbers.max()):
            return
        endless = (abs(numbers) == float("inf")).nonzero()[0].tolist()
    else:
        endless = [i for i, number in enumerate(numbers) if number in (float("inf"), float("-inf"))]
    if endless:
        got = f"{float(numbers[endless[0]])} in row {endless[0]}"
        refuse(f"column {brief(name)}", "finite", got, "Drop or impute that row.")


def _parsed(cells: Cells, there: list[Any], name: str, levels: bool | None) -> list[float] | None:
    """The cells as floats, or None where none of them is a number."""
    kinds = cells.kinds or []
    numbers = [as_number(cell) for cell in there]
    odd = [cell for cell, number in zip(there, numbers) if number is None]
    if odd and not any(map(_is_number, odd)):
        row = _listed(cells.codes).index(next(k for k, cell in enumerate(kinds) if cell is odd[0]))
        if levels is False:
            refuse(f"column {brief(name)}", "a number, as in the fit", f"{brief(odd[0])} in row {row}")
        if len(odd) == len(there):
            return None
        from .lookalikes import refuse_mixture

        rows = sum([as_number(kinds[code]) is not None for code in cells.codes])
        refuse_mixture(name, list(map(str, odd)), f"row {row}", f"{rows} other rows")
    each = [float("nan") if is_missing(cell) else _float(cell, name, cells, k) for k, cell in enumerate(kinds)]
    floats = [each[code] for code in cells.codes]
    _check_finite(floats, name)
    return floats if there or levels is False else None


def _is_number(cell: Any) -> bool:
    return not isinstance(cell, (str, bytes)) and hasattr(cell, "__float__")


def _float(cell: Any, name: str, cells: Cells, k: int) -> float:
    """The k-th of the different cells as a float; an error names the first row that has it."""
    try:
        return float(cell)
    except OverflowError:
        got = f"{brief(cell)} in row {_listed(cells.codes).index(k)}"
        return refuse(f"column {brief(name)}", "of numbers that fit a float (below 1.8e308)", got, "Rescale it.")
    except (TypeError, ValueError):
        got = f"{brief(cell)} in row {_listed(cells.codes).index(k)}"
        return refuse(f"column {brief(name)}", "of numbers or of text", got)


def _check_cells(there: list[Any], name: str) -> None:
    """Refuse what no level can be made of: dates, lists, bytes."""
    for cell in there:
        if hasattr(cell, "isoformat") or hasattr(cell, "total_seconds"):
            _refuse_times(name, f"{type(cell).__name__}")
        if isinstance(cell, (bytes, list, tuple, dict, set)):
            refuse(f"column {brief(name)}", "of numbers or of text", brief(cell))
