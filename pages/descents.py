"""Both descents of a scene, and how they travel to the browser."""

import base64
from functools import lru_cache
from typing import Any

import numpy as np

from figures.theme import DARK, LIGHT
from landscapes import Path
from losses import LOSSES
from losses.arrays import Array
from scene import Scene
from scene.descents import descent, unseen

__all__ = ["descents", "packed"]


def descents(scene: Scene) -> tuple[Path, Path]:
    """Return the descents on the scene's two losses, from the same start, within its plane."""
    return _descents(unseen(scene, ground="height"))


def packed(scene: Scene, best: tuple[float | None, float | None]) -> dict[str, Any]:
    """Return both descents as the browser's playback reads them: arrays as base64 float64.

    Parameters
    ----------
    scene : Scene
        What is shown.
    best : (float, float)
        The lowest minimum known of each landscape; None where there is none to arrive at.
    """
    problem, plane = scene.problem, scene.slice
    sides = {}
    for side, path, lowest in zip(("left", "right"), descents(scene), best, strict=True):
        assert path.coordinates is not None  # descended within a plane
        known = tuple(LOSSES[scene.output])
        sides[side] = {
            "title": path.loss.title,
            "colours": {theme.name: theme.loss(path.loss.key, known) for theme in (LIGHT, DARK)},
            "a": _bytes(path.coordinates[:, 0]),
            "b": _bytes(path.coordinates[:, 1]),
            "loss": _bytes(path.value),
            "slope": _bytes(path.gradient_norm),
            "best": None if lowest is None else min(lowest, float(path.value.min())),
            "rate": None if path.rate is None else f"{path.rate:.4g}",
            "outcome": str(path.outcome),
            "diverged": path.outcome.key == "diverged",
        }
    return {
        "sides": sides,
        "names": list(plane.names),
        "start": [float(x) for x in scene.begin],
        "outside": not scene.window.holds(scene.begin),
        "log": scene.height == "log",
        "model": {
            "features": len(problem.dataset.features),
            "classes": len(problem.dataset.classes) if scene.output == "softmax" else 1,
            "bias": problem.intercept,
            "origin": plane.origin.tolist(),
            "u": plane.u.tolist(),
            "v": plane.v.tolist(),
        },
    }


def _bytes(values: Array) -> str:
    return base64.b64encode(np.ascontiguousarray(values, dtype="<f8").tobytes()).decode("ascii")


@lru_cache(maxsize=16)
def _descents(scene: Scene) -> tuple[Path, Path]:
    return descent(scene, scene.left), descent(scene, scene.right)
