"""critical_points(): the minima, saddles and maxima of a landscape, found and refined.

>>> from landscapes import Plane, Problem, critical_points, load
>>> problem = Problem(load("two-minima"))
>>> plane, axis = Plane.axes(problem, "w1", "b"), [i / 10 - 3 for i in range(61)]
>>> [point.kind for point in critical_points(problem, "squared-error", plane, axis, axis)]
['minimum', 'minimum', 'saddle']
"""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from landscapes.planes.plane import Plane
from landscapes.problem import Problem
from landscapes.sweeps.sweep import Landscape, sweep
from landscapes.terrain.point import CriticalPoint, Kind
from landscapes.terrain.search import FLAT, Frame, Search, matrices, search
from landscapes.terrain.search import scaled as per_cell
from losses import Loss
from losses.arrays import Array, read_only

__all__ = ["DEGENERATE", "FLAT", "critical_points", "find_critical_points"]

# An eigenvalue this small, relative to the other one at the point, counts as 0. Curvatures are
# measured per grid cell, so that it does not matter in which units the two axes are.
DEGENERATE = 1e-8
# How far, in cells, ground that fades out is level; all but such ground bends more.
_NEARBY = 0.01
# Points closer than this, in cells, are one. Degenerate ones come in lines (the floor of a flat
# valley), which are merged along.
_SAME, _SAME_DEGENERATE = 1e-3, 2.5


def critical_points(
    problem: Problem, loss: Loss | str, plane: Plane, a: ArrayLike, b: ArrayLike
) -> tuple[CriticalPoint, ...]:
    """Find all critical points in the window that a grid spans.

    The grid says where to look: in cells over which both components of the gradient may vanish, at
    the grid points where the gradient or the Newton step is shorter than at their neighbours, and
    below the lowest points of the grid. From there Newton's method for gradient = 0 refines the
    point with exact derivatives (Nocedal and Wright, Numerical Optimization, 2006, section 11.1),
    to about 1e-11 cells where the curvature is regular. A pair of critical points much closer than
    a cell may be missed: the finer the grid, the surer.

    A plateau is no critical point, though its gradient may be too small for a float64 to tell from
    0. So a point is dropped where the curvature is below 1e-9 of the largest on the grid; and a
    degenerate one also where the loss is level for 0.01 cells along its flattest direction, but not
    as far as the window is wide. A flat valley, level all the way, counts as one degenerate point.

    Of a loss that has kinks on the problem's labels, such as hinge, none are given: its minima are
    corners or whole floors, where no gradient vanishes alone and no second order tells.

    Parameters
    ----------
    problem, loss, plane
        As for `sweep`.
    a, b : array_like, 1-D
        Plane coordinates of the grid, at least two different ones each; the window reaches from
        the smallest to the largest.

    Returns
    -------
    tuple of CriticalPoint
        Minima first, then saddles, maxima and degenerate points; each by ascending value.

    Raises
    ------
    TypeError, ValueError
        As `sweep` raises, and where an axis has no extent.
    """
    return find_critical_points(sweep(problem, loss, plane, a, b))


def find_critical_points(landscape: Landscape) -> tuple[CriticalPoint, ...]:
    """Find all critical points in a landscape's window, as `critical_points` does."""
    landscape = _ascending(landscape)
    frame = Frame.of(landscape)
    if not landscape.loss.smooth(landscape.problem.labels):
        return ()
    looking = search(landscape, frame)
    candidates, largest = looking.candidates()
    points = looking.roots(candidates)
    if not len(points):
        return ()
    values = looking.values(points)
    scaled, axes = np.linalg.eigh(per_cell(values.curvature, frame.cell))
    size = np.abs(scaled).max(axis=1)
    degenerate = np.abs(scaled).min(axis=1) <= DEGENERATE * size
    fading = degenerate.copy()
    fading[degenerate] = _fading(
        looking,
        points[degenerate],
        values.value[degenerate],
        _flattest(scaled[degenerate], axes[degenerate]),
    )
    found = np.flatnonzero((size > FLAT * largest) & ~fading)
    found = found[np.argsort(values.value[found], kind="stable")]
    plain = np.linalg.eigvalsh(matrices(values.curvature))
    kept = _merged(points / frame.cell, found, degenerate)
    criticals = [
        CriticalPoint(
            read_only(points[i]),
            float(values.value[i]),
            "degenerate" if degenerate[i] else _KINDS[int((scaled[i] < 0.0).sum())],
            read_only(plain[i]),
        )
        for i in kept
    ]
    return tuple(sorted(criticals, key=lambda point: _ORDER[point.kind]))


# By how many eigenvalues are negative.
_KINDS: tuple[Kind, ...] = ("minimum", "saddle", "maximum")
_ORDER: dict[Kind, int] = {kind: i for i, kind in enumerate((*_KINDS, "degenerate"))}


def _ascending(landscape: Landscape) -> Landscape:
    """Return the landscape with both axes in ascending order, so that neighbours are neighbours."""
    if (np.diff(landscape.a) > 0.0).all() and (np.diff(landscape.b) > 0.0).all():
        return landscape
    rows, columns = np.argsort(landscape.b), np.argsort(landscape.a)
    arrays = {
        name: getattr(landscape, name)[..., rows[:, None], columns]
        for name in ("value", "gradient", "curvature")
    }
    return replace(landscape, a=landscape.a[columns], b=landscape.b[rows], **arrays)


def _flattest(sizes: Array, axes: Array) -> Array:
    """Eigenvectors (m, 2) of the eigenvalues closer to 0."""
    position = np.abs(sizes).argmin(axis=1)
    return np.asarray(np.take_along_axis(axes, position[:, None, None], axis=2)[..., 0])


def _fading(looking: Search, points: Array, values: Array, along: Array) -> NDArray[np.bool_]:
    """Whether the ground at degenerate points (m, 2) is flat but for want of digits.

    Along the floor of a valley that is flat for good the loss is the same everywhere; along one
    that fades out it seems so near by, but not as far as the window is wide.
    """
    if not len(points):
        return np.zeros(0, dtype=np.bool_)
    low, high, cell = looking.frame
    across = float(((high - low) / cell).max())
    distances = np.array([-_NEARBY, _NEARBY, -across, across])
    there = points + distances[:, None, None] * (along * cell)
    found = looking.values(there.reshape(-1, 2)).value.reshape(4, -1)
    change = np.abs(found - values)
    near, far = change[:2].max(axis=0), change[2:].max(axis=0)
    same = 1e-11 * np.abs(values)
    return np.asarray((near <= same) & (far > same))


def _merged(points: Array, order: NDArray[np.intp], degenerate: NDArray[np.bool_]) -> list[int]:
    """Positions of one point of each cluster, in this order; `points` in cells."""
    kept: list[int] = []
    left = list(order)
    while left:
        first = left.pop(0)
        kept.append(int(first))
        edge = [first]
        while edge:
            here = edge.pop()
            near = _SAME_DEGENERATE if degenerate[here] and degenerate[first] else _SAME
            distance = np.abs(points[left] - points[here]).max(axis=1)
            close = distance <= np.where(degenerate[left], near, _SAME)
            # Only a line of degenerate points is followed along; the rest are copies of one.
            edge += [i for i, c in zip(left, close, strict=True) if c and degenerate[i]]
            left = [i for i, c in zip(left, close, strict=True) if not c]
    return kept
