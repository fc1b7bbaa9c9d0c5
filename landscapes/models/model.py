"""Model: what stands between rows and logits, and all that a Problem asks of one.

A model is a description without data, such as `Linear()`. On rows it has parameters, one flat
vector theta, and turns them into logits; on a plane it knows its logits to the second order. From
these and a loss's derivatives in the logits comes all else, whatever the model: with g and H the
loss's gradient and Hessian in the logits, and J the logits' derivatives in the parameters::

    gradient    J' g        (the pullback of g)
    Hessian     J' H J + g . z''
    on a plane  d/da = g . z_a        d2/dadb = z_a' H z_b + g . z_ab

In a model that is linear in its parameters z'' and z_ab are 0. What holds for such models alone
asks `Model.linear`: there a loss that is convex in the logits is convex in the parameters, and
whether directions separate the data can be computed.

Logits of n rows are (n,) under a sigmoid output and (n, K) under softmax, written (n, …) here.
"""

from collections.abc import Callable
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from landscapes.data.dataset import Dataset
from losses import Loss, Output
from losses.arrays import Array

__all__ = ["ALL", "Jet", "Logits", "Model", "OnRows", "Pull", "Rows", "Section"]

Pull = Callable[[Array], Array]
Rows = slice | NDArray[np.intp] | NDArray[np.bool_]
ALL = slice(None)
"""Every row."""


class Jet(NamedTuple):
    """Logits at m points of a plane, with their derivatives along its two directions.

    Attributes
    ----------
    z : ndarray, (m, n, …)
        Logits.
    first : (ndarray, ndarray)
        z_a and z_b, in a shape that broadcasts to that of z.
    second : (ndarray, ndarray, ndarray), or None
        z_aa, z_ab and z_bb, likewise; None where they are 0 everywhere.
    """

    z: Array
    first: tuple[Array, Array]
    second: tuple[Array, Array, Array] | None = None


class Logits(Protocol):
    """Logits of some rows as a function of coordinates: of all parameters, or of two in a plane.

    Points are (q,) or (…, q), and what is returned has their leading axes. Nothing is checked.
    """

    def at(self, points: Array, rows: Rows = ALL) -> Array:
        """Logits of these rows, (…, n, …)."""
        ...

    def pullback(self, points: Array, rows: Rows = ALL) -> tuple[Array, Pull]:
        """Logits of these rows, and what pulls a slope in them back to the coordinates.

        That is a function of g (…, n, …): the sum over the rows of g times the logits' derivatives
        in the coordinates, (…, q). So what was computed on the way to the logits can be used again.
        """
        ...

    def moved(self, point: Array, step: Array) -> float:
        """Largest change of any logit where the coordinates move from a point by a step."""
        ...


class Section(Logits, Protocol):
    """Logits of some rows on a plane, as a function of its coordinates (a, b).

    It travels to other processes: it can be pickled, and holds no more than it needs.
    """

    def jet(self, a: Array, b: Array) -> Jet:
        """Logits at points (m,) each, to the second order."""
        ...

    def take(self, rows: Rows) -> "Section":
        """Return the section of some of the rows."""
        ...

    def reach(self, a: float, b: float) -> float:
        """Bound on the size of every logit where |a| and |b| are at most this; may be infinite."""
        ...


class OnRows(Logits, Protocol):
    """A model on the rows of a data set: logits as a function of all its parameters."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of theta's entries, (P,)."""
        ...

    @property
    def is_weight(self) -> Array:
        """1.0 where an entry of theta is a weight, which a penalty holds, and else 0.0: (P,)."""
        ...

    @property
    def flat_directions(self) -> Array:
        """Unit vectors (m, P), at right angles, along which no probability ever changes."""
        ...

    def words(self, parameter: str) -> str:
        """Return what a parameter is, in words."""
        ...

    def logits_of(self, theta: Array, X: Array) -> Array:
        """Logits of other rows (m, d), at parameters (P,)."""
        ...

    def pulls(self, theta: Array, slope: Array) -> Array:
        """Each row's slope times its logits' derivatives in the parameters, (n, P)."""
        ...

    def hessian(self, theta: Array, loss: Loss, labels: Array) -> Array:
        """Hessian of the mean loss in the parameters, (P, P)."""
        ...

    def section(self, origin: Array, u: Array, v: Array) -> Section:
        """Logits on the plane origin + a u + b v."""
        ...


@runtime_checkable
class Model(Protocol):
    """A kind of model and its settings, without data: compared by value, hashed and pickled."""

    @property
    def linear(self) -> bool:
        """Whether the logits are linear in the parameters, for whatever rows."""
        ...

    def on(self, dataset: Dataset, output: Output) -> OnRows:
        """Return the model on a data set's rows, with as many logits as the output takes."""
        ...
