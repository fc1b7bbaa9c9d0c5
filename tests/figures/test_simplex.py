"""The triangle of probabilities, and the plane of the logits that it is linked to."""

import numpy as np
import pytest
from plotly.graph_objects import Figure

from figures import DARK, LIGHT, Theme
from figures.field import reach
from figures.height import Height
from figures.logit_plane import draw_flat, draw_logit_field, draw_logit_surface, logit_field
from figures.simplex import SYMBOLS, simplex
from landscapes.sweeps.level_lines import level_lines
from landscapes.sweeps.logits import CORNERS, LABELS, logit_landscape, raised
from losses import LOSSES

SOFTMAX_LOSSES = tuple(LOSSES["softmax"])
BOTH = ["squared-error", "cross-entropy"]
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
POINT = np.array([-3.0, 3.5, -0.5])


def named(figure: Figure, name: str) -> Figure:
    (found,) = [trace for trace in figure.data if trace.name == name]
    return found


# The triangle


@pytest.mark.parametrize("loss", SOFTMAX_LOSSES)
@THEMES
def test_a_losss_lines_are_in_its_colour_where_its_levels_are(loss: str, theme: Theme) -> None:
    figure = simplex("1", [loss], theme)
    lines = named(figure, LOSSES["softmax"][loss].title)
    colour = theme.loss(loss, SOFTMAX_LOSSES)
    assert lines.line.color == theme.with_alpha(colour, 0.6)
    drawn = np.stack([lines.x, lines.y], axis=-1).reshape(-1, 3, 2)
    np.testing.assert_array_equal(drawn[:, :2], level_lines(loss, "1").segments)
    assert np.isnan(drawn[:, 2]).all()


@pytest.mark.parametrize("label", LABELS)
@THEMES
def test_classes_are_shapes_and_the_label_is_filled(label: str, theme: Theme) -> None:
    figure = simplex(label, BOTH, theme)
    marks = [named(figure, f"class {k + 1}") for k in range(3)]
    assert tuple(mark.marker.symbol for mark in marks) == SYMBOLS
    filled = [mark.marker.color == theme.ink for mark in marks]
    assert filled == [label == str(k + 1) for k in range(3)]
    hues = {theme.loss(loss, SOFTMAX_LOSSES) for loss in SOFTMAX_LOSSES}
    assert not hues & {mark.marker.color for mark in marks}
    for k, mark in enumerate(marks):
        # Just outside its own corner, away from the middle.
        place = np.array([mark.x[0], mark.y[0]])
        assert place @ CORNERS[k] > CORNERS[k] @ CORNERS[k]
        assert np.linalg.norm(place - CORNERS[k]) < 0.1


def test_the_label_is_named() -> None:
    texts = [note.text for note in simplex("2", BOTH).layout.annotations]
    assert texts == ["class 1", "<b>class 2, the label</b>", "class 3"]
    middle = named(simplex("uniform", BOTH), "the label, 1/3 each")
    assert (*middle.x, *middle.y) == (0.0, 0.0)


def test_one_loss_on_both_sides_is_drawn_once() -> None:
    assert len(simplex("1", ["focal", "focal"]).data) == len(simplex("1", ["focal"]).data)


def test_both_pictures_keep_one_scale_both_ways() -> None:
    assert simplex("1", BOTH).layout.yaxis.scaleanchor == "x"
    field = logit_field("squared-error", "1")
    assert (field.layout.yaxis.scaleanchor, field.layout.yaxis2.scaleanchor) == ("x", "x2")
    for axis in ("xaxis2", "yaxis2"):
        assert field.layout[axis].range == field.layout[axis[:-1]].range
        assert field.layout[axis].constrain == field.layout[axis[:-1]].constrain == "domain"


# The plane of the logits


@pytest.mark.parametrize("loss", SOFTMAX_LOSSES)
def test_the_logits_axes_point_to_the_classes_corners(loss: str) -> None:
    figure = logit_field(loss, "3")
    for k in range(3):
        mark = named(figure, f"class {k + 1}")
        place = np.array([mark.x[0], mark.y[0]])
        along = place / np.linalg.norm(place)
        np.testing.assert_allclose(along, CORNERS[k] / np.linalg.norm(CORNERS[k]), atol=1e-15)
        assert mark.marker.symbol == SYMBOLS[k]
    assert [note.text for note in figure.layout.annotations] == ["z1", "z2", "z3"]


@THEMES
def test_the_field_is_the_landscape_with_its_axes_in_words(theme: Theme) -> None:
    landscape = logit_landscape("cross-entropy", "1")
    height = Height("linear", landscape)
    drawn = draw_logit_field(landscape, height, reach(landscape), "1", theme)
    assert drawn.data[0]["z"] is landscape.value
    titles = [drawn.layout[axis]["title"]["text"] for axis in ("xaxis", "yaxis")]
    assert titles == ["a, towards class 2", "b, towards class 3"]
    surface = draw_logit_surface(landscape, height, theme)
    scene = surface.layout["scene"]
    # Of the long names a surface's edge would cut off the end.
    assert [scene[axis]["title"]["text"] for axis in ("xaxis", "yaxis")] == ["a", "b"]
    # Class 1, to the lower left, is the nearest corner.
    assert scene["camera"]["eye"]["x"] < 0
    assert scene["camera"]["eye"]["y"] < 0
    surface.figure()


# Along the flat direction


@pytest.mark.parametrize("label", LABELS)
def test_a_constant_on_all_logits_draws_a_level_line(label: str) -> None:
    figure = draw_flat(BOTH, label, POINT, 2.5, 10.0, LIGHT).figure()
    for key in BOTH:
        title = LOSSES["softmax"][key].title
        to_all, to_one = (named(figure, f"{title}, added {to}") for to in ("to all", "to one"))
        assert np.ptp(to_all.y) < 1e-13
        assert np.ptp(to_one.y) > 0.1
        own = np.eye(3)[0 if label == "uniform" else int(label) - 1]
        expected = raised(key, label, POINT, own, to_one.x)
        np.testing.assert_array_equal(to_one.y, expected)
        mark = named(figure, f"{title} at c")
        assert mark.x[0] == 2.5
        assert mark.y[0] == pytest.approx(to_all.y[0], rel=1e-13)
        assert mark.marker.color == to_all.line.color == LIGHT.loss(key)


def test_an_unknown_label_or_loss_is_told_what_there_is() -> None:
    with pytest.raises(ValueError, match="label must be one of 1, 2, 3, uniform; found '0'"):
        simplex("0", BOTH)
    with pytest.raises(ValueError, match="unknown loss 'hinge' for a softmax output"):
        simplex("1", ["hinge"])
    with pytest.raises(ValueError, match="label must be one of"):
        logit_field("cross-entropy", "four")
