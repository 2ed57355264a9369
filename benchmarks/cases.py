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


def generated(n, p, classes=2, informative=None):
    def data():
        import numpy as np

        rng = np.random.default_rng(0)
        X = rng.normal(size=(n, p))
        truth = rng.normal(size=(p, classes)) * 2.0 / math.sqrt(p)
        if informative is not None:
            truth[informative:] = 0.0
        return X, (X @ truth + rng.gumbel(size=(n, classes))).argmax(axis=1)

    return data


def ridge_peers(*solvers, classes=2):
    others = [peers.sklearn(solver) for solver in solvers]
    return [*others, peers.glum(), peers.statsmodels()] if classes == 2 else others


L1_C = 0.003  # leaves about half of the 100 coefficients at 0

CASES = [
    Case(
        "Breast Cancer, numpy",
        cancer(True),
        peers.purelr(),
        [peers.sklearn(s) for s in ("lbfgs", "newton-cholesky", "newton-cg", "liblinear")],
        0.35,
        rounds=30,
    ),
    Case(
        "1,000,000 x 30, numpy", generated(1_000_000, 30), peers.purelr(), ridge_peers("lbfgs", "newton-cholesky"), 0.2
    ),
    Case(
        "100,000 x 100, numpy", generated(100_000, 100), peers.purelr(), ridge_peers("lbfgs", "newton-cholesky"), 0.35
    ),
    Case("20,000 x 500, numpy", generated(20_000, 500), peers.purelr(), ridge_peers("lbfgs", "newton-cholesky"), 1.0),
    Case(
        "10 classes, 100,000 x 50, numpy",
        generated(100_000, 50, 10),
        peers.purelr(),
        ridge_peers("lbfgs", "newton-cholesky", classes=10),
        0.7,
        rounds=3,
    ),
    Case(
        "L1, 100,000 x 100, numpy",
        generated(100_000, 100, informative=50),
        peers.purelr(C=L1_C, l1_ratio=1.0),
        [peers.sklearn("saga", L1_C, 1.0), peers.glum(1.0, L1_C), peers.skglm(L1_C)],
        1.0,
        C=L1_C,
        l1_ratio=1.0,
        rounds=3,
    ),
    Case(
        "Breast Cancer, pure",
        cancer(False),
        peers.purelr(),
        [peers.sklearn(s) for s in ("lbfgs", "newton-cholesky")],
        5.0,
        rounds=15,
    ),
]
