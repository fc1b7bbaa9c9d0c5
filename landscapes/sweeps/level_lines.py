"""Lines of equal loss of one sample over the triangle of three classes' probabilities."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

import losses
from landscapes.sweeps.logits import CLASSES, embedded, one_sample
from losses.arrays import Array, read_only

__all__ = ["LevelLines", "level_lines"]

# Steps between level lines, the largest first; the first with so many lines is taken, and of those
# so many at most: where a loss has no bound they would crowd along an edge.
_STEPS, _ENOUGH, _MOST = (0.5, 0.25, 0.1, 0.05, 0.02, 0.01), 5, 8
# At the edge of the triangle a logit is infinite: its points are moved in by this much.
_EDGE = 1e-6


@dataclass(frozen=True, eq=False)
class LevelLines:
    """Lines of equal loss over the triangle of probabilities.

    Attributes
    ----------
    step : float
        The loss between one line and the next.
    levels : ndarray, (l,)
        The losses at which there are lines, ascending.
    segments : ndarray, (m, 2, 2)
        Pieces of the lines: from and to, in the coordinates (a, b).
    """

    step: float
    levels: Array
    segments: Array


@lru_cache(maxsize=64)
def level_lines(loss: str, label: str, cells: int = 48) -> LevelLines:
    """Return the lines of equal loss over the triangle of probabilities.

    The triangle is cut into cells**2 smaller ones, finer along the edges; within each the loss is
    taken as linear.

    Raises
    ------
    ValueError
        Where loss or label is unknown.
    """
    problem = one_sample(label)
    known = losses.get(loss, "softmax")
    points, triangles = _mesh(cells)
    inside = (1.0 - CLASSES * _EDGE) * points + _EDGE
    values = known.value(np.log(inside), np.broadcast_to(problem.labels[0], inside.shape))
    low, high = float(values.min()), float(values.max())
    step, levels = _STEPS[0], np.zeros(0)
    for step in _STEPS:
        # A line through a lowest or a highest corner would be a point: those are left out.
        levels = step * np.arange(np.floor(low / step) + 1.0, np.ceil(high / step))
        levels = levels[(levels > low + 0.01 * step) & (levels < high - 0.01 * step)]
        if len(levels) >= _ENOUGH:
            break
    levels = levels[:_MOST]
    flat = embedded(points)
    pieces = [_crossings(flat[triangles], values[triangles], level) for level in levels]
    segments = np.concatenate([np.zeros((0, 2, 2)), *pieces])
    return LevelLines(step, read_only(levels), read_only(segments))


@lru_cache(maxsize=4)
def _mesh(cells: int) -> tuple[Array, NDArray[np.intp]]:
    """Points of the triangle of probabilities (m, 3), and smaller triangles of them (t, 3)."""
    i, j = (part.ravel() for part in np.indices((cells + 1, cells + 1)))
    inside = i + j <= cells
    number = np.full((cells + 2, cells + 2), -1)
    number[i[inside], j[inside]] = np.arange(inside.sum())
    # Squared: the closer to an edge the finer, as losses without a bound rise steeply there.
    points = np.square(np.stack([i, j, cells - i - j], axis=-1)[inside] / cells)
    points /= points.sum(axis=1, keepdims=True)
    corner, right, up, across = (
        number[i[inside] + di, j[inside] + dj] for di, dj in ((0, 0), (1, 0), (0, 1), (1, 1))
    )
    triangles = np.concatenate(
        [np.stack([corner, right, up], axis=1), np.stack([across, right, up], axis=1)]
    )
    return read_only(points), triangles[(triangles >= 0).all(axis=1)]


def _crossings(corners: Array, values: Array, level: float) -> Array:
    """Where a level crosses triangles (t, 3, 2) with values (t, 3): segments (m, 2, 2)."""
    above = values > level
    crossed = above.any(axis=1) & ~above.all(axis=1)
    corners, values, above = corners[crossed], values[crossed], above[crossed]
    # Each of these has one corner on its own side: the two edges from there are crossed.
    single = np.where(above.sum(axis=1) == 1, above.argmax(axis=1), above.argmin(axis=1))
    rows = np.arange(len(single))
    ends = []
    for turn in (1, 2):
        other = (single + turn) % 3
        start, end = values[rows, single], values[rows, other]
        share = ((level - start) / (end - start))[:, None]
        ends.append((1.0 - share) * corners[rows, single] + share * corners[rows, other])
    return np.stack(ends, axis=1)
