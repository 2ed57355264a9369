"""The rules of the house that can be counted: short files and functions, small folders, and privates that stay inside."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import purelr
from purelr.data.learning import learn
from purelr.evaluation.appraisal import Appraisal

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


def test_what_a_user_gets_has_a_repr_that_says_what_it_is():
    X, y = purelr.load_breast_cancer(return_X_y=True)
    rows = [row[:2] for row in X]
    model = purelr.LogisticRegression(C=float("inf")).fit(rows, y)
    scaler = purelr.StandardScaler()
    gd = purelr.LogisticRegression(solver="gd")
    table = gd.explain_epoch(rows, y)
    things = {
        "StandardScaler()": scaler,
        "<StandardScaler of 2 columns>": purelr.StandardScaler().fit(rows),
        "LogisticRegression(C=inf)": model,
        "LR(seed=3)": purelr.LR(3),
        "Result(solver='newton', converged=True": model.result_,
        "Record(iteration=1, objective=": model.result_.trace[0],
        "SavedResult(solver='newton'": purelr.load(model.to_json()).result_,
        "n = 569, solver newton": model.summary(),
        "<'intercept': ": model.summary().terms[0],
        "Effects on the probability of 1": purelr.marginal_effects(model, rows),
        "<Influence of 569 rows on 3 coefficients: the largest Cook's distance": purelr.influence(model, rows, y),
        "<Picture: ROC curve. ": purelr.plot.roc(y, model.predict_proba(rows)),
        "<Dataset: 569 rows of 30 columns": purelr.load_breast_cancer(),
        "PureBackend()": purelr.get_backend("pure"),
        "Newton(memory=20)": purelr.Newton(),
        "Epoch 1, learning rate 0.1": table,
        "<RowSteps of row 0: z 0, ": table.rows[0],
        "CrossValidation(mean=": purelr.cross_validate(model, rows, y),
        "Choice(C=": purelr.choose_C(purelr.LogisticRegression(), rows, y, Cs=[1.0, 10.0]),
        "<Encoding of [<Column 'a': a number>, <Column 'b': 2 levels>], missing cells: None>": learn(
            ["a", "b"], [(1, ["1", "x"]), (2, ["2", "y"])]
        ),
        "<Fit: Information(k=3, total=569, loglik=": model._fit,
        "<Appraisal of 569 rows, classes 0, 1>": Appraisal(model, rows, y, None),
    }
    for said, thing in things.items():
        assert repr(thing).startswith(said), repr(thing)


def test_the_cells_of_a_table_in_a_notebook_bring_their_space():
    rows, labels = [[0.5], [1.0], [1.5], [2.0], [2.5], [3.0]], [0, 0, 1, 0, 1, 1]
    model = purelr.LogisticRegression(C=float("inf")).fit(rows, labels)
    tables = [model.summary(), purelr.marginal_effects(model, rows)]
    tables.append(purelr.LogisticRegression(solver="gd").explain_epoch(rows, labels))
    for table in tables:
        cells = re.findall(r"<t[dh](?: [^>]*)?>", table._repr_html_())
        assert len(cells) > 10
        assert all(["padding: 0.1em 0.6em" in cell for cell in cells])
