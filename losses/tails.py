"""Tail: what a loss does where the answer is far wrong.

>>> from losses import get
>>> from losses.tails import tail
>>> tail(get("cross-entropy")).kind, tail(get("squared-error")).kind
('straight', 'flat')
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from losses.base import Loss
from losses.output import SIGMOID

__all__ = ["Tail", "tail"]

# The slope is called unchanged where it differs by less than this share from near to far.
_UNCHANGED = 0.05


@dataclass(frozen=True)
class Tail:
    """A loss's slopes in the logit at two places on the wrong side, and what follows from them.

    Attributes
    ----------
    near, far : float
        The two logits.
    slope_near, slope_far : float
        The slopes there.
    kind : str
        "straight" where the two differ in size by less than 5 %, "flat" where the farther one is
        smaller, "steep" where it is larger.
    """

    near: float
    far: float
    slope_near: float
    slope_far: float
    kind: Literal["straight", "flat", "steep"]


def tail(loss: Loss, label: int = 1, distance: float = 8.0) -> Tail:
    """Measure a loss's slope at a logit on the wrong side of a label, and at twice that.

    Parameters
    ----------
    loss : Loss
        A loss on a sigmoid output.
    label : int
        0 or 1.
    distance : float
        The size of the nearer logit, above 0.

    Raises
    ------
    ValueError
        Where the loss is of another output, the label is neither, or the distance is not above 0.
    """
    if loss.output != SIGMOID:
        raise ValueError(f"loss must be on a sigmoid output; {loss.key} is on {loss.output.key}")
    if label not in (0, 1):
        raise ValueError(f"label must be 0 or 1; found {label}")
    if not 0.0 < distance < np.inf:
        raise ValueError(f"distance must be a finite number above 0; found {distance}")
    near = distance if label == 0 else -distance
    slopes = loss.gradient([near, 2.0 * near], float(label))
    sizes = np.abs(slopes)
    kind: Literal["straight", "flat", "steep"] = "flat" if sizes[1] < sizes[0] else "steep"
    if abs(sizes[1] - sizes[0]) < _UNCHANGED * sizes[0]:
        kind = "straight"
    return Tail(near, 2.0 * near, float(slopes[0]), float(slopes[1]), kind)
