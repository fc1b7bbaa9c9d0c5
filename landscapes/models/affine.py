"""Affine: logits that are affine in a plane's coordinates, z(a, b) = offset + a u + b v."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from landscapes.models.model import ALL, Jet, Pull, Rows
from losses.arrays import Array

__all__ = ["Affine"]


@dataclass(frozen=True, eq=False)
class Affine:
    """A section of a model that is linear in its parameters.

    Attributes
    ----------
    offset, u, v : ndarray
        Logits at (0, 0), and their slopes along the two directions: (n,), or (n, K) under softmax.
    """

    offset: Array
    u: Array
    v: Array

    @cached_property
    def _basis(self) -> Array:
        """Logits per unit of each coordinate: (n, 2), or (n, K, 2)."""
        return np.stack([self.u, self.v], axis=-1)

    def at(self, points: Array, rows: Rows = ALL) -> Array:
        """Logits (…, n) or (…, n, K) at points (…, 2)."""
        return self._at(points, self._basis[rows], rows)

    def _at(self, points: Array, basis: Array, rows: Rows) -> Array:
        z = points @ basis.reshape(-1, 2).T
        return np.asarray(z.reshape((*points.shape[:-1], *basis.shape[:-1])) + self.offset[rows])

    def pullback(self, points: Array, rows: Rows = ALL) -> tuple[Array, Pull]:
        """Logits, and the function from a slope in them to one in the coordinates, (…, 2)."""
        basis = self._basis[rows]

        def pull(slope: Array) -> Array:
            return np.asarray(slope.reshape((*points.shape[:-1], -1)) @ basis.reshape(-1, 2))

        return self._at(points, basis, rows), pull

    def moved(self, point: Array, step: Array) -> float:  # noqa: ARG002 (the same from every point)
        """Largest change of any logit where the coordinates move by a step."""
        return float(np.abs(self.at(step) - self.offset).max())

    def jet(self, a: Array, b: Array) -> Jet:
        """Logits at points (m,) each, and their constant slopes."""
        grid = (slice(None),) + (None,) * self.offset.ndim
        return Jet(self.offset + a[grid] * self.u + b[grid] * self.v, (self.u, self.v))

    def take(self, rows: Rows) -> "Affine":
        """Return the section of some of the rows."""
        return Affine(self.offset[rows], self.u[rows], self.v[rows])

    def reach(self, a: float, b: float) -> float:
        """Bound on the size of every logit where |a| and |b| are at most this."""
        offset, u, v = (float(np.abs(part).max()) for part in (self.offset, self.u, self.v))
        # In Python's floats: no warning, just inf.
        return offset + a * u + b * v
