"""Learning rates that are fair to a loss: 1/L from its curvature, or its best from a ladder.

Two losses on one problem differ in scale, and a rate that suits one may cripple the other. What is
fair is a choice; here are two ways of making it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from landscapes.checks import positive
from landscapes.descents.descent import descend
from landscapes.descents.path import Path
from landscapes.descents.rules import get_rule
from landscapes.planes.plane import Plane
from landscapes.problem import Problem
from landscapes.sweeps.sweep import Landscape
from losses import Loss
from losses.arrays import Array, read_only

__all__ = ["LADDER", "BestRate", "best_rate", "rate_from_curvature"]

LADDER = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)
"""Learning rates, about a factor of 3 apart, that `best_rate` tries."""


def rate_from_curvature(landscape: Landscape) -> float:
    """1/L, with L the largest |eigenvalue| of the curvature on the landscape's grid.

    L is taken over the grid points of the window, in the plane's coordinates. Where a descent stays
    among curvatures of at most L, a gradient step of 1/L lowers the loss by at least |g|²/(2L)
    (Boyd and Vandenberghe, Convex Optimization, 2004, section 9.3.1). A descent that leaves the
    window may meet larger ones.

    Raises
    ------
    ValueError
        Where the landscape has no curvature on the whole grid; or the loss has kinks on the
        problem's labels, where the gradient jumps and no L bounds how fast it changes.
    """
    if not landscape.loss.smooth(landscape.problem.labels):
        raise ValueError(
            f"{landscape.loss.key} has kinks on these labels, where its gradient jumps: no "
            "curvature L bounds that, and so there is no rate 1/L"
        )
    largest = float(np.abs(landscape.eigenvalues).max())
    if not largest > 0.0:
        raise ValueError("the landscape has no curvature anywhere on its grid, so 1/L is infinite")
    return 1.0 / largest


@dataclass(frozen=True, eq=False)
class BestRate:
    """The outcome of a search for the best rate of a ladder.

    Attributes
    ----------
    rate : float
        The best rate.
    path : Path
        The descent at that rate.
    best : float
        The lowest loss that any rate of the ladder found.
    tolerance : float
        How near to `best` counts as there, relative.
    ladder : tuple of float
        The rates tried.
    steps : ndarray of int
        For each rate, after how many steps the loss came within tolerance of `best` to stay; -1
        where it never did.
    final : ndarray
        For each rate, the loss at the end of its path; infinite where numbers overflowed.
    """

    rate: float
    path: Path
    best: float
    tolerance: float
    ladder: tuple[float, ...]
    steps: Array
    final: Array


def best_rate(
    problem: Problem,
    loss: Loss | str,
    start: ArrayLike,
    rule: str = "gradient-descent",
    steps: int = 500,
    *,
    ladder: Sequence[float] = LADDER,
    within: float = 0.01,
    plane: Plane | None = None,
    **options: Any,  # noqa: ANN401 (each option checks its own type)
) -> BestRate:
    """Find the rate of a fixed ladder that is soonest within 1 % of the best loss, to stay.

    Each rate of the ladder descends for `steps` steps; the best loss is the lowest on any of the
    paths. The best rate is the one that takes fewest steps to come to a loss of at most
    (1 + within) times that and stays there until its end; where none does, the one with the lowest
    loss at its end. Of equals the smaller rate is taken. So the result depends on the arguments
    alone.

    Parameters
    ----------
    problem, loss, start, rule, steps, plane, **options
        As for `descend`.
    ladder : sequence of float
        The rates, each above 0; 0.001, 0.003, 0.01 … 1000 by default.
    within : float
        How near to the best loss counts as there, relative; above 0.

    Raises
    ------
    TypeError, ValueError
        As `descend` raises; where the rule has no rate, or the ladder is empty.
    """
    if not get_rule(rule).uses_rate:
        raise ValueError(f"rule {rule!r} has no learning rate to choose")
    within = positive("within", within)
    rates = tuple(sorted({positive("ladder", rate) for rate in ladder}))
    if not rates:
        raise ValueError("ladder must hold at least one rate; found none")
    paths = [
        descend(problem, loss, start, rule, rate, steps, plane=plane, **options) for rate in rates
    ]
    best = min(float(path.value.min()) for path in paths)
    arrived = np.array([_arrival(path, (1.0 + within) * best) for path in paths])
    final = np.array(
        [np.inf if path.outcome.key == "not-finite" else path.value[-1] for path in paths]
    )
    # argmin takes the first of equals, and the rates ascend.
    there = np.where(arrived >= 0, arrived, steps + 1)
    chosen = int(there.argmin() if there.min() <= steps else final.argmin())
    return BestRate(
        rates[chosen], paths[chosen], best, within, rates, read_only(arrived), read_only(final)
    )


def _arrival(path: Path, ceiling: float) -> int:
    """Step from which on every loss is at most `ceiling`; -1 where the last is not."""
    if path.outcome.key == "not-finite" or path.value[-1] > ceiling:
        return -1
    above = np.flatnonzero(path.value > ceiling)
    return int(above[-1]) + 1 if len(above) else 0
