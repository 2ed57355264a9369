"""The tails of the normal and the chi-square distribution, against published values."""

from __future__ import annotations

import json
import math

import pytest

from purelr.basics.distributions import chi2_tail, normal_quantile, normal_tail

from ..samples import REFERENCE, relative

TAILS = json.loads((REFERENCE / "tails.json").read_text(encoding="utf-8"))


def test_the_normal_tail_is_right_far_out():
    for z, expected in TAILS["normal"]:
        relative([normal_tail(z)], [float(expected)], 1e-12)


def test_the_chi_square_tail_is_right_far_out_and_for_many_degrees_of_freedom():
    for x, df, expected in TAILS["chi2"]:
        relative([chi2_tail(x, df)], [float(expected)], 1e-12)
    assert [chi2_tail(0.0, df) for df in (1, 2, 7)] == [1.0, 1.0, 1.0]
    assert chi2_tail(math.inf, 3) == chi2_tail(1e9, 4) == 0.0


def test_the_normal_quantile():
    for tail, expected in TAILS["quantile"]:
        relative([normal_quantile(tail)], [float(expected)], 1e-12)
    for bad in (0.0, 1.0, math.nan, -0.5):
        with pytest.raises(ValueError, match="tail must be between 0 and 1"):
            normal_quantile(bad)
    for x, df in ((-1.0, 1), (math.nan, 1), (1.0, 0), (1.0, 1.5)):
        with pytest.raises(ValueError, match="must be"):
            chi2_tail(x, df)


@pytest.mark.parametrize("df", [1, 2, 3, 10, 11])
def test_the_chi_square_tail_ends_in_nothing(df):
    assert chi2_tail(3e6, df) == chi2_tail(1e300, df) == 0.0
    assert chi2_tail(0.0, df) == 1.0
