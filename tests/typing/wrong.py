"""Slips that mypy --strict and pyright must both see: on each line that says so, and on no other."""

from __future__ import annotations

import purelr
from purelr import LogisticRegresion  # wrong
from purelr import LR, LogisticRegression, load, load_breast_cancer, plot

purelr.roc_auc(1, 2)  # wrong
plot.rocs([0, 1], [0.1, 0.9])  # wrong

cancer = load_breast_cancer()
cancer.targets  # wrong
X, y = load_breast_cancer(return_X_y=True)
X.shape  # wrong

model = LogisticRegression(c=1.0)  # wrong
model = LogisticRegression(C="1")  # wrong
model = LogisticRegression().fit(X, y)
model.coefs_  # wrong
model.predict_probas(X)  # wrong
model.predict_proba(X)[0].upper()  # wrong
model.predict(X, y)  # wrong
model.result_.objectives  # wrong
model.n_iter_.upper()  # wrong
model.intercept_.upper()  # wrong
model.fit()  # wrong
model.summary(levels=0.9)  # wrong
model.summary()["age"].pvalue  # wrong
model.summary().aics  # wrong
model.save("model.json", sum=True)  # wrong

LR().fit(X, y, learning_rate="fast")  # wrong
LR().predict_proba(X)[0][1]  # wrong

load("model.json").predict_probability(X)  # wrong
load("model.json", limits=3)  # wrong

picture = plot.roc(y, [0.5])
if isinstance(picture, plot.Picture):
    picture.svgs()  # wrong

purelr.Newton(memories=3)  # wrong
purelr.cross_validate(model, X, y).means  # wrong
purelr.influence(model, X, y).leverages  # wrong
