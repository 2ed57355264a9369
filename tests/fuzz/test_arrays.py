"""Arrays of every scale through every public function: finite numbers, or one sentence."""

from __future__ import annotations

import copy
import math
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

import purelr

SCALES = [1.0, 0.0, 1e-300, 5e-324, 1e-160, 1e-17, 1e9, 1e18, 1e160, 1e200, 1.7e308]
values = st.sampled_from([0.0, 1.0, -1.0, 2.0, 0.5, -0.0, 3.0, 1e-9]) | st.floats(-4.0, 4.0)
weights = st.sampled_from([1.0, 2.0, 0.0, 5e-324, 1e-8, 1e300, 1.7e308]) | st.floats(0.5, 2.0)
Cs = st.sampled_from([1.0, math.inf, 1e-320, 1e-8, 1e8, 1e300])


@st.composite
def problems(draw):
    """Rows, labels and weights: columns of any scale and shift, constant ones, copies of another."""
    n, p = draw(st.integers(2, 12)), draw(st.integers(1, 3))
    columns = []
    for _ in range(p):
        scale, shift = draw(st.sampled_from(SCALES)), draw(st.sampled_from([0.0, 0.0, 1.0, 1e6, 1e15]))
        column = [value * scale + shift for value in draw(st.lists(values, min_size=n, max_size=n))]
        columns.append(draw(st.sampled_from([column, column, [column[0]] * n, *columns])))
    columns = [[x if abs(x) <= 1.7e308 else 1.7e308 for x in column] for column in columns]
    K = draw(st.sampled_from([2, 2, 3]))
    y = draw(st.lists(st.integers(0, K - 1), min_size=n, max_size=n))
    given_weights = draw(st.none() | st.lists(weights, min_size=n, max_size=n))
    return [list(row) for row in zip(*columns)], y, given_weights


models = st.fixed_dictionaries(
    {"C": Cs},
    optional={
        "standardize": st.booleans(),
        "firth": st.just(True),
        "l1_ratio": st.sampled_from([0.5, 1.0]),
        "solver": st.sampled_from(["newton", "lbfgs", "cd", "gd"]),
        "fit_intercept": st.booleans(),
        "max_iter": st.sampled_from([1, 50]),
    },
)


def finite(value):
    """Every number inside a result is finite."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict):
        return all(map(finite, value.values()))
    if hasattr(value, "tolist"):
        return finite(value.tolist())
    return all(map(finite, value)) if isinstance(value, (list, tuple)) else True


def answer(call, *arguments, **options):
    """What a call gives, all finite; None where it ends with a sentence. Anything else fails the test."""
    try:
        value = call(*arguments, **options)
    except (ValueError, purelr.SingularMatrixError) as error:
        assert " must " in str(error) or "columns" in str(error), repr(error)  # noqa: PT017
        assert not isinstance(error, ArithmeticError), repr(error)  # noqa: PT017
        return None
    assert finite(value), value
    return value


def cooks_distances(model, X, y):
    """Of the rows that some coefficient does not rest on alone: there the distance is inf, and said to be."""
    rows = purelr.influence(model, X, y)
    return [d for d, h in zip(rows.cooks_distance, rows.leverage) if h < 1.0 - 1e-12]


@pytest.fixture(params=["pure", "numpy"])
def backend(request):
    return request.param


@given(problem=problems(), options=models)
def test_fits_of_any_scale(tried, backend, problem, options):
    tried()
    X, y, sample_weight = problem
    before = copy.deepcopy(problem)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", purelr.ConvergenceWarning)
        model = answer(purelr.LogisticRegression(backend=backend, **options).fit, X, y, sample_weight)
        if model is not None:
            assert finite([model.coef_, model.intercept_, model.result_.objective])
            proba = answer(model.predict_proba, X)
            assert proba is None or all(abs(sum(row) - 1.0) < 1e-9 for row in proba)
            answer(model.predict, X)
            if model.result_.converged and options["C"] == math.inf and "l1_ratio" not in options:
                answer(lambda: model.summary(method="wald").to_dict())
                answer(cooks_distances, model, X, y)
    assert repr(problem) == repr(before)


@given(
    problem=problems(),
    score=st.lists(st.sampled_from([0.0, 1.0, 5e-324, 0.5, 1.0 - 2**-53]) | st.floats(0, 1), min_size=12, max_size=12),
)
def test_measures_of_any_probabilities(tried, problem, score):
    tried()
    _, y, sample_weight = problem
    y, score = [min(label, 1) for label in y], score[: len(y)]
    for measure in (
        purelr.brier_score,
        purelr.roc_auc_score,
        purelr.average_precision_score,
        purelr.precision_recall_curve,
        purelr.hosmer_lemeshow,
        purelr.calibration_table,
    ):
        answer(measure, y, score, sample_weight=sample_weight)
    answer(lambda: purelr.roc_curve(y, score, sample_weight)[:2])  # its first threshold is inf, as scikit-learn has it
    answer(
        lambda: purelr.best_threshold(y, score, sample_weight=sample_weight)[1]
    )  # inf: no row is of the second class
    answer(purelr.log_loss, y, score)
    answer(purelr.accuracy_score, y, y, sample_weight)
    for picture in (purelr.plot.roc, purelr.plot.calibration, purelr.plot.histogram, purelr.plot.precision_recall):
        drawn = answer(picture, y, score, sample_weight=sample_weight)
        assert drawn is None or "nan" not in drawn.svg


@given(
    numbers=st.lists(
        st.sampled_from([5e-324, 1e-300, 1.0, 1e300, 1.7e308]) | st.floats(0, 1e308), min_size=1, max_size=9
    )
)
def test_a_scaler_and_a_curve_of_any_scale(tried, numbers):
    tried()
    scaler = answer(purelr.StandardScaler().fit, [[x] for x in numbers])
    if scaler is not None:
        assert all(s > 0.0 for s in scaler.scale_)
        answer(scaler.transform, [[x] for x in numbers])
    drawn = answer(purelr.plot.loss, numbers)
    assert drawn is None or "nan" not in drawn.svg
    answer(purelr.variance_inflation_factors, [[x, -y] for x, y in zip(numbers, reversed(numbers))])
