"""The ground: both landscapes of a scene, swept once and drawn."""

from functools import partial
from typing import Any, NamedTuple

from dash import html

from figures.basins import draw_basins
from figures.drawing import Drawing
from figures.field import draw_field, reach
from figures.height import Height
from figures.surface import caption, draw_surface
from figures.theme import THEMES, Theme
from landscapes import Basins, Landscape, Survey, Window
from landscapes.planes.directions import share_in_words
from landscapes.terrain.survey import percent
from pages.columns import formula, heading
from pages.work import ask, lane
from scene import Scene, budget
from scene.descents import BASIN_STARTS, unseen
from scene.study import Descents, descents, grounds, maps, surveys, swept
from server.job import Job, Progress

__all__ = [
    "Sight",
    "basins_of",
    "draw_ground",
    "fit_of",
    "ground_note",
    "ground_of",
    "paths_of",
    "surveys_of",
    "theme_of",
]


def theme_of(colours: object) -> Theme:
    """Return the theme of a colour scheme's name; light where it is not known yet."""
    return THEMES["dark" if colours == "dark" else "light"]


class Sight(NamedTuple):
    """Both landscapes of a scene, their window, and what the plane's axes are, in words."""

    landscapes: tuple[Landscape, Landscape]
    window: Window
    notes: tuple[str, ...]


def ground_of(scene: Scene, client: str) -> Job:
    """Return the job of sweeping the scene's two losses: `Sight`."""
    bare = swept(scene)
    seconds = budget.framing(bare) + budget.sweeping(bare)
    return ask(
        client, "ground", bare, "Sweeping both landscapes", partial(_sight, bare), lane(seconds)
    )


def fit_of(scene: Scene, client: str) -> Job:
    """Return the job of fitting the scene's window: the scene, and whether a minimum was there."""
    bare = swept(scene)
    seconds = budget.framing(bare)
    return ask(client, "fit", scene, "Fitting the window", partial(_fitted, scene), lane(seconds))


def surveys_of(scene: Scene, client: str) -> Job:
    """Return the job of finding what is to be said of the two landscapes: (Survey, Survey)."""
    bare = swept(scene)
    seconds = budget.framing(bare) + 2.0 * budget.sweeping(bare)
    return ask(client, "surveys", bare, "Measuring", partial(_surveyed, bare), lane(seconds))


def paths_of(scene: Scene, client: str) -> Job:
    """Return the job of both descents, from the same start: `Descents`."""
    bare = unseen(scene, ground="height")
    seconds = budget.framing(bare) + budget.descending(bare)
    if bare.fairness == "curvature":
        seconds += budget.sweeping(bare)
    return ask(client, "paths", bare, "Descending", partial(_descended, bare), lane(seconds))


def basins_of(scene: Scene, client: str) -> Job:
    """Return the job of descending from a grid of starts on both losses: (Basins, Basins)."""
    key = unseen(scene, ground="basins")
    title = f"Descending from {BASIN_STARTS**2} starts, twice"
    return ask(client, "basins", key, title, partial(maps, key), "heavy")


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


def ground_note(scene: Scene, sight: Sight, maps: tuple[Basins, Basins] | None = None) -> list[Any]:
    """Say what the figures were measured on."""
    landscape = sight.landscapes[0]
    length = "its logarithm, over 6 powers of ten" if scene.arrows == "log" else "true to its size"
    texts = [
        f"Mean loss over {len(landscape.problem.dataset)} rows on a grid of "
        f"{len(landscape.a)} × {len(landscape.b)} points. Arrows point downhill, against the "
        f"gradient; their length is {length}. Dark ground is low, light is high."
    ]
    if maps is not None:
        said = " ".join(
            f"Of {one.steps.size} starts, {one.never} ({percent(one.never / one.steps.size)}) "
            f"never came within {one.within:.0%} of the best {title.lower()} found, "
            f"{one.best:.4g}, in {one.limit} steps at rate {one.rate:.3g}."
            for one, title in zip(
                maps,
                (landscape.problem.loss(key).title for key in (scene.left, scene.right)),
                strict=True,
            )
        )
        parted = any(len(one.minima) > 1 for one in maps)
        line = " A line parts the basins of two minima." if parted else ""
        texts = [f"{said} Those starts are tinted.{line}"]
    return [html.P(text) for text in (*texts, *sight.notes)]


def _held(scene: Scene, landscape: Landscape, held: list[str]) -> str:
    origin, minimum = scene.origin
    where = "the cross-entropy minimum" if minimum else "0"
    if scene.held == "minimum" and not minimum:
        where = "0, for cross-entropy has no finite minimum here"
    values = ""
    if minimum and len(held) <= 3:
        index = landscape.problem.parameters.index
        values = ": " + ", ".join(f"{name} = {origin[index(name)]:.4g}" for name in held)
    count = f"{len(held)} other parameter{'s' * (len(held) > 1)}"
    return f"{count} held at {where}{values}."


def plane_notes(scene: Scene, landscape: Landscape) -> list[str]:
    """Say what the axes are, where they are not two parameters, and where the others are held."""
    held = [name for name in landscape.problem.parameters if name not in landscape.plane.names]
    if held and scene.directions == "parameters":
        return [_held(scene, landscape, held)]
    spanned, count = scene.spanned, len(scene.parameters)
    if spanned.why_not:
        return [f"The plane that was asked for is not there: {spanned.why_not}."]
    where = "the cross-entropy minimum" if scene.origin[1] else "0"
    if scene.directions == "random":
        return [
            f"The axes are two random orthonormal directions among {count} parameters, from "
            f"{where} (draw {scene.directions_seed})."
        ]
    plane = spanned.plane
    if plane.shares is not None:
        first, second = map(share_in_words, plane.shares)
        return [
            f"The axes are the two orthonormal directions that come closest to both descents over "
            f"all {count} parameters, each of {scene.steps} steps at most from 0 at rate "
            f"{scene.pace:g}. They hold {first} and {second} of how far the steps spread from the "
            "right descent's end, which is (0, 0) here. The paths drawn are descents within this "
            "plane, from where those began."
        ]
    if plane.curvatures is not None:
        high, low = plane.curvatures
        return [
            f"The axes are the orthonormal directions in which cross-entropy curves most "
            f"({high:.4g}) and least ({low:.4g}) of all {count} parameters, at {where}, which is "
            "(0, 0) here. Directions along which softmax does not change are left out."
        ]
    return []
