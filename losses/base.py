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
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from losses.arrays import Array, finite, spread
from losses.output import Output
from losses.parameters import NO_SETTINGS, Parameter, Settings

__all__ = ["AsMarginsGrow", "Family", "Kinks", "Loss"]

AsMarginsGrow = Literal["falls", "vanishes", "ends", ""]
Kinks = Literal["none", "soft labels", "all labels"]


@dataclass(frozen=True, kw_only=True)
class Loss:
    """A loss of logits z and labels y, per sample, with its gradient and curvature in z.

    Attributes
    ----------
    key : str
        What `losses.get` calls it, whatever its parameters, such as "cross-entropy".
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
    kinks : str
        For which labels it has one: "none", "soft labels", or "all labels".
    as_margins_grow : str
        How it behaves as a margin grows, the logit of a class that the label may be over the logit
        of one that it cannot be. "falls": strictly and for ever, with each of them, so that along
        a direction that raises some and lowers none there is no minimum. "vanishes": it comes as
        near to 0 as one likes where all of them grow, and is above 0 everywhere, but need not fall
        with each. "ends": it is convex, and least at finite logits for every label, so that its
        mean over any samples has a minimum. Empty where nothing is claimed.
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
    kinks: Kinks = "none"
    as_margins_grow: AsMarginsGrow = ""
    parameters: Settings = NO_SETTINGS

    @property
    def name(self) -> str:
        """Key, with the parameters that are not the defaults: "focal", "focal:gamma=3".

        `losses.get(name, output)` returns this loss.
        """
        return f"{self.key}:{self.parameters.text}".removesuffix(":")

    def smooth(self, y: ArrayLike) -> bool:
        """Whether the loss of none of these labels has a kink.

        Parameters
        ----------
        y : array_like
            Labels. Under softmax probabilities (..., K) if they are not whole numbers.
        """
        if self.kinks == "soft labels":
            labels = np.asarray(y)
            return bool((labels == np.round(labels)).all())
        return self.kinks == "none"

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
