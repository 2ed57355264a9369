"""What an import costs, and which way the arrows of the architecture point."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import purelr

from .test_registry import python

PACKAGE = Path(purelr.__file__).parent

# Each module and the modules of the library that it may import: cli → model → solvers → objective → backends.
LEAVES = {"errors", "floats", "randomness", "inputs", "tables", "labels", "weights"}
PICTURES = {"plot.names", "plot.scale", "plot.predictions", "plot.fits"}
BACKENDS = {"backends", "backends.base", "backends.blocks"}
SOLVERS = {"solvers.newton", "solvers.lbfgs", "solvers.coordinate_descent", "solvers.gradient_descent"}
OF_SOLVERS = {"solvers.result", "solvers.progress", "solvers.quasi_newton"}
TRAINER = {*BACKENDS, *LEAVES, "objective", "coordinates"}
SAVING = {"files", "model_file", "export"}
WRITERS = {"source", "sql", "onnx", "pmml"}
ARROWS = {
    "__init__": None,  # all of them, lazily
    "__main__": {"cli"},
    "cli": {"__init__", "tables"},  # and the command that is called, by its name
    "commands.__init__": set(),
    "commands.common": {"csv_file", "encoding", "errors"},
    "commands.table": {"csv_file", "encoding", "errors", "commands.common"},
    "commands.fit": {
        "backends",
        "files",
        "model_file",
        "commands.common",
        "commands.evaluate",
        "commands.stream",
        "commands.table",
        "encoding",
        "errors",
        "model",
        "options",
        "preprocessing",
        "tables",
    },
    "commands.stream": {"commands.common", "encoding", "errors", "metrics", "randomness", "spool"},
    "commands.evaluate": {"commands.common", "commands.table", "errors", "loading", "metrics", "tables"},
    "commands.predict": {"commands.common", "files", "loading"},
    "commands.explain": {"commands.table", "errors", "preprocessing", "textbook"},
    "commands.bench": {"backends", "datasets", "model", "preprocessing", "tables", "textbook"},
    "commands.demo": {"datasets", "demo", "files", "tables"},
    "commands.export": {"commands.common", "export", "export.sql", "loading"},
    "commands.summary": {
        "commands.common",
        "commands.table",
        "errors",
        "files",
        "inference",
        "model",
        "report",
        "summary",
        "tables",
    },
    "commands.report": {"commands.common", "commands.evaluate", "files", "loading", "report", "tables"},
    "spool": {*LEAVES, "problem", "rows"},
    "demo": {"backends", "datasets", "metrics", "plot.terminal", "preprocessing", "tables", "textbook"},
    "model": {
        *TRAINER,
        "encoding",
        "backends.pure",
        "backends.kernels",
        "explain",
        "fitting",
        "options",
        "parameters",
        "problem",
        "diagnosis",
        "metrics",
        "evidence",
        "inference",
        *SAVING,
    },
    "textbook": {*TRAINER, "rows", "explain", "metrics", "parameters", "solvers.gradient_descent", *SAVING},
    "encoding": {"inputs", "errors"},
    "csv_file": {"encoding", "errors", "tables"},
    "loading": {
        "encoding",
        "evidence",
        "files",
        "model_file",
        "errors",
        "model",
        "textbook",
        "preprocessing",
        "solvers",
    },
    "export.__init__": {"errors", "export.text", "files", "model_file", *{f"export.{name}" for name in WRITERS}},
    "export.text": {"errors", "tables"},
    **{f"export.{name}": {"encoding", "export.text"} for name in WRITERS},
    "export.sql": {"encoding", "errors", "export.text"},
    "export.pmml": {"export.text", "errors", "tables"},
    "files": {"__init__", "errors", "tables"},
    "model_file": {"data_check", "model_check", "model_extras", "errors", "inputs"},
    "model_check": {"data_check", "errors", "model_extras"},
    "model_extras": {"data_check"},
    "data_check": {"errors"},
    "conversion": {"encoding", "errors", "inputs", "model", "preprocessing"},
    "explain": TRAINER,
    "problem": {*TRAINER, "options", "rows", "firth"},
    "diagnosis": {*LEAVES, "backends.blocks", "solvers.newton"},
    "inference": {"errors", "inputs", "summary"},
    "summary": {"errors", "inputs", "tables", "tails", "profile"},
    "effects": {*LEAVES, "encoding", "inference", *BACKENDS, "backends.kernels", "rows", "summary"},
    "diagnostics": {
        *LEAVES,
        *BACKENDS,
        "backends.kernels",
        "backends.pure",
        "coordinates",
        "covariance",
        "encoding",
        "inference",
        "tails",
    },
    "scores": {*LEAVES, "curves", "tails"},
    "model_selection": {*LEAVES, "curves", "metrics", "preprocessing", "scores"},
    "tails": {"errors"},
    "evidence": {*LEAVES, "backends.kernels", "coordinates", "covariance"},
    "covariance": {*BACKENDS, "backends.kernels", "backends.pure"},
    "firth": {"backends.blocks", "backends.kernels", "covariance", "errors", "objective", "orthogonal"},
    "orthogonal": {"backends.blocks", "rows"},
    "profile": {"errors", "solvers.newton", "solvers.quasi_newton"},
    "options": {"errors", "solvers", "solvers.relay"},
    "fitting": {"coordinates", "errors", "problem"},
    "parameters": {"errors"},
    "testing": {*BACKENDS, "errors", "randomness"},
    "zipapp": {"errors"},
    "datasets": set(),
    "metrics": LEAVES,
    "curves": LEAVES,
    "plot.__init__": set(),
    "plot.predictions": {*LEAVES, "curves", "scores", "plot.marks", "plot.names", "plot.picture", "plot.scale"},
    "plot.fits": {*LEAVES, "inference", "plot.marks", "plot.names", "plot.picture", "plot.predictions", "plot.scale"},
    "plot.diagnostics": {*LEAVES, "plot.marks", "plot.names", "plot.picture", "plot.predictions", "plot.scale"},
    "plot.picture": {"plot.on_axes", "plot.svg", "plot.terminal", "files"},
    "plot.svg": {"plot.marks", "plot.names", "tables"},
    "plot.on_axes": {"plot.marks", "plot.names"},
    "plot.terminal": {"plot.marks", "plot.names"},
    "plot.names": {"tables"},
    "plot.scale": set(),
    "plot.marks": set(),
    "appraisal": {*LEAVES, "curves", "metrics", "plot.fits", "plot.names", "plot.predictions"},
    "page": {"plot.svg", "tables"},
    "report": {*LEAVES, *PICTURES, "appraisal", "curves", "scores", "files", "page", "report_inference"},
    "report_inference": {
        *PICTURES,
        "diagnostics",
        "errors",
        "inference",
        "page",
        "plot.diagnostics",
        "scores",
        "summary",
    },
    "preprocessing": {*LEAVES, "backends"},
    "solvers.__init__": SOLVERS,
    "solvers.newton": {*OF_SOLVERS, "errors"},
    "solvers.lbfgs": OF_SOLVERS,
    "solvers.relay": {*OF_SOLVERS, "solvers.lbfgs", "solvers.newton"},
    "solvers.coordinate_descent": OF_SOLVERS,
    "solvers.gradient_descent": {*OF_SOLVERS, "errors", "inputs", "randomness"},
    "solvers.progress": {"solvers.result"},
    "solvers.quasi_newton": {"ray"},
    "solvers.result": set(),
    "objective": {*BACKENDS, "floats"},
    "rows": set(),
    "ray": {"objective", "backends.blocks"},
    "coordinates": {"floats"},
    "backends.__init__": {"inputs", "errors"},
    "backends.base": set(),
    "backends.blocks": set(),
    "backends.pure": {"backends.base", "backends.kernels", "inputs", "errors", "floats"},
    "backends.kernels": set(),
    "backends.numpy": {"backends.base", "inputs", "errors", "floats"},
    "labels": {"errors", "inputs"},
    "weights": {"errors", "inputs"},
    "inputs": {"errors"},
    "micropython.__init__": {"micropython.cuts", "micropython.linker"},
    "micropython.__main__": {"micropython"},
    "micropython.cuts": set(),
    "micropython.linker": {"micropython.cuts", "micropython.choices"},
    "micropython.lacking": set(),  # a part of the built file, as the next one is
    "micropython.choices": {
        "__init__",
        "backends.kernels",
        "backends.pure",
        "errors",
        "data_check",
        "model_check",
        "model_extras",
        "model_file",
        "solvers.gradient_descent",
        "solvers.newton",
    },
    "tables": set(),
    "randomness": set(),
    "floats": set(),
    "errors": set(),
}
# The modules of the standard library that each file may import when it runs; what is not here imports math at most.
STANDARD = {
    "backends.__init__": {"os", "sys", "contextvars", "importlib"},
    "backends.numpy": {"numpy"},
    "backends.pure": {"math", "operator"},
    "backends.kernels": {"math", "operator", "sys"},
    "cli": {"argparse", "importlib", "os", "sys", "warnings"},
    "tables": {"json", "sys"},
    "commands.common": {"copy", "csv", "os", "sys", "time", "warnings"},
    "commands.fit": {"argparse"},
    "commands.evaluate": {"json", "math"},
    "commands.explain": {"argparse"},
    "commands.predict": {"itertools"},
    "commands.bench": {"time"},
    "commands.demo": {"os", "sys"},
    "commands.export": {"sys"},
    "commands.summary": {"json", "warnings"},
    "spool": {"array", "math", "tempfile"},
    "csv_file": {"csv", "io", "itertools", "os", "sys"},
    "demo": {"time"},
    "errors": {"sys", "warnings"},
    "export.onnx": {"struct"},
    "export.source": {"json"},
    "export.text": {"re"},
    "files": {"contextlib", "os", "time"},
    "inputs": {"math", "sys"},
    "labels": {"sys"},
    "loading": {"json", "re"},
    "model": {"copy", "math", "warnings", "sklearn"},  # sklearn, and copy, in what scikit-learn alone calls
    "micropython.__init__": {"argparse", "pathlib"},
    "micropython.__main__": {"sys"},
    "__main__": {"sys"},
    "micropython.choices": {"json", "os"},
    "micropython.cuts": {"ast"},
    "micropython.linker": {"ast", "pathlib"},
    "commands.table": {"collections"},
    "plot.svg": {"zlib"},
    "scores": {"bisect", "itertools", "math", "operator"},
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


@pytest.mark.parametrize("name", sorted(modules()))
def test_arrows_point_one_way(name):
    own, other = imports(modules()[name], name)
    assert name in ARROWS, f"{name} is new: say here what it may import"
    assert ARROWS[name] is None or own <= ARROWS[name], own - ARROWS[name]
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
