"""`close`, which other tests stand on, fails when it should."""

from __future__ import annotations

import pytest

from purelr.basics.comparison import close, expect


def test_close_is_exact_unless_it_is_told_how_close():
    close([1.0, [2.0]], [1.0, [2.0]])
    with pytest.raises(AssertionError, match=r"1\.0000001 is not 1\.0 to 0: off by 1e-07"):
        close(1.0000001, 1.0)
    with pytest.raises(AssertionError, match="2 values where 1 are expected"):
        close([1.0, 2.0], [1.0])
    with pytest.raises(AssertionError, match=r"nan is not 1\.0"):
        close(float("nan"), 1.0, 1e9)


def test_a_tolerance_is_of_the_number_or_of_the_scale():
    close(1e6 + 1.0, 1e6, 1e-6)
    close(1e-9, 0.0, 1e-9)  # of a scale of 1
    with pytest.raises(AssertionError):
        close(2e-9, 1e-9, 1e-6, scale=0.0)
    with pytest.raises(AssertionError):
        close(3.1e-9, 1e-9, 1e-9)


def test_expect_holds_with_and_without_optimisation():
    expect(True)
    with pytest.raises(AssertionError, match="said"):
        expect(False, "said")
