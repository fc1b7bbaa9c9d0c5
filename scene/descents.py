"""What descends on a scene's losses: both descents, and those from a grid of starts.

The page and what is exported of it call these, so that they show the same.
"""

from collections.abc import Callable
from contextlib import suppress

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
    sweep,
)
from scene.budget import BASIN_STARTS, BASIN_STEPS
from scene.fields import LOOKED_AT
from scene.scene import Scene

__all__ = ["BASIN_STARTS", "basin_map", "basin_steps", "descent", "unseen"]


def unseen(scene: Scene, **update: object) -> Scene:
    """Return the scene without how it is looked at: scenes that share this share what is found."""
    plain = {name: Scene.model_fields[name].default for name in LOOKED_AT}
    return scene.model_copy(update=plain | update)


def descent(scene: Scene, loss: str) -> Path:
    """Return the descent on one of the scene's losses, from its start and within its plane.

    A loss without a curvature to go by, for its kinks or as it is flat all over, takes the scene's
    own rate where a rate of 1/L is asked for.
    """
    plane = scene.slice
    given = (scene.problem, loss, scene.begin, scene.rule)
    rate = scene.pace
    if RULES[scene.rule].uses_rate and scene.fairness == "best":
        return best_rate(*given, scene.steps, plane=plane).path
    if RULES[scene.rule].uses_rate and scene.fairness == "curvature":
        landscape = sweep(scene.problem, loss, plane, *scene.window.grid(scene.resolution))
        with suppress(ValueError):
            rate = rate_from_curvature(landscape)
    return descend(*given, rate, scene.steps, plane=plane)


def basin_steps(scene: Scene) -> int:
    """Return how many steps are taken from each start of a basin map."""
    return min(scene.steps, BASIN_STEPS)


def basin_map(
    scene: Scene,
    landscape: Landscape,
    path: Path,
    found: Survey,
    progress: Callable[[int, int], None] | None = None,
) -> Basins:
    """Return from where a descent arrives on one landscape, at the rate of the path beside it."""
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
        progress=progress,
    )
