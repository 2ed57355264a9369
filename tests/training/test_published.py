"""Exact optima, once per backend: published results, what a user brings, relations between fits."""

from __future__ import annotations

import math

import pytest

import purelr
from purelr import GradientDescent
from purelr.testing import close

from ..backends_here import PerBackend, per_backend
from ..samples import EXPECTED, UNPENALISED, R, problem, reference, relative, standardised_cancer


@per_backend
class _Exact(PerBackend):
    @pytest.mark.parametrize("name", UNPENALISED)
    def test_published_fits_without_a_penalty(self, name):
        rows, target, names, weights = reference(name)
        expected = EXPECTED[name]
        model = self.fit(rows, target, weights, C=math.inf)
        assert model.result_.converged
        # 1e-9 is what is promised.
        published = [expected["coef"][column] for column in ["intercept", *names]]
        relative(model.intercept_ + model.coef_[0], published, 1e-9)
        total = sum(weights) if weights else len(rows)
        relative([-total * model.result_.objective], [expected["loglik"]], 1e-12)

    def test_published_fit_of_three_classes(self):
        rows, target, names, weights = reference("school_program")
        expected = EXPECTED["school_program"]
        model = self.fit(rows, target, weights, C=math.inf, baseline="class")
        assert model.classes_ == ["class", "self", "team"]
        assert model.coef_[0] == [0.0] * 3
        assert model.intercept_[0] == 0.0
        for k in (1, 2):
            published = expected["coef"][model.classes_[k]]
            relative([model.intercept_[k], *model.coef_[k]], [published[c] for c in ["intercept", *names]], 1e-9)
        relative([-sum(weights) * model.result_.objective], [expected["loglik"]], 1e-12)

    def test_breast_cancer_with_a_ridge(self):
        rows, target = standardised_cancer()
        expected = EXPECTED["breast_cancer_l2"]
        # L-BFGS has no Hessian to bring the last digits, and is asked for a smaller gradient instead.
        for solver, tol, tolerance in (("newton", 1e-8, 1e-9), ("lbfgs", 1e-10, 1e-7)):
            model = self.fit(rows, target, solver=solver, tol=tol)
            relative(model.intercept_ + model.coef_[0], [expected["coef"]["intercept"], *expected["coefs"]], tolerance)
            relative([-569.0 * model.result_.objective], [expected["penalised_loglik"]], 1e-12)

    def test_breast_cancer_without_a_penalty_on_the_columns_that_overlap(self):
        rows, target = standardised_cancer()
        expected = EXPECTED["breast_cancer_first_10_mle"]
        model = self.fit([row[:10] for row in rows], target, C=math.inf)
        relative(model.intercept_ + model.coef_[0], [expected["coef"]["intercept"], *expected["coefs"]], 1e-9)
        relative([-569.0 * model.result_.objective], [expected["loglik"]], 1e-12)

    def test_rs_glmnet(self):
        rows, target, _, _ = reference("low_birth_weight")
        for run in R["glmnet"]:
            model = self.fit(rows, target, C=0.5, l1_ratio=run["alpha"], standardize=run["standardize"])
            relative(model.intercept_ + model.coef_[0], run["coef"], 1e-8)  # glmnet's own accuracy

    def test_raw_columns_converge_without_scaling(self):
        cancer = purelr.load_breast_cancer()
        model = self.fit(cancer.data, cancer.target)
        assert model.result_.solver == "newton"
        assert model.result_.gradient_norm <= 1e-8
        assert model.n_iter_ <= 30

    @pytest.mark.parametrize("C", [1.0, math.inf])
    @pytest.mark.parametrize("intercept", [True, False])
    def test_columns_of_all_sizes(self, C, intercept):
        rows, labels = problem(100, 3, seed=21)
        sizes, shifts = [1e8, 1e-8, 1.0], [0.0, 1e-8, 1e6 if intercept else 0.0]
        scaled = [[x * s + m for x, s, m in zip(row, sizes, shifts)] for row in rows]
        model = self.fit(scaled, labels, C=C, fit_intercept=intercept)
        assert model.result_.converged
        if math.inf == C and intercept:
            plain = self.fit(rows, labels, C=C)
            # The columns as they were, read back from the rounded ones, have lost digits: 1e6 / 1e16.
            relative([c * s for c, s in zip(model.coef_[0], sizes)], plain.coef_[0], 1e-8)

    def test_a_constant_column_a_duplicate_and_more_columns_than_rows_with_a_penalty(self):
        rows, labels = problem(60, 3, seed=22)
        plain = self.fit(rows, labels)
        constant = self.fit([[*row, 5.0] for row in rows], labels)
        close(constant.coef_[0], [*plain.coef_[0], 0.0], 1e-9)
        twice = self.fit([[*row, row[0]] for row in rows], labels)
        close(twice.coef_[0][0], twice.coef_[0][3], 1e-9)
        wide = self.fit([row * 4 for row in rows[:10]], labels[:10])
        assert wide.result_.converged
        close(wide.coef_[0][:3], wide.coef_[0][9:], 1e-9)

    def test_extreme_columns_with_a_penalty(self):
        rows, labels = problem(60, 2, seed=23)
        for size in (1e300, 1e-300, 1e308):
            model = self.fit([[row[0] / 2.0 * size, row[1]] for row in rows], labels)
            assert all(map(math.isfinite, model.coef_[0] + model.intercept_))
            assert all(math.isfinite(p) for pair in model.predict_proba(rows) for p in pair)

    def test_a_weight_is_a_number_of_rows(self):
        rows, labels = problem(40, 2, seed=24)
        counts = [i % 4 for i in range(40)]
        repeated = [i for i in range(40) for _ in range(counts[i])]
        weighted = self.fit(rows, labels, counts)
        copied = self.fit([rows[i] for i in repeated], [labels[i] for i in repeated])
        relative(weighted.coef_[0], copied.coef_[0], 1e-9)
        assert weighted.score(rows, labels, counts) == pytest.approx(
            copied.score([rows[i] for i in repeated], [labels[i] for i in repeated]), rel=1e-14
        )

    def test_a_class_of_rows_of_weight_0_is_one_that_is_never_predicted(self):
        rows, labels = problem(40, 2, seed=25)
        # Of sets -w, w and 0 the ridge is w² / C, where of one set of 2 w it is 2 w² / C.
        plain = self.fit(rows, labels, C=8.0)
        more = self.fit([*rows, [9.0, 9.0]], [*labels, 7], [1.0] * 40 + [0.0], C=4.0)
        assert more.classes_ == [0, 1, 7]
        close([2.0 * w for w in more.coef_[1]], plain.coef_[0], 1e-9)
        assert max(row[2] for row in more.predict_proba(rows)) < 1e-290
        assert more.predict(rows) == plain.predict(rows)
        relative(
            self.fit(rows, labels, class_weight={0: 1.0, 1: 1.0, 7: 3.0}).coef_[0],
            self.fit(rows, labels).coef_[0],
            1e-9,
        )

    def test_the_order_of_rows_and_columns_and_the_scale_of_columns(self):
        rows, labels = problem(80, 3, seed=26)
        plain = self.fit(rows, labels, C=math.inf)
        relative(self.fit(rows[::-1], labels[::-1], C=math.inf).coef_[0], plain.coef_[0], 1e-9)
        relative(self.fit([row[::-1] for row in rows], labels, C=math.inf).coef_[0][::-1], plain.coef_[0], 1e-9)
        scaled = self.fit([[1000.0 * x - 3.0 for x in row] for row in rows], labels, C=math.inf)
        relative([1000.0 * c for c in scaled.coef_[0]], plain.coef_[0], 1e-9)
        flipped = self.fit(rows, [1 - label for label in labels], C=math.inf)
        relative([-c for c in flipped.coef_[0]], plain.coef_[0], 1e-9)

    def test_class_weights_are_weights(self):
        rows, labels = problem(60, 2, seed=27)
        by_row = [3.0 if label else 1.0 for label in labels]
        relative(self.fit(rows, labels, class_weight={1: 3.0}).coef_[0], self.fit(rows, labels, by_row).coef_[0], 1e-9)
        share = sum(labels) / 60.0
        balanced = [0.5 / share if label else 0.5 / (1.0 - share) for label in labels]
        relative(
            self.fit(rows, labels, class_weight="balanced").coef_[0], self.fit(rows, labels, balanced).coef_[0], 1e-11
        )

    def test_soft_labels_are_rows_of_both_classes(self):
        rows, _ = problem(30, 2, seed=28)
        shares = [0.1 + 0.8 * (i % 7) / 6.0 for i in range(30)]
        soft = self.fit(rows, shares, soft=True, C=math.inf)
        split = self.fit(rows + rows, [1] * 30 + [0] * 30, shares + [1.0 - s for s in shares], C=math.inf)
        relative(soft.coef_[0], split.coef_[0], 1e-9)
        assert soft.classes_ == [0, 1]

    def test_standardize_is_a_penalty_on_scaled_columns(self):
        rows, labels = problem(60, 3, seed=29)
        rows = [[x * s + s for x, s in zip(row, (0.01, 1.0, 50.0))] for row in rows]
        weights = [1.0 + i % 3 for i in range(60)]
        for l1_ratio in (0.0, 1.0):
            inside = self.fit(rows, labels, weights, standardize=True, C=0.5, l1_ratio=l1_ratio)
            total = sum(weights)
            means = [sum(w * row[j] for w, row in zip(weights, rows)) / total for j in range(3)]
            scales = [
                math.sqrt(sum(w * (row[j] - means[j]) ** 2 for w, row in zip(weights, rows)) / total) for j in range(3)
            ]
            by_hand = [[(x - m) / s for x, m, s in zip(row, means, scales)] for row in rows]
            outside = self.fit(by_hand, labels, weights, C=0.5, l1_ratio=l1_ratio)
            close([c * s for c, s in zip(inside.coef_[0], scales)], outside.coef_[0], 1e-9)
            close(inside.decision_function(rows), outside.decision_function(by_hand), 1e-9)
        # Gradient descent too works on the scaled columns then, and so needs no other scaling.
        descent = self.fit(
            rows, labels, weights, standardize=True, solver=GradientDescent(2.0), tol=1e-10, max_iter=20_000, C=0.5
        )
        newton = self.fit(rows, labels, weights, standardize=True, C=0.5)
        close(descent.decision_function(rows), newton.decision_function(rows), 1e-7)
