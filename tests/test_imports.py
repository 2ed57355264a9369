"""What an import costs, and which way the arrows of the architecture point."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import purelr

from .interpreters import python

PACKAGE = Path(purelr.__file__).parent

# What each package may import besides itself: the architecture, from what knows nothing up to the command line.
BELOW_DATA = {"basics", "inputs", "backends", "formula"}
BELOW_SOLVERS = {*BELOW_DATA, "objective"}
BELOW_TRAINING = {*BELOW_SOLVERS, "data", "solvers"}
ARROWS = {
    "basics": set(),
    "inputs": {"basics"},
    "backends": {"inputs", "basics"},
    "formula": {"backends", "basics"},
    "data": BELOW_DATA,
    "objective": BELOW_DATA,
    "solvers": BELOW_SOLVERS,
    "training": BELOW_TRAINING,
    "inference": BELOW_TRAINING,
    "evaluation": {"data", "inputs", "basics"},
    "persistence": {"formula", "inputs", "basics"},
    "export": {"persistence", "data", "formula", "inputs", "basics"},
    "plot": {"data", "evaluation", "inference", "persistence", "inputs", "basics"},
    "report": {"data", "plot", "evaluation", "inference", "persistence", "inputs", "basics"},
}
# The package's own __init__ is beneath all of them: it has the version, and imports nothing before it is asked to.
FACES = {
    "model",
    "predictor",
    "textbook",
    "portable",
    "loading",
    "conversion",
    "testing",
    "zipapp",
    "__main__",
    "cli",
    "micropython",
}
# The modules of the standard library that each file may import when it runs; what is not here imports math at most.
STANDARD = {
    "backends.registry": {"os", "sys", "contextvars", "importlib"},
    "backends.numpy": {"numpy"},
    "backends.numpy_design": {"numpy"},
    "backends.pure": {"math", "operator"},
    "backends.kernels": {"math", "operator", "sys"},
    "formula.grammar": {"re"},
    "formula.slopes": {"math", "sys"},
    "inference.column_effects": {"itertools", "math"},
    "formula.steps": {"math", "sys"},
    "data.cells": {"math", "sys"},
    "data.learning": {"array"},
    "data.encoding": {"copy"},
    "data.frames": {"sys"},
    "data.table": {"sys"},
    "data.reading": {"os", "pyarrow"},
    "data.lookalikes": {"re"},
    "data.packed": {"importlib", "io", "lzma", "zipfile", "zlib"},
    "predictor": {"math"},
    "cli.main": {"argparse", "importlib", "os", "re", "sys", "warnings"},
    "cli.completion": {"argparse", "re"},
    "basics.text": {"json", "sys"},
    "cli.common": {"csv", "importlib", "os", "warnings"},
    "cli.progress": {"sys", "time"},
    "cli.fit": {"argparse"},
    "cli.evaluate": {"json", "math"},
    "cli.explain": {"argparse"},
    "cli.predict": {"itertools"},
    "cli.report": {"copy"},
    "cli.bench": {"time"},
    "cli.demo": {"os", "sys", "time"},
    "cli.export": {"sys"},
    "cli.summary": {"json", "warnings"},
    "training.disk_rows": {"array", "math", "tempfile", "weakref"},
    "data.csv_file": {"csv", "io", "itertools", "os", "sys"},
    "basics.errors": {"difflib", "sys", "warnings"},
    "export.onnx": {"struct"},
    "export.source": {"json"},
    "export.text": {"re"},
    "persistence.files": {"contextlib", "os", "time"},
    "inputs.arrays": {"math", "sys"},
    "inputs.kinds": {"sys"},
    "inputs.labels": {"sys"},
    "loading": {"json", "re"},
    "model": {"math", "warnings"},
    "training.estimator": {"copy", "sklearn"},  # sklearn, and copy, in what scikit-learn alone calls
    "micropython.__init__": {"argparse", "pathlib"},
    "micropython.__main__": {"sys"},
    "__main__": {"sys"},
    "micropython.choices": {"json", "os"},
    "micropython.cuts": {"ast"},
    "micropython.linker": {"ast", "pathlib"},
    "data.source": {"collections"},
    "plot.svg": {"zlib"},
    "evaluation.calibration": {"bisect", "itertools", "math"},
    "textbook": {"warnings"},
    "zipapp": {"argparse", "io", "pathlib", "zipfile"},
}


def modules():
    return {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in PACKAGE.rglob("*.py")}


def imports(path, name):
    """(modules of the library, other modules) that a file imports when it runs, inside functions too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in list(ast.walk(tree)):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    own, other = set(), set()
    package = name.split(".")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            other |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            other.add(node.module.partition(".")[0])
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] + (node.module.split(".") if node.module else [])
            found = [".".join([*base, alias.name]) for alias in node.names]
            own |= {path if path in modules() else ".".join(base) or "__init__" for path in found}
    return own, other - {"__future__"}


def test_each_module_has_a_package_or_is_a_face():
    assert {name.partition(".")[0] for name in modules()} == {*ARROWS, *FACES, "__init__"}


@pytest.mark.parametrize("package", sorted(ARROWS))
def test_arrows_point_one_way(package):
    for name, path in modules().items():
        if name.partition(".")[0] == package:
            targets = {target.partition(".")[0] for target in imports(path, name)[0]}
            beyond = targets - {package, "__init__", *ARROWS[package]}
            assert not beyond, f"{name} imports {sorted(beyond)}"


@pytest.mark.parametrize("name", sorted(modules()))
def test_the_standard_library_is_imported_where_it_is_named(name):
    other = imports(modules()[name], name)[1]
    assert other <= STANDARD.get(name, {"math"}), other


def test_there_is_no_cycle():
    arrows = {name: imports(path, name)[0] for name, path in modules().items() if not name.endswith("__init__")}
    while arrows:
        free = [name for name in arrows if not arrows[name] & set(arrows)]
        assert free, f"a cycle among {sorted(arrows)}"
        for name in free:
            del arrows[name]


def loaded_by(code):
    """The modules that code loads, beyond those of a bare interpreter, without the library's own."""
    probe = f"import sys; before = set(sys.modules); {code}; print(*sorted(set(sys.modules) - before))"
    return {name for name in python(probe, "-S").split() if name.partition(".")[0] != "purelr"}


@pytest.fixture
def package_on_path(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(PACKAGE.parent))  # -S leaves site-packages out


# What a bare interpreter has loaded differs between versions and platforms; this is all that the library may add.
SMALL = {
    "__future__",
    "math",
    "operator",
    "_operator",
    "contextvars",
    "_contextvars",
    "warnings",
    "os",
    "sys",
    "itertools",
}
OS_ITSELF = {"stat", "_stat", "posixpath", "ntpath", "genericpath", "os.path", "_collections_abc", "abc", "_abc"}
PYPY_ITSELF = {
    "errno",
    "nt",
    "__pypy__",
    "_weakref",
    "_weakrefset",
    "types",
    "_immutables_map",
    "reprlib",
    "_functools",
    "functools",
    "collections",
    "_collections",
    "collections.abc",
    "keyword",
    "heapq",
    "_heapq",
    "_thread",
    "typing_extensions",
}


@pytest.mark.usefixtures("package_on_path")
def test_import_purelr_loads_nothing_but_itself():
    assert loaded_by("import purelr") <= {"__future__"}


@pytest.mark.usefixtures("package_on_path")
@pytest.mark.parametrize(
    "code",
    [
        "from purelr import LR; LR().fit([[0.0], [1.0]], [0, 1]).predict([[1.0]])",
        "from purelr import LogisticRegression as L, GradientDescent as G; L(solver=G(0.1, 5)).fit([[0.0], [1.0]], [0, 1])",
        "import purelr; purelr.load_breast_cancer()",
    ],
)
def test_training_on_lists_loads_nothing_slow(code):
    import sys

    allowed = SMALL | OS_ITSELF | (PYPY_ITSELF if sys.implementation.name == "pypy" else set())
    assert loaded_by(code) <= allowed, loaded_by(code) - allowed


def test_importing_every_public_name_loads_no_third_party_module():
    said = python(
        """
        import sys
        import purelr
        for name in purelr.__all__:
            getattr(purelr, name)
        purelr.LR().fit([[0.0], [1.0]], [0, 1])
        third_party = [name for name in ("numpy", "pandas", "polars", "sklearn", "scipy") if name in sys.modules]
        print(third_party)
        """
    )
    assert said == "[]"


def test_every_public_name_is_there_and_listed():
    assert sorted(purelr.__all__) == sorted(purelr._HOME)
    for name in purelr.__all__:
        assert getattr(purelr, name).__name__ == name
        assert name in dir(purelr)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        purelr.nothing  # noqa: B018
