"""No state is written after import: so interpreters, threads and free-threaded builds cannot get in each other's way.

The exception is the setting of the backend (`set_backend`, `register_backend`), which is the user's own doing.
"""

from __future__ import annotations

import ast
import importlib
import types
import warnings
from array import array
from collections import deque
from pathlib import Path

import pytest

import purelr

from .backends_here import HERE
from .samples import problem

PACKAGE = Path(purelr.__file__).parent
FILES = {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in PACKAGE.rglob("*.py")}
SETTINGS = {
    ("backends.registry", "_default"),
    ("backends.registry", "_factories"),
    ("cli.main", "sys"),  # a standard stream that is closed is one to nowhere
    ("cli.main", "warnings"),  # how the command, which is a process of its own, shows them
}
CACHES = {"cache", "lru_cache", "cached_property", "singledispatch"}
WRITERS = {
    *("append", "extend", "insert", "add", "update", "setdefault", "pop", "popitem", "remove", "discard", "clear"),
    *("sort", "reverse", "appendleft", "extendleft", "popleft", "__setitem__", "__setattr__"),
}


def writes(tree):
    """The names of the module, and its classes, that code inside functions writes to or writes into."""
    kept = {name for node in tree.body for name in bound(node)}
    modules = {name for node in tree.body if isinstance(node, ast.Import) for name in bound(node)}
    found = set()
    for function in functions(tree):
        nodes = list(ast.walk(function))
        local = {node.arg for node in nodes if isinstance(node, ast.arg)}
        local |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        declared = {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
        found |= declared | ({target(node, modules) for node in nodes} & {*kept - local, "cls", "globals"})
    return found


def target(node, modules):
    """The name of what this piece of code writes into, if it does; `os.remove` is a function, and no list's method."""
    if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
        return root(node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITERS:
        name = root(node.func)
        return None if name in modules and isinstance(node.func.value, ast.Name) else name
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"setattr", "delattr"}:
        return root(node.args[0])
    return None


def bound(node):
    """The names that a statement of a module binds."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name for alias in node.names}
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)}


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.Lambda))]


def root(node):
    """x of x.a.b[c], and of x().a[b]"""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


@pytest.mark.parametrize("name", sorted(FILES))
def test_no_function_writes_to_its_module(name):
    tree = ast.parse(FILES[name].read_text(encoding="utf-8"))
    written = {(name, into) for into in writes(tree)}
    assert written <= SETTINGS, written - SETTINGS
    used = {getattr(node, "id", getattr(node, "attr", None)) for node in ast.walk(tree)}
    assert not used & CACHES


@pytest.mark.parametrize(
    "code",
    [
        "seen = {}\ndef f(x):\n    seen[x] = 1",
        "seen = []\ndef f(x):\n    seen.append(x)",
        "count = 0\ndef f():\n    global count\n    count += 1",
        "class A:\n    n = 0\n    def f(self):\n        A.n += 1",
        "class A:\n    @classmethod\n    def f(cls):\n        cls.n = 1",
        "import m\ndef f():\n    m.x = 1",
        "import m\ndef f():\n    m.seen.append(1)",
        "from m import seen\ndef f():\n    seen.append(1)",
        "def f():\n    globals()['x'] = 1",
        "def f():\n    f.calls = 1",
        "class A:\n    pass\ndef f():\n    setattr(A, 'x', 1)",
        "a = {'b': []}\ndef f():\n    a['b'].append(1)",
        "x = {}\ndef f():\n    del x['a']",
    ],
)
def test_the_search_finds_what_it_is_to_find(code):
    assert writes(ast.parse(code))


def snapshot():
    """Everything that the modules of the library hold, down to the items of containers and the attributes of classes."""
    modules = [importlib.import_module(f"purelr.{name}".replace(".__init__", "")) for name in FILES if importable(name)]
    return {module.__name__: frozen(vars(module), set()) for module in modules}


def importable(name):
    return not name.endswith("__main__") and (not name.startswith("backends.numpy") or "numpy" in HERE)


def frozen(value, above):
    """A value as something that is equal only to itself unchanged."""
    if id(value) in above:
        return "cycle"
    inside = {*above, id(value)}
    if isinstance(value, (dict, types.MappingProxyType)):
        # Python itself keeps the warnings that it has shown in the module that they are shown for.
        mine = {key: item for key, item in value.items() if key not in {"__builtins__", "__warningregistry__"}}
        return {repr(key): frozen(item, inside) for key, item in mine.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [id(value), [frozen(item, inside) for item in value]]
    if isinstance(value, type) and value.__module__.startswith("purelr"):
        return [id(value), frozen(vars(value), inside)]
    if isinstance(value, types.FunctionType):
        return [id(value), repr(value.__defaults__), frozen(vars(value), inside)]
    return [id(value), repr(value)]


def thorough_use(backend, folder):
    """Fits of all kinds, predictions, files, bad input: as much of the library as one function can reach."""
    X, y = problem(60, 3, 1)
    three = [label + (row[0] > 1.0) for label, row in zip(y, X)]
    models = [
        purelr.LogisticRegression(backend=backend).fit(X, y),
        purelr.LogisticRegression(backend=backend, solver="lbfgs", C=0.5).fit(X, three),
        purelr.LogisticRegression(backend=backend, l1_ratio=1.0, C=0.3).fit(X, y, [1.0 + (i % 3) for i in range(60)]),
        purelr.LogisticRegression(backend=backend, C=float("inf"), standardize=True, class_weight="balanced").fit(X, y),
    ]
    for model in models:
        for method in (model.predict, model.predict_proba, model.predict_log_proba, model.decision_function):
            method(X)
            method(X[:1])
    textbook = purelr.LR(backend=backend).fit(purelr.StandardScaler().fit_transform(X), y, epochs=10)
    repr(textbook.explain_epoch(X, y))
    purelr.classification_report(y, models[0].predict(X))
    with pytest.raises(ValueError, match="X must be finite"):
        models[0].fit([[float("nan")], [1.0]], [0, 1])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        purelr.LogisticRegression(backend=backend, C=float("inf")).fit([[0.0], [1.0]], [0, 1])
    models[1].save(folder / "model.json")
    purelr.load(folder / "model.json").predict(X)


@pytest.mark.parametrize("backend", [name for name in HERE if name != "strict"])
def test_using_the_library_changes_nothing_in_it(backend, tmp_path):
    before = snapshot()
    thorough_use(backend, tmp_path)
    with purelr.use_backend(backend):
        purelr.LR().fit([[0.0], [1.0]], [0, 1])
    after = snapshot()
    assert before.keys() == after.keys()
    for name, was in before.items():
        assert after[name] == was, name


@pytest.mark.parametrize(
    "where",
    [importlib.import_module("purelr.persistence.schema").SUMS, importlib.import_module("purelr.solvers").SOLVERS],
)
def test_the_snapshot_sees_a_change_in_depth(where):
    before = snapshot()
    where["new"] = 1
    try:
        assert snapshot() != before
    finally:
        del where["new"]
    assert snapshot() == before


class Cells:
    """A row of some other kind, as NumPy's and array's are: it has tolist, and is no list."""

    def __init__(self, *cells):
        self.cells = list(cells)

    def tolist(self):
        return list(self.cells)


@pytest.mark.parametrize(
    "kind", [Cells, lambda *cells: array("d", cells), lambda *cells: deque(cells), lambda *cells: cells]
)
def test_the_rows_of_a_list_stay_the_objects_that_they_were(kind):
    """The first row of another kind was put back into the caller's list as a list."""
    X = [kind(v, w) for v, w in ((0.5, 1.0), (1.0, 0.5), (2.0, 3.0), (3.0, -1.0), (0.0, 2.0))]
    y = [0, 1, 0, 1, 1]
    before, same = list(X), list(map(id, X))
    model = purelr.LogisticRegression().fit(X, y)
    free = purelr.LogisticRegression(C=float("inf")).fit(X, y)
    for use in (
        model.predict,
        model.predict_proba,
        model.predict_log_proba,
        model.decision_function,
        lambda rows: model.score(rows, y),
        lambda rows: purelr.LR().fit(rows, y).predict(rows),
        lambda rows: purelr.LR().explain_epoch(rows, y),
        lambda rows: purelr.LR().add_intercept(rows),
        lambda rows: purelr.LogisticRegression(solver="gd").explain_epoch(rows, y),
        purelr.StandardScaler().fit_transform,
        lambda rows: purelr.train_test_split(rows, y, random_state=3),
        lambda rows: purelr.cross_validate(purelr.LogisticRegression(), rows, y, folds=2),
        lambda rows: purelr.variance_inflation_factors(rows),
        lambda rows: purelr.influence(free, rows, y),
        lambda rows: purelr.marginal_effects(free, rows),
        lambda rows: purelr.html_report(model, rows, y),
    ):
        use(X)
        assert before == X
        assert list(map(id, X)) == same
