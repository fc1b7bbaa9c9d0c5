"""Directions of logit space as softmax sees them: less their mean under p.

A value minus its mean under p is sum_j p_j (x_k - x_j): each difference is taken before it is
weighted, so a direction that is the same for all classes gives an exact 0.
"""

import numpy as np

from losses.arrays import Array
from losses.probabilities import Probabilities

__all__ = ["centred", "weighted"]


def centred(x: Array, p: Probabilities) -> Array:
    """Return x minus its mean under p: sum_j p_j (x_k - x_j)."""
    total = np.zeros(np.broadcast_shapes(x.shape, p.own.shape))
    for j in range(x.shape[-1]):
        total += p.own[..., j, None] * (x - x[..., j, None])
    return total


def weighted(weight: Array, left: Array, right: Array, p: Probabilities) -> Array:
    """Sum over the classes of weight c(left) c(right); their covariance where the weight is p."""
    return np.asarray((weight * centred(left, p) * centred(right, p)).sum(axis=-1))
