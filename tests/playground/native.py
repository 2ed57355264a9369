"""The numbers that the page must show, from purelr on this machine: plain fits, and nothing of the page's own code."""

from __future__ import annotations

import math
import warnings
from urllib.parse import urlencode

import purelr
from purelr import GradientDescent, LogisticRegression, StandardScaler

TWO = ["mean_radius", "mean_texture"]


class Named:
    """Rows with names, as a data frame has them."""

    def __init__(self, columns, values):
        self.columns, self.values = columns, values

    def rows(self):
        return self.values


def cases():
    """For each case the address's settings, and what is on the page at some epochs."""
    every = purelr.load_breast_cancer().feature_names
    return [
        case(TWO, "gd", 100, [0, 1, 37, 100], rate=0.5),
        case(every, "gd", 60, [60], rate=0.1),
        case(TWO, "gd", 30, [30], rate=0.25, penalty="ridge", C=0.01),
        case(TWO, "gd", 50, [50], rate=0.0001, scale=False),
        case(every, "newton", 200, [-1], penalty="ridge", C=1.0),
        case(every, "lbfgs", 500, [-1], penalty="ridge", C=1.0),
        case(every, "coordinate_descent", 200, [-1], penalty="lasso", C=0.1),
        case(TWO, "coordinate_descent", 200, [-1], penalty="both", C=0.1),
    ]


def case(columns, solver, epochs, looks, rate=0.5, penalty="none", C=1.0, scale=True):
    cancer = purelr.load_breast_cancer()
    places = [cancer.feature_names.index(name) for name in columns]
    X = [[row[place] for place in places] for row in cancer.data]
    X = StandardScaler().fit_transform(X) if scale else X
    y = [1 - k for k in cancer.target]  # class 1 of the page is malignant
    options = {"C": math.inf if penalty == "none" else C, "backend": "pure"}
    options["l1_ratio"] = {"none": 0.0, "ridge": 0.0, "lasso": 1.0, "both": 0.5}[penalty]

    def model(steps):
        if solver == "gd":
            return LogisticRegression(solver=GradientDescent(rate, epochs=steps), **options)
        return LogisticRegression(solver=solver, max_iter=steps, **options)

    frames = []
    for look in looks:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fitted = model(epochs if look < 0 else look).fit(X, y)
        weights = [*fitted.intercept_, *fitted.coef_[0]]
        tables = []
        if solver == "gd":
            table = model(epochs).explain_epoch(Named(columns, X), y, rows=[0, 5, 568], epoch=max(look, 1))
            tables = [[caption, header, *lines] for caption, header, lines in table.tables()]
        right = sum(int(a == b) for a, b in zip(fitted.predict(X), y))
        epoch = fitted.n_iter_
        frames.append(
            {"epoch": epoch, "loss": fitted.result_.objective, "weights": weights, "right": right, "tables": tables}
        )
    typed = {"solver": solver, "rate": rate, "epochs": epochs, "penalty": penalty, "C": C, "one": "malignant"}
    typed.update(target="diagnosis", rows="0, 5, 568", scale="yes" if scale else "no")
    address = urlencode([*typed.items(), *[("column", name) for name in columns]])
    return {"name": f"{solver}, {len(columns)} columns, {penalty}", "address": address, "frames": frames}
