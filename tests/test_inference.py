"""Standard errors, summaries, Firth and the profile likelihood, once per backend, against published and exact results."""

from __future__ import annotations

import json
import math
import pickle
import warnings
from types import SimpleNamespace

import pytest

from purelr import (
    ConvergenceWarning,
    LogisticRegression,
    SeparationWarning,
    StandardScaler,
    html_report,
    influence,
    likelihood_ratio_test,
    load,
    load_breast_cancer,
    marginal_effects,
)
from purelr.basics.distributions import chi2_tail, normal_quantile, normal_tail
from purelr.basics.errors import NotFittedError
from purelr.basics.random_numbers import SplitMix64
from purelr.inference.information import _firth_null
from purelr.inference.profile_likelihood import profiles
from purelr.objective.firth import Firth
from purelr.solvers.line_search import falls
from purelr.testing import close

from .backends_here import HERE, per_backend
from .data import EXPECTED, REFERENCE, problem, reference

R = json.loads((REFERENCE / "inference.json").read_text(encoding="utf-8"))
TAILS = json.loads((REFERENCE / "tails.json").read_text(encoding="utf-8"))
UNPENALISED = ["spector", "low_birth_weight", "ucla_admissions", "orings_grouped", "beetles_grouped"]
FIGURES = ["loglik", "null_loglik", "deviance", "null_deviance", "lr_chi2", "mcfadden_r2", "aic", "bic"]


def relative(actual, expected, tolerance):
    for a, e in zip(actual, expected):
        close(a, e, tolerance, scale=0.0)
    assert len(actual) == len(expected)


# === Tails ===


def test_the_normal_tail_is_right_far_out():
    for z, expected in TAILS["normal"]:
        relative([normal_tail(z)], [float(expected)], 1e-12)


def test_the_chi_square_tail_is_right_far_out_and_for_many_degrees_of_freedom():
    for x, df, expected in TAILS["chi2"]:
        relative([chi2_tail(x, df)], [float(expected)], 1e-12)
    assert [chi2_tail(0.0, df) for df in (1, 2, 7)] == [1.0, 1.0, 1.0]
    assert chi2_tail(math.inf, 3) == chi2_tail(1e9, 4) == 0.0


def test_the_normal_quantile():
    for tail, expected in TAILS["quantile"]:
        relative([normal_quantile(tail)], [float(expected)], 1e-12)
    for bad in (0.0, 1.0, math.nan, -0.5):
        with pytest.raises(ValueError, match="tail must be between 0 and 1"):
            normal_quantile(bad)
    for x, df in ((-1.0, 1), (math.nan, 1), (1.0, 0), (1.0, 1.5)):
        with pytest.raises(ValueError, match="must be"):
            chi2_tail(x, df)


@per_backend
class _Inference:
    backend = None

    def fit(self, rows, labels, sample_weight=None, **options):
        options = {"C": math.inf, "backend": self.backend, **options}
        return LogisticRegression(**options).fit(rows, labels, sample_weight)

    def low_birth_weight(self, **options):
        rows, target, names, _ = reference("low_birth_weight")
        return self.fit(rows, target, **options), names

    # === Published results ===

    @pytest.mark.parametrize("name", UNPENALISED)
    def test_published_standard_errors_and_figures(self, name):
        rows, target, names, weights = reference(name)
        summary = self.fit(rows, target, weights).summary(names=names)
        expected = EXPECTED[name]
        assert summary.names == ["intercept", *names]
        relative(summary.std_error, [expected["std_error"][column] for column in summary.names], 1e-9)
        relative(summary.coef, [expected["coef"][column] for column in summary.names], 1e-9)
        for figure in FIGURES:
            if figure in expected:
                # The file's chi², R², AIC and BIC of spector are 1e-7 off what follows from its own log-likelihoods.
                exact = figure in ("loglik", "null_loglik", "deviance", "null_deviance")
                relative([getattr(summary, figure)], [expected[figure]], 1e-12 if exact else 2e-7)
        assert summary.n == (sum(weights) if weights else len(rows))

    def test_published_standard_errors_of_three_classes(self):
        rows, target, names, weights = reference("school_program")
        expected = EXPECTED["school_program"]
        summary = self.fit(rows, target, weights, baseline="class").summary(names=names)
        assert summary.baseline == "class"
        assert summary.labels == ["self"] * 4 + ["team"] * 4
        for label in ("self", "team"):
            for name in ["intercept", *names]:
                term = summary[name, label]
                relative([term.coef], [expected["coef"][label][name]], 1e-9)
                relative([term.std_error], [expected["std_error"][label][name]], 1e-9)
        assert "Log-odds of 'team' against 'class'" in str(summary)

    def test_the_first_ten_columns_of_breast_cancer(self):
        import purelr

        cancer, expected = purelr.load_breast_cancer(), EXPECTED["breast_cancer_first_10_mle"]
        rows = purelr.StandardScaler().fit_transform([row[:10] for row in cancer.data])
        errors = self.fit(rows, cancer.target).std_error()
        relative(errors, [expected["std_error"]["intercept"], *expected["std_errors"]], 1e-9)

    def test_firth_on_sex2_as_published(self):
        rows, target, names, _ = reference("sex2_firth")
        expected = EXPECTED["sex2_firth"]
        model = self.fit(rows, target, firth=True)
        summary = model.summary(0.9, names=names)
        relative(summary.coef, [expected["coef"][column] for column in summary.names], 1e-8)
        relative(summary.std_error, [expected["std_error"][column] for column in summary.names], 1e-8)
        relative([summary.loglik, -239.0 * model.result_.objective], [expected["loglik"]] * 2, 1e-12)
        # logistf stops its search for the ends at 1e-5.
        relative(sum(summary.conf_int, ()), [end for pair in R["logistf"]["interval_90"] for end in pair], 2e-5)
        relative(summary.p_value, R["logistf"]["p_value"], 1e-6)
        relative([summary.lr_chi2, summary.lr_df, summary.lr_p_value], R["logistf"]["model"], 1e-6)
        assert summary.aic is summary.bic is summary.deviance is summary.mcfadden_r2 is None
        assert summary.penalty == "Firth"
        wald = model.summary(0.9, method="wald")
        assert wald.conf_int == summary.wald_conf_int != summary.conf_int
        relative(wald.p_value, summary.wald_p_value, 0.0)

    def test_firth_of_a_table_adds_half_to_each_cell(self):
        expected = EXPECTED["firth_closed_form"]
        model = self.fit([[float(x)] for x in expected["x"]], expected["y"], firth=True)
        relative([*model.intercept_, *model.coef_[0]], list(expected["coef"].values()), 1e-8)
        # Cells a, b, c, d with weights: the log odds ratio of (a + ½)(d + ½) / (b + ½)(c + ½).
        cells = [7.0, 2.0, 4.0, 9.0]
        model = self.fit([[0.0], [0.0], [1.0], [1.0]], [0, 1, 0, 1], cells, firth=True)
        relative([model.intercept_[0]], [math.log(2.5 / 7.5)], 1e-8)
        relative([model.coef_[0][0]], [math.log(9.5 / 4.5) - math.log(2.5 / 7.5)], 1e-8)

    def test_rs_profile_likelihood_and_sandwich(self):
        model, names = self.low_birth_weight()
        summary = model.summary(method="profile", names=names)
        for name, interval in R["profile"].items():
            relative(summary[name].conf_int, interval, 1e-9)
        close(model.std_error("HC0"), R["HC0"], 1e-9)
        close(model.std_error("HC1"), R["HC1"], 1e-9)
        rows, target, _, _ = reference("low_birth_weight")
        bare = self.fit(rows, target, fit_intercept=False)
        relative(bare.std_error(), R["no_intercept"]["std_error"], 1e-9)
        summary = bare.summary()
        relative([summary.null_deviance], R["no_intercept"]["null_deviance"], 1e-12)
        assert (summary.lr_df, summary.k) == (8, 8)

    # === Relations ===

    def test_a_weight_is_a_number_of_rows_in_every_covariance(self):
        rows, labels = problem(60, 2, seed=41)
        counts = [i % 4 for i in range(60)]
        repeated = [i for i in range(60) for _ in range(counts[i])]
        groups = ["abcdefg"[i % 7] for i in range(60)]
        weighted = self.fit(rows, labels, counts)
        copied = self.fit([rows[i] for i in repeated], [labels[i] for i in repeated])
        for kind in ("nonrobust", "HC0", "HC1"):
            relative(weighted.std_error(kind), copied.std_error(kind), 1e-9)
        relative(
            weighted.std_error("cluster", groups), copied.std_error("cluster", [groups[i] for i in repeated]), 1e-9
        )
        a, b = weighted.summary(), copied.summary()
        assert a.n == b.n
        relative([a.bic, a.lr_chi2, a.null_deviance], [b.bic, b.lr_chi2, b.null_deviance], 1e-9)
        firth = self.fit(rows, labels, counts, firth=True).summary()
        other = self.fit([rows[i] for i in repeated], [labels[i] for i in repeated], firth=True).summary()
        for column in ("coef", "std_error", "p_value"):
            relative(getattr(firth, column), getattr(other, column), 1e-9)
        relative(sum(firth.conf_int, ()), sum(other.conf_int, ()), 1e-9)

    def test_soft_labels_are_rows_of_both_classes(self):
        rows, _ = problem(30, 2, seed=28)
        shares = [0.1 + 0.8 * (i % 7) / 6.0 for i in range(30)]
        soft = self.fit(rows, shares, [4.0] * 30, soft=True).summary()
        weights = [4.0 * s for s in shares] + [4.0 - 4.0 * s for s in shares]
        split = self.fit(rows + rows, [1] * 30 + [0] * 30, weights).summary()
        relative(soft.std_error, split.std_error, 1e-9)
        relative([soft.loglik, soft.lr_chi2, soft.n], [split.loglik, split.lr_chi2, split.n], 1e-9)
        # The deviance is measured from the fit that gives each row its share, which is not 0 there.
        relative([soft.null_deviance - soft.deviance], [split.lr_chi2], 1e-9)
        assert soft.deviance < split.deviance
        with pytest.raises(ValueError, match='cov_type must be "nonrobust" with soft=True'):
            self.fit(rows, shares, soft=True).std_error("HC0")

    def test_columns_of_all_sizes_far_from_0_and_nearly_the_same(self):
        rows, labels = problem(80, 3, seed=42)
        for firth in (False, True):
            plain = self.fit(rows, labels, firth=firth).summary()
            scaled = self.fit([[1e6 * a, 1e-8 * b + 4.0, c] for a, b, c in rows], labels, firth=firth).summary()
            sizes = [1e6, 1e-8, 1.0]
            # 1e-8 b + 4 has lost half of the digits of b.
            relative([e * s for e, s in zip(scaled.std_error[1:], sizes)], plain.std_error[1:], 1e-7)
            relative(scaled.p_value[1:], plain.p_value[1:], 1e-6)
            relative([scaled.lr_chi2], [plain.lr_chi2], 1e-6)
        # x and x + 2⁻¹⁷ z span what x and z do, and the variances follow from theirs.
        tiny = 2.0**-17
        model = self.fit([[a, a + tiny * b, c] for a, b, c in rows], labels)
        plain = self.fit(rows, labels)
        V = plain.vcov()
        relative([model.std_error()[2]], [plain.std_error()[2] / tiny], 1e-9)
        relative([model.std_error()[1] ** 2], [V[1][1] + V[2][2] / tiny**2 - 2.0 * V[1][2] / tiny], 1e-9)

    def test_any_solver_has_the_same_standard_errors(self):
        rows, labels = problem(80, 3, seed=43)
        expected = self.fit(rows, labels).std_error()
        for solver in ("lbfgs", "coordinate_descent"):
            relative(self.fit(rows, labels, solver=solver, tol=1e-10).std_error(), expected, 1e-8)
        relative(self.fit(rows, labels, standardize=True).std_error(), expected, 1e-9)

    def test_the_score_of_firth_is_the_slope_of_its_objective(self):
        rows, labels = problem(40, 2, seed=44)
        objective = self.fit(rows, labels, [1.0 + i % 3 for i in range(40)], firth=True)._fit.problem.objective
        xp = objective.xp
        for w in ([0.3, -0.2, 0.5], [-1.0, 2.0, 0.1]):
            gradient = xp.tolist(objective.at(xp.asvector(w)).gradient)
            for j in range(3):
                ends = [[v + h * (i == j) for i, v in enumerate(w)] for h in (1e-5, -1e-5)]
                up, down = [objective.at(xp.asvector(end)).value for end in ends]
                close(gradient[j], (up - down) / 2e-5, 1e-8)

    def test_groups_of_one_row_are_the_sandwich(self):
        rows, labels = problem(50, 2, seed=45)
        model = self.fit(rows, labels)
        factor = math.sqrt(50.0 / 49.0 * 49.0 / 47.0)
        relative(model.std_error("cluster", list(range(50))), [factor * e for e in model.std_error("HC0")], 1e-12)
        three = self.fit(rows, [i % 3 for i in range(50)])
        factor = math.sqrt(50.0 / 49.0 * 49.0 / 44.0)
        relative(three.std_error("cluster", list(range(50))), [factor * e for e in three.std_error("HC0")], 1e-12)
        # A row of weight 0 is no group.
        more = self.fit([*rows, [9.0, 9.0]], [*labels, 1], [1.0] * 50 + [0.0])
        relative(more.std_error("cluster", list(range(51))), model.std_error("cluster", list(range(50))), 1e-9)

    def test_the_profile_of_a_large_sample_is_walds(self):
        rows, labels = problem(60, 1, seed=46, noise=3.0)
        counts = [10_000.0] * 60
        summary = self.fit(rows, labels, counts).summary(method="profile")
        relative(sum(summary.conf_int, ()), sum(summary.wald_conf_int, ()), 1e-3)
        few = self.fit(rows, labels).summary(method="profile")
        assert few.conf_int != few.wald_conf_int

    # === The profile likelihood ===

    @pytest.mark.parametrize("firth", [False, True])
    @pytest.mark.parametrize("cells", [(3.0, 17.0, 19.0, 1.0), (400.0, 9.0, 30.0, 500.0), (0.5, 60.0, 2.0, 2.0)])
    def test_skewed_profiles_of_a_table_solve_its_own_equation(self, cells, firth):
        """Firth's penalty adds ½ to each cell, so that the profile of the slope has one unknown, the intercept."""
        (a, b, c, d), half = cells, 0.5 * firth
        model = self.fit([[0.0], [0.0], [1.0], [1.0]], [1, 0, 1, 0], cells, firth=firth, tol=1e-11)
        a, b, c, d = a + half, b + half, c + half, d + half

        def loglik(intercept, slope):
            sums = [n * math.log1p(math.exp(-z)) for n, z in ((a, intercept), (c, intercept + slope))]
            return -math.fsum(sums + [n * math.log1p(math.exp(z)) for n, z in ((b, intercept), (d, intercept + slope))])

        def held(slope):
            low, high = -40.0, 40.0
            for _ in range(100):  # the score of the intercept falls
                middle = 0.5 * (low + high)
                score = a + c - (a + b) / (1.0 + math.exp(-middle)) - (c + d) / (1.0 + math.exp(-middle - slope))
                low, high = (middle, high) if score > 0.0 else (low, middle)
            return loglik(low, slope)

        best = loglik(math.log(a / b), math.log(c * b / (d * a)))
        for level in (0.5, 0.95, 0.999):
            term = model.summary(level, method="profile").terms[1]
            drops = [2.0 * (best - held(end)) for end in term.conf_int]
            relative(drops, [normal_quantile(0.5 - 0.5 * level) ** 2] * 2, 1e-8)
            assert term.conf_int[0] < term.coef < term.conf_int[1]
            relative([term.p_value], [chi2_tail(2.0 * (best - held(0.0)), 1)], 1e-7)

    @pytest.mark.parametrize("firth", [False, True])
    def test_brackets_lead_to_the_same_ends(self, firth):
        rows, target, _, _ = reference("low_birth_weight")
        fit = self.fit(rows, target, firth=firth)._fit
        for profile in profiles(fit)[::3]:
            for z in (-2.0, 1.0):
                close(profile.bracketed(z), profile.end(z), 1e-9 * profile.std_error)

    @pytest.mark.parametrize("name", ["low_birth_weight", "sex2_firth"])
    def test_an_end_takes_few_looks_at_the_likelihood_and_no_brackets(self, name, monkeypatch):
        rows, target, _, _ = reference(name)
        fit = self.fit(rows, target, firth=True)._fit
        objective, looks = fit.problem.objective, []
        at = objective.at
        monkeypatch.setattr(objective, "at", lambda coef: looks.append(coef) or at(coef))
        for profile in profiles(fit):
            monkeypatch.setattr(profile, "bracketed", None)
            for z in (-1.96, 1.96):
                looks.clear()
                profile.end(z)
                assert 3 <= len(looks) <= 9  # nested loops took 16 on the mean

    def test_an_end_that_a_row_of_next_to_no_weight_would_make(self):
        rows, labels, e, z = [[0.0], [0.0], [1.0], [1.0]], [0, 1, 0, 1], 1e-3, normal_quantile(0.025)
        low, high = self.fit(rows, labels, [10.0, 10.0, e, 10.0]).summary(method="profile").terms[1].conf_int
        # Far out that row alone costs e for each unit of the slope, and at the estimate its cell as much as this:
        cell = 10.0 * math.log(10.0 / (10.0 + e)) + e * math.log(e / (10.0 + e))
        relative([high], [(0.5 * z * z - cell) / e], 1e-6)  # besides e²/10 for the intercept
        again = self.fit(rows, labels, [10.0, 10.0, 1e-9, 10.0]).summary(method="profile").terms[1].conf_int
        assert again[1] == math.inf
        assert 0.0 < low < 2.0
        close(again[0], low, 1e-2)

    def test_a_separated_profile_that_the_tangent_at_the_estimate_leads_away_from(self):
        stream = SplitMix64(303)
        rows = [[round(2.0 * stream.uniform() - 1.0, 1) for _ in range(2)] for _ in range(15)]
        model = self.fit(rows, [int(a + 0.3 * b > 0.0) for a, b in rows], firth=True, tol=1e-11)
        fit, z = model._fit, normal_quantile(0.025)
        for profile, ends in zip(profiles(fit), model.summary().conf_int):
            for end in ends:
                assert math.isfinite(end)
                close(profile.drop(profile.held(end, profile.top)), z * z, 1e-7)

    def test_a_step_counts_that_lowers_f_or_at_least_the_gradient(self):
        before, same = self.point(0.5, 1e-9), self.point(0.5, 2e-9)
        assert not falls(before, same, -1e-30)
        assert falls(before, self.point(0.5, 1e-10), -1e-30)
        assert falls(before, self.point(0.4, 1.0), -0.1)
        assert not falls(before, self.point(0.4999999, 1.0), -0.1)

    @staticmethod
    def point(value, gradient_norm):
        return SimpleNamespace(value=value, gradient_norm=gradient_norm)

    def test_a_fit_ends_where_rounding_does(self, monkeypatch):
        """A tol below what rounding allows: a step in which no coefficient moves does not count, nor is it halved."""
        looks = []
        at = Firth.at
        monkeypatch.setattr(Firth, "at", lambda *arguments: looks.append(0) or at(*arguments))
        rows, labels = load_breast_cancer(return_X_y=True)
        rows = StandardScaler().fit_transform(rows)
        with pytest.warns(ConvergenceWarning, match="tol is below what rounding allows"):
            model = self.fit(rows, labels, firth=True, tol=1e-18, max_iter=1000)
        assert model.result_.gradient_norm < 1e-14
        # How many steps rounding takes back differs between machines; one search in vain takes 50 looks.
        assert len(looks) < 2 * model.n_iter_ + 100 < 400

    def test_nearly_collinear_columns_cost_firth_no_more_than_a_plain_fit(self):
        """Of a combination of columns a condition of 2e5; the right values from 50-digit arithmetic."""
        table, target, names, _ = reference("low_birth_weight")
        age, lwt, smoke = [[row[names.index(name)] for row in table] for name in ("age", "lwt", "smoke")]
        rows = [[w, 1.001 * w + 0.001 * a, s] for w, a, s in zip(lwt, age, smoke)]
        for standardize in (False, True):
            model = self.fit(rows, target, firth=True, standardize=standardize)
            assert model.result_.converged
            assert model.result_.gradient_norm < 1e-10
            assert model.n_iter_ <= 10  # Newton's steps, of the information along orthonormal columns
            summary = model.summary(method="wald")
            close(
                summary.coef,
                [1.25828847547031574, 37.3638282344033734, -37.3378619665061654, 0.6612030125219007],
                1e-11,
            )
            close(
                summary.std_error,
                [1.00252451478648340, 32.4916750305417944, 32.4583318404149946, 0.3242663943449252],
                1e-9,
            )
            close(summary.loglik, -106.87150762915742, 1e-12)

    def test_a_profile_that_meets_a_larger_maximum_says_so(self):
        """Penalised log-likelihoods of -4.9002 and -4.8790, from two starts: the fit, from 0, comes to the first."""
        stream = SplitMix64(54)
        rows = [[round(2.0 * stream.uniform() - 1.0, 1) for _ in range(4)] for _ in range(16)]
        model = self.fit(rows, [int(sum(row[:2]) > 0.0) for row in rows], firth=True)
        told = r"a larger one than the fit's, on the way of 'column 2'\. Leave out columns .* or say method=\"wald\""
        with pytest.raises(ValueError, match=told):
            model.summary()
        assert model.summary(method="wald")["column 2"].std_error > 0.0

    def test_firths_null_model_is_the_fit_of_that_alone(self):
        rows, labels = problem(40, 2, seed=53)
        for counts in (None, [1.0 + i % 3 for i in range(40)]):
            fit = self.fit(rows, labels, counts, firth=True)._fit
            problem_ = fit.problem
            xp, objective = problem_.data.xp, problem_.objective
            level = _firth_null(problem_)
            values = [objective.at(xp.asvector([level[0] + h, 0.0, 0.0])) for h in (0.0, 1e-3, -1e-3)]
            close(xp.tolist(values[0].gradient)[0], 0.0, 1e-14)
            assert values[0].value < min(values[1].value, values[2].value)
            known = fit.information()
            relative([known.null_loglik], [-known.total * values[0].value], 1e-15)

    # === The summary as a thing ===

    def test_the_text_and_the_html_and_the_dict(self):
        model, names = self.low_birth_weight()
        names = ["<b>age</b>", "lwt\x1b[31m", *names[2:]]
        summary = model.summary(names=names)
        text, html = str(summary), summary._repr_html_()
        assert repr(summary) == text
        assert "\x1b" not in text
        assert "lwt\\x1b[31m" in text
        assert "<b>" not in html
        assert "&lt;b&gt;age&lt;/b&gt;" in html
        summary.solver = "<i>one's own</i>"
        assert "<i>" not in summary._repr_html_()
        line = next(line for line in text.split("\n") if line.startswith("smoke"))
        assert line.split() == [
            "smoke",
            "0.92334",
            "0.4008",
            "2.304",
            "0.0212",
            "0.13774",
            "1.709",
            "2.518",
            "1.148",
            "5.523",
        ]
        data = json.loads(json.dumps(summary.to_dict(), allow_nan=False))
        assert [term["name"] for term in data["terms"]] == ["intercept", *names]
        assert data["terms"][5]["odds_ratio"] == math.exp(summary["smoke"].coef)
        assert (data["n"], data["k"], data["lr_df"], data["penalty"]) == (189.0, 9, 8, "none")
        assert data["vcov"] == summary.vcov == [list(row) for row in model.vcov()]
        assert summary.conf_int == [tuple(pair) for pair in model.conf_int()]
        with pytest.raises(ValueError, match="key must be the name of a column; got 'nobody'"):
            summary["nobody"]
        with pytest.raises(AttributeError, match="nothing"):
            summary.nothing  # noqa: B018

    def test_an_odds_ratio_beyond_a_float_is_none_in_the_dict(self):
        rows, labels = problem(40, 1, seed=47)
        summary = self.fit([[1e-6 * x] for (x,) in rows], labels).summary()
        assert math.inf in (summary.terms[1].odds_ratio, summary.terms[1].odds_ratio_conf_int[1])
        json.dumps(summary.to_dict(), allow_nan=False)

    def test_other_levels(self):
        model, _ = self.low_birth_weight()
        inner, outer = model.conf_int(0.5), model.conf_int(0.999)
        assert all(c < a < b < d for (a, b), (c, d) in zip(inner, outer))
        assert "0.5 %" in str(model.summary(0.99))
        for level in (0.0, 1.0, 95, -1, math.nan, "0.95", None):
            with pytest.raises(ValueError, match=r"level must be between 0 and 1; got .* Say 0\.95 for 95 %"):
                model.summary(level)

    # === What is refused ===

    def test_before_a_fit_and_after_one_with_a_penalty(self):
        for method in ("summary", "vcov", "std_error", "conf_int"):
            with pytest.raises(NotFittedError):
                getattr(LogisticRegression(C=math.inf), method)()
            rows, labels = problem(40, 2, seed=48)
            model = self.fit(rows, labels, C=1.0)
            with pytest.raises(ValueError, match=r'C must be float\("inf"\), no penalty.*got a fit with C=1\.0'):
                getattr(model, method)()
            with pytest.raises(ValueError, match="no penalty"):
                getattr(model.set_params(C=math.inf), method)()  # after the fit, which had one

    def test_a_model_from_a_file_has_no_rows(self, tmp_path):
        model, _ = self.low_birth_weight()
        model.save(tmp_path / "model.json")
        with pytest.raises(ValueError, match="got one from a file, which holds neither the rows nor their sums"):
            load(tmp_path / "model.json").summary()

    def test_a_pickle_and_a_file_with_sums_have_walds_numbers(self, tmp_path):
        rows, labels, _, _ = reference("low_birth_weight")
        three = ["b" if label else "ac"[i % 2] for i, label in enumerate(labels)]
        weights = [1.0 + i % 3 for i in range(len(labels))]
        far = [[1e6 + row[1], row[5]] for row in rows]
        for model in (
            self.fit(rows, labels, weights),
            self.fit(rows, three, baseline="b"),
            self.fit(rows, labels, fit_intercept=False),
            self.fit(far, labels, firth=True),
        ):
            model.save(tmp_path / "model.json", sums=True)
            again = load(tmp_path / "model.json")
            copies = [again] if self.backend.name == "strict" else [again, pickle.loads(pickle.dumps(model))]
            for copy in [*copies, load(self.saved(again, tmp_path))]:
                self.has_the_sums_of(copy, model)

    def saved(self, model, folder):
        """A file of a model from a file: the same bytes."""
        model.save(folder / "again.json")
        assert (folder / "again.json").read_bytes() == (folder / "model.json").read_bytes()
        return folder / "again.json"

    def has_the_sums_of(self, copy, model):
        copy.backend = self.backend
        assert copy._fit.problem is None
        given, own = copy.summary(method="wald"), model.summary(method="wald")
        assert str(given) == str(own)
        # A file has the coefficients as the user's, and they go back into the solver's coordinates.
        relative(given.std_error, own.std_error, 1e-14)
        assert (given.loglik, given.deviance, given.aic) == (own.loglik, own.deviance, own.aic)
        without = "got one from a pickle or a file, which has the sums and not the rows"
        with pytest.raises(ValueError, match=without):
            copy.summary(method="profile")
        if not model.firth:
            with pytest.raises(ValueError, match=without):
                copy.std_error("HC0")

    def test_what_else_a_model_with_sums_is_asked_for(self, tmp_path):
        rows, labels, names, _ = reference("low_birth_weight")
        smaller, larger = [self.fit([row[:k] for row in rows], labels) for k in (4, 8)]
        copies = []
        for model in (smaller, larger):
            model.save(tmp_path / "model.json", sums=True)
            copies.append(load(tmp_path / "model.json"))
            copies[-1].backend = self.backend
        assert likelihood_ratio_test(*copies) == likelihood_ratio_test(smaller, larger)
        own, given = influence(larger, rows, labels), influence(copies[1], rows, labels)
        close(given.cooks_distance, own.cooks_distance, 1e-12)
        effects = [marginal_effects(model, rows, names=names) for model in (larger, copies[1])]
        close(effects[1].std_error, effects[0].std_error, 1e-12)

    def test_a_scaler_in_the_file_comes_before_leverage_and_effects(self, tmp_path):
        rows, labels, _, _ = reference("low_birth_weight")
        for options in ({}, {"fit_intercept": False}):
            scaler = StandardScaler().fit(rows)
            scaled = self.fit(scaler.transform(rows), labels, **options)
            scaled.save(tmp_path / "model.json", scaler=scaler, sums=True)
            copy = load(tmp_path / "model.json")
            copy.backend = self.backend
            own, given = influence(scaled, scaler.transform(rows), labels), influence(copy, rows, labels)
            for name in own.columns:
                close(getattr(given, name), getattr(own, name), 1e-12)
            assert "Influence" in html_report(copy, rows, labels)
            slopes = [marginal_effects(scaled, scaler.transform(rows)), marginal_effects(copy, rows)]
            for name in ("value", "std_error"):  # per unit of the column as it is given
                per_unit = [v / s for v, s in zip(getattr(slopes[0], name), scaler.scale_)]
                relative(getattr(slopes[1], name), per_unit, 1e-12)
        # With an intercept it is the model of the columns as they are.
        plain, scaled = self.fit(rows, labels), self.fit(scaler.transform(rows), labels)
        scaled.save(tmp_path / "model.json", scaler=scaler, sums=True)
        for at in ("average", "mean"):
            two = [marginal_effects(m, rows, discrete="auto", at=at) for m in (plain, load(tmp_path / "model.json"))]
            relative(two[1].value, two[0].value, 1e-9)
            relative(two[1].std_error, two[0].std_error, 1e-9)

    @pytest.mark.parametrize("size", [1e-300, 1e-200, 1e200, 1e300])
    @pytest.mark.parametrize("firth", [False, True])
    def test_a_variance_beyond_the_floats_is_refused(self, size, firth):
        rows = [[x * size] for x in (0.5, 1.0, 1.5, 2.0, 2.5, 3.0)]
        model = self.fit(rows, [0, 0, 1, 0, 1, 1], firth=firth)
        for asked in (model.std_error, model.summary, lambda: model.conf_int(method="profile")):
            with pytest.raises(
                ValueError, match=r"X must be of columns of a size of about .* got 'column 0'\. Multiply"
            ):
                asked()

    def test_sums_that_there_are_not_cannot_be_saved(self, tmp_path):
        rows, labels = problem(40, 2, seed=48)
        with pytest.raises(ValueError, match=r'C must be float\("inf"\), no penalty, for standard errors'):
            self.fit(rows, labels, C=1.0).save(tmp_path / "model.json", sums=True)
        assert not (tmp_path / "model.json").exists()

    def test_separation_is_reported_and_nothing_looks_converged(self):
        rows, target, names, _ = reference("sex2_firth")
        with pytest.warns(SeparationWarning, match="column 5"):
            model = self.fit(rows, target)
        assert names[5] == "dia"
        assert not model.result_.converged
        for method in ("summary", "vcov", "std_error", "conf_int"):
            with pytest.raises(ValueError, match=r"must have converged.*quasi-complete separation by column 5"):
                getattr(model, method)()

    def test_no_summary_of_a_fit_that_stopped_early(self):
        rows, labels = problem(60, 3, seed=49)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = self.fit(rows, labels, max_iter=1)
        with pytest.raises(ValueError, match="must have converged for standard errors; got"):
            model.summary()
        rough = self.fit(rows, labels, tol=0.05)
        with pytest.raises(ValueError, match="standard errors away"):
            rough.summary()

    def test_class_weights_count_no_rows(self):
        rows, labels = problem(60, 2, seed=50)
        with pytest.raises(ValueError, match="class_weight must be None for standard errors"):
            self.fit(rows, labels, class_weight="balanced").summary()

    def test_fewer_rows_than_coefficients(self):
        with pytest.raises(ValueError, match="at least as many rows as coefficients"):
            self.fit([[1.0, 2.0, 4.0], [0.0, 1.0, 0.0], [1.0, 1.0, 0.0]], [0, 1, 0])

    def test_bad_choices(self):
        rows, labels = problem(40, 2, seed=51)
        model = self.fit(rows, labels)
        with pytest.raises(ValueError, match="cov_type must be one of nonrobust, HC0, HC1, cluster; got 'HC3'"):
            model.summary(cov_type="HC3")
        with pytest.raises(ValueError, match="groups must be one label a row"):
            model.summary(cov_type="cluster")
        with pytest.raises(ValueError, match="groups must be one label a row"):
            model.summary(groups=[1] * 40)
        with pytest.raises(ValueError, match="groups must be of at least two groups; got 1"):
            model.summary(cov_type="cluster", groups=[1] * 40)
        with pytest.raises(ValueError, match="groups must be as long as X, 40 rows; got 2 values"):
            model.summary(cov_type="cluster", groups=[1, 2])
        with pytest.raises(ValueError, match="groups must be labels without gaps; got None in row 39"):
            model.summary(cov_type="cluster", groups=[1] * 39 + [None])
        with pytest.raises(ValueError, match=r"key must be the name of a column; got \(\)"):
            model.summary()[()]
        with pytest.raises(ValueError, match='method must be "wald" or "profile"'):
            model.summary(method="bootstrap")
        with pytest.raises(ValueError, match='method must be "wald" with a sandwich'):
            model.summary(method="profile", cov_type="HC0")
        with pytest.raises(ValueError, match="names must be of 2 columns; got 1"):
            model.summary(names=["a"])
        with pytest.raises(ValueError, match="firth must be False with a penalty"):
            self.fit(rows, labels, C=1.0, firth=True)
        with pytest.raises(ValueError, match="solver must be"):
            self.fit(rows, labels, firth=True, solver="lbfgs")
        with pytest.raises(ValueError, match="y must be of two classes with firth=True; got 3"):
            self.fit(rows, [i % 3 for i in range(40)], firth=True)
        with pytest.raises(ValueError, match='cov_type must be "nonrobust" with firth=True'):
            self.fit(rows, labels, firth=True).summary(cov_type="HC0")


@pytest.mark.skipif("numpy" not in HERE, reason="lists are copied when they are fitted")
def test_rows_that_are_changed_in_place_after_the_fit_do_not_make_it_wrong():
    import numpy as np

    for n in (60, 60_000):  # the larger is not copied for the fit, and so can be refused only
        rows, labels = problem(n, 3, seed=52)
        X, y = np.array(rows), np.array(labels)
        expected = LogisticRegression(C=math.inf).fit(X.copy(), y).std_error()
        model = LogisticRegression(C=math.inf).fit(X, y)
        X *= 2.0
        if n == 60:
            relative(model.std_error().tolist(), expected.tolist(), 1e-9)
        else:
            with pytest.raises(ValueError, match="without changing the data afterwards"):
                model.summary()


@pytest.mark.parametrize("level", [10**400, "0.95", None, 1.5, math.nan])
def test_a_level_is_a_share(level):
    model = LogisticRegression(C=math.inf).fit([[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1])
    with pytest.raises(ValueError, match="level must be between 0 and 1; got"):
        model.conf_int(level)
