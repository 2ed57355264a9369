"""Exact optima, once per backend: published results, relations between fits, solvers that agree, many classes."""

from __future__ import annotations

import inspect
import math
import warnings

import pytest

import purelr
from purelr import LBFGS, CoordinateDescent, GradientDescent, LogisticRegression, Newton
from purelr.basics.random_numbers import SplitMix64, start_weights
from purelr.objective.coordinates import as_given, standard, well_conditioned
from purelr.objective.logistic import Logistic, in_blocks
from purelr.objective.multinomial import Multinomial
from purelr.solvers import lbfgs, newton
from purelr.solvers.coordinate_descent import minimise_model
from purelr.solvers.line_search import descend
from purelr.solvers.memory import Memory
from purelr.testing import close
from purelr.training import data as data_module
from purelr.training.options import Options

from .backends_here import per_backend
from .data import EXPECTED, R, problem, reference

UNPENALISED = ["spector", "low_birth_weight", "ucla_admissions", "orings_grouped", "beetles_grouped"]


def relative(actual, expected, tolerance):
    """Each number to `tolerance` of itself."""
    for a, e in zip(actual, expected):
        close(a, e, tolerance, scale=0.0)
    assert len(actual) == len(expected)


def many_classes(n, p, K, seed):
    stream = SplitMix64(seed)
    rows = [[2.0 * stream.uniform() - 1.0 for _ in range(p)] for _ in range(n)]
    truth = [[4.0 * stream.uniform() - 2.0 for _ in range(p)] for _ in range(K)]
    labels = []
    for row in rows:
        scores = [
            sum(w * x for w, x in zip(ws, row)) - math.log(-math.log(stream.uniform() + 1e-12) + 1e-12) for ws in truth
        ]
        labels.append(scores.index(max(scores)))
    labels[:K] = range(K)
    return rows, labels


def walks(n, p, seed):
    """(rows, labels) of random walks from column to column."""
    stream, rows = SplitMix64(seed), []
    for _ in range(n):
        place, row = 0.0, []
        for _ in range(p):
            place += stream.uniform() - 0.5
            row.append(place)
        rows.append(row)
    return rows, [int(row[p // 3] - row[p // 2] + 2.0 * stream.uniform() > 1.0) for row in rows]


def standardised_cancer():
    cancer = purelr.load_breast_cancer()
    return purelr.StandardScaler().fit_transform(cancer.data), cancer.target


@per_backend
class _Exact:
    backend = None

    def fit(self, rows, labels, sample_weight=None, **options):
        return LogisticRegression(backend=self.backend, **options).fit(rows, labels, sample_weight)

    # === Published results ===

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

    # === What a user brings ===

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

    # === Relations ===

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

    # === Solvers ===

    @pytest.mark.parametrize("C", [0.1, 10.0, math.inf])
    def test_all_solvers_agree(self, C):
        rows, labels = problem(120, 4, seed=30)
        newton = self.fit(rows, labels, C=C, solver="newton")
        for solver in (
            Newton(memory=0),
            Newton(memory=3),
            "lbfgs",
            LBFGS(memory=3),
            "coordinate_descent",
            GradientDescent(3.0),
        ):
            other = self.fit(rows, labels, C=C, solver=solver, tol=1e-10, max_iter=50_000)
            assert other.result_.converged
            close(other.coef_[0] + other.intercept_, newton.coef_[0] + newton.intercept_, 1e-7)

    def test_auto_picks_by_penalty_and_size(self):
        rows, labels = problem(50, 3, seed=31)
        assert self.fit(rows, labels).result_.solver == "newton"
        assert self.fit(rows, labels, l1_ratio=0.5).result_.solver == "coordinate_descent"
        assert self.fit(rows, labels, l1_ratio=0.5, C=math.inf).result_.solver == "newton"
        wide = [row * 140 for row in rows]
        model = self.fit(wide, labels, tol=1e-6)
        assert model.result_.solver == "lbfgs"
        assert model.result_.converged

    def test_auto_arrives_where_lbfgs_does_not(self):
        """Neighbouring columns that are nearly the same, as pixels are: L-BFGS takes 541 steps and more."""
        rows, labels = walks(150, 420, seed=5)
        with pytest.warns(purelr.ConvergenceWarning, match='raise it, scale the columns, or use solver="newton"'):
            self.fit(rows, labels, C=1e4, solver="lbfgs", max_iter=300)
        seen = []
        model = self.fit(rows, labels, C=1e4, max_iter=300, callback=seen.append)
        assert model.result_.solver == "newton"
        assert "converged in lbfgs and newton" in model.result_.message
        assert [record.iteration for record in seen] == list(range(1, model.n_iter_ + 1))
        assert model.result_.gradient_norm < 1e-13
        early = self.fit(rows, labels, C=1e4, callback=lambda record: record.iteration == 20)
        assert early.result_.message.startswith("stopped by the callback in lbfgs: 20 iterations")

    def test_a_hessian_is_made_only_when_it_pays(self, monkeypatch):
        rows, target = standardised_cancer()
        made = []
        curvature = Logistic.curvature
        monkeypatch.setattr(Logistic, "curvature", lambda self, *args: made.append(1) or curvature(self, *args))
        model = self.fit(rows, target)
        assert len(made) <= 0.35 * model.n_iter_  # where rounding lets the last step be the third of a Hessian or not

    def test_every_step_is_in_the_trace_and_the_objective_never_rises(self):
        rows, labels = problem(80, 3, seed=32)
        for options in ({"solver": "newton"}, {"solver": "lbfgs"}, {"l1_ratio": 1.0}):
            result = self.fit(rows, labels, **options).result_
            assert [record.iteration for record in result.trace] == list(range(1, result.n_iter + 1))
            values = [result.start.objective, *[record.objective for record in result.trace]]
            assert all(b <= a * (1.0 + 1e-14) for a, b in zip(values, values[1:]))
            assert result.trace[-1].gradient_norm == result.gradient_norm <= 1e-8

    @pytest.mark.parametrize("l1_ratio", [1.0, 0.3])
    @pytest.mark.parametrize("C", [0.02, 0.5])
    def test_the_lasso_keeps_the_optimality_conditions(self, l1_ratio, C):
        rows, labels = problem(150, 8, seed=33)
        rows = [[x * (1.0 + 3.0 * j) for j, x in enumerate(row)] for row in rows]
        model = self.fit(rows, labels, l1_ratio=l1_ratio, C=C)
        errors = [p[1] - y for p, y in zip(model.predict_proba(rows), labels)]
        close(sum(errors) / 150.0, 0.0, 1e-9)
        lasso, ridge = l1_ratio / C / 150.0, (1.0 - l1_ratio) / C / 150.0
        zeros = 0
        for j, w in enumerate(model.coef_[0]):
            slope = sum(e * row[j] for e, row in zip(errors, rows)) / 150.0 + ridge * w
            zeros += w == 0.0
            if w == 0.0:
                assert abs(slope) <= lasso + 1e-8
            else:
                close(slope, -math.copysign(lasso, w), 1e-8)
        assert zeros > 0 or C > 0.1 or l1_ratio < 1.0

    def test_a_strong_lasso_leaves_the_intercept_alone(self):
        rows, labels = problem(50, 3, seed=34)
        model = self.fit(rows, labels, l1_ratio=1.0, C=1e-4)
        assert model.coef_ == [[0.0] * 3]
        share = sum(labels) / 50.0
        close(model.intercept_[0], math.log(share / (1.0 - share)), 1e-9)

    # === Many classes ===

    @pytest.mark.parametrize("C", [0.5, 100.0])
    def test_many_classes_under_a_ridge_are_symmetric(self, C):
        rows, labels = many_classes(150, 3, 4, seed=35)
        model = self.fit(rows, labels, C=C)
        assert [len(row) for row in model.coef_] == [3] * 4
        for j in range(3):
            close(sum(row[j] for row in model.coef_), 0.0, 1e-9)
        close(sum(model.intercept_), 0.0, 1e-9)
        probas = model.predict_proba(rows)
        for k in range(4):
            errors = [p[k] - (y == k) for p, y in zip(probas, labels)]
            close(sum(errors), 0.0, 1e-8)
            for j in range(3):
                close(C * sum(e * row[j] for e, row in zip(errors, rows)) + model.coef_[k][j], 0.0, 1e-7)
        for row, etas, label in zip(probas, model.decision_function(rows), model.predict(rows)):
            close(sum(row), 1.0, 1e-15)
            assert label == row.index(max(row)) == etas.index(max(etas))
        renamed = self.fit(rows, ["dcba"[label] for label in labels], C=C)
        close(renamed.coef_[::-1], model.coef_, 1e-9)
        by_lbfgs = self.fit(rows, labels, C=C, solver="lbfgs", tol=1e-10)
        close(by_lbfgs.coef_, model.coef_, 1e-7)
        by_descent = self.fit(rows, labels, C=C, solver=GradientDescent(2.0), tol=1e-10, max_iter=50_000)
        close(by_descent.coef_, model.coef_, 1e-7)

    def test_any_baseline_gives_the_same_probabilities(self):
        rows, labels = many_classes(150, 2, 3, seed=36)
        first = self.fit(rows, labels, C=math.inf)
        assert first.coef_[0] == [0.0, 0.0]
        for baseline in (1, 2):
            other = self.fit(rows, labels, C=math.inf, baseline=baseline)
            assert other.coef_[baseline] == [0.0, 0.0]
            close(other.predict_proba(rows), first.predict_proba(rows), 1e-9)
            close(
                [a - b for a, b in zip(other.coef_[2], other.coef_[1])],
                [a - b for a, b in zip(first.coef_[2], first.coef_[1])],
                1e-9,
            )

    def test_gradient_descent_without_a_penalty_is_the_textbooks_softmax(self):
        rows, labels = many_classes(40, 2, 3, seed=39)
        model = self.fit(rows, labels, C=math.inf, solver=GradientDescent(0.5, epochs=30))
        W = [[0.0] * 3 for _ in range(3)]  # intercept first
        for _ in range(30):
            slopes = [[0.0] * 3 for _ in range(3)]
            for row, label in zip(rows, labels):
                es = [math.exp(w[0] + w[1] * row[0] + w[2] * row[1]) for w in W]
                for k, e in enumerate(es):
                    error = e / sum(es) - (label == k)
                    slopes[k] = [s + error * x / 40.0 for s, x in zip(slopes[k], [1.0] + row)]
            W = [[v - 0.5 * s for v, s in zip(w, part)] for w, part in zip(W, slopes)]
        close([[b, *w] for b, w in zip(model.intercept_, model.coef_)], W, 1e-12)
        held = self.fit(rows, labels, C=math.inf, baseline=1, solver=GradientDescent(0.5, epochs=30))
        assert held.coef_[1] == [0.0, 0.0]

    def test_what_follows_a_fit_with_coefficients_for_each_class(self, tmp_path):
        rows, labels = many_classes(200, 2, 3, seed=36)
        options = {"C": math.inf, "solver": GradientDescent(3.0), "tol": 1e-9, "max_iter": 50_000}
        model, exact = self.fit(rows, labels, **options), self.fit(rows, labels, C=math.inf)
        assert model.result_.converged
        close([sum(column) for column in zip(*model.coef_)], [0.0, 0.0], 1e-12)
        ours, theirs = model.summary(), exact.summary()
        assert ours.labels == theirs.labels
        for name in ("coef", "std_error", "z_value", "loglik", "null_loglik"):
            close(getattr(ours, name), getattr(theirs, name), 1e-7)  # as far from the optimum as tol lets it be
        model.save(tmp_path / "m.json", sums=True)
        again = purelr.load(tmp_path / "m.json")
        close(again.summary().coef, ours.coef, 1e-14)
        close(again.summary().std_error, ours.std_error, 1e-14)
        close(again.predict_proba(rows), model.predict_proba(rows), 1e-15)
        warm = self.fit(rows, labels, C=math.inf)  # from the differences, and to those from what each class has
        for options, steps in (({"solver": "newton"}, 2), ({"solver": GradientDescent(3.0), "tol": 1e-8}, 0)):
            warm.set_params(**options, warm_start=True).fit(rows, labels)
            assert warm.n_iter_ <= steps
        warm.set_params(solver="newton", tol=1e-8).fit(rows, labels)
        assert warm.n_iter_ <= 2

    def test_the_separation_of_three_classes_is_seen_by_gradient_descent_too(self):
        rows, labels = [[float(x)] for x in range(9)], [0, 0, 0, 1, 1, 1, 2, 2, 2]
        with pytest.warns(purelr.SeparationWarning, match="complete separation"):
            self.fit(rows, labels, C=math.inf, solver=GradientDescent(0.5, epochs=2000))

    def test_the_lasso_of_many_classes(self):
        rows, labels = many_classes(150, 5, 3, seed=37)
        model = self.fit(rows, labels, C=0.2, l1_ratio=1.0)
        probas, lasso = model.predict_proba(rows), 1.0 / 0.2 / 150.0
        for k in range(3):
            errors = [p[k] - (y == k) for p, y in zip(probas, labels)]
            close(sum(errors) / 150.0, 0.0, 1e-9)
            for j, w in enumerate(model.coef_[k]):
                slope = sum(e * row[j] for e, row in zip(errors, rows)) / 150.0
                if w == 0.0:
                    assert abs(slope) <= lasso + 1e-8
                else:
                    close(slope, -math.copysign(lasso, w), 1e-8)

    @pytest.mark.parametrize("baseline", [True, False])
    def test_the_derivatives_of_many_classes(self, baseline):
        rows, labels = many_classes(230, 2, 3, seed=38)
        xp = self.backend
        X = as_given(True, 2).design(xp, xp.asmatrix(rows))
        ys = [xp.asvector([float(y == k) for y in labels]) for k in range(3)]
        size = 6 if baseline else 9
        pinned = [] if baseline else [0, 2]
        blocks = in_blocks(xp, X, xp.asvector([1.0 / 230] * 230), ys[baseline:])
        F = Multinomial(xp, blocks, 3 - baseline, [0.1] * size, None, baseline, pinned)
        w = [5.0 * v for v in start_weights(1, size)]
        gradient = xp.tolist(F.at(xp.asvector(w)).gradient)
        hessian = xp.tolist(F.at(xp.asvector(w)).hessian())
        h = 1e-5
        for j in range(size):
            up, down = list(w), list(w)
            up[j] += h
            down[j] -= h
            above, below = F.at(xp.asvector(up)), F.at(xp.asvector(down))
            close(gradient[j], (above.value - below.value) / (2.0 * h), 1e-9)
            close(hessian[j], xp.tolist((0.5 / h) * (above.gradient - below.gradient)), 1e-9)

    # === When there is no answer ===

    def test_quasi_complete_separation_names_the_column(self):
        rows, target, names, _ = reference("sex2_firth")
        frame = Frame(rows, names)
        model = LogisticRegression(C=math.inf, backend=self.backend)
        with pytest.warns(
            purelr.SeparationWarning,
            match=r"got quasi-complete separation by 'dia' \(larger values mean 1\): .* Set C, or use Firth",
        ):
            model.fit(frame, target)
        assert not model.result_.converged
        assert "converged" not in model.result_.message
        # R's glm stops at 16.7 and says that it has converged; the other coefficients are right there.
        relative(model.coef_[0][:5], [R["glm_sex2"][column] for column in names[:5]], 1e-6)
        assert all(map(math.isfinite, model.coef_[0]))

    def test_complete_separation_is_told(self):
        cancer = purelr.load_breast_cancer()
        with pytest.warns(purelr.SeparationWarning, match=r"got complete separation by .* and \d+ more: "):
            model = self.fit(cancer.data, cancer.target, C=math.inf)
        assert not model.result_.converged
        with pytest.warns(
            purelr.SeparationWarning, match=r"complete separation by column 0 \(larger values mean 'no'\)"
        ):
            self.fit([[1.0], [2.0], [3.0], [4.0]], ["yes", "yes", "no", "no"], C=math.inf)

    def test_separation_of_many_classes_is_told(self):
        rows = [[float(i), float(i % 3)] for i in range(30)]
        labels = ["low" if i < 10 else "mid" if i < 20 else "top" for i in range(30)]
        with pytest.warns(
            purelr.SeparationWarning, match=r"complete separation by column 0 \(larger values mean more of 'top'\)"
        ):
            self.fit(rows, labels, C=math.inf)
        # Wherever the second column is 1 the label is "top", which it is elsewhere too.
        rows = [[float(i % 7), float(i % 10 == 0)] for i in range(60)]
        labels = ["top" if i % 10 == 0 else ("low", "mid", "top")[i % 3] for i in range(60)]
        with pytest.warns(
            purelr.SeparationWarning,
            match=r"quasi-complete separation by column 1 \(larger values mean more of 'top'\)",
        ):
            self.fit(rows, labels, C=math.inf)

    @pytest.mark.parametrize("options", [{}, {"tol": 1e-12}, {"solver": "lbfgs"}])
    @pytest.mark.parametrize(
        ("first", "second", "labels"),
        [
            ("01011001", "22300232", "11011001"),
            ("10100011", "33233013", "10101011"),
            ("01110101", "13201313", "01111111"),
        ],
    )
    def test_quasi_complete_separation_is_told_wherever_the_fit_stops(self, first, second, labels, options):
        # The first column is 1 in rows of the class 1 alone, and not in all of them.
        rows = [[float(a), float(b)] for a, b in zip(first, second)]
        with pytest.warns(purelr.SeparationWarning, match=r"complete separation by .*column 0"):
            model = self.fit(rows, [int(label) for label in labels], C=math.inf, **options)
        assert not model.result_.converged

    def test_overlap_with_large_coefficients_is_no_separation(self):
        rows = [[x / 10.0] for x in range(-50, 51)]
        labels = [int(row[0] > 0.0) for row in rows]
        labels[48], labels[53] = 1, 0
        assert self.fit(rows, labels, C=math.inf).result_.converged
        assert self.fit([[1e3 * row[0]] for row in rows], labels, C=math.inf).result_.converged

    @pytest.mark.parametrize(
        ("column", "named"),
        [
            (lambda row: row[0], "'c', which is a combination of 'a'"),
            (lambda row: 2.0 * row[0] - row[1] + 4.0, "'c', which is a combination of 'a', 'b'"),
            (lambda row: 3.0, "'c', which is constant"),
        ],
    )
    def test_collinear_columns_are_named(self, column, named):
        rows, labels = problem(40, 2, seed=39)
        frame = Frame([[*row, column(row)] for row in rows], ["a", "b", "c"])
        with pytest.raises(ValueError) as error:
            self.fit(frame, labels, C=math.inf)
        requirement = "free of columns that are combinations of others, without a penalty (C=inf)"
        assert str(error.value) == f"X must be {requirement}; got {named}. Drop it, or set C."

    def test_fewer_rows_than_coefficients_without_a_penalty(self):
        with pytest.raises(
            ValueError, match=r"of at least as many rows as coefficients, .*; got 3 rows and 4 coefficients\. Drop"
        ):
            self.fit([[1.0, 2.0, 3.0], [2.0, 1.0, 5.0], [0.0, 1.0, 0.0]], [0, 1, 0], C=math.inf)

    def test_too_few_iterations_are_told(self):
        rows, labels = problem(80, 3, seed=40)
        with pytest.warns(
            purelr.ConvergenceWarning, match=r"not converged in newton: 1 iterations, .* max_iter is 1: raise it"
        ):
            model = self.fit(rows, labels, max_iter=1)
        assert model.n_iter_ == 1
        assert not model.result_.converged

    def test_a_tol_below_rounding_is_told(self):
        rows, labels = problem(80, 3, seed=41)
        for solver in ("newton", "lbfgs", "coordinate_descent"):
            with pytest.warns(purelr.ConvergenceWarning, match="tol is below what rounding allows|max_iter is"):
                self.fit(rows, labels, tol=1e-30, solver=solver, max_iter=200)

    # === Callback and warm start ===

    def test_the_callback_sees_each_step_and_can_stop(self):
        rows, labels = problem(80, 3, seed=42)
        seen = []
        model = self.fit(rows, labels, callback=seen.append)
        assert seen == model.result_.trace
        for solver in ("newton", "lbfgs", "gd", "coordinate_descent"):
            with pytest.warns(purelr.ConvergenceWarning) if solver == "never" else warnings.catch_warnings():
                model = self.fit(rows, labels, solver=solver, callback=lambda record: record.iteration == 2)
            assert model.n_iter_ == 2
            assert not model.result_.converged
            assert model.result_.message.startswith(f"stopped by the callback in {solver}: 2 iterations")

    @pytest.mark.parametrize("solver", ["newton", "lbfgs", "gd", "coordinate_descent"])
    def test_the_callback_sees_the_coefficients_that_a_fit_of_so_many_steps_has(self, solver):
        rows, labels = problem(80, 3, seed=42)
        seen = self.fit(rows, labels, solver=solver, callback=lambda record: record.iteration == 3).result_.trace
        assert len(seen) == 3
        for record in seen:
            with pytest.warns(purelr.ConvergenceWarning, match="max_iter"):
                model = self.fit(rows, labels, solver=solver, max_iter=record.iteration)
            assert list(model.intercept_) == record.intercept
            assert [list(row) for row in model.coef_] == record.coef
        assert self.fit(rows, labels).result_.trace[-1].coef is None

    def test_a_callback_that_raises_leaves_the_model_unfitted(self):
        def fails(record):
            raise RuntimeError("from the callback")

        rows, labels = problem(30, 2, seed=43)
        model = LogisticRegression(backend=self.backend, callback=fails)
        with pytest.raises(RuntimeError, match="from the callback"):
            model.fit(rows, labels)
        assert not hasattr(model, "coef_")

    @pytest.mark.parametrize("options", [{}, {"solver": "lbfgs"}, {"l1_ratio": 1.0}, {"solver": "gd"}])
    def test_a_warm_start_goes_on(self, options):
        rows, labels = problem(80, 3, seed=44)
        model = LogisticRegression(backend=self.backend, warm_start=True, max_iter=100_000, **options).fit(rows, labels)
        first, coef = model.n_iter_, model.coef_
        model.fit(rows, labels)
        assert model.n_iter_ < max(first, 2)
        close(model.coef_, coef, 1e-8)

    def test_a_warm_start_of_many_classes_goes_on(self):
        rows, labels = many_classes(100, 2, 3, seed=45)
        for options in ({}, {"C": math.inf, "baseline": 1}):
            model = LogisticRegression(backend=self.backend, warm_start=True, **options).fit(rows, labels)
            first, coef = model.n_iter_, model.coef_
            model.fit(rows, labels)
            assert model.n_iter_ < first
            close(model.coef_, coef, 1e-9)

    def test_a_warm_start_must_fit(self):
        rows, labels = problem(30, 2, seed=46)
        model = LogisticRegression(backend=self.backend, warm_start=True).fit(rows, labels)
        before = dict(vars(model))
        with pytest.raises(
            ValueError, match=r"X must be of 2 columns, as in the fit before \(warm_start\); got 1 columns\. Make"
        ):
            model.fit([row[:1] for row in rows], labels)
        with pytest.raises(
            ValueError,
            match=r"y must be of the classes \[0, 1\], as in the fit before \(warm_start\); got \[0, 2\]\. Make",
        ):
            model.fit(rows, [2 * label for label in labels])
        assert vars(model) == before

    # === Many rows ===

    @pytest.fixture
    def many(self, monkeypatch):
        """What is many rows, and a sample, at a size that a test can afford."""
        monkeypatch.setattr(data_module, "MANY", 1000)
        monkeypatch.setattr(data_module, "SHARE", 3)
        monkeypatch.setattr(data_module, "PIECES", 16)
        monkeypatch.setattr(data_module, "LARGE", 4000)

    @pytest.mark.parametrize(
        "options",
        [
            {},
            {"C": math.inf},
            {"l1_ratio": 1.0, "C": 0.05},
            {"class_weight": "balanced"},
            {"standardize": True},
            {"solver": "lbfgs", "tol": 1e-10},
        ],
        ids=str,
    )
    def test_the_optimum_is_that_of_all_rows_whether_a_sample_came_first_or_not(self, options, many, monkeypatch):
        rows, labels = problem(1500, 3, seed=51)
        order = sorted(range(1500), key=lambda i: labels[i])  # sorted by class, as data often are
        rows, labels = [rows[i] for i in order], [labels[i] for i in order]
        weights = [1.0 + i % 2 for i in range(1500)] if options.get("standardize") else None
        sampled = self.fit(rows, labels, weights, **options)
        assert sampled.result_.converged
        monkeypatch.setattr(data_module, "MANY", 10**9)
        plain = self.fit(rows, labels, weights, **options)
        close(sampled.coef_[0] + sampled.intercept_, plain.coef_[0] + plain.intercept_, 1e-9)

    def test_a_warm_start_is_not_taken_back_to_a_sample(self, many):
        rows, labels = problem(1500, 2, seed=55)
        model = LogisticRegression(backend=self.backend, warm_start=True).fit(rows, labels)
        model.fit(rows, labels)
        assert model.result_.start.gradient_norm <= 1e-8

    def test_the_sample_is_where_the_fit_begins(self, many):
        rows, labels = problem(3000, 3, seed=52)
        result = self.fit(rows, labels).result_
        assert result.start.gradient_norm < 0.05  # it would be 0.3 at the usual start
        assert result.n_iter <= 8

    def test_a_sample_without_one_of_the_classes_is_not_used(self, many):
        rows, labels = problem(1500, 2, seed=53)
        labels = [0] * 1499 + [1]
        model = self.fit(rows, labels)
        assert model.result_.converged

    def test_many_rows_of_many_classes(self, many, monkeypatch):
        rows, labels = many_classes(1200, 2, 3, seed=54)
        for options in ({}, {"C": math.inf}, {"solver": GradientDescent(1.0), "tol": 1e-6}):
            sampled = self.fit(rows, labels, **options)
            monkeypatch.setattr(data_module, "MANY", 10**9)
            close(sampled.predict_proba(rows[:20]), self.fit(rows, labels, **options).predict_proba(rows[:20]), 1e-8)
            monkeypatch.setattr(data_module, "MANY", 1000)

    def test_a_sample_that_separates_does_not_mislead(self, many):
        rows = [[float(i % 50), float(i % 7)] for i in range(2000)]
        labels = [int(i % 50 > 24) for i in range(2000)]
        chosen = set(data_module.sample_rows(2000))
        for i in range(2000):
            if i not in chosen and i % 3 == 0:
                labels[i] = 1 - labels[i]
        model = self.fit(rows, labels, C=math.inf)
        assert model.result_.converged

    def test_a_row_that_does_not_count_hides_no_separation(self):
        rows, labels = [[0.0], [1.0], [2.0], [3.0], [2.5]], [0, 0, 1, 1, 0]
        model = LogisticRegression(C=math.inf, backend=self.backend)
        with pytest.warns(purelr.SeparationWarning, match="complete separation by column 0"):
            model.fit(rows, labels, [1.0, 1.0, 1.0, 1.0, 0.0])

    # === The parts of a solver ===

    def test_a_step_that_is_too_long_is_halved(self):
        rows, labels = problem(80, 3, seed=49)
        plain = self.fit(rows, labels)
        model = LogisticRegression(backend=self.backend, warm_start=True).fit(rows, labels)
        # Far out all probabilities are 0 or 1: there is next to no curvature, and Newton's step is much too long.
        model.coef_, model.intercept_ = [[-6.0 * c for c in model.coef_[0]]], [3.0]
        model.fit(rows, labels)
        assert min(record.step for record in model.result_.trace) < 1.0
        relative(model.coef_[0], plain.coef_[0], 1e-9)

    @pytest.mark.parametrize(("module", "hessians"), [(newton, 2), (lbfgs, 0)])
    def test_corrections_that_lead_astray_are_dropped(self, monkeypatch, module, hessians):
        rows, labels = problem(80, 3, seed=50)
        plain = self.fit(rows, labels)
        memories, astray, made, failed = [], [], [], []

        class Seen(Memory):
            def __init__(self, length):
                super().__init__(length)
                memories.append(self)

        def fails_with_the_first_pairs(point, direction):
            """No step is found as long as the first two pairs are there."""
            if not astray and len(memories[-1].pairs) == 2:
                astray.append(memories[-1])
            if astray and memories[-1] is astray[0]:
                failed.append(1)
                assert len(failed) == 1, "the pairs are still there"
                return None
            return descend(point, direction)

        real = newton.inverse_hessian
        monkeypatch.setattr(newton, "KEPT", 100)  # so that there are pairs
        monkeypatch.setattr(newton, "inverse_hessian", lambda point: made.append(1) or real(point))
        monkeypatch.setattr(module, "Memory", Seen)
        monkeypatch.setattr(module, "descend", fails_with_the_first_pairs)
        model = self.fit(rows, labels, solver=module.__name__.rpartition(".")[2])
        assert model.result_.converged
        assert failed
        assert len(made) == hessians
        close(model.coef_[0], plain.coef_[0], 1e-8)

    def test_the_last_step_is_taken_without_a_look(self):
        """Newton's coefficients are a step beyond the last point of the trace, and the better for it."""
        rows, labels = problem(80, 3, seed=50)
        model = LogisticRegression(backend=self.backend, solver="newton").fit(rows, labels)
        problem_, _, _ = model._problem(rows, labels, None, Options(model))
        with self.backend.quiet():
            there = problem_.objective.at(self.backend.asvector(model.result_.coef))
        assert there.gradient_norm < 0.5 * model.result_.gradient_norm
        assert abs(there.value - model.result_.objective) <= 1e-15

    def test_the_memory_keeps_the_secant_equation(self):
        """H⁻¹ y = s for the last pair, whatever the initial matrix, and for all pairs of a quadratic on its axes."""
        xp = self.backend
        memory = Memory(3)
        pairs = [
            ([1.0, 0.0, 0.0], [2.0, 0.0, 0.0]),
            ([0.0, 1.0, 0.0], [0.0, 5.0, 0.0]),
            ([0.5, 0.0, 1.0], [1.0, 0.0, 9.0]),
        ]
        for s, y in pairs:
            memory.remember(_Place(xp, [0.0] * 3, [0.0] * 3), _Place(xp, s, y))
        for s, y in pairs[-1:]:
            close(xp.tolist(memory.direction(xp.asvector(y), lambda q: 0.3 * q)), [-v for v in s], 1e-14)
        u, v = xp.asvector([1.0, -2.0, 0.5]), xp.asvector([0.3, 1.0, 4.0])  # and it is symmetric
        close(
            float(u @ memory.direction(v, lambda q: 0.3 * q)), float(v @ memory.direction(u, lambda q: 0.3 * q)), 1e-14
        )
        memory.remember(_Place(xp, [0.0] * 3, [0.0] * 3), _Place(xp, [1.0, 0.0, 0.0], [-1.0, 0.0, 0.0]))
        assert len(memory.pairs) == 3  # a step along which the function is not convex says nothing
        close(xp.tolist(memory.scaled(xp.asvector([1.0, 0.0, 0.0]))), [9.5 / 82.0, 0.0, 0.0], 1e-15)

    # === Coordinates ===

    def test_coordinates_go_there_and_back_and_keep_the_log_odds(self):
        rows, _ = problem(50, 3, seed=47)
        xp = self.backend
        X = xp.asmatrix(rows)
        moments = tuple(map(xp.tolist, xp.moments(X, xp.asvector([0.02] * 50))))
        for intercept in (True, False):
            given = as_given(intercept, 3)
            coef = start_weights(1, 3 + intercept)
            eta = xp.tolist(given.design(xp, X) @ xp.asvector(coef))
            for coordinates in (standard(moments, intercept), well_conditioned(moments, intercept, 0.1)):
                inner = coordinates.inward(coef)
                close(coordinates.outward(inner), coef, 1e-15)
                close(xp.tolist(coordinates.design(xp, X) @ xp.asvector(inner)), eta, 1e-14)

    def test_log_probabilities_do_not_run_out(self):
        model = self.fit([[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1])
        model.coef_, model.intercept_ = [[1000.0]], [0.0]
        assert model.predict_log_proba([[1.0], [-2.0]]) == [[-1000.0, 0.0], [0.0, -2000.0]]


class _Place:
    """A point with what Memory looks at."""

    def __init__(self, xp, coef, gradient):
        self.coef, self.gradient = xp.asvector(coef), xp.asvector(gradient)


def test_the_model_of_coordinate_descent_is_minimised():
    """The optimality conditions of gᵀδ + δᵀHδ / 2 + Σ λ |w + δ|; the first coordinate matters only once the second has moved."""
    hessian = [[2.0, 1.9, 0.2], [1.9, 2.0, 0.3], [0.2, 0.3, 1.0]]
    w, slope, lasso = [0.0, 0.0, 1.0], [-0.2, -3.0, 0.5], [2.0, 0.1, 0.0]
    target = minimise_model(w, slope, hessian, lasso, 1e-13, 1000)
    delta = [u - v for u, v in zip(target, w)]
    for j in range(3):
        g = slope[j] + sum(h * d for h, d in zip(hessian[j], delta))
        if target[j] == 0.0:
            assert abs(g) <= lasso[j]
        else:
            close(g, -math.copysign(lasso[j], target[j]), 1e-12)
    # Without curvature a coordinate stays where it is; with too few sweeps the model is not yet minimised.
    assert minimise_model([1.0], [5.0], [[0.0]], [0.0], 1e-9, 10) == [1.0]
    assert minimise_model(w, slope, hessian, lasso, 1e-13, 1) != target


class Frame:
    """What purelr needs of a data frame."""

    def __init__(self, rows, columns):
        self.columns, self._rows = columns, rows

    def to_numpy(self):
        return self._rows


def test_names_are_kept_checked_and_forgotten():
    rows, labels = problem(30, 2, seed=48)
    model = LogisticRegression().fit(Frame(rows, ["a", "b"]), labels)
    assert model.feature_names_in_ == ["a", "b"]
    assert model.predict(Frame(rows, ["a", "b"])) == model.predict(rows)
    with pytest.raises(
        ValueError, match=r"X must be of the columns of fit in their order, 'a' at place 0; got 'b' there\."
    ):
        model.predict(Frame(rows, ["b", "a"]))
    model.fit(rows, labels)
    assert not hasattr(model, "feature_names_in_")


@pytest.mark.parametrize(
    ("options", "weights", "message"),
    [
        ({"l1_ratio": 1.5}, None, "l1_ratio must be a number from 0 (ridge) to 1 (lasso); got 1.5."),
        ({"l1_ratio": math.nan}, None, "l1_ratio must be a number from 0 (ridge) to 1 (lasso); got nan."),
        ({"l1_ratio": None}, None, "l1_ratio must be a number from 0 (ridge) to 1 (lasso); got None."),
        (
            {"l1_ratio": 0.5, "solver": "newton"},
            None,
            'solver must be "coordinate_descent" or "auto" for l1_ratio above 0; got \'newton\'.',
        ),
        ({"standardize": "no"}, None, "standardize must be True or False; got 'no'."),
        ({"C": math.inf, "firth": "yes"}, None, "firth must be True or False; got 'yes'."),
        ({"callback": 3}, None, "callback must be a function of one trace record; got 3."),
        ({"class_weight": "even"}, None, "class_weight must be None, \"balanced\" or a dict by label; got 'even'."),
        ({"class_weight": {1: -1.0}}, None, "class_weight of 1 must be a number of at least 0; got -1.0."),
        (
            {"class_weight": "balanced", "soft": True},
            None,
            "class_weight must be None with soft=True; got 'balanced'. Use sample_weight.",
        ),
        ({"baseline": 9, "C": math.inf}, None, "baseline must be a class of y; got 9. It has [0, 1]."),
        (
            {"baseline": 1},
            None,
            "baseline must be None; got 1. It is for three classes or more without a penalty (C=inf).",
        ),
        ({}, [1.0], "sample_weight must be as long as X, 4 rows; got 1 values."),
        (
            {},
            [1.0, -1.0, 1.0, 1.0],
            "sample_weight must be at least 0; got -1.0 in row 1. Drop a row by a weight of 0.",
        ),
        ({}, [0.0] * 4, "sample_weight must be above 0 in some row; got zeros alone."),
        (
            {},
            [1.0, math.nan, 1.0, 1.0],
            "sample_weight must be finite; got nan in row 1. Drop or impute that row. NaN is not skipped.",
        ),
        (
            {},
            [1e308] * 4,
            "sample_weight must be small enough for a sum; got 1e+308. Divide all of them by one number.",
        ),
        ({}, ["1"] * 4, "sample_weight must be numbers; got '1' in row 0. Turn text into numbers first."),
    ],
)
def test_bad_options_and_weights(options, weights, message):
    model = LogisticRegression(**options)
    with pytest.raises(ValueError) as error:
        model.fit([[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1], weights)
    assert str(error.value) == message
    assert not hasattr(model, "coef_")


@pytest.mark.parametrize(
    ("y", "message"),
    [
        ([0.5, 1.5, 0.0, 1.0], "y must be in 0..1 with soft=True; got 1.5 in row 1."),
        ([1.0, 1.0, 1.0, 1.0], "y must be of both classes; got one class, 1. There is nothing to tell apart."),
        (["a", "b", "a", "b"], "y must be numbers; got 'a' in row 0. Turn text into numbers first."),
    ],
)
def test_bad_soft_labels(y, message):
    with pytest.raises(ValueError) as error:
        LogisticRegression(soft=True).fit([[0.0], [1.0], [2.0], [3.0]], y)
    assert str(error.value) == message


def test_parameters_by_name():
    model = LogisticRegression(C=3.0)
    assert model.get_params()["C"] == 3.0
    assert list(model.get_params())[:3] == ["C", "l1_ratio", "solver"]
    assert list(model.get_params()) == list(inspect.signature(LogisticRegression.__init__).parameters)[1:]
    assert purelr.LR(7).get_params() == {"seed": 7, "backend": None, "start": "random", "callback": None}
    assert LogisticRegression(**model.get_params()).get_params() == model.get_params()
    with pytest.raises(ValueError, match="parameter must be one of C, l1_ratio, "):
        model.set_params(C=1.0, D=2.0)
    assert model.C == 3.0
    assert model.set_params(C=1.0, tol=1e-6) is model
    assert (model.C, model.tol) == (1.0, 1e-6)


@pytest.mark.parametrize("solver", [Newton(5), LBFGS(5), CoordinateDescent(7)])
def test_solvers_show_their_options(solver):
    assert eval(repr(solver)).__dict__ == solver.__dict__  # noqa: S307
