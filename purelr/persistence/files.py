"""Files that are written whole or not at all, and read no further than a limit."""

from __future__ import annotations

import os
from contextlib import suppress

from ..basics.errors import ModelFileError, brief, refuse
from ..basics.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def path_of(path: Any) -> str:
    """A path as text; ValueError for what is none."""
    if not isinstance(path, (str, os.PathLike)) or not isinstance(os.fspath(path), str) or not os.fspath(path):
        refuse("path", "the path of a file, as text or a Path", brief(path))
    return os.fspath(path)


def shown(source: Any) -> str:
    """What is read, as a message can hold it: a path, or the name of an open file, of a part of an archive, or none."""
    if _is_content(source):
        return "The text" if isinstance(source, str) else "The bytes"
    if hasattr(source, "read") or _opens(source):
        name = getattr(source, "name", None) if hasattr(source, "read") else str(source)
        return printable(name) if isinstance(name, str) else "The open file"
    return printable(path_of(source))


def _is_content(source: Any) -> bool:
    """Whether it is the content of a model file and no path: JSON text, or bytes of any kind."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        return True
    return isinstance(source, str) and source.lstrip("\ufeff \t\r\n")[:1] == "{"


def _opens(source: Any) -> bool:
    """Whether it is a part of an archive or package, such as a zipfile.Path, that opens itself."""
    return callable(getattr(source, "open", None)) and not isinstance(source, (str, os.PathLike))


class Replacement:
    """A new file that takes the place of an old one when all of it is on the disk; `write` takes text, for UTF-8.

    Whoever reads the path, and whenever the process is killed: it is the old file or the new one. An error leaves the
    old file and no other. A link stays a link to the file that it leads to.

        with Replacement(path) as file:
            file.write(text)
    """

    def __init__(self, path: Any) -> None:
        self.path: str = path_of(path)
        self.target: str = os.path.realpath(self.path)
        other = os.path.exists(self.target) and not os.path.isfile(self.target)
        if other or not os.path.basename(self.path):
            refuse("path", "the path of a file", f"{brief(self.path)}, which is something else")
        self.mode: int | None = os.stat(self.target).st_mode & 0o777 if os.path.exists(self.target) else None
        if self.mode is not None and not (self.mode & 0o222 and os.access(self.target, os.W_OK)):
            raise PermissionError(13, "The file is read-only", self.path)
        # The same folder, as a rename is of one piece within a file system alone; a short name, as names have a limit.
        self.temporary: str = os.path.join(os.path.dirname(self.target), f".purelr-{os.urandom(8).hex()}.tmp")

    def __enter__(self) -> Replacement:
        # What takes the place of a file is nobody else's to read until it has the mode of that file.
        mode = 0o666 if self.mode is None else 0o600
        self.file = self._named(open, self.temporary, "xb", opener=lambda name, flags: os.open(name, flags, mode))
        return self

    def write(self, text: str | bytes) -> None:
        """Add text, or bytes as they are."""
        self._named(self.file.write, text if isinstance(text, bytes) else text.encode("utf-8"))

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self._named(self._replace)
        finally:
            with suppress(OSError):  # what is left to be written may find the disk full, after another error
                self.file.close()
            if os.path.exists(self.temporary):
                os.unlink(self.temporary)

    def _replace(self) -> None:
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        if self.mode is not None:
            os.chmod(self.temporary, self.mode)
        os.replace(self.temporary, self.target)

    def _named(self, call: Any, *arguments: Any, **options: Any) -> Any:
        """What a call gives; an error of it names the file that people know."""
        try:
            return call(*arguments, **options)
        except OSError as error:
            raise type(error)(error.errno, error.strerror, self.path) from None


def replace(path: Any, text: str | bytes) -> None:
    """Write text, or bytes as they are, to a new file, and put it in the place of the old one; to an open file where
    that is given, of text or of bytes."""
    if callable(getattr(path, "write", None)):
        _write_to(path, text)
        return
    with Replacement(path) as file:
        file.write(text)


def _write_to(file: Any, text: str | bytes) -> None:
    try:
        file.write(text)
    except TypeError:  # it takes the other kind
        file.write(text.encode("utf-8") if isinstance(text, str) else text.decode("utf-8"))


def read(source: Any, limit: int) -> str:
    """The text of a file of at most `limit` bytes of UTF-8, by its path, open, or as text or bytes that are at hand.
    ModelFileError for another; OSError where there is none."""
    name = shown(source)
    if _is_content(source):
        data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else bytes(source)
    elif hasattr(source, "read"):
        data = _upto(source, limit)
    else:
        with source.open("rb") if _opens(source) else open(path_of(source), "rb") as file:
            data = _upto(file, limit)
    if len(data) > limit:
        raise ModelFileError(
            f"{name} must be a file of at most {limit:,} bytes; got more. "
            "If you trust it, say load(path, limit=...) with its size."
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ModelFileError(
            f"{name} must be UTF-8; got a byte {data[error.start]:#04x} at place {error.start}. "
            "Restore the file, or save the model again."
        ) from None


def _upto(file: Any, limit: int) -> bytes:
    """What there is to read, and no more than one byte beyond the limit."""
    data = bytearray()
    # PyPy makes room for all that is asked for: 12 ms for the limit, in place of 0.1.
    while len(data) <= limit and (piece := file.read(min(1 << 16, limit + 1 - len(data)))):
        data += piece.encode("utf-8", "surrogatepass") if isinstance(piece, str) else piece
    return bytes(data)


def stamp() -> dict[str, str]:
    """Which purelr this is, and the date (UTC): today, or that of SOURCE_DATE_EPOCH, for repeatable builds."""
    import time

    from .. import __version__

    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given and not (given.isascii() and given.isdigit() and len(given) < 12):
        refuse("SOURCE_DATE_EPOCH", "a number of seconds since 1970", brief(given), "Set it right, or unset it.")
    seconds = time.gmtime(int(given)) if given else time.gmtime()
    return {"purelr": __version__, "date": time.strftime("%Y-%m-%d", seconds)}
