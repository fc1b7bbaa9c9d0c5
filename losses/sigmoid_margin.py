"""Losses of the margin m = t z on a sigmoid output, with the label as a sign t = 2 y - 1.

They take the logit as it is, without a probability.
"""

import numpy as np

from losses.arrays import Array
from losses.base import Loss
from losses.logistic import over_labels
from losses.output import SIGMOID

__all__ = ["HINGE", "SQUARED_ERROR_ON_LOGIT"]

_LARGEST = np.finfo(np.float64).max


def _hinge_value(z: Array, y: Array) -> Array:
    return over_labels(y, np.maximum(1.0 - z, 0.0), np.maximum(1.0 + z, 0.0))


def _hinge_gradient(z: Array, y: Array) -> Array:
    # At the kink itself the flat side's 0: a sample with the margin that is asked for is at rest.
    return np.where(z > -1.0, 1.0 - y, 0.0) - np.where(z < 1.0, y, 0.0)


def _hinge_curvature(z: Array, y: Array, left: Array, right: Array) -> Array:
    return np.zeros(np.broadcast_shapes(z.shape, y.shape, left.shape, right.shape))


HINGE = Loss(
    key="hinge",
    title="Hinge loss",
    output=SIGMOID,
    formula=r"y \max(0, 1 - z) + (1 - y) \max(0, 1 + z)",
    meaning="How far the margin is short of 1, in units of the logit; for a soft label the "
    "expectation over the label.",
    reference="Hastie, Tibshirani and Friedman, The Elements of Statistical Learning (2009), "
    "chapter 12, the loss of the support vector classifier",
    convex=True,
    value_at=_hinge_value,
    gradient_at=_hinge_gradient,
    curvature_at=_hinge_curvature,
    as_margins_grow="ends",
    kinks="all labels",
    where_not_smooth="where the margin is 1: there the slope is given as 0, as beyond it; the "
    "curvature is 0 on either side, and is given as 0",
)


def _logit_error(z: Array, y: Array) -> Array:
    # z - t as a mixture of z + 1 and z - 1: t = 2 y - 1 would round where y is near 1/2.
    return over_labels(y, z - 1.0, z + 1.0)


def _squared_error_on_logit_value(z: Array, y: Array) -> Array:
    with np.errstate(over="ignore"):  # logits beyond 1e154 have squares beyond float64
        return np.minimum(np.square(_logit_error(z, y)), _LARGEST)


def _squared_error_on_logit_gradient(z: Array, y: Array) -> Array:
    with np.errstate(over="ignore"):
        return np.clip(2.0 * _logit_error(z, y), -_LARGEST, _LARGEST)


def _squared_error_on_logit_curvature(z: Array, y: Array, left: Array, right: Array) -> Array:
    return 2.0 * left * right * np.ones(np.broadcast_shapes(z.shape, y.shape))


SQUARED_ERROR_ON_LOGIT = Loss(
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
    value_at=_squared_error_on_logit_value,
    gradient_at=_squared_error_on_logit_gradient,
    curvature_at=_squared_error_on_logit_curvature,
    as_margins_grow="ends",
)
