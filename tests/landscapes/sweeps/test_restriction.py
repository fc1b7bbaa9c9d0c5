"""Restriction: on a plane, the same as point by point in all parameters."""

import tracemalloc
from typing import Any

import numpy as np
import pytest

from landscapes import Dataset, Plane, Problem, Restriction, load
from losses import LOSSES, get
from tests.landscapes.cases import EVERY_PROBLEM, random_plane

PROBLEM = Problem(Dataset([[1.0], [3.0], [4.0]], [0, 1, 1]))
PLANE = Plane.axes(PROBLEM, "w1", "b")


@pytest.mark.parametrize("problem", EVERY_PROBLEM)
def test_a_restriction_is_point_by_point_evaluation(problem: Problem) -> None:
    """Value; gradient u'g, v'g; curvature u'Hu, u'Hv, v'Hv with the problem's own g and H.

    Sums of other order over other logits: thirty features of sizes from 0.001 to 4000 leave about
    twelve digits.
    """
    rng = np.random.default_rng(3)
    a, b = rng.normal(scale=3.0, size=(2, 4))
    for key in LOSSES[problem.output]:
        for seed in (0, 1):
            plane = random_plane(problem, seed)
            found = Restriction(problem, key, plane).evaluate(a, b)
            assert found.value.shape == (4,)
            assert found.gradient.shape == (2, 4)
            assert found.curvature.shape == (3, 4)
            for i, theta in enumerate(plane.at(a, b)):
                gradient, hessian = problem.gradient(key, theta), problem.hessian(key, theta)
                u, v = plane.u, plane.v
                for what, exact in (
                    (found.value[i], problem.value(key, theta)),
                    (found.gradient[:, i], [u @ gradient, v @ gradient]),
                    (found.curvature[:, i], [u @ hessian @ u, u @ hessian @ v, v @ hessian @ v]),
                ):
                    np.testing.assert_allclose(what, exact, rtol=1e-10, atol=1e-12)


def test_the_penalty_alone_is_an_exact_quadratic() -> None:
    """On a skew plane away from 0, in which both directions have a part in the bias."""
    problem = Problem(Dataset(np.ones((2, 2)), [0, 1]), penalty=0.6)
    plane = Plane([0.5, -1.0, 9.0], [1.0, 2.0, 7.0], [-1.0, 1.0, 5.0])
    a, b = np.array([0.0, 1.0, -2.0]), np.array([0.0, 3.0, 0.5])
    value, gradient, curvature = Restriction(problem, "cross-entropy", plane).penalty(a, b)
    for i in range(3):
        w1, w2 = 0.5 + a[i] - b[i], -1.0 + 2.0 * a[i] + b[i]
        assert value[i] == pytest.approx(0.3 * (w1**2 + w2**2), rel=1e-13)
        np.testing.assert_allclose(gradient[:, i], [0.6 * (w1 + 2 * w2), 0.6 * (w2 - w1)])
        np.testing.assert_allclose(curvature[:, i], [0.6 * 5.0, 0.6 * 1.0, 0.6 * 2.0])


def test_many_rows_are_summed_piece_by_piece_without_loss() -> None:
    """More rows than are held at once give the mean over them all."""
    rng = np.random.default_rng(8)
    X, y = rng.normal(size=(300_001, 1)), rng.integers(0, 2, size=300_001)
    problem = Problem(Dataset(X, y))
    plane = Plane.axes(problem, "w1", "b")
    found = Restriction(problem, "squared-error", plane).evaluate([0.7, -1.0], [0.2, 0.0])
    for i, theta in enumerate([[0.7, 0.2], [-1.0, 0.0]]):
        gradient = problem.gradient("squared-error", theta)
        assert found.value[i] == pytest.approx(problem.value("squared-error", theta), rel=1e-12)
        np.testing.assert_allclose(found.gradient[:, i], gradient, rtol=1e-10, atol=1e-15)


def test_memory_does_not_grow_with_the_number_of_points() -> None:
    """569 rows at 10201 points, a ninth of 301 x 301, in less than a ninth of 1 GiB.

    All logits at once would take 46 MB, and some twenty arrays of that size.
    """
    problem = Problem(load("breast-cancer", features=["mean radius"]))
    restriction = Restriction(problem, "cross-entropy", Plane.axes(problem, "w1", "b"))
    a, b = (grid.ravel() for grid in np.meshgrid(np.linspace(-3, 1, 101), np.linspace(-1, 20, 101)))
    tracemalloc.start()
    try:
        restriction.evaluate(a, b)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2**30 / 9


def test_no_points_have_no_values() -> None:
    """An empty batch is not an error."""
    value, gradient, curvature = Restriction(PROBLEM, "cross-entropy", PLANE).evaluate([], [])
    assert (value.shape, gradient.shape, curvature.shape) == ((0,), (2, 0), (3, 0))


def test_the_logits_on_the_plane_are_read_only() -> None:
    """And they are those of the origin and of the two directions."""
    restriction = Restriction(PROBLEM, "cross-entropy", PLANE)
    np.testing.assert_array_equal(restriction.offset, [0.0, 0.0, 0.0])
    np.testing.assert_array_equal(restriction.u, [1.0, 3.0, 4.0])
    np.testing.assert_array_equal(restriction.v, [1.0, 1.0, 1.0])
    for array in (restriction.offset, restriction.u, restriction.v):
        assert not array.flags.writeable


@pytest.mark.parametrize(
    ("a", "b", "error", "match"),
    [
        ([0.0, 1.0], [0.0], ValueError, r"vectors of one length; found \(2,\), \(1,\)"),
        (0.0, 0.0, ValueError, r"vectors of one length; found \(\), \(\)"),
        ([[0.0]], [[0.0]], ValueError, "vectors of one length"),
        ([np.nan], [0.0], ValueError, "a must be finite numbers; found nan"),
        ([0.0], ["x"], TypeError, "b must hold real numbers"),
    ],
)
def test_wrong_points_are_refused(a: Any, b: Any, error: type[Exception], match: str) -> None:
    """They are two finite vectors of one length."""
    with pytest.raises(error, match=match):
        Restriction(PROBLEM, "cross-entropy", PLANE).evaluate(a, b)


def test_a_plane_of_another_space_is_refused() -> None:
    """The message lists the problem's parameters."""
    plane = Plane(np.zeros(3), [1.0, 0.0, 0.0], [0.0, 1.0, 0.0])
    with pytest.raises(ValueError, match="plane lies among 3 parameters; the problem has 2: w1, b"):
        Restriction(PROBLEM, "cross-entropy", plane)


def test_what_is_no_problem_or_no_plane_is_refused_by_name() -> None:
    problem = Problem(load("overlap"))
    plane = Plane.axes(problem, "w1", "b")
    wrong: Any
    for wrong in ("overlap", load("overlap"), plane):
        with pytest.raises(TypeError, match=f"problem must be a Problem.*{type(wrong).__name__}"):
            Restriction(wrong, "cross-entropy", plane)
    wrong = problem
    with pytest.raises(TypeError, match=r"plane must be a Plane.*Problem"):
        Restriction(problem, "cross-entropy", wrong)


def test_a_loss_of_another_output_is_refused() -> None:
    """The message names both outputs."""
    with pytest.raises(ValueError, match="cross-entropy is a loss of a softmax output"):
        Restriction(PROBLEM, get("cross-entropy", "softmax"), PLANE)
