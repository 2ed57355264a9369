"""Bad data, labels, options and calls: one sentence each, and the model as it was."""

from __future__ import annotations

import math

import pytest

from purelr import LR, GradientDescent, LogisticRegression, NotFittedError

from ..backends_here import HERE
from ..samples import LABELS, ROWS, Frame

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
    from ..backends_here import backend_of

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
            "solver must be auto, coordinate_descent, gd, lbfgs, newton, newton_cg, or a solver object; got 'magic'.",
        ),
        (
            {"solver": 3},
            "solver must be auto, coordinate_descent, gd, lbfgs, newton, newton_cg, or a solver object; got 3.",
        ),
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
