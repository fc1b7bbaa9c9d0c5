"""Window: the part of a plane that a picture shows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from losses.arrays import Array, finite

__all__ = ["Window"]


@dataclass(frozen=True)
class Window:
    """Limits (low, high) of plane coordinates a and b.

    Raises
    ------
    ValueError
        Where a limit is not finite, or low is not below high.
    """

    a: tuple[float, float]
    b: tuple[float, float]

    def __post_init__(self) -> None:
        for name in ("a", "b"):
            limits = finite(f"window {name}", getattr(self, name))
            if limits.shape != (2,) or not limits[0] < limits[1]:
                raise ValueError(f"window {name} must be (low, high), low < high; found {limits}")
            object.__setattr__(self, name, (float(limits[0]), float(limits[1])))

    def holds(self, point: Sequence[float]) -> bool:
        """Say whether a point (a, b) lies within the limits."""
        (a, b) = point
        return self.a[0] <= a <= self.a[1] and self.b[0] <= b <= self.b[1]

    def grid(self, resolution: int) -> tuple[Array, Array]:
        """Return `resolution` evenly spaced coordinates a, and as many b."""
        return np.linspace(*self.a, resolution), np.linspace(*self.b, resolution)
