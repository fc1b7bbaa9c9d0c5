"""What a scene shows, computed: both landscapes, what is to be said of them, both descents.

The page and what is exported of it take these from here, so that they show the same. All are
remembered: scenes that differ in nothing that one of them depends on share it.
"""

from collections.abc import Callable
from typing import NamedTuple

from landscapes import Basins, Landscape, Path, Survey, Window, survey, sweep
from scene.descents import basin_map, descent, unseen
from scene.fields import DESCENTS, LOOKED_AT
from scene.memory import remembered
from scene.scene import Scene

__all__ = ["Descents", "Grounds", "descents", "grounds", "maps", "surveys", "swept"]

Progress = Callable[[int, int], None]

# What a landscape depends on: all that is not known to leave it as it is.
_SWEPT = tuple(name for name in Scene.model_fields if name not in (*LOOKED_AT, *DESCENTS, "ground"))


class Grounds(NamedTuple):
    """Both landscapes of a scene, left and right, and the window they were swept on."""

    landscapes: tuple[Landscape, Landscape]
    window: Window


class Descents(NamedTuple):
    """Both descents of a scene, within its plane, and where they begin."""

    paths: tuple[Path, Path]
    begin: tuple[float, float]
    outside: bool


def swept(scene: Scene) -> Scene:
    """Return the scene with nothing but what its landscapes depend on."""
    # A plane that was fitted to descents depends on how these were made.
    descent = ("rule", "rate", "steps") if scene.directions == "principal" else ()
    return Scene.model_construct(**{name: getattr(scene, name) for name in (*_SWEPT, *descent)})


def grounds(scene: Scene, told: Progress | None = None) -> Grounds:
    """Sweep both losses of a scene."""
    return _grounds(swept(scene), told=told)


def surveys(scene: Scene) -> tuple[Survey, Survey]:
    """Survey both landscapes of a scene."""
    return _surveys(swept(scene))


def descents(scene: Scene) -> Descents:
    """Descend on both losses of a scene, from the same start, within its plane."""
    return _descents(unseen(scene, ground="height"))


def maps(scene: Scene, told: Progress | None = None) -> tuple[Basins, Basins]:
    """Descend on both losses of a scene from a grid of starts."""
    return _maps(unseen(scene, ground="basins"), told=told)


@remembered(megabytes=96)
def _grounds(scene: Scene, *, told: Progress | None = None) -> Grounds:
    window = scene.window
    problem, plane, grid = scene.problem, scene.slice, window.grid(scene.resolution)
    left, right = (
        sweep(problem, loss, plane, *grid, progress=_half(told, side))
        for side, loss in enumerate((scene.left, scene.right))
    )
    return Grounds((left, right), window)


@remembered(megabytes=16)
def _surveys(scene: Scene) -> tuple[Survey, Survey]:
    left, right = grounds(scene).landscapes
    return survey(left), survey(right)


@remembered(megabytes=48)
def _descents(scene: Scene) -> Descents:
    paths = descent(scene, scene.left), descent(scene, scene.right)
    return Descents(paths, scene.begin, not scene.window.holds(scene.begin))


@remembered(megabytes=32)
def _maps(scene: Scene, *, told: Progress | None = None) -> tuple[Basins, Basins]:
    sides = zip(
        grounds(scene).landscapes, descents(scene).paths, surveys(scene), (0, 1), strict=True
    )
    left, right = (
        basin_map(scene, ground, path, found, progress=_half(told, side))
        for ground, path, found, side in sides
    )
    return left, right


def _half(told: Progress | None, half: int) -> Progress | None:
    if told is None:
        return None
    return lambda done, total: told(done + half * total, 2 * total)
