"""Drawing: the same figure for Python and for a browser, and changes that keep what was moved."""

import base64
import copy
import json
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from dash import Patch
from plotly.io.json import to_json_plotly

from figures import DARK, LIGHT, Theme
from figures.drawing import Drawing
from figures.field import draw_field, reach
from figures.fit import Model, draw_fit
from figures.height import Height
from figures.surface import draw_surface
from losses.arrays import Array
from tests.figures.samples import EVERY, landscape_of, problem_of


def drawings(name: str, loss: str, height: str = "linear", theme: Theme = LIGHT) -> list[Drawing]:
    """Every figure of a landscape."""
    landscape, problem = landscape_of(name, loss), problem_of(name)
    heights = Height(height, landscape)
    model = Model(np.full(len(problem.parameters), 0.3), "a model", theme.ink)
    return [
        draw_surface(landscape, heights, theme),
        draw_field(landscape, heights, "linear", reach(landscape), theme),
        draw_fit(problem, [model], theme),
    ]


def decoded(typed: dict[str, Any]) -> Array:
    """A typed array as a browser reads it: a vector, or rows and columns in C order."""
    assert typed["dtype"] == ("f4" if "shape" in typed else "f8")
    values = np.frombuffer(
        base64.b64decode(typed["bdata"], validate=True), dtype=f"<{typed['dtype']}"
    )
    return values.reshape([int(size) for size in typed.get("shape", str(len(values))).split(", ")])


def assert_same(given: Any, sent: Any) -> int:
    """Compare a part of a drawing with what is sent of it; return how many arrays it held."""
    if isinstance(given, np.ndarray):
        found = decoded(sent)
        assert found.shape == given.shape
        np.testing.assert_array_equal(found, given.astype(found.dtype))
        return 1
    if isinstance(given, dict):
        assert given.keys() == sent.keys()
        return sum(assert_same(given[key], sent[key]) for key in given)
    if isinstance(given, list):
        assert len(given) == len(sent)
        return sum(assert_same(one, other) for one, other in zip(given, sent, strict=True))
    assert given == sent
    return 0


def applied(patch: Patch, figure: dict[str, Any]) -> dict[str, Any]:
    """The figure after a change, as a page makes it: each operation sets one place."""
    changed = copy.deepcopy(figure)
    for operation in patch.to_plotly_json()["operations"]:
        assert operation["operation"] == "Assign"
        *way, last = operation["location"]
        place = changed
        for key in way:
            place = place[key]
        place[last] = operation["params"]["value"]
    return changed


def places(patch: Patch) -> list[list[str]]:
    return [operation["location"] for operation in patch.to_plotly_json()["operations"]]


@pytest.mark.parametrize(("name", "loss"), EVERY)
def test_typed_arrays_hold_the_drawn_numbers_and_their_shape(name: str, loss: str) -> None:
    for drawing in drawings(name, loss):
        assert assert_same(drawing.data, drawing.encoded()["data"]) >= 3
        assert drawing.encoded()["layout"] == drawing.layout


def test_an_array_in_any_order_is_sent_row_by_row() -> None:
    array = np.arange(6.0).reshape(2, 3)
    for given in (array, np.asfortranarray(array), array[:, ::-1], array.T, array.astype(">f8")):
        (sent,) = Drawing([{"z": given}], {}).encoded()["data"]
        np.testing.assert_array_equal(decoded(sent["z"]), given)


def test_an_array_of_integers_is_sent_as_a_list() -> None:
    (sent,) = Drawing([{"x": np.arange(3), "on": np.array([True])}], {}).encoded()["data"]
    assert sent == {"x": [0, 1, 2], "on": [True]}


@pytest.mark.parametrize(("name", "loss"), EVERY)
def test_what_is_sent_is_a_valid_figure_and_plain_json(name: str, loss: str) -> None:
    for drawing in drawings(name, loss, "log"):
        encoded = drawing.encoded()
        for text in (to_json_plotly(encoded, engine="orjson"), json.dumps(encoded)):
            sent = json.loads(text)
            assert "null" not in text
            assert_same(drawing.data, sent["data"])
            assert [one.type for one in go.Figure(sent).data] == [d["type"] for d in drawing.data]


def test_a_change_is_plain_json_too() -> None:
    for drawing in drawings("overlap", "cross-entropy"):
        patch = drawing.patch(moved=True)
        sent = json.loads(to_json_plotly(patch, engine="orjson"))
        assert [operation["location"] for operation in sent["operations"]] == places(patch)


@pytest.mark.parametrize("moved", [False, True])
def test_a_change_never_touches_the_camera(moved: bool) -> None:
    for drawing in drawings("overlap", "squared-error"):
        for place in places(drawing.patch(moved)):
            assert place[:3] != ["layout", "scene", "camera"]
            assert place not in (["layout"], ["layout", "scene"])


def test_a_change_touches_the_zoom_only_where_the_window_moved() -> None:
    for drawing in drawings("overlap", "squared-error")[1:]:
        for axis in ("xaxis", "yaxis"):
            kept = places(drawing.patch(moved=False))
            assert ["layout", axis] not in kept
            assert ["layout", axis, "range"] not in kept
            assert ["layout", axis, "title"] in kept
            assert ["layout", axis] in places(drawing.patch(moved=True))


@pytest.mark.parametrize("moved", [False, True])
def test_a_changed_figure_is_the_new_one_but_for_camera_and_zoom(moved: bool) -> None:
    old = drawings("overlap", "squared-error", "linear", LIGHT)
    new = drawings("two-minima", "cross-entropy", "log", DARK)
    for before, after in zip(old, new, strict=True):
        shown, expected = copy.deepcopy(before.encoded()), copy.deepcopy(after.encoded())
        turned, zoomed = {"eye": {"x": 9.0, "y": 9.0, "z": 9.0}}, [0.1, 0.2]
        if "scene" in shown["layout"]:
            shown["layout"]["scene"]["camera"] = turned
            expected["layout"]["scene"]["camera"] = turned
        else:
            for axis in ("xaxis", "yaxis"):
                shown["layout"][axis]["range"] = zoomed
                if not moved:
                    expected["layout"][axis]["range"] = zoomed
        assert applied(after.patch(moved), shown) == expected


def test_a_figure_at_a_prompt_has_the_arrays_in_full() -> None:
    for drawing in drawings("moons", "cross-entropy"):
        for one, given in zip(drawing.figure().data, drawing.data, strict=True):
            np.testing.assert_array_equal(one.x, given["x"])
            assert one.x.dtype == np.float64
