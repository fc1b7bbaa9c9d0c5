"""Paths over fields and surfaces: where the descent was, as far as it has come."""

from itertools import pairwise

import numpy as np
import pytest

from figures.height import Height
from figures.theme import CAMERA, DARK, LIGHT, Theme
from figures.trail import trail_on_field, trail_on_surface
from landscapes import Landscape, Path, Plane, descend
from losses.arrays import Array
from tests.figures.samples import SIGMOID, landscape_of

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def path_on(
    landscape: Landscape, rate: float = 1.0, start: tuple[float, float] = (-4.0, 4.0)
) -> Path:
    problem, loss, plane = landscape.problem, landscape.loss, landscape.plane
    return descend(problem, loss, start, rate=rate, steps=40, plane=plane)


def box(points: Array, landscape: Landscape, height: Height) -> Array:
    """Points in units of the box that a surface stands in, from its middle."""
    ends = np.array(
        [
            (landscape.a.min(), landscape.a.max()),
            (landscape.b.min(), landscape.b.max()),
            height.limits,
        ]
    )
    return np.asarray((points - ends.mean(axis=1)) / np.ptp(ends, axis=1) * [1.0, 1.0, 0.72])


@pytest.mark.parametrize("loss", SIGMOID)
@THEMES
def test_a_trail_on_a_field_is_the_path_in_the_losss_colour(loss: str, theme: Theme) -> None:
    path = path_on(landscape_of(loss=loss))
    assert path.coordinates is not None
    halo, line, _, start, end = trail_on_field(path, theme)
    for drawn in (halo, line):
        np.testing.assert_array_equal(np.column_stack([drawn["x"], drawn["y"]]), path.coordinates)
    assert line["line"]["color"] == end["marker"]["color"] == theme.loss(loss, SIGMOID)
    assert halo["line"]["color"] == start["marker"]["color"] == theme.ground
    assert halo["line"]["width"] > line["line"]["width"]
    assert (start["x"][0], start["y"][0]) == tuple(path.coordinates[0])
    assert (end["x"][0], end["y"][0]) == tuple(path.coordinates[-1])


def test_a_trail_ends_at_the_step_that_is_shown_and_marks_doublings() -> None:
    path = path_on(landscape_of())
    assert path.coordinates is not None
    _, line, marks, _, end = trail_on_field(path, LIGHT, 11)
    assert len(line["x"]) == 12
    np.testing.assert_array_equal(marks["x"], path.coordinates[[1, 2, 4, 8], 0])
    assert end["x"][0] == path.coordinates[11, 0]
    # A path that ended before is at its end.
    assert len(trail_on_field(path, LIGHT, 5000)[1]["x"]) == path.steps + 1
    assert len(trail_on_field(path, LIGHT, 0)[1]["x"]) == 1
    assert len(trail_on_field(path, LIGHT, 0)[2]["x"]) == 0
    with pytest.raises(ValueError, match="step must be 0 or more; found -1"):
        trail_on_field(path, LIGHT, -1)


@pytest.mark.parametrize("scale", ["linear", "log"])
@pytest.mark.parametrize("eye", [None, (0.1, -0.4, 2.2)])
def test_a_trail_on_a_surface_is_seen_where_the_path_is(
    scale: str, eye: tuple[float, float, float] | None
) -> None:
    landscape = landscape_of()
    height, path = Height(scale, landscape), path_on(landscape_of())
    assert path.coordinates is not None
    value = path.value if scale == "linear" else np.log10(path.value)
    exact = box(np.column_stack([path.coordinates, value]), landscape, height)
    line = trail_on_surface(path, landscape, height, LIGHT, eye=eye)[0]
    drawn = box(np.column_stack([line["x"], line["y"], line["z"]]), landscape, height)
    place = np.array(eye or [CAMERA["eye"][axis] for axis in "xyz"])
    # The angle at the eye between the two is that of a lift of less than 1 % of the height.
    one, other = exact - place, drawn - place
    cosine = (one * other).sum(axis=1)
    cosine /= np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    assert np.degrees(np.arccos(np.minimum(cosine, 1.0))).max() < 0.2
    assert (np.linalg.norm(other, axis=1) <= np.linalg.norm(one, axis=1)).all()
    assert (np.abs(drawn) <= [0.5 + 1e-12, 0.5 + 1e-12, 0.36 + 1e-12]).all()


def test_a_trail_on_a_surface_is_as_opaque_as_the_surface() -> None:
    # Parts of another opacity than the surface's leave holes in the picture of a second surface.
    landscape = landscape_of()
    for one in trail_on_surface(path_on(landscape), landscape, Height("linear", landscape), LIGHT):
        assert one["opacity"] == 0.99


def test_what_has_left_by_far_is_not_drawn() -> None:
    landscape = landscape_of(loss="squared-error-on-logit")
    path = path_on(landscape, rate=3.0)
    assert path.outcome.key == "diverged"
    line = trail_on_surface(path, landscape, Height("linear", landscape), LIGHT)[0]
    for axis in "xyz":
        assert np.isfinite(line[axis][0])
        assert np.nanmax(np.abs(line[axis])) < 1e4


def test_a_path_of_all_parameters_is_not_drawn() -> None:
    landscape = landscape_of()
    path = descend(landscape.problem, "squared-error", [1.0, 1.0], steps=3)
    with pytest.raises(ValueError, match="path must be a descent within a plane"):
        trail_on_field(path, LIGHT)


def test_marks_are_nearer_to_the_eye_than_the_line() -> None:
    landscape = landscape_of()
    height = Height("linear", landscape)
    traces = trail_on_surface(path_on(landscape), landscape, height, LIGHT)
    eye = np.array([CAMERA["eye"][axis] for axis in "xyz"])
    away = [
        np.linalg.norm(box(np.array([one[axis][-1] for axis in "xyz"]), landscape, height) - eye)
        for one in (traces[3], traces[0])
    ]
    assert all(near < far for near, far in pairwise(away))


def test_a_trail_of_a_plane_of_directions_lies_in_it() -> None:
    landscape = landscape_of("iris")
    plane = Plane.random(landscape.problem, 1)
    path = descend(landscape.problem, "squared-error", (0.5, 0.5), steps=5, plane=plane)
    assert len(trail_on_field(path, LIGHT)[1]["x"]) == 6
