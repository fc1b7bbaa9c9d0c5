"""The losses on a sigmoid output p = sigmoid(z) = 1 / (1 + exp(-z)).

Everything is a closed form in the logit. With p = sigmoid(z) and q = sigmoid(-z) = 1 - p, neither
of which is ever rounded to 0 where it is not, the residual p - y is (1 - y) p - y q: for a hard
label only one term is left, and nothing cancels.
"""

import numpy as np
from scipy.special import expit

from losses.arrays import Array
from losses.base import Loss
from losses.output import SIGMOID

__all__ = ["CROSS_ENTROPY", "LOSSES", "SQUARED_ERROR"]

# ln 2 in two float64 parts: what the leading one lacks is the trailing one.
_LN2, _LN2_TAIL = 0.6931471805599453, 2.3190468138462996e-17


def softplus(z: Array) -> Array:
    """log(1 + exp(z)), exact in both tails: max(z, 0) + log1p(exp(-|z|))."""
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def residual(z: Array, y: Array) -> Array:
    """p - y as (1 - y) p - y q."""
    return (1.0 - y) * expit(z) - y * expit(-z)


def twice_other_minus_own(z: Array) -> Array:
    """2 q - p, which is 0 at z = ln 2 and keeps its digits next to it.

    2 q - p = q (2 - e^z) = -2 q expm1(z - ln 2) = p expm1(ln 2 - z).
    """
    distance = (z - _LN2) - _LN2_TAIL
    # Each branch is taken where its exponential is at most 1, so that none overflows.
    decay = np.expm1(-np.abs(distance))
    return np.where(distance > 0.0, expit(z) * decay, -2.0 * expit(-z) * decay)


def _cross_entropy_value(z: Array, y: Array) -> Array:
    # -log sigmoid(z) = softplus(-z) and -log(1 - sigmoid(z)) = softplus(z).
    return y * softplus(-z) + (1.0 - y) * softplus(z)


def _cross_entropy_curvature(z: Array, y: Array, left: Array, right: Array) -> Array:  # noqa: ARG001 (every curvature takes the label)
    return (left * expit(z)) * (right * expit(-z))


CROSS_ENTROPY = Loss(
    key="cross-entropy",
    title="Cross-entropy",
    output=SIGMOID,
    formula=r"-y \log p - (1 - y) \log(1 - p)",
    meaning="The surprise at the label, -log of the probability it was given, in nats.",
    reference="Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.90",
    convex=True,
    value_at=_cross_entropy_value,
    gradient_at=residual,
    curvature_at=_cross_entropy_curvature,
)


def _squared_error_value(z: Array, y: Array) -> Array:
    return np.square(residual(z, y))


def _squared_error_gradient(z: Array, y: Array) -> Array:
    own, other = expit(z), expit(-z)
    return 2.0 * ((1.0 - y) * own - y * other) * own * other


def _squared_error_curvature(z: Array, y: Array, left: Array, right: Array) -> Array:
    # d2/dz2 (p - y)^2 = 2 p q [(1 - y) p (2 q - p) + y q (2 p - q)]; 2 p - q mirrors 2 q - p.
    own, other = expit(z), expit(-z)
    bracket = (1.0 - y) * own * twice_other_minus_own(z) + y * other * twice_other_minus_own(-z)
    return (2.0 * left * own * other) * (right * bracket)


SQUARED_ERROR = Loss(
    key="squared-error",
    title="Squared error",
    output=SIGMOID,
    formula=r"(p - y)^2",
    meaning="The squared distance of the probability from the label, without unit; at most 1.",
    reference="Brier, Verification of forecasts expressed in terms of probability (1950), eq. 2, "
    "for one of the two classes",
    convex=False,
    value_at=_squared_error_value,
    gradient_at=_squared_error_gradient,
    curvature_at=_squared_error_curvature,
)


LOSSES = (SQUARED_ERROR, CROSS_ENTROPY)
