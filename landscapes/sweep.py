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

import numpy as np
from numpy.typing import ArrayLike

from landscapes.plane import Plane
from landscapes.problem import Problem
from landscapes.restriction import Restriction, Values
from losses import Loss
from losses.arrays import Array, finite, read_only

__all__ = ["Landscape", "sweep"]


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
) -> Landscape:
    """Evaluate a loss, its gradient and its curvature on the grid a x b of a plane.

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
        Computes rows of the grid; without one the caller's thread does.

    Raises
    ------
    TypeError, ValueError
        Where an axis is empty, not 1-D or not finite; and as `Restriction` raises.
    """
    restriction = Restriction(problem, loss, plane)
    a, b = axis("a", a), axis("b", b)
    map_rows = map if executor is None else executor.map
    rows = list(map_rows(_row, [restriction] * len(b), [a] * len(b), b))
    value, gradient, curvature = (np.stack(parts, axis=-2) for parts in zip(*rows, strict=True))
    arrays = (read_only(array) for array in (a, b, value, gradient, curvature))
    return Landscape(problem, restriction.loss, plane, *arrays)


def axis(name: str, values: ArrayLike) -> Array:
    """Return plane coordinates as a vector, or raise what is wrong with them."""
    coordinates = finite(f"axis {name}", values)
    if coordinates.ndim != 1 or len(coordinates) == 0:
        raise ValueError(
            f"axis {name} has shape {coordinates.shape}; it must be 1-D with at least one entry"
        )
    return coordinates


def _row(restriction: Restriction, a: Array, b: float) -> Values:
    return restriction.evaluate(a, np.full(len(a), b))
