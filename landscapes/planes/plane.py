"""Plane: a two-dimensional slice of parameter space, and the ways to choose one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from landscapes.planes.directions import (
    Directions,
    Walked,
    hessian_directions,
    principal_directions,
    random_directions,
)
from landscapes.problem import Problem
from losses import Loss
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
    words : (str, str), optional
        What the axes are, at more length; of the axes of two parameters the problem says it.
    shares : (float, float), optional
        How much of the descents' variance each direction holds, of a plane fitted to them.
    curvatures : (float, float), optional
        The Hessian's eigenvalues that belong to u and v, of a plane of its eigenvectors.

    Raises
    ------
    TypeError, ValueError
        Where a vector is not finite, the shapes differ, or u and v span no plane.
    """

    origin: Array
    u: Array
    v: Array
    names: tuple[str, str] = ("a", "b")
    words: tuple[str, str] | None = None
    shares: tuple[float, float] | None = None
    curvatures: tuple[float, float] | None = None

    def __init__(
        self,
        origin: ArrayLike,
        u: ArrayLike,
        v: ArrayLike,
        names: Sequence[str] = ("a", "b"),
        *,
        words: Sequence[str] | None = None,
        shares: Sequence[float] | None = None,
        curvatures: Sequence[float] | None = None,
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
        pairs: dict[str, Any] = {"words": words, "shares": shares, "curvatures": curvatures}
        for name, pair in pairs.items():
            if pair is not None and (isinstance(pair, str) or len(pair) != 2):
                raise ValueError(f"{name} must be two, one a direction; found {pair!r}")
            object.__setattr__(self, name, None if pair is None else tuple(pair))

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

    @classmethod
    def random(cls, problem: Problem, seed: int = 0, origin: ArrayLike | None = None) -> Self:
        """Return the plane of two random directions through `origin` (0 by default).

        Two vectors of independent normal entries, made orthonormal: every orientation is equally
        likely, and one seed always gives the same.

        Raises
        ------
        ValueError
            Where the problem has fewer than two parameters, or the origin has the wrong shape.
        """
        return cls._along(random_directions(problem, seed, origin))

    @classmethod
    def principal(
        cls,
        problem: Problem,
        paths: Walked | Sequence[Walked],
        origin: ArrayLike | None = None,
    ) -> Self:
        """Return the plane through `origin` that comes closest to every step of some descents.

        u and v are the two leading right singular vectors of the matrix whose rows are
        theta_t - origin, over all steps t of all paths. The origin is the end of the last path,
        unless given, as in Li, Xu, Taylor, Studer and Goldstein, Visualizing the loss landscape of
        neural nets (2018, section 7.2). `shares` are s1^2 and s2^2 over the sum of all s^2: the
        parts of the steps' summed squared distance from the origin that lie along u and along v.

        Parameters
        ----------
        problem : Problem
            The model whose parameters the paths are of.
        paths : Path or sequence of Path
            One descent or several.
        origin : array_like, (P,), optional
            Where the plane goes through, and what distances are measured from.

        Raises
        ------
        ValueError
            Where there is no path, one is of another number of parameters, or all steps lie on one
            line through the origin, so that there are fewer than two directions.
        """
        return cls._along(principal_directions(problem, paths, origin))

    @classmethod
    def hessian(cls, problem: Problem, loss: Loss | str, origin: ArrayLike) -> Self:
        """Return the plane of the directions along which a loss curves most up and least.

        u and v are eigenvectors of the Hessian at `origin`, of its largest and of its smallest
        eigenvalue (`curvatures`, the smallest may be below 0), among those that are not 0 to
        rounding. Directions along which softmax cannot change are left out, also where a penalty
        bends them. Of equal eigenvalues the direction nearest to one parameter is taken.

        Raises
        ------
        ValueError
            Where the Hessian is not finite, or has fewer than two eigenvalues other than 0.
        """
        return cls._along(hessian_directions(problem, loss, origin))

    @classmethod
    def _along(cls, found: Directions) -> Self:
        origin, u, v, names, words, shares, curvatures = found
        return cls(origin, u, v, names, words=words, shares=shares, curvatures=curvatures)

    def titles(self, problem: Problem) -> tuple[str, str]:
        """Return what the two axes are, in words: the plane's own, or else its parameters'."""
        if self.words is not None:
            return self.words
        first, second = (problem.words(name) for name in self.names)
        return first, second

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
