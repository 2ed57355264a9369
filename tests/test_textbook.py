"""LR, the textbook's class, as a person uses it."""

from __future__ import annotations

import math

import pytest

import purelr
from purelr import LR
from purelr.testing import close

from .backends_here import per_backend
from .samples import LABELS, ROWS, problem


class TestTextbook:
    X, y = [[0.5], [1.0], [2.0], [2.5], [3.0], [4.0]], [0, 0, 1, 0, 1, 1]

    def test_it_starts_where_it_is_told_to(self):
        """The programs that people follow start from zeros: the first loss is ln 2, the first step n⁻¹ Xᵀ (y − ½)."""
        model = purelr.LR(start="zeros").fit(self.X, self.y, epochs=1, learning_rate=1.0)
        close(model.loss[0], math.log(2.0), 1e-15)
        close(model.weights, [0.0, sum(x * (t - 0.5) for (x,), t in zip(self.X, self.y)) / 6.0], 1e-15)
        again = purelr.LR(start=model.weights).fit(self.X, self.y, epochs=1, learning_rate=1.0)
        two = purelr.LR(start="zeros").fit(self.X, self.y, epochs=2, learning_rate=1.0)
        assert again.weights == two.weights
        with pytest.raises(ValueError, match="start must be 2 weights, intercept first; got 3"):
            purelr.LR(start=[1.0, 2.0, 3.0]).fit(self.X, self.y)
        with pytest.raises(ValueError, match="start must be"):
            purelr.LR(start="ones").fit(self.X, self.y)

    def test_a_callback_sees_each_epoch_and_can_stop(self):
        seen = []
        model = purelr.LR(callback=lambda r: seen.append((r.iteration, r.intercept + r.coef[0])) or r.iteration == 3)
        model.fit(self.X, self.y)
        assert [k for k, _ in seen] == [1, 2, 3]
        assert seen[-1][1] == model.weights

    def test_it_is_a_classifier_among_others(self):
        X, y = problem(60, 2, seed=4)
        model = purelr.LR().fit(X, y, 300, 0.5)
        assert model.classes_ == [0, 1]
        assert model.n_features_in_ == 2
        assert model.score(X, y) == purelr.accuracy_score(y, model.predict(X))
        assert not hasattr(purelr.LR(), "n_features_in_")
        for scoring in ("log_loss", "brier", "accuracy", "roc_auc"):
            assert math.isfinite(purelr.cross_validate(purelr.LR(), X, y, scoring=scoring).mean)
        assert repr(purelr.LR(start="zeros")) == "LR(start='zeros')"

    def test_a_model_made_by_hand_predicts(self):
        model = purelr.LogisticRegression()
        model.coef_, model.intercept_, model.classes_ = [[1.0, -2.0]], [0.5], ["no", "yes"]
        assert model.predict([[1.0, 0.0], [0.0, 1.0]]) == ["yes", "no"]
        close(model.predict_proba([[1.0, 0.0], [0.0, 1.0]])[0][1], 1.0 / (1.0 + math.exp(-1.5)), 1e-15)
        with pytest.raises(ValueError, match="X must be of 2 columns"):
            model.predict([[1.0], [2.0]])


@per_backend
class _Textbook:
    backend = None

    def test_fit_returns_self_and_records_the_loss_before_and_after(self):
        model = LR(backend=self.backend)
        assert model.fit(ROWS, LABELS) is model
        assert len(model.loss) == 26
        assert len(model.weights) == 3
        start = LR(backend=self.backend).fit(ROWS, LABELS, epochs=0)
        assert start.loss == model.loss[:1]
        close(model.loss_func(ROWS, LABELS, start.weights), model.loss[0], 1e-15)
        close(model.loss_func(ROWS, LABELS, model.weights), model.loss[-1], 1e-15)

    def test_predict_is_a_list_of_0_and_1_at_the_threshold_of_one_half(self):
        model = LR(backend=self.backend).fit(ROWS, LABELS, epochs=300, learning_rate=0.5)
        predicted = model.predict(ROWS)
        assert predicted == [1 if p >= 0.5 else 0 for p in model.predict_proba(ROWS)]
        assert type(predicted) is list
        assert {type(k) for k in predicted} == {int}
        model.weights = [0.0, 0.0, 0.0]
        assert model.predict([[5.0, 5.0]]) == [1]

    def test_the_steps_alone(self):
        model = LR(backend=self.backend)
        assert model.add_intercept([[5, 6]]) == [[1.0, 5.0, 6.0]]
        assert model.sigmoid(0) == 0.5
        assert model.sigmoid([0.0, -1000.0]) == [0.5, 0.0]
        close(model.loss_func([[1.0, 2.0]], [1], [0.0, 1.0]), math.log1p(math.exp(-2.0)), 1e-15)
        close(model.loss_func([[2.0]], [1], [0.0, 1.0]), math.log1p(math.exp(-2.0)), 1e-15)

    def test_seeds_differ_and_repeat(self):
        fit = lambda seed: LR(seed, self.backend).fit(ROWS, LABELS).weights  # noqa: E731
        assert fit(3) == fit(3) != fit(4)

    def test_fitting_again_starts_again(self):
        model = LR(backend=self.backend).fit(ROWS, LABELS)
        weights = model.weights
        assert model.fit(ROWS, LABELS).weights == weights
