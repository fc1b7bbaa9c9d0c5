"""Squared error of the label's probability alone, on a softmax output."""

import numpy as np

from losses.arrays import Array
from losses.base import Loss
from losses.label import Derivatives, Label, label_curvature, label_gradient, label_of
from losses.output import SOFTMAX
from losses.probabilities import softmax_probabilities

__all__ = ["LOSSES"]


def _derivatives(label: Label) -> Derivatives:
    # G = (1 - p)^2, and p has the slope p in log p.
    own, other, _ = label
    return Derivatives(-2.0 * own * other, 2.0 * own * (own - other) * np.square(other))


def _value(z: Array, y: Array) -> Array:
    return np.asarray((y * np.square(softmax_probabilities(z).other)).sum(axis=-1))


def _gradient(z: Array, y: Array) -> Array:
    label = label_of(z)
    return label_gradient(label, y, _derivatives(label))


def _curvature(z: Array, y: Array, left: Array, right: Array) -> Array:
    label = label_of(z)
    return label_curvature(label, y, left, right, _derivatives(label))


ON_SOFTMAX = Loss(
    key="label-squared-error",
    title="Squared error of the label alone",
    output=SOFTMAX,
    formula=r"\sum_k y_k (1 - p_k)^2",
    meaning="The squared distance of the label's probability from 1, without unit; at most 1; for "
    "a soft label the expectation over the label.",
    reference="Brier, Verification of forecasts expressed in terms of probability (1950), eq. 2, "
    "the label's term alone",
    convex=False,
    value_at=_value,
    gradient_at=_gradient,
    curvature_at=_curvature,
    as_margins_grow="falls",
    where_not_convex="where the label's probability is below 1/3",
)


LOSSES = (ON_SOFTMAX,)
