"""The cases: data, purelr, the peers, and the ratio of times that is aimed at."""

from __future__ import annotations

import math

import peers


class Case:
    """One comparison. `target` is what the ratio of purelr's time to the fastest peer's is to be at most."""

    def __init__(self, name, data, ours, others, target, C=1.0, l1_ratio=0.0, rounds=5):
        self.name, self.data, self.ours, self.others, self.target = name, data, ours, others, target
        self.C, self.l1_ratio, self.rounds = C, l1_ratio, rounds


def cancer(as_array):
    def data():
        import purelr

        X, y = purelr.load_breast_cancer(return_X_y=True)
        X = purelr.StandardScaler().fit_transform(X)
        if as_array:
            import numpy as np

            return np.array(X), np.array(y)
        return X, y

    return data


def bundled(name, scaled=True):
    """A data set of scikit-learn's, standardised or raw."""

    def data():
        from sklearn import datasets

        X, y = getattr(datasets, f"load_{name}")(return_X_y=True)
        deviation = X.std(axis=0)
        return ((X - X.mean(axis=0)) / (deviation + (deviation == 0.0)) if scaled else X), y

    return data


def generated(n, p, classes=2, informative=None, neighbours=0.0):
    """Independent columns, or each with `neighbours` times the one before it."""

    def data():
        import numpy as np

        rng = np.random.default_rng(0)
        X = rng.normal(size=(n, p))
        X[:, 1:] += neighbours * X[:, :-1]
        truth = rng.normal(size=(p, classes)) * 2.0 / math.sqrt(p)
        if informative is not None:
            truth[informative:] = 0.0
        return X, (X @ truth + rng.gumbel(size=(n, classes))).argmax(axis=1)

    return data


def ridge_peers(*solvers, classes=2):
    others = [*[peers.sklearn(solver) for solver in solvers], peers.sklearnex("lbfgs")]
    return [*others, peers.glum(), peers.statsmodels()] if classes == 2 else others


def many_classes(name, data, target, C=1.0, rounds=5):
    others = [peers.sklearn(solver, C) for solver in ("newton-cg", "lbfgs", "newton-cholesky")]
    return Case(name, data, peers.purelr(C=C), others, target, C=C, rounds=rounds)


L1_C = 0.003  # leaves about half of the 100 coefficients at 0

CASES = [
    Case(
        "Breast Cancer, numpy",
        cancer(True),
        peers.purelr(),
        [*[peers.sklearn(s) for s in ("lbfgs", "newton-cholesky", "newton-cg", "liblinear")], peers.polars_ds()],
        0.25,
        rounds=30,
    ),
    Case(
        "1,000,000 x 30, numpy", generated(1_000_000, 30), peers.purelr(), ridge_peers("lbfgs", "newton-cholesky"), 0.3
    ),
    Case(
        "1,000,000 x 30, neighbours correlated, numpy",
        generated(1_000_000, 30, neighbours=0.4),
        peers.purelr(),
        [peers.sklearn("lbfgs"), peers.sklearnex("lbfgs")],
        0.2,
        rounds=3,
    ),
    Case("100,000 x 5, numpy", generated(100_000, 5), peers.purelr(), [peers.sklearn("newton-cholesky")], 0.2),
    Case("100,000 x 100, numpy", generated(100_000, 100), peers.purelr(), ridge_peers("lbfgs", "newton-cholesky"), 0.6),
    Case("20,000 x 500, numpy", generated(20_000, 500), peers.purelr(), ridge_peers("lbfgs", "newton-cholesky"), 0.9),
    Case(
        "500 x 5,000, numpy",
        generated(500, 5_000),
        peers.purelr(),
        [peers.sklearn("lbfgs"), peers.sklearn("liblinear")],
        0.9,
        rounds=7,
    ),
    *[many_classes(f"{name}, 3 classes, numpy", bundled(name), 0.4, rounds=30) for name in ("iris", "wine")],
    many_classes("digits, 10 classes, numpy", bundled("digits"), 0.7, rounds=7),
    many_classes("digits raw, 10 classes, numpy", bundled("digits", scaled=False), 0.1, rounds=3),
    *[many_classes(f"digits, C = {C:g}, numpy", bundled("digits"), 1.0, C=C) for C in (1e-4, 1e-2, 1e2, 1e4)],
    Case(
        "10 classes, 100,000 x 50, numpy",
        generated(100_000, 50, 10),
        peers.purelr(),
        ridge_peers("lbfgs", "newton-cg", classes=10),
        0.5,
        rounds=3,
    ),
    Case(
        "L1, 100,000 x 100, numpy",
        generated(100_000, 100, informative=50),
        peers.purelr(C=L1_C, l1_ratio=1.0),
        [peers.sklearn("saga", L1_C, 1.0), peers.glum(1.0, L1_C), peers.skglm(L1_C)],
        0.8,
        C=L1_C,
        l1_ratio=1.0,
        rounds=3,
    ),
    Case(
        "Breast Cancer, pure",
        cancer(False),
        peers.purelr(),
        [peers.sklearn(s) for s in ("lbfgs", "newton-cholesky")],
        5.5,
        rounds=15,
    ),
]
