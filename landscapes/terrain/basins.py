"""basins(): descend from every point of a grid, and see where each descent ends.

>>> from landscapes import Plane, Problem, basins, load
>>> problem = Problem(load("two-minima"))
>>> plane = Plane.axes(problem, "w1", "b")
>>> found = basins(problem, "squared-error", plane, [-1.0, 3.0], [-1.0, 3.0], rate=1.0)
>>> found.end.tolist()  # which minimum each start leads to
[[0, 1], [0, 1]]
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from landscapes.checks import count, positive
from landscapes.descents.objective import Objective
from landscapes.descents.rules import RULES, get_rule
from landscapes.planes.plane import Plane
from landscapes.problem import Problem
from landscapes.sweeps.restriction import Restriction
from landscapes.sweeps.sweep import axis
from landscapes.terrain.critical import critical_points
from landscapes.terrain.point import CriticalPoint
from losses import Loss
from losses.arrays import Array, read_only

__all__ = ["Basins", "basins"]

# Losses kept, one a start and step: 400 MB of them.
_MOST = 50_000_000
# Starts that descend together; progress is told each time they have all taken this many steps.
_TOGETHER, _STRIDE = 1024, 50
# Grid points along each axis when minima are to be looked for.
_GRID = 121


@dataclass(frozen=True, eq=False)
class Basins:
    """Where descents from a grid of starts end. Indexed [j, i] = (b[j], a[i]).

    Attributes
    ----------
    a, b : ndarray, (na,), (nb,)
        Plane coordinates of the starts.
    end : ndarray of int, (nb, na)
        The minimum, by its place in `minima`, whose loss the descent's end is within `within` of;
        of several, the one nearest in the metric of its own curvature. -1 where there is none.
    steps : ndarray of int, (nb, na)
        After how many steps the loss was first within `within` of `best`; -1 where it never was.
    never : int
        How many starts never were.
    value : ndarray, (nb, na)
        Loss at the end; not a number, or infinite, where the descent overflowed.
    best : float
        The lowest loss found, by any of the descents or at the minima.
    minima : tuple of CriticalPoint
        Those that were looked for.
    within : float
        How near counts as there, relative.
    rule, rate, limit
        How each descended, and for how many steps.
    """

    a: Array
    b: Array
    end: NDArray[np.int64]
    steps: NDArray[np.int64]
    never: int
    value: Array
    best: float
    minima: tuple[CriticalPoint, ...]
    within: float
    rule: str
    rate: float
    limit: int


def basins(
    problem: Problem,
    loss: Loss | str,
    plane: Plane,
    a: ArrayLike,
    b: ArrayLike,
    rule: str = "gradient-descent",
    rate: float = 0.1,
    steps: int = 500,
    *,
    within: float = 0.01,
    minima: Sequence[CriticalPoint] | None = None,
    progress: Callable[[int, int], None] | None = None,
    **options: Any,  # noqa: ANN401 (each option checks its own type)
) -> Basins:
    """Descend in a plane from every point of the grid a x b, for a fixed number of steps.

    A descent is within 1 % of a loss where its own is at most 1.01 times that; of a loss of 0, as
    hinge has on separable data, where it is 0. None ends early, so that the step counts of all are
    comparable. Stochastic gradient descent draws the same
    batches for all starts.

    Parameters
    ----------
    problem, loss, plane
        As for `sweep`.
    a, b : array_like, 1-D
        Plane coordinates of the starts.
    rule, rate, steps, **options
        As for `descend`; only rules that move many starts at a time, which "newton" and "l-bfgs"
        are not.
    within : float
        How near to a loss counts as there, relative; above 0.
    minima : sequence of CriticalPoint, optional
        Minima to end in; other kinds are passed over. Looked for in the window of the starts, on a
        grid of 121 x 121 points, where left out; a loss with kinks has none that are found.
    progress : callable, optional
        Called with the work done and the work to do, in steps of one start, now and then and at
        the end. An exception raised by it ends the search and is passed on.

    Raises
    ------
    TypeError, ValueError
        As `descend` raises; where the rule moves one start only, an axis is not 1-D or without
        extent where minima are to be looked for, or starts times steps exceeds 50 million.
    """
    chosen = get_rule(rule)
    if not chosen.many:
        usable = ", ".join(key for key, known in RULES.items() if known.many)
        raise ValueError(f"rule {rule!r} moves one start at a time: choose one of {usable}")
    rate, steps = positive("rate", rate), count("steps", steps)
    within, values = positive("within", within), chosen.values(options)
    a, b = axis("a", a), axis("b", b)
    if len(a) * len(b) * steps > _MOST:
        raise ValueError(
            f"{len(b)} x {len(a)} starts times {steps} steps exceed {_MOST:,} in all: "
            "take fewer of either"
        )
    restriction = Restriction(problem, loss, plane)
    if minima is None:
        windows = (np.linspace(values.min(), values.max(), _GRID) for values in (a, b))
        minima = critical_points(problem, restriction.loss, plane, *windows)
    targets = tuple(point for point in minima if point.kind == "minimum")
    starts = np.stack(np.meshgrid(a, b), axis=-1).reshape(-1, 2)
    objective = Objective(problem, restriction.loss, plane)
    history = np.empty((steps + 1, len(starts)))
    ends = np.empty_like(starts)
    total = steps * len(starts)
    # Overflow is an outcome here as in `descend`, not an accident.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for first in range(0, len(starts), _TOGETHER):
            here = slice(first, first + _TOGETHER)
            points = starts[here]
            iterates = chosen.iterates(objective, points, rate, **values)
            history[0, here] = objective.values(points)
            for step in range(1, steps + 1):
                if progress is not None and step % _STRIDE == 0:
                    progress(first * steps + step * len(points), total)
                points, _ = next(iterates)
                history[step, here] = objective.values(points)
            ends[here] = points
        if progress is not None:
            progress(total, total)
    best = min([float(np.nanmin(history)), *(point.value for point in targets)])
    there = history <= (1.0 + within) * best
    arrived = np.where(there.any(axis=0), there.argmax(axis=0), -1)
    shape = (len(b), len(a))
    return Basins(
        a=read_only(a),
        b=read_only(b),
        end=read_only(_ends(ends, history[-1], targets, restriction, within).reshape(shape)),
        steps=read_only(arrived.reshape(shape)),
        never=int((arrived < 0).sum()),
        value=read_only(history[-1].reshape(shape)),
        best=best,
        minima=targets,
        within=within,
        rule=rule,
        rate=rate,
        limit=steps,
    )


def _ends(
    points: Array,
    values: Array,
    minima: Sequence[CriticalPoint],
    restriction: Restriction,
    within: float,
) -> NDArray[np.int64]:
    """Place of the minimum each point (m, 2) has come to; -1 for none."""
    nearest, end = np.full(len(points), np.inf), np.full(len(points), -1, dtype=np.int64)
    for place, minimum in enumerate(minima):
        (aa,), (ab,), (bb,) = restriction.evaluate(*minimum.point[:, None]).curvature
        da, db = (points - minimum.point).T
        with np.errstate(over="ignore", invalid="ignore"):
            distance = da * da * aa + 2.0 * da * db * ab + db * db * bb
            closer = (values <= (1.0 + within) * minimum.value) & (distance < nearest)
        end[closer], nearest[closer] = place, distance[closer]
    return end
