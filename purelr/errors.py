"""The exceptions and warnings of the library, and the one sentence that all bad input gets.

Every message reads "<argument> must be <requirement>; got <value> <where>. <what to do>".
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


class NotFittedError(ValueError, AttributeError):
    """A model was asked for results before `fit`."""


class BackendUnavailableError(ImportError):
    """A backend was asked for by name, and what it stands on is missing or broken."""


class SingularMatrixError(ArithmeticError):
    """A matrix that must be positive definite is not; `column` is the first pivot that vanished."""

    def __init__(self, message: str, column: int = 0) -> None:
        super().__init__(message)
        self.column = column


class ConvergenceWarning(UserWarning):
    """A fit ended before the optimum was reached."""


def brief(value: object) -> str:
    """The value as an error message shows it: on one line and short."""
    if type(value) is int and value.bit_length() > 200:
        return f"an integer of {value.bit_length()} bits"
    text = repr(value).replace("\n", " ")
    return text if len(text) <= 60 else text[:57] + "..."


def refuse(argument: str, requirement: str, got: str, remedy: str = "") -> NoReturn:
    """Raise the ValueError for one bad argument; `got` is the value and its place, in words."""
    sentence = f"{argument} must be {requirement}; got {got}."
    raise ValueError(f"{sentence} {remedy}" if remedy else sentence)


def positive(argument: str, value: object, remedy: str = "") -> float:
    """`value` as a float, which must be finite and above zero."""
    number = _number(value)
    if not 0.0 < number < float("inf"):
        refuse(argument, "a positive number", brief(value), remedy)
    return number


def whole(argument: str, value: object, least: int) -> int:
    """`value` as an int, which must be a whole number of at least `least`."""
    index = getattr(type(value), "__index__", None)
    if index is None or isinstance(value, bool) or index(value) < least:
        refuse(argument, f"a whole number of at least {least}", brief(value))
    return int(index(value))


def _number(value: object) -> float:
    if isinstance(value, (str, bytes, bool)):
        return float("nan")
    try:
        return float(value)  # type: ignore[arg-type]  # anything with __float__ will do
    except (TypeError, ValueError, OverflowError):
        return float("nan")
