"""Losses of the probability that was given to the label, under softmax.

Each is a function of log p_k, and for a soft label the expectation over the label,
sum_k y_k G(log p_k). Along a direction x, log p_k has the slope c(x)_k = x_k - mean of x under p;
its curvature is less the covariance under p, for every k. So with w_k = y_k G'_k

    gradient_j = w_j (1 - p_j) - p_j sum of the other w_k
    left' H right = sum_k y_k G''_k c(left)_k c(right)_k - (sum_k w_k) covariance(left, right).
"""

from typing import NamedTuple

import numpy as np

from losses.arrays import Array
from losses.directions import centred
from losses.probabilities import LARGEST, Probabilities, shifted, softmax_probabilities

__all__ = ["Derivatives", "Label", "label_curvature", "label_gradient", "label_of"]


class Label(NamedTuple):
    """What such a loss is a function of, for each class: p, 1 - p and -log p."""

    own: Array
    other: Array
    surprise: Array


class Derivatives(NamedTuple):
    """G' and (1 - p)^2 G'': the factor keeps G'' finite where p is 1."""

    slope: Array
    bend: Array


def label_of(z: Array) -> Label:
    """Return p, 1 - p and -log p of every class."""
    gap, _, rest = shifted(z)
    with np.errstate(over="ignore"):
        surprise = np.minimum(gap + np.log1p(rest), LARGEST)
    return Label(*softmax_probabilities(z), surprise)


def label_gradient(label: Label, y: Array, derivatives: Derivatives) -> Array:
    """Gradient in the logits, (..., K), of such a loss."""
    weight = y * derivatives.slope
    # Summed without the class itself: the sum of all less it would lose the small ones' digits.
    others = weight @ (1.0 - np.eye(weight.shape[-1]))
    return np.asarray(weight * label.other - label.own * others)


def label_curvature(
    label: Label, y: Array, left: Array, right: Array, derivatives: Derivatives
) -> Array:
    """Bilinear form left' H right of such a loss."""
    p = Probabilities(label.own, label.other)
    lefts, rights = centred(left, p), centred(right, p)
    covariance = (p.own * lefts * rights).sum(axis=-1)
    # Where 1 - p is 0 all else that counts has underflowed with it.
    scaled = (np.divide(x, p.other, np.zeros_like(x), where=p.other > 0.0) for x in (lefts, rights))
    bent = (y * derivatives.bend * next(scaled) * next(scaled)).sum(axis=-1)
    return np.asarray(bent - (y * derivatives.slope).sum(axis=-1) * covariance)
