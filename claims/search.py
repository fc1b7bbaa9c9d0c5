"""search_minima(): the minima of a loss of two parameters, by Newton's method from many starts.

Where `critical_points` looks at a window closely, this looks far and is quick: for data in numbers.

>>> from landscapes import Problem, load
>>> len(search_minima(Problem(load("two-minima")), "squared-error"))
2
"""

import numpy as np

from landscapes.planes.plane import Plane
from landscapes.problem import Problem
from landscapes.sweeps.restriction import Restriction
from losses import Loss
from losses.arrays import Array, read_only

__all__ = ["search_minima"]

# The search: starts on circles, damped Newton steps that move no logit by more than _LONGEST, at
# most so many; arrived where the step moves none by more than _ARRIVED. On ground that flattens out
# exponentially a Newton step moves some logit by about 1 however far out, so none arrives there.
_RADII, _ANGLES = (0.0, 0.5, 2.0, 6.0, 20.0, 60.0), 20
_LONGEST, _ARRIVED, _STEPS = 3.0, 1e-7, 150
# Minima whose logits differ by less than this are one.
_SAME = 1e-3


def search_minima(problem: Problem, loss: Loss | str) -> Array:
    """Find the minima of a loss of two parameters by Newton's method from many starts: (m, 2).

    A step is -|H|^-1 g, with the curvature's eigenvalues taken by their size, which goes downhill
    everywhere (Nocedal and Wright, Numerical Optimization, 2006, section 3.4); it is halved until
    the loss falls. A start has arrived where the step moves no logit by more than 1e-7 and both
    eigenvalues are positive. The starts lie on circles around 0, as far out as 60, so that a
    minimum with a basin narrower than their angles of 18 degrees may be missed.

    Raises
    ------
    ValueError
        Where the problem has other than two parameters.
    """
    if len(problem.parameters) != 2:
        raise ValueError(
            f"minima are looked for among two parameters; found {', '.join(problem.parameters)}"
        )
    plane = Plane([0.0, 0.0], [1.0, 0.0], [0.0, 1.0])
    restriction = Restriction(problem, loss, plane)
    basis = np.column_stack([restriction.u, restriction.v])
    points = _starts()
    lengths = np.ones(len(points))
    value, gradient, curvature = restriction.evaluate(*points.T)
    arrived: list[Array] = []
    for _ in range(_STEPS):
        step, least = _downhill(gradient, curvature)
        moved = np.abs(step @ basis.T).max(axis=1)
        there = (moved <= _ARRIVED) & (least > 0.0)
        arrived.append(points[there])
        # What has come to rest on other ground, or can find no lower loss, goes no further.
        going = (moved > _ARRIVED) & (lengths > _ARRIVED)
        if not going.any():
            break
        points, step, moved, lengths = points[going], step[going], moved[going], lengths[going]
        value, gradient, curvature = value[going], gradient[:, going], curvature[:, going]
        trial = points + (lengths * np.minimum(1.0, _LONGEST / moved))[:, None] * step
        at_trial = restriction.evaluate(*trial.T)
        better = at_trial.value <= value
        points = np.where(better[:, None], trial, points)
        value = np.where(better, at_trial.value, value)
        gradient = np.where(better, at_trial.gradient, gradient)
        curvature = np.where(better, at_trial.curvature, curvature)
        lengths = np.where(better, np.minimum(1.0, 2.0 * lengths), 0.25 * lengths)
    return _different(np.concatenate(arrived), basis)


def _starts() -> Array:
    angles = 2.0 * np.pi * np.arange(_ANGLES) / _ANGLES
    circle = np.column_stack([np.cos(angles), np.sin(angles)])
    return np.concatenate([radius * circle[: _ANGLES if radius else 1] for radius in _RADII])


def _downhill(gradient: Array, curvature: Array) -> tuple[Array, Array]:
    """Step (m, 2) that goes downhill everywhere, and the smallest eigenvalue (m,)."""
    aa, ab, bb = curvature
    matrices = np.stack([np.stack([aa, ab], axis=-1), np.stack([ab, bb], axis=-1)], axis=-2)
    sizes, axes = np.linalg.eigh(matrices)
    along = np.einsum("mij,mi->mj", axes, gradient.T)
    # The floor keeps a step finite where the ground is level; it is then cut to its longest.
    floor = 1e-12 * np.abs(sizes).max(axis=1, keepdims=True) + 1e-300
    step = -along / np.maximum(np.abs(sizes), floor)
    # An eigenvalue this small is rounding: there is no minimum to be told from level ground.
    least = np.where(sizes[:, 0] > floor[:, 0], sizes[:, 0], 0.0)
    return np.einsum("mij,mj->mi", axes, step), least


def _different(points: Array, basis: Array) -> Array:
    """Return one point of each group whose logits are the same."""
    kept: list[Array] = []
    for point in points:
        if all(np.abs((point - other) @ basis.T).max() > _SAME for other in kept):
            kept.append(point)
    return read_only(np.array(kept).reshape(-1, 2))
