"""The names of columns are kept, checked and forgotten."""

from __future__ import annotations

import pytest

from purelr import LogisticRegression

from ..samples import Frame, problem


def test_names_are_kept_checked_and_forgotten():
    rows, labels = problem(30, 2, seed=48)
    model = LogisticRegression().fit(Frame(rows, ["a", "b"]), labels)
    assert model.feature_names_in_ == ["a", "b"]
    assert model.predict(Frame(rows, ["a", "b"])) == model.predict(rows)
    with pytest.raises(
        ValueError, match=r"X must be of the columns of fit in their order, 'a' at place 0; got 'b' there\."
    ):
        model.predict(Frame(rows, ["b", "a"]))
    model.fit(rows, labels)
    assert not hasattr(model, "feature_names_in_")
