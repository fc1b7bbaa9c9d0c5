"""Absolute error of the probabilities: on a sigmoid and on a softmax output.

The derivatives are written twice: under a sigmoid the sign of p - y can be told from the logits,
where next to p = y there are more digits, and p (1 - p) stands for softmax's Jacobian.
"""

import numpy as np
from scipy.special import expit, logit

from losses.arrays import Array
from losses.base import Loss
from losses.directions import centred, weighted
from losses.output import SIGMOID, SOFTMAX
from losses.probabilities import residual, sigmoid_probabilities, softmax_probabilities

__all__ = ["LOSSES"]


def _sigmoid_value(z: Array, y: Array) -> Array:
    return np.abs(residual(sigmoid_probabilities(z), y))


def _side(z: Array, y: Array) -> Array:
    """Sign of p - y; by the logits, where next to p = y there are more digits."""
    return np.sign(z - logit(y))


def _sigmoid_gradient(z: Array, y: Array) -> Array:
    return _side(z, y) * expit(z) * expit(-z)


def _sigmoid_curvature(z: Array, y: Array, left: Array, right: Array) -> Array:
    # d2/dz2 p = p q (q - p), and p - q = tanh(z / 2).
    return (left * expit(z) * expit(-z)) * (right * _side(z, y) * -np.tanh(0.5 * z))


ON_SIGMOID = Loss(
    key="absolute-error",
    title="Absolute error",
    output=SIGMOID,
    formula=r"|p - y|",
    meaning="The distance of the probability from the label, without unit; at most 1.",
    reference="Ghosh, Kumar and Sastry, Robust loss functions under label noise for deep neural "
    "networks (2017), the mean absolute error, for one of the two classes",
    convex=False,
    value_at=_sigmoid_value,
    gradient_at=_sigmoid_gradient,
    curvature_at=_sigmoid_curvature,
    as_margins_grow="falls",
    kinks="soft labels",
    where_not_convex="where the label's probability is below 1/2",
    where_not_smooth="for a soft label at p = y: there slope and curvature are given as 0, "
    "between those of the two sides",
)


def _softmax_value(z: Array, y: Array) -> Array:
    return np.asarray(np.abs(residual(softmax_probabilities(z), y)).sum(axis=-1))


def _softmax_gradient(z: Array, y: Array) -> Array:
    # As squared error's, with the sign of p - y in the place of 2 (p - y).
    p = softmax_probabilities(z)
    return p.own * centred(np.sign(residual(p, y)), p)


def _softmax_curvature(z: Array, y: Array, left: Array, right: Array) -> Array:
    p = softmax_probabilities(z)
    return weighted(p.own * centred(np.sign(residual(p, y)), p), left, right, p)


ON_SOFTMAX = Loss(
    key="absolute-error",
    title="Absolute error",
    output=SOFTMAX,
    formula=r"\sum_k |p_k - y_k|",
    meaning="The sum of the probabilities' distances from the label, without unit; at most 2.",
    reference="Ghosh, Kumar and Sastry, Robust loss functions under label noise for deep neural "
    "networks (2017), the mean absolute error",
    convex=False,
    value_at=_softmax_value,
    gradient_at=_softmax_gradient,
    curvature_at=_softmax_curvature,
    as_margins_grow="falls",
    kinks="soft labels",
    where_not_convex="where the label's probability is below 1/2",
    where_not_smooth="for a soft label where a class has p = y: that class's term is given slope "
    "and curvature 0 there, between those of the two sides",
)


LOSSES = (ON_SIGMOID, ON_SOFTMAX)
