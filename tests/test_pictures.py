"""The pictures: well-formed, without nan, told apart by more than colour, and every name in them a text."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree as ET

import pytest

import purelr
from purelr import plot
from purelr.basics.random_numbers import SplitMix64
from purelr.basics.text import plain as plain_text
from purelr.plot import marks, names, scale, svg

from .data import problem, reference

SVG = "{http://www.w3.org/2000/svg}"
ODD = [
    "<script>alert(1)</script>",
    "</style><b>",
    "</title></svg>",
    "\"quotes\" & 'more'",
    "emoji 🦄👨\u200d👩\u200d👧",
    "line\nbreak",
    "x" * 300,
    "words " * 60,
    "\u202eright to left",
    "\x00\x1b[31m",
    "-->]]>",
    "\ud800",
    "",
]


def tree(picture):
    """The SVG, parsed; what every picture promises is checked on the way."""
    text = picture.svg
    text.encode("utf-8")
    assert not re.search(r"\b(nan|inf|None)\b", re.sub(r">[^<]*<", "><", text))
    root = ET.fromstring(text)  # noqa: S314
    assert {element.tag.replace(SVG, "") for element in root.iter()} <= {
        *("svg", "title", "desc", "style", "rect", "line", "path", "text")
    }
    assert root.get("role") == "img"
    title, description = [root.find(SVG + tag) for tag in ("title", "desc")]
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == plain_text(picture.title)
    assert description.text == plain_text(picture.description)
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name]
    _, _, width, height = map(float, root.get("viewBox").split())
    for element in root.iter(SVG + "text"):
        assert 0 <= float(element.get("x")) <= width
        assert 0 <= float(element.get("y")) <= height
    return root


def texts(picture):
    return [element.text for element in tree(picture).iter(SVG + "text")]


X, Y = problem(120, 4, seed=3)
MODEL = purelr.LogisticRegression().fit(X, Y)
P = MODEL.predict_proba(X)
Y3 = [(0, "b", "c")[i % 3] if i % 3 else "a" for i in range(120)]
MODEL3 = purelr.LogisticRegression().fit(X, Y3)
P3 = MODEL3.predict_proba(X)


@pytest.mark.parametrize("draw", [plot.roc, plot.precision_recall, plot.calibration, plot.histogram])
def test_scores_come_as_a_column_or_as_a_table(draw):
    assert draw(Y, [row[1] for row in P]).svg == draw(Y, P).svg
    assert draw(Y, P, classes=[0, 1]).svg == draw(Y, P).svg
    tree(draw(Y3, P3))


def test_the_curve_is_where_its_points_are():
    picture = plot.roc([0, 1, 0, 1], [0.1, 0.4, 0.35, 0.3])
    (path,) = [p for p in tree(picture).iter(SVG + "path") if "curve" in p.get("class") and "h26" not in p.get("d")]
    points = [tuple(map(float, pair.split())) for pair in path.get("d")[1:].split("L")]
    left, bottom, right, top = points[0][0], points[0][1], points[-1][0], points[-1][1]
    placed = [((x - left) / (right - left), (bottom - y) / (bottom - top)) for x, y in points]
    expected = [(0, 0), (0, 0.5), (0.5, 0.5), (0.5, 1), (1, 1)]
    for (x, y), (u, v) in zip(placed, expected):
        assert (x, y) == pytest.approx((u, v), abs=1e-3)  # coordinates have one decimal, of 300


def test_the_areas_are_in_the_legend_and_in_the_words():
    cancer = purelr.load_breast_cancer()
    score = [-row[0] for row in cancer.data]
    value = purelr.roc_auc_score(cancer.target, score)
    picture = plot.roc(cancer.target, score)
    assert f"1, area {value:.3g}" in texts(picture)
    assert f"1: {value:.4g}." in picture.description
    value = purelr.average_precision_score(cancer.target, score)
    assert f"1, area {value:.3g}" in texts(plot.precision_recall(cancer.target, score))


def test_several_curves_differ_by_more_than_colour():
    root = tree(plot.roc([k % 8 for k in range(80)], [[float((i * k) % 7) for k in range(8)] for i in range(80)]))
    samples = [p for p in root.iter(SVG + "path") if p.get("d").endswith("h26")]
    assert len({(p.get("class"), p.get("stroke-dasharray")) for p in samples}) == 8
    assert len({p.get("stroke-dasharray") for p in samples}) == 4
    root = tree(plot.coefficients(MODEL3))
    assert len({p.get("d") for p in root.iter(SVG + "path")}) == 3


def test_of_many_classes_those_with_the_most_rows_are_drawn():
    y = [k for k in range(40) for _ in range(k + 1)]
    table = [[float(k == label) for k in range(40)] for label in y]
    assert [text for text in texts(plot.roc(y, table)) if "area" in text] == [f"{k}, area 1" for k in range(32, 40)]
    picture = plot.confusion(y, y)
    assert "The 30 classes with the most rows, of 40." in picture.description
    assert "9" not in texts(picture)


def test_the_largest_columns_are_shown_and_it_is_said():
    X, y = problem(300, 100, seed=1)
    model = purelr.LogisticRegression(C=0.1).fit(X, y)
    order = sorted(range(100), key=lambda j: -abs(model.coef_[0][j]))
    picture = plot.coefficients(model)
    shown = [text for text in texts(picture) if text.startswith("column")]
    assert shown == [f"column {j}" for j in order[:30]][::-1]
    assert "30 of 100 columns" in picture.description
    spreads = [1.0] * 99 + [1e6]
    assert "column 99" in texts(plot.coefficients(model, spreads=spreads, most=1))


def test_intervals_are_lines_and_an_intercepts_is_left_out():
    ends = [(w - 1, w + 2) for w in MODEL.coef_[0]]
    picture = plot.coefficients(MODEL, intervals=ends)
    assert len([line for line in tree(picture).iter(SVG + "line") if "whisker" in line.get("class")]) == 4
    assert (
        picture.svg
        == plot.coefficients(MODEL, intervals=[(-9, 9), *ends]).svg
        == plot.coefficients(MODEL, intervals=[ends]).svg
    )
    tree(plot.coefficients(MODEL3, intervals=[[(-1, 1)] * 4] * 3))


def whiskers(picture):
    return [line for line in tree(picture).iter(SVG + "line") if "whisker" in line.get("class")]


def test_a_fit_without_a_penalty_brings_its_own_intervals():
    model = purelr.LogisticRegression(C=float("inf")).fit(X, Y)
    assert plot.coefficients(model).svg == plot.coefficients(model, intervals=model.conf_int()).svg
    assert len(whiskers(plot.coefficients(model))) == 4
    assert whiskers(plot.coefficients(MODEL)) == []  # with a penalty there are none
    three = purelr.LogisticRegression(C=float("inf"), baseline="b").fit(X, [str(y) for y in Y3])
    ends = three.conf_int()
    picture = plot.coefficients(three, intervals=[ends[:5], None, ends[5:]])
    assert len(whiskers(picture)) == 8  # of the baseline there are none
    assert [text for text in texts(picture) if text in ("a", "b", "c")] == ["a", "c"]
    some = plot.coefficients(MODEL3, intervals=[[(-1, 1)] * 4, None, [(-1, 1)] * 4])
    assert len([p for p in tree(some).iter(SVG + "path") if p.get("transform")]) == 12 + 3  # and three in the legend
    assert plot.coefficients(three).svg == picture.svg


def test_the_confusion_matrix_counts_weights_and_draws_what_is_asked():
    picture = plot.confusion(["a", "b", "b"], ["a", "a", "b"], [1, 2.5, 4])
    assert [text for text in texts(picture) if text[0].isdigit()] == ["1", "0", "2.5", "4"]
    assert picture.description == "Right: 5 of 7.5."
    assert texts(plot.confusion(["a"], ["a"], classes=["a", "b"])).count("0") == 3


def test_the_loss_comes_from_a_model_a_textbook_model_or_a_list():
    model = purelr.LR().fit(X, Y, epochs=5)
    assert plot.loss(model).svg == plot.loss(model.loss).svg
    assert f"in {MODEL.n_iter_} steps." in plot.loss(MODEL).description
    tree(plot.loss([1.0, 0.0]))
    tree(plot.loss([1e-300, 1e300, 5.0]))
    tree(plot.loss([0.5] * 100))


@pytest.mark.parametrize("name", ODD)
def test_names_are_text_whatever_they_hold(name):
    other = "other"
    y = [name, other] * 10
    score = [[0.1, 0.9], [0.8, 0.2]] * 10
    plain = plain_text(name)
    wanted = names.cut(plain, 8.0).rstrip("…")[:5]
    assert "\n" not in plain
    for picture in (
        plot.roc(y, score, classes=[other, name]),
        plot.precision_recall(y, score, classes=[other, name]),
        plot.calibration(y, score, classes=[other, name]),
        plot.histogram(y, score),
        plot.confusion(y, y[::-1]),
        plot.coefficients(MODEL, names=[name, "b", "c", "d"]),
        plot.roc([*y, "third"], [[0.1, 0.2, 0.7]] * 21, classes=[name, other, "third"]),
    ):
        assert any(text.startswith(wanted) for text in texts(picture))
        assert "\x00" not in picture.svg
        assert "\x1b" not in picture.text()


def places(picture, texts):
    """(x, y) of each of the texts in the picture."""
    found = {
        element.text: (float(element.get("x")), float(element.get("y"))) for element in tree(picture).iter(SVG + "text")
    }
    return [found[text] for text in texts]


def test_rows_and_columns_are_where_their_names_are():
    picture = plot.confusion(["a"] * 3 + ["b"] * 12, ["a"] * 1 + ["b"] * 2 + ["a"] * 4 + ["b"] * 8)
    (x1, y1), (x2, y2), (x4, y4), (x8, y8) = places(picture, "1248")  # a as a, a as b, b as a, b as b
    assert y1 == y2 < y4 == y8
    assert x1 == x4 < x2 == x8
    rows = [
        element
        for element in tree(picture).iter(SVG + "text")
        if element.text == "a" and element.get("text-anchor") == "end"
    ]
    assert abs(float(rows[0].get("y")) - y1) < 1.0
    picture = plot.coefficients(MODEL, names=["p", "q", "r", "s"])
    order = sorted(range(4), key=lambda j: -abs(MODEL.coef_[0][j]))
    dots = [p.get("transform") for p in tree(picture).iter(SVG + "path")]
    heights = [float(re.fullmatch(r"translate\(\S+ (\S+)\)", dot)[1]) for dot in dots]
    named = [y for _, y in places(picture, ["pqrs"[j] for j in order])]
    assert heights == pytest.approx([y - 4.0 for y in named], abs=0.2)  # a text stands 4 below its line
    assert heights == sorted(heights)


def test_plain_names_are_harmless_and_short_ones_untouched():
    assert plain_text("größe 年龄 🦄") == "größe 年龄 🦄"
    assert plain_text("two\n  words") == "two words"
    assert plain_text("") == "(no name)"
    assert plain_text("\u202e") == "\\u202e"
    assert names.cut("a" * 1_000_000, 10.0) == "a" * 14 + "…"
    assert names.cut("short", 10.0) == "short"


@pytest.mark.parametrize(
    "picture",
    [
        lambda: plot.roc([0, 1], [0.5, 0.5]),
        lambda: plot.precision_recall([0, 1], [0.5, 0.5]),
        lambda: plot.calibration([0, 1], [0.0, 1.0]),
        lambda: plot.roc([0, 1], [1e308, -1e308]),
        lambda: plot.histogram([0, 1], [1e308, -1e308]),
        lambda: plot.histogram([1], [0.3]),
        lambda: plot.histogram([0, 1], [5e-324, 0.0]),
        lambda: plot.confusion([1], [1]),
        lambda: plot.coefficients(purelr.LogisticRegression(fit_intercept=False).fit([[0.0], [0.0]], [0, 1])),
        lambda: plot.coefficients(MODEL, intervals=[(-1e308, 1e308)] * 4),
        lambda: plot.coefficients(MODEL, intervals=[(-math.inf, math.inf)] * 4, spreads=[0, 1, 1e308, 1]),
        lambda: plot.coefficients(MODEL, spreads=[5e-324] * 4),
        lambda: plot.coefficients(MODEL, spreads=[0.0] * 4),
    ],
)
def test_what_is_degenerate_is_drawn_all_the_same(picture):
    tree(picture())
    picture().text()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plot.roc([1, 1], [0.1, 0.2]), "y_true must be of at least two classes; got one class, 1"),
        (lambda: plot.calibration(["a"], [0.2]), "y_true must be of at least two classes; got one class, 'a'"),
        (lambda: plot.roc([0, 1], [0.1, math.nan]), "y_score must be finite; got nan in row 1"),
        (
            lambda: plot.roc([0, 1, 2], [0.1, 0.2, 0.3]),
            r"y_score must be one score a row or 3 \(one a class\); got \[1\]",
        ),
        (lambda: plot.roc([0, 1], [[0.1], [0.2, 0.8]]), r"got \[1, 2\] a row"),
        (lambda: plot.roc([], []), "got none a row"),
        (lambda: plot.roc([0, 1], [0.1]), "must be as long as"),
        (
            lambda: plot.roc([0, 5], [0.1, 0.2], classes=[0, 1]),
            r"y_true must be one of the classes \[0, 1\]; got 5 in row 1",
        ),
        (lambda: plot.calibration([0, 1], [0.1, 1.5]), "y_proba must be in 0..1"),
        (lambda: plot.confusion([0, 1], [0]), "y_pred must be as long as X, 2 rows; got 1 values"),
        (lambda: plot.loss([0.3]), "model must be fitted in this session, with a step at least; got none"),
        (lambda: plot.loss([0.3, math.nan]), "model must be finite; got nan in row 1"),
        (lambda: plot.coefficients(purelr.LogisticRegression()), "LogisticRegression must be fitted first"),
        (lambda: plot.coefficients(MODEL, names=["a"]), "names must be of 4 columns; got 1 names"),
        (lambda: plot.coefficients(MODEL, most=0), "most must be a whole number of at least 1"),
        (lambda: plot.coefficients(MODEL, intervals=[(1, 2)]), r"intervals must be 4 pairs \(low, high\)"),
        (lambda: plot.coefficients(MODEL, intervals=[(1, math.nan)] * 4), "intervals must be numbers without nan"),
    ],
)
def test_bad_input_is_said(call, message):
    with pytest.raises(ValueError, match=message):
        call()


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


def births():
    rows, labels, _, _ = reference("low_birth_weight")
    model = purelr.LogisticRegression(C=math.inf).fit(rows, labels)
    return purelr.influence(model, rows, labels)


class TestSingleRows:
    def test_each_row_is_a_dot_where_its_numbers_are(self):
        rows = births()
        for picture, xs, ys in (
            (plot.residuals(rows), rows.fitted, rows.deviance),
            (plot.influence(rows), rows.leverage, rows.standardized),
        ):
            dots = [mark for mark in picture.marks if isinstance(mark, marks.Dots)]
            assert [point for mark in dots for point in mark.points] == list(zip(xs, ys))
            shapes = [p for p in tree(picture).iter(SVG + "path") if p.get("transform")]
            assert 100 < len(shapes) <= 189  # less than one for each, as some lie over one another

    def test_those_furthest_out_have_names(self):
        rows = births()
        far = sorted(range(189), key=lambda i: -abs(rows.deviance[i]))
        distant = sorted(range(189), key=lambda i: -rows.cooks_distance[i])
        picture = plot.residuals(rows)
        beyond = len([r for r in rows.deviance if abs(r) > 2])
        assert picture.description.startswith(
            f"{beyond} of 189 rows are further than 2 from 0. The furthest: row {far[0]}"
        )
        assert f"row {far[0]}" in texts(picture)
        assert {f"row {i}" for i in distant[:3]} <= set(texts(plot.influence(rows)))
        called = plot.influence(rows, names=[f"birth {i}" for i in range(189)])
        assert f"birth {distant[0]}" in texts(called)
        tree(plot.influence(rows, names=[ODD[i % len(ODD)] for i in range(189)]))

    def test_a_name_is_beside_its_point_over_no_other_and_in_the_field(self):
        axes = scale.Axis("", 0.0, 1.0), scale.Axis("", 0.0, 1.0)
        named = [
            (0.5, 0.5, "first"),
            (0.51, 0.5, "second"),
            (0.52, 0.5, "third"),
            (0.99, 0.9, "right"),
            (0.0, 0.0, "left"),
        ]
        picture = plot.Picture("", "", *axes, [marks.Labels(named)])
        places = {element.text: float(element.get("x")) for element in tree(picture).iter(SVG + "text")}
        ends = {name: (places[name], places[name] + names.width_of(name) * svg.FONT) for name in places}
        frame = svg.Frame(picture, alone=True)
        assert "third" not in places  # there is a name on both sides already
        assert ends["second"][1] < frame.x(0.51) < frame.x(0.5) + 6 <= ends["first"][0]
        assert ends["right"][1] < frame.x(0.99)
        assert frame.x(0.0) < ends["left"][0]

    def test_along_the_curves_cooks_distance_is_what_they_say(self):
        X, y = [[0.0], [0.1], [0.2], [0.3], [0.4], [9.0]], [0, 1, 0, 1, 1, 0]
        rows = purelr.influence(purelr.LogisticRegression(C=math.inf).fit(X, y), X, y)
        assert max(rows.cooks_distance) > 1
        picture = plot.influence(rows)
        curves = [mark for mark in picture.marks if isinstance(mark, marks.Line)]
        assert [curve.name for curve in curves if curve.name] == ["Cook's distance 0.5", "Cook's distance 1"]
        for curve in curves:
            assert min(curve.xs) > 0
            found = [r * r * h / (2 * (1 - h)) for h, r in zip(curve.xs, curve.ys) if h < 1]
            assert found == pytest.approx([[0.5, 1.0][curve.style - 1]] * len(found), rel=1e-9)
        assert "above 1 for 1 of 6 rows" in picture.description

    def test_a_row_that_the_fit_goes_through(self):
        X, y = [[0.0], [1.0]], [0.3, 0.6]
        rows = purelr.influence(purelr.LogisticRegression(C=math.inf, soft=True).fit(X, y), X, y)
        assert rows.leverage == pytest.approx([1, 1], abs=1e-12)
        assert rows.standardized == [0, 0]
        assert rows.cooks_distance == [math.inf, math.inf]
        assert "above 1 for 2 of 2 rows" in plot.influence(rows).description
        tree(plot.influence(rows))
        tree(plot.residuals(rows))

    def test_rows_as_far_out_as_floats_go(self):
        far = 1e300
        model = purelr.LogisticRegression(C=math.inf).fit(
            [[0.0, 1.0], [1.0, 0.0], [2.0, 2.0], [3.0, 0.5]] * 5, [0, 0, 1, 1, 1] * 3 + [0, 0, 1, 0, 1]
        )
        rows = purelr.influence(model, [[-far, far], [far, -far], [far, far], [1.0, 1.0]], [0, 1, 0, 1])
        assert all(0 <= h <= 1 for h in rows.leverage)
        assert rows.leverage[:3] == [0, 0, 0]
        assert not any(map(math.isnan, rows.cooks_distance))
        tree(plot.influence(rows))
        tree(plot.residuals(rows))

    def test_a_terminal_shows_the_rows(self):
        assert plot.influence(births()).text().count("o") > 50
        assert plot.coefficients(MODEL).text().startswith("Coefficients\nThe largest")

    def test_many_rows_are_no_long_file(self):
        n = 20_000
        X = [[float(i * 7919 % 1000)] for i in range(n)]
        y = [int(i * 104729 % 1013 < row[0]) for i, row in enumerate(X)]
        rows = purelr.influence(purelr.LogisticRegression(C=math.inf).fit(X, y), X, y)
        assert len(plot.residuals(rows).svg) < 100_000
        assert len(plot.influence(rows).svg) < 200_000

    def test_what_they_refuse(self):
        with pytest.raises(
            ValueError, match=r"rows must be what influence\(model, X, y\) returns; got LogisticRegression"
        ):
            plot.residuals(MODEL)
        with pytest.raises(ValueError, match="names must be of 189 rows; got 1 names"):
            plot.influence(births(), names=["a"])


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
    from .test_registry import python

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
