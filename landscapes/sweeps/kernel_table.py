"""Kernels by loss: which compiled loop adds up a sweep of it, and with what.

A loss gets a kernel by an entry in `_KERNELS`; one with parameters has it for all their values.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from losses import FAMILIES, LOSSES, Loss

__all__ = ["ABSOLUTE", "FOCAL", "GENERALIZED", "LOOPS", "SQUARED", "Kernel", "kernel_of"]

# The losses of `sweeps.label_losses`, by the numbers that compiled loops know them by.
SQUARED, ABSOLUTE, FOCAL, GENERALIZED = range(4)

# All the loops that a kernel may name.
LOOPS = (
    "sigmoid_cross_entropy",
    "sigmoid_squared_error",
    "softmax_cross_entropy",
    "softmax_squared_error",
    "sigmoid_label",
    "softmax_label",
    "hinge",
)


class Kernel(NamedTuple):
    """How a loss is summed on a grid.

    Attributes
    ----------
    loop : str
        The loop's name; empty where the sums are a closed form and there is none.
    arguments : tuple
        What the loop takes before the sums: one of the losses above, and its parameter.
    scales : tuple of float
        Factors of the loop's values, and of its gradients and curvatures.
    smoothing : float
        Share of the label that is spread over all classes, which adds a closed form.
    """

    loop: str
    arguments: tuple[int, float] | tuple[()] = ()
    scales: tuple[float, float] = (1.0, 1.0)
    smoothing: float = 0.0

    @property
    def has_point_loops(self) -> bool:
        """Whether the loops of a survey, `sweeps.point_loops`, know the loss too."""
        return self.loop not in ("", "hinge")

    @property
    def shape(self) -> tuple[float, float, float]:
        """What those loops take of it besides: which loss, its parameter, and its factor."""
        which, parameter = self.arguments or (0, 0.0)
        return float(which), parameter, self.scales[0]


def _focal(output: str) -> Callable[..., Kernel]:
    def make(gamma: float) -> Kernel:
        if gamma == 0.0:
            return Kernel(f"{output}_cross_entropy")
        return Kernel(f"{output}_label", (FOCAL, gamma))

    return make


def _generalized(output: str) -> Callable[..., Kernel]:
    def make(q: float) -> Kernel:
        return Kernel(f"{output}_label", (ABSOLUTE, q) if q == 1.0 else (GENERALIZED, q))

    return make


# By output and key: a function of the loss's parameters.
_KERNELS: dict[str, dict[str, Callable[..., Kernel]]] = {
    "sigmoid": {
        "cross-entropy": lambda: Kernel("sigmoid_cross_entropy"),
        "squared-error": lambda: Kernel("sigmoid_squared_error", scales=(1.0, 2.0)),
        "absolute-error": lambda: Kernel("sigmoid_label", (ABSOLUTE, 1.0)),
        "hinge": lambda: Kernel("hinge"),
        "squared-error-on-logit": lambda: Kernel(""),
        "focal": _focal("sigmoid"),
        "generalized-cross-entropy": _generalized("sigmoid"),
    },
    "softmax": {
        "cross-entropy": lambda smoothing: Kernel("softmax_cross_entropy", smoothing=smoothing),
        "squared-error": lambda: Kernel("softmax_squared_error", scales=(1.0, 2.0)),
        "label-squared-error": lambda: Kernel("softmax_label", (SQUARED, 2.0)),
        # 1 - p of the label, and as much of its rivals.
        "absolute-error": lambda: Kernel("softmax_label", (ABSOLUTE, 1.0), scales=(2.0, 2.0)),
        "focal": _focal("softmax"),
        "generalized-cross-entropy": _generalized("softmax"),
    },
}


@lru_cache(maxsize=256)
def kernel_of(loss: Loss) -> Kernel | None:
    """Return a loss's kernel; None where it has none, or is another than the registered one."""
    output, key = loss.output.key, loss.key
    make = _KERNELS[output].get(key)
    if make is None:
        return None
    family = FAMILIES[output].get(key)
    registered = family.make(**loss.parameters) if family else LOSSES[output][key]
    return make(**loss.parameters) if loss == registered else None
