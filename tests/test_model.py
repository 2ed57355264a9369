"""LogisticRegression as a person uses it: what goes in, what comes out, in which kind."""

from __future__ import annotations

import math
import sys
from array import array
from fractions import Fraction

import pytest

import purelr
from purelr import LR, GradientDescent, LogisticRegression
from purelr.testing import close

from .backends_here import HERE, per_backend
from .samples import LABELS, ROWS, Frame, problem


class PolarsLike(Frame):
    def rows(self):
        return [tuple(row) for row in self._rows]


def test_the_model_shows_the_options_that_were_changed():
    assert repr(LogisticRegression()) == "LogisticRegression()"
    model = LogisticRegression(C=2.0, solver=GradientDescent(0.5), fit_intercept=True)
    solver = "GradientDescent(learning_rate=0.5, epochs=None, start='zeros', seed=0)"
    assert repr(model) == f"LogisticRegression(C=2.0, solver={solver})"


if "numpy" in HERE:
    import numpy as np

    class TestKindsOfNumpy:
        """ndarray in, ndarray out, on whichever backend the arithmetic is done."""

        def test_one_row_is_as_one_of_many_in_its_kind(self):
            """One row goes a way of its own, whatever the model was fitted on."""
            rows, labels = problem(60, 4, seed=8)
            names = ["no", "yes"]
            for fitted in (rows, np.array(rows)):
                model = LogisticRegression().fit(fitted, [names[label] for label in labels])
                many, classes = model.predict_proba(np.array(rows)), model.predict(np.array(rows))
                for i in range(5):
                    for row in (np.array(rows[i : i + 1]), np.asfortranarray(rows[i : i + 1])):
                        proba, label = model.predict_proba(row), model.predict(row)
                        assert type(proba) is type(label) is np.ndarray
                        assert (proba.shape, proba.dtype, label.shape) == ((1, 2), np.float64, (1,))
                        np.testing.assert_allclose(proba[0], many[i], rtol=1e-13)
                        assert label[0] == classes[i]
                        assert label.dtype == classes.dtype
                    assert model.predict(rows[i : i + 1]) == [classes[i]]
                    close(model.predict_proba(rows[i : i + 1])[0], many[i].tolist(), 1e-13)
            for bad in (np.array([[1.0, 2.0, np.nan, 3.0]]), np.zeros((1, 3)), np.zeros(4), np.array(1.0)):
                with pytest.raises(ValueError, match=r"X must be|X has 3 features"):
                    model.predict_proba(bad)
            whole = model.predict_proba(np.array([[1, 2, 3, 4]]))
            np.testing.assert_allclose(whole, model.predict_proba(np.array([[1.0, 2.0, 3.0, 4.0]])), rtol=1e-13)

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

    @pytest.mark.skipif("numpy" not in HERE, reason="no NumPy")
    @pytest.mark.parametrize("names", ["ab", "abc"])
    def test_an_array_gets_the_labels_of_its_lists(self, names):
        """Compared as an array, and the first among equals wins there too."""
        import numpy as np

        rows = [[float(i % 7 - 3), float(i * i % 5 - 2)] for i in range(60)] + [[0.0, 0.0]]
        model = LogisticRegression(backend="pure").fit(rows, [names[i * i % len(names)] for i in range(61)])
        model.intercept_ = [0.0] * len(model.intercept_)
        found = model.set_params(backend="numpy").predict(np.array(rows))
        assert found.dtype.kind == "U"
        assert found.tolist() == model.set_params(backend="pure").predict(rows)
        assert found[60] == "a"
        square = rows[: len(names)]  # as many rows as classes: neither is taken for the other
        close(
            model.set_params(backend="numpy").predict_proba(np.array(square)).tolist(),
            model.predict_proba(square),
            1e-15,
        )

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
