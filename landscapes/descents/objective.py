"""Objective: a problem's loss as a function of the coordinates that a descent moves.

These are all parameters, or the two coordinates of a plane, theta(c) = origin + c @ directions. The
model has the logits as a function of either, and pulls a loss's gradient in them back.

A sweep takes value, gradient and curvature of many points at once; a descent needs one gradient
after another, and little else. Nothing here checks what it is given: `descend` has.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from landscapes.checkpoint import checkpoint
from landscapes.models.model import ALL, Logits, Rows
from landscapes.planes.plane import Plane
from landscapes.problem import Problem
from landscapes.sweeps.restriction import Restriction
from losses import Loss
from losses.arrays import Array, finite

__all__ = ["Objective"]

# Logits held at once: few enough that a loss's arrays stay in a core's cache.
_CHUNK = 2**14


@dataclass(frozen=True, eq=False)
class Objective:
    """Mean loss plus penalty as a function of coordinates c: (P,) parameters, or (a, b) in a plane.

    Attributes
    ----------
    problem, loss
        What is minimised.
    plane : Plane or None
        Where the coordinates lie; None where they are the parameters themselves.
    """

    problem: Problem
    loss: Loss
    plane: Plane | None = None

    def start(self, values: Any) -> Array:  # noqa: ANN401 (whatever NumPy takes for a vector)
        """Return a start as coordinates (q,), or raise what is wrong with it.

        Raises
        ------
        TypeError, ValueError
            Where it is not a finite vector of the right length, or the loss is not finite there.
        """
        point = finite("start", values)
        names = self.problem.parameters if self.plane is None else self.plane.names
        if point.shape != (len(names),):
            raise ValueError(
                f"start has shape {point.shape}; it must have one entry for each of "
                f"{', '.join(names)}"
            )
        with np.errstate(over="ignore", invalid="ignore"):
            value = self.value(point)
        if not np.isfinite(value):
            raise ValueError(f"start {point} is too far out: the loss there is {value}")
        return point.copy()

    def theta(self, points: Array) -> Array:
        """Parameters (..., P) at coordinates (..., q)."""
        if self.plane is None:
            return points
        return np.asarray(
            self.plane.origin + points[..., :1] * self.plane.u + points[..., 1:] * self.plane.v
        )

    @cached_property
    def logits(self) -> Logits:
        """The logits as a function of the coordinates."""
        if self.plane is None:
            return self.problem.on_rows
        return self.problem.section(self.plane.origin, self.plane.u, self.plane.v)

    @property
    def convex(self) -> bool:
        """Whether it is known to be convex: by the loss in the logits, and these in theta."""
        return self.loss.convex and self.problem.linear

    @cached_property
    def _penalty(self) -> tuple[float, Array, Array, float]:
        """The penalty as strength, form Q, r and constant: strength/2 (c' Q c + 2 r' c + s)."""
        mask = self.problem.is_weight
        if self.plane is None:
            return self.problem.penalty, np.diag(mask), np.zeros(len(mask)), 0.0
        directions = mask * np.stack([self.plane.u, self.plane.v])
        origin = mask * self.plane.origin
        form, line = directions @ directions.T, directions @ origin
        return self.problem.penalty, form, line, float(origin @ origin)

    def values(self, points: Array) -> Array:
        """Value (m,) at coordinates (m, q)."""
        found = np.empty(len(points))
        for here in self._chunks(len(points)):
            checkpoint()
            z = self.logits.at(points[here])
            labels = np.broadcast_to(self.problem.labels, z.shape)
            found[here] = self.loss.value_at(z, labels).mean(axis=-1)
        strength, form, line, constant = self._penalty
        if strength:
            found += 0.5 * strength * (((points @ form + 2.0 * line) * points).sum(-1) + constant)
        return found

    def value(self, point: Array) -> float:
        """Value at coordinates (q,)."""
        return float(self.values(point[None])[0])

    def gradient(self, points: Array, rows: Rows = ALL) -> Array:
        """Gradient in the coordinates at (q,), or at each of (m, q); on these rows of the data."""
        if points.ndim == 1:
            return self._gradient(points, rows)
        return np.concatenate([self._gradient(points[c], rows) for c in self._chunks(len(points))])

    def _gradient(self, points: Array, rows: Rows) -> Array:
        checkpoint()
        z, pull = self.logits.pullback(points, rows)
        labels = self.problem.labels[rows]
        count = len(labels)
        if z.shape != labels.shape:
            labels = np.broadcast_to(labels, z.shape)
        gradient = pull(self.loss.gradient_at(z, labels)) / count
        strength, form, line, _ = self._penalty
        return np.asarray(gradient + strength * (points @ form + line) if strength else gradient)

    def hessian(self, point: Array) -> Array:
        """Hessian (q, q) in the coordinates at (q,)."""
        if self.plane is None:
            return self.problem.hessian(self.loss, point)
        aa, ab, bb = self._restriction.evaluate(point[:1], point[1:]).curvature[:, 0]
        return np.array([[aa, ab], [ab, bb]])

    @cached_property
    def _restriction(self) -> Restriction:
        assert self.plane is not None
        return Restriction(self.problem, self.loss, self.plane)

    def moved(self, point: Array, step: Array) -> float:
        """Largest change of any logit when the coordinates move from a point by `step`."""
        return self.logits.moved(point, step)

    def _chunks(self, points: int) -> list[slice]:
        held = max(1, _CHUNK // self.problem.labels.size)
        return [slice(i, i + held) for i in range(0, points, held)]
