"""Terminals, colours, axes and names: how a picture is drawn."""

from __future__ import annotations

import math
import re

import pytest

import purelr
from purelr import plot
from purelr.basics.random_numbers import SplitMix64
from purelr.plot import names, scale, svg

from .common import MODEL, P3, SVG, Y3, tree


def test_a_terminal_shows_the_curves():
    text = plot.roc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).text(21, 5)
    assert text == (
        "ROC curve\n"
        "True positive rate; across: False positive rate\n"
        "         1 |          ***********\n"
        "           |          *  .....\n"
        "           |***********..\n"
        "           |*  .....\n"
        "         0 |*..\n"
        "           +---------------------\n"
        "            0                   1\n"
        "* 1, area 0.75"
    )
    steps = plot.precision_recall([0, 1, 0, 1], [0.1, 0.4, 0.35, 0.3]).text(21, 5).split("\n")
    assert steps[2:6] == [
        "         1 |***********",
        "           |          ***********",
        "           |..........*.........*",
        "           |",
    ]
    assert plot.roc(Y3, P3).text().isascii()
    assert len(plot.loss(MODEL).text(40, 6).split("\n")) == 10
    assert plot.confusion([1], [1]).text() == "Confusion matrix\nRight: 1 of 1."


def test_a_picture_is_saved_whole_and_shown_in_a_notebook(tmp_path):
    picture = plot.loss([2.0, 1.0])
    picture.save(tmp_path / "loss.svg")
    assert (tmp_path / "loss.svg").read_text(encoding="utf-8") == picture.svg == str(picture) == picture._repr_svg_()
    assert repr(picture) == "<Picture: Loss by step. From 2 to 1 in 1 steps.>"
    with pytest.raises(OSError, match="no-such-folder"):
        picture.save(tmp_path / "no-such-folder" / "loss.svg")


def test_a_long_curve_is_no_long_file():
    n = 20_000
    y = [int((i * 7919) % n < i) for i in range(n)]
    assert len(plot.roc(y, [float(i) for i in range(n)]).svg) < 20_000


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_every_colour_stands_out_by_day_and_by_night():
    """WCAG 2.1's contrast, 4.5 for text."""
    seen = [svg.COLOURS["ink"], svg.COLOURS["soft"], *svg.CURVES]
    for k in (0, 1):
        paper = luminance(svg.COLOURS["paper"][k])
        for pair in seen:
            low, high = sorted([paper, luminance(pair[k])])
            assert (high + 0.05) / (low + 0.05) >= 4.5, pair[k]
            assert pair[k] in svg.style()


@pytest.mark.parametrize("low", [-1e308, -1.0, 0.0, 1e-320, 3.0, 1e300])
@pytest.mark.parametrize("span", [0.0, 1e-320, 1e-9, 0.37, 12.0, 1e308])
def test_an_axis_of_any_size_has_ticks_inside(low, span):
    axis = scale.axis_around("", [low, low + span])
    assert axis.low < axis.high
    assert math.isfinite(axis.high)
    for value, text in axis.ticks:
        assert -0.01 <= axis.place(value) <= 1.01
        assert "inf" not in text
    assert 0 <= axis.place(low) <= axis.place(low + span) <= 1
    assert len(axis.ticks) <= 7


@pytest.mark.parametrize(("low", "high"), [(0.06, 0.7), (1e-300, 1e300), (0.5, 0.6), (1e-12, 1.0), (1.0, 1e308)])
def test_a_logarithmic_axis_has_a_few_round_ticks(low, high):
    axis = scale.axis_around("", [low, high], log=True)
    assert 2 <= len(axis.ticks) <= 8
    assert 0 <= axis.place(low) < axis.place(math.sqrt(low) * math.sqrt(high)) < axis.place(high) <= 1


def test_plot_is_there_without_being_imported():
    from ..interpreters import python

    assert (
        python(
            "import purelr, sys; print('purelr.plot' in sys.modules, purelr.plot.roc.__name__, 'plot' in dir(purelr))"
        )
        == "False roc True"
    )


@pytest.mark.parametrize("values", [[1e-300, 5e-324], [5e-324, 1e-323], [5e-324, 1.7e308], [1e-310, 1e-305, 1e-312]])
def test_a_curve_at_the_lower_end_of_the_range_of_a_float(values):
    """Its logarithmic axis was widened by an absolute 0.5, to below 0: a domain error."""
    drawn = plot.loss(values)
    assert "nan" not in drawn.svg
    assert "inf" not in drawn.svg


def eight_classes(labels):
    stream = SplitMix64(17)
    y = [labels[k % 8] for k in range(160)]
    raw = [[stream.uniform() + 0.4 * (k == i % 8) for k in range(8)] for i in range(160)]
    return y, [[p / sum(row) for p in row] for row in raw]


def test_no_two_of_eight_classes_look_the_same():
    y, probas = eight_classes([f"class {k}" for k in range(8)])
    for draw in (plot.roc, plot.calibration):
        root = tree(draw(y, probas))
        curves = [p for p in root.iter(f"{SVG}path") if "curve" in p.get("class", "").split()]
        looks = {(p.get("class"), p.get("stroke-dasharray")) for p in curves}
        assert len(looks) == 8
    shapes = {
        (p.get("class"), p.get("d")) for p in tree(plot.calibration(y, probas)).iter(f"{SVG}path") if p.get("transform")
    }
    assert len(shapes) == 8
    X = [[float(i % (k + 2)) for k in range(3)] for i in range(160)]
    model = purelr.LogisticRegression().fit(X, y)
    shapes = {
        (p.get("class"), p.get("d")) for p in tree(plot.coefficients(model)).iter(f"{SVG}path") if p.get("transform")
    }
    assert len(shapes) == 8


def test_long_names_cost_no_figure_and_stay_apart():
    y, probas = eight_classes([f"a class whose name is longer than the legend, the {c} of eight" for c in "abcdefgh"])
    for draw in (plot.roc, plot.precision_recall):
        texts = [t.text for t in tree(draw(y, probas)).iter(f"{SVG}text")]
        legend = [text for text in texts if ", area 0." in text]
        assert len(set(legend)) == 8
        assert all(re.search(r", area 0\.\d+$", text) for text in legend)
    texts = [t.text for t in tree(plot.confusion(y, y)).iter(f"{SVG}text")]
    assert len({text for text in texts if "…" in text}) == 16  # those below are turned, and shorter


def test_names_are_cut_apart():
    long = "x" * 50
    for texts in ([long + "a", long + "b"], [long + "a" + long, long + "b" + long], ["ab", "abc", long, long]):
        short = names.cut_apart(texts, 12.0)
        assert len(set(short)) == len(set(texts))
        assert max(map(names.width_of, short)) <= 13.0
