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
# What a tiny function or a plug-in has no use for: pictures, diagnostics, other people's models, the laws of backends,
# and what makes other files out of the sources, which needs them as files.
LEFT_OUT = (
    "appraisal.py",
    "commands/report.py",
    "commands/summary.py",
    "conversion.py",
    "curves.py",
    "diagnostics.py",
    "effects.py",
    "micropython/",
    "model_selection.py",
    "page.py",
    "plot/diagnostics.py",
    "plot/fits.py",
    "plot/on_axes.py",
    "plot/picture.py",
    "plot/predictions.py",
    "plot/scale.py",
    "plot/svg.py",
    "report.py",
    "report_inference.py",
    "scores.py",
    "testing.py",
    "zipapp.py",
)
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
            yield f"purelr/{name}", for_machines(data) if path.suffix == ".py" else data


def for_machines(source: bytes) -> bytes:
    """A module without what is there for readers alone: docstrings, comments of a whole line, and types.

    >>> print(
    ...     for_machines(b'def f(a: int) -> int:\\n    "what"\\n    # why\\n    b: int = a\\n    return b\\n').decode(),
    ...     end="",
    ... )
    def f(a):
        ""
        b = a
        return b
    """
    for first, last, instead in sorted(_cuts(source), reverse=True):
        source = source[:first] + instead + source[last:]
    inside = set()  # the lines that begin inside a text, which are not to be touched
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Constant, ast.JoinedStr)):
            inside |= set(range(node.lineno + 1, (node.end_lineno or 0) + 1))
    lines = enumerate(source.splitlines(keepends=True), 1)
    return b"".join([line for i, line in lines if i in inside or (line.strip() and not line.lstrip().startswith(b"#"))])


def _cuts(source: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(first byte, last byte, what stands there instead) for docstrings, annotations and what type checkers import."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def place(node: Any) -> tuple[int, int]:
        return starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset

    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node, clean=False):
            yield (*place(node.body[0]), b'""')
        if isinstance(node, ast.FunctionDef) and node.returns is not None:
            first, last = place(node.returns)
            yield source.rindex(b"->", 0, first) - 1, last, b""
        if isinstance(node, ast.arg) and node.annotation is not None:
            yield place(node)[0] + len(node.arg.encode()), place(node.annotation)[1], b""
        if isinstance(node, ast.AnnAssign) and node.value is None:
            yield (*place(node), b'""')
        elif isinstance(node, ast.AnnAssign):
            yield place(node.target)[1], place(node.annotation)[1], b""
        if _is_of_types(node):
            yield (*place(node), b"")


def _is_of_types(node: Any) -> bool:
    """Whether a statement is there for annotations and type checkers alone."""
    if isinstance(node, ast.ImportFrom):
        return node.module == "__future__"
    name = node.targets[0] if isinstance(node, ast.Assign) else node.test if isinstance(node, ast.If) else None
    return isinstance(name, ast.Name) and name.id == "TYPE_CHECKING"


if __name__ == "__main__":
    raise SystemExit(main())
