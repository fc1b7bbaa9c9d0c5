"""A search for minima by other means."""

from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize

from losses.arrays import Array

__all__ = ["lowest"]


def lowest(
    value: Callable[[Array], float],
    start: Array,
    gradient: Callable[[Array], Array],
    hessian: Callable[[Array], Array],
) -> Array:
    """Where scipy's trust region ends."""
    found = minimize(
        value,
        start,
        jac=gradient,
        hess=hessian,
        method="trust-exact",
        options={"gtol": 1e-13},
    )
    return np.asarray(found.x)
