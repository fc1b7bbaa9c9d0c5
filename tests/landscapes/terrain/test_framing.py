"""Framing: the window a data set brings, and the one fitted around the minimum."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landscapes import (
    Dataset,
    Plane,
    Problem,
    Restriction,
    Window,
    cross_entropy_minimum,
    fit_window,
    good_window,
    load,
    separation,
)
from landscapes.terrain.framing import _rounded
from losses.arrays import Array
from tests.landscapes.cases import EVERY_DATASET, EVERY_PROBLEM, dataset_for, random_plane


def inside(window: Window, point: Array) -> bool:
    """Whether (a, b) lies between the limits."""
    (low_a, high_a), (low_b, high_b) = window.a, window.b
    return bool(low_a < point[0] < high_a and low_b < point[1] < high_b)


def is_round(limit: float, span: float) -> bool:
    """Whether it is a multiple of 1, 2 or 5 times a power of ten, 1/25 to 1/8 of the span."""
    for power in range(-12, 13):
        for mantissa in (1, 2, 5):
            step = mantissa * 10.0**power
            if span / 25.001 <= step <= span / 7.999:
                count = limit / step
                if abs(count - round(count)) < 1e-6:
                    return True
    return False


@pytest.mark.parametrize("name", EVERY_DATASET)
def test_every_data_set_has_a_good_window(name: str) -> None:
    """It shows the cross-entropy minimum where there is one."""
    problem = Problem(dataset_for(name, "sigmoid"))
    plane = Plane.axes(problem, problem.parameters[0], problem.parameters[-1])
    window = good_window(problem, plane)
    _, minimum = fit_window(problem, plane)
    assert (minimum is None) == (separation(problem, plane) is not None)
    if minimum is not None:
        assert inside(window, minimum)


def test_the_good_window_is_the_data_set_s_own_for_its_parameters() -> None:
    """In the order of the plane's axes."""
    dataset = Dataset([[1.0], [2.0], [0.0]], [0, 1, 1], window={"w1": (-3, 4), "b": (-8, 9)})
    problem = Problem(dataset)
    assert good_window(problem, Plane.axes(problem, "w1", "b")) == Window((-3, 4), (-8, 9))
    assert good_window(problem, Plane.axes(problem, "b", "w1")) == Window((-8, 9), (-3, 4))


def test_the_good_window_of_other_parameters_is_fitted() -> None:
    """As where the data set brings none, or only one of the two."""
    rows, y = [[1.0, 0.0], [2.0, 1.0], [0.0, 3.0], [1.0, 1.0]], [0, 1, 1, 0]
    for known in ({}, {"w1": (-3.0, 4.0)}, {"w1": (-3.0, 4.0), "b": (-1.0, 1.0)}):
        problem = Problem(Dataset(rows, y, window=known))
        plane = Plane.axes(problem, "w1", "w2")
        assert good_window(problem, plane) == fit_window(problem, plane)[0]


@pytest.mark.parametrize("problem", EVERY_PROBLEM)
def test_a_fitted_window_frames_the_minimum_of_the_plane(problem: Problem) -> None:
    """Near its middle; outside of it, at the walls, cross-entropy is higher."""
    plane = random_plane(problem)
    window, minimum = fit_window(problem, plane)
    if minimum is None:
        assert separation(problem, plane) is not None
        return
    assert inside(window, minimum)
    for (low, high), centre in zip((window.a, window.b), minimum, strict=True):
        assert abs((low + high) / 2.0 - centre) < 0.1 * (high - low)
        assert is_round(low, high - low)
        assert is_round(high, high - low)
    restriction = Restriction(problem, "cross-entropy", plane)
    value, gradient, _ = restriction.evaluate(minimum[:1], minimum[1:])
    np.testing.assert_allclose(gradient, 0.0, atol=1e-9)
    corners = restriction.evaluate(
        [*window.a, *window.a], [window.b[0], window.b[0], window.b[1], window.b[1]]
    )
    assert (corners.value > value[0]).all()


def test_in_the_plane_of_all_parameters_it_is_the_problem_s_minimum() -> None:
    """One feature and the bias: on breast-cancer and on the default data."""
    for dataset in (load("breast-cancer", features=["mean radius"]), load("overlap")):
        problem = Problem(dataset)
        _, minimum = fit_window(problem, Plane.axes(problem, "w1", "b"))
        whole = cross_entropy_minimum(problem)
        assert minimum is not None
        assert whole is not None
        np.testing.assert_allclose(minimum, whole, rtol=1e-9)


def test_a_fitted_window_reaches_to_where_a_quadratic_model_has_risen_by_one_nat() -> None:
    """The ellipse m + x with x' H x = 2 touches each limit, before they are rounded outwards."""
    problem = Problem(load("overlap"))
    window, minimum = fit_window(problem, Plane.axes(problem, "w1", "b"))
    assert minimum is not None
    hessian = problem.hessian("cross-entropy", minimum)
    angle = np.linspace(0.0, 2.0 * np.pi, 10_001)
    ring = np.linalg.cholesky(np.linalg.inv(hessian)) @ [np.cos(angle), np.sin(angle)]
    ellipse = minimum[:, None] + np.sqrt(2.0) * ring
    for (low, high), points in zip((window.a, window.b), ellipse, strict=True):
        step = (high - low) / 8.0  # a limit is rounded by a step at most, of which there are 8 up
        assert low <= points.min() <= low + step
        assert high - step <= points.max() <= high


def test_without_a_minimum_the_window_ends_where_the_typical_logit_is_10() -> None:
    """Around (0, 0), wider by less than a step of rounding."""
    problem = Problem(load("separable"))
    window, minimum = fit_window(problem, Plane.axes(problem, "w1", "b"))
    assert minimum is None
    typical = np.sqrt(np.mean(problem.dataset.X**2))
    assert window.a[0] == -window.a[1]
    assert 10.0 / typical <= window.a[1] < 1.3 * 10.0 / typical
    assert window.b == (-10.0, 10.0)


def test_a_direction_that_moves_no_logit_is_framed_all_the_same() -> None:
    """A feature that is 0 everywhere has any weight for its best."""
    rows = [[1.0, 0.0], [2.0, 0.0], [0.0, 0.0], [3.0, 0.0]]
    problem = Problem(Dataset(rows, [0, 1, 1, 0]))
    window, minimum = fit_window(problem, Plane.axes(problem, "w1", "w2"))
    assert minimum is not None
    assert inside(window, minimum)
    assert window.b == (-10.0, 10.0)


def test_a_penalty_gives_separable_data_a_window_around_a_minimum() -> None:
    """The penalised one."""
    problem = Problem(load("separable"), penalty=0.05)
    window, minimum = fit_window(problem, Plane.axes(problem, "w1", "b"))
    whole = cross_entropy_minimum(problem)
    assert minimum is not None
    assert whole is not None
    np.testing.assert_allclose(minimum, whole, rtol=1e-9, atol=1e-12)
    assert inside(window, minimum)


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_limits_are_rounded_outwards_to_round_numbers(low: float, span: float) -> None:
    """By less than a step each, and they print short: no 0.30000000000000004."""
    high = low + span
    if span < 1e-7 * abs(low):
        return  # too narrow to have a round number of few digits near by
    start, end = _rounded(low, high)
    slack = 1e-9 * span
    assert low - 0.125 * span - slack <= start <= low + slack
    assert high - slack <= end <= high + 0.125 * span + slack
    assert is_round(start, span)
    assert is_round(end, span)
    for limit in (start, end):
        assert float(f"{limit:.12g}") == limit
