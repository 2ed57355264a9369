"""K classes: under a ridge, a lasso, a baseline, and by gradient descent."""

from __future__ import annotations

import math

import pytest

import purelr
from purelr import GradientDescent
from purelr.testing import close

from ..backends_here import PerBackend, per_backend
from ..samples import many_classes


@per_backend
class _ManyClasses(PerBackend):
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

    def test_a_baseline_goes_with_no_penalty_alone(self):
        rows, labels = many_classes(60, 2, 3, seed=7)
        for options in ({"C": 1.0}, {"C": 1.0, "solver": "gd"}, {"C": 2.0, "l1_ratio": 1.0}):
            with pytest.raises(
                ValueError, match=r"^baseline must be None; got 1\. It is for three classes or more without"
            ):
                self.fit(rows, labels, baseline=1, **options)
        coefs = self.fit(rows, labels, baseline=1, C=math.inf).coef_
        assert [[w == 0.0 for w in row] for row in coefs] == [[False, False], [True, True], [False, False]]

    def test_a_fit_without_a_penalty_goes_on_from_one_with(self):
        """Whose baseline has coefficients: they are taken from all, and the first point is as good as it was."""
        rows, labels = many_classes(60, 2, 3, seed=7)
        model = self.fit(rows, labels, C=100.0, warm_start=True)
        before = purelr.log_loss(labels, model.predict_proba(rows))
        model.set_params(C=math.inf, baseline=1).fit(rows, labels)
        close(model.result_.start.objective, before, 1e-12)
