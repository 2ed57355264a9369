"""The built file as a board with 32-bit floats runs it: each operation's result rounded to the nearest of them."""

from __future__ import annotations

import ast
import ctypes
import math
import sys
import types


def rounded(x):
    return ctypes.c_float(x).value if type(x) is float else x


class _Rounding(ast.NodeTransformer):
    """Puts `_rounded(...)` around every operation and every number in the text."""

    def _around(self, node):
        self.generic_visit(node)
        return ast.copy_location(ast.Call(ast.Name("_rounded", ast.Load()), [node], []), node)

    visit_BinOp = visit_UnaryOp = _around  # noqa: N815

    def visit_Constant(self, node):
        return self._around(node) if type(node.value) is float else node

    def visit_JoinedStr(self, node):
        return node

    def visit_AugAssign(self, node):
        value = ast.parse(ast.unparse(node.target), mode="eval").body
        return self.visit(ast.copy_location(ast.Assign([node.target], ast.BinOp(value, node.op, node.value)), node))


def _sum(values, total=0):
    for value in values:
        total = rounded(total + value)
    return total


def _math():
    """The module math as MicroPython has it, with results of 32 bits."""
    module = types.ModuleType("math")
    for name in ("copysign", "exp", "frexp", "inf", "isfinite", "isnan", "ldexp", "log", "sqrt"):
        function = getattr(math, name)
        returns_float = name in {"exp", "ldexp", "log", "sqrt"}
        setattr(module, name, (lambda *a, f=function: rounded(f(*a))) if returns_float else function)
    return module


def load(text):
    """The names of the built file."""
    tree = ast.fix_missing_locations(_Rounding().visit(ast.parse(text)))
    names = {"__name__": "purelr_micro", "_rounded": rounded, "sum": _sum}
    wide, sys.modules["math"] = sys.modules["math"], _math()
    try:
        exec(compile(tree, "purelr_micro.py", "exec"), names)  # noqa: S102  # the library's own text
    finally:
        sys.modules["math"] = wide
    return types.SimpleNamespace(**names)
