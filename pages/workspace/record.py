"""The browser's record of the controls, and the scene that it describes."""

from typing import Any

from scene import Scene

__all__ = ["OF_ANY_DATA", "TICK", "base", "fields", "view", "with_start"]

TICK = 800
"""Milliseconds between two questions of how far work has come."""

# What only the browser moves, and adds to the link itself.
_OF_THE_BROWSER = ("start", "step", "camera", "theme")
# Settings that stay when another data set is chosen; options, plane and window belong to the data.
OF_ANY_DATA = (
    "output",
    "standardise",
    "penalty",
    "directions",
    "directions_seed",
    "left",
    "right",
    "held",
    "resolution",
    "view",
    "height",
    "arrows",
    "scale",
    "ground",
    "rule",
    "fairness",
    "steps",
)


def fields(given: object) -> dict[str, Any]:
    """Return the browser's record of the controls; nothing where a request was forged."""
    return dict(given) if isinstance(given, dict) else {}


def with_start(given: dict[str, Any] | None, start: list[float] | None) -> Scene:
    """Return the scene of the record, whose start travels by itself."""
    given = fields(given)
    return Scene.from_query(given if start is None else given | {"start": start})[0]


def base(scene: Scene) -> dict[str, Any]:
    """Return what the scene sets beyond its defaults, for the browser to lay controls over."""
    # The start travels by itself: it moves without a new sweep.
    changes = scene.changes()
    return {name: value for name, value in changes.items() if name not in _OF_THE_BROWSER}


def view(scene: Scene) -> dict[str, Any]:
    """Return how a link has the page looked at: the camera and the step."""
    return {"camera": scene.camera, "step": scene.step}
