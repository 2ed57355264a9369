"""The report of a fit without a penalty: intervals, single rows, and why there are none."""

from __future__ import annotations

import pytest

import purelr

from ..samples import reference
from .common import MODEL, X, Y, report


class TestWithoutAPenalty:
    """The tests of the coefficients and of the whole, and what single rows do: the numbers of the library."""

    def setup_method(self):
        self.X, self.y, self.names, _ = reference("low_birth_weight")
        self.model = purelr.LogisticRegression(C=float("inf")).fit(self.X, self.y)

    def test_the_coefficients_come_with_the_tests_of_the_summary(self):
        page = report(self.model, self.X, self.y, names=self.names)
        header, cells = page.texts["th"], page.texts["td"]
        assert "Log-odds of 1 against 0" in page.texts["caption"]
        assert header.count("intercept") == header.count("smoke") == 1
        term = self.model.summary(names=self.names)["smoke"]
        wanted = [f"{value:.4g}" for value in (term.odds_ratio, *term.odds_ratio_conf_int)]
        assert any(cells[k : k + 3] == wanted for k in range(len(cells)))
        text = purelr.html_report(self.model, self.X, self.y, names=self.names)
        assert text.count('class="c0 whisker"') == 8 + 10  # the columns', and those of ten groups in the calibration
        assert "The lines are intervals." in text
        few = report(self.model, self.X, self.y, names=self.names, most=2)
        assert few.texts["th"].count("age") == 0
        assert few.texts["th"].count("intercept") == 1

    def test_the_fit_as_a_whole(self):
        page = report(self.model, self.X, self.y)
        assert "How well it fits" in page.texts["caption"]
        proba = [p for _, p in self.model.predict_proba(self.X)]
        test = purelr.hosmer_lemeshow(self.y, proba)
        assert f"χ² {test['chi2']:.4g} on {test['df']} df, p {test['p_value']:.3g}" in page.texts["td"]
        assert f"{self.model.summary().aic:.6g}" in page.texts["td"]

    def test_single_rows_of_the_fit(self):
        page = report(self.model, self.X, self.y)
        assert page.texts["h3"][-3:-1] == ["Residuals", "Influence"]
        rows = purelr.influence(self.model, self.X, self.y)
        worst = max(range(189), key=rows.cooks_distance.__getitem__)
        assert f"row {worst}" in page.texts["th"]
        assert f"{rows.cooks_distance[worst]:.4g}" in page.texts["td"]
        lines = [f"line {i + 2}" for i in range(189)]
        assert f"line {worst + 2}" in report(self.model, self.X, self.y, row_names=lines).texts["th"]

    def test_other_rows_have_none_and_it_is_said(self):
        note = "Residuals and influence are those of the rows of the fit; these are others."
        for rows, y in ((self.X[1:], self.y[1:]), (self.X, self.y[::-1])):
            page = report(self.model, rows, y)
            assert note in page.texts["p"]
            assert "Influence" not in page.texts["h3"]
        weights = [1 + i % 3 for i in range(189)]
        weighted = purelr.LogisticRegression(C=float("inf")).fit(self.X, self.y, weights)
        page = report(weighted, self.X, self.y, weights)
        assert "Influence" in page.texts["h3"]
        test = purelr.hosmer_lemeshow(self.y, [p for _, p in weighted.predict_proba(self.X)], sample_weight=weights)
        assert f"χ² {test['chi2']:.4g} on {test['df']} df, p {test['p_value']:.3g}" in page.texts["td"]
        assert note in report(weighted, self.X, self.y).texts["p"]
        assert note in report(self.model, self.X, self.y, weights).texts["p"]

    def test_a_row_of_weight_0_is_not_one_of_them(self):
        rows = purelr.influence(self.model, self.X, self.y)
        worst = max(range(189), key=rows.cooks_distance.__getitem__)
        weights = [float(i != worst) for i in range(189)]
        page = report(purelr.LogisticRegression(C=float("inf")).fit(self.X, self.y, weights), self.X, self.y, weights)
        assert "Influence" in page.texts["h3"]
        assert f"row {worst}" not in page.texts["th"]

    def test_firths_fit_has_residuals_and_intervals_of_the_profile(self):
        X = [row[:2] for row in self.X]
        model = purelr.LogisticRegression(C=float("inf"), firth=True).fit(X, self.y)
        page = report(model, X, self.y)
        assert "Influence" in page.texts["h3"]
        low, high = model.summary().terms[1].odds_ratio_conf_int
        assert f"{low:.4g}" in page.texts["td"]
        assert f"{high:.4g}" in page.texts["td"]

    def test_firths_fit_from_a_file_has_walds_intervals_and_says_so(self, tmp_path):
        X = [row[:2] for row in self.X]
        model = purelr.LogisticRegression(C=float("inf"), firth=True).fit(X, self.y)
        model.save(tmp_path / "model.json", sums=True)
        page = report(purelr.load(tmp_path / "model.json"), X, self.y)
        low, _ = model.summary(method="wald").terms[1].odds_ratio_conf_int
        assert f"{low:.4g}" in page.texts["td"]
        assert any("Intervals and p are Wald's" in text for text in page.texts["p"])

    def test_what_kind_of_errors_and_intervals_these_are(self):
        groups = [i // 3 for i in range(189)]
        for asked, said in (
            ({"cov_type": "HC1"}, "The standard errors are robust: HC1."),
            ({"cov_type": "cluster", "groups": groups}, "The standard errors are robust: cluster."),
            ({"method": "profile"}, "Intervals and p are those of the profile likelihood."),
        ):
            page = report(self.model, self.X, self.y, summary=self.model.summary(**asked))
            assert said in page.texts["p"]
        plain = "".join(report(self.model, self.X, self.y).texts["p"])
        assert "robust" not in plain
        assert "profile" not in plain

    def test_three_classes_have_a_table_each_and_no_residuals(self):
        y = ["b" if label else "ac"[i % 2] for i, label in enumerate(self.y)]
        model = purelr.LogisticRegression(C=float("inf"), baseline="b").fit(self.X, y)
        page = report(model, self.X, y, names=self.names)
        assert [text for text in page.texts["caption"] if text.startswith("Log-odds")] == [
            "Log-odds of 'a' against 'b'",
            "Log-odds of 'c' against 'b'",
        ]
        assert "Influence" not in page.texts["h3"]

    def test_soft_labels_are_rows_of_both_classes(self):
        X, shares = [[0.0], [1.0], [2.0], [3.0]], [0.2, 0.5, 0.4, 0.9]
        model = purelr.LogisticRegression(C=float("inf"), soft=True).fit(X, shares, [10, 20, 30, 40])
        with pytest.raises(ValueError, match="Write each row as one of each class, with its share as sample_weight"):
            report(model, X, shares)
        weights = [n * part for n, share in zip([10, 20, 30, 40], shares) for part in (1 - share, share)]
        page = report(model, [row for row in X for _ in (0, 1)], [0, 1] * 4, weights)
        assert "Influence" in page.texts["h3"]

    def test_why_there_are_no_intervals(self):
        assert any("A penalty moves the coefficients on purpose." in text for text in report(MODEL, X, Y).texts["p"])
        assert not any("no intervals" in text for text in report(purelr.LR().fit(X, Y), X, Y).texts["p"])

    def test_a_summary_of_another_level_is_shown_instead(self):
        summary = self.model.summary(0.5, cov_type="HC1", names=self.names)
        page = report(self.model, self.X, self.y, names=self.names, summary=summary)
        assert "25 %" in page.texts["th"]
        assert f"{summary['smoke'].std_error:.4g}" in page.texts["td"]
        other = purelr.LogisticRegression(C=float("inf")).fit(self.X, self.y[::-1]).summary()
        for wrong in (other, "summary"):
            with pytest.raises(ValueError, match=r"summary must be what model.summary\(...\) returned for this model"):
                report(self.model, self.X, self.y, summary=wrong)
        with pytest.raises(ValueError, match=r"summary must be .*, fitted without a penalty; got that of another fit"):
            report(MODEL, X, Y, summary=summary)

    def test_columns_without_standard_errors_have_a_page_that_says_so(self):
        wide = [[1e200 * row[0], row[1]] for row in X]
        page = report(purelr.LogisticRegression(C=float("inf")).fit(wide, Y), wide, Y)
        assert any(
            text.startswith("There are no intervals. X must be of columns of a size") for text in page.texts["p"]
        )

    def test_intervals_that_are_given_are_shown_instead(self):
        page = report(self.model, self.X, self.y, names=self.names, intervals=[(-1, 3.25)] * 8)
        assert page.texts["td"].count("−1 to 3.25") == 8
