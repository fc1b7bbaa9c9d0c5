"""Which controls a link leaves in sight."""

from typing import Any

import pytest
from dash import html
from dash.development.base_component import Component

from landscapes import CATALOGUE
from pages.workspace.page import workspace
from pages.workspace.sight import choose_data, fields
from scene import CONTROLS


def walk(component: Any, away: bool = False) -> list[tuple[Any, bool]]:
    """Every component below one, and whether it is put away."""
    away = away or bool(getattr(component, "hidden", False))
    children = getattr(component, "children", None)
    found = [(component, away)]
    for child in children if isinstance(children, (list, tuple)) else [children]:
        if isinstance(child, Component):
            found += walk(child, away)
    return found


def in_view(page: Any) -> set[str]:
    """The fields whose controls are in sight, each control by itself."""
    leaves = [
        (c, away) for c, away in walk(page) if isinstance(getattr(c, "id", None), (dict, str))
    ]
    found: set[str] = set()
    for component, away in leaves:
        own = component.id
        control = own == "data" or (isinstance(own, dict) and own.get("type") == "control")
        if control and not away:
            found |= set(fields(html.Div(component)))
    return found


@pytest.mark.parametrize("data", CATALOGUE)
def test_every_control_of_the_page_can_be_named_in_a_link(data: str) -> None:
    shown = in_view(workspace("sigmoid", {"data": data})) - {"controls"}
    assert shown <= set(CONTROLS)


def test_every_name_that_a_link_may_have_is_a_control_of_some_page() -> None:
    shown = {
        field
        for data in CATALOGUE
        for output in ("sigmoid", "softmax")
        for field in in_view(workspace(output, {"data": data}))
    }
    assert set(CONTROLS) <= shown


@pytest.mark.parametrize("names", [("noise", "rate", "height"), ("data",), ("window_a", "plane")])
def test_a_link_leaves_its_controls_in_sight_and_puts_away_the_others(
    names: tuple[str, ...],
) -> None:
    whole = workspace("softmax", {"data": "blobs"})
    few = workspace("softmax", {"data": "blobs", "controls": ",".join(names)})
    assert in_view(few) == set(names) & in_view(whole)
    # Put away, not left out: their values are part of the scene.
    assert set(fields(few)) == set(fields(whole))


def test_a_section_without_a_control_in_sight_is_put_away_with_its_heading() -> None:
    page = workspace("sigmoid", {"controls": "rate"})
    headings = {
        component.children: away
        for component, away in walk(page)
        if getattr(component, "className", None) == "heading"
    }
    assert not headings["Descent"]
    assert all(headings[name] for name in ("Data", "Losses", "Drawing", "Lesson"))


def test_another_data_set_leaves_in_sight_what_was() -> None:
    of_data, _, *rest = choose_data("moons", {"data": "overlap", "controls": ["data", "noise"]})
    assert in_view(html.Div(of_data)) == {"noise"}
    assert rest[0] == "moons"


@pytest.mark.parametrize("given", [None, 7, {"controls": "colour"}, {"controls": 5}])
def test_a_forged_record_leaves_all_in_sight(given: Any) -> None:
    of_data, *_ = choose_data("moons", given)
    assert "noise" in in_view(html.Div(of_data))
