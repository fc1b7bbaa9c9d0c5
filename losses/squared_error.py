"""Squared error of the probabilities: on a sigmoid and on a softmax output.

The derivatives are written twice. Under a sigmoid p (1 - p) stands for all that softmax's Jacobian
does, and the curvature has a form that keeps its digits next to its zero; over K classes neither is
to be had, and what softmax does instead would cost a sigmoid digits and time.
"""

import numpy as np

from losses.arrays import Array
from losses.base import Loss
from losses.directions import centred, weighted
from losses.logistic import other_multiple_minus_own, over_labels
from losses.output import SIGMOID, SOFTMAX
from losses.probabilities import residual, sigmoid_probabilities, softmax_probabilities

__all__ = ["LOSSES"]


def _sigmoid_value(z: Array, y: Array) -> Array:
    return np.square(residual(sigmoid_probabilities(z), y))


def _sigmoid_gradient(z: Array, y: Array) -> Array:
    p = sigmoid_probabilities(z)
    return 2.0 * residual(p, y) * p.own * p.other


def _sigmoid_curvature(z: Array, y: Array, left: Array, right: Array) -> Array:
    # d2/dz2 (p - y)^2 = 2 p q [(1 - y) p (2 q - p) + y q (2 p - q)]; 2 p - q mirrors 2 q - p.
    own, other = sigmoid_probabilities(z)
    bracket = over_labels(
        y, other * other_multiple_minus_own(-z, 2.0), own * other_multiple_minus_own(z, 2.0)
    )
    return (2.0 * left * own * other) * (right * bracket)


ON_SIGMOID = Loss(
    key="squared-error",
    title="Squared error",
    output=SIGMOID,
    formula=r"(p - y)^2",
    meaning="The squared distance of the probability from the label, without unit; at most 1.",
    reference="Brier, Verification of forecasts expressed in terms of probability (1950), eq. 2, "
    "for one of the two classes",
    convex=False,
    value_at=_sigmoid_value,
    gradient_at=_sigmoid_gradient,
    curvature_at=_sigmoid_curvature,
    as_margins_grow="falls",
    where_not_convex="where the label's probability is below 1/3",
)


def _softmax_value(z: Array, y: Array) -> Array:
    return np.asarray(np.square(residual(softmax_probabilities(z), y)).sum(axis=-1))


def _softmax_gradient(z: Array, y: Array) -> Array:
    # The softmax's Jacobian is diag(p) - p p': applied to x it gives p_k (x_k - mean of x).
    p = softmax_probabilities(z)
    return 2.0 * p.own * centred(residual(p, y), p)


def _softmax_curvature(z: Array, y: Array, left: Array, right: Array) -> Array:
    # With residual r = p - y and c(x) = x - mean of x under p:
    #   left' H right = 2 sum_k p_k (p_k + c(r)_k) c(left)_k c(right)_k
    # the first part from the Jacobian twice, the second from the softmax's own curvature.
    p = softmax_probabilities(z)
    weight = 2.0 * p.own * (p.own + centred(residual(p, y), p))
    return weighted(weight, left, right, p)


ON_SOFTMAX = Loss(
    key="squared-error",
    title="Squared error",
    output=SOFTMAX,
    formula=r"\sum_k (p_k - y_k)^2",
    meaning="The Brier score: squared distance of the probabilities from the label; at most 2.",
    reference="Brier, Verification of forecasts expressed in terms of probability (1950), eq. 2",
    convex=False,
    value_at=_softmax_value,
    gradient_at=_softmax_gradient,
    curvature_at=_softmax_curvature,
    as_margins_grow="vanishes",
    where_not_convex="for two classes where the label's probability is below 1/3; for more it "
    "depends on all probabilities",
)


LOSSES = (ON_SIGMOID, ON_SOFTMAX)
