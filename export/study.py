"""Study: what a scene shows, computed: both landscapes, descents and surveys."""

from dataclasses import dataclass

from landscapes import Basins, Landscape, Path, Survey
from scene import Scene
from scene.study import descents, grounds, maps, surveys

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
    return Study(
        scene,
        grounds(scene).landscapes,
        descents(scene).paths,
        surveys(scene),
        maps(scene) if scene.ground == "basins" else None,
    )
