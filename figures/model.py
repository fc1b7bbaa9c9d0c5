"""Model: parameters as a figure draws them."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from losses.arrays import Array

__all__ = ["Model", "padded"]


@dataclass(frozen=True, eq=False)
class Model:
    """Parameters to draw, with the name and the colour they are drawn in."""

    theta: ArrayLike
    title: str
    colour: str


def padded(values: Array) -> tuple[float, float]:
    """Return the ends of an axis that shows all values, with some room around."""
    low, high = float(values.min()), float(values.max())
    pad = 0.08 * (high - low) or 1.0
    return low - pad, high + pad
