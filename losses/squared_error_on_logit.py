"""Squared error on the logit as it is, without a probability, on a sigmoid output.

The label is a sign t = 2 y - 1.
"""

import numpy as np

from losses.arrays import Array
from losses.base import Loss
from losses.logistic import over_labels
from losses.output import SIGMOID
from losses.probabilities import LARGEST

__all__ = ["LOSSES"]


def _error(z: Array, y: Array) -> Array:
    # z - t as a mixture of z + 1 and z - 1: t = 2 y - 1 would round where y is near 1/2.
    return over_labels(y, z - 1.0, z + 1.0)


def _value(z: Array, y: Array) -> Array:
    with np.errstate(over="ignore"):  # logits beyond 1e154 have squares beyond float64
        return np.minimum(np.square(_error(z, y)), LARGEST)


def _gradient(z: Array, y: Array) -> Array:
    with np.errstate(over="ignore"):
        return np.clip(2.0 * _error(z, y), -LARGEST, LARGEST)


def _curvature(z: Array, y: Array, left: Array, right: Array) -> Array:
    return 2.0 * left * right * np.ones(np.broadcast_shapes(z.shape, y.shape))


ON_SIGMOID = Loss(
    key="squared-error-on-logit",
    title="Squared error on the logit",
    output=SIGMOID,
    formula=r"(z - t)^2, \quad t = 2 y - 1",
    meaning="The squared distance of the logit from +1 or -1, in squared units of the logit; a "
    "right answer with a large margin costs too.",
    reference="Hui and Belkin, Evaluation of neural architectures trained with square loss vs "
    "cross-entropy in classification tasks (2020), without rescaling; with t = +-1: Hastie, "
    "Tibshirani and Friedman, The Elements of Statistical Learning (2009), chapter 12",
    convex=True,
    value_at=_value,
    gradient_at=_gradient,
    curvature_at=_curvature,
    as_margins_grow="ends",
)


LOSSES = (ON_SIGMOID,)
