"""What a person writes who has types checked: mypy --strict and pyright find nothing to say about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import purelr
from purelr import LR, GradientDescent, LogisticRegression, load, load_breast_cancer, plot
from purelr.solvers.result import Record

cancer = load_breast_cancer()
rows: list[list[float]] = cancer.data
names: list[str] = cancer.feature_names + cancer.target_names
X, y = load_breast_cancer(return_X_y=True)
first: float = X[0][0] + y[0]

model = LogisticRegression(C=float("inf"), solver=GradientDescent(0.1, epochs=10)).fit(X, y)
probas: list[list[float]] = model.predict_proba(X)
classes: list[Any] = model.predict(rows)
matrix: NDArray[Any] = np.array(X)
column = model.predict_proba(matrix)[:, 1].mean()
largest: float = max(float(w) for w in model.coef_[0]) + float(model.intercept_[0])
loss: float = model.result_.trace[-1].objective
steps: int = model.n_iter_ + model.n_features_in_
model.save(Path("model.json"), sums=True)

summary = model.summary(names=names)
interval: tuple[float, float] = summary["mean_radius"].conf_int
if summary.aic is not None:
    better: bool = summary.aic < 100.0
effect: float = purelr.marginal_effects(model, X).terms[0].value
leverage = purelr.influence(model, X, y).leverage[0]

book = LR(seed=1).fit(X, y, epochs=5, learning_rate=0.1)
chances: list[float] = book.predict_proba(X)
weights: list[float] = book.weights + book.loss

again = load("model.json")
if isinstance(again, LogisticRegression):
    again.explain_epoch(X, y)
text: str = again.to_json()

area: float = purelr.roc_auc_score(y, [row[1] for row in probas])
picture = plot.roc(y, [row[1] for row in probas])
if isinstance(picture, plot.Picture):
    Path("roc.svg").write_text(picture.svg, encoding="utf-8")
chosen: float = purelr.choose_C(LogisticRegression(), X, y).C


def watch(record: Record) -> bool:
    return record.gradient_norm < 1e-3
