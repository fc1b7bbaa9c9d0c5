"""Derivatives by central differences of fourth order."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = ["STEP", "derivative"]

Array = NDArray[np.float64]
STEP = 1e-3


def derivative(function: Callable[[float], Array | float], step: float = STEP) -> Array:
    """Derivative at 0; the error is about step^4 / 30 times the fifth derivative, and rounding."""
    near = np.subtract(function(step), function(-step))
    far = np.subtract(function(2.0 * step), function(-2.0 * step))
    return np.asarray((8.0 * near - far) / (12.0 * step))
