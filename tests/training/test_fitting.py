"""Callbacks, warm starts, options and weights that are refused."""

from __future__ import annotations

import inspect
import math
import warnings

import pytest

import purelr
from purelr import LogisticRegression
from purelr.testing import close

from ..backends_here import PerBackend, per_backend
from ..samples import many_classes, problem


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
    assert list(model.get_params())[:3] == ["formula", "C", "l1_ratio"]
    assert list(model.get_params()) == list(inspect.signature(LogisticRegression.__init__).parameters)[1:]
    assert purelr.LR(7).get_params() == {"seed": 7, "backend": None, "start": "random", "callback": None}
    assert LogisticRegression(**model.get_params()).get_params() == model.get_params()
    with pytest.raises(ValueError, match="parameter must be one of formula, C, l1_ratio, "):
        model.set_params(C=1.0, D=2.0)
    assert model.C == 3.0
    assert model.set_params(C=1.0, tol=1e-6) is model
    assert (model.C, model.tol) == (1.0, 1e-6)


@per_backend
class _Fitting(PerBackend):
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
