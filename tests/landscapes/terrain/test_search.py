"""Compiled searches against the losses' own functions, which tests/losses holds to exact values."""

import math
import threading
from dataclasses import replace

import numpy as np
import pytest

from landscapes import Dataset, Plane, Problem, Window, fit_window, sweep
from landscapes.sweeps import kernels
from landscapes.sweeps.sweep import Landscape
from landscapes.terrain.critical import find_critical_points
from landscapes.terrain.search import Frame, Search, _Compiled, search
from tests.landscapes.cases import EVERY_PROBLEM, dataset_for, random_plane, soft

LOSSES = ("cross-entropy", "squared-error")
LABEL_LOSSES = (
    "absolute-error",
    "focal",
    "focal:gamma=0.5",
    "focal:gamma=3.3",
    "generalized-cross-entropy",
    "generalized-cross-entropy:q=0.01",
)
# The losses that the loops of a survey know, by their names.
SURVEYED = {
    "sigmoid": (*LOSSES, *LABEL_LOSSES),
    "softmax": (*LOSSES, *LABEL_LOSSES, "label-squared-error", "cross-entropy:smoothing=0.1"),
}


def ground(problem: Problem, key: str, plane: Plane, window: Window, points: int = 31) -> Landscape:
    return sweep(problem, key, plane, *window.grid(points))


def plain(landscape: Landscape) -> Landscape:
    """The same, of a loss that is the same in all but its name: it has no compiled loops."""
    return replace(landscape, loss=replace(landscape.loss, title="mine"))


def both(landscape: Landscape) -> tuple[Search, Search]:
    frame = Frame.of(landscape)
    compiled, own = search(landscape, frame), search(plain(landscape), frame)
    assert isinstance(compiled, _Compiled)
    assert not isinstance(own, _Compiled)
    return compiled, own


@pytest.mark.parametrize("reach", [3.0, 300.0, 5000.0])
@pytest.mark.parametrize(
    "problem",
    [case for case in EVERY_PROBLEM if case.values[0].dataset.name != "soft"],  # type: ignore[attr-defined]
)
def test_values_are_the_losses_own(problem: Problem, reach: float) -> None:
    """At scattered points near and far, past the reach of an exponential; with the penalty's."""
    window = Window((-reach, reach), (-reach, reach))
    points = np.random.default_rng(0).uniform(-reach, reach, size=(40, 2))
    for key in SURVEYED[problem.output]:
        compiled, own = both(ground(problem, key, random_plane(problem), window, 3))
        found, expected = compiled.values(points), own.values(points)
        np.testing.assert_allclose(found.value, expected.value, rtol=1e-11, atol=1e-300)
        # Of samples that mirror each other the terms cancel, but for their rounding.
        size = max(np.abs(own.restriction.u).max(), np.abs(own.restriction.v).max(), 1.0)
        for one, other in zip(found[1:], expected[1:], strict=True):
            allowed = 1e-11 * np.abs(other).max() + 1e-16 * size**2
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=allowed)


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
@pytest.mark.parametrize("margin", [2.0, 40.0, 230.0, 345.0, 700.0])
def test_no_digit_of_a_tail_is_lost(output: str, margin: float) -> None:
    """One sample whose label is all but certain: log(1 + e^-m), and its square's twin."""
    problem = Problem(Dataset([[1.0]], [1], classes=["0", "1"]), output)
    names = ("w1", "b") if output == "sigmoid" else ("w1[1]", "b[1]")
    window = Window((-800.0, 800.0), (-1.0, 1.0))
    rest = math.exp(-margin)
    exact = {"cross-entropy": math.log1p(rest), "squared-error": (rest / (1.0 + rest)) ** 2}
    bend = rest / (1.0 + rest) ** 2
    for key in LOSSES:
        compiled, _ = both(ground(problem, key, Plane.axes(problem, *names), window, 3))
        value, gradient, curvature = compiled.values(np.array([[margin, 0.0]]))
        twice = 2.0 if (output, key) == ("softmax", "squared-error") else 1.0
        if exact[key] > 1e-300:
            assert value[0] == pytest.approx(twice * exact[key], rel=1e-13, abs=0.0)
        if key == "cross-entropy":
            assert gradient[0, 0] == pytest.approx(-rest / (1.0 + rest), rel=1e-13, abs=0.0)
            assert curvature[0, 0] == pytest.approx(bend, rel=1e-13, abs=0.0)


@pytest.mark.parametrize("samples", [1, 255, 256, 257, 600])
@pytest.mark.parametrize("classes", [2, 3, 7])
def test_any_number_of_samples_goes_in_chunks(samples: int, classes: int) -> None:
    """Of which the last is not full, and of a single class too."""
    rng = np.random.default_rng(samples)
    y = rng.integers(0, classes, size=samples)
    names = [str(k) for k in range(classes)]
    problem = Problem(Dataset(rng.normal(size=(samples, 2)), y, classes=names), "softmax")
    for key in SURVEYED["softmax"]:
        landscape = ground(problem, key, random_plane(problem), Window((-9.0, 9.0), (-9.0, 9.0)), 3)
        compiled, own = both(landscape)
        points = rng.uniform(-9.0, 9.0, size=(20, 2))
        for one, other in zip(compiled.values(points), own.values(points), strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12 * np.abs(other).max())


@pytest.mark.parametrize("key", [*LOSSES, "focal", "generalized-cross-entropy"])
@pytest.mark.parametrize(
    "name", ["overlap", "separable", "moons", "iris", "two-minima", "four-minima", "three-blobs"]
)
@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_the_same_critical_points_are_found(name: str, output: str, key: str) -> None:
    """Kinds, places and values, to 1e-9; where a floor is flat any of its points will do."""
    problem = Problem(dataset_for(name, output), output, intercept=name != "four-minima")
    plane = Plane.axes(problem, *problem.parameters[:2])
    landscape = ground(problem, key, plane, fit_window(problem, plane)[0], 61)
    found, expected = find_critical_points(landscape), find_critical_points(plain(landscape))
    assert [point.kind for point in found] == [point.kind for point in expected]
    for one in found:
        of_its_kind = [other for other in expected if other.kind == one.kind]
        gaps = [np.abs(other.point - one.point).max() for other in of_its_kind]
        nearest = of_its_kind[int(np.argmin(gaps))]
        assert one.value == pytest.approx(nearest.value, rel=1e-9)
        if one.kind != "degenerate":
            np.testing.assert_allclose(one.point, nearest.point, rtol=1e-9, atol=1e-9)
            np.testing.assert_allclose(one.eigenvalues, nearest.eigenvalues, rtol=1e-9)


@pytest.mark.parametrize("key", LOSSES)
@pytest.mark.parametrize("name", ["overlap", "separable", "iris", "two-minima"])
def test_a_grid_is_scanned_alike(name: str, key: str) -> None:
    """Up to ties: on a handful of grid points neighbours are equal but for rounding."""
    problem = Problem(dataset_for(name, "sigmoid"))
    plane = Plane.axes(problem, "w1", "b")
    compiled, own = both(ground(problem, key, plane, fit_window(problem, plane)[0], 61))
    *marks, largest = compiled.scan()
    *expected, most = own.scan()
    assert largest == pytest.approx(most, rel=1e-12)
    for one, other in zip(marks, expected, strict=True):
        assert (one != other).sum() <= 0.01 * one.size
        assert other.any() == one.any()


def test_soft_labels_and_other_losses_are_searched_by_the_losses_own_functions() -> None:
    window = Window((-2.0, 2.0), (-2.0, 2.0))
    given, hard = Problem(soft("sigmoid")), Problem(dataset_for("overlap", "sigmoid"))
    labelled = ground(given, "squared-error", random_plane(given), window, 5)
    renamed = plain(ground(hard, "squared-error", random_plane(hard), window, 5))
    for key in ("hinge", "squared-error-on-logit"):
        swept = ground(hard, key, random_plane(hard), window, 5)
        assert kernels.has_kernel(swept.loss)
        assert not kernels.has_point_loops(swept.loss)
        assert type(search(swept, Frame.of(swept))) is Search
    for landscape in (labelled, renamed):
        assert type(search(landscape, Frame.of(landscape))) is Search
        assert (
            kernels.kernel_for(search(landscape, Frame.of(landscape)).restriction.samples) is None
        )


def test_other_threads_go_on_while_points_are_evaluated() -> None:
    """A call of some seconds holds no lock: another thread counts on in the midst of it."""
    rng = np.random.default_rng(0)
    problem = Problem(Dataset(rng.normal(size=(20000, 2)), rng.integers(0, 2, size=20000)))
    landscape = ground(problem, "cross-entropy", random_plane(problem), Window((-2, 2), (-2, 2)), 3)
    compiled, _ = both(landscape)
    compiled.values(np.zeros((1, 2)))
    begun, done, counted = threading.Event(), threading.Event(), 0

    def work() -> None:
        begun.set()
        compiled.values(rng.uniform(-2.0, 2.0, size=(5000, 2)))
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait(10.0)
    while not done.is_set():
        counted += 1
    thread.join()
    assert counted > 10_000
