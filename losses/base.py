"""Loss: one frozen record per loss.

A loss is three functions of the logits and what is to be said about them::

    from losses import get

    loss = get("cross-entropy")
    loss.value(z=-0.619, y=1)                 # -log sigmoid(-0.619) = 1.0498 nats
    loss.gradient(z=-0.619, y=1)              # p - y = -0.65
    loss.curvature(z=-0.619, y=1, left=1, right=1)

`value`, `gradient` and `curvature` check what they are given. The fields `value_at`, `gradient_at`
and `curvature_at` are the bare mathematics on arrays that `check` has passed: what an inner loop
calls after it has checked once.
"""

from collections.abc import Callable
from dataclasses import dataclass

from numpy.typing import ArrayLike

from losses.arrays import Array, finite, spread
from losses.output import Output
from losses.parameters import NO_SETTINGS, Parameter, Settings

__all__ = ["Family", "Loss"]


@dataclass(frozen=True, kw_only=True)
class Loss:
    """A loss of logits z and labels y, per sample, with its gradient and curvature in z.

    Attributes
    ----------
    key : str
        What `losses.get` and links call it, such as "cross-entropy".
    title : str
        What a person reads, such as "Cross-entropy".
    output : Output
        What the logits mean: `losses.output.SIGMOID` or `losses.output.SOFTMAX`.
    formula : str
        LaTeX of the loss of one sample.
    meaning : str
        One plain line on what it measures, with its unit.
    reference : str
        Paper or book, with the place of the equation.
    convex : bool
        Whether the loss is a convex function of the logits for every label.
    value_at : callable
        (z, y) -> values, for arrays as `check` returns them.
    gradient_at : callable
        (z, y) -> derivative in each logit.
    curvature_at : callable
        (z, y, left, right) -> the bilinear form left' H right of the Hessian H in the logits.
    where_not_convex : str
        Where the curvature is negative, for hard labels; empty where the loss is convex.
    where_not_smooth : str
        Where it has a kink, and what its derivatives are given as there; empty where it has none.
    parameters : Mapping of str to float
        Values of the loss's parameters, such as {"gamma": 2.0}; empty where it has none.
    """

    key: str
    title: str
    output: Output
    formula: str
    meaning: str
    reference: str
    convex: bool
    value_at: Callable[[Array, Array], Array]
    gradient_at: Callable[[Array, Array], Array]
    curvature_at: Callable[[Array, Array, Array, Array], Array]
    where_not_convex: str = ""
    where_not_smooth: str = ""
    parameters: Settings = NO_SETTINGS

    def check(self, z: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
        """Return logits and labels as float64 arrays of one shape, or raise what is wrong."""
        return self.output.check(z, y)

    def value(self, z: ArrayLike, y: ArrayLike) -> Array:
        """Loss of each sample.

        Parameters
        ----------
        z : array_like
            Logits. Sigmoid: any shape S. Softmax: (..., K).
        y : array_like
            Labels. Sigmoid: in [0, 1], broadcastable to S. Softmax: integer classes (...), or
            probabilities (..., K).

        Returns
        -------
        ndarray
            Shape S, or (...) under softmax; not reduced.

        Raises
        ------
        TypeError, ValueError
            Where an argument is not real, not finite, out of range, or of the wrong shape.
        """
        return self.value_at(*self.check(z, y))

    def gradient(self, z: ArrayLike, y: ArrayLike) -> Array:
        """Derivative of each sample's loss in each of its logits; the shape of z.

        Parameters and errors are those of `value`.
        """
        return self.gradient_at(*self.check(z, y))

    def curvature(self, z: ArrayLike, y: ArrayLike, left: ArrayLike, right: ArrayLike) -> Array:
        """Bilinear form left' H right of each sample's Hessian H in the logits.

        Parameters
        ----------
        z, y : array_like
            As for `value`.
        left, right : array_like
            Directions in logit space, broadcastable to the shape of z.

        Returns
        -------
        ndarray
            The shape of `value`.

        Raises
        ------
        TypeError, ValueError
            As for `value`, and where a direction is not finite or does not broadcast.
        """
        logits, labels = self.check(z, y)
        directions = (
            spread(f"directions {name}", finite(name, direction), logits.shape)
            for name, direction in (("left", left), ("right", right))
        )
        return self.curvature_at(logits, labels, *directions)


@dataclass(frozen=True)
class Family:
    """A loss with parameters: what makes its records, and what the parameters may be.

    Attributes
    ----------
    make : callable
        Takes the parameters by name, checks them and returns the loss. Those left out have their
        defaults.
    parameters : tuple of Parameter
        What it takes.
    """

    make: Callable[..., Loss]
    parameters: tuple[Parameter, ...]
