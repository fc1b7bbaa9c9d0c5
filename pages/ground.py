"""The ground: both landscapes of a scene, swept once and drawn."""

from functools import lru_cache
from typing import Any

from dash import html

from figures.drawing import Drawing
from figures.field import draw_field, reach
from figures.height import Height
from figures.surface import caption, draw_surface
from figures.theme import THEMES, Theme
from landscapes import Landscape, Survey, survey, sweep
from pages.columns import formula, heading
from scene import Scene

__all__ = ["draw_ground", "ground_note", "heights", "landscapes_of", "surveys_of", "theme_of"]

# What a landscape depends on. Scenes that differ in other fields share theirs.
_SWEPT = (
    "data",
    "n",
    "noise",
    "flipped",
    "seed",
    "features",
    "classes",
    "standardise",
    "penalty",
    "left",
    "right",
    "plane",
    "held",
    "window_a",
    "window_b",
    "resolution",
)


def theme_of(colours: str | None) -> Theme:
    """Return the theme of a colour scheme's name; light where it is not known yet."""
    return THEMES["dark" if colours == "dark" else "light"]


def landscapes_of(scene: Scene) -> tuple[Landscape, Landscape]:
    """Return the landscapes of the scene's two losses, left and right."""
    return _landscapes(_swept(scene))


def surveys_of(scene: Scene) -> tuple[Survey, Survey]:
    """Return what was found on the two landscapes."""
    return _surveys(_swept(scene))


def heights(scene: Scene) -> tuple[Height, Height]:
    """Return both height axes: one each, or one that holds both."""
    landscapes = landscapes_of(scene)
    if scene.scale == "shared":
        shared = Height(scene.height, list(landscapes))
        return shared, shared
    return Height(scene.height, landscapes[0]), Height(scene.height, landscapes[1])


def draw_ground(scene: Scene, theme: Theme) -> tuple[list[Drawing], list[Any]]:
    """Return the four figures (surface and field, left and right) and the columns' headings."""
    landscapes = landscapes_of(scene)
    longest = [reach(landscape) for landscape in landscapes]
    if scene.scale == "shared":
        longest = [max(longest)] * 2
    drawings, headings = [], []
    for landscape, height, length in zip(landscapes, heights(scene), longest, strict=True):
        drawings.append(draw_surface(landscape, height, theme, scene.ground))
        drawings.append(draw_field(landscape, height, scene.arrows, length, theme, scene.ground))
        headings += [heading(landscape.loss), formula(landscape.loss), caption(landscape)]
    return [drawing.untitled() for drawing in drawings], headings


def ground_note(scene: Scene) -> list[Any]:
    """Say what the figures were measured on."""
    landscape = landscapes_of(scene)[0]
    text = (
        f"Mean loss over {len(landscape.problem.dataset)} rows on a grid of "
        f"{len(landscape.a)} × {len(landscape.b)} points. Arrows point downhill, against the "
        "gradient; their length is "
        f"{'its logarithm, over 6 powers of ten' if scene.arrows == 'log' else 'true to its size'}."
    )
    held = [name for name in landscape.problem.parameters if name not in landscape.plane.names]
    if not held:
        return [html.P(text)]
    origin, minimum = scene.origin
    where = "the cross-entropy minimum" if minimum else "0"
    if scene.held == "minimum" and not minimum:
        where = "0, for cross-entropy has no finite minimum here"
    values = ""
    if minimum and len(held) <= 3:
        index = landscape.problem.parameters.index
        values = ": " + ", ".join(f"{name} = {origin[index(name)]:.4g}" for name in held)
    count = f"{len(held)} other parameter{'s' * (len(held) > 1)}"
    return [html.P(text), html.P(f"{count} held at {where}{values}.")]


def _swept(scene: Scene) -> Scene:
    return Scene.model_construct(**{name: getattr(scene, name) for name in _SWEPT})


@lru_cache(maxsize=8)
def _landscapes(scene: Scene) -> tuple[Landscape, Landscape]:
    grid = scene.window.grid(scene.resolution)
    problem, plane = scene.problem, scene.slice
    return sweep(problem, scene.left, plane, *grid), sweep(problem, scene.right, plane, *grid)


@lru_cache(maxsize=8)
def _surveys(scene: Scene) -> tuple[Survey, Survey]:
    left, right = _landscapes(scene)
    return survey(left), survey(right)
