"""How both descents of a scene travel to the browser."""

import base64
from typing import Any

import numpy as np

from figures.theme import DARK, LIGHT
from losses import LOSSES
from losses.arrays import Array
from scene import Scene
from scene.study import Descents

__all__ = ["packed"]


def packed(
    scene: Scene, found: Descents, best: tuple[float | None, float | None]
) -> dict[str, Any]:
    """Return both descents as the browser's playback reads them: arrays as base64 float64.

    Parameters
    ----------
    scene : Scene
        What is shown.
    found : Descents
        What descended on it.
    best : (float, float)
        The lowest minimum known of each landscape; None where there is none to arrive at.
    """
    problem, plane = found.paths[0].problem, found.paths[0].plane
    assert plane is not None  # descended within one
    sides = {}
    for side, path, lowest in zip(("left", "right"), found.paths, best, strict=True):
        assert path.coordinates is not None
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
        "start": [float(x) for x in found.begin],
        "outside": found.outside,
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
