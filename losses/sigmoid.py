"""The losses on a sigmoid output p = sigmoid(z) = 1 / (1 + exp(-z)).

Everything is a closed form in the logit. With p = sigmoid(z) and q = sigmoid(-z) = 1 - p, neither
of which is ever rounded to 0 where it is not, the residual p - y is (1 - y) p - y q: for a hard
label only one term is left, and nothing cancels.

Those that look at the label's probability alone, and those that look at the margin, are in
`losses/sigmoid_label.py` and `losses/sigmoid_margin.py`.
"""

import numpy as np
from scipy.special import expit, logit

from losses.arrays import Array
from losses.base import Loss
from losses.logistic import other_multiple_minus_own, over_labels, residual, softplus
from losses.output import SIGMOID
from losses.sigmoid_label import FAMILIES, FOCAL, GENERALIZED_CROSS_ENTROPY
from losses.sigmoid_margin import HINGE, SQUARED_ERROR_ON_LOGIT

__all__ = ["ABSOLUTE_ERROR", "CROSS_ENTROPY", "FAMILIES", "LOSSES", "SQUARED_ERROR"]


def _cross_entropy_value(z: Array, y: Array) -> Array:
    # -log sigmoid(z) = softplus(-z) and -log(1 - sigmoid(z)) = softplus(z).
    return over_labels(y, softplus(-z), softplus(z))


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
    as_margins_grow="falls",
)


def _squared_error_value(z: Array, y: Array) -> Array:
    return np.square(residual(z, y))


def _squared_error_gradient(z: Array, y: Array) -> Array:
    own, other = expit(z), expit(-z)
    return 2.0 * ((1.0 - y) * own - y * other) * own * other


def _squared_error_curvature(z: Array, y: Array, left: Array, right: Array) -> Array:
    # d2/dz2 (p - y)^2 = 2 p q [(1 - y) p (2 q - p) + y q (2 p - q)]; 2 p - q mirrors 2 q - p.
    own, other = expit(z), expit(-z)
    bracket = over_labels(
        y, other * other_multiple_minus_own(-z, 2.0), own * other_multiple_minus_own(z, 2.0)
    )
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
    as_margins_grow="falls",
    where_not_convex="where the label's probability is below 1/3",
)


def _absolute_error_value(z: Array, y: Array) -> Array:
    return np.abs(residual(z, y))


def _side(z: Array, y: Array) -> Array:
    """Sign of p - y; by the logits, where next to p = y there are more digits."""
    return np.sign(z - logit(y))


def _absolute_error_gradient(z: Array, y: Array) -> Array:
    return _side(z, y) * expit(z) * expit(-z)


def _absolute_error_curvature(z: Array, y: Array, left: Array, right: Array) -> Array:
    # d2/dz2 p = p q (q - p), and p - q = tanh(z / 2).
    return (left * expit(z) * expit(-z)) * (right * _side(z, y) * -np.tanh(0.5 * z))


ABSOLUTE_ERROR = Loss(
    key="absolute-error",
    title="Absolute error",
    output=SIGMOID,
    formula=r"|p - y|",
    meaning="The distance of the probability from the label, without unit; at most 1.",
    reference="Ghosh, Kumar and Sastry, Robust loss functions under label noise for deep neural "
    "networks (2017), the mean absolute error, for one of the two classes",
    convex=False,
    value_at=_absolute_error_value,
    gradient_at=_absolute_error_gradient,
    curvature_at=_absolute_error_curvature,
    as_margins_grow="falls",
    kinks="soft labels",
    where_not_convex="where the label's probability is below 1/2",
    where_not_smooth="for a soft label at p = y: there slope and curvature are given as 0, "
    "between those of the two sides",
)


LOSSES = (
    SQUARED_ERROR,
    CROSS_ENTROPY,
    ABSOLUTE_ERROR,
    HINGE,
    SQUARED_ERROR_ON_LOGIT,
    FOCAL,
    GENERALIZED_CROSS_ENTROPY,
)
