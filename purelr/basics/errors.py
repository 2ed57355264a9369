"""The exceptions and warnings of the library, and the one sentence that all bad input gets.

Every message reads "<argument> must be <requirement>; got <value> <where>. <what to do>".
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn


class NotFittedError(ValueError, AttributeError):
    """A model was asked for results before `fit`."""


class NotANumberError(ValueError, TypeError):
    """A cell holds what no number can be made of, or X is no table of numbers at all."""


class BackendUnavailableError(ImportError):
    """A backend was asked for by name, and what it stands on is missing or broken."""


class ModelFileError(ValueError):
    """A file is no model that can be loaded: cut short, of a newer version, or with something wrong in it.

    `remedy` is the way out where it is not to restore the file.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


class SingularMatrixError(ArithmeticError):
    """A matrix that must be positive definite is not; `column` is the first pivot that vanished."""

    def __init__(self, message: str, column: int = 0) -> None:
        super().__init__(message)
        self.column = column


class ConvergenceWarning(UserWarning):
    """A fit ended before the optimum was reached."""


class SeparationWarning(ConvergenceWarning):
    """The classes are separated by a plane, so that without a penalty there is no optimum."""


def not_fitted(model: str, attribute: str) -> Exception:
    """The error for a model without results; where scikit-learn is loaded, it is also the one that its tools expect."""
    kind: type[Exception] = NotFittedError
    theirs = getattr(sys.modules.get("sklearn.exceptions"), "NotFittedError", None)
    if theirs is not None:
        kind = type("NotFittedError", (NotFittedError, theirs), {})
    return kind(f"{model} must be fitted first; got no {attribute}. Call fit(X, y) first.")


def conversion_warning(message: str) -> None:
    """Warn of a repair of the input; where scikit-learn is loaded, by the warning that its tools expect."""
    import warnings

    theirs = getattr(sys.modules.get("sklearn.exceptions"), "DataConversionWarning", UserWarning)
    warnings.warn(message, theirs, stacklevel=4)


def brief(value: object) -> str:
    """The value as an error message shows it: on one line and short."""
    if type(value) is int and abs(value) >> 200:
        return f"an integer of {len(bin(abs(value))) - 2} bits"
    text = repr(value).replace("\n", " ")
    return text if len(text) <= 60 else text[:57] + "..."


def refuse(argument: str, requirement: str, got: str, remedy: str = "") -> NoReturn:
    """Raise the ValueError for one bad argument; `got` is the value and its place, in words."""
    sentence = f"{argument} must be {requirement}; got {got}."
    raise ValueError(f"{sentence} {remedy}" if remedy else sentence)


def suggestion(name: object, known: Sequence[str]) -> str:
    """What may have been meant by a name that is not known."""
    from difflib import get_close_matches

    near = get_close_matches(str(name), known, 1)
    if near:
        return f"Did you mean {brief(near[0])}?"
    return f"There is {', '.join([brief(other) for other in known[:12]])}{' and others' if len(known) > 12 else ''}."


def positive(argument: str, value: object, remedy: str = "") -> float:
    """`value` as a float, which must be finite and above zero."""
    number = number_or_nan(value)
    if not 0.0 < number < float("inf"):
        refuse(argument, "a positive number", brief(value), remedy)
    return number


def whole(argument: str, value: object, least: int) -> int:
    """`value` as an int, which must be a whole number of at least `least`."""
    number = value if isinstance(value, int) else _index(value)
    if number is None or isinstance(value, bool) or number < least:
        refuse(argument, f"a whole number of at least {least}", brief(value))
    return int(number)


def check_columns(model: str, expected: int, got: int) -> None:
    """Refuse an X that has not as many columns as the one of `fit`."""
    if got != expected:
        theirs = (
            f"X has {got} features, but {model} is expecting {expected} features as input"  # as scikit-learn says it
        )
        refuse("X", f"of {expected} columns, as in fit", f"{got}: {theirs}")


def _index(value: object) -> int | None:
    """What is no int but counts as one, as NumPy's integers do; None for all else."""
    index = getattr(type(value), "__index__", None)
    return None if index is None else int(index(value))


def number_or_nan(value: object) -> float:
    """`value` as a float; nan for what is no number, or beyond all floats."""
    if isinstance(value, (str, bytes, bool)):
        return float("nan")
    try:
        return float(value)  # type: ignore[arg-type]  # anything with __float__ will do
    except (TypeError, ValueError, OverflowError):
        return float("nan")
