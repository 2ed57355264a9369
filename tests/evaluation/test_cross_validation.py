"""Folds, scores of rows that were held back, and the choice of C."""

from __future__ import annotations

import math

import pytest

import purelr
from purelr import LogisticRegression
from purelr.basics.random_numbers import SplitMix64

from ..backends_here import Unpenalised, per_backend
from ..samples import problem, relative


def test_folds_are_the_same_everywhere():
    rows, labels = problem(12, 1, seed=73, noise=4.0)
    seen = []
    purelr.cross_validate(
        LogisticRegression(), rows, labels, 2, lambda model, X, y: seen.append([rows.index(x) for x in X]) or 0.0
    )
    assert seen == [[1, 2, 3, 6, 8, 9], [0, 4, 5, 7, 10, 11]]


def test_what_the_choice_of_c_refuses():
    rows, labels = problem(40, 2, seed=74)
    model = LogisticRegression()
    with pytest.raises(ValueError, match="folds must be a whole number of at least 2"):
        purelr.cross_validate(model, rows, labels, folds=1)
    with pytest.raises(ValueError, match="folds must be at most the number of rows of each class; got 30 for"):
        purelr.cross_validate(model, rows, labels, folds=30)
    with pytest.raises(ValueError, match="scoring must be a function or one of log_loss, brier, accuracy, roc_auc"):
        purelr.cross_validate(model, rows, labels, scoring="f1")
    for value in (math.nan, "good", None):
        with pytest.raises(ValueError, match="scoring must be a function that returns a finite number; got "):
            purelr.cross_validate(model, rows, labels, scoring=lambda *_, value=value: value)
    counted = [1.0] * 8 + [0.0] * (len(rows) - 8)
    with pytest.raises(ValueError, match="sample_weight must be above 0 in some row"):
        purelr.cross_validate(model, rows, labels, folds=8, sample_weight=counted)
    with pytest.raises(ValueError, match="Cs must be a positive number; got -1"):
        purelr.choose_C(model, rows, labels, [1.0, -1.0])
    with pytest.raises(ValueError, match="Cs must be at least one number"):
        purelr.choose_C(model, rows, labels, [])
    with pytest.raises(ValueError, match='rule must be "best" or "one_se"'):
        purelr.choose_C(model, rows, labels, rule="worst")
    with pytest.raises(ValueError, match="as long as X, 40 rows"):
        purelr.cross_validate(model, rows, labels[1:])


@per_backend
class _CrossValidation(Unpenalised):
    def test_cross_validation_holds_rows_back(self):
        rows, labels = problem(60, 3, seed=68)
        model = LogisticRegression(C=0.5, backend=self.backend)
        found = purelr.cross_validate(model, rows, labels, folds=4, random_state=3)
        assert len(found.scores) == 4
        assert not hasattr(model, "coef_")
        # The folds by hand: each class shuffled, and dealt out like cards.
        stream = SplitMix64(3)
        order = [i for k in (0, 1) for i in stream.shuffled([i for i in range(60) if labels[i] == k])]
        held = order[1::4]
        kept = [i for i in range(60) if i not in held]
        fitted = LogisticRegression(C=0.5, backend=self.backend).fit([rows[i] for i in kept], [labels[i] for i in kept])
        probas = fitted.predict_proba([rows[i] for i in held])
        loss = -sum(math.log(p[labels[i]]) for p, i in zip(probas, held)) / len(held)
        relative([found.scores[1]], [loss], 1e-9)
        relative([found.mean], [sum(found.scores) / 4.0], 1e-14)

    def test_scores_by_name_and_by_function(self):
        rows, labels = problem(60, 3, seed=69)
        model = LogisticRegression(backend=self.backend)

        def score(name):
            return purelr.cross_validate(model, rows, labels, 3, name)

        assert 0.5 < score("accuracy").mean <= 1.0
        assert 0.5 < score("roc_auc").mean <= 1.0
        assert 0.0 < score("brier").mean < 0.25
        by_hand = score(lambda fitted, X, y: purelr.roc_auc_score(y, [p[1] for p in fitted.predict_proba(X)]))
        relative(by_hand.scores, score("roc_auc").scores, 1e-12)

    def test_a_path_finds_what_single_fits_find(self):
        rows, labels = problem(60, 6, seed=70, noise=6.0)
        model = LogisticRegression(backend=self.backend)
        Cs = [10.0, *[0.01 * 1.3**k for k in range(20)]]
        choice = purelr.choose_C(model, rows, labels, Cs)
        assert choice.Cs == sorted(Cs)
        for C, result in zip(choice.Cs, choice.results):
            alone = purelr.cross_validate(LogisticRegression(C=C, backend=self.backend), rows, labels)
            relative(result.scores, alone.scores, 1e-8)
        best = min(choice.results, key=lambda result: result.mean)
        assert choice.results[choice.Cs.index(choice.C)] is best
        assert choice.model.C == choice.C
        assert not choice.model.warm_start
        simple = purelr.choose_C(model, rows, labels, Cs, rule="one_se")
        assert (
            min(C for C, result in zip(choice.Cs, choice.results) if result.mean <= best.mean + best.std_error)
            == simple.C
        )
        assert simple.C < choice.C


@pytest.mark.parametrize("model", [purelr.LogisticRegression, purelr.LR, 3, object()])
def test_what_is_no_model_is_not_cross_validated(model):
    with pytest.raises(ValueError, match="model must be a LogisticRegression or LR, fitted or not; got"):
        purelr.cross_validate(model, [[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1], folds=2)
