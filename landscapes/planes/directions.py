"""Directions: the ways to choose a plane through parameter space, beside naming two parameters."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import null_space

from landscapes.planes.flat import flat_directions
from landscapes.problem import Problem
from losses import Loss
from losses.arrays import Array

__all__ = [
    "Directions",
    "Walked",
    "hessian_directions",
    "principal_directions",
    "random_directions",
    "share_in_words",
]

# A length or a curvature this small, relative to the largest, is 0 but for rounding.
_ROUNDING = 1e-12
# Eigenvalues, or entries of a unit vector, that are closer than this share count as equal.
_EQUAL = 1e-9


class Walked(Protocol):
    """Points of parameter space, one after another: a descent's Path is one."""

    @property
    def theta(self) -> Array:
        """Parameters, (m + 1, P)."""
        ...


class Directions(NamedTuple):
    """A point, two directions from it, and what is known of them; as the plane's own fields."""

    origin: Array
    u: Array
    v: Array
    names: tuple[str, str]
    words: tuple[str, str]
    shares: tuple[float, float] | None = None
    curvatures: tuple[float, float] | None = None


def random_directions(problem: Problem, seed: int, origin: ArrayLike | None) -> Directions:
    """Draw two directions, as `Plane.random` says."""
    count = _enough(problem)
    at = problem.theta(np.zeros(count) if origin is None else origin)
    drawn = np.random.default_rng(seed).normal(size=(count, 2))
    basis, triangle = np.linalg.qr(drawn)
    u, v = (basis * np.sign(np.diag(triangle))).T  # along the vectors drawn, not against
    first, second = (f"random direction {i}, seed {seed}" for i in (1, 2))
    return Directions(at, u, v, ("direction 1", "direction 2"), (first, second))


def principal_directions(
    problem: Problem, paths: Walked | Sequence[Walked], origin: ArrayLike | None
) -> Directions:
    """Find the directions of most variance of some descents, as `Plane.principal` says."""
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
    first, second = (
        f"principal direction {i}, {share_in_words(share)}" for i, share in ((1, one), (2, two))
    )
    u, v = (_settled(axis[:, None]) for axis in axes[:2])
    names = ("principal 1", "principal 2")
    return Directions(centre, u, v, names, (first, second), shares=(one, two))


def hessian_directions(problem: Problem, loss: Loss | str, origin: ArrayLike) -> Directions:
    """Find the directions of most and of least curvature, as `Plane.hessian` says."""
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
    first, second = (
        f"direction of {which} curvature, {curvature:.3g}"
        for which, curvature in (("largest", high), ("smallest", low))
    )
    names = ("top eigenvector", "bottom eigenvector")
    return Directions(at, u, _settled(bottom), names, (first, second), curvatures=(high, low))


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
