"""The ground: both landscapes of a scene, swept once and drawn."""

from functools import partial
from typing import Any, NamedTuple

from figures.basins import draw_basins
from figures.drawing import Drawing
from figures.field import draw_field, reach
from figures.height import Height
from figures.surface import caption, draw_surface
from figures.theme import Theme
from landscapes import Basins, Landscape, Survey, Window
from pages.parts.columns import formula, heading
from pages.parts.work import jobs, lane
from pages.workspace.words import plane_notes
from scene import Scene, budget
from scene.descents import BASIN_STARTS, unseen
from scene.study import Descents, descents, grounds, maps, surveys, swept
from server.job import Job, Progress

__all__ = [
    "Sight",
    "basins_of",
    "draw_ground",
    "fit_of",
    "ground_of",
    "paths_of",
    "surveys_of",
]


class Sight(NamedTuple):
    """Both landscapes of a scene, their window, and what the plane's axes are, in words."""

    landscapes: tuple[Landscape, Landscape]
    window: Window
    notes: tuple[str, ...]


def ground_of(scene: Scene, client: str) -> Job:
    """Return the job of sweeping the scene's two losses: `Sight`."""
    bare = swept(scene)
    seconds = budget.framing(bare) + budget.sweeping(bare)
    return jobs().ask(
        client, "ground", bare, "Sweeping both landscapes", partial(_sight, bare), lane(seconds)
    )


def fit_of(scene: Scene, client: str) -> Job:
    """Return the job of fitting the scene's window: the scene, and whether a minimum was there."""
    bare = swept(scene)
    seconds = budget.framing(bare)
    return jobs().ask(
        client, "fit", scene, "Fitting the window", partial(_fitted, scene), lane(seconds)
    )


def surveys_of(scene: Scene, client: str) -> Job:
    """Return the job of finding what is to be said of the two landscapes: (Survey, Survey)."""
    bare = swept(scene)
    seconds = budget.framing(bare) + 2.0 * budget.sweeping(bare)
    return jobs().ask(client, "surveys", bare, "Measuring", partial(_surveyed, bare), lane(seconds))


def paths_of(scene: Scene, client: str) -> Job:
    """Return the job of both descents, from the same start: `Descents`."""
    bare = unseen(scene, ground="height")
    seconds = budget.framing(bare) + budget.descending(bare)
    if bare.fairness == "curvature":
        seconds += budget.sweeping(bare)
    return jobs().ask(client, "paths", bare, "Descending", partial(_descended, bare), lane(seconds))


def basins_of(scene: Scene, client: str) -> Job:
    """Return the job of descending from a grid of starts on both losses: (Basins, Basins)."""
    key = unseen(scene, ground="basins")
    title = f"Descending from {BASIN_STARTS**2} starts, twice"
    return jobs().ask(client, "basins", key, title, partial(maps, key), "heavy")


# What jobs do: functions of this module, so that another process can do it.


def _sight(scene: Scene, told: Progress) -> Sight:
    found = grounds(scene, told)
    return Sight(*found, tuple(plane_notes(scene, found.landscapes[0])))


def _fitted(scene: Scene, _told: Progress) -> tuple[Scene, bool]:
    return scene.fitted()


def _surveyed(scene: Scene, _told: Progress) -> tuple[Survey, Survey]:
    return surveys(scene)


def _descended(scene: Scene, _told: Progress) -> Descents:
    return descents(scene)


def draw_ground(
    scene: Scene,
    landscapes: tuple[Landscape, Landscape],
    maps: tuple[Basins, Basins] | None,
    theme: Theme,
    camera: tuple[float, ...] | None = None,
) -> tuple[list[Drawing], list[Any]]:
    """Return the four figures (surface and field, left and right) and the columns' headings."""
    longest = [reach(landscape) for landscape in landscapes]
    heights = [Height(scene.height, landscape) for landscape in landscapes]
    if scene.scale == "shared":
        longest = [max(longest)] * 2
        heights = [Height(scene.height, list(landscapes))] * 2
    # The surface of a basin map, and of one that is still being made, is coloured by its height.
    ground = "height" if scene.ground == "basins" else scene.ground
    drawings, headings = [], []
    for side, landscape in enumerate(landscapes):
        drawings.append(draw_surface(landscape, heights[side], theme, ground, camera))
        if maps is None:
            drawings.append(
                draw_field(landscape, heights[side], scene.arrows, longest[side], theme, ground)
            )
        else:
            drawings.append(draw_basins(landscape, maps[side], theme))
        headings += [heading(landscape.loss), formula(landscape.loss), caption(landscape)]
    return [drawing.untitled() for drawing in drawings], headings
