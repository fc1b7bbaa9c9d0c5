"""Plane: a two-dimensional slice of parameter space."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from landscapes.problem import Problem
from losses.arrays import Array, finite, read_only

__all__ = ["Plane"]


@dataclass(frozen=True, eq=False)
class Plane:
    """The points theta(a, b) = origin + a u + b v.

    Unless u and v are orthonormal, (d/da, d/db) is the gradient of the restriction to the plane,
    not the projection of the full gradient.

    Parameters
    ----------
    origin, u, v : array_like, (P,)
        The point at (0, 0) and the two directions, which must not be parallel.
    names : (str, str)
        What the axes are called.

    Raises
    ------
    TypeError, ValueError
        Where a vector is not finite, the shapes differ, or u and v span no plane.
    """

    origin: Array
    u: Array
    v: Array
    names: tuple[str, str] = ("a", "b")

    def __init__(
        self, origin: ArrayLike, u: ArrayLike, v: ArrayLike, names: Sequence[str] = ("a", "b")
    ) -> None:
        given = {"origin": origin, "u": u, "v": v}
        vectors = {name: finite(name, values) for name, values in given.items()}
        shapes = {vector.shape for vector in vectors.values()}
        if len(shapes) != 1 or len(next(iter(shapes))) != 1:
            found = ", ".join(f"{name} {vector.shape}" for name, vector in vectors.items())
            raise ValueError(f"origin, u and v must be vectors of one length; found {found}")
        if not _independent(vectors["u"], vectors["v"]):
            raise ValueError("u and v must span a plane: both other than 0, and not parallel")
        if isinstance(names, str) or len(names) != 2 or names[0] == names[1]:
            raise ValueError(f"names must be two different names; found {names!r}")
        for name, vector in vectors.items():
            object.__setattr__(self, name, read_only(vector))
        object.__setattr__(self, "names", tuple(names))

    @classmethod
    def axes(
        cls, problem: Problem, first: str, second: str, origin: ArrayLike | None = None
    ) -> "Plane":
        """Return the plane over two parameters; the others are held at `origin` (0 by default).

        Plane coordinates are the parameters' own values: the origin's entries in the two
        directions are dropped.

        Raises
        ------
        ValueError
            Where a parameter is unknown, both are the same, or the origin has the wrong shape.
        """
        u, v = problem.direction(first), problem.direction(second)
        if first == second:
            raise ValueError(f"a plane needs two different parameters; found {first!r} twice")
        held = problem.theta(np.zeros(len(u)) if origin is None else origin)
        return cls(np.where(u + v > 0.0, 0.0, held), u, v, (first, second))

    def at(self, a: ArrayLike, b: ArrayLike) -> Array:
        """Return theta at plane coordinates: shape of a and b, broadcast, and P last."""
        a, b = finite("a", a), finite("b", b)
        try:
            a, b = np.broadcast_arrays(a, b)
        except ValueError:
            raise ValueError(f"a and b must go together; found {a.shape} and {b.shape}") from None
        return np.asarray(self.origin + a[..., None] * self.u + b[..., None] * self.v)

    def coordinates(self, theta: ArrayLike) -> Array:
        """Return (a, b) of the plane's point closest to theta, (2,)."""
        basis = np.column_stack([self.u, self.v])
        point = finite("theta", theta)
        if point.shape != self.origin.shape:
            raise ValueError(
                f"theta has shape {point.shape}; the plane lies among {len(self.origin)} parameters"
            )
        return np.asarray(np.linalg.lstsq(basis, point - self.origin, rcond=None)[0])


def _independent(u: Array, v: Array) -> bool:
    lengths: Sequence[float] = (float(np.linalg.norm(u)), float(np.linalg.norm(v)))
    if 0.0 in lengths:
        return False
    # Directions closer than the rounding of their entries cannot be told from parallel ones.
    basis = np.column_stack([u / lengths[0], v / lengths[1]])
    return float(np.linalg.svd(basis, compute_uv=False)[-1]) > 1e-12
