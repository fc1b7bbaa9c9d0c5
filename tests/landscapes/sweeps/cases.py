"""Random problems to be swept, large enough to go to the threads."""

import numpy as np

from landscapes import Dataset, Landscape, Plane, Problem

__all__ = ["ARRAYS", "AXIS", "PLANE", "PROBLEM", "assert_equal", "plane_of", "problem_of"]


ARRAYS = ("a", "b", "value", "gradient", "curvature")


def problem_of(rows: int, output: str = "sigmoid", classes: int = 2) -> Problem:
    """Random rows of two features."""
    rng = np.random.default_rng(rows)
    y = rng.integers(0, classes, size=rows)
    names = [str(k) for k in range(classes)]
    return Problem(Dataset(rng.normal(size=(rows, 2)), y, classes=names), output, penalty=0.01)


def plane_of(problem: Problem) -> Plane:
    """A random plane."""
    return Plane(*np.random.default_rng(1).normal(size=(3, len(problem.parameters))))


def assert_equal(one: Landscape, other: Landscape) -> None:
    """To the last bit."""
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


# Large enough to go to the threads.
PROBLEM = problem_of(2000)
PLANE = plane_of(PROBLEM)
AXIS = np.linspace(-2.0, 2.0, 41)
