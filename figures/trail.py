"""Trail: a descent's path as traces, to lie on its loss's field or surface."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from figures.height import Height
from figures.theme import CAMERA, Theme
from landscapes import Landscape, Path
from losses import LOSSES
from losses.arrays import Array

__all__ = ["last_step", "trail_on_field", "trail_on_surface"]

# How far above a surface its path is drawn, as a share of the height, and how far its line and its
# marks are moved towards the eye, as a share of the way: on the surface half of them would be
# hidden. Moved towards the eye, they stay where they are seen.
_LIFT, _LINE_NEARER, _MARK_NEARER = 0.006, 0.02, 0.06
# The box a surface stands in, as `figures.surface` has it.
_ASPECT = {"x": 1.0, "y": 1.0, "z": 0.72}
# As the surface's: what is opaque and what is not, in one picture, leave holes in each other.
_OPACITY = 0.99
# A path that left the window by this many windows is not drawn further: what a surface is drawn
# with has only float32's reach.
_FARTHEST = 20.0


def last_step(path: Path, step: int | None) -> int:
    """Return the step a path is at: `step`, or its last one where it ended before or all is asked.

    Raises
    ------
    ValueError
        Where `step` is below 0.
    """
    if step is not None and step < 0:
        raise ValueError(f"step must be 0 or more; found {step}")
    return path.steps if step is None else min(step, path.steps)


def trail_on_field(path: Path, theme: Theme, step: int | None = None) -> list[dict[str, Any]]:
    """Return the path up to a step over a field: halo, line, marks at 1, 2, 4, 8 …, start, end.

    Raises
    ------
    ValueError
        Where the path lies in no plane, or `step` is below 0.
    """
    points, last, colour = _coordinates(path), last_step(path, step), _colour(path, theme)

    def trace(which: NDArray[np.intp], name: str, **more: object) -> dict[str, Any]:
        at = points[which]
        return {
            "type": "scatter",
            "x": at[:, 0],
            "y": at[:, 1],
            # On the axes that lie over the contours, as the arrows do.
            "xaxis": "x2",
            "yaxis": "y2",
            "hoverinfo": "skip",
            "name": name,
        } | more

    every, marks = np.arange(last + 1), _doubling(last)
    return [
        trace(every, "halo", mode="lines", line={"width": 6, "color": theme.ground}),
        trace(every, "descent", mode="lines", line={"width": 3, "color": colour}),
        trace(
            marks,
            "steps 1, 2, 4, 8 …",
            mode="markers",
            marker={"size": 6, "color": colour, "line": {"width": 1, "color": theme.ground}},
        ),
        trace(np.array([0]), "start", mode="markers", marker=_dot(theme.ground, theme.ink, 11)),
        trace(np.array([last]), "end", mode="markers", marker=_dot(colour, theme.ground, 11)),
    ]


def trail_on_surface(
    path: Path,
    landscape: Landscape,
    height: Height,
    theme: Theme,
    step: int | None = None,
    eye: Sequence[float] | None = None,
) -> list[dict[str, Any]]:
    """Return the path up to a step over a surface, raised off it by a little.

    Parameters
    ----------
    path : Path
        A descent in the landscape's plane.
    landscape : Landscape
        What the surface shows.
    height : Height
        The surface's height axis.
    theme : Theme
        `LIGHT` or `DARK`.
    step : int, optional
        Up to where; all of it where left out.
    eye : (float, float, float), optional
        Where the surface is seen from, in units of its box; the usual place where left out.

    Raises
    ------
    ValueError
        Where the path lies in no plane, or `step` is below 0.
    """
    last, colour = last_step(path, step), _colour(path, theme)
    place = np.array(eye if eye is not None else [CAMERA["eye"][axis] for axis in "xyz"])
    flat = _within_reach(_coordinates(path), landscape)
    points = np.column_stack([flat, _heights(path, height)])
    ends = np.array([*_ends(landscape), height.limits])

    def trace(which: NDArray[np.intp], name: str, near: float, **more: object) -> dict[str, Any]:
        x, y, z = _nearer(points[which], ends, place, near).T
        at = {"x": x, "y": y, "z": z, "opacity": _OPACITY}
        return {"type": "scatter3d", "hoverinfo": "skip", "name": name} | at | more

    def marks(which: NDArray[np.intp], name: str, marker: dict[str, Any]) -> dict[str, Any]:
        return trace(which, name, _MARK_NEARER, mode="markers", marker=marker)

    line = {"width": 7, "color": colour}
    return [
        trace(np.arange(last + 1), "descent", _LINE_NEARER, mode="lines", line=line),
        marks(_doubling(last), "steps 1, 2, 4, 8 …", _dot(colour, colour, 3)),
        marks(np.array([0]), "start", _dot(theme.ground, theme.ink, 6)),
        marks(np.array([last]), "end", _dot(colour, theme.ground, 6)),
    ]


def _coordinates(path: Path) -> Array:
    if path.coordinates is None:
        raise ValueError("path must be a descent within a plane; found one of all parameters")
    return path.coordinates


def _colour(path: Path, theme: Theme) -> str:
    return theme.loss(path.loss.key, tuple(LOSSES[path.loss.output.key]))


def _dot(fill: str, edge: str, size: int) -> dict[str, Any]:
    return {"size": size, "color": fill, "line": {"width": 2, "color": edge}}


def _doubling(last: int) -> NDArray[np.intp]:
    """Steps 1, 2, 4, 8 … before the last one."""
    return np.asarray(2 ** np.arange(max(last - 1, 0).bit_length()), dtype=np.intp)


def _ends(landscape: Landscape) -> list[tuple[float, float]]:
    return [(float(axis.min()), float(axis.max())) for axis in (landscape.a, landscape.b)]


def _nearer(points: Array, ends: Array, place: Array, near: float) -> Array:
    """Return points moved towards the camera's eye, within the box that is drawn."""
    size = np.array([_ASPECT[axis] for axis in "xyz"]) / np.ptp(ends, axis=1)
    eye = ends.mean(axis=1) + place / size
    way = eye - points
    # How far along its way each point can go before it leaves the box, and would be cut off.
    with np.errstate(divide="ignore", invalid="ignore"):
        room = np.where(way > 0.0, ends[:, 1] - points, ends[:, 0] - points) / way
    far = np.clip(np.nan_to_num(room.min(axis=1)), 0.0, near)
    return np.asarray(points + far[:, None] * way)


def _within_reach(points: Array, landscape: Landscape) -> Array:
    ends = np.array(_ends(landscape))
    away = np.abs(points - ends.mean(axis=1)) > _FARTHEST * np.ptp(ends, axis=1)
    return np.where(away.any(axis=1)[:, None], np.nan, points)


def _heights(path: Path, height: Height) -> Array:
    low, high = height.limits
    values = path.value
    if height.scale == "log":
        values = np.log10(np.maximum(values, 10.0**low))
    span = high - low
    # At the very top the path stays on the surface: above the axis' end it would be cut off.
    raised = np.where(values <= high, np.minimum(values + _LIFT * span, high), values)
    return np.where(raised > high + _FARTHEST * span, np.nan, raised)
