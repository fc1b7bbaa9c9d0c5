"""Framing: the window in which a plane shows what is to be seen of cross-entropy."""

import numpy as np

from landscapes.descents.newton import Evaluated, minimise
from landscapes.planes.plane import Plane
from landscapes.planes.window import Window
from landscapes.problem import Problem
from landscapes.sweeps.restriction import Restriction
from landscapes.terrain.separation import separation
from losses.arrays import Array

__all__ = ["fit_window", "good_window"]

# The fitted window holds the ellipse on which a quadratic model of cross-entropy has risen by this
# much above the minimum, in nats: far enough out to show the walls, close enough to show the floor.
_RISE = 1.0
# Without a minimum to frame, the window ends where the typical logit reaches this size.
_TYPICAL_LOGIT = 10.0


def good_window(problem: Problem, plane: Plane) -> Window:
    """Return the window the data set brings for these two parameters, or else a fitted one."""
    known = problem.dataset.window
    if set(plane.names) <= set(known):
        return Window(known[plane.names[0]], known[plane.names[1]])
    return fit_window(problem, plane)[0]


def fit_window(problem: Problem, plane: Plane) -> tuple[Window, Array | None]:
    """Frame the cross-entropy minimum of the plane.

    Returns
    -------
    Window
        Around the minimum, wide enough for the ellipse on which a quadratic model of cross-entropy
        has risen by 1 nat; where the plane has no finite minimum, around (0, 0) as far as the
        typical (root mean square) logit reaches 10. So too where the model is not linear in its
        parameters, and cross-entropy may have many minima: there by the logits' slopes at (0, 0).
    ndarray or None
        The minimum (a, b); None where there is none.
    """
    restriction = Restriction(problem, "cross-entropy", plane)

    def evaluate(point: Array) -> Evaluated:
        value, gradient, (aa, ab, bb) = restriction.evaluate(point[:1], point[1:])
        return float(value[0]), gradient[:, 0], np.array([[aa[0], ab[0]], [ab[0], bb[0]]])

    convex = problem.linear and separation(problem, plane) is None
    minimum = minimise(evaluate, np.zeros(2)) if convex else None
    reach = np.zeros(2)
    if minimum is not None:
        inverse = np.linalg.pinv(evaluate(minimum)[2], rcond=1e-12, hermitian=True)
        reach = np.sqrt(2.0 * _RISE * np.diag(inverse))
    u, v = restriction.section.jet(np.zeros(1), np.zeros(1)).first
    sizes = np.sqrt([np.mean(u**2), np.mean(v**2)])
    unframed = _TYPICAL_LOGIT / np.where(sizes > 0.0, sizes, 1.0)
    reach = np.where(reach > 0.0, reach, unframed)
    centre = np.zeros(2) if minimum is None else minimum
    return Window(*(_rounded(c - r, c + r) for c, r in zip(centre, reach, strict=True))), minimum


def _rounded(low: float, high: float) -> tuple[float, float]:
    """Widen to multiples of a round step (1, 2 or 5 times a power of ten) near 1/20 of the span."""
    power = 10.0 ** np.floor(np.log10((high - low) / 20.0))
    step = power * next(m for m in (1.0, 2.0, 5.0, 10.0) if m * power >= (high - low) / 20.0)
    # Rounding once more takes off what the product of step and count adds in the last digit.
    digits = max(0, int(-np.floor(np.log10(step))))
    return (
        round(float(np.floor(low / step) * step), digits),
        round(float(np.ceil(high / step) * step), digits),
    )
