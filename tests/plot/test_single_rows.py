"""Residuals and influence as pictures: each row where its numbers are."""

from __future__ import annotations

import math

import pytest

import purelr
from purelr import plot
from purelr.plot import marks, names, scale, svg

from ..samples import reference
from .common import MODEL, ODD, SVG, texts, tree


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
