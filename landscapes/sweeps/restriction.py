"""Restriction: a problem's loss on a plane, as a function of two numbers.

On the plane every logit is affine, z(a, b) = o + a u + b v, so with a loss's gradient g and
Hessian H in the logits

    d/da = mean(g . u)    d2/da2 = mean(u' H u)    d2/dadb = mean(u' H v)    d2/db2 = mean(v' H v)

and the penalty is an exact quadratic in (a, b).
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from landscapes.checkpoint import checkpoint
from landscapes.planes.plane import Plane
from landscapes.problem import Problem
from losses import Loss
from losses.arrays import Array, finite, read_only

__all__ = ["Restriction", "Samples", "Values"]

# Logits held at once: 1 MiB of them, and some ten arrays of that size while a loss is computed.
_CHUNK = 2**17


class Values(NamedTuple):
    """Value (m,), gradient (2, m) and curvature (3, m: aa, ab, bb) at m points of a plane."""

    value: Array
    gradient: Array
    curvature: Array


class Samples(NamedTuple):
    """Rows of a problem on a plane: all that a sum over them needs, and little to send elsewhere.

    Attributes
    ----------
    loss : Loss
        What is summed.
    offset, u, v : ndarray
        The rows' logits at (0, 0) and along the two directions: (n,), or (n, K) under softmax.
    labels : ndarray
        Labels in the shape of the logits.
    """

    loss: Loss
    offset: Array
    u: Array
    v: Array
    labels: Array

    def take(self, rows: slice | NDArray[np.bool_]) -> "Samples":
        """Return some of the rows."""
        return Samples(self.loss, self.offset[rows], self.u[rows], self.v[rows], self.labels[rows])

    def sums(self, a: Array, b: Array) -> Values:
        """Sums over the rows, in bounded memory, at points (m,)."""
        # One slice of rows, then points until the chunk is full.
        rows = max(1, min(len(self.offset), _CHUNK // self.offset[0].size))
        points = max(1, _CHUNK // (rows * self.offset[0].size))
        total = Values(np.zeros(len(a)), np.zeros((2, len(a))), np.zeros((3, len(a))))
        for i in range(0, len(a), points):
            here = slice(i, i + points)
            for start in range(0, len(self.offset), rows):
                checkpoint()
                part = self.take(slice(start, start + rows))._sums_at_once(a[here], b[here])
                for whole, piece in zip(total, part, strict=True):
                    whole[..., here] += piece
        return total

    def _sums_at_once(self, a: Array, b: Array) -> Values:
        loss, o, u, v, labels = self
        grid = (slice(None),) + (None,) * o.ndim
        z = o + a[grid] * u + b[grid] * v
        labels = np.broadcast_to(labels, z.shape)
        slope = loss.gradient_at(z, labels)
        over = tuple(range(1, z.ndim))
        return Values(
            loss.value_at(z, labels).sum(axis=1),
            np.stack([(slope * u).sum(axis=over), (slope * v).sum(axis=over)]),
            np.stack(
                [
                    loss.curvature_at(z, labels, left, right).sum(axis=1)
                    for left, right in ((u, u), (u, v), (v, v))
                ]
            ),
        )


@dataclass(frozen=True, eq=False)
class Restriction:
    """A problem's loss on a plane.

    Attributes
    ----------
    problem, loss, plane
        What is restricted, and to where. `loss` may be given by its key.
    offset, u, v : ndarray
        The logits at (0, 0) and along the two directions: (n,), or (n, K) under softmax.

    Raises
    ------
    TypeError
        Where problem or plane is something else.
    ValueError
        Where the plane lies in another parameter space than the problem's, or the loss belongs to
        another output.
    """

    problem: Problem
    loss: Loss
    plane: Plane
    offset: Array = field(init=False, repr=False)
    u: Array = field(init=False, repr=False)
    v: Array = field(init=False, repr=False)

    def __init__(self, problem: Problem, loss: Loss | str, plane: Plane) -> None:
        if not isinstance(problem, Problem):
            raise TypeError(
                f"problem must be a Problem, as in Problem(load('overlap')), not "
                f"{type(problem).__name__}"
            )
        if not isinstance(plane, Plane):
            raise TypeError(
                f"plane must be a Plane, as in Plane.axes(problem, 'w1', 'b'), not "
                f"{type(plane).__name__}"
            )
        if len(plane.origin) != len(problem.parameters):
            raise ValueError(
                f"plane lies among {len(plane.origin)} parameters; the problem has "
                f"{len(problem.parameters)}: {', '.join(problem.parameters)}"
            )
        object.__setattr__(self, "problem", problem)
        object.__setattr__(self, "loss", problem.loss(loss))
        object.__setattr__(self, "plane", plane)
        # Logits are linear in theta, so a direction's logits are those of the direction itself.
        vectors = {"offset": plane.origin, "u": plane.u, "v": plane.v}
        for name, vector in vectors.items():
            object.__setattr__(self, name, read_only(problem.logits(vector)))

    @property
    def samples(self) -> Samples:
        """The problem's rows, to be summed over."""
        return Samples(self.loss, self.offset, self.u, self.v, self.problem.labels)

    def penalty(self, a: Array, b: Array) -> Values:
        """The penalty's part, exact: value, gradient and curvature at points (m,)."""
        strength = self.problem.penalty
        if strength == 0.0:
            return Values(np.zeros(len(a)), np.zeros((2, len(a))), np.zeros((3, len(a))))
        u, v, o = self._weights
        theta = o + a[:, None] * u + b[:, None] * v
        value = 0.5 * strength * np.square(theta).sum(axis=1)
        gradient = strength * np.stack([theta @ u, theta @ v])
        form = strength * np.array([u @ u, u @ v, v @ v])
        return Values(value, gradient, np.repeat(form[:, None], len(a), axis=1))

    @cached_property
    def _weights(self) -> Array:
        """The weights of u, v and the origin, in a basis of their own: (3, q), q at most 3."""
        # The penalty looks at the weights alone: mask the plane's vectors first. Three vectors
        # span three dimensions at most: in a basis of those, points cost the same for any number
        # of parameters.
        weights = self.problem.is_weight
        vectors = np.stack([self.plane.u, self.plane.v, self.plane.origin]) * weights
        return np.asarray(np.linalg.qr(vectors.T).R.T)

    @property
    def held(self) -> Array:
        """Vectors u, v and o, (3, q), such that the penalty is |o + a u + b v|^2 / 2."""
        if self.problem.penalty == 0.0:
            return np.zeros((3, 0))
        return np.ascontiguousarray(np.sqrt(self.problem.penalty) * self._weights)

    def evaluate(self, a: ArrayLike, b: ArrayLike) -> Values:
        """Value, gradient and curvature at points (a, b), both (m,), in bounded memory.

        Returns
        -------
        Values
            value (m,) mean per sample plus penalty; gradient (2, m): d/da, d/db; curvature
            (3, m): d2/da2, d2/dadb, d2/db2.

        Raises
        ------
        ValueError
            Where a and b are not finite vectors of one length.
        """
        a, b = finite("a", a), finite("b", b)
        if a.ndim != 1 or a.shape != b.shape:
            raise ValueError(f"a and b must be vectors of one length; found {a.shape}, {b.shape}")
        total = self.samples.sums(a, b)
        for whole, piece in zip(total, self.penalty(a, b), strict=True):
            whole /= len(self.offset)
            whole += piece
        return total
