"""The two classes as a person uses them: what goes in, what comes out, and in what kind."""

from __future__ import annotations

import math
import sys
from array import array
from fractions import Fraction

import pytest

import purelr
from purelr import LR, GradientDescent, LogisticRegression, NotFittedError
from purelr.testing import close

from .backends_here import HERE, per_backend
from .data import problem

ROWS = [[0.5, 1.0], [1.0, 3.0], [2.0, 1.0], [2.5, 0.0], [3.0, 2.0], [4.0, 2.5]]
LABELS = [0, 0, 1, 0, 1, 1]


class Frame:
    """What purelr needs of a pandas frame: columns and to_numpy; `to_numpy` here gives lists."""

    def __init__(self, rows, columns):
        self.columns, self._rows = columns, rows

    def to_numpy(self):
        return self._rows


class PolarsLike(Frame):
    def rows(self):
        return [tuple(row) for row in self._rows]


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


@per_backend
class _Model:
    backend = None

    def fitted(self, X=ROWS, y=LABELS, **options):
        return LogisticRegression(solver=GradientDescent(0.5, 300), backend=self.backend, **options).fit(X, y)

    def test_results_have_the_shapes_of_scikit_learn(self):
        model = self.fitted()
        assert [len(row) for row in model.coef_] == [2]
        assert len(model.intercept_) == 1
        assert model.classes_ == [0, 1]
        assert model.n_features_in_ == 2
        assert len(model.decision_function(ROWS)) == 6
        for row in model.predict_proba(ROWS):
            assert len(row) == 2
            close(sum(row), 1.0, 2.3e-16)
        assert model.score(ROWS, LABELS) == sum(a == b for a, b in zip(model.predict(ROWS), LABELS)) / 6

    def test_the_second_class_is_predicted_where_the_log_odds_are_above_0(self):
        model = self.fitted(y=["low", "low", "up", "low", "up", "up"])
        model.coef_, model.intercept_ = [[1.0, 0.0]], [0.0]
        assert model.predict([[3.0, 9.0], [-3.0, 9.0], [0.0, 9.0]]) == ["up", "low", "low"]
        assert model.decision_function([[3.0, 9.0]]) == [3.0]
        assert model.predict_proba([[3.0, 9.0]])[0][1] > 0.95

    def test_both_tails_of_a_probability_keep_their_digits(self):
        model = self.fitted()
        model.coef_, model.intercept_ = [[1.0, 0.0]], [0.0]
        for z in (40.0, -40.0):
            small = min(model.predict_proba([[z, 0.0]])[0])
            assert abs(small / 4.248354255291589e-18 - 1.0) < 4e-16

    @pytest.mark.parametrize(
        ("names", "classes"),
        [
            ((0, 1), [0, 1]),
            ((-1, 1), [-1, 1]),
            ((2.5, 1.5), [1.5, 2.5]),
            (("no", "yes"), ["no", "yes"]),
            (("yes", "no"), ["no", "yes"]),
            ((False, True), [False, True]),
            ((Fraction(1, 2), Fraction(1, 3)), [Fraction(1, 3), Fraction(1, 2)]),
        ],
    )
    def test_labels_of_any_kind(self, names, classes):
        y = [names[label] for label in LABELS]
        model = self.fitted(y=y)
        assert model.classes_ == classes
        assert {type(label) for label in model.predict(ROWS)} <= {type(name) for name in names}
        first = self.fitted()
        assert model.score(ROWS, y) == first.score(ROWS, LABELS)
        sign = 1.0 if classes[1] == names[1] else -1.0
        close(model.coef_[0], [sign * c for c in first.coef_[0]], 1e-13)

    @pytest.mark.parametrize("row", [[0.5, 1.0], [1, True], [1e308, -1e308], [1e300, 1e300], [0.0, 0.0]])
    def test_one_row_is_as_one_of_many(self, row):
        model = self.fitted()
        model.coef_ = [[3.0, 4.0]]
        close(model.predict_proba([row])[0], model.predict_proba([row, row])[1], 2.3e-16)
        assert model.predict([row]) == model.predict([row, row])[:1]

    @pytest.mark.parametrize(
        "row", [["a", 1.0], [None, 1.0], [math.nan, 1.0], [10**400, 1.0], [1.0], [1.0, 2.0, 3.0], [[1.0], 2.0]]
    )
    def test_one_bad_row_is_refused_as_one_of_many(self, row):
        model = self.fitted()
        for predict in (model.predict, model.predict_proba, model.decision_function):
            with pytest.raises(ValueError) as alone:
                predict([row])
            with pytest.raises(ValueError) as first:
                predict([row, row])
            assert str(alone.value) == str(first.value)

    def test_without_an_intercept_there_is_none(self):
        model = self.fitted(fit_intercept=False)
        assert model.intercept_ == [0.0]
        close(model.decision_function(ROWS)[0], sum(c * x for c, x in zip(model.coef_[0], ROWS[0])), 1e-15)

    def test_the_penalty_is_scikit_learns(self):
        """The optimality condition itself: C Xᵀ (ŷ − y) + w = 0 for the coefficients, Σ (ŷ − y) = 0 for the intercept."""
        rows, labels = problem(80, 2, seed=1)
        model = LogisticRegression(C=0.1, solver=GradientDescent(2.0), tol=1e-12, backend=self.backend).fit(
            rows, labels
        )
        errors = [p[1] - y for p, y in zip(model.predict_proba(rows), labels)]
        close(sum(errors), 0.0, 1e-9)
        for j in range(2):
            close(0.1 * sum(e * row[j] for e, row in zip(errors, rows)) + model.coef_[0][j], 0.0, 1e-9)

    def test_no_penalty_is_an_infinite_c(self):
        rows, labels = problem(80, 2, seed=1)
        model = LogisticRegression(C=math.inf, solver=GradientDescent(4.0), tol=1e-10, backend=self.backend).fit(
            rows, labels
        )
        errors = [p[1] - y for p, y in zip(model.predict_proba(rows), labels)]
        close([sum(e * row[j] for e, row in zip(errors, rows)) for j in range(2)], [0.0, 0.0], 1e-7)

    @pytest.mark.parametrize("kind", [list, tuple, iter])
    def test_what_a_person_has(self, kind):
        expected = self.fitted().coef_
        rows = lambda: kind([kind(row) for row in ROWS]) if kind is not iter else iter(ROWS)  # noqa: E731
        assert self.fitted(rows(), kind(LABELS)).coef_ == expected
        assert self.fitted(Frame(ROWS, ["a", "b"]), array("d", LABELS)).coef_ == expected
        assert self.fitted(PolarsLike(ROWS, ["a", "b"]), LABELS).coef_ == expected
        assert self.fitted([array("d", row) for row in ROWS], LABELS).coef_ == expected
        assert self.fitted([[Fraction(x) for x in row] for row in ROWS], LABELS).coef_ == expected

    def test_the_same_object_can_be_fitted_and_asked_many_times(self):
        model = self.fitted()
        assert model.fit(ROWS, LABELS) is model
        assert model.predict(ROWS) == model.predict(ROWS)


def test_the_model_shows_the_options_that_were_changed():
    assert repr(LogisticRegression()) == "LogisticRegression()"
    model = LogisticRegression(C=2.0, solver=GradientDescent(0.5), fit_intercept=True)
    solver = "GradientDescent(learning_rate=0.5, epochs=None, start='zeros', seed=0)"
    assert repr(model) == f"LogisticRegression(C=2.0, solver={solver})"


BAD_DATA = [
    ([], [], "X must be at least one row; got none."),
    ([[]], [0], "X must be rows of at least one number; got an empty row 0."),
    ([[1.0, 2.0], [3.0]], [0, 1], "X must be rows of one length; got 1 numbers in row 1 where row 0 has 2."),
    (
        [[1.0], [math.nan]],
        [0, 1],
        "X must be finite; got nan in row 1, column 0. Drop or impute that row. NaN is not skipped.",
    ),
    ([[1.0, 2.0], [3.0, -math.inf]], [0, 1], "X must be finite; got -inf in row 1, column 1. Drop or impute that row."),
    ([[1.0], ["2"]], [0, 1], "X must be numbers; got '2' in row 1, column 0. Turn text into numbers first."),
    ([[1.0], [None]], [0, 1], "X must be numbers; got None in row 1, column 0. Drop or fill in that row."),
    ([[1.0], [1j]], [0, 1], "X must be numbers; got 1j in row 1, column 0. Complex data not supported."),
    (
        [[1], [10**400]],
        [0, 1],
        "X must be numbers that fit a float (below 1.8e308); got an integer of 1329 bits in row 1, column 0. "
        "Rescale that column.",
    ),
    ([1.0, 2.0], [0, 1], "X must be rows of numbers; got 1.0 in row 0. Write one column as [[1.0], [2.0]]."),
    (["12", "34"], [0, 1], "X must be rows of numbers; got '12' in row 0. Write one column as [[1.0], [2.0]]."),
    ("1234", [0, 1], "X must be a list; got '1234'."),
    (7, [0, 1], "X must be a list; got 7."),
    ({"a": [1.0]}, [0], "X must be a list; got {'a': [1.0]}."),
    ([[1.0], [2.0]], [0, 1, 1], "y must be as long as X, 2 rows; got 3 values."),
    ([[1.0], [2.0]], 5, "y must be a list; got 5."),
    ([[1.0], [2.0]], [0, None], "y must be labels without gaps; got None in row 1. Drop that row."),
    ([[1.0], [2.0]], [0, math.nan], "y must be labels without gaps; got nan in row 1. Drop that row."),
    ([[1.0], [2.0]], [[0], [1]], "y must be one label a row; got [0] in row 0. Flatten y."),
    ([[1.0], [2.0]], None, "y must be given; got None. A fit requires y to be passed, but the target y is None."),
]


@pytest.mark.parametrize("name", HERE)
@pytest.mark.parametrize(("X", "y", "message"), BAD_DATA)
@pytest.mark.parametrize("kind", [LR, LogisticRegression])
def test_bad_data_is_named_and_changes_nothing(name, X, y, message, kind):
    from .backends_here import backend_of

    model = kind(backend=backend_of(name))
    with pytest.raises(ValueError) as error:
        model.fit(X, y)
    assert str(error.value) == message
    assert set(vars(model)) == set(vars(kind()))
    model.fit(ROWS, LABELS)
    before = dict(vars(model))
    with pytest.raises(ValueError):
        model.fit(X, y)
    assert vars(model) == before


@pytest.mark.parametrize(
    ("kind", "y", "message"),
    [
        (LR, [0, 2], "y must be 0 or 1; got 2 in row 1. LogisticRegression takes labels of any kind."),
        (LR, ["0", "1"], "y must be 0 or 1; got '0' in row 0. LogisticRegression takes labels of any kind."),
        (
            LogisticRegression,
            [0, "a"],
            "y must be labels of one kind that can be sorted; got int, str. Turn them all into text, say.",
        ),
        (LR, [1, 1], "y must be of two classes; got one class, 1. There is nothing to tell apart."),
        (
            LogisticRegression,
            [1, 1],
            "y must be of at least two classes; got one class, 1. There is nothing to tell apart.",
        ),
        (
            LogisticRegression,
            [0.5, 0.25, 0.75],
            "y must be labels; got 3 different fractions such as 0.25. Unknown label type: continuous. "
            "For probabilities say soft=True.",
        ),
    ],
)
def test_bad_labels(kind, y, message):
    with pytest.raises(ValueError) as error:
        kind().fit([[float(i)] for i in range(len(y))], y)
    assert str(error.value) == message


class _NotAvailable:
    """Like pandas' NA: nothing can be said about it."""

    def __ne__(self, other):
        return self

    def __bool__(self):
        raise TypeError("boolean value of NA is ambiguous")

    def __str__(self):
        return "<NA>"


def test_a_label_that_is_not_available_is_a_gap():
    with pytest.raises(ValueError, match="y must be labels without gaps; got <NA> in row 1"):
        LR().fit([[1.0], [2.0]], [1, _NotAvailable()])


def test_a_bad_cell_of_a_frame_is_named_by_its_column():
    with pytest.raises(ValueError, match=r"got nan in row 1, column 'mean_area'\. Drop or impute that row\."):
        LR().fit(Frame([[1.0, 2.0], [1.0, math.nan]], ["mean_radius", "mean_area"]), [0, 1])


def test_a_sparse_matrix_is_refused_with_the_remedy():
    class Sparse:
        def toarray(self):
            return ROWS

    with pytest.raises(ValueError, match=r"X must be dense; got a sparse Sparse\. Call X.toarray\(\) first;"):
        LR().fit(Sparse(), LABELS)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"C": 0.0}, 'C must be a positive number; got 0.0. Use C=float("inf") for no penalty.'),
        ({"C": -1.0}, 'C must be a positive number; got -1.0. Use C=float("inf") for no penalty.'),
        ({"C": "1"}, "C must be a positive number; got '1'. Use C=float(\"inf\") for no penalty."),
        ({"tol": 0.0}, "tol must be a positive number; got 0.0."),
        ({"max_iter": -1}, "max_iter must be a whole number of at least 0; got -1."),
        ({"max_iter": True}, "max_iter must be a whole number of at least 0; got True."),
        (
            {"solver": "magic"},
            "solver must be auto, coordinate_descent, gd, lbfgs, newton, or a solver object; got 'magic'.",
        ),
        ({"solver": 3}, "solver must be auto, coordinate_descent, gd, lbfgs, newton, or a solver object; got 3."),
    ],
)
def test_bad_options(options, message):
    with pytest.raises(ValueError) as error:
        LogisticRegression(**options).fit(ROWS, LABELS)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: LR().fit(ROWS, LABELS, epochs=-1), "epochs must be a whole number of at least 0; got -1."),
        (lambda: LR().fit(ROWS, LABELS, learning_rate=-0.1), "learning_rate must be a positive number; got -0.1."),
        (lambda: LR(seed="a").fit(ROWS, LABELS), "seed must be a whole number of at least 0; got 'a'."),
        (
            lambda: LR().fit(ROWS, LABELS).predict([[1.0]]),
            "X must be of 2 columns, as in fit; got 1: X has 1 features, but LR is expecting 2 features as input.",
        ),
        (
            lambda: LogisticRegression(solver=GradientDescent(epochs=1)).fit(ROWS, LABELS).predict([[1.0] * 3]),
            "X must be of 2 columns, as in fit; got 3: X has 3 features, but LogisticRegression is expecting 2 features as input.",
        ),
        (lambda: LR().loss_func(ROWS, LABELS, [1.0]), "weights must be 3 numbers, the intercept's first; got 1."),
        (lambda: LR().loss_func(ROWS, [1], [0.0] * 3), "y must be as long as X, 6 rows; got 1 values."),
        (
            lambda: LR().sigmoid([math.nan]),
            "z must be finite; got nan in row 0. Drop or impute that row. NaN is not skipped.",
        ),
        (
            lambda: LogisticRegression(solver=GradientDescent(epochs=1)).fit(ROWS, LABELS).score(ROWS, [1]),
            "y must be as long as X, 6 rows; got 1 values.",
        ),
    ],
)
def test_bad_calls(call, message):
    with pytest.raises(ValueError) as error:
        call()
    assert str(error.value) == message


@pytest.mark.parametrize("kind", [LR, LogisticRegression])
def test_predict_before_fit(kind):
    with pytest.raises(NotFittedError, match=rf"{kind.__name__} must be fitted first; .* Call fit\(X, y\) first\."):
        kind().predict(ROWS)


if "numpy" in HERE:
    import numpy as np

    class TestKindsOfNumpy:
        """ndarray in, ndarray out, on whichever backend the arithmetic is done."""

        @pytest.mark.parametrize("backend", [None, "pure", "numpy"])
        def test_ndarray_in_ndarray_out(self, backend):
            X, y = np.array(ROWS), np.array(LABELS)
            model = LogisticRegression(solver=GradientDescent(0.5, 300), backend=backend).fit(X, y)
            lists = LogisticRegression(solver=GradientDescent(0.5, 300)).fit(ROWS, LABELS)
            for name, shape in (("coef_", (1, 2)), ("intercept_", (1,)), ("classes_", (2,))):
                assert isinstance(getattr(model, name), np.ndarray)
                assert getattr(model, name).shape == shape
            assert model.predict_proba(X).shape == (6, 2)
            assert model.predict_proba(X).dtype == np.float64
            assert model.predict(X).tolist() == lists.predict(ROWS)
            assert model.score(X, y) == lists.score(ROWS, LABELS)
            np.testing.assert_allclose(model.coef_, lists.coef_, rtol=1e-13)
            assert type(model.predict(ROWS)) is list

        def test_the_textbook_class_answers_in_the_kind_of_its_input(self):
            X = np.array(ROWS)
            model = LR().fit(X, np.array(LABELS))
            assert type(model.predict(X)) is np.ndarray
            assert model.predict(X).tolist() == model.predict(ROWS)
            assert type(model.predict(ROWS)) is list
            assert isinstance(model.predict_proba(X), np.ndarray)
            assert isinstance(model.add_intercept(X), np.ndarray)
            assert isinstance(model.sigmoid(X[0]), np.ndarray)
            np.testing.assert_allclose(model.weights, LR().fit(ROWS, LABELS).weights, rtol=1e-13)

        @pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "int32", "uint8", "bool", ">f8", "object"])
        def test_number_types(self, dtype):
            X = np.array([[0, 1], [1, 0], [1, 1], [0, 0]]).astype(dtype)
            expected = LR(backend="numpy").fit([[0, 1], [1, 0], [1, 1], [0, 0]], [0, 1, 0, 1])
            assert LR(backend="numpy").fit(X, [0, 1, 0, 1]).weights == expected.weights
            np.testing.assert_allclose(LR(backend="pure").fit(X, [0, 1, 0, 1]).weights, expected.weights, rtol=1e-14)

        @pytest.mark.parametrize("order", ["C", "F", "sliced", "read-only"])
        def test_memory_layouts(self, order):
            rows, labels = problem(5000, 3, seed=1)
            X = np.array(rows)
            if order == "sliced":
                X = np.repeat(np.repeat(X, 2, axis=0), 2, axis=1)[::2, ::2]
            elif order != "read-only":
                X = np.array(rows, order=order)
            X.flags.writeable = order != "read-only"
            model = LR().fit(X, labels, epochs=3)
            np.testing.assert_allclose(model.weights, LR().fit(rows, labels, epochs=3).weights, rtol=1e-12)

        @pytest.mark.parametrize(
            ("X", "message"),
            [
                (
                    np.array([1.0, 2.0]),
                    r"X must be rows of numbers \(two-dimensional\); got an array of shape \(2,\)\. Reshape your data",
                ),
                (np.zeros((2, 2, 2)), r"got an array of shape \(2, 2, 2\)"),
                (np.array([[1.0], [np.nan]]), r"X must be finite; got nan in row 1, column 0\."),
                (np.array([["a"], ["b"]]), r"X must be numbers; got 'a' in row 0, column 0\."),
                (np.zeros((0, 3)), r"X must be at least one row; got none\."),
                (np.zeros((2, 0)), r"X must be rows of at least one number; got 0 feature\(s\) \(shape=\(2, 0\)\)"),
                (np.array([[1.0], [2.0 + 1j]]), r"X must be numbers; got"),
            ],
        )
        @pytest.mark.parametrize("backend", ["numpy", "pure"])
        def test_bad_arrays(self, X, message, backend):
            with pytest.raises(ValueError, match=message):
                LR(backend=backend).fit(X, [0, 1])

        def test_a_large_array_is_not_copied(self):
            """1,000,000 × 30 in C and in Fortran order: at most a tenth of X beside it, at any moment of the fit."""
            import tracemalloc  # which PyPy lacks

            X = np.random.default_rng(0).normal(size=(1_000_000, 30))
            y = (X[:, 0] > X[:, 1] * X[:, 2]).astype(int)
            for array in (X, X.reshape(30, 1_000_000).T):
                tracemalloc.start()
                LogisticRegression().fit(array, y)
                peak = tracemalloc.get_traced_memory()[1]
                tracemalloc.stop()
                assert peak <= 0.1 * X.nbytes

        def test_float32_is_exact_to_its_data(self):
            rows, labels = problem(300, 3, seed=3)
            single = np.array(rows, dtype=np.float32)
            coef = LogisticRegression().fit(single, labels).coef_
            assert coef.dtype == np.float64
            np.testing.assert_allclose(
                coef, LogisticRegression().fit(single.astype(float).tolist(), labels).coef_, rtol=1e-9
            )

        def test_the_gaps_of_a_masked_array_are_gaps(self):
            X = np.ma.masked_array([[1.0], [2.0]], mask=[[False], [True]])
            for backend in ("pure", "numpy"):
                with pytest.raises(ValueError, match="X must be finite; got nan in row 1, column 0"):
                    LR(backend=backend).fit(X, [0, 1])

        def test_floating_point_flags_of_the_user_are_left_alone(self):
            with np.errstate(all="raise"):
                with pytest.warns(purelr.ConvergenceWarning):
                    LR().fit(np.array([[1e300], [-1e300]]), [1, 0])
                assert np.geterr()["over"] == "raise"


def test_this_file_needs_no_numpy_where_it_is_not_tested():
    assert ("numpy" in HERE) or ("numpy" not in sys.modules)
