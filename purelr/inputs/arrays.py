"""What a person has, turned into rows of finite floats; what is wrong with it, said by row and column.

Lists, tuples, anything with `tolist` (arrays), and data frames, which are recognised by what they can do: nothing
third-party is imported here. Rows and columns are counted from 0, as Python counts.
"""

from __future__ import annotations

import sys
from math import isfinite, isnan

from ..basics.errors import NotANumberError, brief, conversion_warning, refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Union

    from numpy.typing import NDArray

    # Results come in the kind of the input: ndarrays for ndarrays and data frames, lists for all else.
    Array = NDArray[Any]
    Numbers = Union[list[float], Array]  # n numbers
    Table = Union[list[list[float]], Array]  # n rows of numbers
    Labels = Union[list[Any], Array]
    Lists = Sequence[Sequence[float]]  # rows, as a person has them without NumPy


def column_names(X: Any) -> list[str] | None:
    """The names of a data frame's columns, where all of them are text; None for anything else."""
    columns = getattr(X, "columns", None)
    if columns is None or callable(columns):
        return None
    names = list(columns)
    return names if names and all(isinstance(name, str) for name in names) else None


def check_names(X: Any, known: Any) -> None:
    """Refuse a data frame whose columns are not those of `fit` in their order."""
    names = column_names(X)
    if names and known is not None and names != listed(known, "feature_names_in_"):
        place = [a == b for a, b in zip(names, known)].index(False)
        wanted = f"of the columns of fit in their order, {str(known[place])!r} at place {place}"
        refuse("X", wanted, f"{names[place]!r} there")


def unframed(X: Any) -> Any:
    """A data frame as the array or the rows that it holds; anything else as it is."""
    if hasattr(X, "columns"):
        if hasattr(X, "rows") and callable(X.rows):  # polars
            return X.rows()
        if hasattr(X, "to_numpy"):  # pandas, and those like it
            return X.to_numpy()
    if hasattr(X, "filled") and hasattr(X, "mask"):  # a masked array, whose gaps must not be read as numbers
        return X.astype(float).filled(float("nan"))
    if hasattr(X, "toarray"):
        remedy = "Call X.toarray() first; OneHotEncoder and the like take sparse_output=False."
        raise NotANumberError(f"X must be dense; got a sparse {type(X).__name__}. {remedy}")
    return _as_array(X)


def _as_array(values: Any) -> Any:
    """What is no array but can be one, as that array."""
    if hasattr(values, "__array__") and not hasattr(values, "tolist"):
        return values.__array__()
    return values


def check_shape(X: Any) -> None:
    """Refuse an array that has not two dimensions, or no column."""
    shape = getattr(X, "shape", None)
    if not isinstance(shape, tuple):
        return
    if len(shape) != 2:
        remedy = "Reshape your data: X.reshape(-1, 1) for one column, X.reshape(1, -1) for one row."
        refuse("X", "rows of numbers (two-dimensional)", f"an array of shape {shape}", remedy)
    if shape[0] > 0 and shape[1] == 0:
        got = f"0 feature(s) (shape={shape}) while a minimum of 1 is required"
        refuse("X", "rows of at least one number", got)


def is_numpy(X: Any) -> bool:
    """Whether X lives in NumPy: an ndarray, or a pandas frame or series. Imports nothing to find out."""
    for module, names in (("numpy", ("ndarray",)), ("pandas", ("DataFrame", "Series"))):
        loaded = sys.modules.get(module)
        for name in names:
            kind = getattr(loaded, name, None)
            if kind is not None and isinstance(X, kind):
                return True
    return False


def listed(values: Any, argument: str) -> list[Any]:
    """The values of a list, tuple, array, series or other iterable as a list."""
    if isinstance(values, list):
        return values
    if isinstance(values, (str, bytes, dict)):
        refuse(argument, "a list", brief(values))
    values = _as_array(values)
    for method in ("tolist", "to_list"):
        if hasattr(values, method):
            values = getattr(values, method)()
            break
    try:
        return list(values)
    except TypeError:
        refuse(argument, "a list", brief(values))


def rows(X: Any, names: list[str] | None = None) -> list[list[float]]:
    """X as a new list of rows of floats, checked: at least one row and column, rectangular, numbers, finite."""
    names = names or column_names(X)
    X = unframed(X)
    check_shape(X)
    given = listed(X, "X")
    if not given:
        refuse("X", "at least one row", "none")
    cells = [cells_of(row, i) for i, row in enumerate(given)]
    width = len(cells[0])
    if width == 0:
        refuse("X", "rows of at least one number", "an empty row 0")
    return [_row(row, i, names, width) for i, row in enumerate(cells)]


def cells_of(row: Any, i: int, what: str = "numbers") -> Any:
    """A row as a list or tuple of its cells; the row itself stays what it was."""
    if isinstance(row, (list, tuple)):
        return row
    if isinstance(row, (str, bytes, dict)) or not (hasattr(row, "tolist") or hasattr(row, "__iter__")):
        remedy = "Write one column as [[1.0], [2.0]]." if what == "numbers" else "Write one row as [[...]]."
        refuse("X", f"rows of {what}", f"{brief(row)} in row {i}", remedy)
    return listed(row, "X")


def _row(row: Any, i: int, names: list[str] | None, width: int) -> list[float]:
    if len(row) != width:
        refuse("X", "rows of one length", f"{len(row)} numbers in row {i} where row 0 has {width}")
    return _floats(row, "X", lambda j: f"row {i}, column {brief(names[j]) if names else j}", "that row")


def numbers(values: Any, argument: str) -> list[float]:
    """A flat sequence as a new list of finite floats."""
    return _floats(listed(values, argument), argument, lambda i: f"row {i}", "that row")


def _floats(values: Any, argument: str, place: Any, culprit: str) -> list[float]:
    # Three quick looks settle nearly every row; the cell-by-cell path is for the error message and for rare types.
    kinds = set(map(type, values))
    if kinds <= {float}:
        if isfinite(sum(values)):
            return list(values)
    elif kinds <= {float, int, bool}:
        try:
            floats = list(map(float, values))
        except OverflowError:  # an integer beyond 1e308; the slow path names it
            floats = [float("inf")]
        if isfinite(sum(floats)):
            return floats
    return [_float(value, argument, place(j), culprit) for j, value in enumerate(values)]


def _float(value: Any, argument: str, place: str, culprit: str) -> float:
    got = f"{brief(value)} in {place}"
    if isinstance(value, (str, bytes)):
        refuse(argument, "numbers", got, "Turn text into numbers first.")
    try:
        number = float(value)
    except OverflowError:
        refuse(argument, "numbers that fit a float (below 1.8e308)", got, "Rescale that column.")
    except (TypeError, ValueError) as error:
        remedy = f"Drop or fill in {culprit}."
        if isinstance(value, complex):
            remedy = "Complex data not supported."
        elif value is not None:
            got = f"{got} ({error})"
        raise NotANumberError(f"{argument} must be numbers; got {got}. {remedy}") from None
    if not isfinite(number):
        remedy = f"Drop or impute {culprit}."
        refuse(argument, "finite", f"{number} in {place}", f"{remedy} NaN is not skipped." if isnan(number) else remedy)
    return number


def flat(y: Any, argument: str = "y") -> list[Any]:
    """y as a flat list of labels or numbers, with nothing missing in it; messages call it by its argument."""
    if y is None:
        remedy = "A fit requires y to be passed, but the target y is None." if argument == "y" else ""
        refuse(argument, "given", "None", remedy)
    given = listed(y, argument)
    shape = getattr(y, "shape", ())
    if isinstance(shape, tuple) and len(shape) == 2 and shape[1] == 1:
        conversion_warning(f"A column-vector {argument} was passed when a 1d array was expected. It was flattened.")
        given = [row[0] for row in given]
    try:
        suspects = [label for label in set(given) if missing(label)]
    except TypeError:  # what cannot be in a set is no label
        suspects = given
    if suspects:
        _refuse_gaps(given, argument)
    return given


def of_second_class(values: Any, argument: str) -> Any:
    """Numbers of the second class as they are; of n × 2, as `predict_proba` gives them, the second column."""
    if values is None:
        refuse(argument, "given", "None")
    given = listed(unframed(values), argument)
    rows = [inner.tolist() if hasattr(inner, "tolist") else inner for inner in given]
    if not (rows and isinstance(rows[0], (list, tuple))):
        return given
    for i, row in enumerate(rows):
        if not isinstance(row, (list, tuple)) or len(row) != 2:
            refuse(argument, "a number, or two of them, in each row", f"{brief(row)} in row {i}")
    return [row[1] for row in rows]


def _refuse_gaps(given: list[Any], argument: str) -> None:
    for i, label in enumerate(given):
        if missing(label):
            refuse(argument, "labels without gaps", f"{label} in row {i}", "Drop that row.")
        if isinstance(label, (list, tuple)):
            refuse(argument, "one label a row", f"{brief(label)} in row {i}", f"Flatten {argument}.")
        if not isinstance(label, (str, bytes)) and hasattr(label, "__len__"):
            refuse(argument, "one label a row", f"{brief(label)} in row {i}")


def missing(label: Any) -> bool:
    """Whether a label is None, nan or a data frame's NA."""
    try:
        return label is None or bool(label != label)  # noqa: PLR0124  # nan alone is not itself
    except TypeError:  # pandas' NA, which cannot even say that
        return True


def same_length(values: list[Any], rows: int, argument: str, other: str = "X") -> None:
    """Refuse an argument that has not one value for each row of X, or of what else says how many there are."""
    if len(values) != rows:
        refuse(argument, f"as long as {other}, {rows} rows", f"{len(values)} values")


def of_rows(values: Any, kept: list[int] | None) -> Any:
    """Of what runs along the user's rows what belongs to those that are kept, None for all; where there are too few
    values, all of them, whose length is refused then."""
    if kept is None or values is None:
        return values
    given = listed(values, "values")
    return [given[i] for i in kept] if len(given) > kept[-1] else given
