"""The ground: both landscapes of a scene, swept once and drawn."""

from typing import Any

from dash import html

from figures.basins import draw_basins
from figures.drawing import Drawing
from figures.field import draw_field, reach
from figures.height import Height
from figures.surface import caption, draw_surface
from figures.theme import THEMES, Theme
from landscapes import Basins, Landscape, Survey, survey, sweep
from landscapes.plane import share_in_words
from landscapes.terrain import percent
from pages.columns import formula, heading
from pages.descents import descents
from pages.jobs import JOBS, Job
from scene import Scene
from scene.descents import BASIN_STARTS, basin_map, unseen

__all__ = [
    "basins_of",
    "draw_ground",
    "ground_note",
    "landscapes_of",
    "surveys_of",
    "swept",
    "theme_of",
]

# What a landscape depends on. Scenes that differ in other fields share theirs.
_SWEPT = (
    "output",
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
    "directions",
    "plane",
    "directions_seed",
    "held",
    "window_a",
    "window_b",
    "resolution",
)


def theme_of(colours: object) -> Theme:
    """Return the theme of a colour scheme's name; light where it is not known yet."""
    return THEMES["dark" if colours == "dark" else "light"]


def swept(scene: Scene) -> Scene:
    """Return the scene with nothing but what its landscapes depend on."""
    # A plane that was fitted to descents depends on how these were made.
    descent = ("rule", "rate", "steps") if scene.directions == "principal" else ()
    return Scene.model_construct(**{name: getattr(scene, name) for name in (*_SWEPT, *descent)})


def landscapes_of(scene: Scene, client: str = "") -> Job:
    """Return the job of sweeping the scene's two losses, left and right."""
    bare = swept(scene)

    def work(progress: Any) -> tuple[Landscape, Landscape]:
        grid = bare.window.grid(bare.resolution)
        problem, plane = bare.problem, bare.slice
        return (
            sweep(problem, bare.left, plane, *grid, progress=_half(progress, 0)),
            sweep(problem, bare.right, plane, *grid, progress=_half(progress, 1)),
        )

    return JOBS.start(client, "landscapes", bare, "Sweeping both landscapes", work)


def surveys_of(scene: Scene) -> tuple[Survey, Survey]:
    """Return what was found on the two landscapes."""
    bare = swept(scene)

    def work(progress: Any) -> tuple[Survey, Survey]:
        left, right = landscapes_of(bare).future.result()
        progress(0, 2)
        return survey(left), survey(right)

    found: tuple[Survey, Survey] = JOBS.start("", "surveys", bare, "", work).future.result()
    return found


def basins_of(scene: Scene, client: str) -> Job:
    """Return the job of descending from a grid of starts on both losses."""
    key = unseen(scene, ground="basins")

    def work(progress: Any) -> list[Basins]:
        grounds, surveys = landscapes_of(key).future.result(), surveys_of(key)
        sides = enumerate(zip(grounds, descents(key), surveys, strict=True))
        return [basin_map(key, *found, progress=_half(progress, side)) for side, found in sides]

    return JOBS.start(
        client, "basins", key, f"Descending from {BASIN_STARTS**2} starts, twice", work
    )


def draw_ground(
    scene: Scene,
    landscapes: tuple[Landscape, Landscape],
    maps: list[Basins] | None,
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


def ground_note(scene: Scene, landscape: Landscape, maps: list[Basins] | None = None) -> list[Any]:
    """Say what the figures were measured on."""
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
    texts += plane_notes(scene)
    held = [name for name in landscape.problem.parameters if name not in landscape.plane.names]
    if held and scene.directions == "parameters":
        texts.append(_held(scene, landscape, held))
    return [html.P(text) for text in texts]


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


def plane_notes(scene: Scene) -> list[str]:
    """Say what the axes are, where they are not two parameters."""
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


def _half(progress: Any, half: int) -> Any:
    return lambda done, total: progress(done + half * total, 2 * total)
