"""Search: where critical points may be, and Newton's method from there, many points at once.

By the loss's own functions and NumPy; or, for a loss that has compiled loops, by those, which do
the same at a fraction of the time (`sweeps.search_loops`).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from landscapes.checkpoint import checkpoint
from landscapes.descents import descent, rules
from landscapes.sweeps import kernels
from landscapes.sweeps.kernel_table import Kernel
from landscapes.sweeps.restriction import Restriction
from landscapes.sweeps.samples import Values
from landscapes.sweeps.sweep import Landscape
from losses.arrays import Array

__all__ = ["FLAT", "Frame", "Search", "lowest", "matrices", "newton_step", "scaled", "search"]

# Ground whose curvature is this small, relative to the largest on the grid, is a plateau: what
# Newton's method finds there is where numbers fade out, not a critical point.
FLAT = 1e-9

# A cell is looked into where each component of the gradient, from smallest to largest over its
# corners and by this share of that further, takes in 0.
_MARGIN = 0.1
# A look ends where it strays this many cells: what lies there has cells of its own. Grid points
# from which the Newton step is longer than that are not looked at in the first place.
_REACH = 4.0
# So many of the grid's own lowest points are followed down to where they lead, in so many steps.
_BOTTOMS, _DOWN = 16, 50
# Newton's method, in units of a cell: the longest step, the one at which it has arrived, the one
# that is good enough where it has not (at a degenerate point it creeps), and how often it steps.
_LONGEST, _ARRIVED, _ENOUGH, _STEPS = 1.0, 1e-11, 1e-6, 80
# A gradient of this size next to the curvature is rounding; no step is longer than so many cells.
_ROUNDING, _FAR = 1e-13, 1e6
# Steps that compiled loops take at a call.
_BLOCK = 10


class Frame(NamedTuple):
    """The window and the size of its cells, (2,) each: of a and of b."""

    low: Array
    high: Array
    cell: Array

    @classmethod
    def of(cls, landscape: Landscape) -> "Frame":
        """Of a landscape; a ValueError says which axis has no extent."""
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
        return cls(low, high, (high - low) / cells)


class Search:
    """Looks for critical points of a landscape whose axes are in ascending order.

    Attributes
    ----------
    landscape, frame
        Where.
    restriction : Restriction
        The loss on the whole plane.
    """

    def __init__(self, landscape: Landscape, frame: Frame, restriction: Restriction) -> None:
        self.landscape, self.frame, self.restriction = landscape, frame, restriction

    def candidates(self) -> tuple[Array, float]:
        """Points (m, 2) to look from, and the size of the largest curvature on the grid."""
        a, b = self.landscape.a, self.landscape.b
        crossed, lowest, bottom, largest = self.scan()
        if not largest > 0.0:
            return np.zeros((0, 2)), largest
        j, i = np.nonzero(crossed)
        middles = np.column_stack([0.5 * (a[i] + a[i + 1]), 0.5 * (b[j] + b[j + 1])])
        j, i = np.nonzero(lowest)
        corners = np.column_stack([a[i], b[j]])
        # Minima that Newton's method finds from the lowest of the grid's own: they are what a grid
        # whose cells are larger than the basins still shows.
        j, i = np.nonzero(bottom)
        order = np.argsort(self.landscape.value[j, i], kind="stable")[:_BOTTOMS]
        ends = self.descents(np.column_stack([a[i], b[j]])[order])
        return np.concatenate([middles, corners, ends]), largest

    def scan(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_], float]:
        """Find where on the grid to look.

        Returns
        -------
        ndarray of bool, (nb - 1, na - 1)
            Cells over which both components of the gradient may vanish.
        ndarray of bool, (nb, na)
            Grid points where the gradient or the Newton step is shorter than at the neighbours.
        ndarray of bool, (nb, na)
            The grid's own minima.
        float
            The size of the largest eigenvalue of the curvature per cell.
        """
        landscape, cell = self.landscape, self.frame.cell
        # Per cell, like everything here.
        gradient = landscape.gradient * cell[:, None, None]
        curvature = scaled(landscape.curvature, cell)
        # Where there is next to no curvature there is nothing to find.
        size = np.abs(curvature).max(axis=(-1, -2))
        ground = size > FLAT * size.max()

        rows, columns = len(landscape.b) - 1, len(landscape.a) - 1
        corners = np.stack([gradient[:, j:, i:][:, :rows, :columns] for j, i in _CORNERS])
        least, most = corners.min(axis=0), corners.max(axis=0)
        margin = _MARGIN * (most - least)
        crossed = ((least - margin <= 0.0) & (most + margin >= 0.0) & (most > least)).all(axis=0)

        step = np.abs(newton_step(np.moveaxis(gradient, 0, -1), curvature)).max(axis=-1)
        # On a plateau the step is a few cells everywhere: only where it is shortest is worth a
        # look.
        short = (lowest(np.hypot(*gradient)) | lowest(step)) & (step <= _REACH)
        return (
            crossed & (ground[1:, 1:] | ground[:-1, :-1]),
            short & ground,
            lowest(landscape.value),
            float(np.abs(np.linalg.eigvalsh(curvature)).max()),
        )

    def values(self, points: Array) -> Values:
        """Value, gradient and curvature at points (m, 2)."""
        return self.restriction.evaluate(*points.T)

    def descents(self, points: Array) -> Array:
        """Minima (k, 2) that Newton's method, downhill, reaches from points (m, 2)."""
        problem, loss, plane = self.restriction.problem, self.restriction.loss, self.landscape.plane
        ends = []
        for point in points:
            path = descent.descend(problem, loss, point, "newton", steps=_DOWN, plane=plane)
            if path.outcome.key == "converged" and path.coordinates is not None:
                ends.append(path.coordinates[-1])
        return np.array(ends).reshape(-1, 2)

    def roots(self, points: Array) -> Array:
        """Run Newton's method for gradient = 0 from (m, 2) points; those that arrive inside."""
        found, frame = self._roots(points), self.frame
        # On the edge is inside, rounding or no.
        rim = 1e-9 * frame.cell
        inside = ((found >= frame.low - rim) & (found <= frame.high + rim)).all(axis=1)
        return np.asarray(np.clip(found[inside], frame.low, frame.high))

    def _roots(self, points: Array) -> Array:
        cell = self.frame.cell
        arrived: list[Array] = []
        starts = points
        length = np.zeros(len(points))
        for _ in range(_STEPS):
            if not len(points):
                break
            values = self.values(points)
            step = newton_step(values.gradient.T * cell, scaled(values.curvature, cell))
            length = np.abs(step).max(axis=1)
            points = points + step * (_LONGEST / np.maximum(length, _LONGEST))[:, None] * cell
            done = length <= _ARRIVED
            arrived.append(points[done])
            going = ~done & (np.abs((points - starts) / cell).max(axis=1) <= _REACH)
            points, starts, length = points[going], starts[going], length[going]
        return np.concatenate([*arrived, points[length <= _ENOUGH]])


class _Compiled(Search):
    """The same, by the loops of `sweeps.search_loops`."""

    def __init__(
        self, landscape: Landscape, frame: Frame, restriction: Restriction, kernel: Kernel
    ) -> None:
        super().__init__(landscape, frame, restriction)
        samples = self.restriction.samples
        self.ground = (*kernels.ground(samples, kernel), self.restriction.held)

    def scan(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_], float]:
        value = self.landscape.value
        rows, columns = value.shape
        crossed = np.empty((rows - 1, columns - 1), dtype=np.bool_)
        lowest, bottom = np.empty((2, rows, columns), dtype=np.bool_)
        limits = np.array([_ROUNDING, _FAR, _REACH, FLAT, _MARGIN])
        largest = kernels.point_loop("scan")(
            *(np.array(part) for part in (value, self.landscape.gradient)),
            np.array(self.landscape.curvature),
            self.frame.cell,
            limits,
            crossed,
            lowest,
            bottom,
        )
        return crossed, lowest, bottom, float(largest)

    def values(self, points: Array) -> Values:
        total = np.empty((len(points), 6))
        kernels.point_loop("values")(*self.ground, np.ascontiguousarray(points), total)
        return Values(total[:, 0], total[:, 1:3].T, total[:, 3:].T)

    def descents(self, points: Array) -> Array:
        u, v = self.restriction.u.ravel(), self.restriction.v.ravel()
        ends = (descent.TOLERANCE, descent.NEAR, descent.FLAT)
        limits = np.array([*ends, rules.FLAT, rules.SUFFICIENT, rules.ROUNDING, rules.SHORTEST])
        points, ended = points.copy(), np.zeros(len(points), dtype=np.int64)
        for _ in range(0, _DOWN, _BLOCK):
            checkpoint()
            if ended.all():
                break
            kernels.point_loop("descents")(
                *self.ground, np.stack([u, v]), limits, points, ended, _BLOCK
            )
        return np.asarray(points[ended == 1])

    def _roots(self, points: Array) -> Array:
        limits = np.array([_ROUNDING, _FAR, _LONGEST, _ARRIVED, _REACH])
        points, starts = points.copy(), points
        length, arrived = np.zeros(len(points)), np.zeros(len(points), dtype=np.int64)
        for first in range(0, _STEPS, _BLOCK):
            checkpoint()
            if arrived.all():
                break
            state = (points, starts, length, arrived)
            kernels.point_loop("roots")(
                *self.ground, self.frame.cell, limits, *state, first, _BLOCK
            )
        # In the order in which they arrived; then those that creep, near enough.
        when = np.where((arrived == 0) & (length <= _ENOUGH), _STEPS + 1, arrived)
        order = np.argsort(when, kind="stable")
        return np.asarray(points[order[when[order] > 0]])


def search(landscape: Landscape, frame: Frame) -> Search:
    """Return a search of a landscape: by compiled loops where its loss and labels have them."""
    restriction = Restriction(landscape.problem, landscape.loss, landscape.plane)
    kernel = kernels.kernel_for(restriction.samples)
    if kernel is None or not (kernel.has_point_loops and kernels.at_hand()):
        return Search(landscape, frame, restriction)
    return _Compiled(landscape, frame, restriction, kernel)


def matrices(curvature: Array) -> Array:
    """Curvature (3, …) as matrices (…, 2, 2)."""
    aa, ab, bb = curvature
    return np.stack([np.stack([aa, ab], axis=-1), np.stack([ab, bb], axis=-1)], axis=-2)


def scaled(curvature: Array, cell: Array) -> Array:
    """Matrices (…, 2, 2) of the curvature per cell."""
    return np.asarray(matrices(curvature) * np.outer(cell, cell))


def lowest(heights: Array) -> NDArray[np.bool_]:
    """Whether no neighbour of a grid point lies lower."""
    rows, columns = heights.shape
    padded = np.pad(heights, 1, constant_values=np.inf)
    around = [padded[1 + j :, 1 + i :][:rows, :columns] for j, i in _NEIGHBOURS]
    return np.asarray(heights <= np.min(around, axis=0))


_CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))
_NEIGHBOURS = tuple((j, i) for j in (-1, 0, 1) for i in (-1, 0, 1) if (j, i) != (0, 0))


def newton_step(gradient: Array, curvature: Array) -> Array:
    """Step (…, 2) to where a quadratic model has no gradient; none where rounding is all of it."""
    sizes, axes = np.linalg.eigh(curvature)
    along = np.einsum("...ij,...i->...j", axes, gradient)
    hidden = np.abs(along) <= _ROUNDING * np.abs(sizes).max(axis=-1, keepdims=True)
    # Nothing is gained by steps beyond any window, and they would overflow.
    sizes = np.where(np.abs(sizes) * _FAR > np.abs(along), sizes, np.inf)
    steps = np.where(hidden, 0.0, np.where(np.isinf(sizes), _FAR, -along / sizes))
    return np.asarray(np.einsum("...ij,...j->...i", axes, steps))
