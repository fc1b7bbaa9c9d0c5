"""Arrays as the libraries take and give them: checked on the way in, read-only on the way out."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Array", "finite", "read_only", "real", "spread"]

Array = NDArray[np.float64]


def real(name: str, values: ArrayLike) -> NDArray[Any]:
    """Return `values` as a real array, or raise a TypeError that names the argument."""
    try:
        array = np.asarray(values)
    except ValueError:  # rows of different lengths
        raise ValueError(f"{name} must be a regular array of numbers") from None
    if array.dtype.kind not in "buif":
        raise TypeError(f"{name} must hold real numbers, not {array.dtype}")
    return array


def finite(name: str, values: ArrayLike) -> Array:
    """Return `values` as float64, or raise an error that names the argument and the bad entry."""
    array = real(name, values).astype(np.float64, copy=False)
    if not np.isfinite(array).all():
        bad = array[~np.isfinite(array)].flat[0]
        raise ValueError(f"{name} must be finite numbers; found {bad}")
    return array


def spread(name: str, array: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    """Broadcast to `shape`, or raise a ValueError that names the argument and both shapes."""
    try:
        return np.broadcast_to(array, shape)
    except ValueError:
        raise ValueError(
            f"{name} of shape {array.shape} do not broadcast to the logits' shape {shape}"
        ) from None


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Return a C-contiguous copy that cannot be written to."""
    copy = np.array(array, order="C", copy=True)
    copy.setflags(write=False)
    return copy
