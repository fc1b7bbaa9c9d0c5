"""Cross-entropy, the surprise at the label: on a sigmoid and on a softmax output."""

from dataclasses import replace

import numpy as np
from scipy.special import expit

from losses.arrays import Array
from losses.base import Family, Loss
from losses.directions import weighted
from losses.logistic import over_labels, softplus
from losses.output import SIGMOID, SOFTMAX
from losses.parameters import SMOOTHING, Bound, Settings
from losses.probabilities import (
    LARGEST,
    residual,
    shifted,
    sigmoid_probabilities,
    softmax_probabilities,
)

__all__ = ["FAMILIES", "LOSSES"]

_MEANING = "The surprise at the label, -log of the probability it was given, in nats."


def _sigmoid_value(z: Array, y: Array) -> Array:
    # -log sigmoid(z) = softplus(-z) and -log(1 - sigmoid(z)) = softplus(z).
    return over_labels(y, softplus(-z), softplus(z))


def _sigmoid_gradient(z: Array, y: Array) -> Array:
    return residual(sigmoid_probabilities(z), y)


def _sigmoid_curvature(z: Array, y: Array, left: Array, right: Array) -> Array:  # noqa: ARG001 (every curvature takes the label)
    return (left * expit(z)) * (right * expit(-z))


ON_SIGMOID = Loss(
    key="cross-entropy",
    title="Cross-entropy",
    output=SIGMOID,
    formula=r"-y \log p - (1 - y) \log(1 - p)",
    meaning=_MEANING,
    reference="Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.90",
    convex=True,
    value_at=_sigmoid_value,
    gradient_at=_sigmoid_gradient,
    curvature_at=_sigmoid_curvature,
    as_margins_grow="falls",
)


def _softmax_value(z: Array, y: Array) -> Array:
    # -log p_k = (max - z_k) + log(1 + rest), both terms at least 0.
    gap, _, rest = shifted(z)
    with np.errstate(over="ignore"):
        return np.asarray(np.minimum((y * (gap + np.log1p(rest))).sum(axis=-1), LARGEST))


def _softmax_gradient(z: Array, y: Array) -> Array:
    return residual(softmax_probabilities(z), y)


def _softmax_curvature(z: Array, y: Array, left: Array, right: Array) -> Array:  # noqa: ARG001 (every curvature takes the label)
    # The covariance of left and right under p.
    p = softmax_probabilities(z)
    return weighted(p.own, left, right, p)


def _smoothed(y: Array, smoothing: float) -> Array:
    return np.asarray((1.0 - smoothing) * y + smoothing / y.shape[-1])


def _smoothed_value(z: Array, y: Array, smoothing: float) -> Array:
    return _softmax_value(z, _smoothed(y, smoothing))


def _smoothed_gradient(z: Array, y: Array, smoothing: float) -> Array:
    return _softmax_gradient(z, _smoothed(y, smoothing))


def on_softmax(smoothing: float = SMOOTHING.default) -> Loss:
    """Return cross-entropy, with a share of the label spread over all classes, in [0, 0.5)."""
    smoothing = SMOOTHING.check(smoothing)
    plain = Loss(
        key="cross-entropy",
        title="Cross-entropy",
        output=SOFTMAX,
        formula=r"-\sum_k y_k \log p_k",
        meaning=_MEANING,
        reference="Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.108",
        convex=True,
        value_at=_softmax_value,
        gradient_at=_softmax_gradient,
        curvature_at=_softmax_curvature,
        as_margins_grow="falls",
        parameters=Settings(((SMOOTHING, smoothing),)),
    )
    if smoothing == 0.0:
        return plain
    # The curvature is the same for every label.
    return replace(
        plain,
        title=f"Cross-entropy (smoothing ε = {smoothing:g})",
        formula=r"-\sum_k \left[(1 - \varepsilon) y_k + \varepsilon / K\right] \log p_k",
        meaning="The surprise at a label of which a share is spread over all classes, in nats.",
        reference="Szegedy et al., Rethinking the Inception architecture for computer vision "
        "(2016), section 7",
        value_at=Bound(_smoothed_value, (smoothing,)),
        gradient_at=Bound(_smoothed_gradient, (smoothing,)),
        as_margins_grow="ends",  # no class is left without a share of the label
    )


ON_SOFTMAX = on_softmax()


LOSSES = (ON_SIGMOID, ON_SOFTMAX)
FAMILIES = {"softmax": Family(on_softmax, (SMOOTHING,))}
