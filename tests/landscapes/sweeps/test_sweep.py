"""sweep(): the grid, its order, its derivatives, its memory, its executors."""

import multiprocessing
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from landscapes import Landscape, Plane, Problem, Restriction, load, sweep
from losses import LOSSES, get
from tests.landscapes.cases import EVERY_PROBLEM, grid_of, random_plane

ROOT = Path(__file__).parents[3]
PROBLEM = Problem(load("two-minima"))
PLANE = Plane.axes(PROBLEM, "w1", "b")
ARRAYS = ("a", "b", "value", "gradient", "curvature", "eigenvalues", "slope")


def same(one: Landscape, other: Landscape) -> None:
    """All arrays of two landscapes agree to the rounding of a sum taken in another order."""
    for name in ARRAYS:
        np.testing.assert_allclose(
            getattr(one, name), getattr(other, name), rtol=1e-11, atol=1e-13, err_msg=name
        )


@pytest.mark.parametrize("problem", EVERY_PROBLEM)
def test_a_grid_is_its_points_indexed_by_row_b_and_column_a(problem: Problem) -> None:
    """Value (nb, na), gradient (2, nb, na), curvature (3, nb, na): the restriction's, in place."""
    a, b = np.linspace(-4.0, 3.0, 5), np.linspace(-2.0, 4.0, 4)
    plane = random_plane(problem)
    for key in LOSSES[problem.output]:
        landscape = sweep(problem, key, plane, a, b)
        points = Restriction(problem, key, plane).evaluate(*grid_of(a, b))
        for found, expected in zip(
            (landscape.value, landscape.gradient, landscape.curvature), points, strict=True
        ):
            shape = (*expected.shape[:-1], 4, 5)
            assert found.shape == shape
            np.testing.assert_allclose(found, expected.reshape(shape), rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize(
    ("output", "name"), [("sigmoid", "focal:gamma=5"), ("softmax", "cross-entropy:smoothing=0.25")]
)
def test_a_loss_is_named_with_its_parameters(output: str, name: str) -> None:
    problem = Problem(load("two-minima"), output)
    plane = Plane.axes(problem, *problem.parameters[:2])
    a = np.linspace(-2.0, 2.0, 4)
    found = sweep(problem, name, plane, a, a)
    assert found.loss.name == name
    same(found, sweep(problem, get(name, output), plane, a, a))
    assert (found.value != sweep(problem, name.partition(":")[0], plane, a, a).value).all()
    with pytest.raises(ValueError, match="malformed loss"):
        sweep(problem, f"{name},", plane, a, a)


@pytest.mark.parametrize("problem", EVERY_PROBLEM)
def test_a_grid_is_point_by_point_evaluation_in_all_parameters(problem: Problem) -> None:
    """At three of its points: the problem's value, gradient and Hessian, times the directions."""
    a, b = np.linspace(-4.0, 3.0, 5), np.linspace(-2.0, 4.0, 4)
    plane = random_plane(problem, seed=2)
    for key in LOSSES[problem.output]:
        landscape = sweep(problem, key, plane, a, b)
        for j, i in ((0, 4), (2, 1), (3, 3)):
            theta = plane.at(a[i], b[j])
            gradient, hessian = problem.gradient(key, theta), problem.hessian(key, theta)
            u, v = plane.u, plane.v
            for found, expected in (
                (landscape.value[j, i], problem.value(key, theta)),
                (landscape.gradient[:, j, i], [u @ gradient, v @ gradient]),
                (
                    landscape.curvature[:, j, i],
                    [u @ hessian @ u, u @ hessian @ v, v @ hessian @ v],
                ),
            ):
                np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("problem", EVERY_PROBLEM)
def test_eigenvalues_are_those_of_the_curvature_in_ascending_order(problem: Problem) -> None:
    """And the slope is the gradient's length."""
    axis = np.linspace(-3.0, 3.0, 5)
    for key in LOSSES[problem.output]:
        landscape = sweep(problem, key, random_plane(problem), axis, axis)
        aa, ab, bb = landscape.curvature
        matrices = np.moveaxis(np.array([[aa, ab], [ab, bb]]), (0, 1), (-2, -1))
        expected = np.moveaxis(np.linalg.eigvalsh(matrices), -1, 0)
        size = np.abs(expected).max()
        assert landscape.eigenvalues.shape == (2, 5, 5)
        np.testing.assert_allclose(landscape.eigenvalues, expected, atol=1e-14 * size)
        np.testing.assert_allclose(landscape.slope**2, (landscape.gradient**2).sum(axis=0))


@pytest.mark.parametrize("key", LOSSES["sigmoid"])
def test_axes_may_descend_or_be_out_of_order(key: str) -> None:
    """Columns and rows follow the axes as they are given."""
    a, b = np.linspace(-2.0, 4.0, 7), np.linspace(-4.0, 4.0, 5)
    plain = sweep(PROBLEM, key, PLANE, a, b)
    turned = sweep(PROBLEM, key, PLANE, a[::-1], b[::-1])
    shuffled = sweep(PROBLEM, key, PLANE, a[[3, 0, 6]], b[[4, 1]])
    for name in ("value", "gradient", "curvature"):
        whole = getattr(plain, name)
        np.testing.assert_allclose(getattr(turned, name), whole[..., ::-1, ::-1], rtol=1e-12)
        expected = whole[..., [4, 1], :][..., [3, 0, 6]]
        np.testing.assert_allclose(getattr(shuffled, name), expected, rtol=1e-12)


@pytest.mark.parametrize(("a", "b"), [([0.5], [0.1]), ([0.5], [0.1, 0.2, 0.3]), ([0, 1, 2], [3])])
def test_an_axis_of_one_point_is_enough(a: list[float], b: list[float]) -> None:
    """For a, for b, or for both."""
    landscape = sweep(PROBLEM, "squared-error", PLANE, a, b)
    assert landscape.value.shape == (len(b), len(a))
    assert landscape.value[-1, -1] == pytest.approx(
        PROBLEM.value("squared-error", [a[-1], b[-1]]), rel=1e-13
    )


def test_a_landscape_says_what_was_swept() -> None:
    """The loss is the record, whether it was given by key or not."""
    for loss in ("squared-error", get("squared-error")):
        landscape = sweep(PROBLEM, loss, PLANE, [0.0, 1.0], [2.0])
        assert landscape.loss is get("squared-error")
        assert landscape.problem is PROBLEM
        assert landscape.plane is PLANE
        np.testing.assert_array_equal(landscape.a, [0.0, 1.0])
        np.testing.assert_array_equal(landscape.b, [2.0])


def test_nothing_can_be_written_to() -> None:
    """And the caller's axes stay the caller's: writable, and not looked at again."""
    a = np.array([0.0, 1.0])
    landscape = sweep(PROBLEM, "squared-error", PLANE, a, a)
    a[0] = 5.0
    np.testing.assert_array_equal(landscape.a, [0.0, 1.0])
    for name in ARRAYS:
        with pytest.raises(ValueError, match="read-only"):
            getattr(landscape, name)[...] = 0.0
    with pytest.raises(FrozenInstanceError):
        landscape.value = a  # type: ignore[misc]


def threads() -> Executor:
    """Two threads."""
    return ThreadPoolExecutor(2)


def processes() -> Executor:
    """Two processes, which start from nothing as they do on macOS and Windows."""
    return ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))


@pytest.mark.parametrize("workers", [threads, processes])
def test_an_executor_gives_the_same_landscape(workers: Callable[[], Executor]) -> None:
    """For both outputs, with a penalty."""
    a, b = np.linspace(-3.0, 3.0, 9), np.linspace(-2.0, 5.0, 8)
    with workers() as executor:
        for problem in (
            Problem(load("two-minima"), penalty=0.1),
            Problem(load("iris"), "softmax", penalty=0.1),
        ):
            plane = random_plane(problem)
            for key in LOSSES[problem.output]:
                alone = sweep(problem, key, plane, a, b)
                same(sweep(problem, key, plane, a, b, executor=executor), alone)


MEMORY = """
import numpy as np
from landscapes import Plane, Problem, load, sweep
from tests.peak_memory import peak_memory

problem = Problem(load("breast-cancer", features=["mean radius"]))
plane = Plane.axes(problem, "w1", "b")
landscape = sweep(
    problem, "cross-entropy", plane, np.linspace(-3.0, 1.0, 301), np.linspace(-1.0, 20.0, 301)
)
assert landscape.curvature.shape == (3, 301, 301)
print(peak_memory())
"""


def test_569_rows_on_301_by_301_points_fit_into_a_gibibyte() -> None:
    """The whole process, interpreter and libraries included, by the system's own account."""
    done = subprocess.run(
        [sys.executable, "-c", MEMORY], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert 2**20 < int(done.stdout) < 2**30


@pytest.mark.parametrize("name", ["a", "b"])
@pytest.mark.parametrize(
    ("bad", "error", "match"),
    [
        ([], ValueError, r"has shape \(0,\); it must be 1-D with at least one entry"),
        (1.0, ValueError, r"has shape \(\)"),
        ([[0.0, 1.0]], ValueError, r"has shape \(1, 2\)"),
        ([0.0, np.nan], ValueError, "must be finite numbers; found nan"),
        ([0.0, np.inf], ValueError, "must be finite numbers; found inf"),
        (["x"], TypeError, "must hold real numbers"),
        (None, TypeError, "must hold real numbers"),
    ],
)
def test_a_wrong_axis_is_refused_by_name(
    name: str, bad: Any, error: type[Exception], match: str
) -> None:
    """Empty, of another shape, or not finite numbers."""
    axes: dict[str, Any] = {"a": [0.0], "b": [0.0], name: bad}
    with pytest.raises(error, match=f"axis {name} {match}"):
        sweep(PROBLEM, "squared-error", PLANE, **axes)


def test_a_wrong_loss_or_plane_is_refused() -> None:
    """Before anything is computed."""
    with pytest.raises(ValueError, match="unknown loss 'huber'"):
        sweep(PROBLEM, "huber", PLANE, [0.0], [0.0])
    with pytest.raises(ValueError, match="is a loss of a softmax output"):
        sweep(PROBLEM, get("cross-entropy", "softmax"), PLANE, [0.0], [0.0])
    plane = Plane(np.zeros(4), np.eye(4)[0], np.eye(4)[1])
    with pytest.raises(ValueError, match="plane lies among 4 parameters"):
        sweep(PROBLEM, "squared-error", plane, [0.0], [0.0])
