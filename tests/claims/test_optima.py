"""Minima in a window, and the descents that lead to a higher one."""

import numpy as np
import pytest

from claims import optima
from landscapes import Plane, Window, basins, critical_points, descend
from tests.claims.cases import view


@pytest.mark.parametrize(("name", "many"), [("two-minima", 2), ("four-minima", 4)])
def test_where_squared_error_has_several_minima_it_holds(name: str, many: int) -> None:
    problem, plane, window = view(name)
    found = optima(problem, plane, window)
    square, cross = found.grounds
    assert (len(square.minima), len(cross.minima)) == (many, 1)
    assert (square.higher, cross.higher) == (many - 1, 0)
    assert found.verdict == "holds"
    assert f"squared error has {many} minima, cross-entropy has 1 minimum" in found.because
    assert cross.starts is None
    expected = critical_points(problem, "squared-error", plane, *window.grid(121))
    assert [p.point.tolist() for p in square.critical] == [p.point.tolist() for p in expected]


def test_the_share_is_that_of_starts_that_end_in_a_higher_minimum() -> None:
    problem, plane, window = view("two-minima")
    square = optima(problem, plane, window).grounds[0]
    starts = square.starts
    assert starts is not None
    assert square.trapped == pytest.approx((starts.end == 1).mean())
    assert 0.1 < square.trapped < 0.9
    for j, i in ((0, 0), (3, 12), (14, 7)):
        start = [starts.a[i], starts.b[j]]
        path = descend(problem, "squared-error", start, rate=starts.rate, steps=starts.steps)
        there = [path.value[-1] <= 1.01 * minimum.value for minimum in square.minima]
        assert (starts.end[j, i] >= 0) == any(there)
        if starts.end[j, i] == 1:
            assert not there[0]
    again = basins(
        problem,
        "squared-error",
        plane,
        starts.a,
        starts.b,
        rate=starts.rate,
        steps=starts.steps,
        minima=square.minima,
    )
    np.testing.assert_array_equal(again.end, starts.end)


@pytest.mark.parametrize("name", ["overlap", "separable", "breast-cancer"])
def test_where_there_is_one_minimum_or_none_it_does_not_hold(name: str) -> None:
    found = optima(*view(name))
    assert all(len(ground.minima) <= 1 for ground in found.grounds)
    assert found.verdict == "does not hold here"


def test_one_minimum_above_lower_ground_at_the_edge_is_a_higher_one() -> None:
    """One row far on the wrong side: squared error is lowest where it is given up, at infinity."""
    problem, plane, window = view("outlier")
    found = optima(problem, plane, window)
    square, cross = found.grounds
    assert len(square.minima) == square.higher == 1
    assert square.lower is not None
    # As the weight grows all rows but two of 41 come to be right.
    assert 2 / 41 < square.lower < square.minima[0].value
    assert cross.lower is None
    assert found.verdict == "holds"
    assert 0.5 < square.trapped < 1.0
    assert "lower still at the window's edge" in found.because


def test_a_window_with_one_of_the_minima_is_a_window_with_one() -> None:
    problem, plane, window = view("two-minima")
    far = optima(problem, plane, window).grounds[0].minima[1].point
    near = Window(*((float(x) - 0.2, float(x) + 0.2) for x in far))
    assert optima(problem, plane, near).verdict == "does not hold here"


def test_of_minima_equally_low_none_is_a_trap() -> None:
    """Four minima in a square: across its diagonal lie two of one height."""
    problem, _, _ = view("four-minima")
    plane = Plane([0.0, 0.0], [1.0, -1.0], [1.0, 1.0])
    found = optima(problem, plane, Window((-1.9, 1.9), (1.2, 1.7)))
    square = found.grounds[0]
    assert len(square.minima) == 2
    assert (square.higher, square.trapped, square.starts) == (0, 0.0, None)
    assert found.verdict == "holds in part"


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="losses must be one or more"):
        optima(*view("overlap"), losses="cross-entropy")
