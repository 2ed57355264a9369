"""An epoch shown is the trainer's epoch, to the last bit."""

from __future__ import annotations

import math
import re

import pytest

from purelr import LR, GradientDescent, LogisticRegression

from ..backends_here import HERE, per_backend
from ..samples import Frame, problem

ROWS, LABELS = problem(250, 3, seed=11)


@per_backend
class _Epoch:
    backend = None

    @pytest.mark.parametrize("epoch", [1, 2, 7])
    def test_its_numbers_are_the_trainers_own(self, epoch):
        table = LR(seed=2, backend=self.backend).explain_epoch(
            ROWS, LABELS, rows=[0, 120, 249], epoch=epoch, learning_rate=0.3
        )
        before = LR(seed=2, backend=self.backend).fit(ROWS, LABELS, epochs=epoch - 1, learning_rate=0.3)
        after = LR(seed=2, backend=self.backend).fit(ROWS, LABELS, epochs=epoch, learning_rate=0.3)
        assert table.weights == before.weights
        assert table.new_weights == after.weights
        assert [table.loss, table.new_loss] == after.loss[-2:]
        assert [w + u for w, u in zip(table.weights, table.update)] == table.new_weights
        for steps, row in zip(table.rows, [0, 120, 249]):
            assert steps.row == row
            assert steps.x == [1.0, *ROWS[row]]
            assert steps.y == LABELS[row]
            assert steps.error == steps.proba - steps.y
            assert math.isclose(steps.z, sum(w * x for w, x in zip(table.weights, steps.x)), abs_tol=1e-15)
            assert math.isclose(steps.proba, 1.0 / (1.0 + math.exp(-steps.z)), rel_tol=1e-15)
            assert math.isclose(steps.loss, -math.log(steps.proba if steps.y else 1.0 - steps.proba), rel_tol=1e-14)

    def test_the_parts_of_all_rows_add_up_to_the_gradient(self):
        table = LR(backend=self.backend).explain_epoch(ROWS, LABELS, rows=range(250))
        for j in range(4):
            assert math.isclose(math.fsum(steps.gradient[j] for steps in table.rows), table.gradient[j], abs_tol=1e-15)

    def test_the_other_class_explains_itself_too(self):
        model = LogisticRegression(solver=GradientDescent(0.3, epochs=5, start="random"), backend=self.backend)
        table = model.explain_epoch(ROWS, LABELS, rows=[1], epoch=5)
        assert not hasattr(model, "coef_")
        model.fit(ROWS, LABELS)
        assert table.new_weights == model.intercept_ + model.coef_[0]
        assert table.new_loss == model.result_.objective
        assert table.names == ["intercept", "column 0", "column 1", "column 2"]
        model.fit_intercept = False
        assert model.explain_epoch(ROWS, LABELS).names == ["column 0", "column 1", "column 2"]


if "numpy" in HERE:

    def test_rows_of_an_array_that_is_not_copied_are_shown_too():
        import numpy as np

        X = np.random.default_rng(0).normal(size=(6000, 30))  # in several blocks, the column of ones virtual
        y = (X[:, 0] > 0.1).astype(int)
        table = LR().explain_epoch(X, y, rows=[0, 5999])
        assert [steps.x for steps in table.rows] == [[1.0, *X[0].tolist()], [1.0, *X[5999].tolist()]]
        assert [steps.y for steps in table.rows] == [float(y[0]), float(y[5999])]
        assert table.new_weights == LR().fit(X, y, epochs=1).weights


def test_it_prints_as_a_table():
    table = LR().explain_epoch(Frame([[1.0], [2.0], [4.0]], ["dose"]), [0, 1, 1], rows=[0, 2], learning_rate=0.5)
    text = str(table)
    assert repr(table) == text
    assert text.startswith("Epoch 1, learning rate 0.5\n")
    assert max(map(len, text.split("\n"))) <= 80
    for part in (
        "z = x · w",
        "ŷ = σ(z)",
        "error ŷ − y",
        "grad, row 2",
        "gradient, all rows",
        "update",
        "new w",
        "dose",
    ):
        assert part in text
    assert re.search(r"^dose +" + re.escape(f"{table.weights[1]:.5g}"), text, re.MULTILINE)


def test_it_shows_itself_as_html_in_which_names_are_text():
    table = LR().explain_epoch(Frame([[1.0], [2.0]], ["<script>alert(1)</script>"]), [0, 1])
    html = table._repr_html_()
    assert html.count("<table>") == 3
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert '<th scope="row" style="padding: 0.1em 0.6em; text-align: right">intercept</th>' in html


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rows": [250]}, "rows must be row numbers below 250, counted from 0; got 250."),
        ({"rows": [-1]}, "rows must be a whole number of at least 0; got -1."),
        ({"epoch": 0}, "epoch must be a whole number of at least 1; got 0."),
        ({"learning_rate": 0}, "learning_rate must be a positive number; got 0."),
    ],
)
def test_bad_calls(options, message):
    with pytest.raises(ValueError) as error:
        LR().explain_epoch(ROWS, LABELS, **options)
    assert str(error.value) == message


def test_an_overflow_is_said():
    with pytest.raises(
        ValueError, match=r"learning_rate must be small enough for 2 epochs without overflow; got 1e\+100\."
    ):
        LR().explain_epoch([[1e250], [-1e250]], [1, 0], epoch=2, learning_rate=1e100)


def test_only_gradient_descent_has_epochs():
    with pytest.raises(
        ValueError, match=r"solver must be gradient descent, for an epoch to be shown; .* Use solver=\"gd\""
    ):
        LogisticRegression().explain_epoch(ROWS, LABELS)
    with pytest.raises(ValueError, match="y must be of two classes, for an epoch to be shown"):
        LogisticRegression(solver="gd").explain_epoch([[1.0], [2.0], [3.0]], ["a", "b", "c"])
