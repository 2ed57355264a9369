"""Standard errors and figures, once per backend, against published and exact results."""

from __future__ import annotations

import math

import pytest

from purelr import (
    LogisticRegression,
)
from purelr.testing import close

from ..backends_here import HERE, Unpenalised, per_backend
from ..samples import EXPECTED, INFERENCE, UNPENALISED, problem, reference, relative

FIGURES = ["loglik", "null_loglik", "deviance", "null_deviance", "lr_chi2", "mcfadden_r2", "aic", "bic"]


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


@per_backend
class _Published(Unpenalised):
    def low_birth_weight(self, **options):
        rows, target, names, _ = reference("low_birth_weight")
        return self.fit(rows, target, **options), names

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
        relative(sum(summary.conf_int, ()), [end for pair in INFERENCE["logistf"]["interval_90"] for end in pair], 2e-5)
        relative(summary.p_value, INFERENCE["logistf"]["p_value"], 1e-6)
        relative([summary.lr_chi2, summary.lr_df, summary.lr_p_value], INFERENCE["logistf"]["model"], 1e-6)
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
        for name, interval in INFERENCE["profile"].items():
            relative(summary[name].conf_int, interval, 1e-9)
        close(model.std_error("HC0"), INFERENCE["HC0"], 1e-9)
        close(model.std_error("HC1"), INFERENCE["HC1"], 1e-9)
        rows, target, _, _ = reference("low_birth_weight")
        bare = self.fit(rows, target, fit_intercept=False)
        relative(bare.std_error(), INFERENCE["no_intercept"]["std_error"], 1e-9)
        summary = bare.summary()
        relative([summary.null_deviance], INFERENCE["no_intercept"]["null_deviance"], 1e-12)
        assert (summary.lr_df, summary.k) == (8, 8)

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

    def test_walds_z_and_p_as_r_prints_them(self):
        """UCLA's page on logistic regression in R, as read by many: z to three digits, p to six decimals."""
        rows, target, names, _ = reference("ucla_admissions")
        summary = self.fit(rows, target).summary(names=names)
        printed = {
            "intercept": (-3.500, 0.000465),
            "gre": (2.070, 0.038465),
            "gpa": (2.423, 0.015388),
            "rank2": (-2.134, 0.032829),
            "rank3": (-3.881, 0.000104),
            "rank4": (-3.713, 0.000205),
        }
        for name, (z, p) in printed.items():
            assert (round(summary[name].z_value, 3), round(summary[name].p_value, 6)) == (z, p)
