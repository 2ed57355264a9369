"""How the time of a fit grows with rows, columns and classes: purelr and scikit-learn to the same gradient, one picture each."""

from __future__ import annotations

import functools

import peers
from cases import generated
from measure import alternating, calibrate, pyplot

# What varies, its values, and the data of one value.
AXES = {
    "rows": ([1_000, 10_000, 100_000, 1_000_000], lambda n: generated(n, 30)),
    "columns": ([3, 10, 30, 100, 300, 1_000], lambda p: generated(10_000, p)),
    "classes": ([2, 3, 5, 10, 20], lambda K: generated(10_000, 30, K)),
}
BESIDE = {"rows": "30 columns", "columns": "10,000 rows", "classes": "10,000 x 30"}


class Plain:
    """What `calibrate` asks of a case."""

    C, l1_ratio = 1.0, 0.0


def measured(axis):
    """(value, {name: seconds}) for each value on the axis; a peer that does not reach the gradient is left out there."""
    values, data = AXES[axis]
    for value in values:
        X, y = data(value)()
        contenders = [peers.purelr(), peers.sklearn("lbfgs"), peers.sklearn("newton-cholesky")]
        if axis == "classes" and value > 2:
            contenders[-1] = peers.sklearn("newton-cg")
        tols = [calibrate(contender, X, y, Plain).tol for contender in contenders]
        there = [(contender, tol) for contender, tol in zip(contenders, tols) if tol is not None]
        calls = [functools.partial(contender.fit, X, y, tol) for contender, tol in there]
        times = alternating(calls, 3)
        yield value, {contender.name: seconds for (contender, _), seconds in zip(there, times)}


def growths(only=""):
    """{axis: [(value, {name: seconds})]}"""
    found = {}
    for axis in AXES:
        if only in f"growth with {axis}":
            found[axis] = []
            for value, times in measured(axis):
                found[axis].append((value, times))
                said = "  ".join([f"{name} {1e3 * seconds:.1f} ms" for name, seconds in times.items()])
                print(f"growth with {axis}: {value:,}  {said}", flush=True)
    return found


def pictures(folder, found):
    """growth-rows.svg and so on: times on logarithmic axes, with the slope of a time that grows as the data do."""
    plt = pyplot("growth-*.svg")
    for axis, points in found.items() if plt else ():
        figure, axes = plt.subplots(figsize=(6, 3.6), layout="constrained")
        names = dict.fromkeys([name for _, times in points for name in times])
        for name in names:
            xs = [value for value, times in points if name in times]
            ys = [1e3 * times[name] for _, times in points if name in times]
            axes.plot(xs, ys, "o-", label=name, lw=2.2 if name == "purelr" else 1.2, ms=4)
        first, start = points[0][0], 1e3 * points[0][1]["purelr"]
        last = points[-1][0]
        axes.plot([first, last], [start, start * last / first], ":", color="#888", lw=1, label=f"as the {axis}")
        axes.set(xscale="log", yscale="log", xlabel=f"{axis} ({BESIDE[axis]})", ylabel="ms, to a gradient of 1e-8")
        axes.legend(fontsize=8, frameon=False)
        axes.spines[["top", "right"]].set_visible(False)
        figure.savefig(folder / f"growth-{axis}.svg", metadata={"Date": None})
        plt.close(figure)
