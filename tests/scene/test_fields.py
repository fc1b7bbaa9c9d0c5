"""What a scene's fields stand for: its window, origin, plane, data and start."""

from typing import Literal

import numpy as np
import pytest

from landscapes import (
    DATASETS,
    Plane,
    Window,
    cross_entropy_minimum,
    fit_window,
    separation,
)
from scene import Scene, choices
from tests.scene.scenes import link

REAL = {"data": "iris", "features": ("petal length", "petal width", "sepal width")}


@pytest.mark.parametrize("data", DATASETS)
def test_the_window_is_the_data_sets_own_or_else_a_fitted_one(data: str) -> None:
    scene = Scene(data=data)
    known = scene.dataset.window
    if known:
        across, up = scene.axes
        assert scene.window == Window(known[across], known[up])
        swapped = Scene(data=data, plane=(up, across)).window
        assert swapped == Window(known[up], known[across])
    else:
        assert scene.window == fit_window(scene.problem, scene.slice)[0]


def test_one_side_of_the_window_may_be_set_and_the_other_left_to_the_data() -> None:
    own = Scene().window
    assert Scene(window_a=(1, 2)).window == Window((1, 2), own.b)
    assert Scene(window_b=(1, 2)).window == Window(own.a, (1, 2))
    assert Scene(window_a=(3, 4), window_b=(1, 2)).window == Window((3, 4), (1, 2))


@pytest.mark.parametrize("held", choices("held"))
@pytest.mark.parametrize("data", DATASETS)
def test_fitting_sets_the_window_and_tells_whether_a_minimum_is_framed(
    data: str, held: Literal["minimum", "zero"]
) -> None:
    scene = Scene(data=data, held=held)
    fitted, found = scene.fitted()
    assert fitted.model_copy(update={"window_a": None, "window_b": None}) == scene
    assert found is (separation(scene.problem, scene.slice) is None)
    assert Scene.from_query(link(fitted.query())) == (fitted, ())
    minimum = cross_entropy_minimum(scene.problem)
    if len(scene.parameters) == 2 and minimum is not None:
        for limits, value in zip((fitted.window.a, fitted.window.b), minimum, strict=True):
            assert limits[0] < value < limits[1]


def test_a_window_without_a_minimum_is_framed_around_zero() -> None:
    fitted, found = Scene(data="separable").fitted()
    assert not found
    for low, high in (fitted.window.a, fitted.window.b):
        assert low == pytest.approx(-high)


def test_the_other_parameters_are_held_at_the_cross_entropy_minimum() -> None:
    scene = Scene.model_validate({**REAL, "plane": ("w3", "b")})
    origin, minimum = scene.origin
    assert minimum
    np.testing.assert_array_equal(origin, cross_entropy_minimum(scene.problem))
    np.testing.assert_allclose(scene.problem.gradient("cross-entropy", origin), 0.0, atol=1e-10)
    np.testing.assert_array_equal(scene.slice.origin, [origin[0], origin[1], 0.0, 0.0])
    assert scene.slice.names == ("w3", "b")


def test_the_other_parameters_are_held_at_zero_where_that_is_asked() -> None:
    origin, minimum = Scene.model_validate({**REAL, "held": "zero"}).origin
    assert not minimum
    np.testing.assert_array_equal(origin, np.zeros(4))


def test_the_other_parameters_are_held_at_zero_where_there_is_no_minimum() -> None:
    scene = Scene(data="blobs", noise=0.1)
    assert separation(scene.problem) is not None
    origin, minimum = scene.origin
    assert not minimum
    np.testing.assert_array_equal(origin, np.zeros(3))


@pytest.mark.parametrize("held", choices("held"))
def test_the_shared_origin_cannot_be_written_to(held: Literal["minimum", "zero"]) -> None:
    origin, _ = Scene(held=held).origin
    with pytest.raises(ValueError, match="read-only"):
        origin[0] = 1.0


def test_the_plane_spans_the_two_axes_at_their_own_values() -> None:
    scene = Scene.model_validate({**REAL, "plane": ("w2", "w1")})
    expected = Plane.axes(scene.problem, "w2", "w1", origin=scene.origin[0])
    for vector in ("origin", "u", "v"):
        np.testing.assert_array_equal(getattr(scene.slice, vector), getattr(expected, vector))


def test_scenes_of_the_same_data_share_them_whatever_else_differs() -> None:
    scene, other = (
        Scene(),
        Scene(resolution=161, view="field", window_a=(0, 1), left="cross-entropy"),
    )
    assert scene.dataset is other.dataset
    assert scene.problem is other.problem
    assert scene.origin[0] is other.origin[0]
    assert Scene(n=60).problem is scene.problem
    assert Scene.from_query({"height": "log"})[0].problem is scene.problem


def test_scenes_of_other_data_or_models_share_nothing_that_differs() -> None:
    scene = Scene()
    penalised, scaled, larger = Scene(penalty=0.1), Scene(standardise=True), Scene(n=61)
    assert penalised.dataset is scene.dataset
    assert penalised.problem is not scene.problem
    assert penalised.problem.penalty == 0.1
    assert scaled.dataset.standardised
    assert not scene.dataset.standardised
    assert (len(scene.dataset), len(larger.dataset)) == (60, 61)
    assert Scene(seed=4).dataset is not scene.dataset


def test_both_descents_begin_where_the_scene_says_or_else_within_the_window() -> None:
    assert Scene(start=(100, -7.5)).begin == (100, -7.5)
    for data in DATASETS:
        scene = Scene(data=data)
        for value, (low, high) in zip(scene.begin, (scene.window.a, scene.window.b), strict=True):
            assert low < value < high
