"""The rules of the house that can be counted: short files and functions, small folders, and privates that stay inside."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import purelr

PACKAGE = Path(purelr.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))


def named(path):
    return str(path.relative_to(PACKAGE))


def body(function):
    """How many lines a function has below its signature and its docstring."""
    first, *_ = lines = function.body
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and len(lines) > 1:
        first = lines[1]
    return lines[-1].end_lineno - first.lineno + 1


def privates(tree):
    """The private names that a file reaches for in others, and those that it has itself."""
    reached = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr.startswith("_")
        and not node.attr.startswith("__")
        and not (isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"})
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            reached |= {
                alias.name for alias in node.names if alias.name.startswith("_") and alias.name != "__version__"
            }
    owned = {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    owned |= {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr.startswith("_")
    }
    owned |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return reached, owned


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_file_and_its_functions_are_short(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert body(node) <= 40, node.name


def test_a_folder_is_small():
    for folder in {path.parent for path in FILES}:
        assert len([path for path in folder.iterdir() if path.is_file()]) <= 16, folder


@pytest.mark.parametrize("folder", sorted({path.parent for path in FILES}), ids=named)
def test_private_names_are_reached_inside_their_package_alone(folder):
    reached, owned = set(), set()
    for path in folder.glob("*.py"):
        theirs, own = privates(ast.parse(path.read_text(encoding="utf-8")))
        reached, owned = reached | theirs, owned | own
    assert reached - owned <= {"_fields", "_asdict"}  # of a namedtuple, whose names begin so
