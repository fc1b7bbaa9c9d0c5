"""Plane: a two-dimensional slice of parameter space, and the ways to choose one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import null_space

from landscapes.planes.flat import flat_directions
from landscapes.problem import Problem
from losses import Loss
from losses.arrays import Array, finite, read_only

if TYPE_CHECKING:
    from landscapes.descents.path import Path  # which knows planes

__all__ = ["Plane", "share_in_words"]

# A length or a curvature this small, relative to the largest, is 0 but for rounding.
_ROUNDING = 1e-12
# Eigenvalues, or entries of a unit vector, that are closer than this share count as equal.
_EQUAL = 1e-9


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
        count = _enough(problem)
        at = problem.theta(np.zeros(count) if origin is None else origin)
        drawn = np.random.default_rng(seed).normal(size=(count, 2))
        basis, triangle = np.linalg.qr(drawn)
        u, v = (basis * np.sign(np.diag(triangle))).T  # along the vectors drawn, not against
        words = [f"random direction {i}, seed {seed}" for i in (1, 2)]
        return cls(at, u, v, ("direction 1", "direction 2"), words=words)

    @classmethod
    def principal(
        cls,
        problem: Problem,
        paths: "Path | Sequence[Path]",
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
        count = _enough(problem)
        descents = list(paths) if isinstance(paths, Sequence) else [paths]
        if not descents:
            raise ValueError("paths must be one descent at least; found none")
        points = [path.theta for path in descents]
        for point in points:
            problem.theta(point[-1])
        centre = points[-1][-1] if origin is None else problem.theta(origin)
        steps = np.concatenate(points)
        _, sizes, axes = np.linalg.svd(steps - centre, full_matrices=False)
        # Rounding of the points themselves counts, not only of their distances.
        smallest = _ROUNDING * max(float(np.linalg.norm(steps)), float(sizes[0]))
        if len(sizes) < 2 or sizes[1] <= smallest:
            raise ValueError(
                f"paths must leave one line: all {len(steps)} points lie on one through the "
                f"plane's origin, among {count} parameters"
            )
        one, two = (sizes[:2] ** 2 / (sizes**2).sum()).tolist()
        words = [
            f"principal direction {i}, {share_in_words(share)}" for i, share in ((1, one), (2, two))
        ]
        names = ("principal 1", "principal 2")
        u, v = (_settled(axis[:, None]) for axis in axes[:2])
        return cls(centre, u, v, names, words=words, shares=(one, two))

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
        _enough(problem)
        loss, at = problem.loss(loss), problem.theta(origin)
        hessian = problem.hessian(loss, at)
        if not np.isfinite(hessian).all():
            raise ValueError(f"the Hessian of {loss.key} at the plane's origin is not finite")
        flat = flat_directions(problem)
        # An orthonormal basis of what is perpendicular to the flat directions. The Hessian leads
        # out of neither, so that its eigenvectors there are its own.
        basis = null_space(flat) if len(flat) else np.eye(len(at))
        curvatures, axes = np.linalg.eigh(basis.T @ hessian @ basis)
        bent = np.abs(curvatures) > _ROUNDING * np.abs(curvatures).max(initial=0.0)
        curvatures, axes = curvatures[bent], basis @ axes[:, bent]
        if len(curvatures) < 2:
            raise ValueError(
                f"the Hessian of {loss.key} at the plane's origin curves along "
                f"{len(curvatures)} of {len(at)} directions; a plane needs two"
            )
        low, high = float(curvatures[0]), float(curvatures[-1])
        near = _EQUAL * max(abs(low), abs(high))
        u = _settled(axes[:, curvatures >= high - near])
        bottom = axes[:, curvatures <= low + near]
        if high - low <= near:
            bottom = bottom @ null_space((u @ bottom)[None])
        words = [
            f"direction of {which} curvature, {curvature:.3g}"
            for which, curvature in (("largest", high), ("smallest", low))
        ]
        names = ("top eigenvector", "bottom eigenvector")
        return cls(at, u, _settled(bottom), names, words=words, curvatures=(high, low))

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


def _enough(problem: Problem) -> int:
    count = len(problem.parameters)
    if count < 2:
        raise ValueError(f"a plane needs two parameters; this problem has {count}")
    return count


def _settled(space: Array) -> Array:
    """Return the unit vector of a space, (P, q), that is nearest to one of the P axes.

    A space of one dimension has two unit vectors, one of more has many; what a decomposition
    returns is up to rounding. Of axes equally near the first is taken, so that rounding does not
    choose.
    """
    nearness = np.linalg.norm(space, axis=1)
    axis = int(np.argmax(nearness >= (1.0 - _EQUAL) * nearness.max()))
    return np.asarray(space @ space[axis] / nearness[axis])


def share_in_words(share: float) -> str:
    """Return a share to three digits, or four where three would say all of it."""
    if share < 1.0 and f"{100.0 * share:.3g}" == "100":
        return "over 99.9 %"
    return f"{100.0 * share:.3g} %"


def _independent(u: Array, v: Array) -> bool:
    lengths: Sequence[float] = (float(np.linalg.norm(u)), float(np.linalg.norm(v)))
    if 0.0 in lengths:
        return False
    # Directions closer than the rounding of their entries cannot be told from parallel ones.
    basis = np.column_stack([u / lengths[0], v / lengths[1]])
    return float(np.linalg.svd(basis, compute_uv=False)[-1]) > 1e-12
