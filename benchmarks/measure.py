"""Times, side by side: warm-up, then alternating rounds, so that a machine that slows down slows down all of them."""

from __future__ import annotations

import statistics
import sys
import time

GRADIENT = 1e-8  # every fit goes to this largest entry of the gradient of the mean objective, or is not counted


def gradient_norm(X, y, intercepts, coefs, C, l1_ratio):
    """The largest entry of the smallest subgradient of (Σ ℓ + penalty / C) / n, in plain NumPy, from results alone."""
    import numpy as np

    X, y = np.asarray(X, dtype=float), np.asarray(y)
    b, W = np.atleast_1d(np.asarray(intercepts, float)), np.atleast_2d(np.asarray(coefs, float))
    K, n = len(np.unique(y)), len(y)
    eta = X @ W.T + b
    if K == 2:
        errors = 1.0 / (1.0 + np.exp(-eta)) - (y == y.max())[:, None]
    else:
        e = np.exp(eta - eta.max(axis=1, keepdims=True))
        errors = e / e.sum(axis=1, keepdims=True) - np.eye(K)[np.searchsorted(np.unique(y), y)]
    slope = errors.T @ X / n + (1.0 - l1_ratio) / (C * n) * W
    lasso = l1_ratio / (C * n)
    if lasso:
        slope = np.where(W != 0.0, slope + lasso * np.sign(W), np.maximum(np.abs(slope) - lasso, 0.0))
    return max(float(np.abs(slope).max()), float(np.abs(errors.mean(axis=0)).max()))


class Timing:
    """The seconds of the rounds of one contender, and the gradient that it reached."""

    def __init__(self, name, note=""):
        self.name, self.note, self.seconds, self.tol, self.gradient = name, note, [], None, None

    @property
    def median(self):
        return statistics.median(self.seconds) if self.seconds else None

    def as_dict(self):
        spread = [min(self.seconds), max(self.seconds)] if self.seconds else None
        return {
            "name": self.name,
            "median": self.median,
            "spread": spread,
            "tol": self.tol,
            "gradient": self.gradient,
            "note": self.note,
        }


def calibrate(contender, X, y, case):
    """The loosest tolerance with which the contender reaches the gradient: its best time for this accuracy."""
    timing = Timing(contender.name)
    missing = contender.missing()
    if missing:
        timing.note = f"{missing} is not installed"
        return timing
    # statsmodels has no ridge; see peers.statsmodels.
    C = float("inf") if contender.name.startswith("statsmodels") else case.C
    for tol in contender.tols:
        try:
            timing.gradient = gradient_norm(X, y, *contender.fit(X, y, tol), C, case.l1_ratio)
        except Exception as error:  # a peer that fails is reported, and the others go on
            timing.note = f"fails: {type(error).__name__}"
            return timing
        if timing.gradient <= GRADIENT:
            timing.tol = tol
            return timing
    timing.note = f"does not reach {GRADIENT:g}"
    return timing


def run(case):
    """Timings of purelr and of its peers for one case."""
    X, y = case.data()
    contenders = [case.ours, *case.others]
    timings = [calibrate(contender, X, y, case) for contender in contenders]
    for _ in range(case.rounds):
        for contender, timing in zip(contenders, timings):
            if timing.tol is not None:
                begin = time.perf_counter()
                contender.fit(X, y, timing.tol)
                timing.seconds.append(time.perf_counter() - begin)
    return timings


def pyplot(what):
    """matplotlib's pyplot, which writes SVG; None where it is not installed, which is said."""
    try:
        import matplotlib as mpl

        mpl.use("svg")
        import matplotlib.pyplot as plt
    except ImportError:
        print(f"{what} is not drawn: matplotlib is not installed", file=sys.stderr)
        return None
    return plt


def alternating(functions, rounds):
    """The median time of each, after one call of each, in rounds that go through all of them."""
    for function in functions:
        function()
    seconds = [[] for _ in functions]
    for _ in range(rounds):
        for function, times in zip(functions, seconds):
            begin = time.perf_counter()
            function()
            times.append(time.perf_counter() - begin)
    return [statistics.median(times) for times in seconds]


def clock(function, rounds=7):
    """The median time of a call."""
    function()
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        function()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)
