"""The optimum of cross-entropy among all parameters, where there is one."""

import numpy as np

from landscapes.descents.newton import Evaluated, minimise
from landscapes.problem import Problem
from landscapes.terrain.separation import separation
from losses import Loss
from losses.arrays import Array

__all__ = ["cross_entropy_minimum"]


def cross_entropy_minimum(problem: Problem) -> Array | None:
    """Return the parameters (P,) of least cross-entropy; None where no finite minimum exists.

    Raises
    ------
    ValueError
        Where the model is not linear in its parameters: then cross-entropy need not be convex.
    """
    if separation(problem) is not None:
        return None
    loss: Loss = problem.loss("cross-entropy")

    def evaluate(theta: Array) -> Evaluated:
        gradient, hessian = problem.gradient(loss, theta), problem.hessian(loss, theta)
        return problem.value(loss, theta), gradient, hessian

    return minimise(evaluate, np.zeros(len(problem.parameters)))
