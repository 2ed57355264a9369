"""Which backend: the registry, and the order in which one is chosen.

    the estimator's backend=  →  with use_backend(...)  →  set_backend(...)  →  PURELR_BACKEND  →  the type of the input

Lists are never moved to NumPy because NumPy happens to be installed: results must not depend on what else is there.
"""

from __future__ import annotations

import os
import sys
from contextvars import ContextVar

from ..basics.errors import BackendUnavailableError, brief, refuse
from ..inputs import arrays

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .base import Backend


__all__ = ["available_backends", "choose", "get_backend", "register_backend", "set_backend", "use_backend"]


# By its own name, as a module from a zip has no __package__ yet while it is imported on Python 3.9.
_HERE = __name__.rpartition(".")[0]
_factories = {"pure": f"{_HERE}.pure:PureBackend", "numpy": f"{_HERE}.numpy:NumpyBackend"}


_default: list[str | None] = [None]


_in_use: ContextVar[str | None] = ContextVar("purelr_backend", default=None)


def available_backends() -> list[str]:
    """The names of the registered backends that can be used here. Tries each one, so NumPy is imported if it is there.

    >>> "pure" in available_backends()
    True
    """
    return [name for name in _factories if _works(name)]


def get_backend(name: str | Backend | None = None) -> Backend:
    """The backend of that name; without a name, the one that is used for lists here and now.

    >>> get_backend("pure").name
    'pure'

    Raises ValueError for an unknown name and BackendUnavailableError where the backend cannot be imported.
    """
    return choose(name)


def set_backend(name: str | None) -> None:
    """Make the backend of that name the default of this process; None takes the default away again."""
    _default[0] = None if name is None else _known(name)


class use_backend:  # noqa: N801  # it is called like a function
    """Use one backend inside a `with` statement, in this thread or task alone.

    >>> with use_backend("pure"):
    ...     get_backend().name
    'pure'
    """

    def __init__(self, name: str) -> None:
        self.name: str = _known(name)

    def __enter__(self) -> Backend:
        backend = _make(self.name)
        self._token = _in_use.set(self.name)
        return backend

    def __exit__(self, *exc_info: object) -> None:
        _in_use.reset(self._token)


def register_backend(name: str, factory: str) -> None:
    """Add a backend: `factory` is "package.module:callable", imported when the backend is first asked for.

    An installed package can do the same without a call, by an entry point in the group `purelr.backends`.
    """
    if not isinstance(name, str) or not name:
        refuse("name", "the backend's name, a text", brief(name))
    module, _, attribute = factory.partition(":") if isinstance(factory, str) else ("", "", "")
    if not module or not attribute:
        refuse("factory", 'of the form "package.module:callable"', brief(factory))
    _factories[name] = factory


def choose(given: str | Backend | None, X: Any = None) -> Backend:
    """The backend for a call: `given` by the caller, or else by the order above, with X the input."""
    if given is not None and not isinstance(given, str):
        if not hasattr(given, "asmatrix"):
            refuse("backend", f"one of {', '.join(_factories)}, or a backend object", brief(given))
        return given
    return _make(given or _in_use.get() or _default[0] or os.environ.get("PURELR_BACKEND") or _native(X))


def _native(X: Any) -> str:
    return "numpy" if arrays.is_numpy(X) or ("numpy" in sys.modules and _is_columnar(X)) else "pure"


def _is_columnar(X: Any) -> bool:
    """Whether X is a frame of polars or pyarrow, whose columns become ndarrays at no price."""
    kind = type(X)
    return hasattr(kind, "get_columns") or (hasattr(kind, "column_names") and hasattr(kind, "to_batches"))


def _known(name: str) -> str:
    if not isinstance(name, str):
        refuse("backend", f"the name of one, of {', '.join(_factories)}", brief(name))
    if name not in _factories:
        _from_entry_points(name)
    if name not in _factories:
        refuse("backend", f"one of {', '.join(_factories)}", brief(name), "Add others with purelr.register_backend.")
    return name


def _from_entry_points(name: str) -> None:
    from importlib.metadata import entry_points  # 15 ms: only for a name that is not known otherwise

    found: Any = entry_points()
    # Python 3.9 gives a dict of groups, later versions an object to select from.
    group = found.select(group="purelr.backends") if hasattr(found, "select") else found.get("purelr.backends", ())
    for entry in group:
        if entry.name == name:
            register_backend(name, entry.value)


def _make(name: str) -> Backend:
    module, _, attribute = _factories[_known(name)].partition(":")
    try:
        __import__(module)
        backend: Backend = getattr(sys.modules[module], attribute)()
    except Exception as error:
        raise BackendUnavailableError(_why(name, error)) from error
    return backend


def _why(name: str, error: Exception) -> str:
    missing = error.name if isinstance(error, ModuleNotFoundError) else None
    if missing and "." not in missing:  # a part of a package that is not there means that the package is broken
        how = "pip install 'purelr[numpy]'" if missing == "numpy" else f"Install {missing}"
        return f'backend must be installed; got {name!r}, and {missing} is not there. {how}, or use backend="pure".'
    return (
        f"backend must be importable; got {name!r}, which is installed but broken ({type(error).__name__}: {error}). "
        'Reinstall it, or use backend="pure".'
    )


def _works(name: str) -> bool:
    try:
        _make(name)
    except BackendUnavailableError:
        return False
    return True
