"""Charts of several labels: what the bars are, and that they are told apart without colour."""

import numpy as np
import pytest

from figures.labels import NAMES, draw_labels, draw_sums
from figures.theme import DARK, LIGHT, Theme
from landscapes.data.multilabel import weather
from landscapes.terrain.outputs import compare

FOUND = compare(weather(n=400, seed=2))


@pytest.mark.parametrize("place", FOUND.data.places)
def test_the_bars_of_a_place_are_its_probabilities_and_their_sums(place: str) -> None:
    """Truth, softmax, sigmoids; each label, then all of them added."""
    drawing, g = draw_labels(FOUND, place, LIGHT), FOUND.data.places.index(place)
    given = (FOUND.data.truth, FOUND.softmax.probability, FOUND.sigmoids.probability)
    assert [trace["name"] for trace in drawing.data] == list(NAMES)
    for trace, rows in zip(drawing.data, given, strict=True):
        assert trace["y"] == [*FOUND.data.labels, "all 3 summed"]
        np.testing.assert_array_equal(trace["x"], [*rows[g], rows[g].sum()])
    assert place in drawing.layout["xaxis"]["title"]["text"]


def test_the_sums_are_those_of_every_place_and_none_leaves_the_chart() -> None:
    """Softmax's are 1, and so is the dotted line."""
    drawing = draw_sums(FOUND, LIGHT)
    true, soft, free = (trace["x"] for trace in drawing.data)
    np.testing.assert_array_equal(true, FOUND.data.truth.sum(axis=1))
    np.testing.assert_allclose(soft, 1.0, rtol=1e-14)
    np.testing.assert_array_equal(free, FOUND.sigmoids.sums)
    assert drawing.layout["xaxis"]["range"][1] > max(true.max(), free.max())
    assert [shape["x0"] for shape in drawing.layout["shapes"]] == [1]


def test_all_places_are_drawn_on_one_scale() -> None:
    """So that one can be compared with the next."""
    drawings = [draw_labels(FOUND, place, LIGHT) for place in FOUND.data.places]
    longest = max(max(trace["x"]) for drawing in drawings for trace in drawing.data)
    for drawing in drawings:
        low, high = drawing.layout["xaxis"]["range"]
        assert low == 0.0
        assert longest < high < 1.2 * longest


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_marks_are_hollow_filled_and_hatched_in_no_losss_colour(theme: Theme) -> None:
    """The truth has no filling, the sigmoids have a pattern; plotly accepts it all."""
    figure = draw_labels(FOUND, "coast", theme).figure()
    true, soft, free = (trace.marker for trace in figure.data)
    assert true.color == "rgba(0,0,0,0)"
    assert soft.pattern.shape is None
    assert free.pattern.shape == "/"
    used = {true.line.color, soft.color, soft.line.color, free.line.color, free.pattern.fgcolor}
    assert not used & {theme.loss("squared-error"), theme.loss("cross-entropy")}


def test_an_unknown_place_is_told_the_places_there_are() -> None:
    """All five."""
    with pytest.raises(ValueError, match=r"place must be one of coast, .*, desert; found 'moon'"):
        draw_labels(FOUND, "moon", LIGHT)
