"""Study: what a scene shows, computed: both landscapes, descents and surveys."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from landscapes import (
    RULES,
    Basins,
    Landscape,
    Path,
    Survey,
    basins,
    best_rate,
    descend,
    rate_from_curvature,
    survey,
    sweep,
)
from scene import Scene

__all__ = ["BASIN_STARTS", "BASIN_STEPS", "Study", "basin_steps", "study"]

# Starts of a basin map along each axis, and steps from each at most: as on the page.
BASIN_STARTS, BASIN_STEPS = 25, 1000


# Fields on which nothing of a study depends: scenes that differ in these share one.
_LOOKED_AT: dict[str, Any] = {
    "view": "both",
    "height": "linear",
    "arrows": "linear",
    "scale": "own",
    "step": None,
    "camera": None,
    "theme": "auto",
    "note": "",
    "controls": None,
    "embed": False,
}


@dataclass(frozen=True, eq=False)
class Study:
    """What was computed for a scene, left and right.

    Attributes
    ----------
    scene : Scene
        What was asked for.
    landscapes : (Landscape, Landscape)
        The two losses on the scene's grid.
    paths : (Path, Path)
        The descents on them, within the scene's plane.
    surveys : (Survey, Survey)
        What was found on the landscapes.
    maps : (Basins, Basins) or None
        Where the scene's ground is "basins", from where a descent arrives.
    """

    scene: Scene
    landscapes: tuple[Landscape, Landscape]
    paths: tuple[Path, Path]
    surveys: tuple[Survey, Survey]
    maps: tuple[Basins, Basins] | None


def study(scene: Scene) -> Study:
    """Compute what a scene shows.

    Raises
    ------
    ValueError
        Where the scene asks for what there is not, such as a rate from the curvature of a loss that
        has none.
    """
    found = _study(scene.model_copy(update=_LOOKED_AT))
    return Study(scene, found.landscapes, found.paths, found.surveys, found.maps)


# Several formats of one picture, and pictures of one scene, share what was computed.
@lru_cache(maxsize=4)
def _study(scene: Scene) -> Study:
    grid, problem, plane = scene.window.grid(scene.resolution), scene.problem, scene.slice
    left, right = (sweep(problem, loss, plane, *grid) for loss in (scene.left, scene.right))
    paths = (_descent(scene, left), _descent(scene, right))
    surveys = (survey(left), survey(right))
    maps = None
    if scene.ground == "basins":
        first, second = (
            _basins(scene, landscape, path, found)
            for landscape, path, found in zip((left, right), paths, surveys, strict=True)
        )
        maps = (first, second)
    return Study(scene, (left, right), paths, surveys, maps)


def _descent(scene: Scene, landscape: Landscape) -> Path:
    problem, loss, plane = landscape.problem, landscape.loss, landscape.plane
    if not RULES[scene.rule].uses_rate or scene.fairness == "same":
        rate = scene.pace
    elif scene.fairness == "curvature":
        rate = rate_from_curvature(landscape)
    else:
        found = best_rate(problem, loss, scene.begin, scene.rule, scene.steps, plane=plane)
        return found.path
    return descend(problem, loss, scene.begin, scene.rule, rate, scene.steps, plane=plane)


def basin_steps(scene: Scene) -> int:
    """Return how many steps are taken from each start of a basin map."""
    return min(scene.steps, BASIN_STEPS)


def _basins(scene: Scene, landscape: Landscape, path: Path, found: Survey) -> Basins:
    return basins(
        landscape.problem,
        landscape.loss,
        landscape.plane,
        np.linspace(*scene.window.a, BASIN_STARTS),
        np.linspace(*scene.window.b, BASIN_STARTS),
        scene.rule,
        path.rate or 1.0,
        basin_steps(scene),
        minima=found.minima,
    )
