"""Generalised cross-entropy: on a sigmoid and on a softmax output.

The derivatives are written twice. Under a sigmoid they are functions of one logit, for the label 1,
and the label 0 is the same at -z: the curvature keeps its digits where softmax's, a difference of
two sums, would lose them.
"""

import numpy as np
from scipy.special import expit, exprel

from losses.arrays import Array
from losses.base import Family, Loss
from losses.label import Derivatives, Label, label_curvature, label_gradient, label_of
from losses.logistic import other_multiple_minus_own, over_labels, power, softplus
from losses.output import SIGMOID, SOFTMAX, Output
from losses.parameters import Bound, Q, Settings

__all__ = ["FAMILIES", "LOSSES"]


def _of_surprise(surprise: Array, q: float) -> Array:
    # (1 - p^q) / q with p^q = exp(-q L). q L may be too small for float64 where L is not.
    return np.asarray(surprise * exprel(-q * surprise))


def _of_one(z: Array, q: float) -> Array:
    return _of_surprise(softplus(-z), q)


def _slope_of_one(z: Array, q: float) -> Array:
    return -power(z, q) * expit(-z)


def _bend_of_one(z: Array, q: float) -> Array:
    # p^q (1 - p) (p - q (1 - p))
    return -power(z, q) * expit(-z) * other_multiple_minus_own(z, q)


def _sigmoid_value(z: Array, y: Array, q: float) -> Array:
    return over_labels(y, _of_one(z, q), _of_one(-z, q))


def _sigmoid_gradient(z: Array, y: Array, q: float) -> Array:
    return over_labels(y, _slope_of_one(z, q), -_slope_of_one(-z, q))


def _sigmoid_curvature(z: Array, y: Array, left: Array, right: Array, q: float) -> Array:
    return left * right * over_labels(y, _bend_of_one(z, q), _bend_of_one(-z, q))


def _derivatives(label: Label, q: float) -> Derivatives:
    # G = (1 - p^q) / q; p^q from log p, which is at hand where p has underflowed.
    power = np.exp(-q * label.surprise)
    return Derivatives(-power, -q * power * np.square(label.other))


def _softmax_value(z: Array, y: Array, q: float) -> Array:
    return np.asarray((y * _of_surprise(label_of(z).surprise, q)).sum(axis=-1))


def _softmax_gradient(z: Array, y: Array, q: float) -> Array:
    label = label_of(z)
    return label_gradient(label, y, _derivatives(label, q))


def _softmax_curvature(z: Array, y: Array, left: Array, right: Array, q: float) -> Array:
    label = label_of(z)
    return label_curvature(label, y, left, right, _derivatives(label, q))


_REFERENCE = (
    "Zhang and Sabuncu, Generalized cross entropy loss for training deep neural networks with "
    "noisy labels (2018), eq. 6"
)


def _generalized(output: Output, formula: str, other_end: str, q: float) -> Loss:
    q = Q.check(q)
    value, gradient, curvature = _FUNCTIONS[output.key]
    return Loss(
        key="generalized-cross-entropy",
        title=f"Generalised cross-entropy (q = {q:g})",
        output=output,
        formula=formula,
        meaning=f"Between cross-entropy and {other_end}, without unit; at most 1/q; for a soft "
        "label the expectation over the label.",
        reference=_REFERENCE,
        convex=False,
        value_at=Bound(value, (q,)),
        gradient_at=Bound(gradient, (q,)),
        curvature_at=Bound(curvature, (q,)),
        as_margins_grow="falls",
        where_not_convex=f"where the label's probability is below q/(1 + q) = {q / (1.0 + q):.2g}",
        parameters=Settings(((Q, q),)),
    )


_FUNCTIONS = {
    "sigmoid": (_sigmoid_value, _sigmoid_gradient, _sigmoid_curvature),
    "softmax": (_softmax_value, _softmax_gradient, _softmax_curvature),
}


def on_sigmoid(q: float = Q.default) -> Loss:
    """Return the generalised cross-entropy with this q, in (0, 1]."""
    formula = r"y \frac{1 - p^q}{q} + (1 - y) \frac{1 - (1 - p)^q}{q}"
    return _generalized(SIGMOID, formula, "absolute error", q)


def on_softmax(q: float = Q.default) -> Loss:
    """Return the generalised cross-entropy with this q, in (0, 1]."""
    formula = r"\sum_k y_k \frac{1 - p_k^q}{q}"
    return _generalized(SOFTMAX, formula, "half the absolute error", q)


LOSSES = (on_sigmoid(), on_softmax())
FAMILIES = {"sigmoid": Family(on_sigmoid, (Q,)), "softmax": Family(on_softmax, (Q,))}
