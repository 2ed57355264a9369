"""Intervals of predictions, tests of several coefficients, and tables of results."""

from __future__ import annotations

import json
import math
import pickle

import pytest

import purelr
from purelr import LogisticRegression

from ..backends_here import Unpenalised, per_backend
from ..samples import REFERENCE, birth_weight, many_classes, problem, reference, relative


@per_backend
class _Terms(Unpenalised):
    def births(self, **options):
        columns, y = birth_weight()
        return self.fit(columns, y, reference={"race": "white"}, **options), columns, y

    def test_the_interval_of_a_prediction_is_that_of_statsmodels(self):
        model, columns, _ = self.births()
        table = model.predict_interval(purelr.Table(columns).head(2))
        assert table.names == ["estimate", "conf_low", "conf_high"]
        # statsmodels 0.15: GLM(...).fit(tol=1e-15).get_prediction(X[:2]).summary_frame()
        expected = [
            (0.31217506550823765, 0.10607148436198034, 0.6345002625745018),
            (0.1279302663341548, 0.0480935820083232, 0.29870961162413573),
        ]
        for row, wanted in zip(zip(*table.to_dict().values()), expected):
            relative(row, wanted, 1e-11)
        narrow = model.predict_interval(purelr.Table(columns).head(2), level=0.5)
        assert table["conf_low"][0] < narrow["conf_low"][0] < narrow["estimate"][0] < narrow["conf_high"][0]

    def test_an_interval_is_that_of_a_shifted_intercept(self):
        """The log-odds at x are the intercept of the fit on X − x, whose standard error is another way to them."""
        rows, y = problem(80, 3, seed=5)
        model = self.fit(rows, y)
        groups = [i // 4 for i in range(len(y))]
        for at in (rows[0], [0.0, 5.0, -2.0]):
            moved = self.fit([[a - b for a, b in zip(row, at)] for row in rows], y)
            for options in ({}, {"cov_type": "HC0"}, {"cov_type": "cluster", "groups": groups}):
                low, high = moved.conf_int(**options)[0]
                table = model.predict_interval([at], **options)
                found = [math.log(table[name][0]) for name in ("conf_low", "conf_high")]
                relative(found, [-math.log1p(math.exp(-z)) for z in (low, high)], 1e-7)

    def test_intervals_of_three_classes(self):
        rows, y = many_classes(150, 2, 3, seed=4)
        model = self.fit(rows, y)
        table = model.predict_interval(rows[:5])
        assert table.names == ["row", "class", "estimate", "conf_low", "conf_high"]
        assert table["class"][:3] == [0, 1, 2]
        relative(table["estimate"], [p for row in model.predict_proba(rows[:5]) for p in row], 1e-9)
        again = self.fit(rows, y, baseline=2).predict_interval(rows[:5])
        for name in ("estimate", "conf_low", "conf_high"):  # whatever class is the baseline
            relative(again[name], table[name], 1e-7)
        assert all(low < p < high for low, p, high in zip(table["conf_low"], table["estimate"], table["conf_high"]))

    def test_two_of_three_classes_that_are_one_have_its_interval(self):
        """With a class that is nearly never there, the others' interval is that of two classes."""
        rows, y = problem(120, 2, seed=9)
        X, labels = [*rows, *rows[:3]], [*y, 2, 2, 2]
        weights = [1.0] * len(y) + [1e-9] * 3
        three = self.fit(X, labels, weights).predict_interval(rows[:4])
        two = self.fit(rows, y).predict_interval(rows[:4])
        seconds = [i for i, label in enumerate(three["class"]) if label == 1]
        for name in two.names:
            relative([three[name][i] for i in seconds], two[name], 1e-5)

    def test_a_saved_model_has_intervals(self):
        model, columns, _ = self.births()
        again = purelr.load(model.to_json(sums=True))
        relative(again.predict_interval(columns)["conf_low"], model.predict_interval(columns)["conf_low"], 1e-9)
        relative(again.anova("wald")["statistic"], model.anova("wald")["statistic"], 1e-9)
        with pytest.raises(
            ValueError, match=r"the one that was fitted, for test=\"lr\"; got one from a pickle or a file"
        ):
            again.anova()

    def test_a_term_is_tested_with_all_its_levels(self):
        model, columns, y = self.births()
        table = model.anova()
        assert table["term"] == list(columns)
        assert table["df"] == [2 if name == "race" else 1 for name in columns]
        for name, chi2, p in zip(table["term"], table["statistic"], table["p_value"]):
            fewer = self.fit(purelr.Table(columns).drop(name), y, reference={} if name == "race" else {"race": "white"})
            test = purelr.likelihood_ratio_test(fewer, model)
            relative([chi2, p], [test["chi2"], test["p_value"]], 1e-7)
        wald = model.anova("wald")
        summary = model.summary()
        for name, chi2 in zip(wald["term"], wald["statistic"]):
            if name != "race":
                relative([chi2], [summary[name].z_value ** 2], 1e-9)
        race = model.wald_test(("race=black", "race=other"))
        relative(race["statistic"], [wald["statistic"][table["term"].index("race")]], 1e-12)
        relative(race["statistic"], [7.005206950593261], 1e-9)  # statsmodels' wald_test

    def test_terms_of_three_classes(self):
        rows, y = many_classes(150, 2, 3, seed=4)
        model = self.fit(rows, y)
        table = model.anova()
        assert table["df"] == [2, 2]
        fewer = self.fit([row[:1] for row in rows], y)
        relative([table["statistic"][1]], [purelr.likelihood_ratio_test(fewer, model)["chi2"]], 1e-7)
        one = model.wald_test(["column 0", {"column 0": 1, "column 1": -1}])
        assert one["df"] == [2, 2]
        baseline = self.fit(rows, y, baseline=1).wald_test("column 0")
        relative(baseline["statistic"], one["statistic"][:1], 1e-7)  # whatever class is the baseline

    def test_contrasts(self):
        model, _, _ = self.births()
        table = model.wald_test(["age", {"race=black": 1, "race=other": -1}, {"age": -2.5, "lwt": 1}], cov_type="HC0")
        assert table["hypothesis"] == ["age = 0", "race=black - race=other = 0", "-2.5 age + lwt = 0"]
        names, vcov = model.summary().names, model.vcov("HC0")
        i, j = names.index("race=black"), names.index("race=other")
        coef = [float(model.intercept_[0]), *map(float, model.coef_[0])]
        variance = vcov[i][i] + vcov[j][j] - 2.0 * vcov[i][j]
        relative([table["statistic"][1]], [(coef[i] - coef[j]) ** 2 / variance], 1e-9)

    def test_columns_of_every_size(self):
        rows, y = problem(80, 2, seed=5)
        model = self.fit([[1e9 * a, 1e-9 * b] for a, b in rows], y)
        plain = self.fit(rows, y)
        for test in ("lr", "wald"):
            relative(model.anova(test)["statistic"], plain.anova(test)["statistic"], 1e-7)
        both = ("column 0", "column 1")
        relative(model.wald_test(both)["statistic"], plain.wald_test(both)["statistic"], 1e-7)

    def test_tables_of_results(self):
        model, columns, y = self.births()
        summary = model.summary()
        table = summary.table
        assert table.names == ["term", "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high"]
        assert (table["estimate"], table["conf_low"][1]) == (summary.coef, summary.conf_int[1][0])
        assert summary.to_csv().splitlines()[0] == "term,estimate,std_error,statistic,p_value,conf_low,conf_high"
        assert r"race=black & 1.2626 &" in summary.to_latex("Births")
        assert "| race=black | 1.2626 |" in summary.to_markdown()
        assert "<td" in summary.to_html()
        glance = next(summary.glance.rows())
        n, null, loglik = 189, summary.null_loglik, summary.loglik
        assert (glance["n"], glance["df"]) == (n, len(summary.coef))
        relative([glance["cox_snell_r2"]], [1.0 - math.exp(2.0 * (null - loglik) / n)], 1e-12)
        relative([glance["nagelkerke_r2"]], [glance["cox_snell_r2"] / (1.0 - math.exp(2.0 * null / n))], 1e-12)
        effects = purelr.marginal_effects(model, columns).table
        assert effects.names[:3] == ["term", "kind", "estimate"]
        rows = purelr.influence(model, columns, y).table
        assert (len(rows), rows.names[0]) == (n, "fitted")

    def test_fits_side_by_side(self):
        model, columns, y = self.births()
        fewer = self.fit(purelr.Table(columns)[["age", "lwt"]], y)
        penalised = self.fit(purelr.Table(columns)[["age"]], y, C=1.0)
        table = purelr.compare(fewer, model, penalised, names=["few", "all", "ridge"])
        assert table["term"][:4] == ["intercept", "age", "lwt", "smoke"]
        assert table["term"][-4:] == ["n", "loglik", "aic", "bic"]
        at = table["term"].index("race=black")
        assert (table["few"][at], table["few std_error"][at]) == (None, None)
        relative([table["all"][at], table["all std_error"][at]], [1.2626473, 0.5264101], 1e-6)
        assert table["ridge std_error"] == [None] * len(table)
        relative([table["few"][-2]], [fewer.summary().aic], 1e-12)
        three = self.fit(*many_classes(90, 1, 3, seed=4))
        assert purelr.compare(three)["term"][:2] == ["intercept (1)", "column 0 (1)"]


def test_what_no_test_is_of():
    rows, y, names, _ = reference("low_birth_weight")
    model = LogisticRegression(C=math.inf).fit(dict(zip(names, map(list, zip(*rows)))), y)
    for hypotheses, message in (
        ("agee", r"a hypothesis must be of columns of the fit; got 'agee'\. Did you mean 'age'\?"),
        ([], "hypotheses must be the name of a column, .*; got none"),
        ({"age": 0}, "finite numbers, not all of them 0"),
        ({"age": math.nan}, "finite numbers, not all of them 0"),
        (3, "the name of a column, a tuple of names, or a dict of weights by name; got 3"),
        (("age", {"age": 2}), "contrasts none of which follows from the others; got 2 that do"),
    ):
        with pytest.raises(ValueError, match=message):
            model.wald_test(hypotheses)
    for options, message in (
        ({"test": "score"}, 'test must be "lr" or "wald"; got \'score\''),
        ({"cov_type": "HC0"}, 'test must be "wald" with a sandwich'),
    ):
        with pytest.raises(ValueError, match=message):
            model.anova(**options)
    with pytest.raises(ValueError, match="level must be between 0 and 1"):
        model.predict_interval(rows, level=95)
    with pytest.raises(ValueError, match="C must be float"):
        LogisticRegression().fit(rows, y).predict_interval(rows)
    for arguments, message in (((), "one at least; got none"), ((3,), "got int")):
        with pytest.raises(ValueError, match=message):
            purelr.compare(*arguments)
    with pytest.raises(ValueError, match="names must be 1 different ones, one for each fit"):
        purelr.compare(model, names=["a", "b"])
    with pytest.raises(purelr.NotFittedError):
        purelr.compare(LogisticRegression())


BIRTHS = json.loads((REFERENCE / "r" / "births.json").read_text(encoding="utf-8"))
ORDER = ["age", "lwt", "race", "smoke", "ptl", "ht", "ui"]  # of R's formula


@per_backend
class _Births(Unpenalised):
    def births(self, sample_weight=None, **options):
        columns, y = birth_weight()
        table = purelr.Table(columns)[ORDER]
        levels = {"race": "white"}
        return self.fit(table, y, sample_weight, reference=levels, **options)

    def test_the_terms_are_those_of_drop1_and_vif(self):
        table = self.births().anova()
        assert (table["term"], table["df"]) == (BIRTHS["drop1"]["term"], BIRTHS["drop1"]["df"])
        relative(table["statistic"], BIRTHS["drop1"]["statistic"], 1e-9)
        relative(table["p_value"], BIRTHS["drop1"]["p_value"], 1e-9)
        relative(table["gvif"], [BIRTHS["gvif"][name] for name in ORDER], 1e-9)

    def test_the_figures_of_the_rows_are_those_of_r(self):
        model = self.births()
        summary = model.summary()
        glance = next(summary.glance.rows())
        names = ["tjur_r2", "c_index", "pearson_chi2", "dispersion"]
        relative([glance[name] for name in names], [BIRTHS[name] for name in names], 1e-9)
        assert next(pickle.loads(pickle.dumps(summary)).glance.rows()) == glance
        assert "_fit" not in summary.to_dict()
        again = next(purelr.load(model.to_json(sums=True)).summary().glance.rows())
        assert [again[name] for name in names] == [None] * 4
        three = next(self.fit(*many_classes(90, 1, 3, seed=4)).summary().glance.rows())
        assert three["tjur_r2"] is None

    @pytest.mark.parametrize("kind", ["HC2", "HC3"])
    def test_sandwiches_with_leverages_are_those_of_r(self, kind):
        summary = self.births().summary(cov_type=kind)
        expected = [BIRTHS[kind][name.replace("race=", "race")] for name in summary.names]
        relative(summary.std_error, expected, 1e-8)
        assert f"standard errors: {kind}" in str(summary)

    @pytest.mark.parametrize("clusters", [False, True])
    @pytest.mark.parametrize("strata", [False, True])
    def test_a_survey_has_the_errors_of_its_design(self, strata, clusters):
        rows = range(189)
        weights = [0.5 + 7.5 * ((i * 37 + 37) % 189) / 189 for i in rows]
        model = self.births(weights, weights="sampling")
        name = "survey" + "_strata" * strata + "_clusters" * clusters
        groups, layers = [i // 7 for i in rows] if clusters else None, [f"s{i // 63}" for i in rows] if strata else None
        names = ["intercept", "age", "lwt", "race=black", "race=other", "smoke", "ptl", "ht", "ui"]
        summary = model.summary(groups=groups, strata=layers)
        assert summary.names == names
        relative(summary.coef, BIRTHS[name]["coef"], 1e-8)
        relative(summary.std_error, BIRTHS[name]["std_error"], 1e-8)
        assert (summary.n, summary.aic, summary.cov_type) == (189, None, "design")
        assert "standard errors: design" in str(summary)
        assert "log-likelihood" not in str(summary)
        relative(list(model.std_error(groups=groups, strata=layers)), summary.std_error, 1e-12)

    def test_a_survey_is_the_same_in_other_units_and_with_rows_that_do_not_count(self):
        weights = [0.5 + (i % 5) for i in range(189)]
        model = self.births(weights, weights="sampling")
        columns, y = birth_weight()
        more = purelr.Table({name: column + column[:20] for name, column in columns.items()})[ORDER]
        again = self.fit(
            more, y + y[:20], [1e3 * w for w in weights] + [0.0] * 20, weights="sampling", reference={"race": "white"}
        )
        relative(list(again.std_error()), list(model.std_error()), 1e-9)

    def test_two_clusters_are_enough_and_are_what_the_formula_says(self):
        model = self.births([1.0 + i % 2 for i in range(189)], weights="sampling")
        halves = [i % 2 for i in range(189)]
        first = list(model.std_error(groups=halves))
        again = list(model.std_error(groups=[f"half {h}" for h in halves], strata=["all"] * 189))
        relative(again, first, 1e-12)
        assert all(error >= 0.0 for error in first)

    def test_what_else_a_survey_has(self):
        weights = [1.0 + i % 3 for i in range(189)]
        model = self.births(weights, weights="sampling")
        columns, y = birth_weight()
        effects = purelr.marginal_effects(model, columns, groups=[i // 7 for i in range(189)], sample_weight=weights)
        assert all(error > 0.0 for error in effects.std_error)
        page = purelr.html_report(model, columns, y, weights)
        assert "The standard errors are robust: design." in page
        assert "Likelihood ratio" not in page
        with pytest.raises(ValueError, match=r'weights must be "counts" in both models; got "sampling"'):
            purelr.likelihood_ratio_test(model, model)

    def test_what_no_design_is(self):
        model = self.births([1.0 + i % 2 for i in range(189)], weights="sampling")
        for options, message in (
            ({"cov_type": "HC0"}, "cov_type must be None with weights=\"sampling\"; got 'HC0'"),
            ({"strata": ["a", *["b"] * 188]}, "strata must be of at least two groups each; got 1 in 'a'"),
            ({"groups": [1] * 189}, "strata must be of at least two groups each; got 1"),
            ({"groups": [0, 0, *range(187)], "strata": ["a", *["b"] * 188]}, "such that each is in one stratum"),
            ({"strata": ["a"]}, "strata must be"),
        ):
            with pytest.raises(ValueError, match=message):
                model.summary(**options)
        with pytest.raises(ValueError, match='test must be "wald" with a sandwich'):
            model.anova()
        assert len(model.anova("wald")) == len(ORDER)
        with pytest.raises(ValueError, match='sums must be False with weights="sampling"'):
            model.to_json(sums=True)
        with pytest.raises(ValueError, match='strata must be None without weights="sampling"'):
            self.births().summary(strata=[1] * 189)
        with pytest.raises(ValueError, match='weights must be "counts" with firth=True'):
            self.births(weights="sampling", firth=True)
        with pytest.raises(ValueError, match="another than HC2 and HC3 for three classes or more"):
            self.fit(*many_classes(90, 1, 3, seed=4)).summary(cov_type="HC3")


def known_log_odds():
    columns, y = birth_weight()
    return purelr.Table(columns)[["age", "smoke"]], y, [(lwt - 130.0) / 100.0 for lwt in columns["lwt"]]


@per_backend
class _Offsets(Unpenalised):
    def fitted(self, X, y, offset, sample_weight=None, **options):
        model = LogisticRegression(**{"backend": self.backend, **self.options, **options})
        return model.fit(X, y, sample_weight, offset=offset)

    def test_a_fit_with_an_offset_is_that_of_r(self):
        X, y, offset = known_log_odds()
        model, expected = self.fitted(X, y, offset), BIRTHS["offset"]
        summary = model.summary()
        relative(summary.coef, expected["coef"], 1e-9)
        relative(summary.std_error, expected["std_error"], 1e-9)
        relative(
            [summary.deviance, summary.null_deviance, summary.aic],
            [expected["deviance"], expected["null_deviance"], expected["aic"]],
            1e-10,
        )
        row, z = {"age": [30], "smoke": [1]}, 1.959963984540054
        relative(list(model.decision_function(row, offset=[0.5])), [expected["log_odds"]], 1e-9)
        table, reach = model.predict_interval(row, offset=0.5), z * expected["log_odds_error"]
        ends = [1.0 / (1.0 + math.exp(-(expected["log_odds"] + d))) for d in (-reach, reach)]
        relative([table["conf_low"][0], table["conf_high"][0]], ends, 1e-9)
        probas = model.predict_proba(row, offset=[0.5])[0]
        relative([math.log(probas[1] / probas[0])], [expected["log_odds"]], 1e-9)
        relative([model.predict_log_proba(row, offset=0.5)[0][1]], [math.log(probas[1])], 1e-9)
        assert list(model.predict(row, offset=[-9.0])) != list(model.predict(row, offset=[9.0]))
        assert 0.5 < model.score(X, y, offset=offset) < 1.0

    def test_recalibration_in_the_large(self):
        _, y, offset = known_log_odds()
        model = self.fitted([[float(i % 2)] for i in range(len(y))], y, offset)
        assert len(model.summary().coef) == 2
        level = self.fitted([[0.0]] * len(y), y, offset, C=1.0)  # a column of zeros says nothing
        relative(list(level.intercept_), [BIRTHS["level"]["coef"]], 1e-7)

    def test_a_column_moved_into_the_offset_takes_its_coefficient_along(self):
        X, y, offset = known_log_odds()
        model = self.fitted(X, y, offset)
        shifted = self.fitted(X, y, [o + 0.3 * age for o, age in zip(offset, X["age"])])
        places = {name: i for i, name in enumerate(model.summary().names)}
        relative([shifted.summary().coef[places["age"]]], [model.summary().coef[places["age"]] - 0.3], 1e-7)
        relative(shifted.std_error(), model.std_error(), 1e-7)
        relative(shifted.std_error("HC0"), model.std_error("HC0"), 1e-7)
        relative([shifted.summary().loglik], [model.summary().loglik], 1e-10)
        for other in (self.fitted(X, y, offset, solver="lbfgs"), self.fitted(X, y, offset, tol=1e-10)):
            relative(other.summary().coef, model.summary().coef, 1e-6)
        profile = model.summary(method="profile").conf_int[places["age"]]
        relative(shifted.summary(method="profile").conf_int[places["age"]], [end - 0.3 for end in profile], 1e-6)
        rows, moved = purelr.influence(model, X, y, offset=offset), [o + 0.3 * age for o, age in zip(offset, X["age"])]
        relative(purelr.influence(shifted, X, y, offset=moved).leverage, rows.leverage, 1e-7)
        relative([sum(rows.leverage)], [3.0], 1e-9)
        effects = purelr.marginal_effects(model, X, offset=offset)["smoke"]
        relative([purelr.marginal_effects(shifted, X, offset=moved)["smoke"].value], [effects.value], 1e-7)

    def test_a_lasso_and_a_large_fit_take_it_too(self):
        rows, y = problem(300, 3, seed=8)
        offset = [0.5 * row[0] for row in rows]
        lasso = self.fitted(rows, y, offset, C=0.5, l1_ratio=0.5)
        assert lasso.result_.converged
        probas = [p for _, p in lasso.predict_proba(rows, offset=offset)]
        relative([sum(probas)], [sum(y)], 1e-6)  # the intercept, which is not penalised, sees to it

    def test_what_is_told_to_predict(self):
        X, y, offset = known_log_odds()
        model = self.fitted(X, y, offset)
        with pytest.raises(
            ValueError, match=r"offset must be given, as in the fit; got None\. Say offset=0 for none\."
        ):
            model.predict(X)
        with pytest.raises(ValueError, match="offset must be as long as X, 189 rows; got 2 values"):
            model.predict_proba(X, offset=[1.0, 2.0])
        with pytest.raises(ValueError, match="offset must be as long as X, 189 rows; got 188 values"):
            self.fitted(X, y, offset[1:])
        with pytest.raises(ValueError, match="offset must be finite; got nan in row 1"):
            self.fitted(X, y, [0.0, math.nan, *offset[2:]])
        with pytest.raises(ValueError, match=r"offset must be None for a fit without one; got 0\.5"):
            self.fit(X, y).predict(X, offset=0.5)
        with pytest.raises(ValueError, match="offset must be None with firth=True"):
            self.fitted(X, y, offset, firth=True)
        with pytest.raises(ValueError, match="offset must be None for three classes or more"):
            self.fitted([[1.0], [2.0], [3.0]], [0, 1, 2], 0.0)
        with pytest.raises(ValueError, match="of columns as they are, for ONNX; got 'an offset'"):
            model.export("onnx")
        again = purelr.load(model.to_json(sums=True))
        assert again.has_offset_
        relative(again.predict_proba(X, offset=offset)[0], model.predict_proba(X, offset=offset)[0], 1e-12)
        relative([again.summary().null_loglik], [model.summary().null_loglik], 1e-12)
        plain = self.fit(X, y)
        assert '"offset"' not in plain.to_json()

    def test_rows_that_are_dropped_take_their_offset_along(self):
        X, y, offset = known_log_odds()
        gaps = purelr.Table({**X.to_dict(), "age": [None, *X["age"][1:]]})
        model = self.fitted(gaps, y, [1e6, *offset[1:]], missing="drop")
        relative(list(model.coef_[0]), list(self.fitted(X.take(range(1, 189)), y[1:], offset[1:]).coef_[0]), 1e-12)
