"""Hinge loss: of the margin m = t z on a sigmoid output, with the label as a sign t = 2 y - 1."""

import numpy as np

from losses.arrays import Array
from losses.base import Loss
from losses.logistic import over_labels
from losses.output import SIGMOID

__all__ = ["LOSSES"]


def _value(z: Array, y: Array) -> Array:
    return over_labels(y, np.maximum(1.0 - z, 0.0), np.maximum(1.0 + z, 0.0))


def _gradient(z: Array, y: Array) -> Array:
    # At the kink itself the flat side's 0: a sample with the margin that is asked for is at rest.
    return np.where(z > -1.0, 1.0 - y, 0.0) - np.where(z < 1.0, y, 0.0)


def _curvature(z: Array, y: Array, left: Array, right: Array) -> Array:
    return np.zeros(np.broadcast_shapes(z.shape, y.shape, left.shape, right.shape))


ON_SIGMOID = Loss(
    key="hinge",
    title="Hinge loss",
    output=SIGMOID,
    formula=r"y \max(0, 1 - z) + (1 - y) \max(0, 1 + z)",
    meaning="How far the margin is short of 1, in units of the logit; for a soft label the "
    "expectation over the label.",
    reference="Hastie, Tibshirani and Friedman, The Elements of Statistical Learning (2009), "
    "chapter 12, the loss of the support vector classifier",
    convex=True,
    value_at=_value,
    gradient_at=_gradient,
    curvature_at=_curvature,
    as_margins_grow="ends",
    kinks="all labels",
    where_not_smooth="where the margin is 1: there the slope is given as 0, as beyond it; the "
    "curvature is 0 on either side, and is given as 0",
)


LOSSES = (ON_SIGMOID,)
