"""Restriction: a problem's loss on a plane, as a function of two numbers.

With a loss's gradient g and Hessian H in the logits, and the logits z(a, b) on the plane::

    d/da = mean(g . z_a)    d2/dadb = mean(z_a' H z_b + g . z_ab)

and the penalty is an exact quadratic in (a, b). Where the model is linear in its parameters every
logit is affine on the plane, z(a, b) = o + a u + b v, and z_ab is 0.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from landscapes.models.model import Section
from landscapes.planes.plane import Plane
from landscapes.problem import Problem
from landscapes.sweeps.samples import Samples, Values
from losses import Loss
from losses.arrays import Array, finite

__all__ = ["Restriction"]


@dataclass(frozen=True, eq=False)
class Restriction:
    """A problem's loss on a plane.

    Attributes
    ----------
    problem, loss, plane
        What is restricted, and to where. `loss` may be given by its key.
    section : Section
        The rows' logits on the plane.

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
    section: Section = field(init=False, repr=False)

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
        section = problem.section(plane.origin, plane.u, plane.v)
        object.__setattr__(self, "section", section)

    @property
    def offset(self) -> Array:
        """Logits at (0, 0), (n,) or (n, K), where they are affine on the plane."""
        return self.samples.affine.offset

    @property
    def u(self) -> Array:
        """Their slopes along the first direction."""
        return self.samples.affine.u

    @property
    def v(self) -> Array:
        """Their slopes along the second direction."""
        return self.samples.affine.v

    @property
    def samples(self) -> Samples:
        """The problem's rows, to be summed over."""
        return Samples(self.loss, self.section, self.problem.labels)

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
            whole /= len(self.problem.dataset)
            whole += piece
        return total
