"""docs/architecture.md shows the packages and arrows of the table that tests/test_imports.py holds the sources to."""

from __future__ import annotations

import re
from pathlib import Path

import purelr
from tests.test_imports import ARROWS

PACKAGE = Path(purelr.__file__).parent
PAGE = PACKAGE.parent / "docs" / "architecture.md"


def reached(package):
    """What a package may import, and what that may."""
    return set().union(ARROWS[package], *[reached(below) for below in ARROWS[package]])


def picture():
    """The table as a Mermaid graph, without the arrows that others imply."""
    lines = ["graph BT"]
    for package in ARROWS:
        through = set().union(*[reached(below) for below in ARROWS[package]])
        lines += [f"    {package} --> {below}" for below in sorted(ARROWS[package] - through)]
    return "\n".join(lines)


def test_the_picture_is_drawn_from_the_table():
    page = PAGE.read_text(encoding="utf-8")
    assert re.search(r"```mermaid\n(.*?)\n```", page, re.DOTALL)[1] == picture()


def test_every_package_and_file_that_the_page_names_is_there():
    page = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)/` \|", page, re.MULTILINE)
    assert rows == list(ARROWS)
    named = re.findall(r"`((?:\w+/)*\w+\.py)`", page)
    assert len(named) > 20
    assert [path for path in named if not (PACKAGE / path).exists() and not (PACKAGE.parent / path).exists()] == []
