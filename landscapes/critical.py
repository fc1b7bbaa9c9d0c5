"""critical_points(): the minima, saddles and maxima of a landscape, found and refined.

>>> from landscapes import Plane, Problem, critical_points, load
>>> problem = Problem(load("two-minima"))
>>> plane, axis = Plane.axes(problem, "w1", "b"), [i / 10 - 3 for i in range(61)]
>>> [point.kind for point in critical_points(problem, "squared-error", plane, axis, axis)]
['minimum', 'minimum', 'saddle']
"""

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from landscapes.descent import descend
from landscapes.plane import Plane
from landscapes.problem import Problem
from landscapes.restriction import Restriction
from landscapes.sweep import Landscape, sweep
from losses import Loss
from losses.arrays import Array, read_only

__all__ = ["DEGENERATE", "FLAT", "CriticalPoint", "Kind", "critical_points", "find_critical_points"]

Kind = Literal["minimum", "saddle", "maximum", "degenerate"]

# An eigenvalue this small, relative to the other one at the point, counts as 0. Curvatures are
# measured per grid cell, so that it does not matter in which units the two axes are.
DEGENERATE = 1e-8
# Ground whose curvature is this small, relative to the largest on the grid, is a plateau: what
# Newton's method finds there is where numbers fade out, not a critical point.
FLAT = 1e-9

# A cell is looked into where each component of the gradient, from smallest to largest over its
# corners and by this share of that further, takes in 0.
_MARGIN = 0.1
# A look ends where it strays this many cells: what lies there has cells of its own. Grid points
# from which the Newton step is longer than that are not looked at in the first place.
_REACH = 4.0
# So many of the grid's own lowest points are followed down to where they lead.
_BOTTOMS = 16
# Newton's method, in units of a cell: the longest step, the one at which it has arrived, the one
# that is good enough where it has not (at a degenerate point it creeps), and how often it steps.
_LONGEST, _ARRIVED, _ENOUGH, _STEPS = 1.0, 1e-11, 1e-6, 80
# A gradient of this size next to the curvature is rounding; no step is longer than so many cells.
_ROUNDING, _FAR = 1e-13, 1e6
# How far, in cells, ground that fades out is level; all but such ground bends more.
_NEARBY = 0.01
# Points closer than this, in cells, are one. Degenerate ones come in lines (the floor of a flat
# valley), which are merged along.
_SAME, _SAME_DEGENERATE = 1e-3, 2.5


@dataclass(frozen=True, eq=False)
class CriticalPoint:
    """A point of a plane where the gradient of the restriction vanishes.

    Attributes
    ----------
    point : ndarray, (2,)
        Plane coordinates (a, b).
    value : float
        Mean loss per sample plus penalty.
    kind : str
        "minimum", "saddle" or "maximum" by the signs of the curvature's eigenvalues; "degenerate"
        where one of them counts as 0, and the second order does not tell.
    eigenvalues : ndarray, (2,)
        Eigenvalues of the curvature in (a, b), ascending.
    """

    point: Array
    value: float
    kind: Kind
    eigenvalues: Array


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
    frame = _frame(landscape)
    if not landscape.loss.smooth(landscape.problem.labels):
        return ()
    curvature = _scaled(landscape.curvature, frame.cell)
    largest = float(np.abs(np.linalg.eigvalsh(curvature)).max())
    if not largest > 0.0:
        return ()
    restriction = Restriction(landscape.problem, landscape.loss, landscape.plane)
    points = _refine(restriction, _candidates(landscape, frame), frame)
    if not len(points):
        return ()
    values = restriction.evaluate(*points.T)
    scaled = np.linalg.eigvalsh(_scaled(values.curvature, frame.cell))
    size = np.abs(scaled).max(axis=1)
    degenerate = np.abs(scaled).min(axis=1) <= DEGENERATE * size
    fading = degenerate.copy()
    fading[degenerate] = _fading(restriction, points[degenerate], frame)
    found = np.flatnonzero((size > FLAT * largest) & ~fading)
    found = found[np.argsort(values.value[found], kind="stable")]
    plain = np.linalg.eigvalsh(_matrices(values.curvature))
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
    rows, columns = np.argsort(landscape.b), np.argsort(landscape.a)
    arrays = {
        name: getattr(landscape, name)[..., rows[:, None], columns]
        for name in ("value", "gradient", "curvature")
    }
    return replace(landscape, a=landscape.a[columns], b=landscape.b[rows], **arrays)


class _Frame(NamedTuple):
    """The window and the size of its cells, (2,) each: of a and of b."""

    low: Array
    high: Array
    cell: Array


def _frame(landscape: Landscape) -> _Frame:
    axes = {"a": landscape.a, "b": landscape.b}
    for name, values in axes.items():
        if values.min() == values.max():
            raise ValueError(
                f"axis {name} has no extent: it must hold at least two different coordinates; "
                f"found only {values[0]}"
            )
    low = np.array([values.min() for values in axes.values()])
    high = np.array([values.max() for values in axes.values()])
    cells = np.array([len(np.unique(values)) - 1 for values in axes.values()])
    return _Frame(low, high, (high - low) / cells)


def _matrices(curvature: Array) -> Array:
    """Curvature (3, …) as matrices (…, 2, 2)."""
    aa, ab, bb = curvature
    return np.stack([np.stack([aa, ab], axis=-1), np.stack([ab, bb], axis=-1)], axis=-2)


def _scaled(curvature: Array, cell: Array) -> Array:
    """Matrices (…, 2, 2) of the curvature per cell."""
    return np.asarray(_matrices(curvature) * np.outer(cell, cell))


def _candidates(landscape: Landscape, frame: _Frame) -> Array:
    """Points (m, 2) from which to look for critical points."""
    a, b = landscape.a, landscape.b
    # Per cell, like everything here.
    gradient = landscape.gradient * frame.cell[:, None, None]
    curvature = _scaled(landscape.curvature, frame.cell)
    # Where there is next to no curvature there is nothing to find.
    size = np.abs(curvature).max(axis=(-1, -2))
    ground = size > FLAT * size.max()

    corners = np.stack([gradient[:, j:, i:][:, : len(b) - 1, : len(a) - 1] for j, i in _CORNERS])
    least, most = corners.min(axis=0), corners.max(axis=0)
    margin = _MARGIN * (most - least)
    crossed = ((least - margin <= 0.0) & (most + margin >= 0.0) & (most > least)).all(axis=0)

    j, i = np.nonzero(crossed & (ground[1:, 1:] | ground[:-1, :-1]))
    middles = np.column_stack([0.5 * (a[i] + a[i + 1]), 0.5 * (b[j] + b[j + 1])])

    step = np.abs(_newton_step(np.moveaxis(gradient, 0, -1), curvature)).max(axis=-1)
    # On a plateau the step is a few cells everywhere: only where it is shortest is worth a look.
    lowest = (_lowest(np.hypot(*gradient)) | _lowest(step)) & (step <= _REACH)
    j, i = np.nonzero(lowest & ground)
    return np.concatenate([middles, np.column_stack([a[i], b[j]]), _bottoms(landscape)])


def _bottoms(landscape: Landscape) -> Array:
    """Minima (m, 2) that Newton's method finds from the lowest of the grid's own minima.

    They are what a grid whose cells are larger than the basins still shows.
    """
    j, i = np.nonzero(_lowest(landscape.value))
    order = np.argsort(landscape.value[j, i], kind="stable")[:_BOTTOMS]
    ends = []
    for point in np.column_stack([landscape.a[i], landscape.b[j]])[order]:
        path = descend(
            landscape.problem, landscape.loss, point, "newton", steps=50, plane=landscape.plane
        )
        if path.outcome.key == "converged" and path.coordinates is not None:
            ends.append(path.coordinates[-1])
    return np.array(ends).reshape(-1, 2)


def _lowest(heights: Array) -> NDArray[np.bool_]:
    """Whether no neighbour of a grid point lies lower."""
    rows, columns = heights.shape
    padded = np.pad(heights, 1, constant_values=np.inf)
    around = [padded[1 + j :, 1 + i :][:rows, :columns] for j, i in _NEIGHBOURS]
    return np.asarray(heights <= np.min(around, axis=0))


_CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))
_NEIGHBOURS = tuple((j, i) for j in (-1, 0, 1) for i in (-1, 0, 1) if (j, i) != (0, 0))


def _newton_step(gradient: Array, curvature: Array) -> Array:
    """Step (…, 2) to where a quadratic model has no gradient; none where rounding is all of it."""
    sizes, axes = np.linalg.eigh(curvature)
    along = np.einsum("...ij,...i->...j", axes, gradient)
    hidden = np.abs(along) <= _ROUNDING * np.abs(sizes).max(axis=-1, keepdims=True)
    # Nothing is gained by steps beyond any window, and they would overflow.
    sizes = np.where(np.abs(sizes) * _FAR > np.abs(along), sizes, np.inf)
    steps = np.where(hidden, 0.0, np.where(np.isinf(sizes), _FAR, -along / sizes))
    return np.asarray(np.einsum("...ij,...j->...i", axes, steps))


def _refine(restriction: Restriction, points: Array, frame: _Frame) -> Array:
    """Run Newton's method from each of (m, 2) points; those that arrive inside the window."""
    arrived: list[Array] = []
    starts = points
    length = np.zeros(len(points))
    for _ in range(_STEPS):
        if not len(points):
            break
        values = restriction.evaluate(*points.T)
        step = _newton_step(values.gradient.T * frame.cell, _scaled(values.curvature, frame.cell))
        length = np.abs(step).max(axis=1)
        points = points + step * (_LONGEST / np.maximum(length, _LONGEST))[:, None] * frame.cell
        done = length <= _ARRIVED
        arrived.append(points[done])
        going = ~done & (np.abs((points - starts) / frame.cell).max(axis=1) <= _REACH)
        points, starts, length = points[going], starts[going], length[going]
    found = np.concatenate([*arrived, points[length <= _ENOUGH]])
    # On the edge is inside, rounding or no.
    rim = 1e-9 * frame.cell
    inside = ((found >= frame.low - rim) & (found <= frame.high + rim)).all(axis=1)
    return np.asarray(np.clip(found[inside], frame.low, frame.high))


def _fading(restriction: Restriction, points: Array, frame: _Frame) -> NDArray[np.bool_]:
    """Whether the ground at degenerate points (m, 2) is flat but for want of digits.

    Along the floor of a valley that is flat for good the loss is the same everywhere; along one
    that fades out it seems so near by, but not as far as the window is wide.
    """
    values = restriction.evaluate(*points.T)
    sizes, axes = np.linalg.eigh(_scaled(values.curvature, frame.cell))
    flattest = np.abs(sizes).argmin(axis=1)
    along = np.take_along_axis(axes, flattest[:, None, None], axis=2)[..., 0] * frame.cell
    across = float(((frame.high - frame.low) / frame.cell).max())
    near, far = (
        np.max(
            [
                np.abs(restriction.evaluate(*(points + d * along).T).value - values.value)
                for d in (-distance, distance)
            ],
            axis=0,
        )
        for distance in (_NEARBY, across)
    )
    same = 1e-11 * np.abs(values.value)
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
