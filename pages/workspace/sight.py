"""Which controls are in sight: a teacher may hand out a page with three of them.

Controls out of sight stay on the page, for their values are part of the scene.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from pages.parts.aria import named
from pages.workspace import answers
from scene import CONTROLS, Scene

__all__ = ["choose_data", "fields", "in_sight", "sight_control"]

# What a field is called on the page, where its own name would not do.
_TITLES = {
    "n": "Rows",
    "flipped": "Share of labels flipped",
    "left": "Loss, left",
    "right": "Loss, right",
    "ground": "Colour shows",
    "view": "Show",
    "rate": "Learning rate",
    "fairness": "The rate is",
    "plane": "Parameters across and up",
    "directions": "Plane through",
    "directions_seed": "Draw of directions",
    "held": "Others held at",
    "window_a": "Window, across",
    "window_b": "Window, up",
    "resolution": "Grid points a side",
    "arrows": "Arrow length",
    "scale": "Heights and arrows",
}


def fields(component: Any) -> Iterator[str]:
    """Yield the scene's fields whose controls are in a component."""
    own = getattr(component, "id", None)
    if isinstance(own, dict) and own.get("type") == "control":
        yield str(own["field"]).partition("/")[0]
    elif own == "data":
        yield "data"
    children = getattr(component, "children", None)
    for child in children if isinstance(children, (list, tuple)) else [children]:
        if isinstance(child, Component):
            yield from fields(child)


def in_sight(components: Sequence[Any], seen: tuple[str, ...] | None) -> list[Any]:
    """Return components with those put away that have controls, and none that is to be seen.

    What has no control of its own, such as a note, goes with what stands before it.
    """
    if seen is None:
        return list(components)
    kept: list[Any] = []
    away = False
    for component in components:
        held = set(fields(component))
        away = not held & set(seen) if held else away
        if away:
            kept.append(html.Div(component, hidden=True))
            continue
        children = getattr(component, "children", None)
        # Of a group that has some of each, the others go.
        if held - set(seen) and isinstance(children, list):
            component.children = in_sight(children, seen)
        kept.append(component)
    return kept


def choose_data(name: str, given: dict[str, Any] | None) -> tuple[Any, ...]:
    """Return the controls of another data set, with those in sight that were."""
    of_data, of_plane, *rest = answers.choose_data(name, given)
    asked = given.get("controls") if isinstance(given, dict) else None
    seen = Scene.from_query({"controls": asked})[0].controls
    return in_sight(of_data, seen), in_sight(of_plane, seen), *rest


def sight_control(scene: Scene) -> Any:
    """Return the choice of the controls that the link leaves in sight."""
    titles = [_TITLES.get(name, name.replace("_", " ").capitalize()) for name in CONTROLS]
    return dmc.MultiSelect(
        id={"type": "control", "field": "controls"},
        label="Controls in the link",
        description="Whoever opens the address sees these alone; all, where none is chosen.",
        data=[
            {"value": name, "label": title} for name, title in zip(CONTROLS, titles, strict=True)
        ],
        value=list(scene.controls or ()),
        searchable=True,
        hidePickedOptions=True,
        comboboxProps={"width": 240, "position": "bottom-start"},
        className="control",
        **named("Controls in the link"),
    )
