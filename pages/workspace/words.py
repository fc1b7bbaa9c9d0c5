"""What the workspace says of its ground: sentences made of numbers."""

from typing import Any

from dash import html

from landscapes import Basins, Landscape
from landscapes.planes.directions import share_in_words
from landscapes.terrain.survey import percent
from scene import Scene

__all__ = ["ground_note", "plane_notes"]


def ground_note(
    scene: Scene,
    landscape: Landscape,
    notes: tuple[str, ...],
    maps: tuple[Basins, Basins] | None = None,
) -> list[Any]:
    """Say what the figures were measured on; the notes say what the plane's axes are."""
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
    return [html.P(text) for text in (*texts, *notes)]


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
