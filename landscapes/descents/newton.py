"""Newton's method for a function of a few variables, damped so that it never goes uphill."""

from collections.abc import Callable

import numpy as np

from losses.arrays import Array

__all__ = ["Evaluated", "minimise"]

Evaluated = tuple[float, Array, Array]


def minimise(
    evaluate: Callable[[Array], Evaluated], start: Array, tolerance: float = 1e-12, limit: int = 200
) -> Array | None:
    """Minimise a convex function by damped Newton steps.

    Parameters
    ----------
    evaluate : callable
        point (m,) -> value, gradient (m,), Hessian (m, m).
    start : ndarray, (m,)
        Where to begin.
    tolerance : float
        Converged where the Newton decrement g' H^-1 g / 2, the loss still to be gained by a
        quadratic model, is below this (Boyd and Vandenberghe, Convex Optimization, 2004,
        section 9.5.1). Two further full steps then polish the point.
    limit : int
        Steps at most.

    Returns
    -------
    ndarray or None
        The minimum; None where `limit` steps did not reach it.
    """
    point = start
    value, gradient, hessian = evaluate(point)
    for _ in range(limit):
        # Least squares: a flat direction gets no step, instead of an infinite one.
        step = -np.linalg.lstsq(hessian, gradient, rcond=1e-15)[0]
        decrement = -0.5 * float(gradient @ step)
        if decrement < tolerance:
            return _polish(evaluate, point, gradient, hessian)
        length, trial = 1.0, evaluate(point + step)
        while not trial[0] <= value - 0.5 * length * decrement:  # a quarter of the predicted fall
            length *= 0.5
            if length < 1e-10:
                return None
            trial = evaluate(point + length * step)
        point = point + length * step
        value, gradient, hessian = trial
    return None


def _polish(
    evaluate: Callable[[Array], Evaluated], point: Array, gradient: Array, hessian: Array
) -> Array:
    for _ in range(2):
        trial = point - np.linalg.lstsq(hessian, gradient, rcond=1e-15)[0]
        _, trial_gradient, trial_hessian = evaluate(trial)
        if np.linalg.norm(trial_gradient) >= np.linalg.norm(gradient):
            break
        point, gradient, hessian = trial, trial_gradient, trial_hessian
    return point
