"""Cut out of a source file what MicroPython cannot read, or need not: docstrings, annotations, imports of the library.

The text between the cuts stays as it is, so that the result does not depend on the Python that builds it.
"""

from __future__ import annotations

import ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# What shows a thing to a reader, and what scikit-learn alone calls.
LEFT_OUT = {"__repr__", "Parameters.__new__", "get_metadata_routing", "__sklearn_tags__", "__slots__", "LR.sigmoid"}


class BuildError(Exception):
    """The sources hold what cannot be brought to MicroPython; says which file and line, and what to do."""


class Cuts(ast.NodeVisitor):
    """Collects the cuts of one file, (first byte, last byte, what stands there instead), and its imports.

    mentioned  the names that a class needs: its other methods and constants are cut
    """

    def __init__(self, name: str, text: str, mentioned: set[str]) -> None:
        self.name = name
        self.mentioned = mentioned
        self.text: bytes = text.encode()
        self.lines: list[int] = [0]
        for line in self.text.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))
        self.cuts: list[tuple[int, int, bytes]] = []
        self.imports: list[ast.Import | ast.ImportFrom] = []
        self.refused: list[tuple[int, str]] = []  # (byte, why) for what MicroPython cannot read
        self.tree: ast.Module = ast.parse(text)
        self.visit(self.tree)

    def first(self, node: Any) -> int:
        decorators = getattr(node, "decorator_list", [])
        start = decorators[0] if decorators else node
        at: int = self.lines[start.lineno - 1] + start.col_offset
        return at - 1 if decorators else at  # the @ before it

    def last(self, node: Any) -> int:
        return int(self.lines[node.end_lineno - 1] + node.end_col_offset)

    def cut(self, first: int, last: int, instead: bytes = b"") -> None:
        self.cuts.append((first, last, instead))

    def kept(self, node: ast.stmt, edits: list[tuple[int, int, bytes]]) -> str:
        """The text of a statement without its cuts, with these edits, and without empty lines."""
        first, last = self.first(node), self.last(node)
        for at, why in self.refused:
            if first <= at < last and not self.is_cut(at):
                raise BuildError(why)
        parts = []
        for start, end, instead in sorted(self.cuts + edits):
            if first <= start and end <= last:
                parts += [self.text[first:start], instead]
                first = end
        parts.append(self.text[first:last])
        return "\n".join([line for line in b"".join(parts).decode().split("\n") if line.strip()])

    def inside(self, node: ast.stmt, kind: type[Any]) -> list[Any]:
        """The parts of one kind in a statement, outside its cuts."""
        return [part for part in ast.walk(node) if isinstance(part, kind) and not self.is_cut(self.first(part))]

    def is_cut(self, at: int) -> bool:
        return any([first <= at < last for first, last, _ in self.cuts])

    def numbers(self, node: ast.stmt) -> list[tuple[str, str]]:
        """The constants, and the numbers that they stand for, of a line such as `A, B = 1, 2.0`."""
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], (ast.Name, ast.Tuple)):
            return []
        names = getattr(node.targets[0], "elts", [node.targets[0]])
        values = getattr(node.value, "elts", [node.value])
        if not all([isinstance(v, ast.Constant) and type(v.value) in {int, float} for v in values]):
            return []
        return [(n.id, self.text[self.first(v) : self.last(v)].decode()) for n, v in zip(names, values)]

    def edit(self, name: ast.Name, final: str) -> tuple[int, int, bytes]:
        return self.first(name), self.last(name), final.encode()

    def renamed(self, node: ast.stmt, names: dict[str, str]) -> list[tuple[int, int, bytes]]:
        """The edit that gives a function or class, or the variables that a statement sets, their final names."""
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            at = self.text.index(f" {node.name}".encode(), self.lines[node.lineno - 1] + node.col_offset) + 1
            return [(at, at + len(node.name.encode()), names[node.name].encode())]
        stores = [part for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)]
        return [self.edit(part, names[part.id]) for part in stores]

    def free_to_rename(self, label: str) -> None:
        """Refuse a name that is a parameter's too: callers could say it."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.arg) and node.arg == label:
                raise BuildError(f"{self.name}.py: {label} is a parameter too, and defined elsewhere. Rename it.")

    def refuse(self, node: ast.expr | ast.FunctionDef, what: str, remedy: str) -> None:
        why = f"{self.name}.py, line {node.lineno}: MicroPython cannot read {what}. {remedy}"
        self.refused.append((self.first(node), why))

    def _body(self, node: ast.ClassDef | ast.FunctionDef, out: list[ast.stmt]) -> None:
        """Visit what stays in a body; if nothing does, there is a `pass` in its place."""
        out = [part for part in node.body if part in out or _is_for_readers(part)]
        for part in node.body:
            if part in out:
                self.cut(self.first(part), self.last(part), b"" if len(out) < len(node.body) else b"pass")
            else:
                self.visit(part)

    def _is_needed(self, part: ast.stmt, owner: str) -> bool:
        """Whether a class needs a part of its body: special methods, and what is mentioned somewhere."""
        names = [name for name in defined(part) if not {name, f"{owner}.{name}"} & LEFT_OUT]
        return any([name in self.mentioned or name.startswith("__") for name in names])

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        if len(node.bases) > 1 and node.name.endswith(("Error", "Warning")):  # it can be of one kind of exception alone
            self.cut(self.last(node.bases[0]), self.last(node.bases[-1]))
        self._body(node, [part for part in node.body if defined(part) and not self._is_needed(part, node.name)])

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.args.posonlyargs:
            self.refuse(node, "a positional-only /", "Leave it out.")
        self.visit(node.args)
        self._no_return_type(node)
        self._body(node, [])

    def _no_return_type(self, node: ast.FunctionDef) -> None:
        if node.returns is not None:
            self.cut(self.text.rindex(b"->", 0, self.first(node.returns)) - 1, self.last(node.returns))

    def visit_arg(self, node: ast.arg) -> None:
        if node.annotation is not None:
            self.cut(self.first(node) + len(node.arg.encode()), self.last(node))

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.cut(self.last(node.target), self.last(node.annotation))
        if node.value is not None:
            self.visit(node.value)

    def visit_If(self, node: ast.If) -> None:
        if not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        self.imports.append(node)
        self.cut(self.first(node), self.last(node))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self.imports.append(node)
        self.cut(self.first(node), self.last(node))

    def visit_List(self, node: ast.List) -> None:
        self._no_star(node)

    def visit_Tuple(self, node: ast.Tuple) -> None:
        self._no_star(node)

    def _no_star(self, node: ast.List | ast.Tuple) -> None:
        if isinstance(node.ctx, ast.Load) and any([isinstance(part, ast.Starred) for part in node.elts]):
            self.refuse(node, "[a, *b]", "Write [a] + b.")
        self.generic_visit(node)

    def visit_Dict(self, node: ast.Dict) -> None:
        if None in node.keys:
            self.refuse(node, "{**a}", "Write a loop.")
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if not isinstance(node.ctx, ast.Load) and isinstance(node.slice, ast.Slice) and node.slice.step is not None:
            self.refuse(node, "a[::k] = b", "Write a loop.")
        self.generic_visit(node)


def defined(node: ast.AST) -> list[str]:
    """The names that a statement defines, in the body that it stands in."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    if not isinstance(node, (ast.Assign, ast.AnnAssign, ast.If)):
        return []
    names = [part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)]
    return sorted(set(names))


def _is_for_readers(node: ast.stmt) -> bool:
    """A docstring, a type without a value, or a method that only says what its subclasses have."""
    if isinstance(node, ast.FunctionDef):
        return [ast.unparse(part) for part in node.body[-1:]] == ["raise NotImplementedError"]
    if isinstance(node, ast.AnnAssign):
        return node.value is None
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
