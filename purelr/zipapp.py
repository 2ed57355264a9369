"""`python -m purelr.zipapp -o purelr.pyz`: the library and its data in one file, to be run or imported.

The same files give the same bytes, whenever and from wherever the archive is made.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from .basics.errors import refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHEBANG = b"#!/usr/bin/env python3\n"
MAIN = "from purelr.cli.main import main\n\nraise SystemExit(main())\n"


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
    """The package as (name, bytes), in the order of the names."""
    package = Path(__file__).parent
    if not package.is_dir():
        refuse("purelr", "a folder, to be put into one file", f"{package}", "Run this from a checkout or an install.")
    for path in sorted(package.rglob("*")):
        name = path.relative_to(package).as_posix()
        if path.is_file() and "__pycache__" not in name:
            yield f"purelr/{name}", path.read_bytes()


if __name__ == "__main__":
    raise SystemExit(main())
