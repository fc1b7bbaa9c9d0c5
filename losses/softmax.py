"""The losses on a softmax output p_k = exp(z_k) / sum_j exp(z_j).

Everything is a closed form in the logits. Two ways of writing keep the digits. The probability of
all other classes, 1 - p_k, is their sum. A value minus its mean under p is sum_j p_j (x_k - x_j):
each difference is taken before it is weighted, so a direction that is the same for all classes
gives an exact 0.
"""

from typing import NamedTuple

import numpy as np

from losses.arrays import Array
from losses.base import Loss
from losses.output import SOFTMAX

__all__ = ["CROSS_ENTROPY", "LOSSES", "SQUARED_ERROR"]

_LARGEST = np.finfo(np.float64).max


class _Probabilities(NamedTuple):
    """Softmax probabilities of the classes, and of all the other classes: (..., K) each."""

    own: Array
    other: Array


def _shifted(z: Array) -> tuple[Array, Array, Array]:
    """max(z) - z, which class is largest (one of them, if several are), sum of the others' exp."""
    with np.errstate(over="ignore"):  # logits of +-1e308 are further apart than float64 reaches
        gap = np.minimum(z.max(axis=-1, keepdims=True) - z, _LARGEST)
    largest = np.arange(z.shape[-1]) == z.argmax(axis=-1, keepdims=True)
    rest = np.where(largest, 0.0, np.exp(-gap)).sum(axis=-1, keepdims=True)
    return gap, largest, rest


def _probabilities(z: Array) -> _Probabilities:
    gap, largest, rest = _shifted(z)
    weight = np.exp(-gap)
    # Only for the largest class can the others be small; for it their sum is at hand.
    return _Probabilities(
        weight / (1.0 + rest), np.where(largest, rest, (1.0 + rest) - weight) / (1.0 + rest)
    )


def _residual(p: _Probabilities, y: Array) -> Array:
    """p - y as (1 - y) p - y (1 - p)."""
    return (1.0 - y) * p.own - y * p.other


def _centred(x: Array, p: _Probabilities) -> Array:
    """Return x minus its mean under p: sum_j p_j (x_k - x_j)."""
    total = np.zeros(np.broadcast_shapes(x.shape, p.own.shape))
    for j in range(x.shape[-1]):
        total += p.own[..., j, None] * (x - x[..., j, None])
    return total


def _cross_entropy_value(z: Array, y: Array) -> Array:
    # -log p_k = (max - z_k) + log(1 + rest), both terms at least 0.
    gap, _, rest = _shifted(z)
    with np.errstate(over="ignore"):
        return np.asarray(np.minimum((y * (gap + np.log1p(rest))).sum(axis=-1), _LARGEST))


def _cross_entropy_gradient(z: Array, y: Array) -> Array:
    return _residual(_probabilities(z), y)


def _cross_entropy_curvature(z: Array, y: Array, left: Array, right: Array) -> Array:  # noqa: ARG001 (every curvature takes the label)
    # The covariance of left and right under p.
    p = _probabilities(z)
    return np.asarray((p.own * _centred(left, p) * _centred(right, p)).sum(axis=-1))


CROSS_ENTROPY = Loss(
    key="cross-entropy",
    title="Cross-entropy",
    output=SOFTMAX,
    formula=r"-\sum_k y_k \log p_k",
    meaning="The surprise at the label, -log of the probability it was given, in nats.",
    reference="Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.108",
    convex=True,
    value_at=_cross_entropy_value,
    gradient_at=_cross_entropy_gradient,
    curvature_at=_cross_entropy_curvature,
)


def _squared_error_value(z: Array, y: Array) -> Array:
    return np.asarray(np.square(_residual(_probabilities(z), y)).sum(axis=-1))


def _squared_error_gradient(z: Array, y: Array) -> Array:
    # The softmax's Jacobian is diag(p) - p p': applied to x it gives p_k (x_k - mean of x).
    p = _probabilities(z)
    return 2.0 * p.own * _centred(_residual(p, y), p)


def _squared_error_curvature(z: Array, y: Array, left: Array, right: Array) -> Array:
    # With residual r = p - y and c(x) = x - mean of x under p:
    #   left' H right = 2 sum_k p_k (p_k + c(r)_k) c(left)_k c(right)_k
    # the first part from the Jacobian twice, the second from the softmax's own curvature.
    p = _probabilities(z)
    weight = 2.0 * p.own * (p.own + _centred(_residual(p, y), p))
    return np.asarray((weight * _centred(left, p) * _centred(right, p)).sum(axis=-1))


SQUARED_ERROR = Loss(
    key="squared-error",
    title="Squared error",
    output=SOFTMAX,
    formula=r"\sum_k (p_k - y_k)^2",
    meaning="The Brier score: squared distance of the probabilities from the label; at most 2.",
    reference="Brier, Verification of forecasts expressed in terms of probability (1950), eq. 2",
    convex=False,
    value_at=_squared_error_value,
    gradient_at=_squared_error_gradient,
    curvature_at=_squared_error_curvature,
)


LOSSES = (SQUARED_ERROR, CROSS_ENTROPY)
