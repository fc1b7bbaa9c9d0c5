"""Plane: points, coordinates and axes."""

import pickle
from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landscapes import Dataset, Plane, Problem

PROBLEM = Problem(Dataset([[1.0, 2.0], [3.0, 4.0]], [0, 1]))
PLANE = Plane([1.0, 2.0, 3.0], [1.0, 0.0, 1.0], [0.0, 2.0, -1.0], names=("along", "across"))


def test_a_point_is_the_origin_plus_the_two_directions() -> None:
    """theta(a, b) = origin + a u + b v, for numbers and for arrays that broadcast."""
    np.testing.assert_array_equal(PLANE.at(0.0, 0.0), [1.0, 2.0, 3.0])
    np.testing.assert_array_equal(PLANE.at(2.0, -1.0), [3.0, 0.0, 6.0])
    grid = PLANE.at([0.0, 2.0], [[0.0], [-1.0], [1.0]])
    assert grid.shape == (3, 2, 3)
    np.testing.assert_array_equal(grid[1, 1], [3.0, 0.0, 6.0])


@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_coordinates_of_a_point_are_those_it_was_made_of(a: float, b: float) -> None:
    """Though u and v are neither of unit length nor at a right angle."""
    np.testing.assert_allclose(PLANE.coordinates(PLANE.at(a, b)), [a, b], atol=1e-11)


def test_coordinates_of_a_point_beside_the_plane_are_of_the_closest_one() -> None:
    """What is left over is perpendicular to both directions."""
    theta = np.array([-2.0, 5.0, 0.3])
    rest = theta - PLANE.at(*PLANE.coordinates(theta))
    assert np.linalg.norm(rest) > 0.1
    np.testing.assert_allclose([rest @ PLANE.u, rest @ PLANE.v], 0.0, atol=1e-14)


def test_axes_span_the_plane_of_two_parameters() -> None:
    """In the order asked for, through 0, named after them."""
    plane = Plane.axes(PROBLEM, "b", "w1")
    np.testing.assert_array_equal(plane.at(5.0, 7.0), [7.0, 0.0, 5.0])
    assert plane.names == ("b", "w1")


def test_axes_hold_the_other_parameters_at_the_origin() -> None:
    """Plane coordinates are the parameters' own values, whatever the origin has there."""
    plane = Plane.axes(PROBLEM, "w1", "b", origin=[100.0, -3.0, 200.0])
    np.testing.assert_array_equal(plane.at(5.0, 7.0), [5.0, -3.0, 7.0])
    np.testing.assert_array_equal(plane.origin, [0.0, -3.0, 0.0])


def test_nothing_can_be_written_to() -> None:
    """And the caller's arrays do not reach inside."""
    origin = np.zeros(2)
    plane = Plane(origin, [1.0, 0.0], [0.0, 1.0])
    origin[0] = 9.0
    np.testing.assert_array_equal(plane.origin, 0.0)
    with pytest.raises(FrozenInstanceError):
        plane.names = ("c", "d")  # type: ignore[misc]
    for array in (plane.origin, plane.u, plane.v):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0


def test_a_plane_travels_to_another_process() -> None:
    """It pickles."""
    copy = pickle.loads(pickle.dumps(PLANE))
    assert copy.names == PLANE.names
    for name in ("origin", "u", "v"):
        np.testing.assert_array_equal(getattr(copy, name), getattr(PLANE, name))


@pytest.mark.parametrize(
    ("arguments", "error", "match"),
    [
        ({"u": [0.0, 0.0]}, ValueError, "u and v must span a plane"),
        ({"v": [0.0, 0.0]}, ValueError, "u and v must span a plane"),
        ({"v": [-3.0, 0.0]}, ValueError, "u and v must span a plane"),
        ({"u": [0.1, 0.3], "v": [0.2, 0.6]}, ValueError, "u and v must span a plane"),
        ({"u": [1.0]}, ValueError, r"one length; found origin \(2,\), u \(1,\), v \(2,\)"),
        ({"origin": 0.0}, ValueError, r"one length; found origin \(\)"),
        ({"origin": [[0.0, 0.0]]}, ValueError, r"one length; found origin \(1, 2\)"),
        ({"origin": [0.0, np.nan]}, ValueError, "origin must be finite numbers; found nan"),
        ({"v": [0.0, np.inf]}, ValueError, "v must be finite numbers; found inf"),
        ({"u": ["a", "b"]}, TypeError, "u must hold real numbers"),
        ({"names": ("a", "a")}, ValueError, "names must be two different names"),
        ({"names": ("a",)}, ValueError, "names must be two different names"),
        ({"names": "ab"}, ValueError, "names must be two different names; found 'ab'"),
    ],
    ids=str,
)
def test_what_spans_no_plane_is_refused(
    arguments: dict[str, Any], error: type[Exception], match: str
) -> None:
    """Parallel directions, wrong shapes, wrong entries, names that are one."""
    with pytest.raises(error, match=match):
        Plane(**{"origin": [0.0, 0.0], "u": [1.0, 0.0], "v": [0.0, 1.0], **arguments})


def test_directions_need_neither_unit_length_nor_a_right_angle() -> None:
    """Nor one scale: 1e-9 beside 1e9 is a plane, and so is a small angle."""
    Plane([0.0, 0.0], [1e-9, 0.0], [0.0, 1e9])
    Plane([0.0, 0.0], [1.0, 0.0], [1.0, 1e-6])


@pytest.mark.parametrize(
    ("first", "second", "origin", "match"),
    [
        ("w1", "w1", None, "a plane needs two different parameters; found 'w1' twice"),
        ("w1", "w9", None, "unknown parameter 'w9': choose from w1, w2, b"),
        ("w9", "w1", None, "unknown parameter 'w9': choose from w1, w2, b"),
        ("w1", "b", [0.0, 0.0], r"theta has shape \(2,\); this problem has 3 parameters"),
    ],
)
def test_axes_must_be_two_parameters_of_the_problem(
    first: str, second: str, origin: Any, match: str
) -> None:
    """The message lists the parameters there are."""
    with pytest.raises(ValueError, match=match):
        Plane.axes(PROBLEM, first, second, origin)


def test_wrong_coordinates_are_refused_by_name() -> None:
    """Not finite, or of shapes that do not go together."""
    with pytest.raises(ValueError, match="b must be finite numbers; found nan"):
        PLANE.at(0.0, np.nan)
    with pytest.raises(ValueError, match=r"a and b must go together; found \(2,\) and \(3,\)"):
        PLANE.at([0.0, 1.0], [0.0, 1.0, 2.0])


@pytest.mark.parametrize("theta", [0.0, [1.0, 2.0], np.zeros((4, 3))], ids=["0", "(2,)", "(4, 3)"])
def test_a_wrong_theta_has_no_coordinates(theta: Any) -> None:
    """A number does not stand for a vector, nor does a table."""
    with pytest.raises(ValueError, match=r"theta has shape .*; the plane lies among 3 parameters"):
        PLANE.coordinates(theta)
