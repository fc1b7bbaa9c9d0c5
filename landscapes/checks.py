"""Single numbers as arguments: checked, or refused with what they may be."""

from typing import Any

import numpy as np

from losses.arrays import finite

__all__ = ["count", "positive", "scalar"]


def scalar(name: str, value: Any) -> float:  # noqa: ANN401 (whatever was given)
    """Return a finite number, or raise what is wrong with it."""
    number = finite(name, value)
    if number.ndim:
        raise ValueError(f"{name} must be one number; found an array of shape {number.shape}")
    return float(number)


def positive(name: str, value: Any) -> float:  # noqa: ANN401 (whatever was given)
    """Return a number above 0, or raise what is wrong with it."""
    number = scalar(name, value)
    if number <= 0.0:
        raise ValueError(f"{name} must be above 0; found {value}")
    return number


def count(name: str, value: Any, least: int = 1) -> int:  # noqa: ANN401 (whatever was given)
    """Return a whole number of at least `least`, or raise what is wrong with it."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be a whole number; found {value!r}")
    if value < least:
        raise ValueError(f"{name} must be at least {least}; found {value}")
    return int(value)
