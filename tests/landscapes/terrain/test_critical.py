"""Critical points against known ones."""

import numpy as np
import pytest

import losses
from landscapes import Dataset, Plane, Problem, critical_points, good_window, load
from losses.arrays import Array
from tests.landscapes.terrain.cases import lowest

TWO = Problem(load("two-minima"))
FOUR = Problem(load("four-minima"), intercept=False)
SMOOTH = [key for key, loss in losses.LOSSES["sigmoid"].items() if loss.smooth(TWO.labels)]
FALLING = [key for key, loss in losses.LOSSES["sigmoid"].items() if loss.as_margins_grow == "falls"]
PROBLEMS = {"two-minima": (TWO, ("w1", "b")), "four-minima": (FOUR, ("w1", "w2"))}


def polished(problem: Problem, loss: str, start: Array) -> Array:
    """The minimum that scipy's trust region reaches from a start near it."""

    def value(theta: Array) -> float:
        return problem.value(loss, theta)

    def gradient(theta: Array) -> Array:
        return problem.gradient(loss, theta)

    def hessian(theta: Array) -> Array:
        return problem.hessian(loss, theta)

    return lowest(value, start, gradient, hessian)


def minima(problem: Problem, loss: str, names: tuple[str, str], resolution: int = 121) -> Array:
    plane = Plane.axes(problem, *names)
    a, b = good_window(problem, plane).grid(resolution)
    points = critical_points(problem, loss, plane, a, b)
    return np.array([point.point for point in points if point.kind == "minimum"])


def test_squared_error_has_two_minima_on_two_minima() -> None:
    plane = Plane.axes(TWO, "w1", "b")
    points = critical_points(TWO, "squared-error", plane, *good_window(TWO, plane).grid(121))
    assert [point.kind for point in points] == ["minimum", "minimum", "saddle"]
    low, high, pass_between = points
    np.testing.assert_allclose(low.point, [-0.1703, -0.8704], atol=5e-5)
    np.testing.assert_allclose(high.point, [1.5047, 1.4739], atol=5e-5)
    assert low.value == pytest.approx(0.1944, abs=5e-5)
    assert high.value == pytest.approx(0.4012, abs=5e-5)
    assert pass_between.value > high.value
    assert pass_between.eigenvalues[0] < 0.0 < pass_between.eigenvalues[1]
    assert not low.point.flags.writeable


def test_squared_error_has_four_minima_on_four_minima() -> None:
    plane = Plane.axes(FOUR, "w1", "w2")
    points = critical_points(FOUR, "squared-error", plane, *good_window(FOUR, plane).grid(121))
    kinds = [point.kind for point in points]
    assert kinds == ["minimum"] * 4 + ["saddle"] * 4 + ["maximum"]
    places = sorted(tuple(np.round(point.point, 3)) for point in points[:4])
    assert places == [(-0.151, -0.151), (-0.151, 3.075), (3.075, -0.151), (3.075, 3.075)]


@pytest.mark.parametrize("name", PROBLEMS)
def test_cross_entropy_has_one_critical_point_on_each(name: str) -> None:
    problem, names = PROBLEMS[name]
    plane = Plane.axes(problem, *names)
    points = critical_points(
        problem, "cross-entropy", plane, *good_window(problem, plane).grid(121)
    )
    assert [point.kind for point in points] == ["minimum"]


@pytest.mark.parametrize("loss", SMOOTH)
@pytest.mark.parametrize("name", PROBLEMS)
def test_minima_are_scipys_to_1e_6(name: str, loss: str) -> None:
    problem, names = PROBLEMS[name]
    found = minima(problem, loss, names)
    if (name, loss) == ("two-minima", "absolute-error"):  # it falls towards a row told wrong
        assert len(found) == 0
        assert np.abs(polished(problem, loss, np.array([-0.2, -0.9]))).max() > 5.0
    else:
        assert len(found) >= 1
    for point in found:
        np.testing.assert_allclose(point, polished(problem, loss, point + 0.01), atol=1e-6)


@pytest.mark.parametrize("penalty", [0.0, 0.3])
def test_of_a_loss_with_kinks_no_critical_points_are_claimed(penalty: float) -> None:
    """Though a penalty gives it some curvature: a minimum at a corner has no gradient of 0."""
    axis = np.linspace(-4.0, 4.0, 61)
    for name in ("overlap", "separable"):
        problem = Problem(load(name), penalty=penalty)
        plane = Plane.axes(problem, "w1", "b")
        assert critical_points(problem, "hinge", plane, axis, axis) == ()
    soft = Problem(Dataset([[0.0], [1.0], [-1.0]], [0.2, 0.7, 0.4]), penalty=penalty)
    plane = Plane.axes(soft, "w1", "b")
    assert critical_points(soft, "absolute-error", plane, axis, axis) == ()
    assert len(critical_points(soft, "squared-error", plane, axis, axis)) >= 1


@pytest.mark.parametrize("resolution", [25, 60, 200])
def test_the_grid_does_not_change_what_is_found(resolution: int) -> None:
    np.testing.assert_allclose(
        minima(TWO, "squared-error", ("w1", "b"), resolution),
        minima(TWO, "squared-error", ("w1", "b"), 121),
        atol=1e-9,
    )


def test_nor_does_the_order_of_its_axes() -> None:
    problem = Problem(load("overlap"))
    plane = Plane.axes(problem, "w1", "b")
    axis = np.linspace(-30.0, 33.0, 61)
    shuffled = np.random.default_rng(0).permutation(axis)
    one, other = (
        critical_points(problem, "squared-error", plane, *axes)
        for axes in ((axis, axis), (shuffled, axis[::-1]))
    )
    assert len(one) >= 5
    np.testing.assert_allclose(
        [point.point for point in one], [point.point for point in other], atol=1e-9
    )


def test_units_of_the_axes_do_not_matter() -> None:
    """A weight for micrometres and a bias: curvatures twelve orders of magnitude apart."""
    dataset = Dataset(TWO.dataset.X * 1e6, TWO.dataset.y)
    scaled = Problem(dataset)
    plane = Plane.axes(scaled, "w1", "b")
    a, b = np.linspace(-2e-6, 4e-6, 121), np.linspace(-4.0, 4.0, 121)
    points = critical_points(scaled, "squared-error", plane, a, b)
    assert [point.kind for point in points] == ["minimum", "minimum", "saddle"]
    np.testing.assert_allclose(
        [point.point * [1e6, 1.0] for point in points[:2]],
        minima(TWO, "squared-error", ("w1", "b")),
        atol=1e-6,
    )


@pytest.mark.parametrize("reach", [30.0, 1e2, 1e3, 1e4])
def test_a_basin_smaller_than_a_cell_is_found_where_the_ground_leads_there(reach: float) -> None:
    problem = Problem(load("overlap"))
    axis = np.linspace(-reach, 1.1 * reach, 61)
    points = critical_points(problem, "cross-entropy", Plane.axes(problem, "w1", "b"), axis, axis)
    assert [point.kind for point in points] == ["minimum"]
    np.testing.assert_allclose(points[0].point, [1.30266153, 0.04051907], atol=1e-6)


@pytest.mark.parametrize("loss", FALLING)
@pytest.mark.parametrize("reach", [10.0, 100.0, 1000.0])
def test_a_plateau_has_no_critical_points(loss: str, reach: float) -> None:
    """On separable data every point has somewhere lower to go, however little lower.

    So it is for losses that fall with every margin.
    """
    problem = Problem(load("separable"))
    axis = np.linspace(-reach, 1.1 * reach, 41)
    assert critical_points(problem, loss, Plane.axes(problem, "w1", "b"), axis, axis) == ()


def test_what_lies_where_numbers_fade_out_is_dropped() -> None:
    """In each weight a minimum at 24, with a curvature of 1e-19: 20 rows against a larger one."""
    half = [(1.0, 0.0)] * 20 + [(1.9, 0.0)]
    labels = ([1] * 20 + [0]) * 2
    problem = Problem(Dataset([*half, *((y, x) for x, y in half)], labels), intercept=False)
    plane = Plane.axes(problem, "w1", "w2")
    near, far = np.linspace(-4.0, 28.0, 129), np.linspace(22.0, 26.0, 41)
    whole = critical_points(problem, "squared-error", plane, near, near)
    assert whole == ()
    assert [p.kind for p in critical_points(problem, "squared-error", plane, far, far)] == [
        "minimum"
    ]


def test_the_floor_of_a_fading_valley_has_none_either() -> None:
    """Far along the floor the slope is below 1e-16 of the curvature across it."""
    problem = Problem(load("iris"), "softmax")
    plane = Plane.axes(problem, "w3[0]", "w3[1]")
    axis = np.linspace(-100.0, 110.0, 61)
    kinds = [p.kind for p in critical_points(problem, "squared-error", plane, axis, axis)]
    assert "degenerate" not in kinds


@pytest.mark.parametrize("tilt", [0.0, 0.3])
@pytest.mark.parametrize("loss", losses.LOSSES["softmax"])
def test_a_flat_valley_is_one_degenerate_point(loss: str, tilt: float) -> None:
    """Two classes' weights may move together: nothing changes, but for rounding where tilted.

    Across the valley the loss is a function of the weights' difference alone, whose extrema are
    counted on a fine grid. Of absolute error there are two: a valley and a ridge.
    """
    problem = Problem(load("overlap"), "softmax")
    first, second = problem.direction("w1[0]"), problem.direction("w1[1]")
    plane = Plane(np.zeros(4), first + tilt * second, second + 0.5 * tilt * first)
    axis = np.linspace(-25.0, 25.0, 61)
    points = critical_points(problem, loss, plane, axis, axis)
    corner = 25.0 * ((1.0 - tilt) + (1.0 - 0.5 * tilt))
    across = np.linspace(-corner, corner, 4001)
    slopes = [problem.gradient(loss, difference * first)[0] for difference in across]
    extrema = np.flatnonzero(np.diff(np.sign(slopes)))
    assert len(extrema) == (2 if loss == "absolute-error" else 1)
    assert [point.kind for point in points] == ["degenerate"] * len(extrema)
    differences = sorted(float((first - second) @ plane.at(*point.point)) for point in points)
    np.testing.assert_allclose(differences, across[extrema], atol=across[1] - across[0])
    for point in points:
        flat, bent = sorted(np.abs(point.eigenvalues))
        assert flat < 1e-12 < bent
        gradient = problem.gradient(loss, plane.at(*point.point))
        assert abs(gradient[0]) < 1e-12


def test_a_landscape_without_any_slope_has_none() -> None:
    problem = Problem(Dataset([[0.0, 0.0]], [1]))
    axis = [-1.0, 0.0, 1.0]
    assert (
        critical_points(problem, "cross-entropy", Plane.axes(problem, "w1", "w2"), axis, axis) == ()
    )


def test_a_point_on_the_edge_is_inside_and_one_beyond_is_not() -> None:
    low = minima(TWO, "squared-error", ("w1", "b"))[0]
    plane = Plane.axes(TWO, "w1", "b")
    b = np.linspace(-2.0, 0.5, 41)
    for edge, number in ((low[0], 1), (low[0] - 1e-3, 0)):
        points = critical_points(TWO, "squared-error", plane, np.linspace(-1.5, edge, 41), b)
        assert len(points) == number


def test_an_axis_without_extent_is_refused() -> None:
    with pytest.raises(ValueError, match=r"axis b has no extent: .* found only 1\.0"):
        critical_points(TWO, "squared-error", Plane.axes(TWO, "w1", "b"), [0.0, 1.0], [1.0, 1.0])
