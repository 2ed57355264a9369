"""Separated classes and collinear columns are named; what did not converge says so."""

from __future__ import annotations

import math
from operator import mul
from types import SimpleNamespace

import pytest

import purelr
from purelr import LogisticRegression
from purelr.basics.random_numbers import SplitMix64
from purelr.training.options import Options
from purelr.training.problem import set_up
from purelr.training.separation import least_gradient, refuse_collinear_columns, separation

from ..backends_here import PerBackend, per_backend
from ..samples import Frame, R, many_classes, problem, reference, relative


@per_backend
class _NoAnswer(PerBackend):
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

    @pytest.mark.parametrize("K", [2, 3, 4])
    def test_where_classes_are_separated_no_gradient_is_below_the_bound(self, K):
        """Wherever the coefficients are, and with weights; where they overlap, the optimum's gradient is far below."""
        stream = SplitMix64(70 + K)
        for trial in range(40):
            n, p = 12 + stream.below(20), 1 + stream.below(3)
            rows = [[4.0 * stream.uniform() - 2.0 for _ in range(p)] for _ in range(n)]
            truth = [[2.0 * stream.uniform() - 1.0 for _ in range(p)] for _ in range(K)]
            scores = [[sum(map(mul, row, w)) for w in truth] for row in rows]
            labels = [score.index(max(score)) for score in scores]
            if len(set(labels)) < K:
                continue
            weights = [0.1 + stream.uniform() for _ in rows] if trial % 2 else None
            model = LogisticRegression(C=math.inf, backend=self.backend)
            made, _, start = set_up(model, rows, labels, weights, Options(model))
            most = refuse_collinear_columns(made)
            size = 10.0 ** (trial % 5 - 2)
            coef = self.backend.asvector([v + size * (stream.uniform() - 0.5) for v in start])
            bound = least_gradient(made, coef, made.data.source.least_share(), most)
            assert 0.0 < bound <= made.objective.at(coef).gradient_norm
        rows, labels = many_classes(100, 3, K, seed=71)
        model = LogisticRegression(C=math.inf, backend=self.backend)
        made, solver, start = set_up(model, rows, labels, None, Options(model))
        most = refuse_collinear_columns(made)
        coef = self.backend.asvector(solver.solve(made.objective, self.backend.asvector(start), 1e-10, 100).coef)
        bound = least_gradient(made, coef, made.data.source.least_share(), most)
        assert made.objective.at(coef).gradient_norm < 1e-3 * bound

    def test_a_fit_that_has_run_to_the_end_of_its_gradient_is_separated_still(self):
        """So far out that Newton's step is of rounding, as on PyPy a fit has come to itself."""
        rows, target, _, _ = reference("sex2_firth")
        model = LogisticRegression(C=math.inf, backend=self.backend)
        made, solver, start = set_up(model, rows, target, None, Options(model))
        with self.backend.quiet():
            result = solver.solve(made.objective, self.backend.asvector(start), 1e-8, 100)
            for further in [0.25 * k for k in range(1, 49)]:
                far = list(result.coef)
                far[6] += further  # the column that separates
                told = SimpleNamespace(coef=far, gradient_norm=0.0)
                assert "quasi-complete separation by column 5" in separation(made, told, math.inf), further

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

    @pytest.mark.parametrize("place", [0, 1, 2, 3])
    def test_a_collinear_column_is_named_wherever_it_stands(self, place):
        """Of columns of which one is twice another, the later is named; here that is not the last."""
        rows, labels = problem(40, 3, seed=39)
        rows = [row[:place] + [2.0 * row[0] + 1.0] + row[place:] for row in rows]
        with pytest.raises(ValueError, match="combinations") as error:
            self.fit(rows, labels, C=math.inf)
        later, earlier = (1, 0) if place == 0 else (place, 0)
        assert f"got column {later}, which is a combination of column {earlier}. Drop" in str(error.value)

    def test_of_many_columns_that_separate_five_are_named(self):
        stream = SplitMix64(8)
        labels = [i % 2 for i in range(40)]
        rows = [[(2 * y - 1) * (1.0 + stream.uniform()) for _ in range(7)] for y in labels]
        with pytest.warns(purelr.SeparationWarning) as caught:
            self.fit(rows, labels, C=math.inf)
        said = str(caught[0].message)
        assert said.count("larger values mean") == 5
        assert " and 2 more: these coefficients" in said
        with pytest.warns(purelr.SeparationWarning) as caught:
            self.fit([row[:5] for row in rows], labels, C=math.inf)
        assert str(caught[0].message).count("larger values mean") == 5
        assert "more: these" not in str(caught[0].message)
