"""CriticalPoint: where a loss is level, and of what kind the place is."""

from dataclasses import dataclass
from typing import Literal

from losses.arrays import Array

__all__ = ["CriticalPoint", "Kind"]

Kind = Literal["minimum", "saddle", "maximum", "degenerate"]


@dataclass(frozen=True, eq=False)
class CriticalPoint:
    """A point of a plane where the gradient of the restriction vanishes.

    Attributes
    ----------
    point : ndarray, (2,)
        Plane coordinates (a, b).
    value : float
        Mean loss per sample plus penalty.
    kind : str
        "minimum", "saddle" or "maximum" by the signs of the curvature's eigenvalues; "degenerate"
        where one of them counts as 0, and the second order does not tell.
    eigenvalues : ndarray, (2,)
        Eigenvalues of the curvature in (a, b), ascending.
    """

    point: Array
    value: float
    kind: Kind
    eigenvalues: Array
