"""The pictures: well-formed, told apart, and what is degenerate is drawn all the same."""

from __future__ import annotations

import math
import re

import pytest

import purelr
from purelr import plot
from purelr.basics.text import plain as plain_text
from purelr.plot import names
from purelr.plot.scale import number

from ..samples import problem
from .common import MODEL, MODEL3, ODD, P3, SVG, Y3, X, Y, places, texts, tree

P = MODEL.predict_proba(X)


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


def test_the_effect_of_a_column_is_what_the_model_predicts():
    table = {"hours": [0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0], "sex": ["f", "m", "m", "f", "f", "m", "f", "f"]}
    y = ["fail", "fail", "pass", "fail", "pass", "pass", "fail", "pass"]
    model = purelr.LogisticRegression(C=math.inf).fit(table, y)
    picture = plot.effect(model, table, "hours")
    estimate, low, high = picture.marks
    for at in (0, 20, 40):
        row = {"hours": [estimate.xs[at]], "sex": ["f"]}  # the commonest
        interval = model.predict_interval(row)
        assert estimate.ys[at] == pytest.approx(model.predict_proba(row)[0][1], rel=1e-12)
        found = low.ys[at], high.ys[at]
        assert found == pytest.approx((interval["conf_low"][0], interval["conf_high"][0]), rel=1e-12)
    assert (estimate.xs[0], estimate.xs[-1]) == (0.5, 4.0)
    assert "95 % interval" in texts(picture)
    assert "Probability of pass" in texts(picture)
    assert "for sex = f." in picture.description
    (dots,) = plot.effect(model, table, "sex", at={"hours": 2.0}, level=0.9).marks
    assert [p for _, p in dots.points] == pytest.approx(
        [row[1] for row in model.predict_proba({"hours": [2.0, 2.0], "sex": ["f", "m"]})], rel=1e-12
    )
    assert dots.intervals[0] == pytest.approx(
        tuple(
            model.predict_interval({"hours": [2.0], "sex": ["f"]}, level=0.9)[name][0]
            for name in ("conf_low", "conf_high")
        ),
        rel=1e-12,
    )


def test_an_effect_of_many_classes_without_names_and_without_errors():
    picture = plot.effect(MODEL3, X, 1)
    assert len(picture.marks) == 3
    assert "column 1" in texts(picture)
    assert tree(picture) is not None
    (line,) = plot.effect(MODEL, X, 0).marks
    means = [sum(column) / len(X) for column in zip(*X)]
    assert line.ys[0] == pytest.approx(MODEL.predict_proba([[line.xs[0], *means[1:]]])[0][1], rel=1e-9)
    for column in ODD:
        odd = {column or "x": [1.0, 2.0, 3.0, 4.0], "b": [column or "x", "b", column or "x", "b"]}
        if column != "\ud800":
            tree(plot.effect(purelr.LogisticRegression().fit(odd, [0, 1, 1, 0]), odd, "b"))


def test_what_no_effect_is_of():
    table = {"hours": [0.5, 1.0, 1.5, 2.0], "sex": ["f", "m", "m", "f"]}
    model = purelr.LogisticRegression().fit(table, [0, 1, 0, 1])
    with pytest.raises(ValueError, match=r"column must be of columns of X; got 'hour'\. Did you mean 'hours'\?"):
        plot.effect(model, table, "hour")
    with pytest.raises(ValueError, match=r"at must be of columns of X; got 'hours'"):
        plot.effect(model, table, "hours", at={"hours": 3.0})
    with pytest.raises(ValueError, match="one of the levels of the fit"):
        plot.effect(model, table, "hours", at={"sex": "x"})


def test_the_classes_of_a_confusion_are_those_that_are_named():
    picture = plot.confusion([0, 1, 1], [0, 1, 0], classes=[0, 1, 2])
    assert picture.x.names == ["0", "1", "2"]
    with pytest.raises(ValueError, match=r"y_pred must be one of the classes \[0, 1\]; got 2 in row 1"):
        plot.confusion([0, 1], [0, 2], classes=[0, 1])


def test_a_number_that_rounds_to_zero_has_no_sign():
    assert number(-0.0) == "0"
    assert number(-1e-300) == "−1e−300"
