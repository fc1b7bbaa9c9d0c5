"""What a model's logits mean: the sigmoid of one logit, or the softmax of K logits.

An output knows the shapes and the range of its labels and turns logits into probabilities. Losses
are written against it, problems are set up with it. Two exist: `SIGMOID` and `SOFTMAX`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, softmax

from losses.arrays import Array, finite, real, spread

__all__ = ["OUTPUTS", "SIGMOID", "SOFTMAX", "Output", "OutputKey"]

OutputKey = Literal["sigmoid", "softmax"]
"""What an output is called."""

# Soft labels under softmax must sum to 1; float32 data and printed tables are off by this much.
_SUM_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Output:
    """How logits become probabilities, and which labels go with them.

    Attributes
    ----------
    key : str
        "sigmoid" or "softmax".
    class_axis : bool
        Whether logits carry a last axis of classes: z is (..., K) rather than of any shape.
    probability : callable
        Logits to probabilities of the same shape: expit(z), or softmax(z) along the last axis.
    check_labels : callable
        (y, shape of z) -> labels as float64, broadcast to the shape of z; one-hot under softmax.
    """

    key: OutputKey
    class_axis: bool
    probability: Callable[[ArrayLike], Array]
    check_labels: Callable[[ArrayLike, tuple[int, ...]], Array]

    def check(self, z: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
        """Return logits and labels as float64 arrays of one shape.

        Raises
        ------
        TypeError
            Where z or y does not hold real numbers.
        ValueError
            Where z is not finite, y is outside its range, or the shapes do not go together.
        """
        logits = finite("logits z", z)
        if self.class_axis and (logits.ndim == 0 or logits.shape[-1] < 2):
            raise ValueError(
                f"logits z have shape {logits.shape}; a softmax output takes (..., K) with K >= 2"
            )
        return logits, self.check_labels(y, logits.shape)

    def values_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Shape of a loss's values for logits of this shape: without the axis of classes."""
        return shape[:-1] if self.class_axis else shape


def _within_unit_interval(labels: Array) -> None:
    if labels.size and not (labels.min() >= 0.0 and labels.max() <= 1.0):
        bad = labels[~((labels >= 0.0) & (labels <= 1.0))].flat[0]
        raise ValueError(f"labels y must lie in [0, 1]; found {bad}")


def _sigmoid_labels(y: ArrayLike, shape: tuple[int, ...]) -> Array:
    labels = finite("labels y", y)
    _within_unit_interval(labels)
    return spread("labels y", labels, shape)


def _softmax_labels(y: ArrayLike, shape: tuple[int, ...]) -> Array:
    labels = real("labels y", y)
    classes = shape[-1]
    if labels.dtype.kind in "biu":
        index = spread("class indices y", labels.astype(np.int64, copy=False), shape[:-1])
        if index.size and not (index.min() >= 0 and index.max() < classes):
            bad = index[(index < 0) | (index >= classes)].flat[0]
            raise ValueError(
                f"class indices y must be 0 to {classes - 1} for {classes} logits; found {bad}"
            )
        return np.asarray(index[..., None] == np.arange(classes), dtype=np.float64)
    probabilities = finite("labels y", labels)
    if probabilities.ndim == 0 or probabilities.shape[-1] != classes:
        raise ValueError(
            f"labels y have shape {probabilities.shape}: a softmax output of {classes} logits "
            f"takes integer class indices, or probabilities of shape (..., {classes})"
        )
    _within_unit_interval(probabilities)
    sums = probabilities.sum(axis=-1)
    if sums.size and np.abs(sums - 1.0).max() > _SUM_TOLERANCE:
        bad = sums.flat[np.abs(sums - 1.0).argmax()]
        raise ValueError(f"labels y must sum to 1 over the classes; found a sum of {bad}")
    return spread("labels y", probabilities, shape)


def _sigmoid(z: ArrayLike) -> Array:
    return np.asarray(expit(np.asarray(z, dtype=np.float64)))


def _softmax(z: ArrayLike) -> Array:
    with np.errstate(over="ignore"):  # logits of +-1e308 are further apart than float64 reaches
        return np.asarray(softmax(np.asarray(z, dtype=np.float64), axis=-1))


SIGMOID = Output("sigmoid", False, _sigmoid, _sigmoid_labels)
"""The sigmoid of one logit: the probability of label 1."""

SOFTMAX = Output("softmax", True, _softmax, _softmax_labels)
"""The softmax of K logits: a probability a class."""

OUTPUTS: dict[str, Output] = {output.key: output for output in (SIGMOID, SOFTMAX)}
"""Both outputs by their keys."""
