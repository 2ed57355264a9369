"""A package from a zip or a folder, and one sentence for each wrong value."""

from __future__ import annotations

import math
import os
import re
import zipfile
from pathlib import Path

import pytest

import purelr

from .interpreters import python

PACKAGE = Path(purelr.__file__).parent


def test_the_package_works_from_a_zip(tmp_path):
    archive = tmp_path / "library.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in PACKAGE.rglob("*"):
            if path.suffix in (".py", ".csv"):
                file.write(path, path.relative_to(PACKAGE.parent))
    code = f"""
        import sys
        sys.path.insert(0, {str(archive)!r})
        import purelr
        X, y = purelr.load_breast_cancer(return_X_y=True)
        print(len(X), purelr.__file__)
        """
    assert python(code, "-S", "-E") == f"569 {archive}{os.sep}purelr{os.sep}__init__.py"


def test_the_folder_works_under_another_name_next_to_a_script(tmp_path):
    target = tmp_path / "vendored" / "their_lr"
    for path in PACKAGE.rglob("*"):
        if path.suffix in (".py", ".csv"):
            copy = target / path.relative_to(PACKAGE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    code = f"""
        import sys
        sys.path.insert(0, {str(tmp_path)!r})
        from vendored.their_lr import LR, load_breast_cancer
        X, y = load_breast_cancer(return_X_y=True)
        print(len(LR().fit([row[:2] for row in X], y, learning_rate=1e-4).weights), "purelr" in sys.modules)
        """
    assert python(code, "-I") == "3 False"


class _Series:
    """What purelr needs of a pandas series."""

    def __init__(self, values):
        self.values_ = values
        self.iloc = self

    def __len__(self):
        return len(self.values_)

    def __getitem__(self, index):
        return [self.values_[i] for i in index]


ROWS, LABELS = [[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1]


FITTED = purelr.LogisticRegression().fit(ROWS, LABELS)


GD = purelr.LogisticRegression(solver="gd")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: purelr.LogisticRegression(solver=purelr.Newton).fit(ROWS, LABELS),
            "solver must be auto, .* Write Newton()",
        ),
        (
            lambda: purelr.LogisticRegression(solver="saga").fit(ROWS, LABELS),
            'scikit-learn\'s: use "coordinate_descent"',
        ),
        (lambda: purelr.LogisticRegression(solver="liblinear").fit(ROWS, LABELS), 'scikit-learn\'s: use "newton"'),
        (
            lambda: purelr.LogisticRegression(backend=[]).fit(ROWS, LABELS),
            "backend must be one of pure, numpy.* got []",
        ),
        (lambda: purelr.use_backend([]), "backend must be the name of one"),
        (lambda: purelr.set_backend([]), "backend must be the name of one"),
        (lambda: FITTED.export([]), "to must be one of python"),
        (lambda: GD.explain_epoch(ROWS, LABELS, rows=0), "rows must be a list; got 0"),
        (lambda: GD.explain_epoch(ROWS, LABELS, rows=[]), "rows must be at least one row number; got none"),
        (
            lambda: purelr.classification_report(LABELS, LABELS, digits=1.5),
            "digits must be a whole number of at least 0",
        ),
        (lambda: purelr.roc_auc_score(None, [0.1]), "y_true must be given; got None."),
        (lambda: purelr.roc_auc_score(LABELS, None), "y_score must be"),
        (lambda: purelr.accuracy_score(LABELS, None), "y_pred must be given; got None."),
        (
            lambda: purelr.accuracy_score([[0], [1]], LABELS),
            "y_true must be one label a row; got [0] in row 0. Flatten y_true.",
        ),
        (lambda: purelr.log_loss(None, [0.1]), "y_true must be given; got None."),
        (lambda: purelr.brier_score(LABELS, None), "y_proba must be given; got None."),
        (
            lambda: purelr.log_loss([0, 2], [0.1, 0.2], labels=[0, 1]),
            "labels must be all classes of y_true; got [0, 1], without 2",
        ),
        (
            lambda: purelr.roc_auc_score([0, 1, 2], [[0.2, 0.3, 0.5]] * 3, average="micro"),
            "average must be 'macro' or 'weighted'",
        ),
        (
            lambda: purelr.LogisticRegression(C=math.inf).fit(ROWS, LABELS, [1e-300] * 4).summary(),
            "sample_weight must be of a sum of about 1e-100 to 1e100, for standard errors; got 4e-300",
        ),
        (
            lambda: purelr.LogisticRegression(class_weight={0: -1}).fit(ROWS, LABELS),
            "class_weight of 0 must be a number of at least 0",
        ),
        (
            lambda: purelr.LogisticRegression(class_weight={0: 0, 1: 0}).fit(ROWS, LABELS),
            "class_weight must be above 0 for some",
        ),
    ],
)
def test_wrong_values_get_one_sentence(call, message):
    with pytest.raises(ValueError, match=re.escape(message).replace(r"\.\*", ".*")):
        call()


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("penalty", 'Use l1_ratio: 0 for "l2", 1 for "l1"'),
        ("n_jobs", "Leave it out"),
        ("multi_class", "Leave it out: K classes are one multinomial model."),
        ("verbose", "Use callback=print"),
        ("alpha", "Use C=1/alpha."),
    ],
)
def test_parameters_of_other_libraries_are_answered(name, advice):
    with pytest.raises(TypeError, match=f"got an unexpected keyword argument '{name}'. {re.escape(advice)}"):
        purelr.LogisticRegression(**{name: 1})
    with pytest.raises(TypeError, match=r"got an unexpected keyword argument 'nonsense'$"):
        purelr.LR(nonsense=1)
