"""plateau(): from one wrong start, how long each loss takes to come to its best.

>>> from landscapes import Plane, Problem, good_window, load
>>> problem = Problem(load("overlap"))
>>> plane = Plane.axes(problem, "w1", "b")
>>> plateau(problem, plane, good_window(problem, plane)).start
(-8.0, 0.0)
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from claims.approach import Approach, approach, end_in_words
from claims.run import Run, pair_in_words, slower
from claims.verdict import HOLDS, HOLDS_IN_PART, HOLDS_NOT, Verdict, number
from landscapes.checks import count
from landscapes.descents.objective import Objective
from landscapes.descents.rates import rate_from_curvature
from landscapes.planes.plane import Plane
from landscapes.planes.window import Window
from landscapes.problem import Problem
from landscapes.sweeps.sweep import Landscape, sweep
from losses import Loss
from losses.arrays import Array, finite, read_only

__all__ = ["Plateau", "most_wrong", "plateau"]

# Grid points along each axis, for the start and for the common rate.
_GRID = 41
# The common rate where no loss has a rate of its own.
_ANY_RATE = 1.0
# The curves of slope against margin.
_REACH, _POINTS = 8.0, 161


@dataclass(frozen=True, eq=False)
class Plateau:
    """Gradient descents on several losses from one start.

    Attributes
    ----------
    data : str
        What it was measured on.
    names : (str, str)
        The plane's axes.
    start : (float, float)
        Where all begin, in plane coordinates.
    given : float
        Mean probability that the model gives the rows' labels there.
    rate : float
        The rate that all take alike.
    limit : int
        Steps of each descent, at most.
    approaches : tuple of Approach
        One for each loss, at the common rate (`given`) and at its own best (`best`). The claim is
        on the first against the second.
    probability : ndarray, (m,)
        Probabilities p that a row's label y = 1 is given, for the curves.
    residual, squared_slope : ndarray, (m,)
        |p - y|, cross-entropy's slope in the logit, and 2 |p - y| p (1 - p), squared error's.
    """

    claim: ClassVar[str] = "The real trouble is the plateau."

    data: str
    names: tuple[str, str]
    start: tuple[float, float]
    given: float
    rate: float
    limit: int
    approaches: tuple[Approach, ...]
    probability: Array
    residual: Array
    squared_slope: Array

    @property
    def slower(self) -> tuple[bool, bool]:
        """Whether the first loss is slower than the second: at the same rate, and each at its best.

        `claims.slower` says what is slower: twice the steps. A descent at rest in a
        higher minimum is not slow: what holds it up is no plateau.
        """
        first, second = self.approaches[:2]
        assert first.given is not None  # both descend at the common rate
        assert second.given is not None
        return _held_up(first.given, second.given), _held_up(first.best, second.best)

    @property
    def verdict(self) -> Verdict:
        """Whether the first loss is held up from this start.

        "holds" where it is slower than the second at the same rate, and still is with each at its
        own best rate. "holds in part" where it is at one of them only: a larger rate makes up for
        what the plateau costs. "does not hold here" where it is slower at neither.
        """
        slower = self.slower
        return HOLDS if all(slower) else HOLDS_IN_PART if any(slower) else HOLDS_NOT

    @property
    def because(self) -> str:
        """Steps of both, at the same rate and at the best ones, and the slopes at the start."""
        first, second = self.approaches[:2]
        assert first.given is not None
        assert second.given is not None
        titles = first.title.lower(), second.title.lower()
        at_one, at_best = (
            pair_in_words(titles, one, two, self.limit)
            for one, two in ((first.given, second.given), (first.best, second.best))
        )
        return (
            f"From a start that gives the right labels a probability of {number(self.given)} on "
            f"average, at the learning rate {number(self.rate)} {at_one}. At their best rates, "
            f"{_rate(first)} and {_rate(second)}, {at_best}. Slopes at the start are "
            f"{number(first.slope)} and {number(second.slope)}. Arrived means that 99 % of the way "
            f"from the start's loss to the lowest is done; lowest is, for {titles[0]}, "
            f"{end_in_words(first)}; for {titles[1]}, {end_in_words(second)}."
        )


def _rate(found: Approach) -> str:
    last = ", the largest tried," if found.best.rate == found.rates[-1] else ""
    return f"{number(found.best.rate)}{last}"


def _held_up(first: Run, second: Run) -> bool:
    # At rest in a higher minimum: a trap, and no plateau.
    return first.rests_at is None and slower(first, second)


def plateau(
    problem: Problem,
    plane: Plane,
    window: Window,
    losses: Sequence[Loss | str] = ("squared-error", "cross-entropy"),
    start: ArrayLike | None = None,
    rate: float | None = None,
    steps: int = 1000,
) -> Plateau:
    """Descend on two losses or more from one start, at one rate and at each one's best.

    Cross-entropy's slope in the logit is p - y. Squared error's is 2 (p - y) p (1 - p), the same
    times a factor that vanishes where the model is sure, right or wrong (Bishop, Pattern
    Recognition and Machine Learning, 2006, sections 4.3.2 and 5.2). A rate that suits one loss need
    not suit the other, so both comparisons are made. `approach` says when a descent is there, and
    where its way ends when there is no minimum.

    Parameters
    ----------
    problem : Problem
        A sigmoid output.
    plane, window
        Where descents move, and the window in which the start and the rate are looked for.
    losses : sequence of Loss or str
        Two or more; the claim is on the first against the second.
    start : (a, b), optional
        Where to begin; where left out, the most wrong point of the window: the one, of a grid of
        41 x 41, at which the labels have the least probability on average.
    rate : float, optional
        The rate that all take; where left out, 1/L with L the largest curvature that any of the
        losses has in the window, at which none of them overshoots there. A loss that bends nowhere
        or has kinks has no such rate, and is left out; 1 where none has one.
    steps : int
        Steps of each descent, at most.

    Raises
    ------
    TypeError, ValueError
        As `descend` raises, and where there are fewer than two losses.
    """
    if isinstance(losses, str) or len(losses) < 2:
        raise ValueError(f"losses must be two or more losses in a sequence; found {losses!r}")
    steps = count("steps", steps)
    if start is None:
        start = most_wrong(problem, plane, window)
    begin = finite("start", start)
    if rate is None:
        grounds = (sweep(problem, loss, plane, *window.grid(_GRID)) for loss in losses)
        rates = [known for ground in grounds if (known := _own_rate(ground)) is not None]
        rate = min(rates, default=_ANY_RATE)
    approaches = tuple(
        approach(problem, loss, begin, steps, rate=rate, plane=plane) for loss in losses
    )
    z = np.linspace(-_REACH, _REACH, _POINTS)
    own, other = expit(z), expit(-z)
    return Plateau(
        data=problem.dataset.title,
        names=plane.names,
        start=(float(begin[0]), float(begin[1])),
        given=_given(problem, plane, begin[None])[0],
        rate=float(rate),
        limit=steps,
        approaches=approaches,
        probability=read_only(own),
        residual=read_only(other),
        squared_slope=read_only(2.0 * other * own * other),
    )


def _own_rate(landscape: Landscape) -> float | None:
    """1/L; None for a loss without such a rate: one that bends nowhere, or has kinks, as hinge."""
    try:
        return rate_from_curvature(landscape)
    except ValueError:
        return None


def most_wrong(problem: Problem, plane: Plane, window: Window) -> tuple[float, float]:
    """Return the point of a 41 x 41 grid at which labels have the least probability on average.

    Of equals the one nearest to the window's middle is taken.
    """
    a, b = window.grid(_GRID)
    points = np.stack(np.meshgrid(a, b), axis=-1).reshape(-1, 2)
    middle, half = points.mean(axis=0), np.ptp(points, axis=0)
    distance = np.abs((points - middle) / half).max(axis=1)
    given = np.round(_given(problem, plane, points), 9)
    place = int(np.lexsort((distance, given))[0])
    return float(points[place, 0]), float(points[place, 1])


def _given(problem: Problem, plane: Plane, points: Array) -> Array:
    """Mean probability of the labels at plane coordinates (m, 2)."""
    # Absolute error |p - y| is 1 less that, for a hard label.
    plain = replace(problem, penalty=0.0)
    return 1.0 - Objective(plain, plain.loss("absolute-error"), plane).values(points)
