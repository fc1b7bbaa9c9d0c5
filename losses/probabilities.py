"""Probabilities: of a class, and of all others, neither of them ever rounded to 0 where it is not.

With p = sigmoid(z) the other's is sigmoid(-z); under softmax the others' is their sum.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import expit

from losses.arrays import Array

__all__ = [
    "LARGEST",
    "Probabilities",
    "residual",
    "shifted",
    "sigmoid_probabilities",
    "softmax_probabilities",
]

LARGEST = np.finfo(np.float64).max
"""What stands for numbers beyond float64."""


class Probabilities(NamedTuple):
    """Of label 1 and of label 0, or of each class and of all the others; in the shape of z."""

    own: Array
    other: Array


def sigmoid_probabilities(z: Array) -> Probabilities:
    """Of label 1 and of label 0, in the shape of z."""
    return Probabilities(expit(z), expit(-z))


def shifted(z: Array) -> tuple[Array, Array, Array]:
    """max(z) - z, which class is largest (one of them, if several are), sum of the others' exp."""
    with np.errstate(over="ignore"):  # logits of +-1e308 are further apart than float64 reaches
        gap = np.minimum(z.max(axis=-1, keepdims=True) - z, LARGEST)
    largest = np.arange(z.shape[-1]) == z.argmax(axis=-1, keepdims=True)
    rest = np.where(largest, 0.0, np.exp(-gap)).sum(axis=-1, keepdims=True)
    return gap, largest, rest


def softmax_probabilities(z: Array) -> Probabilities:
    """Of each class and of all the other classes: (..., K) each."""
    gap, largest, rest = shifted(z)
    weight = np.exp(-gap)
    # Only for the largest class can the others be small; for it their sum is at hand.
    return Probabilities(
        weight / (1.0 + rest), np.where(largest, rest, (1.0 + rest) - weight) / (1.0 + rest)
    )


def residual(p: Probabilities, y: Array) -> Array:
    """p - y as (1 - y) p - y (1 - p): for a hard label only one term is left; nothing cancels."""
    return (1.0 - y) * p.own - y * p.other
