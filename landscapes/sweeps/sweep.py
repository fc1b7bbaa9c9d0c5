"""sweep(): a loss on every point of a grid in a plane.

>>> from landscapes import Plane, Problem, load, sweep
>>> problem = Problem(load("overlap"))
>>> axis = [-2.0, 0.0, 2.0]
>>> landscape = sweep(problem, "cross-entropy", Plane.axes(problem, "w1", "b"), axis, axis)
>>> round(float(landscape.value[1, 1]), 4)  # at w = b = 0 every p is 1/2: log 2
0.6931
"""

from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from landscapes.planes.plane import Plane
from landscapes.problem import Problem
from landscapes.sweeps import kernels, workers
from landscapes.sweeps.restriction import Restriction
from landscapes.sweeps.samples import Samples
from losses import Loss
from losses.arrays import Array, finite, read_only

__all__ = ["Landscape", "sweep"]

# Pairs of a sample and a grid point, times logits, in one task: some 10 ms by a kernel, some 20 by
# a survey's loop, some 0.1 s by a loss's own functions.
_KERNEL_TASK, _POINT_TASK, _PLAIN_TASK = 2**24, 2**21, 2**20
# Logits along u in one task: fewer on large grids, down to where adding up the tasks' grids would
# tell.
_FEWEST, _MOST = 2**12, 2**16
# Rows in one task, at least: its exponentials along the columns are taken once for all its rows.
_FEWEST_ROWS = 8
# Grid points in one task, at most: its result is 48 bytes each.
_MOST_POINTS = 2**17
# Sums of few samples are cut into rows, one piece a core. An executor does not say how many it has.
_FEW_SHARDS, _CORES_ELSEWHERE = 32, 16


@dataclass(frozen=True, eq=False)
class Landscape:
    """A loss and its first two derivatives on a grid, indexed [j, i] = (b[j], a[i]).

    Attributes
    ----------
    problem, loss, plane
        What was swept, and where.
    a, b : ndarray, (na,), (nb,)
        Plane coordinates of the columns and of the rows.
    value : ndarray, (nb, na)
        Mean loss per sample plus penalty.
    gradient : ndarray, (2, nb, na)
        d/da and d/db: the gradient of the restriction to the plane.
    curvature : ndarray, (3, nb, na)
        d2/da2, d2/dadb, d2/db2.
    """

    problem: Problem
    loss: Loss
    plane: Plane
    a: Array
    b: Array
    value: Array
    gradient: Array
    curvature: Array

    def __repr__(self) -> str:
        """Loss, data and grid in a line."""
        return (
            f"<Landscape {self.loss.key} on {self.problem.dataset.title!r}, "
            f"{len(self.b)} x {len(self.a)} over {self.plane.names}>"
        )

    @cached_property
    def eigenvalues(self) -> Array:
        """Eigenvalues of the curvature, ascending: (2, nb, na)."""
        aa, ab, bb = self.curvature
        middle, radius = 0.5 * (aa + bb), np.hypot(0.5 * (aa - bb), ab)
        return read_only(np.stack([middle - radius, middle + radius]))

    @cached_property
    def slope(self) -> Array:
        """Length of the gradient, (nb, na)."""
        return read_only(np.hypot(*self.gradient))


def sweep(
    problem: Problem,
    loss: Loss | str,
    plane: Plane,
    a: ArrayLike,
    b: ArrayLike,
    executor: Executor | None = None,
    progress: workers.Progress | None = None,
) -> Landscape:
    """Evaluate a loss, its gradient and its curvature on the grid a x b of a plane.

    Memory is bounded whatever the number of samples: they are summed block by block.

    Parameters
    ----------
    problem : Problem
        The data and the model.
    loss : Loss or str
        A loss of the problem's output, or its key.
    plane : Plane
        Where in parameter space.
    a, b : array_like, 1-D
        Plane coordinates, in any order, at least one each.
    executor : concurrent.futures.Executor, optional
        Where the sums are computed: a process pool, MPI's, dask's `Client.get_executor()`; without
        one, a thread a core. Do not call this from a task of that same executor: the task would
        wait for tasks that wait for it.
    progress : callable, optional
        Called with (done, total), counts of pairs of a sample and a grid point, from the calling
        thread: with (0, total) first, (total, total) last, and every tenth of a second or so in
        between. An exception that it raises stops the sweep and is passed on.

    Raises
    ------
    TypeError, ValueError
        Where an axis is empty, not 1-D, not finite or reaches logits that are not; and as
        `Restriction` raises.
    """
    restriction = Restriction(problem, loss, plane)
    a, b = axis("a", a), axis("b", b)
    _check_reach(restriction, a, b)
    if executor is not None and not hasattr(executor, "submit"):
        raise TypeError(f"executor must be a concurrent.futures.Executor; found {executor!r}")
    order = np.argsort(a)
    pieces = workers.cores() if executor is None else _CORES_ELSEWHERE
    if executor is None and len(problem.dataset) * len(a) * len(b) <= workers.TINY:
        pieces = 1
    tasks = _tasks(restriction.samples, a[order], b, pieces)
    total = np.zeros((6, len(b), len(a)))

    def add(number: int, part: Array) -> None:
        rows = tasks[number].arguments[-1]
        total[:, rows] += part

    workers.run(tasks, add, executor, progress)
    total /= len(problem.dataset)
    if (order[1:] < order[:-1]).any():
        total[..., order] = total.copy()
    if problem.penalty > 0.0:
        points = (grid.ravel() for grid in np.meshgrid(a, b))
        total += np.concatenate(
            [part.reshape(-1, len(b), len(a)) for part in restriction.penalty(*points)]
        )
    total.setflags(write=False)
    parts = (total[0], total[1:3], total[3:])
    return Landscape(problem, restriction.loss, plane, read_only(a), read_only(b), *parts)


def axis(name: str, values: ArrayLike) -> Array:
    """Return plane coordinates as a vector, or raise what is wrong with them."""
    coordinates = finite(f"axis {name}", values)
    if coordinates.ndim != 1 or len(coordinates) == 0:
        raise ValueError(
            f"axis {name} has shape {coordinates.shape}; it must be 1-D with at least one entry"
        )
    return coordinates


def _check_reach(restriction: Restriction, a: Array, b: Array) -> None:
    across, along = float(np.abs(a).max()), float(np.abs(b).max())
    # Twice, for the difference of two logits.
    if not np.isfinite(2.0 * restriction.section.reach(across, along)):
        raise ValueError(
            f"axes a and b, which reach {across:g} and {along:g}, lead to logits that are not "
            "finite numbers; choose smaller ones"
        )


def _tasks(samples: Samples, a: Array, b: Array, pieces: int) -> list[workers.Task]:
    """Cut a sweep into sums of some samples on some rows, for so many workers.

    Samples are cut the same way whoever computes: wherever a sweep runs, the same sums are added
    in the same order.
    """
    usable = kernels.usable(samples, a, b)
    by_points = ~usable
    if by_points.any():
        by_points &= kernels.by_points(samples, a, b)
    tasks = []
    for function, size, which in (
        (kernels.sums, _KERNEL_TASK, usable),
        (kernels.point_sums, _POINT_TASK, by_points),
        (kernels.plain_sums, _PLAIN_TASK, ~(usable | by_points)),
    ):
        if not which.any():
            continue
        some = samples if which.all() else samples.take(which)
        count, points = len(some.labels), len(a) * len(b)
        logits = samples.labels[0].size
        step = max(1, min(max(size // points, _FEWEST), _MOST) // logits)
        shards = [slice(low, low + step) for low in range(0, count, step)]
        work = min(step, count) * logits * points
        parts = max(-(-work // size), -(-points // _MOST_POINTS))
        if len(shards) < _FEW_SHARDS:
            parts = max(parts, pieces)
        for shard in shards:
            part = some.take(shard)
            for rows in _cut(len(b), min(parts, len(b) // _FEWEST_ROWS)):
                pairs = len(part.labels) * (rows.stop - rows.start) * len(a)
                tasks.append(workers.Task(function, (part, a, b, rows), pairs))
    return tasks


def _cut(length: int, parts: int) -> list[slice]:
    """Return slices of nearly equal length, one at least."""
    parts = max(1, parts)
    edges = [length * i // parts for i in range(parts + 1)]
    return [slice(low, high) for low, high in pairwise(edges)]
