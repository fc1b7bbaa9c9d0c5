"""Growth: how parameters grow and turn along a descent without end, or under penalties."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from claims.hard_margin import HardMargin
from landscapes.descents.descent import descend
from landscapes.problem import Problem
from landscapes.terrain.optimum import cross_entropy_minimum
from losses import Loss
from losses.arrays import Array, read_only

__all__ = ["Growth", "Penalised", "growth", "penalised"]

# Penalties under which the finite minimum is looked at.
_PENALTIES = (1.0, 0.1, 0.01, 0.001, 0.0001)
# Points of the curves, evenly spaced in log t; the late steps are the last factor of so much.
_POINTS, _LATE = 60, 10.0


@dataclass(frozen=True, eq=False)
class Growth:
    """Parameters along gradient descent from 0 on one loss.

    Attributes
    ----------
    key, title : str
        Which loss.
    rate : float
        The learning rate, 1/L with L the largest curvature the loss can have on these rows.
    step : ndarray of int, (m,)
        Steps, evenly spaced in their logarithm.
    length : ndarray, (m,)
        ||w||, of weights and bias together.
    angle : ndarray, (m,)
        Degrees between w and the hard-margin vector.
    width : ndarray, (m,)
        The smallest margin of any row per length of w, as a share of the hard margin: 1 is the
        widest there is, below 0 some row is still wrong.
    value : ndarray, (m,)
        The loss.
    slope : float
        By how much ||w|| grows with each unit of log t, by least squares over the late steps: the
        last tenth of them and after.
    straightness : float
        Share of the variance of ||w|| over the late steps that this line explains.
    """

    key: str
    title: str
    rate: float
    step: NDArray[np.int64]
    length: Array
    angle: Array
    width: Array
    value: Array
    slope: float
    straightness: float


@dataclass(frozen=True, eq=False)
class Penalised:
    """Cross-entropy's minimum under penalties.

    Attributes
    ----------
    penalty, length, angle : ndarray, (m,)
        Strength of the penalty, length of the minimum with its bias, and degrees between it and
        the hard-margin vector.
    """

    penalty: Array
    length: Array
    angle: Array


def growth(problem: Problem, loss: Loss, hard: HardMargin, steps: int) -> Growth:
    """Descend from 0 on a loss, and follow the parameters against a hard-margin vector."""
    # The curvature in theta is at most the loss's largest curvature in the logit times the largest
    # eigenvalue of X'X/n: at that rate descent never overshoots, wherever it goes.
    z = np.linspace(-10.0, 10.0, 2001)
    bend = float(np.abs(loss.curvature(z, 1.0, 1.0, 1.0)).max())
    gram = problem.design.T @ problem.design / len(problem.dataset)
    rate = 1.0 / (bend * float(np.linalg.eigvalsh(gram)[-1]))
    zero = np.zeros(len(problem.parameters))
    path = descend(problem, loss, zero, rate=rate, steps=steps, tolerance=0.0)
    last = path.steps
    rows = (2.0 * problem.labels - 1.0)[:, None] * problem.design
    step = np.unique(np.round(np.geomspace(1.0, last, _POINTS)).astype(np.int64))
    theta = path.theta[step]
    length = np.linalg.norm(path.theta, axis=1)
    late = np.arange(max(1, round(last / _LATE)), last + 1)
    slope, straightness = _line(np.log(late), length[late])
    return Growth(
        key=loss.key,
        title=loss.title,
        rate=rate,
        step=read_only(step),
        length=read_only(length[step]),
        angle=read_only(_angles(theta, hard.theta)),
        width=read_only((rows @ theta.T).min(axis=0) / length[step] * hard.length),
        value=read_only(path.value[step]),
        slope=slope,
        straightness=straightness,
    )


def penalised(problem: Problem, hard: HardMargin) -> Penalised:
    """Find cross-entropy's minimum under each of some penalties."""
    penalties, minima = [], []
    for penalty in _PENALTIES:
        minimum = cross_entropy_minimum(replace(problem, penalty=penalty))
        if minimum is not None:
            penalties.append(penalty)
            minima.append(minimum)
    found = np.array(minima).reshape(-1, len(hard.theta))
    return Penalised(
        read_only(np.array(penalties)),
        read_only(np.linalg.norm(found, axis=1)),
        read_only(_angles(found, hard.theta)),
    )


def _angles(vectors: Array, to: Array) -> Array:
    """Degrees between rows (m, P) and a vector, accurate near 0 too."""
    unit = to / np.linalg.norm(to)
    along = vectors @ unit
    across = np.linalg.norm(vectors - along[:, None] * unit, axis=1)
    return np.asarray(np.degrees(np.arctan2(across, along)))


def _line(x: Array, y: Array) -> tuple[float, float]:
    """Slope of the least-squares line, and the share of the variance it explains."""
    x, y = x - x.mean(), y - y.mean()
    slope = float(x @ y) / float(x @ x)
    rest = y - slope * x
    whole = float(y @ y)
    return slope, 1.0 - float(rest @ rest) / whole if whole > 0.0 else 1.0
