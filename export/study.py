"""Study: what a scene shows, computed: both landscapes, descents and surveys."""

from dataclasses import dataclass
from functools import lru_cache

from landscapes import Basins, Landscape, Path, Survey, survey, sweep
from scene import Scene
from scene.descents import basin_map, descent, unseen

__all__ = ["Study", "study"]


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
    """Compute what a scene shows."""
    found = _study(unseen(scene))
    return Study(scene, found.landscapes, found.paths, found.surveys, found.maps)


# Several formats of one picture, and pictures of one scene, share what was computed.
@lru_cache(maxsize=4)
def _study(scene: Scene) -> Study:
    grid, problem, plane = scene.window.grid(scene.resolution), scene.problem, scene.slice
    left, right = (sweep(problem, loss, plane, *grid) for loss in (scene.left, scene.right))
    paths = (descent(scene, scene.left), descent(scene, scene.right))
    surveys = (survey(left), survey(right))
    maps = None
    if scene.ground == "basins":
        first, second = (
            basin_map(scene, *found) for found in zip((left, right), paths, surveys, strict=True)
        )
        maps = (first, second)
    return Study(scene, (left, right), paths, surveys, maps)
