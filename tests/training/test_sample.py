"""Many rows: a fit begins on a sample of them, and ends at the optimum of all."""

from __future__ import annotations

import math

import pytest

import purelr
from purelr import GradientDescent, LogisticRegression
from purelr.testing import close
from purelr.training import data as data_module

from ..backends_here import PerBackend, per_backend
from ..samples import many_classes, problem


@per_backend
class _Sample(PerBackend):
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
