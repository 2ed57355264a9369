"""Packed files, read as if they were not, by the standard library."""

from __future__ import annotations

from ..basics.errors import brief, refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

MODULES = {"gz": "gzip", "bz2": "bz2", "xz": "lzma"}


def ending(path: str) -> str:
    """What a file is packed by, from the end of its name; "" for others."""
    found = path.lower().rpartition(".")[2]
    return found if found in MODULES or found == "zip" else ""


def unpacked(file: Any, path: str, shown: str) -> Any:
    """The bytes of an open file, unpacked where the name says that they are packed."""
    from importlib import import_module
    from io import BufferedReader

    kind = ending(path)
    if not kind:
        return file
    if kind != "zip":
        try:
            return BufferedReader(import_module(MODULES[kind]).open(file, "rb"))
        except ImportError:
            refuse(
                shown, "packed as this Python can unpack", f".{kind}", f"It has no {MODULES[kind]}: unpack it first."
            )
    import zipfile

    archive = zipfile.ZipFile(file)
    inside = [entry for entry in archive.namelist() if not entry.endswith("/") and not entry.startswith("__MACOSX/")]
    if len(inside) != 1:
        refuse(shown, "an archive of one file", f"{len(inside)} files: {brief(inside)}", "Unpack it first.")
    stream: Any = archive.open(inside[0])
    return BufferedReader(stream)


def damage(path: str) -> tuple[type[Exception], ...]:
    """The exceptions of a file that is packed otherwise than its name says, or damaged; and of any other file."""
    kind = ending(path)
    if not kind:
        return (OSError,)
    import zlib

    found: tuple[type[Exception], ...] = (OSError, EOFError, zlib.error, NotImplementedError, RuntimeError)
    if kind == "xz":  # of which not every Python has the module
        import lzma

        found += (lzma.LZMAError,)
    if kind == "zip":
        import zipfile

        found += (zipfile.BadZipFile,)
    return found


def refuse_damaged(path: str, shown: str, error: Exception) -> NoReturn:
    """Raise the ValueError for such a file."""
    refuse(
        shown, f"packed as its name says, by {ending(path)}", f"what cannot be unpacked ({error})", "Unpack it first."
    )
