"""Slides: every drawing in a place of its own, type for the back row, nothing lost."""

import json
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from figures.columns import SHOWN, column_note, draw_columns
from figures.drawing import Drawing
from figures.sheet import Sheet
from figures.slide import Column, draw_slide
from figures.theme import DARK, LIGHT, Theme
from landscapes import Landscape, Path, basins, descend, survey
from tests.figures.samples import landscape_of

SIZES = [(1920, 1080), (3840, 2160), (1600, 1200), (1080, 1080), (1001, 777), (800, 1400)]
Pair = tuple[tuple[Landscape, Landscape], tuple[Path, Path]]


@pytest.fixture(scope="module")
def pair() -> Pair:
    """Two landscapes and the descents on them."""
    left, right = landscape_of(loss="squared-error"), landscape_of(loss="cross-entropy")
    paths = [
        descend(one.problem, one.loss, (-4.0, 4.0), rate=1.0, steps=30, plane=one.plane)
        for one in (left, right)
    ]
    return (left, right), (paths[0], paths[1])


def slide_of(pair: Pair, shown: str = "columns", theme: Theme = LIGHT, **more: Any) -> Drawing:
    notes = more.pop("notes", ("", ""))
    size = {name: more.pop(name) for name in ("width", "height") if name in more}
    words = {name: more.pop(name) for name in ("title", "caption", "link") if name in more}
    transparent = more.pop("transparent", False)
    columns = draw_columns(*pair, shown, notes=notes, theme=theme, **more)
    return draw_slide(columns, theme=theme, transparent=transparent, **size, **words)


def fonts(value: object) -> Iterator[float]:
    """Every size of type in a figure."""
    if isinstance(value, dict):
        for key, entry in value.items():
            if key.endswith("font") and isinstance(entry, dict) and "size" in entry:
                yield entry["size"]
            yield from fonts(entry)
    elif isinstance(value, list | tuple):
        for entry in value:
            yield from fonts(entry)


def boxes(drawing: Drawing) -> dict[str, tuple[float, float, float, float]]:
    """The place of each plot on the sheet: left, below, right, above, from 0 to 1."""
    found = {}
    for name, axis in drawing.layout.items():
        if name.startswith("scene"):
            domain = axis["domain"]
            found[name] = (domain["x"][0], domain["y"][0], domain["x"][1], domain["y"][1])
        elif name.startswith("xaxis") and "overlaying" not in axis:
            partner = drawing.layout["y" + name[1:]]
            (x0, x1), (y0, y1) = axis["domain"], partner["domain"]
            found[name] = (x0, y0, x1, y1)
    return found


@pytest.mark.parametrize("shown", SHOWN)
@pytest.mark.parametrize("size", SIZES)
def test_plots_have_places_of_their_own(pair: Pair, shown: str, size: tuple[int, int]) -> None:
    words: Any = {"title": "A title", "caption": "What it is", "link": "http://host/?data=x"}
    drawing = slide_of(pair, shown, width=size[0], height=size[1], **words)
    drawing.figure()  # plotly knows every name and value
    json.dumps(drawing.encoded())  # a browser can have it
    placed = boxes(drawing)
    expected = {"columns": 4, "page": 6, "left": 2, "right": 2}.get(shown, 1)
    assert len(placed) == expected
    for left, below, right, above in placed.values():
        assert 0.0 < left < right <= 1.0
        assert 0.0 < below < above < 1.0
    for one, other in combinations(placed.values(), 2):
        beside = one[2] <= other[0] or other[2] <= one[0]
        assert beside or one[3] <= other[1] or other[3] <= one[1]
    for trace in drawing.data:
        axes = [trace["scene"]] if "scene" in trace else [trace["xaxis"], trace["yaxis"]]
        for axis in axes:
            name = axis if axis.startswith("scene") else f"{axis[0]}axis{axis[1:]}"
            assert name in drawing.layout


@pytest.mark.parametrize("size", SIZES)
def test_a_sheet_magnified_is_the_picture(size: tuple[int, int]) -> None:
    sheet = Sheet.of(*size)
    assert sheet.width * sheet.scale == pytest.approx(size[0], rel=1e-12)
    assert sheet.height * sheet.scale == pytest.approx(size[1], rel=1e-12)
    assert sheet.width * sheet.height == pytest.approx(960 * 540, rel=1e-12)


@pytest.mark.parametrize("shown", SHOWN)
@pytest.mark.parametrize("ground", ["height", "curvature", "slope"])
def test_no_type_is_smaller_than_20_pixels(pair: Pair, shown: str, ground: str) -> None:
    drawing = slide_of(
        pair, shown, ground=ground, title="A", caption="B", link="C", notes=("D", "E")
    )
    scale = drawing.layout["meta"]["scale"]
    assert scale == pytest.approx(2.0, rel=1e-12)
    assert min(fonts([drawing.data, drawing.layout])) * scale >= 20.0


def test_plots_of_a_row_have_one_height_whatever_stands_below_them(pair: Pair) -> None:
    placed = boxes(slide_of(pair, notes=("Short.", "Long. " * 40)))
    for kind in ("scene", "xaxis"):
        left, right = (box for name, box in placed.items() if name.startswith(kind))
        assert (left[1], left[3]) == (right[1], right[3])
        assert left[2] - left[0] == pytest.approx(right[2] - right[0], rel=1e-9)


def test_arrows_and_path_lie_on_axes_over_their_own_field(pair: Pair) -> None:
    drawing = slide_of(pair)
    fields = [one for one in drawing.data if one["type"] == "contour"]
    arrows = [one for one in drawing.data if one["type"] == "quiver"]
    trails = [one for one in drawing.data if one["type"] == "scatter" and one["name"] == "descent"]
    assert len(fields) == len(arrows) == len(trails) == 2
    assert fields[0]["xaxis"] != fields[1]["xaxis"]
    for field, arrow, trail in zip(fields, arrows, trails, strict=True):
        over = drawing.layout[f"xaxis{arrow['xaxis'][1:]}"]
        assert over["overlaying"] == over["matches"] == field["xaxis"]
        assert over["domain"] == drawing.layout[f"xaxis{field['xaxis'][1:] or ''}"]["domain"]
        assert (trail["xaxis"], trail["yaxis"]) == (arrow["xaxis"], arrow["yaxis"])


def test_surfaces_and_fields_hold_the_landscapes(pair: Pair) -> None:
    drawing = slide_of(pair)
    for kind in ("surface", "contour"):
        drawn = [one for one in drawing.data if one["type"] == kind]
        for one, landscape in zip(drawn, pair[0], strict=True):
            np.testing.assert_array_equal(one["z"], landscape.value)


def test_view_chooses_what_columns_hold(pair: Pair) -> None:
    kinds = {
        view: {one["type"] for one in slide_of(pair, view=view).data}
        for view in ("surface", "field", "both")
    }
    assert kinds["surface"] == {"surface", "scatter3d"}
    assert kinds["field"] == {"contour", "quiver", "scatter"}
    assert kinds["both"] == kinds["surface"] | kinds["field"]


def test_words_are_there_or_not(pair: Pair) -> None:
    full = slide_of(pair, title="Two <losses>", caption="n = 60", link="http://x", notes=("L", "R"))
    said = [one["text"] for one in full.layout["annotations"]]
    heads = ["<b>Squared error</b>", "<b>Cross-entropy</b>"]
    assert set(said) == {"Two &lt;losses&gt;", "n = 60", "http://x", "L", "R", *heads}
    assert [one["text"] for one in slide_of(pair).layout["annotations"]] == heads
    colours = {one["text"]: one["font"]["color"] for one in full.layout["annotations"]}
    assert [colours[head] for head in heads] == [
        LIGHT.loss(loss) for loss in ("squared-error", "cross-entropy")
    ]


def test_less_text_leaves_more_to_the_plots(pair: Pair) -> None:
    bare = boxes(slide_of(pair, "field-left"))["xaxis"]
    full = boxes(slide_of(pair, "field-left", title="A", caption="B\nC", notes=("D", "E")))["xaxis"]
    assert full[3] - full[1] < bare[3] - bare[1]


@pytest.mark.parametrize("width", [1080, 1920])
def test_lines_end_within_the_sheet(pair: Pair, width: int) -> None:
    text = "A caption with many words that goes on for quite a while. " * 5
    drawing = slide_of(pair, width=width, height=1080, title=text, caption=text, link="x" * 700)
    sheet = Sheet.of(width, 1080)
    for one in drawing.layout["annotations"]:
        lines = one["text"].split("<br>")
        # 0.5 of its size is the width of a letter of most types.
        widest = max(len(line) for line in lines) * 0.5 * one["font"]["size"]
        assert one["x"] * sheet.width + widest <= sheet.width
        assert one["y"] * sheet.height - 1.2 * len(lines) * one["font"]["size"] >= -1.0


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_ground_is_the_themes_or_none(pair: Pair, theme: Theme) -> None:
    assert slide_of(pair, theme=theme).layout["paper_bgcolor"] == theme.ground
    bare = slide_of(pair, theme=theme, transparent=True).layout
    assert bare["paper_bgcolor"] == bare["plot_bgcolor"] == "rgba(0,0,0,0)"
    assert bare["font"]["color"] == theme.ink


def test_starts_that_never_arrive_are_tinted_on_both_maps(pair: Pair) -> None:
    axis = np.linspace(-4.0, 4.0, 4)
    maps = [
        basins(one.problem, one.loss, one.plane, axis, axis, "gradient-descent", 0.1, 3)
        for one in pair[0]
    ]
    drawing = slide_of(pair, view="field", ground="basins", maps=maps)
    tints = drawing.layout["shapes"]
    assert len(tints) == 2
    assert tints[0]["x0"] != tints[1]["x0"]
    assert {one["type"] for one in drawing.data} >= {"heatmap"}


def test_a_shared_scale_is_one_for_both(pair: Pair) -> None:
    def ranges(scale: str) -> list[list[float]]:
        layout = slide_of(pair, scale=scale).layout
        return [layout[name]["zaxis"]["range"] for name in ("scene", "scene2")]

    own, shared = ranges("own"), ranges("shared")
    assert own[0] != own[1]
    assert shared[0] == shared[1] == [0.0, max(own[0][1], own[1][1])]


def test_a_camera_of_ones_own_is_kept(pair: Pair) -> None:
    camera = (0.1, -0.2, 2.4, 0.0, 0.0, -0.1)
    scene = slide_of(pair, "surface-left", camera=camera).layout["scene"]
    assert tuple(scene["camera"]["eye"].values()) == camera[:3]
    assert tuple(scene["camera"]["center"].values()) == camera[3:]


def test_a_long_name_of_an_axis_is_cut_to_its_length(pair: Pair) -> None:
    columns = draw_columns(*pair, "field-left", theme=LIGHT)
    drawn = columns[0].drawings[0]
    axis = drawn.layout["yaxis"]
    title = {"text": "principal direction 2, 0.282 % of the 2 descents, or more"}
    layout = drawn.layout | {"yaxis": axis | {"title": axis["title"] | title}}
    slide = draw_slide([Column((Drawing(drawn.data, layout),) * 2)])
    assert slide.layout["yaxis"]["title"]["text"] == "principal direction 2"


def test_the_note_says_what_was_measured_and_how_the_descent_ended(pair: Pair) -> None:
    notes = [column_note(survey(one), path) for one, path in zip(*pair, strict=True)]
    assert notes[0].startswith("1 minimum. ")
    assert notes[0].endswith("is not convex. Descent: stopped at the limit of 30 steps.") or (
        "gradient is below" in notes[0]
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"shown": "all"}, "shown must be one of columns, page, .*; found 'all'"),
        ({"view": "top"}, "view must be 'surface', 'field' or 'both'; found 'top'"),
        ({"scale": "mine"}, "scale must be 'own' or 'shared'; found 'mine'"),
        ({"step": -1}, "step must be 0 or more; found -1"),
    ],
)
def test_what_cannot_be_shown_is_named(pair: Pair, given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw_columns(*pair, **given)


def test_a_slide_of_nothing_or_of_no_size_is_none(pair: Pair) -> None:
    with pytest.raises(ValueError, match="columns must hold at least one drawing; found none"):
        draw_slide([Column(())])
    for size, message in (
        ((100, 1080), "width must be from 200 to 8000 pixels; found 100"),
        ((1920, 9000), "height must be from 200 to 8000 pixels; found 9000"),
        ((4000, 900), "within 4:1 of each other; found 4000 x 900"),
    ):
        with pytest.raises(ValueError, match=message):
            slide_of(pair, width=size[0], height=size[1])
