"""field(): the landscape from above, and arrows that say the gradient."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest
from plotly.graph_objects import Figure

from figures import DARK, LIGHT, Theme, field, surface
from figures.field import reach
from figures.shade import SHADES
from landscapes import Landscape
from losses.arrays import Array
from tests.figures.samples import EVERY, SIGMOID, above_0, flat, landscape_of, trace

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
HEIGHTS = pytest.mark.parametrize("height", ["linear", "log"])
ARROWS = pytest.mark.parametrize("arrows", ["linear", "log"])


class Arrows(NamedTuple):
    """A field's arrows as drawn, and the gradient where each stands: (2, m) each."""

    vectors: Array
    gradient: Array
    spans: Array

    @property
    def lengths(self) -> Array:
        """Lengths as they are seen: in windows."""
        return np.asarray(np.hypot(*(self.vectors / self.spans)))

    @property
    def steepness(self) -> Array:
        """The gradient's lengths, likewise."""
        return np.asarray(np.hypot(*(self.gradient / self.spans)))


def arrows_of(figure: Figure, landscape: Landscape) -> Arrows:
    quiver = trace(figure, "quiver")
    columns = np.searchsorted(landscape.a, quiver.x)
    rows = np.searchsorted(landscape.b, quiver.y)
    np.testing.assert_array_equal(landscape.a[columns], quiver.x)
    np.testing.assert_array_equal(landscape.b[rows], quiver.y)
    spans = np.array([[np.ptp(landscape.a)], [np.ptp(landscape.b)]])
    return Arrows(np.stack([quiver.u, quiver.v]), landscape.gradient[:, rows, columns], spans)


# The ground


@pytest.mark.parametrize(("name", "loss"), EVERY)
@HEIGHTS
@THEMES
def test_a_field_holds_the_landscape_as_it_was_swept(
    name: str, loss: str, height: str, theme: Theme
) -> None:
    landscape = landscape_of(name, loss)
    figure = field(landscape, height, theme=theme)
    assert isinstance(figure, Figure)
    ground = trace(figure, "contour")
    np.testing.assert_array_equal(ground.x, landscape.a)
    np.testing.assert_array_equal(ground.y, landscape.b)
    expected = landscape.value if height == "linear" else np.log10(above_0(landscape))
    np.testing.assert_array_equal(ground.z, expected)
    assert figure.layout.paper_bgcolor == theme.ground


@pytest.mark.parametrize(("name", "loss"), EVERY)
def test_axes_and_title_say_what_a_field_shows(name: str, loss: str) -> None:
    landscape = landscape_of(name, loss)
    layout = field(landscape).layout
    words = [landscape.problem.words(parameter) for parameter in landscape.plane.names]
    assert [layout.xaxis.title.text, layout.yaxis.title.text] == words
    assert layout.xaxis.range == (landscape.a[0], landscape.a[-1])
    assert layout.yaxis.range == (landscape.b[0], landscape.b[-1])
    assert layout.title.text == surface(landscape).layout.title.text


def test_a_fields_title_says_penalty_and_standardised_where_they_are() -> None:
    landscape = landscape_of("blobs", penalty=0.5, standardise=True)
    title = field(landscape).layout.title.text
    assert "standardised" in title
    assert "penalty 0.5" in title


@HEIGHTS
def test_fields_with_the_same_limits_share_their_colours(height: str) -> None:
    limits = (1e-3, 20.0)
    expected = limits if height == "linear" else tuple(np.log10(limits))
    grounds = [
        trace(field(landscape_of(loss=loss), height, limits=limits), "contour") for loss in SIGMOID
    ]
    for ground in grounds:
        assert (ground.zmin, ground.zmax) == pytest.approx(expected, rel=1e-15)
    assert grounds[0].contours == grounds[1].contours


@HEIGHTS
def test_height_lines_lie_within_the_heights(height: str) -> None:
    for landscape in (landscape_of(), flat()):
        ground = trace(field(landscape, height), "contour")
        lines = ground.contours
        assert ground.zmin < lines.start < lines.end < ground.zmax
        assert 5 <= (lines.end - lines.start) / lines.size <= 30


@pytest.mark.parametrize("ground", SHADES)
@THEMES
def test_the_colour_of_the_ground_leaves_axes_and_arrows_as_they_are(
    ground: str, theme: Theme
) -> None:
    for loss in SIGMOID:
        landscape = landscape_of("two-minima", loss)
        figure, plain = field(landscape, theme=theme, ground=ground), field(landscape, theme=theme)
        assert trace(figure, "quiver") == trace(plain, "quiver")
        assert figure.layout == plain.layout
        drawn = trace(figure, "contour")
        assert drawn.z.shape == landscape.value.shape
        assert drawn.zmin < drawn.zmax


# The arrows


@pytest.mark.parametrize(("name", "loss"), EVERY)
@ARROWS
def test_every_arrow_points_downhill_exactly_against_the_gradient(
    name: str, loss: str, arrows: str
) -> None:
    landscape = landscape_of(name, loss)
    vectors, gradient, _ = arrows_of(field(landscape, arrows=arrows), landscape)
    along = (vectors * gradient).sum(axis=0)
    across = vectors[0] * gradient[1] - vectors[1] * gradient[0]
    assert (along <= 0.0).all()
    assert (along < 0.0).sum() >= 20
    # One rounding of each product, of numbers of this size.
    size = np.hypot(*vectors) * np.hypot(*gradient)
    assert (np.abs(across) <= 1e-14 * size).all()


@pytest.mark.parametrize(("name", "loss"), EVERY)
def test_linear_arrows_are_the_gradient_times_one_factor(name: str, loss: str) -> None:
    landscape = landscape_of(name, loss)
    drawn = arrows_of(field(landscape), landscape)
    factor = 1.0 / (16 * reach(landscape))
    np.testing.assert_allclose(drawn.vectors, -factor * drawn.gradient, rtol=1e-13, atol=0.0)


@pytest.mark.parametrize(("name", "loss"), EVERY)
@ARROWS
def test_the_longest_arrow_is_one_cell_of_the_grid(name: str, loss: str, arrows: str) -> None:
    landscape = landscape_of(name, loss, columns=12, rows=9)  # every grid point has an arrow
    drawn = arrows_of(field(landscape, arrows=arrows), landscape)
    assert drawn.lengths.size == 12 * 9
    assert drawn.lengths.max() == pytest.approx(1 / 12, rel=1e-12)


@pytest.mark.parametrize(("name", "loss"), EVERY)
@ARROWS
def test_no_arrow_reaches_farther_than_the_next_one_stands(
    name: str, loss: str, arrows: str
) -> None:
    landscape = landscape_of(name, loss, columns=41, rows=41)
    figure = field(landscape, arrows=arrows)
    drawn = arrows_of(figure, landscape)
    apart = np.diff(np.unique(trace(figure, "quiver").x)).max() / np.ptp(landscape.a)
    assert drawn.lengths.max() <= apart


@pytest.mark.parametrize(("name", "loss"), EVERY)
def test_log_arrows_lose_one_length_with_every_power_of_ten(name: str, loss: str) -> None:
    landscape = landscape_of(name, loss)
    drawn = arrows_of(field(landscape, arrows="log"), landscape)
    shown = drawn.lengths > 0.0
    decades = np.log10(drawn.steepness[shown] / reach(landscape))
    slope, top = np.polyfit(decades, drawn.lengths[shown], 1)
    assert slope == pytest.approx(1 / 16 / 6, rel=1e-9)
    assert top == pytest.approx(1 / 16, rel=1e-9)
    np.testing.assert_allclose(top + slope * decades, drawn.lengths[shown], rtol=0, atol=1e-12)


def test_log_arrows_show_a_slope_that_linear_ones_lose() -> None:
    landscape = landscape_of("overlap", "squared-error")
    linear = arrows_of(field(landscape), landscape)
    log = arrows_of(field(landscape, arrows="log"), landscape)
    lost = linear.lengths < 1e-3
    assert (log.lengths[lost] > 1e-3).any()
    assert (log.lengths >= linear.lengths * (1 - 1e-12)).all()


@ARROWS
def test_two_fields_drawn_on_one_scale_have_one_factor(arrows: str) -> None:
    landscapes = [landscape_of(loss=loss) for loss in SIGMOID]
    longest = max(map(reach, landscapes))
    for landscape in landscapes:
        drawn = arrows_of(field(landscape, arrows=arrows, longest=longest), landscape)
        share = drawn.steepness / longest
        if arrows == "log":
            share = np.maximum(0.0, 1.0 + np.log10(share) / 6.0)
        np.testing.assert_allclose(drawn.lengths, share / 16, rtol=1e-9, atol=1e-15)


def test_the_field_shows_the_gradient_vanish_where_squared_error_saturates() -> None:
    """Arrows of squared error spread over many orders; those of cross-entropy do not."""
    spread = {}
    for loss in SIGMOID[:2]:
        landscape = landscape_of("overlap", loss)
        drawn = arrows_of(field(landscape), landscape)
        spread[loss] = drawn.lengths.min() / drawn.lengths.max()
    assert spread["squared-error"] < 0.1 * spread["cross-entropy"]


@pytest.mark.parametrize("columns", [2, 5, 16, 17, 41, 81])
@pytest.mark.parametrize("rows", [2, 16, 40])
def test_arrows_stand_on_grid_points_spread_evenly_over_the_window(columns: int, rows: int) -> None:
    landscape = landscape_of(columns=columns, rows=rows)
    quiver = trace(field(landscape), "quiver")
    for given, found, count in ((quiver.x, landscape.a, columns), (quiver.y, landscape.b, rows)):
        at = np.unique(given)
        places = np.searchsorted(found, at)
        assert len(at) == min(count, 16)
        assert np.ptp(np.diff(places)) <= 1
        assert abs(places[0] - (count - 1 - places[-1])) <= 1
    assert len(quiver.x) == min(columns, 16) * min(rows, 16)


@ARROWS
def test_without_a_gradient_every_arrow_has_no_length(arrows: str) -> None:
    for landscape in (flat(), replace(landscape_of(), gradient=np.zeros((2, 19, 23)))):
        vectors, gradient, _ = arrows_of(field(landscape, arrows=arrows), landscape)
        assert not gradient.any()
        assert not vectors.any()


@ARROWS
def test_one_point_without_a_gradient_has_an_arrow_without_length(arrows: str) -> None:
    gradient = landscape_of(columns=9, rows=9).gradient.copy()
    gradient[:, 4, 4] = 0.0
    landscape = replace(landscape_of(columns=9, rows=9), gradient=gradient)
    drawn = arrows_of(field(landscape, arrows=arrows), landscape)
    assert drawn.lengths[4 * 9 + 4] == 0.0
    assert (drawn.lengths > 0.0).sum() > 40


@ARROWS
@pytest.mark.parametrize("size", [1e-310, 1e-200, 1e200])
def test_gradients_near_the_ends_of_float64_have_finite_arrows(arrows: str, size: float) -> None:
    landscape = landscape_of(columns=9, rows=8)
    scaled = replace(landscape, gradient=landscape.gradient * size)
    vectors, _, _ = arrows_of(field(scaled, arrows=arrows), scaled)
    expected, _, _ = arrows_of(field(landscape, arrows=arrows), landscape)
    assert np.isfinite(vectors).all()
    # Below 1e-308 float64 has few digits left.
    tolerance = 1e-9 if size > 1e-300 else 1e-2
    np.testing.assert_allclose(vectors, expected, rtol=tolerance, atol=tolerance * expected.max())


@ARROWS
@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (1, 7), (7, 1)])
def test_an_axis_of_one_point_is_drawn_too(columns: int, rows: int, arrows: str) -> None:
    figure = field(landscape_of(columns=columns, rows=rows), arrows=arrows)
    quiver = trace(figure, "quiver")
    assert len(quiver.u) == columns * rows
    assert np.isfinite(quiver.u).all()
    assert np.isfinite(quiver.v).all()


def test_arrows_lie_over_the_ground_on_axes_that_follow_it() -> None:
    figure = field(landscape_of())
    quiver = trace(figure, "quiver")
    assert (quiver.xaxis, quiver.yaxis) == ("x2", "y2")
    assert (figure.layout.xaxis2.overlaying, figure.layout.xaxis2.matches) == ("x", "x")
    assert (figure.layout.yaxis2.overlaying, figure.layout.yaxis2.matches) == ("y", "y")


def test_an_unknown_setting_of_a_field_is_told_what_there_is() -> None:
    with pytest.raises(ValueError, match="arrows must be 'linear' or 'log'; found 'unit'"):
        field(landscape_of(), arrows="unit")
    with pytest.raises(ValueError, match="height must be 'linear' or 'log'; found 'cubic'"):
        field(landscape_of(), "cubic")
    with pytest.raises(ValueError, match=f"one of {', '.join(SHADES)}; found 'sand'"):
        field(landscape_of(), ground="sand")
