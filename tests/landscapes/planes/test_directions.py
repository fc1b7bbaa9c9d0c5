"""Planes whose directions are no two parameters: random, principal, and the Hessian's."""

import pickle
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from landscapes import Dataset, Path, Plane, Problem, descend, flat_directions, load, sweep

IRIS = Problem(load("iris"), "softmax", penalty=0.01)
TWO = Problem(load("blobs"))
FOUR = Problem(load("four-minima"), intercept=False)
PROBLEMS = [
    pytest.param(IRIS, id="softmax"),
    pytest.param(Problem(load("iris"), "softmax"), id="softmax without penalty"),
    pytest.param(Problem(load("three-blobs"), "softmax", intercept=False), id="no bias"),
    pytest.param(TWO, id="sigmoid"),
]


def walk(problem: Problem, loss: str = "cross-entropy", rate: float = 0.1, steps: int = 60) -> Path:
    """A descent in all parameters, from a start that no symmetry holds on a line."""
    start = 0.5 * np.cos(np.arange(len(problem.parameters)))
    return descend(problem, loss, start, rate=rate, steps=steps)


def makers(problem: Problem) -> dict[str, Callable[[], Plane]]:
    """The three ways to choose a plane, each as a call that starts anew."""
    at = 0.1 * np.sin(np.arange(len(problem.parameters)))
    return {
        "random": lambda: Plane.random(problem, 5, at),
        "principal": lambda: Plane.principal(problem, walk(problem)),
        "hessian": lambda: Plane.hessian(problem, "cross-entropy", at),
    }


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("way", ["random", "principal", "hessian"])
def test_directions_are_orthonormal_and_the_same_every_time(way: str, problem: Problem) -> None:
    """So that gradients in the plane are projections of the full one."""
    plane, again = makers(problem)[way](), makers(problem)[way]()
    basis = np.stack([plane.u, plane.v])
    np.testing.assert_allclose(basis @ basis.T, np.eye(2), atol=1e-14)
    for name in ("origin", "u", "v"):
        np.testing.assert_array_equal(getattr(plane, name), getattr(again, name))
    assert plane.titles(problem) == plane.words
    copy = pickle.loads(pickle.dumps(plane))
    assert (copy.words, copy.shares, copy.curvatures) == (
        plane.words,
        plane.shares,
        plane.curvatures,
    )


def test_axes_of_two_parameters_have_the_problems_words() -> None:
    """They carry none of their own."""
    plane = Plane.axes(IRIS, "w1[0]", "b[2]")
    assert (plane.words, plane.shares, plane.curvatures) == (None, None, None)
    assert plane.titles(IRIS) == (
        "weight w1 of sepal length, class setosa",
        "bias b, class virginica",
    )


@pytest.mark.parametrize("name", ["words", "shares", "curvatures"])
def test_what_is_said_of_the_directions_is_said_of_both(name: str) -> None:
    """One word, or three numbers, are refused by name."""
    for wrong in ("ab", (1.0,), (1.0, 2.0, 3.0)):
        with pytest.raises(ValueError, match=f"{name} must be two"):
            Plane([0.0, 0.0], [1.0, 0.0], [0.0, 1.0], **{name: wrong})  # type: ignore[arg-type]


def test_random_directions_depend_on_the_seed_and_go_through_the_origin() -> None:
    """0 by default; NumPy's global random state does not matter."""
    first, second = Plane.random(IRIS, 1), Plane.random(IRIS, 2)
    assert abs(first.u @ second.u) < 0.9
    np.testing.assert_array_equal(first.origin, 0.0)
    np.testing.assert_array_equal(Plane.random(IRIS, 1, np.ones(15)).origin, 1.0)
    assert Plane.random(IRIS, 4).words == (
        "random direction 1, seed 4",
        "random direction 2, seed 4",
    )
    # The first lies along the first vector drawn, not against it.
    drawn = np.random.default_rng(1).normal(size=(15, 2))
    np.testing.assert_allclose(first.u, drawn[:, 0] / np.linalg.norm(drawn[:, 0]), atol=1e-14)
    assert drawn[:, 1] @ first.v > 0.0


# -- principal directions


def test_principal_directions_are_those_of_the_points_around_the_end_of_the_path() -> None:
    """Against the eigenvectors of the second moments, a computation of its own."""
    path = walk(IRIS)
    plane = Plane.principal(IRIS, path)
    np.testing.assert_array_equal(plane.origin, path.theta[-1])
    rows = path.theta - path.theta[-1]
    moments, axes = np.linalg.eigh(rows.T @ rows)
    assert abs(axes[:, -1] @ plane.u) == pytest.approx(1.0, abs=1e-9)
    assert abs(axes[:, -2] @ plane.v) == pytest.approx(1.0, abs=1e-9)
    assert plane.shares is not None
    assert plane.shares == pytest.approx(moments[:-3:-1] / moments.sum(), rel=1e-9)
    assert 0.0 < plane.shares[1] < plane.shares[0] < sum(plane.shares) <= 1.0
    assert plane.words is not None
    assert plane.words[0].endswith(f", {100 * plane.shares[0]:.3g} %")


def test_shares_say_how_much_of_the_paths_the_plane_holds() -> None:
    """One minus what is left beside the plane; no random plane through the origin holds more."""
    paths = [walk(IRIS, "squared-error"), walk(IRIS)]
    plane = Plane.principal(IRIS, paths)
    np.testing.assert_array_equal(plane.origin, paths[-1].theta[-1])
    points = np.concatenate([path.theta for path in paths])

    def held(other: Plane) -> float:
        coordinates = np.array([other.coordinates(point) for point in points])
        beside = points - other.at(*coordinates.T)
        return float(1.0 - (beside**2).sum() / ((points - other.origin) ** 2).sum())

    assert plane.shares is not None
    assert sum(plane.shares) == pytest.approx(held(plane), abs=1e-12)
    assert plane.words is not None
    assert plane.words[1].endswith(f", {100 * plane.shares[1]:.3g} %")
    for seed in range(20):
        assert held(Plane.random(IRIS, seed, plane.origin)) < held(plane)


def test_two_parameters_hold_all_of_a_path() -> None:
    """There is no third direction; a share that is nearly all is not rounded up to it."""
    problem = Problem(load("overlap"))
    plane = Plane.principal(problem, walk(problem, rate=1.0))
    assert plane.shares is not None
    assert sum(plane.shares) == pytest.approx(1.0, abs=1e-15)
    straight = _path_through(problem, [[1.0, 0.0], [0.5, 1e-4], [0.0, 0.0]])
    words = Plane.principal(problem, straight).words
    assert words is not None
    assert "over 99.9 %" in words[0]


def _path_through(problem: Problem, points: list[list[float]]) -> Path:
    """A descent with its points replaced."""
    return replace(walk(problem, steps=2), theta=np.array(points))


def test_the_plane_may_go_through_another_point() -> None:
    """Distances, and so the shares, are then measured from there."""
    path, at = walk(IRIS), np.full(15, 0.3)
    plane = Plane.principal(IRIS, [path], at)
    np.testing.assert_array_equal(plane.origin, at)
    sizes = np.linalg.svd(path.theta - at, compute_uv=False) ** 2
    assert plane.shares == pytest.approx(sizes[:2] / sizes.sum(), rel=1e-12)


def test_a_descent_along_a_line_spans_no_plane() -> None:
    """Symmetric rows hold it on the diagonal; a path of one step, or no path, is as little."""
    straight = descend(FOUR, "cross-entropy", [1.0, 1.0], rate=0.5, steps=40)
    with pytest.raises(ValueError, match=r"all \d\d points lie on one through the plane's"):
        Plane.principal(FOUR, straight)
    with pytest.raises(ValueError, match="paths must leave one line: all 2 points"):
        Plane.principal(IRIS, walk(IRIS, steps=1))
    with pytest.raises(ValueError, match="paths must be one descent at least; found none"):
        Plane.principal(IRIS, [])
    with pytest.raises(ValueError, match=r"theta has shape \(2,\); this problem has 15"):
        Plane.principal(IRIS, straight)


# -- the Hessian's eigenvectors


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("loss", ["cross-entropy", "squared-error"])
def test_curvatures_along_the_hessians_plane_are_its_eigenvalues(
    problem: Problem, loss: str
) -> None:
    """As a sweep measures them at the origin; the mixed derivative is 0, the largest is largest."""
    at = 0.1 * np.sin(np.arange(len(problem.parameters)))
    plane = Plane.hessian(problem, loss, at)
    assert plane.curvatures is not None
    aa, ab, bb = sweep(problem, loss, plane, [0.0], [0.0]).curvature.ravel()
    high, low = plane.curvatures
    assert aa == pytest.approx(high, rel=1e-12)
    assert [ab, bb] == pytest.approx([0.0, low], abs=1e-13 * abs(high))
    every = np.linalg.eigvalsh(problem.hessian(loss, at))
    assert high == pytest.approx(every[-1], rel=1e-12)
    flat = flat_directions(problem)
    np.testing.assert_allclose(flat @ np.stack([plane.u, plane.v], axis=1), 0.0, atol=1e-14)
    if not problem.penalty:
        real = every[np.abs(every) > 1e-12 * np.abs(every).max()]
        assert len(real) == len(every) - len(flat)
        assert low == pytest.approx(real[0], abs=1e-13 * abs(high))


def test_a_penalty_does_not_make_a_flat_direction_the_least_curved() -> None:
    """It alone bends those: its eigenvalue is passed over, though it is the smallest but 0."""
    problem = Problem(load("iris", features=["petal width"]), "softmax", penalty=1e-4)
    plane = Plane.hessian(problem, "cross-entropy", np.zeros(6))
    assert plane.curvatures is not None
    every = np.linalg.eigvalsh(problem.hessian("cross-entropy", np.zeros(6)))
    assert every[1] == pytest.approx(1e-4, rel=1e-9)
    assert plane.curvatures[1] > 2e-3


def test_a_saddles_plane_has_a_curvature_below_zero() -> None:
    """The smallest eigenvalue is smallest by sign, not by size."""
    at = np.zeros(2)
    data = Dataset([[-2.0], [-1.0], [1.0], [2.0], [8.0]], [0, 1, 0, 1, 0])
    plane = Plane.hessian(Problem(data), "squared-error", [1.0, 0.0])
    assert plane.curvatures is not None
    assert plane.curvatures[1] < -0.001 < plane.curvatures[0]
    # Equal eigenvalues: the directions nearest to the parameters, in their order.
    both = Problem(Dataset([[1.0, 0.0], [0.0, 1.0]], [0, 1]), intercept=False)
    even = Plane.hessian(both, "cross-entropy", at)
    assert even.curvatures == pytest.approx((0.125, 0.125), rel=1e-15)
    np.testing.assert_allclose([even.u, even.v], np.eye(2), atol=1e-15)


def test_a_hessian_of_less_than_two_directions_spans_no_plane() -> None:
    """One row bends one direction; one parameter is refused by every way to choose a plane."""
    single = Problem(Dataset([[1.0, 2.0]], [1]))
    with pytest.raises(ValueError, match="curves along 1 of 3 directions; a plane needs two"):
        Plane.hessian(single, "cross-entropy", np.zeros(3))
    one = Problem(load("overlap"), intercept=False)
    refused = "a plane needs two parameters; this problem has 1"
    with pytest.raises(ValueError, match=refused):
        Plane.random(one)
    with pytest.raises(ValueError, match=refused):
        Plane.principal(one, walk(one))
    with pytest.raises(ValueError, match=refused):
        Plane.hessian(one, "cross-entropy", [0.0])
