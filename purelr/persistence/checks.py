"""Whether what a parser has read is what was expected: the words in which every check of a model file is said.

Types are compared by `is`: True is no number here, on any interpreter, and nothing is called that a file could name.
"""

from __future__ import annotations

from ..basics.errors import ModelFileError, brief

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    # For each name of an object what it must be, in words, and the function that says whether it is.
    Field = tuple[str, Callable[[Any], bool]]
    Fields = dict[str, Field]

LINE = 10_000  # characters of a message: one may name many columns
HUGE = 1e300  # a longer integer is no float, and text of any length would take any time to become one

# What several fields are: in words, and the function that says whether a value is that.
SWITCH: Field = "true or false", lambda value: type(value) is bool
COUNT: Field = "a whole number of at least 0", lambda value: is_whole(value, 0)
ANY_LIST: Field = "a list", lambda value: type(value) is list


def check_keys(data: Any, place: str, keys: Sequence[str], optional: bool = False) -> None:
    """Refuse what is no dict of these keys. An unknown one may be what the model cannot be read without."""
    expect(type(data) is dict, place, "an object of names and values", data)
    for key in data:
        expect(key in keys, f"a name in {place}", f"one of {', '.join(keys)}", key)
    for key in keys:
        if key not in data and not optional:
            raise ModelFileError(f"{place} must have {key!r}; got none.")


def check_fields(data: Any, place: str, fields: Fields, optional: bool = False, null: bool = False) -> None:
    """Refuse what is no dict of these fields, each what its line of the table says, or null where that is allowed."""
    check_keys(data, place, list(fields), optional)
    for name in data:
        wanted, good = fields[name]
        if not (null and data[name] is None):
            expect(good(data[name]), f"{place}.{name}", wanted, data[name])


def expect(good: bool, place: str, requirement: str, value: Any) -> None:
    if not good:
        raise ModelFileError(f"{place} must be {requirement}; got {brief(value)}.")


def check_list(values: Any, place: str, n: int, things: str) -> list[Any]:
    expect(type(values) is list, place, f"a list of {n} {things}", values)
    if len(values) != n:
        raise ModelFileError(f"{place} must be a list of {n} {things}; got {len(values)}.")
    return values  # type: ignore[no-any-return]


def check_floats(values: Any, place: str, n: int, above: float | None = None) -> list[float]:
    """A list of n finite numbers, as floats, all of them above a bound where there is one."""
    for i, value in enumerate(check_list(values, place, n, "numbers")):
        if not is_number(value):
            expect(False, f"{place}[{i}]", "a finite number", value)
        elif above is not None and value <= above:
            expect(False, f"{place}[{i}]", f"above {above:g}", value)
    if set(map(type, values)) <= {float}:
        return values  # type: ignore[no-any-return]
    wholes: dict[int, float] = {}  # equal ones are one object: a file of zeros stays small
    return [value if type(value) is float else wholes.setdefault(value, float(value)) for value in values]


def is_number(value: Any) -> bool:
    return (type(value) is float and value - value == 0.0) or (type(value) is int and -HUGE < value < HUGE)


def is_positive(value: Any) -> bool:
    return is_number(value) and value > 0


def is_whole(value: Any, least: int) -> bool:
    return type(value) is int and least <= value < HUGE


def is_line(value: Any) -> bool:
    """A text on one line, not too long, with nothing in it that a terminal obeys or UTF-8 has no bytes for."""
    return type(value) is str and len(value) <= LINE and not any([obeyed(ord(c)) for c in value])


def obeyed(code: int) -> bool:
    """Whether a character acts where it is printed: controls, line ends, and what turns the direction of writing."""
    control = code < 32 or 127 <= code < 160 or 0x2028 <= code <= 0x202E or 0x2066 <= code <= 0x2069
    return control or code in (0x61C, 0x200E, 0x200F) or 0xD800 <= code < 0xE000


def is_date(value: Any) -> bool:
    """A day that there is, as YYYY-MM-DD.

    >>> is_date("2024-02-29"), is_date("2023-02-29"), is_date("2024-1-1")
    (True, False, False)
    """
    if type(value) is not str or len(value) != 10 or value[4] + value[7] != "--":
        return False
    digits = value[:4] + value[5:7] + value[8:]
    if any([c not in "0123456789" for c in digits]):
        return False
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return year > 0 and 1 <= month <= 12 and 1 <= day <= days[month - 1]


def is_version(value: Any) -> bool:
    """The version of a package, such as 0.1.0, 1.0rc1 or 2.0.dev1+local: letters, digits, dots, + and -."""
    plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_!"
    return type(value) is str and 0 < len(value) <= 64 and not any([c not in plain for c in value])


def labels_of(classes: list[Any]) -> set[Any]:
    """The labels, for `is_label`: 1 is not True."""
    return {(type(label), label) for label in classes}


def is_label(value: Any, known: set[Any]) -> bool:
    return (type(value) in (str, bool) or is_number(value)) and (type(value), value) in known


def are_texts(values: Any) -> bool:
    """Whether these are different texts."""
    return type(values) is list and all([type(value) is str for value in values]) and len(set(values)) == len(values)


def are_references(value: Any) -> bool:
    """Whether these are pairs of a column and a level, or null."""
    pairs = value if type(value) is list else []
    fine = [type(p) is list and len(p) == 2 and type(p[0]) is str and type(p[1]) in (str, type(None)) for p in pairs]
    return value is None or (type(value) is list and all(fine))


def is_start(value: Any) -> bool:
    """Whether gradient descent can begin there."""
    if type(value) is list:
        return all([is_number(weight) for weight in value])
    return value in ("zeros", "random")


def is_written(value: Any) -> bool:
    """Whether this says how a CSV file is written: texts by the names of the options, a list of them for `na`."""
    names = ("encoding", "delimiter", "decimal", "thousands")
    if type(value) is not dict or not set(value) <= set(names + ("na",)):
        return False
    texts = [value[name] for name in names if name in value]
    gaps = value.get("na", [])
    return type(gaps) is list and all([type(text) is str for text in texts + gaps])
