"""Problems that descents are tried on, their optima, and what each rule is given."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.optimize import minimize

import losses
from landscapes import Plane, Problem, load, rate_from_curvature, sweep
from losses.arrays import Array

__all__ = ["CANCER", "OVERLAP", "PACES", "SMOOTH", "START", "fair", "optimum"]


CANCER = Problem(load("breast-cancer", features=["mean radius"], standardise=True))
OVERLAP = Problem(load("overlap"))
START = (1.0, 1.0)
SMOOTH = [key for key, loss in losses.LOSSES["sigmoid"].items() if loss.smooth(CANCER.labels)]

# What each rule is given to get down on the breast cancer data, where the largest curvature is
# about 0.25: the rate, the steps, and options.
PACES: Mapping[str, tuple[float, int, dict[str, Any]]] = {
    "gradient-descent": (3.0, 3000, {}),
    "momentum": (1.0, 2000, {}),
    "nesterov": (1.0, 2000, {}),
    "adam": (0.1, 3000, {}),
    "newton": (0.1, 50, {}),
    "l-bfgs": (0.1, 100, {}),
    "stochastic-gradient-descent": (0.03, 20_000, {"batch_size": 16}),
}


def optimum(problem: Problem, key: str) -> Array:
    """The minimum by scipy, from 0, to the accuracy of float64."""
    loss = problem.loss(key)

    def value(theta: Array) -> float:
        return problem.value(loss, theta)

    def gradient(theta: Array) -> Array:
        return problem.gradient(loss, theta)

    start = np.zeros(len(problem.parameters))
    found = minimize(value, start, jac=gradient, method="BFGS", options={"gtol": 1e-10})
    return np.asarray(found.x)


def fair(problem: Problem, key: str, rate: float) -> float:
    """The rate, or less where the loss bends more than the others: where it is above 1/L."""
    axis = np.linspace(-5.0, 5.0, 21)
    landscape = sweep(problem, key, Plane.axes(problem, "w1", "b"), axis, axis)
    return min(rate, rate_from_curvature(landscape))
