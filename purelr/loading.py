"""Load a model from its file: strict JSON, checked as data. No code of the file's is run, for there is none in it."""

from __future__ import annotations

from .basics.errors import ModelFileError, brief, whole
from .data.encoding import Encoding
from .data.scaler import StandardScaler
from .inference.fitted import Fit
from .inference.information import from_dict as information_from_dict
from .model import LogisticRegression
from .persistence import files
from .persistence.model_file import from_dict
from .persistence.schema import checked
from .solvers import SOLVERS
from .textbook import LR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

LIMIT = 16_000_000  # bytes: some 700,000 coefficients
DEPTH = 8  # a model needs 7
DIGITS = 300

REMEDY = "Restore the file, or save the model again."


def load(source: Any, *, limit: int = LIMIT) -> LogisticRegression | LR:
    """The model that `save` wrote: a LogisticRegression or an LR, fitted, that predicts the same to the last bit.

    source  a path, as text or a Path; an open file; what opens itself, such as a zipfile.Path or a file of
            importlib.resources; or the JSON itself, as text (which begins with a bracket) or bytes
    limit   the most bytes that are read; a larger file is refused

    Raises FileNotFoundError (or another OSError) where no file can be read, and ModelFileError, a ValueError, where it
    is no model: the message names the file, the place in it, and what to do. Loading runs no code from the file.

    >>> import os, tempfile
    >>> from purelr import LogisticRegression, load
    >>> model = LogisticRegression().fit([[0.0], [1.0], [2.0], [3.0]], ["no", "yes", "no", "yes"])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     model.save(os.path.join(folder, "model.json"))
    ...     again = load(os.path.join(folder, "model.json"))
    >>> again.predict_proba([[1.5]]) == model.predict_proba([[1.5]]) == load(model.to_json()).predict_proba([[1.5]])
    True
    """
    text = files.read(source, whole("limit", limit, 1))
    kinds: dict[str, Any] = dict(SOLVERS, LogisticRegression=LogisticRegression, LR=LR, StandardScaler=StandardScaler)
    kinds["Encoding"] = Encoding
    try:
        data = checked(parse(text))
    except ModelFileError as error:
        raise ModelFileError(f"{files.shown(source)}: {error} {error.remedy or REMEDY}") from None
    model: LogisticRegression | LR = from_dict(data, kinds)
    if isinstance(model, LogisticRegression) and data["sums"] is not None:
        dropped = model.encoding_.dropped if data["encoding"] is not None else 0
        model._fit = Fit(None, model.result_, information_from_dict(data["sums"], model), dropped)
    return model


def parse(text: str) -> Any:
    """JSON as the standard has it, which Python's parser alone does not ask for: no NaN, no name twice, no abyss.

    >>> parse('{"a": 1, "a": 2}')
    Traceback (most recent call last):
    purelr.basics.errors.ModelFileError: The names of an object must be different; got 'a' twice.
    """
    import json

    unclosed = _depth(text)
    try:
        return json.loads(
            text.lstrip("\ufeff"), parse_constant=_constant, parse_int=_integer, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        cut = " It ends inside a bracket: it was cut short." if unclosed > 0 else ""
        place = f"line {error.lineno}, column {error.colno}"
        raise ModelFileError(f"The file must be JSON; got an error in {place}: {error.msg}.{cut}") from None


def _depth(text: str) -> int:
    """How many brackets are open at the end. Refuses many within one another, at which a parser runs out of stack."""
    import re

    depth = 0
    # Without what is escaped, a string is what stands between two quotes, and no expression must remember how it came
    # there: one text of 16 MB took 1.86 GB. It matches closed or not, so that no text takes more than one pass.
    text = text.replace("\\\\", "  ").replace('\\"', "  ")
    for found in re.finditer(r'"[^"]*"?|[\[\]{}]', text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        if depth > DEPTH:
            line = text.count("\n", 0, found.start()) + 1
            raise ModelFileError(f"The file must have at most {DEPTH} nested brackets; got more in line {line}.")
    return depth


def _constant(name: str) -> NoReturn:
    raise ModelFileError(f"Numbers must be finite; got {name}.")


def _integer(digits: str) -> int:
    if len(digits) > DIGITS:
        raise ModelFileError(f"Integers must have at most {DIGITS} digits; got {len(digits)}.")
    return int(digits)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = set()
    for name, _ in pairs:
        if name in names:
            raise ModelFileError(f"The names of an object must be different; got {brief(name)} twice.")
        names.add(name)
    return dict(pairs)
