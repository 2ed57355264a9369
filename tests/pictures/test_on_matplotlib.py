"""The same pictures on matplotlib's axes, drawn for real; purelr itself never imports matplotlib."""

from __future__ import annotations

import subprocess
import sys

import matplotlib as mpl
import pytest

mpl.use("Agg")

import matplotlib.pyplot as plt

import purelr
from purelr import plot
from purelr.basics.random_numbers import SplitMix64

STREAM = SplitMix64(1)
X = [[4.0 * STREAM.uniform() - 2.0 for _ in range(3)] for _ in range(90)]
Y = [int(row[0] + row[1] + STREAM.uniform() > 0.5) for row in X]
Y3 = [("a", "b", "$c_")[int(row[0] > 0) + int(row[1] > 0)] for row in X]
MODEL, MODEL3 = purelr.LogisticRegression().fit(X, Y), purelr.LogisticRegression().fit(X, Y3)
P, P3 = MODEL.predict_proba(X), MODEL3.predict_proba(X)


@pytest.fixture
def ax():
    figure, ax = plt.subplots()
    yield ax
    figure.canvas.draw()  # raises where matplotlib cannot draw what it was given
    plt.close(figure)


def test_the_curve_has_our_points(ax):
    assert plot.roc(Y, P, ax=ax) is ax
    rates = purelr.roc_curve(Y, [row[1] for row in P])
    _, curve = ax.get_lines()
    assert (list(curve.get_xdata()), list(curve.get_ydata())) == (rates[0], rates[1])
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_title()) == (
        "False positive rate",
        "True positive rate",
        "ROC curve",
    )
    assert (ax.get_xlim(), ax.get_ylim()) == ((0, 1), (0, 1))
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [curve.get_label()]


@pytest.mark.parametrize("draw", [plot.roc, plot.precision_recall, plot.calibration, plot.histogram])
@pytest.mark.parametrize(("y", "table"), [(Y, P), (Y3, P3)])
def test_every_picture_of_scores_is_drawn(ax, draw, y, table):
    assert draw(y, table, ax=ax) is ax
    assert ax.get_title()
    assert len(ax.get_lines()) + len(ax.patches) >= 2


def test_the_steps_of_precision_and_recall_are_steps(ax):
    plot.precision_recall(Y, P, ax=ax)
    assert ax.get_lines()[-1].get_drawstyle() == "steps-post"


def test_the_loss_is_on_a_logarithmic_scale(ax):
    plot.loss(MODEL, ax=ax)
    assert ax.get_yscale() == "log"
    assert len(ax.get_lines()[0].get_xdata()) == MODEL.n_iter_ + 1


def test_the_confusion_matrix_has_its_counts_where_they_belong(ax):
    predicted = MODEL3.predict(X)
    plot.confusion(Y3, predicted, ax=ax)
    matrix = purelr.confusion_matrix(Y3, predicted)
    shown = {text.get_position(): text.get_text() for text in ax.texts}
    assert shown == {(m, 2 - k): str(matrix[k][m]) for k in range(3) for m in range(3)}
    assert [tick.get_text() for tick in ax.get_xticklabels()] == [r"\$c_", "a", "b"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["b", "a", r"\$c_"]


def test_coefficients_have_names_and_intervals(ax):
    intervals = [(w - 1, w + 1) for w in MODEL.coef_[0]]
    plot.coefficients(MODEL, names=["a", "$b$", "_c"], intervals=intervals, ax=ax)
    assert len(ax.get_lines()) == 1 + 3 + 1
    assert sorted(tick.get_text() for tick in ax.get_yticklabels()) == [" _c", r"\$b\$", "a"]


def test_single_rows_are_points_and_the_furthest_have_names(ax):
    rows = purelr.influence(purelr.LogisticRegression(C=float("inf")).fit(X, Y), X, Y)
    plot.influence(rows, names=[f"_{i}$" for i in range(90)], ax=ax)
    points = ax.get_lines()[-1]
    assert list(points.get_xdata()) == rows.leverage
    assert points.get_linestyle() == "None"
    far = sorted(range(90), key=lambda i: -rows.cooks_distance[i])[:3]
    assert [text.get_text() for text in ax.texts] == [rf" _{i}\$" for i in far]


def test_a_name_that_begins_with_an_underscore_is_in_the_legend(ax):
    plot.coefficients(purelr.LogisticRegression().fit(X, [f"_{label}" for label in Y3]), ax=ax)
    assert [text.get_text().strip() for text in ax.get_legend().get_texts()] == [r"_\$c_", "_a", "_b"]


def test_matplotlib_is_not_imported_by_us():
    code = "import sys, purelr; purelr.plot.roc([0, 1], [0.1, 0.2]).svg; print('matplotlib' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout
        == "False\n"
    )
