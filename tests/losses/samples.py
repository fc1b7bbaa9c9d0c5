"""Every registered loss, and logits, labels and directions that suit its output."""

from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from losses import LOSSES, Loss
from losses.arrays import Array

__all__ = ["EVERY_LOSS", "Sample", "classes_of", "draw", "losses_on", "smooth"]


def losses_on(*outputs: str) -> list[object]:
    """One pytest parameter a loss registered on these outputs."""
    return [
        pytest.param(loss, id=f"{output}-{loss.key}")
        for output in outputs
        for loss in LOSSES[output].values()
    ]


EVERY_LOSS = losses_on(*LOSSES)


class Sample(NamedTuple):
    """Logits, labels and two directions, all of the logits' shape."""

    z: Array
    y: Array
    left: Array
    right: Array


def classes_of(loss: Loss) -> tuple[int, ...]:
    """Numbers of classes to try a loss with: one logit under sigmoid (1), 2 to 10 under softmax."""
    return (2, 3, 4, 7, 10) if loss.output.class_axis else (1,)


def smooth(loss: Loss, z: Array, y: Array) -> NDArray[np.bool_]:
    """Whether each sample is well off every kink: a difference across one is no derivative.

    The differences reach 2e-3 in a logit, along directions with entries up to 4 or so.
    """
    everywhere = np.ones(loss.output.values_shape(z.shape), dtype=bool)
    if not loss.where_not_smooth:
        return everywhere
    if loss.key == "hinge":
        return np.asarray(np.abs(np.abs(z) - 1.0) > 0.01)
    if loss.key == "absolute-error":
        # A hard label's probability never crosses it.
        off = (y == 0.0) | (y == 1.0) | (np.abs(loss.output.probability(z) - y) > 0.01)
        return np.asarray(off.all(axis=-1) if loss.output.class_axis else off)
    raise LookupError(f"say here where {loss.key} has its kinks")


def draw(
    loss: Loss, rng: np.random.Generator, count: int, classes: int, spread: float, hard: bool
) -> Sample:
    """Draw samples with logits of this spread, and hard or soft labels."""
    shape = (count, classes) if loss.output.class_axis else (count,)
    z = rng.uniform(-spread, spread, size=shape)
    if loss.output.class_axis:
        # Labels in 64ths: their float64 sum is 1 without rounding.
        trials = 1 if hard else 64
        y = rng.multinomial(trials, np.full(classes, 1.0 / classes), size=count) / trials
    else:
        y = rng.integers(0, 2, size=count) / 1.0 if hard else rng.uniform(size=count)
    return Sample(z, y, rng.normal(size=shape), rng.normal(size=shape))
