"""Whether what a parser has read is what was expected: the words in which every check of a model file is said.

Types are compared by `is`: True is no number here, on any interpreter, and nothing is called that a file could name.
"""

from __future__ import annotations

from .errors import ModelFileError, brief

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

HUGE = 1e300  # a longer integer is no float, and text of any length would take any time to become one


def check_keys(data: Any, place: str, keys: Sequence[str], optional: bool = False) -> None:
    """Refuse what is no dict of these keys. An unknown one may be what the model cannot be read without."""
    expect(type(data) is dict, place, "an object of names and values", data)
    for key in data:
        expect(key in keys, f"a name in {place}", f"one of {', '.join(keys)}", key)
    for key in keys:
        if key not in data and not optional:
            raise ModelFileError(f"{place} must have {key!r}; got none.")


def expect(good: bool, place: str, requirement: str, value: Any) -> None:
    if not good:
        raise ModelFileError(f"{place} must be {requirement}; got {brief(value)}.")


def check_list(values: Any, place: str, n: int, things: str) -> list[Any]:
    expect(type(values) is list, place, f"a list of {n} {things}", values)
    if len(values) != n:
        raise ModelFileError(f"{place} must be a list of {n} {things}; got {len(values)}.")
    return values  # type: ignore[no-any-return]


def check_floats(values: Any, place: str, n: int) -> list[float]:
    """A list of n finite numbers, as floats."""
    for i, value in enumerate(check_list(values, place, n, "numbers")):
        if not is_number(value):
            expect(False, f"{place}[{i}]", "a finite number", value)
    return [float(value) for value in values]


def is_number(value: Any) -> bool:
    return (type(value) is float and value - value == 0.0) or (type(value) is int and -HUGE < value < HUGE)


def is_positive(value: Any) -> bool:
    return is_number(value) and value > 0


def is_whole(value: Any, least: int) -> bool:
    return type(value) is int and least <= value < HUGE


def is_label(value: Any, classes: list[Any]) -> bool:
    return any([type(label) is type(value) and label == value for label in classes])
