"""optima(): the minima that losses have in view, and how many starts lead to a higher one.

>>> from landscapes import Plane, Problem, good_window, load
>>> problem = Problem(load("two-minima"))
>>> plane = Plane.axes(problem, "w1", "b")
>>> found = optima(problem, plane, good_window(problem, plane))
>>> [len(ground.minima) for ground in found.grounds], found.verdict
([2, 1], 'holds')
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from claims.verdict import HOLDS, HOLDS_IN_PART, HOLDS_NOT, Verdict, counted, number
from landscapes.descents.rates import rate_from_curvature
from landscapes.planes.plane import Plane
from landscapes.planes.window import Window
from landscapes.problem import Problem
from landscapes.sweeps.sweep import sweep
from landscapes.terrain.basins import basins
from landscapes.terrain.critical import find_critical_points
from landscapes.terrain.point import CriticalPoint
from landscapes.terrain.survey import percent
from losses import Loss
from losses.arrays import Array, read_only

__all__ = ["Minima", "Optima", "Starts", "optima"]

# A minimum this much above the lowest, relative, is a higher one and not its copy.
_HIGHER = 1e-6
# Starts along each axis; steps of each, and fewer where the rows are many: so many logits in all.
_STARTS, _STEPS, _FEWEST, _LOGITS = 15, 2000, 200, 30_000_000


@dataclass(frozen=True, eq=False)
class Starts:
    """Where gradient descents from a grid of starts over the window came to.

    Attributes
    ----------
    a, b : ndarray, (m,)
        The starts' coordinates along the two axes.
    end : ndarray of int, (m, m)
        The minimum each came to, by its place; -1 where to none. Indexed [j, i] = (b[j], a[i]).
    rate : float
        The learning rate: 1/L with L the largest curvature of the window.
    steps : int
        How many each took.
    """

    a: Array
    b: Array
    end: NDArray[np.int64]
    rate: float
    steps: int


@dataclass(frozen=True, eq=False)
class Minima:
    """The critical points of one loss in the window.

    Attributes
    ----------
    key, title : str
        Which loss.
    critical : tuple of CriticalPoint
        All that were found, minima first.
    minima : tuple of CriticalPoint
        The minima, lowest first.
    lower : float or None
        The lowest loss of the window's grid, where it lies below all the minima: the ground falls
        on beyond an edge. None where it does not, or there is no minimum.
    higher : int
        How many minima lie above other ground: above the lowest of them, or above `lower`.
    trapped : float
        Share of the starts whose descent came to such a minimum; 0 where there is none.
    starts : Starts or None
        The descents; None where there is no higher minimum to lead to, or the loss has kinks on
        these labels and so no rate that suits all of the window.
    """

    key: str
    title: str
    critical: tuple[CriticalPoint, ...]
    minima: tuple[CriticalPoint, ...]
    lower: float | None
    higher: int
    trapped: float
    starts: Starts | None


@dataclass(frozen=True, eq=False)
class Optima:
    """The minima of several losses in one window.

    Attributes
    ----------
    data : str
        What it was measured on.
    names, window
        The plane's axes, and the window on it.
    grid : (int, int)
        Grid points along b and along a from which critical points were refined.
    grounds : tuple of Minima
        One for each loss; the claim is on the first.
    """

    claim: ClassVar[str] = "So the gradient may lead to local optima."

    data: str
    names: tuple[str, str]
    window: Window
    grid: tuple[int, int]
    grounds: tuple[Minima, ...]

    @property
    def verdict(self) -> Verdict:
        """Whether the first loss has a higher minimum here that descents come to.

        A single minimum is a higher one where the window has lower ground at its edge. "holds"
        where some of the starts come to one. "holds in part" where there are several minima, or a
        higher one, but none of the starts came to it. "does not hold here" otherwise.
        """
        first = self.grounds[0]
        if first.trapped > 0.0:
            return HOLDS
        return HOLDS_IN_PART if len(first.minima) > 1 or first.higher else HOLDS_NOT

    @property
    def because(self) -> str:
        """How many minima each loss has, and what share of the starts ends in a higher one."""
        parts = ", ".join(
            f"{ground.title.lower()} has {counted(len(ground.minima), 'minimum', 'minima')}"
            for ground in self.grounds
        )
        said = f"In this window ({self.grid[1]} x {self.grid[0]} grid) {parts}."
        first = self.grounds[0]
        if first.starts is None:
            return said
        values = " and ".join(number(point.value) for point in first.minima)
        starts = first.starts
        lie = "Those" if len(first.minima) > 1 else "That"
        lie += f" of {first.title.lower()} {'lie' if len(first.minima) > 1 else 'lies'} at {values}"
        above = "a higher one than the lowest"
        if first.lower is not None:
            lie += f", and the loss is lower still at the window's edge, {number(first.lower)}"
            above = "a minimum all the same"
        return (
            f"{said} {lie}; {percent(first.trapped)} of {starts.end.size:,} starts came to "
            f"{above}, in {starts.steps:,} steps at the learning rate {number(starts.rate)}."
        )


def optima(
    problem: Problem,
    plane: Plane,
    window: Window,
    losses: Sequence[Loss | str] = ("squared-error", "cross-entropy"),
    resolution: int = 121,
) -> Optima:
    """Find the minima of losses in a window, and descend to them from a grid of starts.

    Squared error of a sigmoid may have many minima: as many as (n/d)^d for n rows of d features
    (Auer, Herbster and Warmuth, Exponentially many local minima for single neurons, NIPS 1996). A
    convex loss has one at most. That data with several exist does not say that these have them.

    Parameters
    ----------
    problem : Problem
        Data and model.
    plane, window, resolution
        Where to look, and from how many grid points each way.
    losses : sequence of Loss or str
        One or more; the claim is on the first.

    Raises
    ------
    TypeError, ValueError
        As `sweep` raises, and where there is no loss.
    """
    if isinstance(losses, str) or not losses:
        raise ValueError(f"losses must be one or more losses in a sequence; found {losses!r}")
    return Optima(
        data=problem.dataset.title,
        names=plane.names,
        window=window,
        grid=(resolution, resolution),
        grounds=tuple(_minima(problem, plane, window, loss, resolution) for loss in losses),
    )


def _minima(
    problem: Problem, plane: Plane, window: Window, loss: Loss | str, resolution: int
) -> Minima:
    landscape = sweep(problem, loss, plane, *window.grid(resolution))
    critical = find_critical_points(landscape)
    minima = tuple(point for point in critical if point.kind == "minimum")
    bottom = float(landscape.value.min())
    lower = bottom if minima and minima[0].value > bottom * (1.0 + _HIGHER) else None
    lowest = bottom if lower is not None else minima[0].value if minima else 0.0
    higher = [place for place, m in enumerate(minima) if m.value > lowest * (1.0 + _HIGHER)]
    starts, trapped = None, 0.0
    if higher and landscape.loss.smooth(problem.labels):
        a, b = window.grid(_STARTS)
        rate = rate_from_curvature(landscape)
        affordable = _LOGITS // (_STARTS * _STARTS * len(problem.dataset))
        steps = max(_FEWEST, min(_STEPS, affordable))
        found = basins(problem, landscape.loss, plane, a, b, rate=rate, steps=steps, minima=minima)
        trapped = float(sum((found.end == place).sum() for place in higher)) / found.end.size
        starts = Starts(read_only(a), read_only(b), found.end, rate, steps)
    return Minima(
        key=landscape.loss.key,
        title=landscape.loss.title,
        critical=critical,
        minima=minima,
        lower=lower,
        higher=len(higher),
        trapped=trapped,
        starts=starts,
    )
