"""surface(): what is drawn is the landscape, and the words beside it say which."""

import re

import numpy as np
import pytest
from plotly.graph_objects import Figure

from figures import DARK, LIGHT, Theme, surface
from figures.shade import SHADES
from figures.theme import CAMERA
from tests.figures.samples import (
    EVERY,
    SIGMOID,
    above_0,
    flat,
    landscape_of,
    trace,
    with_values,
    words_of,
)

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
HEIGHTS = pytest.mark.parametrize("height", ["linear", "log"])


@pytest.mark.parametrize(("name", "loss"), EVERY)
@HEIGHTS
@THEMES
def test_a_surface_holds_the_landscape_as_it_was_swept(
    name: str, loss: str, height: str, theme: Theme
) -> None:
    landscape = landscape_of(name, loss)
    figure = surface(landscape, height, theme=theme)
    assert isinstance(figure, Figure)
    drawn = trace(figure, "surface")
    np.testing.assert_array_equal(drawn.x, landscape.a)
    np.testing.assert_array_equal(drawn.y, landscape.b)
    expected = landscape.value if height == "linear" else np.log10(above_0(landscape))
    np.testing.assert_array_equal(drawn.z, expected)
    assert np.isfinite(drawn.z).all()


@pytest.mark.parametrize(("name", "loss"), EVERY)
@HEIGHTS
def test_the_axes_are_named_in_words_and_hold_the_whole_surface(
    name: str, loss: str, height: str
) -> None:
    landscape = landscape_of(name, loss)
    scene = surface(landscape, height).layout.scene
    words = [landscape.problem.words(parameter) for parameter in landscape.plane.names]
    # The kind and the name: a feature's name would be cut off at the surface's edge.
    titles = [scene.xaxis.title.text, scene.yaxis.title.text]
    assert titles == [" ".join(word.split(" ")[:2]) for word in words]
    assert titles[0] == "weight w1"
    assert scene.zaxis.title.text == ("loss" if height == "linear" else "loss (log)")
    assert scene.xaxis.range == (landscape.a[0], landscape.a[-1])
    assert scene.yaxis.range == (landscape.b[0], landscape.b[-1])
    z = trace(surface(landscape, height), "surface").z
    assert scene.zaxis.range[0] <= z.min() < z.max() <= scene.zaxis.range[1]


@pytest.mark.parametrize(("name", "loss"), EVERY)
def test_the_title_says_loss_data_rows_and_parameters(name: str, loss: str) -> None:
    title = surface(landscape_of(name, loss)).layout.title.text
    for word in words_of(landscape_of(name, loss)):
        assert re.search(rf"(?<!\w){re.escape(word)}(?!\w)", title)


def test_the_title_says_penalty_and_standardised_where_they_are() -> None:
    title = surface(landscape_of("iris", penalty=0.01, standardise=True)).layout.title.text
    assert "standardised" in title
    assert "penalty 0.01" in title
    assert "penalty" not in surface(landscape_of("iris")).layout.title.text


def test_a_linear_height_starts_at_a_loss_of_zero() -> None:
    for loss in SIGMOID:
        assert surface(landscape_of(loss=loss)).layout.scene.zaxis.range[0] == 0.0


@HEIGHTS
def test_surfaces_with_the_same_limits_share_heights_and_colours(height: str) -> None:
    limits = (1e-3, 20.0)
    figures = [surface(landscape_of(loss=loss), height, limits) for loss in SIGMOID]
    expected = limits if height == "linear" else tuple(np.log10(limits))
    for figure in figures:
        drawn = trace(figure, "surface")
        assert figure.layout.scene.zaxis.range == pytest.approx(expected, rel=1e-15)
        assert (drawn.cmin, drawn.cmax) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize("ground", SHADES)
@HEIGHTS
@THEMES
def test_the_colour_of_the_ground_leaves_the_height_as_it_is(
    ground: str, height: str, theme: Theme
) -> None:
    for loss in SIGMOID:
        landscape = landscape_of("two-minima", loss)
        drawn = trace(surface(landscape, height, theme=theme, ground=ground), "surface")
        plain = trace(surface(landscape, height, theme=theme), "surface")
        np.testing.assert_array_equal(drawn.z, plain.z)
        assert drawn.surfacecolor.shape == drawn.z.shape
        assert np.isfinite(drawn.surfacecolor).all()
        assert drawn.cmin < drawn.cmax


@pytest.mark.parametrize("ground", SHADES)
def test_every_ground_is_drawn_for_every_data_set(ground: str) -> None:
    for name, loss in EVERY:
        drawn = trace(surface(landscape_of(name, loss), ground=ground), "surface")
        assert np.isfinite(drawn.surfacecolor).all()
        assert drawn.cmin < drawn.cmax


def test_curvature_is_coloured_alike_on_both_sides_of_zero() -> None:
    landscape = landscape_of("two-minima")
    drawn = trace(surface(landscape, ground="curvature"), "surface")
    np.testing.assert_array_equal(drawn.surfacecolor, landscape.eigenvalues[0])
    assert drawn.cmin == -drawn.cmax
    assert drawn.colorscale[1] == (0.5, LIGHT.zero)


@HEIGHTS
@pytest.mark.parametrize("ground", SHADES)
def test_a_flat_landscape_is_drawn_between_limits_that_differ(height: str, ground: str) -> None:
    figure = surface(flat(), height, ground=ground)
    low, high = figure.layout.scene.zaxis.range
    drawn = trace(figure, "surface")
    assert low < drawn.z.min() == drawn.z.max() < high or (low, high) == (0.0, 0.5)
    assert drawn.cmin < drawn.cmax


def test_height_lines_are_spread_over_the_heights() -> None:
    for landscape in (landscape_of(), flat(), with_values(np.full((5, 6), 0.7))):
        for height in ("linear", "log"):
            figure = surface(landscape, height)
            low, high = figure.layout.scene.zaxis.range
            lines = trace(figure, "surface").contours.z
            assert low < lines.start < lines.end <= high
            assert 5 <= (lines.end - lines.start) / lines.size <= 50


@THEMES
def test_a_surface_is_seen_from_the_one_camera_on_the_themes_ground(theme: Theme) -> None:
    layout = surface(landscape_of(), theme=theme).layout
    assert layout.scene.camera.to_plotly_json() == CAMERA
    assert layout.paper_bgcolor == theme.ground
    assert layout.font.color == theme.ink


def test_an_unknown_height_or_ground_is_told_what_there_is() -> None:
    with pytest.raises(ValueError, match="height must be 'linear' or 'log'; found 'cubic'"):
        surface(landscape_of(), "cubic")
    with pytest.raises(ValueError, match=f"one of {', '.join(SHADES)}; found 'sand'"):
        surface(landscape_of(), ground="sand")
