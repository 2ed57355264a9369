"""Columns that are constant, tiny or huge. Right values are from closed forms and 50-digit arithmetic."""

from __future__ import annotations

import math
import re
import warnings

import pytest

import purelr
from purelr import LogisticRegression, StandardScaler
from purelr.cli.main import main
from purelr.testing import close
from purelr.training.fitting import LONG

from ..backends_here import HERE, per_backend
from ..samples import problem


class _Scales:
    def fit(self, X, y, sample_weight=None, **options):
        return LogisticRegression(backend=self.backend, **options).fit(X, y, sample_weight)

    @pytest.mark.parametrize("value", [1.0, 3.0, 0.1, -0.3, 1e-8, 1e15, 1e18, 1e300, 1e-300, 123456.789])
    @pytest.mark.parametrize("n", [37, 100, 1013])
    def test_a_constant_column_counts_for_nothing(self, n, value):
        """Its variance is rounding, which grew past the bound for it: a column of ones had a coefficient of -18.9."""
        x = [4.0 * i / (n - 1) - 2.0 for i in range(n)]
        y = [int(math.sin(7.0 * v) + v > 0.0) for v in x]
        for solver in ("newton", "lbfgs"):
            for weights in (None, [1.0 + i % 3 for i in range(n)]):
                right = self.fit([[v] for v in x], y, weights, standardize=True, solver=solver)
                found = self.fit([[v, value] for v in x], y, weights, standardize=True, solver=solver)
                assert found.result_.converged
                assert found.coef_[0][1] == 0.0
                close(found.coef_[0][0], right.coef_[0][0], 1e-9)
                close(found.intercept_[0], right.intercept_[0], 1e-9)

    def test_the_case_of_the_line_of_a_hundred(self):
        """1.8509, by Newton's method in 50 digits on the column over its own deviation."""
        x = [4.0 * i / 99 - 2.0 for i in range(100)]
        y = [int(math.sin(7.0 * v) + v > 0.0) for v in x]
        assert round(self.fit([[v, 1.0] for v in x], y, standardize=True).coef_[0][0], 4) == 1.8509

    def test_small_changes_beside_a_large_mean_are_none_of_rounding(self):
        """The look at n and the mean alone would take this for a constant."""
        X, y = problem(400, 1, seed=5)
        moved = [[1e9 + 2.0**-20 * round(x * 4.0)] for (x,) in X]
        plain = [[round(x * 4.0)] for (x,) in X]
        right, found = (self.fit(rows, y, C=math.inf) for rows in (plain, moved))
        close(found.coef_[0][0] * 2.0**-20, right.coef_[0][0], 1e-7)

    def test_a_penalty_that_is_small_beside_a_rounded_probability(self):
        """All is at e^-59, where ŷ − y is rounding unless it comes from its own tail. By Newton's method in 60 digits."""
        rows = [[1.6e18 + 8.64e13 * i] for i in range(20)]
        for solver in ("newton", "coordinate_descent"):
            model = self.fit(rows, [int(i >= 10) for i in range(20)], solver=solver)
            assert model.result_.converged
            assert math.isclose(model.coef_[0][0], 1.3750586464239228906e-12, rel_tol=1e-11)
            assert math.isclose(model.intercept_[0], -2201222.4824152613809, rel_tol=1e-11)

    def test_lbfgs_goes_on_to_where_the_gradient_is_small_beside_the_objective(self):
        rows = [[1.6e18 + 8.64e13 * i] for i in range(20)]
        model = self.fit(rows, [int(i >= 10) for i in range(20)], solver="lbfgs")
        assert model.result_.converged
        assert math.isclose(model.coef_[0][0], 1.3750586464239228906e-12, rel_tol=1e-6)

    def test_of_three_classes_such_a_penalty_is_refused_in_words(self):
        rows, labels = [[8.64e13 * (i - 9.5)] for i in range(20)], [(i > 5) + (i > 12) for i in range(20)]
        with pytest.warns(purelr.ConvergenceWarning, match="beside an objective of .* scale the columns"):
            model = self.fit(rows, labels, max_iter=60)
        assert not model.result_.converged
        assert self.fit(rows, labels, standardize=True).result_.converged

    @pytest.mark.parametrize("far", [1e3, 1e6, 1e9, 1e12, 1e15])
    def test_one_row_far_out(self, far):
        """It is certain and has no say: all numbers are those without it. By Newton's method in 60 digits; of 1e9 the
        coefficient was off in the third digit and the summary refused, 1e12 and 1e15 passed for separated."""
        rows = [[k / 10.0 - 1.0] for k in range(21)] + [[far]]
        labels = [int(i > 10) ^ (i in (4, 9, 12)) for i in range(21)] + [1]
        for solver in ("newton", "lbfgs"):
            seen = []
            model = self.fit(rows, labels, C=math.inf, solver=solver, tol=1e-10, callback=seen.append)
            assert model.result_.converged
            close([model.intercept_[0], model.coef_[0][0]], [0.21026770957944693, 4.092385234093533], 1e-9)
            close(model.std_error(), [0.6529430446671302, 1.654722627939831], 1e-9)
            assert [record.iteration for record in seen] == list(range(1, model.n_iter_ + 1))
            assert f": {model.n_iter_} iterations" in model.result_.message
        labels = [int(i * i % 7 < 3 or i > 13) for i in range(21)] + [1]
        for C, right in (
            (1.0, [1.4815107498585636, 0.5542028940650869]),
            (100.0, [1.573493605248, 1.0708922967315313]),
        ):
            for solver in ("newton", "coordinate_descent"):
                model = self.fit(rows, labels, C=C, solver=solver)
                assert model.result_.converged
                close([model.intercept_[0], model.coef_[0][0]], right, 1e-9)

    def test_a_callback_that_stops_is_heeded_at_the_look_at_the_coordinates_too(self):
        rows = [[k / 10.0 - 1.0] for k in range(21)] + [[1e9]]
        labels = [int(i > 10) ^ (i in (4, 9, 12)) for i in range(21)] + [1]
        seen = []
        stop = lambda record: seen.append(record.iteration) or record.iteration == LONG  # noqa: E731
        for solver in ("coordinate_descent", "newton"):
            seen.clear()
            model = self.fit(rows, labels, solver=solver, callback=stop)
            assert max(seen) <= LONG
            assert (model.n_iter_ == LONG) == ("stopped by the callback" in model.result_.message)

    @pytest.mark.parametrize("gap", [1e-5, 3e-6, 1e-6, 1e-7])
    def test_a_pair_that_overlaps_by_a_little_is_no_separation(self, gap):
        """The optimum, by Newton's method in 60 digits."""
        right = {1e-5: 99.03042554008569, 3e-6: 111.07308764171775, 1e-6: 122.06016617677074, 1e-7: 145.08650984229288}
        error = {1e-5: 999.7025244793308, 3e-6: 1825.5623998021722, 1e-6: 3162.165356526575, 1e-7: 9999.958728584268}
        x = [k / 10.0 - 1.0 for k in range(21) if k != 10] + [-gap, gap]
        model = self.fit([[v] for v in x], [int(v > 0.0) for v in x[:-2]] + [1, 0], C=math.inf)
        assert model.result_.converged
        # The information along the column is 1e-6 and less: of a gradient of rounding.
        close(model.coef_[0][0], right[gap], 1e-10, 1.0)
        close(model.std_error()[1], error[gap], 1e-9)

    @pytest.mark.parametrize("options", [{}, {"C": math.inf}, {"C": math.inf, "firth": True}, {"l1_ratio": 0.5}])
    @pytest.mark.parametrize("weights", [[5e-324, 1e-8] * 3, [1.0] * 5 + [1e300], [1e-300] * 6, [1e300] * 6])
    def test_weights_of_every_size_are_a_fit_or_a_sentence(self, weights, options):
        rows, labels = [[0.0], [1.0], [2.0], [3.0], [1.5], [2.5]], [0, 0, 1, 1, 1, 0]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", purelr.ConvergenceWarning)
            warnings.simplefilter("error", RuntimeWarning)
            try:
                model = self.fit(rows, labels, weights, **options)
            except ValueError as error:
                assert "must be" in str(error)  # noqa: PT017
                return
        assert all(map(math.isfinite, [model.intercept_[0], model.coef_[0][0], model.result_.objective]))

    def test_an_objective_beyond_the_floats_is_refused(self):
        with pytest.raises(ValueError, match=r"X and sample_weight must be such that sums .* got an objective of inf"):
            self.fit([[0.0]] * 9 + [[1.0]], [0] * 9 + [1], [1.0] * 9 + [1e300], C=math.inf, firth=True)

    @pytest.mark.parametrize("l1_ratio", [0.0, 0.5])
    def test_a_strength_beyond_the_floats(self, l1_ratio):
        rows, labels = problem(40, 2, seed=9)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            model = self.fit(rows, labels, C=1e-320, l1_ratio=l1_ratio)
        close(model.coef_[0], [0.0, 0.0], 1e-300)

    def test_a_column_that_varies_where_nothing_counts_is_constant(self):
        X, y = problem(40, 1, seed=6)
        rows = [[x, 0.1] for (x,) in X]
        rows[7][1] = 5.0
        weights = [float(i != 7) for i in range(40)]
        assert self.fit(rows, y, weights, standardize=True).coef_[0][1] == 0.0

    @pytest.mark.parametrize("scale", [1e-310, 5e-324])
    def test_a_coefficient_beyond_the_range_of_a_float_is_an_error(self, scale):
        for options in ({"C": math.inf}, {"standardize": True}):
            with pytest.raises(
                ValueError, match=r"X must be of columns whose coefficients are within the range of a float"
            ):
                self.fit([[scale * i] for i in (1, 2, 3, 4)], [0, 1, 0, 1], **options)

    @pytest.mark.parametrize("scale", [1e-300, 1e-200, 1e200, 1e300])
    def test_columns_of_any_scale_that_a_coefficient_can_have(self, scale):
        X, y = problem(50, 1, seed=7)
        right = self.fit(X, y, standardize=True)
        found = self.fit([[x * scale] for (x,) in X], y, standardize=True)
        close(found.coef_[0][0] * scale, right.coef_[0][0], 1e-9)


per_backend(_Scales)


@pytest.mark.parametrize("value", [3.0, 0.1, 1e18, -7.3])
@pytest.mark.parametrize("n", [1, 2, 37, 1000, 4999])
def test_the_scale_of_a_constant_is_1(n, value):
    scaler = StandardScaler().fit([[value]] * n)
    assert (scaler.mean_, scaler.scale_) == ([value], [1.0])
    assert scaler.transform([[value]]) == [[0.0]]


@pytest.mark.parametrize("cell", ["1", "0.1", "1e200"])
@pytest.mark.parametrize("stream", [[], ["--stream"]])
def test_a_constant_or_huge_column_on_the_command_line(tmp_path, capsys, cell, stream):
    data, model = tmp_path / "d.csv", tmp_path / "m.json"
    X, y = problem(120, 1, seed=8)
    signs = [1, -1] if cell == "1e200" else [1]
    lines = [f"{x!r},{'-' * (signs[i % len(signs)] < 0)}{cell},{label}" for i, ((x,), label) in enumerate(zip(X, y))]
    data.write_text("\n".join(["x,c,y", *lines]), encoding="utf-8")
    assert main(["fit", str(data), "--target", "y", "-o", str(model), *stream]) == 0
    assert "nan" not in capsys.readouterr().out
    (coefs,) = purelr.load(model).coef_
    assert (coefs[1] == 0.0) == (cell != "1e200")
    assert abs(coefs[1]) < 1e-199


def test_columns_at_the_end_of_the_range_of_a_float(recwarn):
    """A scale of inf became one of 0.5, and NumPy's warning of the overflow that followed reached the user."""
    rows = [[0.0], [1.7e308], [-1.7e308]]
    names = ["pure", "numpy"] if "numpy" in HERE else ["pure", "pure"]
    pure, other = [LogisticRegression(backend=name, standardize=True).fit(rows, [0, 0, 1]) for name in names]
    assert not recwarn.list
    close(other.coef_[0][0] * 1e308, pure.coef_[0][0] * 1e308, 1e-9)
    # Of -1.22, 0, 1.22 and labels 1, 0, 0 with C = 1.
    right = LogisticRegression(standardize=True).fit([[0.0], [1.7], [-1.7]], [0, 0, 1])
    close(pure.coef_[0][0] * 1e308, right.coef_[0][0], 1e-9)


def test_the_log_loss_of_a_sure_and_wrong_answer_is_45_wherever_it_is_said(tmp_path, capsys):
    """Two rows with log-odds 90, one of them on the wrong side: (90 + 0) / 2. It was 18.02 in the report and metrics."""
    model = LogisticRegression().fit([[-1.0], [1.0]], [0, 1])
    model.coef_, model.intercept_ = [[90.0]], [0.0]
    X, y = [[1.0], [1.0]], [0, 1]
    assert purelr.log_loss(y, model.predict_proba(X)) == 45.0
    assert re.search(r"Log loss\W*(<[^>]*>\W*)*45\b", purelr.html_report(model, X, y))
    model.feature_names_in_ = ["x"]
    model.save(tmp_path / "m.json")
    (tmp_path / "d.csv").write_text("x,y\n1.0,0\n1.0,1\n", encoding="utf-8")
    assert main(["evaluate", str(tmp_path / "m.json"), str(tmp_path / "d.csv"), "--target", "y"]) == 0
    assert "log-loss 45.0000" in capsys.readouterr().out


@pytest.mark.parametrize("value", [0.1, 1e15, -7.3, 0.7, 1.4, 2.7, 2.8, 3.1, 3.5, 5.4])
def test_a_constant_column_of_a_stream_in_many_pieces(tmp_path, monkeypatch, capsys, value):
    """The means of two pieces differ by rounding."""
    monkeypatch.setattr("purelr.training.disk_rows.CHUNK", 14)
    data, model = tmp_path / "d.csv", tmp_path / "m.json"
    X, y = problem(300, 1, seed=9)
    data.write_text("\n".join(["x,c,y", *[f"{x!r},{value},{k}" for (x,), k in zip(X, y)]]), encoding="utf-8")
    assert main(["fit", str(data), "--target", "y", "-o", str(model), "--stream", "--test-share", "0"]) == 0
    assert purelr.load(model).coef_[0][1] == 0.0
