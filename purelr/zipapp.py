"""`python -m purelr.zipapp -o purelr.pyz`: the library and its data in one file, to be run or imported.

The same files give the same bytes, whenever and from wherever the archive is made.
"""

from __future__ import annotations

import ast
import zipfile
from io import BytesIO
from pathlib import Path

from .errors import refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

SHEBANG = b"#!/usr/bin/env python3\n"
# What makes other files out of the sources needs these as files.
LEFT_OUT = ("zipapp.py", "micropython/")
MAIN = "from purelr.cli import main\n\nraise SystemExit(main())\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the archive; returns the exit code."""
    import argparse

    parser = argparse.ArgumentParser(prog="python -m purelr.zipapp", description="Put purelr into one file.")
    parser.add_argument("-o", dest="path", default="purelr.pyz", help="the file to write (default: purelr.pyz)")
    path = Path(parser.parse_args(arguments).path)
    try:
        path.write_bytes(archive())
    except (OSError, ValueError) as error:
        parser.error(str(error))
    path.chmod(0o755)
    return 0


def archive() -> bytes:
    """The bytes of the archive: a line that finds an interpreter, and a zip with the package and a `__main__`."""
    memory = BytesIO()
    memory.write(SHEBANG)
    with zipfile.ZipFile(memory, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as zipped:
        for name, data in [("__main__.py", MAIN.encode()), *_files()]:
            entry = zipfile.ZipInfo(name)  # of 1980, not of now
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # the same on every system
            zipped.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
    return memory.getvalue()


def _files() -> Iterator[tuple[str, bytes]]:
    """What of the package is needed to use it, as (name, bytes), in the order of the names."""
    package = Path(__file__).parent
    if not package.is_dir():
        refuse("purelr", "a folder, to be put into one file", f"{package}", "Run this from a checkout or an install.")
    for path in sorted(package.rglob("*")):
        name = path.relative_to(package).as_posix()
        if path.is_file() and "__pycache__" not in name and not name.startswith(LEFT_OUT):
            data = path.read_bytes()
            yield f"purelr/{name}", without_docstrings(data) if path.suffix == ".py" else data


def without_docstrings(source: bytes) -> bytes:
    """A module with an empty text for each docstring: they are a third of the archive, and nobody reads them there.

    >>> without_docstrings(b'def f():\\n    "what it does"\\n')
    b'def f():\\n    ""\\n'
    """
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    cuts = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node, clean=False):
            text: Any = node.body[0]
            cuts.append((starts[text.lineno - 1] + text.col_offset, starts[text.end_lineno - 1] + text.end_col_offset))
    for first, last in sorted(cuts, reverse=True):
        source = source[:first] + b'""' + source[last:]
    return source


if __name__ == "__main__":
    raise SystemExit(main())
