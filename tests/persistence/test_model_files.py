"""Model files: what is saved is what is loaded, on every backend."""

from __future__ import annotations

import json

import pytest

from purelr import LR, LogisticRegression, StandardScaler, load
from purelr.basics.random_numbers import SplitMix64
from purelr.testing import close

from ..backends_here import as_input, per_backend
from .common import FROZEN, LABELS, LABELS3, ROWS, saved

EXPECTED = json.loads((FROZEN / "expected.json").read_text(encoding="utf-8"))


def test_every_float_comes_back_to_the_last_bit(tmp_path):
    stream = SplitMix64(1)
    values = [(stream.uniform() - 0.5) * 2.0 ** (stream.below(2000) - 1000) for _ in range(3000)]
    values += [
        5e-324,
        -0.0,
        0.0,
        1.7976931348623157e308,
        2.2250738585072014e-308,
        1e22,
        1e16,
        123456789012345680.0,
        0.1,
    ]
    model = LR()
    model.weights = values
    _, again = saved(model, tmp_path)
    assert [w.hex() for w in again.weights] == [w.hex() for w in values]
    assert not hasattr(again, "result_")


def test_a_file_is_read_by_people(tmp_path):
    text = saved(LogisticRegression().fit(ROWS, LABELS3), tmp_path)[0].decode()
    lines = text.split("\n")
    assert lines[:4] == ["{", '  "format": "purelr model",', '  "version": 1,', '  "model": "LogisticRegression",']
    assert '  "classes": ["b", "c", "ä"],' in lines
    assert sum(line.startswith("    [") for line in lines) == 3
    assert max(len(line) for line in lines) < 120
    assert text.endswith("}\n")
    assert list(json.loads(text)) == [line[3:].partition('"')[0] for line in lines if line.startswith('  "')]


@per_backend
class _Files:
    backend = None

    @pytest.mark.parametrize("name", sorted(EXPECTED))
    def test_a_frozen_file_predicts_what_it_says(self, name, tmp_path):
        """The probabilities beside the files are of 60-digit arithmetic on the numbers in them."""
        model = load(FROZEN / name)
        model.backend = self.backend
        rows, expected = EXPECTED[name]["rows"], EXPECTED[name]["proba"]
        probas = model.predict_proba(rows)
        if isinstance(model, LR):
            probas = [[1.0 - p, p] for p in probas]
            close(probas, expected, 1e-14)
        else:
            close(probas, expected, 1e-12, scale=0.0)  # 30 products that partly cancel, in the exponent
        best = [row.index(max(row)) for row in expected]
        classes = [0, 1] if isinstance(model, LR) else model.classes_
        assert list(model.predict(rows)) == [classes[k] for k in best]
        model.backend = None
        assert saved(model, tmp_path)[0] == (FROZEN / name).read_bytes()

    def test_a_frozen_file_with_sums_has_its_standard_errors(self):
        """Those beside it are of 60-digit arithmetic on the rows of the fit, at the coefficients in the file."""
        model = load(FROZEN / "sums_v2.json")
        model.backend = self.backend
        close(model.std_error(), EXPECTED["sums_v2.json"]["std_error"], 1e-12, scale=0.0)
        assert model.summary()["race=white", "low"].odds_ratio < 0.3

    @pytest.mark.parametrize("labels", [LABELS, LABELS3], ids=["two", "three"])
    def test_a_loaded_model_is_the_model(self, labels, tmp_path):
        model = LogisticRegression(backend=self.backend).fit(ROWS, labels)
        _, again = saved(model, tmp_path)
        again.backend = self.backend
        for method in ("predict", "predict_proba", "predict_log_proba", "decision_function"):
            assert getattr(again, method)(ROWS) == getattr(model, method)(ROWS)
        assert again.score(ROWS, labels) == model.score(ROWS, labels)
        assert (again.coef_, again.intercept_, again.classes_) == (model.coef_, model.intercept_, model.classes_)
        assert (again.n_iter_, again.n_features_in_, again.result_.rows) == (model.n_iter_, 3, 40)
        assert again.result_.objective == model.result_.objective
        assert again.result_.converged is True
        assert again.fit(ROWS, labels).coef_ == model.coef_
        assert again.result_.trace

    def test_a_loaded_textbook_model_is_the_model(self, tmp_path):
        model = LR(seed=4, backend=self.backend).fit(ROWS, LABELS)
        _, again = saved(model, tmp_path)
        again.backend = self.backend
        assert type(again) is LR
        assert (again.seed, again.weights) == (4, model.weights)
        assert again.predict_proba(ROWS) == model.predict_proba(ROWS)
        assert (again.result_.n_iter, again.result_.rows, again.result_.objective) == (25, 40, model.loss[-1])
        assert again.fit(ROWS, LABELS).loss == model.loss

    @pytest.mark.parametrize("kind", [LR, LogisticRegression])
    def test_a_scaler_travels_with_the_model(self, kind, tmp_path):
        raw = [[1000.0 + 3.0 * x, 0.01 * y, z] for x, y, z in ROWS]
        scaler = StandardScaler().fit(raw)
        model = kind(backend=self.backend).fit(scaler.transform(raw), LABELS)
        first, again = saved(model, tmp_path, scaler)
        again.backend = self.backend
        close(again.predict_proba(raw), model.predict_proba(scaler.transform(raw)), 1e-14)
        assert again.predict(raw) == model.predict(scaler.transform(raw))
        close(again.predict_proba(raw[:1])[0], again.predict_proba(raw)[0], 1e-14)  # one row has a short way of its own
        assert saved(again, tmp_path)[0] == first
        assert not hasattr(again.fit(raw, LABELS, **({"epochs": 0} if kind is LR else {})), "scaler_")

    def test_the_input_decides_where_a_loaded_model_computes(self, tmp_path):
        X = as_input(self.backend_name, ROWS)
        model = LogisticRegression().fit(X, LABELS)
        text, again = saved(model, tmp_path)
        assert type(again.predict_proba(X)) is type(X)
        assert [list(row) for row in again.predict_proba(X)] == [list(row) for row in model.predict_proba(X)]
        assert b"numpy" not in text

    def test_the_bytes_do_not_depend_on_the_backend(self, tmp_path):
        fitted = LogisticRegression(backend="pure").fit(ROWS, LABELS3)
        model = LogisticRegression(backend=self.backend).fit(as_input(self.backend_name, ROWS), LABELS3)
        for name in ("coef_", "intercept_", "classes_"):  # the same numbers in the kinds of this backend
            value = getattr(fitted, name)
            setattr(model, name, as_input(self.backend_name, value))
        model.result_ = fitted.result_
        assert saved(model, tmp_path)[0] == saved(fitted, tmp_path)[0]

    def test_scalars_of_an_array_are_saved_as_pythons(self, tmp_path):
        whole, text = as_input(self.backend_name, [3, 7]), as_input(self.backend_name, ["a", "b"])
        strength, share = as_input(self.backend_name, [2.0, 0.25])
        for low, high in (whole, text):
            weights = {high: strength}
            model = LogisticRegression(C=strength, l1_ratio=share, max_iter=whole[1] * 10, class_weight=weights)
            model.fit(ROWS, [high if label else low for label in LABELS])
            _, again = saved(model, tmp_path)
            assert again.classes_ in ([3, 7], ["a", "b"])
            assert {type(label) for label in again.classes_} <= {int, str}
            assert (type(again.C), type(again.l1_ratio), type(again.max_iter)) == (float, float, int)
            assert list(again.class_weight.items()) == [(again.classes_[1], 2.0)]
