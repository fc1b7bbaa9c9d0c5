"""Every registered loss against JAX: its textbook formula, differentiated by a machine.

The tests hold the losses to the same formulas in high precision; this is the second opinion, from
what people would otherwise use. JAX is an extra of the benchmarks, and so the comparison is here.
"""

import importlib.util
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from losses import FAMILIES, LOSSES, Loss
from losses.arrays import Array

__all__ = ["Difference", "differences"]

Tensor = Any  # mypy passes over JAX

# Logits that a formula by way of the probability still takes without losing its digits.
_REACH = 6.0
_SAMPLES = 400
# A difference above this share of the largest entry is an error in one of the two.
LARGEST = 1e-10


class Difference(NamedTuple):
    """The largest differences of a loss from JAX, each as a share of the largest entry.

    Not a number where the table below has no formula of the loss.
    """

    loss: Loss
    value: float
    gradient: float
    curvature: float

    @property
    def agrees(self) -> bool:
        """Whether none is above `LARGEST`."""
        return bool(max(self.value, self.gradient, self.curvature) <= LARGEST)


def _formulas(parameters: dict[str, float]) -> dict[str, dict[str, Callable[..., Tensor]]]:
    """One sample's loss of its logit or logits z and its label y, as in a textbook."""
    import jax
    import jax.numpy as jnp

    gamma, q = parameters.get("gamma", 0.0), parameters.get("q", 1.0)
    smoothing = parameters.get("smoothing", 0.0)

    def focal(p: Tensor) -> Tensor:
        return -((1.0 - p) ** gamma) * jnp.log(p)

    def generalized(p: Tensor) -> Tensor:
        return (1.0 - p**q) / q

    def of_label(formula: Callable[[Tensor], Tensor]) -> Callable[..., Tensor]:
        return lambda z, y: (
            y * formula(jax.nn.sigmoid(z)) + (1.0 - y) * formula(1.0 - jax.nn.sigmoid(z))
        )

    def over_classes(formula: Callable[[Tensor], Tensor]) -> Callable[..., Tensor]:
        return lambda z, y: jnp.sum(y * formula(jax.nn.softmax(z)))

    def smoothed(z: Tensor, y: Tensor) -> Tensor:
        y = (1.0 - smoothing) * y + smoothing / z.shape[-1]
        return -jnp.sum(y * jax.nn.log_softmax(z))

    return {
        "sigmoid": {
            "squared-error": lambda z, y: (jax.nn.sigmoid(z) - y) ** 2,
            "cross-entropy": lambda z, y: jax.nn.softplus(z) - y * z,
            "absolute-error": lambda z, y: jnp.abs(jax.nn.sigmoid(z) - y),
            "hinge": lambda z, y: y * jax.nn.relu(1.0 - z) + (1.0 - y) * jax.nn.relu(1.0 + z),
            "squared-error-on-logit": lambda z, y: (z - (2.0 * y - 1.0)) ** 2,
            "focal": of_label(focal),
            "generalized-cross-entropy": of_label(generalized),
        },
        "softmax": {
            "squared-error": lambda z, y: jnp.sum((jax.nn.softmax(z) - y) ** 2),
            "cross-entropy": smoothed,
            "label-squared-error": over_classes(lambda p: (1.0 - p) ** 2),
            "absolute-error": lambda z, y: jnp.sum(jnp.abs(jax.nn.softmax(z) - y)),
            "focal": over_classes(focal),
            "generalized-cross-entropy": over_classes(generalized),
        },
    }


def _records() -> Iterator[Loss]:
    """Every registered loss, and those with a parameter at other values of it too."""
    for output, known in LOSSES.items():
        for key, loss in known.items():
            yield loss
            if family := FAMILIES[output].get(key):
                (one,) = family.parameters
                for share in (0.05, 0.5):
                    yield family.make(**{one.name: (1.0 - share) * one.low + share * one.high})


def _samples(classes: int) -> Iterator[tuple[Array, Array]]:
    """Logits and labels, hard and soft; of one logit where there are no classes."""
    rng = np.random.default_rng(classes)
    shape = (_SAMPLES, classes) if classes else (_SAMPLES,)
    for hard in (True, False):
        z = rng.uniform(-_REACH, _REACH, size=shape)
        if classes:
            share = np.full(classes, 1.0 / classes)
            trials = 1 if hard else 64
            yield z, rng.multinomial(trials, share, size=_SAMPLES) / trials
        else:
            yield z, rng.integers(0, 2, size=shape) / 1.0 if hard else rng.uniform(size=shape)


def _own(loss: Loss, z: Array, y: Array) -> tuple[Array, Array, Array]:
    """Value, gradient and Hessian by the library."""
    units = np.eye(z.shape[-1]) if loss.output.class_axis else np.ones((1, 1))
    rows = [[loss.curvature(z, y, left, right) for right in units] for left in units]
    hessian = np.moveaxis(np.array(rows), -1, 0)
    shape = hessian.shape if loss.output.class_axis else z.shape
    return loss.value(z, y), loss.gradient(z, y), hessian.reshape(shape)


def differences() -> Iterator[Difference] | None:
    """Yield how far every loss is from JAX's; None where JAX is not installed."""
    if importlib.util.find_spec("jax") is None:
        return None
    import jax

    jax.config.update("jax_enable_x64", True)
    return (_difference(loss) for loss in _records())


def _difference(loss: Loss) -> Difference:
    import jax

    formula = _formulas(dict(loss.parameters))[loss.output.key].get(loss.key)
    if formula is None:
        return Difference(loss, np.nan, np.nan, np.nan)
    parts = (formula, jax.grad(formula), jax.hessian(formula))
    theirs = [jax.jit(jax.vmap(part)) for part in parts]
    worst = [0.0, 0.0, 0.0]
    for classes in (2, 3, 10) if loss.output.class_axis else (0,):
        for z, y in _samples(classes):
            for i, (own, other) in enumerate(zip(_own(loss, z, y), theirs, strict=True)):
                apart = np.abs(own - np.asarray(other(z, y))).max()
                # Hinge has no curvature: there the difference itself is told.
                worst[i] = max(worst[i], float(apart / (np.abs(own).max() or 1.0)))
    return Difference(loss, *worst)
