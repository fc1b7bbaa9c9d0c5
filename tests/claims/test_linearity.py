"""The bend of the loss with the log, and of the one without."""

import dataclasses

import numpy as np
import pytest

from claims import Linearity, linearity
from landscapes import Dataset, Plane, Problem, Window
from tests.claims.cases import on, view


def around_zero(reach: float) -> Linearity:
    problem, plane, _ = view("overlap")
    return linearity(problem, plane, Window((-reach, reach), (-reach, reach)))


def test_the_two_parts_are_the_loss() -> None:
    found = linearity(*view("overlap"))
    np.testing.assert_allclose(found.linear + found.log_sum_exp, found.with_log, atol=1e-13)
    assert found.identity < 1e-13
    np.testing.assert_allclose(found.with_log, -np.log(found.probability), atol=1e-15)
    np.testing.assert_allclose(found.without_log, 1.0 - found.probability, atol=1e-15)
    np.testing.assert_allclose(found.squared, found.without_log**2, rtol=1e-12)


def test_per_probability_the_log_is_the_only_bend() -> None:
    with_log, without = linearity(*view("overlap")).bent_probability
    assert with_log > 0.3
    assert without < 1e-25


def test_what_a_straight_line_leaves_over_is_what_least_squares_leaves() -> None:
    found = linearity(*view("overlap"))
    wrong = found.margin <= 0.0
    for curve, share in zip((found.with_log, found.without_log), found.bent_wrong, strict=True):
        line = np.polynomial.Polynomial.fit(found.margin[wrong], curve[wrong], 1)
        rest = curve[wrong] - line(found.margin[wrong])
        assert share == pytest.approx(rest.var() / curve[wrong].var(), rel=1e-9)


def test_the_reach_is_that_of_the_rows_margins_in_the_window() -> None:
    problem = Problem(Dataset([[1.0], [-1.0]], [1, 0]))
    plane = Plane.axes(problem, "w1", "b")
    found = linearity(problem, plane, Window((-4.0, 4.0), (-1e-9, 1e-9)))
    grid = np.abs(np.linspace(-4.0, 4.0, 21))
    assert found.reach == pytest.approx(np.quantile(grid, 0.9), rel=0.05)
    assert found.margin[[0, -1]].tolist() == [-found.reach, found.reach]


@pytest.mark.parametrize("name", ["overlap", "separable", "breast-cancer"])
def test_on_data_whose_margins_reach_far_the_claim_does_not_hold(name: str) -> None:
    found = linearity(*view(name))
    assert found.verdict == "does not hold here"
    assert "does not" not in found.because
    assert f"{found.reach:.3g}" in found.because


def test_near_zero_where_the_sigmoid_is_straight_it_holds() -> None:
    assert around_zero(0.1).verdict == "holds"
    assert around_zero(0.1).because.count("the log bends it") == 2
    assert around_zero(1.0).verdict == "holds in part"
    assert around_zero(20.0).verdict == "does not hold here"
    assert "the log straightens it" in around_zero(20.0).because


def test_the_record_is_frozen_and_no_window_of_zeros_is_measured() -> None:
    found = linearity(*view("overlap"))
    assert not found.margin.flags.writeable
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.reach = 1.0  # type: ignore[misc]
    problem, _, window = on(Dataset([[0.0, 0.0], [0.0, 0.0]], [0, 1]))
    with pytest.raises(ValueError, match="every margin in the window is 0"):
        linearity(problem, Plane.axes(problem, "w1", "w2"), window)
