"""Newton's method on functions of two variables."""

import numpy as np
import pytest

from landscapes.descents.newton import minimise
from losses.arrays import Array


def quartic(point: Array) -> tuple[float, Array, Array]:
    """(x - 1)^4 + 3 (y + 2)^2 + (x - 1)^2."""
    x, y = point[0] - 1.0, point[1] + 2.0
    return (
        float(x**4 + x**2 + 3.0 * y**2),
        np.array([4.0 * x**3 + 2.0 * x, 6.0 * y]),
        np.array([[12.0 * x**2 + 2.0, 0.0], [0.0, 6.0]]),
    )


@pytest.mark.parametrize("start", [(0.0, 0.0), (50.0, -30.0), (1.0, -2.0)])
def test_newton_s_method_finds_the_minimum_of_a_convex_function(start: tuple[float, float]) -> None:
    """To the last digits, from near and far and from the minimum itself."""
    found = minimise(quartic, np.array(start))
    assert found is not None
    np.testing.assert_allclose(found, [1.0, -2.0], rtol=1e-14)


def test_a_step_that_would_go_uphill_is_shortened() -> None:
    """sqrt(1 + x^2), on which undamped steps x -> -x^3 run away from any start beyond 1."""
    trail = []

    def evaluate(point: Array) -> tuple[float, Array, Array]:
        (x,) = point
        root = np.sqrt(1.0 + x * x)
        trail.append(float(root))
        return float(root), np.array([x / root]), np.array([[root**-3]])

    found = minimise(evaluate, np.array([3.0]))
    assert found is not None
    np.testing.assert_allclose(found, 0.0, atol=1e-12)
    assert max(trail) > trail[0], "a full step was tried, and it was worse"


def test_a_flat_direction_is_left_alone() -> None:
    """Where the function does not change, the start's coordinate stays."""

    def evaluate(point: Array) -> tuple[float, Array, Array]:
        x = point[0] - 4.0
        return float(x * x), np.array([2.0 * x, 0.0]), np.array([[2.0, 0.0], [0.0, 0.0]])

    found = minimise(evaluate, np.array([0.0, 7.0]))
    assert found is not None
    np.testing.assert_allclose(found, [4.0, 7.0])


def test_too_few_steps_are_told_as_none() -> None:
    """A point half way is not passed off as a minimum."""
    assert minimise(quartic, np.array([50.0, -30.0]), limit=2) is None
    assert minimise(quartic, np.array([50.0, -30.0]), limit=50) is not None


def test_a_function_that_falls_for_ever_has_no_minimum() -> None:
    """exp(-x): the decrement e^-x / 2 comes under no tolerance of 0 in a hundred steps."""

    def evaluate(point: Array) -> tuple[float, Array, Array]:
        value = float(np.exp(-point[0]))
        return value, np.array([-value]), np.array([[value]])

    assert minimise(evaluate, np.zeros(1), tolerance=0.0, limit=100) is None
