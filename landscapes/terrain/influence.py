"""influence(): how far one row sways the best fit, and the ground around it.

>>> import numpy as np
>>> from landscapes import Problem, load
>>> from landscapes.terrain.influence import influence
>>> far = influence(Problem(load("outlier")), "cross-entropy", 40, grid=31)
>>> bool(far.with_row.best_point[0] < 0.5 * far.without_row.best_point[0])  # it halves the weight
True
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from landscapes.data.dataset import Dataset
from landscapes.planes.plane import Plane
from landscapes.problem import Problem
from landscapes.sweeps.sweep import Landscape, sweep
from landscapes.terrain.framing import good_window
from landscapes.terrain.pulls import pulls
from landscapes.terrain.survey import Survey, survey
from losses import Loss

__all__ = ["Influence", "influence"]


@dataclass(frozen=True, eq=False)
class Influence:
    """A loss's landscape with all rows, and the survey of the one without this row.

    Attributes
    ----------
    row : int
        Which row of the data set.
    landscape : Landscape
        With all rows, over the problem's first two parameters.
    with_row, without_row : Survey
        What was found on the landscapes with the row and without it, on the same grid.
    """

    row: int
    landscape: Landscape
    with_row: Survey
    without_row: Survey

    @cached_property
    def share(self) -> float:
        """The row's part in the sum of the sizes of all pulls, at the best point with all rows."""
        landscape = self.landscape
        found = pulls(
            landscape.problem, landscape.loss, landscape.plane.at(*self.with_row.best_point)
        )
        total = float(found.size.sum())
        return float(found.size[found.row == self.row][0]) / total if total > 0.0 else 0.0


def influence(problem: Problem, loss: Loss | str, row: int, grid: int = 61) -> Influence:
    """Sweep a problem with and without one of its rows, on the window that suits all of them.

    Parameters
    ----------
    problem : Problem
        With a sigmoid output and at least two parameters; the first two span the plane.
    loss : Loss or str
        A loss of its output, or its key.
    row : int
        Which row, from 0.
    grid : int
        Grid points a side.

    Raises
    ------
    ValueError
        Where there is no such row, or the grid has fewer than 2 points a side.
    """
    data = problem.dataset
    if not 0 <= row < len(data):
        raise ValueError(f"row must be from 0 to {len(data) - 1}; found {row}")
    if grid < 2:
        raise ValueError(f"grid must be at least 2 points a side; found {grid}")
    rest = np.arange(len(data)) != row
    fewer = Dataset(
        data.X[rest],
        data.y[rest],
        features=data.features,
        classes=data.classes,
        name=data.name,
        source=data.source,
    )
    plane = Plane.axes(problem, *problem.parameters[:2])
    axes = good_window(problem, plane).grid(grid)
    landscapes = [
        sweep(one, loss, plane, *axes) for one in (problem, replace(problem, dataset=fewer))
    ]
    return Influence(row, landscapes[0], *(survey(landscape) for landscape in landscapes))
