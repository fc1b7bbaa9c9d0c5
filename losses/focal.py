"""Focal loss: on a sigmoid and on a softmax output.

The derivatives are written twice. Under a sigmoid they are functions of one logit, for the label 1,
and the label 0 is the same at -z: the curvature keeps its digits where softmax's, a difference of
two sums, would lose them.
"""

import numpy as np
from scipy.special import expit

from losses.arrays import Array
from losses.base import Family, Loss
from losses.label import Derivatives, Label, label_curvature, label_gradient, label_of
from losses.logistic import over_labels, power, softplus
from losses.output import SIGMOID, SOFTMAX, Output
from losses.parameters import GAMMA, Bound, Settings
from losses.probabilities import LARGEST

__all__ = ["FAMILIES", "LOSSES"]


def _of_one(z: Array, gamma: float) -> Array:
    # (1 - p)^gamma L with L = -log p.
    return power(-z, gamma) * softplus(-z)


def _slope_of_one(z: Array, gamma: float) -> Array:
    # L' = -(1 - p), and the logarithm of (1 - p)^gamma has the slope -gamma p.
    own, other = expit(z), expit(-z)
    return -power(-z, gamma) * (gamma * (own * softplus(-z)) + other)


def _bend_of_one(z: Array, gamma: float) -> Array:
    # p (1 - p)^gamma [(2 gamma + 1) (1 - p) + gamma L (gamma p - (1 - p))]. p goes with L before
    # all else: their product is small where L may be as large as a logit. The two terms cancel at
    # the inflection alone; next to it the digits are those of the terms.
    own, other = expit(z), expit(-z)
    weighted = own * softplus(-z)
    straight = (2.0 * gamma + 1.0) * own * other
    return power(-z, gamma) * (straight + gamma * weighted * (gamma * own - other))


def _sigmoid_value(z: Array, y: Array, gamma: float) -> Array:
    return over_labels(y, _of_one(z, gamma), _of_one(-z, gamma))


def _sigmoid_gradient(z: Array, y: Array, gamma: float) -> Array:
    return over_labels(y, _slope_of_one(z, gamma), -_slope_of_one(-z, gamma))


def _sigmoid_curvature(z: Array, y: Array, left: Array, right: Array, gamma: float) -> Array:
    return left * right * over_labels(y, _bend_of_one(z, gamma), _bend_of_one(-z, gamma))


def _derivatives(label: Label, gamma: float) -> Derivatives:
    # G = s^gamma L with s = 1 - p and L = -log p. With r = p L / s, which is 1 at s = 0:
    # G' = -s^gamma (1 + gamma r) and G'' = gamma s^(gamma - 1) (2 p + (gamma p - 1) r).
    own, other, surprise = label
    ratio = np.divide(own * surprise, other, np.ones_like(own), where=other > 0.0)
    power = other**gamma
    return Derivatives(
        -power * (1.0 + gamma * ratio),
        gamma * power * other * (2.0 * own + (gamma * own - 1.0) * ratio),
    )


def _softmax_value(z: Array, y: Array, gamma: float) -> Array:
    _, other, surprise = label_of(z)
    return np.asarray(np.minimum((y * other**gamma * surprise).sum(axis=-1), LARGEST))


def _softmax_gradient(z: Array, y: Array, gamma: float) -> Array:
    label = label_of(z)
    return label_gradient(label, y, _derivatives(label, gamma))


def _softmax_curvature(z: Array, y: Array, left: Array, right: Array, gamma: float) -> Array:
    label = label_of(z)
    return label_curvature(label, y, left, right, _derivatives(label, gamma))


_REFERENCE = (
    "Lin et al., Focal loss for dense object detection (2017), the focal loss without class weights"
)


def _inflection(gamma: float) -> str:
    """Say where focal loss is not convex: below the probability at which its curvature is 0."""
    if gamma == 0.0:
        return ""
    if gamma < 0.01:  # for small gamma the bracket of the curvature is 1 + 2 gamma - gamma L
        return f"where the label's probability is below about exp({-2.0 - 1.0 / gamma:.3g})"
    # As the logit rises the curvature changes its sign once; where has no closed form.
    low, high = -20.0 - 2.0 / gamma, 20.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if _bend_of_one(np.array(middle), gamma) < 0.0:
            low = middle
        else:
            high = middle
    return f"where the label's probability is below {expit(high):.2g}"


def _focal(output: Output, formula: str, gamma: float) -> Loss:
    gamma = GAMMA.check(gamma)
    value, gradient, curvature = _FUNCTIONS[output.key]
    return Loss(
        key="focal",
        title=f"Focal loss (γ = {gamma:g})",
        output=output,
        formula=formula,
        meaning="Cross-entropy with less weight on samples that are right already, in nats; for a "
        "soft label the expectation over the label.",
        reference=_REFERENCE,
        convex=gamma == 0.0,
        value_at=Bound(value, (gamma,)),
        gradient_at=Bound(gradient, (gamma,)),
        curvature_at=Bound(curvature, (gamma,)),
        as_margins_grow="falls",
        where_not_convex=_inflection(gamma),
        parameters=Settings(((GAMMA, gamma),)),
    )


_FUNCTIONS = {
    "sigmoid": (_sigmoid_value, _sigmoid_gradient, _sigmoid_curvature),
    "softmax": (_softmax_value, _softmax_gradient, _softmax_curvature),
}


def on_sigmoid(gamma: float = GAMMA.default) -> Loss:
    """Return the focal loss with this gamma, in [0, 10]; at 0 it is cross-entropy."""
    return _focal(SIGMOID, r"-y (1 - p)^\gamma \log p - (1 - y) p^\gamma \log(1 - p)", gamma)


def on_softmax(gamma: float = GAMMA.default) -> Loss:
    """Return the focal loss with this gamma, in [0, 10]; at 0 it is cross-entropy."""
    return _focal(SOFTMAX, r"-\sum_k y_k (1 - p_k)^\gamma \log p_k", gamma)


LOSSES = (on_sigmoid(), on_softmax())
FAMILIES = {"sigmoid": Family(on_sigmoid, (GAMMA,)), "softmax": Family(on_softmax, (GAMMA,))}
