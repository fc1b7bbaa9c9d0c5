"""A chart of lines, and the same for a room."""

from typing import Any

import numpy as np
import pytest

from figures.chart import Line, draw_chart, enlarged
from figures.theme import LIGHT

LINES = [Line([1.0, 100.0], [0.0, 1.0], "one", "#000000"), Line([1.0], [1.0], "two", "#111111")]


def test_powers_of_ten_are_as_large_as_the_other_axis_numbers() -> None:
    layout = draw_chart(LINES, "x", "y", LIGHT, x_axis={"type": "log", "dtick": 1}).layout
    # plotly sets powers larger by a quarter.
    assert 1.25 * layout["xaxis"]["tickfont"]["size"] == pytest.approx(
        layout["yaxis"]["tickfont"]["size"], abs=0.5
    )
    assert layout["xaxis"]["tickfont"]["color"] == layout["yaxis"]["tickfont"]["color"]
    plain = draw_chart(LINES, "x", "y", LIGHT).layout
    assert plain["xaxis"]["tickfont"] == plain["yaxis"]["tickfont"]


def test_enlarged_every_text_is_larger_and_the_curves_are_the_same() -> None:
    drawing = draw_chart(LINES, "x", "y", LIGHT, upright=(3.0,))
    larger = enlarged(drawing, 1.5)
    for path in ("font", "legend.font", "xaxis.tickfont", "yaxis.title.font"):
        assert _at(larger.layout, path)["size"] == 1.5 * _at(drawing.layout, path)["size"]
    assert larger.layout["margin"]["l"] == 1.5 * drawing.layout["margin"]["l"]
    assert larger.layout["shapes"] == drawing.layout["shapes"]
    for trace, before in zip(larger.data, drawing.data, strict=True):
        np.testing.assert_array_equal(trace["x"], before["x"])
    assert enlarged(drawing, 1.0) is drawing
    larger.figure()  # plotly knows every setting


def _at(layout: dict[str, Any], path: str) -> dict[str, Any]:
    for name in path.split("."):
        layout = layout[name]
    return layout
