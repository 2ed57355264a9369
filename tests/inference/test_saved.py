"""What a pickle, and a file with sums, know of the fit."""

from __future__ import annotations

import pickle

import pytest

from purelr import (
    StandardScaler,
    html_report,
    influence,
    likelihood_ratio_test,
    load,
    marginal_effects,
)
from purelr.testing import close

from ..backends_here import Unpenalised, per_backend
from ..samples import reference, relative


@per_backend
class _Saved(Unpenalised):
    def low_birth_weight(self, **options):
        rows, target, names, _ = reference("low_birth_weight")
        return self.fit(rows, target, **options), names

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

    def test_a_scaler_that_saw_other_rows_comes_before_leverage_and_effects(self, tmp_path):
        """The scaler's columns have neither mean 0 nor deviation 1 in the fit: two shifts and two scales go together."""
        rows, labels, _, _ = reference("low_birth_weight")
        scaler = StandardScaler().fit([[3.0 * v + j for j, v in enumerate(row)] for row in rows[:60]])
        scaled = self.fit(scaler.transform(rows), labels)
        scaled.save(tmp_path / "model.json", scaler=scaler, sums=True)
        copy = load(tmp_path / "model.json")
        copy.backend = self.backend
        own, given = influence(scaled, scaler.transform(rows), labels), influence(copy, rows, labels)
        for name in own.columns:
            close(getattr(given, name), getattr(own, name), 1e-11)
        effects = marginal_effects(copy, rows)
        plain = marginal_effects(self.fit(rows, labels), rows)
        relative(effects.value, plain.value, 1e-9)
        relative(effects.std_error, plain.std_error, 1e-9)
