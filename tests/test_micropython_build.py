"""The build for MicroPython, as far as it needs no MicroPython: what it cuts, what it refuses, and that the file works."""

from __future__ import annotations

import importlib
import math
import random
import types

import pytest

import purelr
from purelr.micropython import build, choices, lacking, linker, main
from purelr.micropython.cuts import BuildError, Cuts


@pytest.fixture(scope="module")
def micro():
    """The built file as a module of this interpreter."""
    module = types.ModuleType("purelr_micro")
    exec(compile(build(), "purelr_micro.py", "exec"), vars(module))  # noqa: S102  # the library's own text
    return module


def cut(text, mentioned=()):
    cuts = Cuts("example", text, set(mentioned))
    return "\n".join([line for node in cuts.tree.body if (line := cuts.kept(node, []))])


def test_the_built_file_trains_here_too(micro):
    X, y = purelr.load_breast_cancer(return_X_y=True)
    wanted = purelr.LogisticRegression(solver="newton").fit(X, y)
    got = micro.LogisticRegression(solver="newton").fit(X, y)
    for a, b in zip(got.coef_[0], wanted.coef_[0]):
        assert abs(a - b) <= 1e-9 * abs(b)


def test_the_command_writes_the_file_and_says_what_is_wrong(tmp_path, capsys):
    assert main(["-o", str(tmp_path / "micro.py")]) == 0
    assert (tmp_path / "micro.py").read_text(encoding="utf-8") == build()
    with pytest.raises(SystemExit) as caught:
        main(["-o", str(tmp_path / "nowhere" / "micro.py")])
    assert caught.value.code == 1
    assert "nowhere" in capsys.readouterr().err


def test_what_only_a_reader_needs_is_cut():
    text = '''
class A(B, C):
    """What it is."""

    x: int
    y: int = 1
    __slots__ = ("x",)

    def used(self, a: int, é: "list[int]" = 2, *, c: int | None = None) -> int:
        """What it does."""
        import os

        b: int = a  # a comment
        return b

    def unused(self) -> None:
        return None

    def abstract(self):
        """What it would do."""
        raise NotImplementedError

    def __repr__(self):
        return ""
'''
    assert cut(text, {"used", "y"}).split("\n") == [
        "class A(B, C):",
        "    y = 1",
        "    def used(self, a, é = 2, *, c = None):",
        "        b = a  # a comment",
        "        return b",
    ]
    assert cut("class AnError(B, C):\n    x = 1", {"x"}).split("\n")[0] == "class AnError(B):"
    assert cut("class E(Exception):\n    '''Text.'''") == "class E(Exception):\n    pass"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a = [1, *b]", "example.py, line 1: MicroPython cannot read [a, *b]. Write [a] + b."),
        ("a = (1, *b)", "[a, *b]"),
        ("a = {**b}", "{**a}"),
        ("a[::2] = b", "a[::k] = b"),
        ("def f(a, /): pass", "positional-only"),
    ],
)
def test_what_micropython_cannot_read_is_refused(line, said):
    with pytest.raises(BuildError) as caught:
        cut(line)
    assert said in str(caught.value)


def package(monkeypatch, tmp_path, **files):
    """A small library in the place of purelr's."""
    monkeypatch.setattr(linker, "PACKAGE", tmp_path)
    (tmp_path / "micropython").mkdir()
    for name in ("lacking", "choices"):
        (tmp_path / "micropython" / f"{name}.py").write_text("", encoding="utf-8")
    for name, text in files.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    return linker.Linker({"a": {"f": []}}).text()


def test_two_files_may_use_one_name(monkeypatch, tmp_path):
    text = package(
        monkeypatch,
        tmp_path,
        a="from . import b\nfrom .b import g\nK, L = 2, 3.5\ndef _h(): return K\ndef f(): return [_h(), g(), b.i(), L]\n",
        b="def _h(): return 10\ndef g(): return _h()\ndef i(): return -_h()\ndef unused(): return 0\n",
    )
    names = {}
    exec(text, names)  # noqa: S102
    assert names["f"]() == [2, 10, -10, 3.5]
    assert "unused" not in text


@pytest.mark.parametrize(
    ("a", "said"),
    [
        ("from .b import h\ndef f(): return h()\n", "h must be defined in b.py"),
        ("from . import b\ndef f(): return b\n", "a.py passes the module b on"),
        ("import csv\ndef f(): return csv.reader\n", "a.py uses csv of csv, which MicroPython lacks"),
        ("from .nowhere import h\ndef f(): return h()\n", "nowhere.py must be there"),
        ("from .b import g\ndef _h(_h): return _h\ndef f(): return _h(g())\n", "_h is a parameter too"),
    ],
)
def test_what_cannot_be_put_into_one_file_is_refused(monkeypatch, tmp_path, a, said):
    with pytest.raises(BuildError) as caught:
        package(monkeypatch, tmp_path, a=a, b="def _h(): return 1\ndef g(): return _h()\n")
    assert said in str(caught.value)


def test_log1p_has_all_its_digits():
    draw = random.Random(1)  # noqa: S311
    for x in [0.0, 1.0, 5e-324, 2.0**-53, *[10.0 ** draw.uniform(-20.0, 0.0) for _ in range(1000)]]:
        assert math.isclose(lacking.log1p(x), math.log1p(x), rel_tol=4e-16, abs_tol=0.0)


def test_what_a_board_has_instead_replaces_something():
    """A name that the library no longer has is to go from the table too."""
    for module, names in choices.INSTEAD.items():
        theirs = importlib.import_module(f"purelr.{module}")
        for name in names:
            assert hasattr(theirs, name), (module, name)
            assert hasattr(choices, name), name


def test_what_a_board_has_instead_works(tmp_path):
    path = str(tmp_path / "model.json")
    choices.replace(path, '{"a": 1}')
    choices.replace(path, '{"a": 2}')
    assert choices.parse(choices.read(path, 100)) == {"a": 2}
    assert choices.shown(path) == path
    assert choices.stamp() == {"purelr": purelr.__version__, "date": None}
    with pytest.raises(purelr.ModelFileError, match="must be JSON; got a syntax error"):
        choices.parse("{")
    assert choices.choose(None).name == choices.choose("pure").name == "pure"
    with pytest.raises(ValueError, match=r'backend must be "pure" on MicroPython; got \'numpy\''):
        choices.choose("numpy")
    assert choices.choose(own := purelr.get_backend("pure")) is own
    assert choices.Fit(1, 2) is None


def test_a_file_system_that_does_not_rename_onto_a_file(tmp_path, monkeypatch):
    path = str(tmp_path / "model.json")
    choices.replace(path, "old")
    rename = choices.os.rename

    def fat(a, b):
        if choices.os.path.exists(b):
            raise OSError(b)
        rename(a, b)

    monkeypatch.setattr(choices.os, "rename", fat)
    choices.replace(path, "new")
    assert choices.read(path, 9) == "new"


def test_what_a_board_lacks_is_what_python_has(capsys):
    assert (lacking.add(2, 3), lacking.sub(2, 3), lacking.mul(2, 3)) == (5, -1, 6)
    stream = random.Random(5)  # noqa: S311
    for _ in range(50):
        values = [stream.uniform(-1.0, 1.0) * 10.0 ** stream.randrange(-20, 20) for _ in range(20)]
        assert lacking.fsum(values) == math.fsum(values)
    lacking.warnings.warn("so it is", lacking.UserWarning, stacklevel=2)
    assert capsys.readouterr().out == "UserWarning: so it is\n"
