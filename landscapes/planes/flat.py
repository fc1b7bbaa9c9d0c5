"""Directions of parameter space along which no loss on the output can change."""

from landscapes.problem import Problem
from losses.arrays import Array

__all__ = ["flat_directions"]


def flat_directions(problem: Problem) -> Array:
    """Return the directions along which the output's probabilities stay as they are.

    Softmax does not change where one constant is added to all logits of a row. In a linear model
    that is so along (e_j, e_j, …, e_j) / sqrt(K), which adds the same to the j-th parameter of
    every class: d + 1 directions, d without intercept. Under a sigmoid output there are none. The
    L2 penalty does change along them.

    Returns
    -------
    ndarray, (m, P)
        One unit vector a row, at right angles to each other, whatever the data: data whose
        features depend on each other have more.
    """
    return problem.on_rows.flat_directions
