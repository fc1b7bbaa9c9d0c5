"""Directions of parameter space along which no loss on the output can change."""

import numpy as np

from landscapes.problem import Problem
from losses.arrays import Array, read_only

__all__ = ["flat_directions"]


def flat_directions(problem: Problem) -> Array:
    """Return the directions along which the output's probabilities stay as they are.

    Softmax does not change where one constant is added to all logits of a row: so not along
    (e_j, e_j, …, e_j) / sqrt(K), which adds the same to the j-th parameter of every class. There
    are d + 1 of these, d without intercept; under a sigmoid output there are none. The L2 penalty
    does change along them.

    Returns
    -------
    ndarray, (m, P)
        One unit vector a row, at right angles to each other, whatever the data: data whose
        features depend on each other have more.
    """
    count, width = len(problem.parameters), problem.design.shape[1]
    if not problem.kind.class_axis:
        return read_only(np.zeros((0, count)))
    classes = count // width
    return read_only(np.tile(np.eye(width), classes) / np.sqrt(classes))
