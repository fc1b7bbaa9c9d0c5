"""Landscapes of every data set on small grids, and made-up ones."""

from dataclasses import replace
from functools import cache

import numpy as np
import plotly.graph_objects as go

from landscapes import DATASETS, Dataset, Landscape, Plane, Problem, good_window, sweep
from losses import LOSSES
from losses.arrays import Array
from scene import Scene

__all__ = [
    "EVERY",
    "SIGMOID",
    "above_0",
    "flat",
    "landscape_of",
    "problem_of",
    "trace",
    "with_values",
    "words_of",
]

SIGMOID = tuple(LOSSES["sigmoid"])
EVERY = [(name, loss) for name in DATASETS for loss in SIGMOID]


def problem_of(name: str, penalty: float = 0.0, standardise: bool = False) -> Problem:
    """The model of a data set as a screen shows it: two classes, and a bias where it has one."""
    return Scene(data=name, penalty=penalty, standardise=standardise).problem


@cache
def landscape_of(
    name: str = "overlap",
    loss: str = "squared-error",
    columns: int = 23,
    rows: int = 19,
    penalty: float = 0.0,
    standardise: bool = False,
) -> Landscape:
    """A landscape over the first two parameters; other numbers of columns than of rows."""
    problem = problem_of(name, penalty, standardise)
    plane = Plane.axes(problem, *problem.parameters[:2])
    window = good_window(problem, plane)
    a, b = np.linspace(*window.a, columns), np.linspace(*window.b, rows)
    return sweep(problem, loss, plane, a, b)


def flat() -> Landscape:
    """Squared error so far out that every p is rounded to 0 or 1: one value, no gradient."""
    problem = Problem(Dataset([[1.0], [2.0], [-1.0], [-2.0]], [0, 1, 0, 1]))
    plane = Plane.axes(problem, "w1", "b")
    return sweep(
        problem, "squared-error", plane, np.linspace(2e3, 3e3, 9), np.linspace(-1.0, 1.0, 7)
    )


def above_0(landscape: Landscape) -> Array:
    """Losses for a logarithm: where hinge is 0, or 0 but for rounding, the lowest beside that."""
    value = landscape.value
    if landscape.loss.key != "hinge":
        return value
    return np.asarray(np.maximum(value, value[value > 1e-12 * value.max()].min()))


def with_values(value: Array) -> Landscape:
    """A landscape with these values, on the default plane."""
    rows, columns = value.shape
    return replace(landscape_of(columns=columns, rows=rows), value=value)


def words_of(landscape: Landscape) -> list[str]:
    """What a title must hold: the loss, the data, the number of rows, the parameters."""
    data = landscape.problem.dataset
    return [landscape.loss.title, data.name, f"n = {len(data.X)}", *landscape.plane.names]


def trace(figure: go.Figure, kind: str, at: int = 0) -> go.Figure:
    """One of a figure's traces of a kind."""
    return [one for one in figure.data if one.type == kind][at]
