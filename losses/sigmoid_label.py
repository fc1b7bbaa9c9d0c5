"""Losses on a sigmoid output that look at the label's probability alone.

Each is a function of the probability that was given to the label. It is written here for the
label 1, whose probability is p = sigmoid(z); the label 0 is the same at -z. For a soft label a loss
is the expectation over the label, which is 1 with probability y.
"""

import numpy as np
from scipy.special import expit, exprel

from losses.arrays import Array
from losses.base import Family, Loss
from losses.logistic import other_multiple_minus_own, over_labels, power, softplus
from losses.output import SIGMOID
from losses.parameters import GAMMA, Bound, Q, Settings

__all__ = [
    "FAMILIES",
    "FOCAL",
    "FOCAL_REFERENCE",
    "GENERALIZED_CROSS_ENTROPY",
    "GENERALIZED_CROSS_ENTROPY_REFERENCE",
    "focal",
    "focal_inflection",
    "generalized_cross_entropy",
]


def _focal(z: Array, gamma: float) -> Array:
    # (1 - p)^gamma L with L = -log p.
    return power(-z, gamma) * softplus(-z)


def _focal_slope(z: Array, gamma: float) -> Array:
    # L' = -(1 - p), and the logarithm of (1 - p)^gamma has the slope -gamma p.
    own, other = expit(z), expit(-z)
    return -power(-z, gamma) * (gamma * (own * softplus(-z)) + other)


def _focal_bend(z: Array, gamma: float) -> Array:
    # p (1 - p)^gamma [(2 gamma + 1) (1 - p) + gamma L (gamma p - (1 - p))]. p goes with L before
    # all else: their product is small where L may be as large as a logit. The two terms cancel at
    # the inflection alone; next to it the digits are those of the terms.
    own, other = expit(z), expit(-z)
    weighted = own * softplus(-z)
    straight = (2.0 * gamma + 1.0) * own * other
    return power(-z, gamma) * (straight + gamma * weighted * (gamma * own - other))


def _focal_value(z: Array, y: Array, gamma: float) -> Array:
    return over_labels(y, _focal(z, gamma), _focal(-z, gamma))


def _focal_gradient(z: Array, y: Array, gamma: float) -> Array:
    return over_labels(y, _focal_slope(z, gamma), -_focal_slope(-z, gamma))


def _focal_curvature(z: Array, y: Array, left: Array, right: Array, gamma: float) -> Array:
    return left * right * over_labels(y, _focal_bend(z, gamma), _focal_bend(-z, gamma))


FOCAL_REFERENCE = (
    "Lin et al., Focal loss for dense object detection (2017), the focal loss without class weights"
)


def focal_inflection(gamma: float) -> str:
    """Say where focal loss is not convex: below the probability at which its curvature is 0."""
    if gamma == 0.0:
        return ""
    if gamma < 0.01:  # for small gamma the bracket of the curvature is 1 + 2 gamma - gamma L
        return f"where the label's probability is below about exp({-2.0 - 1.0 / gamma:.3g})"
    # As the logit rises the curvature changes its sign once; where has no closed form.
    low, high = -20.0 - 2.0 / gamma, 20.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if _focal_bend(np.array(middle), gamma) < 0.0:
            low = middle
        else:
            high = middle
    return f"where the label's probability is below {expit(high):.2g}"


def focal(gamma: float = GAMMA.default) -> Loss:
    """Return the focal loss with this gamma, in [0, 10]; at 0 it is cross-entropy."""
    gamma = GAMMA.check(gamma)
    return Loss(
        key="focal",
        title=f"Focal loss (γ = {gamma:g})",
        output=SIGMOID,
        formula=r"-y (1 - p)^\gamma \log p - (1 - y) p^\gamma \log(1 - p)",
        meaning="Cross-entropy with less weight on samples that are right already, in nats; for a "
        "soft label the expectation over the label.",
        reference=FOCAL_REFERENCE,
        convex=gamma == 0.0,
        value_at=Bound(_focal_value, (gamma,)),
        gradient_at=Bound(_focal_gradient, (gamma,)),
        curvature_at=Bound(_focal_curvature, (gamma,)),
        as_margins_grow="falls",
        where_not_convex=focal_inflection(gamma),
        parameters=Settings(((GAMMA, gamma),)),
    )


def _generalized(z: Array, q: float) -> Array:
    # (1 - p^q) / q with p^q = exp(-q L). q L may be too small for float64 where L is not.
    surprise = softplus(-z)
    return np.asarray(surprise * exprel(-q * surprise))


def _generalized_slope(z: Array, q: float) -> Array:
    return -power(z, q) * expit(-z)


def _generalized_bend(z: Array, q: float) -> Array:
    # p^q (1 - p) (p - q (1 - p))
    return -power(z, q) * expit(-z) * other_multiple_minus_own(z, q)


def _generalized_value(z: Array, y: Array, q: float) -> Array:
    return over_labels(y, _generalized(z, q), _generalized(-z, q))


def _generalized_gradient(z: Array, y: Array, q: float) -> Array:
    return over_labels(y, _generalized_slope(z, q), -_generalized_slope(-z, q))


def _generalized_curvature(z: Array, y: Array, left: Array, right: Array, q: float) -> Array:
    return left * right * over_labels(y, _generalized_bend(z, q), _generalized_bend(-z, q))


GENERALIZED_CROSS_ENTROPY_REFERENCE = (
    "Zhang and Sabuncu, Generalized cross entropy loss for training deep neural networks with "
    "noisy labels (2018), eq. 6"
)


def generalized_cross_entropy(q: float = Q.default) -> Loss:
    """Return the generalised cross-entropy with this q, in (0, 1]."""
    q = Q.check(q)
    return Loss(
        key="generalized-cross-entropy",
        title=f"Generalised cross-entropy (q = {q:g})",
        output=SIGMOID,
        formula=r"y \frac{1 - p^q}{q} + (1 - y) \frac{1 - (1 - p)^q}{q}",
        meaning="Between cross-entropy and absolute error, without unit; at most 1/q; for a soft "
        "label the expectation over the label.",
        reference=GENERALIZED_CROSS_ENTROPY_REFERENCE,
        convex=False,
        value_at=Bound(_generalized_value, (q,)),
        gradient_at=Bound(_generalized_gradient, (q,)),
        curvature_at=Bound(_generalized_curvature, (q,)),
        as_margins_grow="falls",
        where_not_convex=f"where the label's probability is below q/(1 + q) = {q / (1.0 + q):.2g}",
        parameters=Settings(((Q, q),)),
    )


FOCAL = focal()
GENERALIZED_CROSS_ENTROPY = generalized_cross_entropy()
FAMILIES = {
    "focal": Family(focal, (GAMMA,)),
    "generalized-cross-entropy": Family(generalized_cross_entropy, (Q,)),
}
