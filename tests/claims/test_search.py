"""The minima of a loss of two parameters."""

import numpy as np
import pytest

from claims import search_minima
from landscapes import Dataset, Plane, Problem, critical_points, load


def test_the_search_agrees_with_critical_points_on_a_grid() -> None:
    """On windows of several sizes, whose minima are counted once each."""
    several = 0
    for seed in range(4, 12):
        random = np.random.default_rng(seed)
        y = np.append(random.integers(0, 2, size=8), [0, 1])
        problem = Problem(Dataset(random.normal(size=(10, 1)), y))
        plane = Plane.axes(problem, "w1", "b")
        for key in ("squared-error", "cross-entropy"):
            expected = []
            for reach in (3.0, 12.0, 48.0):
                axis = np.linspace(-reach, reach, 41)
                for point in critical_points(problem, key, plane, axis, axis):
                    if point.kind == "minimum":
                        expected.append(point.point)
            found = search_minima(problem, key)
            for minimum in expected:
                assert np.abs(found - minimum).max(axis=1).min() < 1e-3 * (1 + np.hypot(*minimum))
            for minimum in found:
                assert np.linalg.norm(problem.gradient(key, minimum)) < 1e-7
                assert np.linalg.eigvalsh(problem.hessian(key, minimum))[0] > 0.0
            inside = [m for m in found if np.abs(m).max() < 48.0]
            assert len(inside) <= len(expected)
            several += len(found) > 1
    assert several >= 1


def test_the_search_finds_the_minima_of_known_data() -> None:
    problem = Problem(load("two-minima"))
    assert len(search_minima(problem, "squared-error")) == 2
    assert len(search_minima(problem, "cross-entropy")) == 1


def test_the_search_finds_a_wide_minimum_and_it_may_find_a_narrow_one() -> None:
    """Of the two on this data, one lies far out on a plateau: rounding decides who comes by."""
    problem = Problem(load("overlap"))
    found = search_minima(problem, "squared-error")
    wide, narrow = (3.0917831, 0.0320545), (25.6807553, 52.2732143)
    assert found[0] == pytest.approx(wide, rel=1e-6)
    for other in found[1:]:
        assert other == pytest.approx(narrow, rel=1e-6)
    assert len(found) <= 2
    assert len(search_minima(problem, "cross-entropy")) == 1


@pytest.mark.parametrize("key", ["squared-error", "cross-entropy"])
def test_on_separable_data_it_finds_none(key: str) -> None:
    assert len(search_minima(Problem(load("separable")), key)) == 0


def test_the_four_minima_are_found_without_a_bias() -> None:
    problem = Problem(load("four-minima"), intercept=False)
    assert len(search_minima(problem, "squared-error")) == 4


def test_other_than_two_parameters_are_refused() -> None:
    with pytest.raises(ValueError, match="two parameters; found w1, w2, b"):
        search_minima(Problem(load("blobs")), "squared-error")
