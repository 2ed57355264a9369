"""Weights of rows and of classes, as they come out of their checks."""

from __future__ import annotations

import pytest

from purelr.inputs.weights import class_weights, sample_weights


def test_rows_weigh_1_where_nothing_is_said_and_one_number_is_for_all():
    assert sample_weights(None, 3) == [1.0, 1.0, 1.0]
    assert sample_weights(2, 3) == [2.0, 2.0, 2.0]
    assert sample_weights([0, 1.5], 2) == [0.0, 1.5]


def test_balanced_classes_weigh_the_same_and_one_without_rows_has_1():
    weights = class_weights("balanced", ["a", "b", "c"], [30.0, 10.0, 0.0])
    assert weights == pytest.approx([40.0 / 60.0, 2.0, 1.0])
    assert class_weights({"a": 3}, ["a", "b"], [1.0, 1.0]) == [3, 1.0]
