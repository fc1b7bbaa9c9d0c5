"""The losses on a softmax output p_k = exp(z_k) / sum_j exp(z_j).

Everything is a closed form in the logits. Two ways of writing keep the digits. The probability of
all other classes, 1 - p_k, is their sum. A value minus its mean under p is sum_j p_j (x_k - x_j):
each difference is taken before it is weighted, so a direction that is the same for all classes
gives an exact 0.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from scipy.special import exprel

from losses.arrays import Array
from losses.base import Family, Loss
from losses.output import SOFTMAX
from losses.parameters import GAMMA, SMOOTHING, Bound, Q, Settings
from losses.sigmoid_label import (
    FOCAL_REFERENCE,
    GENERALIZED_CROSS_ENTROPY_REFERENCE,
    focal_inflection,
)

__all__ = ["CROSS_ENTROPY", "FAMILIES", "LOSSES", "SQUARED_ERROR"]

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


def _smoothed(y: Array, smoothing: float) -> Array:
    return np.asarray((1.0 - smoothing) * y + smoothing / y.shape[-1])


def _smoothed_value(z: Array, y: Array, smoothing: float) -> Array:
    return _cross_entropy_value(z, _smoothed(y, smoothing))


def _smoothed_gradient(z: Array, y: Array, smoothing: float) -> Array:
    return _cross_entropy_gradient(z, _smoothed(y, smoothing))


def cross_entropy(smoothing: float = SMOOTHING.default) -> Loss:
    """Return cross-entropy, with a share of the label spread over all classes, in [0, 0.5)."""
    smoothing = SMOOTHING.check(smoothing)
    plain = Loss(
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


CROSS_ENTROPY = cross_entropy()


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
    as_margins_grow="vanishes",
    where_not_convex="for two classes where the label's probability is below 1/3; for more it "
    "depends on all probabilities",
)


def _absolute_error_value(z: Array, y: Array) -> Array:
    return np.asarray(np.abs(_residual(_probabilities(z), y)).sum(axis=-1))


def _absolute_error_gradient(z: Array, y: Array) -> Array:
    # As squared error's, with the sign of p - y in the place of 2 (p - y).
    p = _probabilities(z)
    return p.own * _centred(np.sign(_residual(p, y)), p)


def _absolute_error_curvature(z: Array, y: Array, left: Array, right: Array) -> Array:
    p = _probabilities(z)
    weight = p.own * _centred(np.sign(_residual(p, y)), p)
    return np.asarray((weight * _centred(left, p) * _centred(right, p)).sum(axis=-1))


ABSOLUTE_ERROR = Loss(
    key="absolute-error",
    title="Absolute error",
    output=SOFTMAX,
    formula=r"\sum_k |p_k - y_k|",
    meaning="The sum of the probabilities' distances from the label, without unit; at most 2.",
    reference="Ghosh, Kumar and Sastry, Robust loss functions under label noise for deep neural "
    "networks (2017), the mean absolute error",
    convex=False,
    value_at=_absolute_error_value,
    gradient_at=_absolute_error_gradient,
    curvature_at=_absolute_error_curvature,
    as_margins_grow="falls",
    kinks="soft labels",
    where_not_convex="where the label's probability is below 1/2",
    where_not_smooth="for a soft label where a class has p = y: that class's term is given slope "
    "and curvature 0 there, between those of the two sides",
)


# Losses of the probability that was given to the label. Each is a function of log p_k, and for a
# soft label the expectation over the label, sum_k y_k G(log p_k). Along a direction x, log p_k has
# the slope c(x)_k = x_k - mean of x under p; its curvature is less the covariance under p, for
# every k. So with w_k = y_k G'_k
#   gradient_j = w_j (1 - p_j) - p_j sum of the other w_k
#   left' H right = sum_k y_k G''_k c(left)_k c(right)_k - (sum_k w_k) covariance(left, right).


class _Label(NamedTuple):
    """What such a loss is a function of, for each class: p, 1 - p and -log p."""

    own: Array
    other: Array
    surprise: Array


class _Derivatives(NamedTuple):
    """G' and (1 - p)^2 G'': the factor keeps G'' finite where p is 1."""

    slope: Array
    bend: Array


def _label(z: Array) -> _Label:
    gap, _, rest = _shifted(z)
    with np.errstate(over="ignore"):
        surprise = np.minimum(gap + np.log1p(rest), _LARGEST)
    return _Label(*_probabilities(z), surprise)


def _label_gradient(label: _Label, y: Array, derivatives: _Derivatives) -> Array:
    weight = y * derivatives.slope
    # Summed without the class itself: the sum of all less it would lose the small ones' digits.
    others = weight @ (1.0 - np.eye(weight.shape[-1]))
    return np.asarray(weight * label.other - label.own * others)


def _label_curvature(
    label: _Label, y: Array, left: Array, right: Array, derivatives: _Derivatives
) -> Array:
    p = _Probabilities(label.own, label.other)
    lefts, rights = _centred(left, p), _centred(right, p)
    covariance = (p.own * lefts * rights).sum(axis=-1)
    # Where 1 - p is 0 all else that counts has underflowed with it.
    scaled = (np.divide(x, p.other, np.zeros_like(x), where=p.other > 0.0) for x in (lefts, rights))
    bent = (y * derivatives.bend * next(scaled) * next(scaled)).sum(axis=-1)
    return np.asarray(bent - (y * derivatives.slope).sum(axis=-1) * covariance)


def _label_squared_error_derivatives(label: _Label) -> _Derivatives:
    # G = (1 - p)^2, and p has the slope p in log p.
    own, other, _ = label
    return _Derivatives(-2.0 * own * other, 2.0 * own * (own - other) * np.square(other))


def _label_squared_error_value(z: Array, y: Array) -> Array:
    return np.asarray((y * np.square(_probabilities(z).other)).sum(axis=-1))


def _label_squared_error_gradient(z: Array, y: Array) -> Array:
    label = _label(z)
    return _label_gradient(label, y, _label_squared_error_derivatives(label))


def _label_squared_error_curvature(z: Array, y: Array, left: Array, right: Array) -> Array:
    label = _label(z)
    return _label_curvature(label, y, left, right, _label_squared_error_derivatives(label))


LABEL_SQUARED_ERROR = Loss(
    key="label-squared-error",
    title="Squared error of the label alone",
    output=SOFTMAX,
    formula=r"\sum_k y_k (1 - p_k)^2",
    meaning="The squared distance of the label's probability from 1, without unit; at most 1; for "
    "a soft label the expectation over the label.",
    reference="Brier, Verification of forecasts expressed in terms of probability (1950), eq. 2, "
    "the label's term alone",
    convex=False,
    value_at=_label_squared_error_value,
    gradient_at=_label_squared_error_gradient,
    curvature_at=_label_squared_error_curvature,
    as_margins_grow="falls",
    where_not_convex="where the label's probability is below 1/3",
)


def _focal_derivatives(label: _Label, gamma: float) -> _Derivatives:
    # G = s^gamma L with s = 1 - p and L = -log p. With r = p L / s, which is 1 at s = 0:
    # G' = -s^gamma (1 + gamma r) and G'' = gamma s^(gamma - 1) (2 p + (gamma p - 1) r).
    own, other, surprise = label
    ratio = np.divide(own * surprise, other, np.ones_like(own), where=other > 0.0)
    power = other**gamma
    return _Derivatives(
        -power * (1.0 + gamma * ratio),
        gamma * power * other * (2.0 * own + (gamma * own - 1.0) * ratio),
    )


def _focal_value(z: Array, y: Array, gamma: float) -> Array:
    _, other, surprise = _label(z)
    return np.asarray(np.minimum((y * other**gamma * surprise).sum(axis=-1), _LARGEST))


def _focal_gradient(z: Array, y: Array, gamma: float) -> Array:
    label = _label(z)
    return _label_gradient(label, y, _focal_derivatives(label, gamma))


def _focal_curvature(z: Array, y: Array, left: Array, right: Array, gamma: float) -> Array:
    label = _label(z)
    return _label_curvature(label, y, left, right, _focal_derivatives(label, gamma))


def focal(gamma: float = GAMMA.default) -> Loss:
    """Return the focal loss with this gamma, in [0, 10]; at 0 it is cross-entropy."""
    gamma = GAMMA.check(gamma)
    return Loss(
        key="focal",
        title=f"Focal loss (γ = {gamma:g})",
        output=SOFTMAX,
        formula=r"-\sum_k y_k (1 - p_k)^\gamma \log p_k",
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


def _generalized_derivatives(label: _Label, q: float) -> _Derivatives:
    # G = (1 - p^q) / q; p^q from log p, which is at hand where p has underflowed.
    power = np.exp(-q * label.surprise)
    return _Derivatives(-power, -q * power * np.square(label.other))


def _generalized_value(z: Array, y: Array, q: float) -> Array:
    # (1 - p^q) / q with p^q = exp(-q L). q L may be too small for float64 where L is not.
    surprise = _label(z).surprise
    return np.asarray((y * surprise * exprel(-q * surprise)).sum(axis=-1))


def _generalized_gradient(z: Array, y: Array, q: float) -> Array:
    label = _label(z)
    return _label_gradient(label, y, _generalized_derivatives(label, q))


def _generalized_curvature(z: Array, y: Array, left: Array, right: Array, q: float) -> Array:
    label = _label(z)
    return _label_curvature(label, y, left, right, _generalized_derivatives(label, q))


def generalized_cross_entropy(q: float = Q.default) -> Loss:
    """Return the generalised cross-entropy with this q, in (0, 1]."""
    q = Q.check(q)
    return Loss(
        key="generalized-cross-entropy",
        title=f"Generalised cross-entropy (q = {q:g})",
        output=SOFTMAX,
        formula=r"\sum_k y_k \frac{1 - p_k^q}{q}",
        meaning="Between cross-entropy and half the absolute error, without unit; at most 1/q; for "
        "a soft label the expectation over the label.",
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
LOSSES = (
    SQUARED_ERROR,
    CROSS_ENTROPY,
    LABEL_SQUARED_ERROR,
    ABSOLUTE_ERROR,
    FOCAL,
    GENERALIZED_CROSS_ENTROPY,
)
FAMILIES = {
    "cross-entropy": Family(cross_entropy, (SMOOTHING,)),
    "focal": Family(focal, (GAMMA,)),
    "generalized-cross-entropy": Family(generalized_cross_entropy, (Q,)),
}
