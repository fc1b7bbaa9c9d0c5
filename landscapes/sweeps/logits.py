"""Three logits: the loss of one sample of three classes, as a function of its logits alone.

Softmax gives p_k = exp(z_k) / sum_j exp(z_j). A constant added to all logits cancels, so every loss
is level along (1, 1, 1), and nothing is lost on the plane where the logits sum to 0. Seen along
that direction, the plane and the triangle of the probabilities lie in the same two coordinates,

    a = (z2 - z1) / sqrt(2)    b = (2 z3 - z1 - z2) / sqrt(6),

with class 1 to the lower left, class 2 to the lower right and class 3 at the top of both.

>>> from landscapes.sweeps.logits import read_logits
>>> wrong = read_logits("cross-entropy", "1", [-3.0, 3.0, 0.0])
>>> abs(wrong.flat_curvature) < 1e-15
True
>>> round(wrong.length, 2)  # p - y, with p close to (0, 1, 0) and y = (1, 0, 0)
1.38
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from landscapes.data.dataset import Dataset
from landscapes.planes.plane import Plane
from landscapes.planes.window import Window
from landscapes.problem import Problem
from landscapes.sweeps.sweep import Landscape, sweep
from losses import SOFTMAX, Loss
from losses.arrays import Array, finite, read_only

__all__ = [
    "CLASSES",
    "CORNERS",
    "FLAT",
    "LABELS",
    "PLANE",
    "WINDOW",
    "LogitReading",
    "Shift",
    "embedded",
    "logit_landscape",
    "one_sample",
    "raised",
    "read_logits",
    "shifted",
]

# The labels that can be chosen, and what they are called.
LABELS = {"1": "class 1", "2": "class 2", "3": "class 3", "uniform": "1/3 each"}
CLASSES = 3

FLAT = read_only(np.ones(CLASSES) / np.sqrt(3.0))
"""The direction along which all logits rise alike, of unit length."""

PLANE = Plane(
    np.zeros(CLASSES),
    np.array([-1.0, 1.0, 0.0]) / np.sqrt(2.0),
    np.array([-1.0, -1.0, 2.0]) / np.sqrt(6.0),
    ("a", "b"),
    words=("a, towards class 2", "b, towards class 3"),
)
"""The plane where the logits sum to 0, on orthonormal directions: gradients are as long as seen."""

WINDOW = Window((-8.0, 8.0), (-8.0, 8.0))
"""The part of the plane that is drawn: there p comes to within 1e-5 of 0 and 1."""


@lru_cache(maxsize=len(LABELS))
def one_sample(label: str) -> Problem:
    """Return the problem of one sample with this label: its three parameters are the logits.

    The sample has one feature, 1, and the model no intercept: theta = (z1, z2, z3).

    Raises
    ------
    ValueError
        Where the label is unknown.
    """
    if label not in LABELS:
        raise ValueError(f"label must be one of {', '.join(LABELS)}; found {label!r}")
    y: ArrayLike = [[1.0 / CLASSES] * CLASSES] if label == "uniform" else [int(label) - 1]
    name = f"one sample, label {LABELS[label]}"
    data = Dataset([[1.0]], y, features=["one"], classes=["1", "2", "3"], name=name)
    return Problem(data, "softmax", intercept=False)


@lru_cache(maxsize=64)
def logit_landscape(loss: str, label: str, resolution: int = 81) -> Landscape:
    """Return a loss over the window of the plane where the logits sum to 0.

    Raises
    ------
    ValueError
        Where loss or label is unknown.
    """
    return sweep(one_sample(label), loss, PLANE, *WINDOW.grid(resolution))


@dataclass(frozen=True, eq=False)
class LogitReading:
    """A loss at one point of logit space, with its first two derivatives there.

    Attributes
    ----------
    loss : Loss
        Which loss.
    logits, probability, label : ndarray, (3,)
        z, softmax(z), y.
    value : float
        The loss of the sample, in the loss's unit.
    gradient : ndarray, (3,)
        Its derivative in each logit.
    planar : ndarray, (2,)
        The gradient in the coordinates (a, b) of the plane.
    length : float
        Length of the gradient.
    flat_slope, flat_curvature : float
        First and second derivative along (1, 1, 1)/sqrt(3), from the entries of the gradient and of
        the Hessian: 0 to their rounding.
    curvatures : ndarray, (2,)
        Eigenvalues of the Hessian within the plane, ascending.
    """

    loss: Loss
    logits: Array
    probability: Array
    label: Array
    value: float
    gradient: Array
    planar: Array
    length: float
    flat_slope: float
    flat_curvature: float
    curvatures: Array


def read_logits(loss: Loss | str, label: str, logits: ArrayLike) -> LogitReading:
    """Measure a loss at one point of logit space.

    Raises
    ------
    TypeError, ValueError
        Where loss or label is unknown, or the logits are not three finite numbers.
    """
    problem, z = one_sample(label), _logits(logits)
    known = problem.loss(loss)
    gradient, hessian = problem.gradient(known, z), problem.hessian(known, z)
    basis = np.column_stack([PLANE.u, PLANE.v])
    return LogitReading(
        loss=known,
        logits=read_only(z),
        probability=read_only(SOFTMAX.probability(z)),
        label=read_only(problem.labels[0]),
        value=problem.value(known, z),
        gradient=read_only(gradient),
        planar=read_only(basis.T @ gradient),
        length=float(np.linalg.norm(gradient)),
        flat_slope=float(FLAT @ gradient),
        flat_curvature=float(FLAT @ hessian @ FLAT),
        curvatures=read_only(np.linalg.eigvalsh(basis.T @ hessian @ basis)),
    )


@dataclass(frozen=True, eq=False)
class Shift:
    """What adding a constant to all logits does to the probabilities.

    Attributes
    ----------
    constant : float
        What was added.
    logits, probability : ndarray, (3,)
        z + constant and its softmax.
    difference : float
        The largest change of a probability, in size.
    """

    constant: float
    logits: Array
    probability: Array
    difference: float


def shifted(logits: ArrayLike, constant: float) -> Shift:
    """Add a constant to all three logits and measure by how much the probabilities change."""
    z = _logits(logits)
    moved = finite("logits z + constant", z + constant)
    before, after = SOFTMAX.probability(z), SOFTMAX.probability(moved)
    return Shift(
        float(constant), read_only(moved), read_only(after), float(np.abs(after - before).max())
    )


def raised(
    loss: Loss | str, label: str, logits: ArrayLike, direction: ArrayLike, constants: ArrayLike
) -> Array:
    """Return the loss at logits + constant * direction for each constant (m,), (m,)."""
    problem = one_sample(label)
    steps, along = finite("constants", constants), _logits(direction)
    z = _logits(logits) + steps[:, None] * along
    return problem.loss(loss).value(z, np.broadcast_to(problem.labels[0], z.shape))


def _logits(values: ArrayLike) -> Array:
    z = finite("logits", values)
    if z.shape != (CLASSES,):
        raise ValueError(f"logits must be three numbers; found shape {z.shape}")
    return z


def embedded(points: ArrayLike) -> Array:
    """Return probabilities or logits (..., 3) in the coordinates (a, b): (..., 2).

    Probabilities keep their distances; logits lose their mean, which softmax does not see.
    """
    return np.asarray(finite("points", points) @ np.column_stack([PLANE.u, PLANE.v]))


CORNERS = read_only(embedded(np.eye(CLASSES)))
"""The corners of the triangle of probabilities in the coordinates (a, b): (3, 2), by class."""
