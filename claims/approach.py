"""approach(): how soon gradient descent comes within 1 % of a loss's best, at which rate.

>>> from landscapes import Problem, load
>>> found = approach(Problem(load("overlap")), "cross-entropy", [-3.0, 2.0], steps=200)
>>> found.best.steps < 20, found.reference_is
(True, 'the minimum')
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from claims.run import NEAR, Run
from claims.verdict import number
from landscapes.checks import count, positive
from landscapes.descents.descent import descend
from landscapes.descents.path import Path
from landscapes.descents.rates import LADDER
from landscapes.planes.plane import Plane
from landscapes.problem import Problem
from landscapes.terrain.separation import separation
from losses import Loss
from losses.arrays import Array, read_only

__all__ = ["Approach", "approach", "arrival", "end_in_words", "falls_to_zero"]

Reference = Literal["the minimum", "the infimum 0", "the lowest found"]
_NAMES: dict[Reference, str] = {
    "the minimum": "at the minimum",
    "the infimum 0": "which it nears for ever",
    "the lowest found": "the lowest that any descent found",
}


@dataclass(frozen=True, eq=False)
class Approach:
    """Gradient descents on one loss, from one start, at the rates of a ladder.

    Attributes
    ----------
    key, title : str
        Which loss.
    start, slope : float
        Loss and length of the gradient at the start.
    reference : float
        The best loss, that counts as the end of the way.
    reference_is : str
        "the minimum": the lowest that Newton's method arrived at; "the infimum 0": there is no
        minimum, the loss falls towards 0 for ever; "the lowest found": neither is known, and it is
        the lowest loss on any of the descents.
    limit : int
        Steps of each descent, at most.
    best : Run
        At the rate that arrives soonest; where none does, at the one that ends lowest.
    given : Run or None
        At the rate that was asked for.
    rates : ndarray, (m,)
        The ladder.
    steps : ndarray of int, (m,)
        `Run.steps` at each of its rates.
    strict : int
        The fewest steps after which any of its rates stays below 1.01 times the best loss; -1
        where none does.
    """

    key: str
    title: str
    start: float
    slope: float
    reference: float
    reference_is: Reference
    limit: int
    best: Run
    given: Run | None
    rates: Array
    steps: Array
    strict: int


def approach(
    problem: Problem,
    loss: Loss | str,
    start: ArrayLike,
    steps: int = 1000,
    *,
    rate: float | None = None,
    plane: Plane | None = None,
    ladder: Sequence[float] = LADDER,
) -> Approach:
    """Descend at each rate of a ladder, and count the steps to within 1 % of the best loss.

    A descent is there when at most 1 % of the way from the start's loss to the best is left, for
    good. So losses with different units and different lowest values are measured alike; `best_rate`
    asks for 1.01 times the best loss instead, which nothing reaches where the best is 0. Both
    counts are returned. A loss that is high at the start has a longer way, of which 1 % is more.

    The best loss is that of the lowest minimum to which Newton's method leads, from 0, from the
    cross-entropy minimum, from the start, and from the lowest point of all these descents. On
    separable data there is none: the way then ends at the infimum 0, for a loss that falls to 0
    with every margin. Where only some margins can be raised, or a descent came lower than every
    minimum, it ends at the lowest loss found. A descent that comes to rest at a higher minimum
    does not arrive, and `Run.rests_at` says where it is.

    Parameters
    ----------
    problem, loss, start, plane
        As for `descend`.
    steps : int
        Steps of each descent, at most.
    rate : float, optional
        Another rate, to descend at besides the ladder.
    ladder : sequence of float
        The rates among which the best is chosen; of equals the smaller.

    Raises
    ------
    TypeError, ValueError
        As `descend` raises, and where the ladder is empty.
    """
    chosen, steps = problem.loss(loss), count("steps", steps)
    rates = sorted({positive("ladder", one) for one in ladder})
    if not rates:
        raise ValueError("ladder must hold at least one rate; found none")

    def walk(at: float) -> Path:
        return descend(problem, chosen, start, rate=at, steps=steps, plane=plane)

    paths = [walk(at) for at in rates]
    extra = [] if rate is None else [walk(positive("rate", rate))]
    value, kind = _reference(problem, chosen, plane, [*paths, *extra])
    may_rest = kind != "the infimum 0"  # then there is no minimum at all
    arrived = np.array([_arrived(path, value) for path in paths])
    soonest = np.where(arrived >= 0, arrived, steps + 1)
    # argmin takes the first of equals, and the rates ascend.
    ends = [np.inf if p.outcome.key == "not-finite" else p.value[-1] for p in paths]
    place = int(soonest.argmin() if soonest.min() <= steps else np.argmin(ends))
    strict = [there for path in paths if (there := _strictly(path, value)) >= 0]
    return Approach(
        key=chosen.key,
        title=chosen.title,
        start=float(paths[0].value[0]),
        slope=float(paths[0].gradient_norm[0]),
        reference=value,
        reference_is=kind,
        limit=steps,
        best=_run(paths[place], value, may_rest),
        given=_run(extra[0], value, may_rest) if extra else None,
        rates=read_only(np.array(rates)),
        steps=read_only(arrived),
        strict=min(strict, default=-1),
    )


def arrival(value: Array, best: float, near: float = NEAR) -> int:
    """Return the step from which on at most `near` of the way from value[0] to best is left.

    -1 where more is left at the end.
    """
    return _stays(value, best + near * max(0.0, float(value[0]) - best))


def falls_to_zero(loss: Loss) -> bool:
    """Say whether a loss falls with the margin and ends at 0, at margins up to 30."""
    z = np.linspace(-30.0, 30.0, 121)
    return all(
        bool((np.diff(values) < 0.0).all()) and float(values[-1]) < 1e-6
        for values in (loss.value(z, 1), loss.value(-z, 0))
    )


def end_in_words(found: Approach) -> str:
    """Say what the lowest loss is, at which the way ends."""
    return f"{number(found.reference)}, {_NAMES[found.reference_is]}"


def _stays(value: Array, ceiling: float) -> int:
    above = np.flatnonzero(~(value <= ceiling))
    if not len(above):
        return 0
    return int(above[-1]) + 1 if above[-1] < len(value) - 1 else -1


def _ended(path: Path) -> bool:
    """Whether a descent has come to an end that can be compared."""
    return path.outcome.key not in ("not-finite", "diverged")


def _arrived(path: Path, best: float) -> int:
    return arrival(path.value, best) if _ended(path) else -1


def _strictly(path: Path, best: float) -> int:
    return _stays(path.value, (1.0 + NEAR) * best) if _ended(path) and best > 0.0 else -1


def _run(path: Path, best: float, may_rest: bool) -> Run:
    steps = _arrived(path, best)
    way = float(path.value[0]) - best
    left = (float(path.value[-1]) - best) / way if way > 0.0 else 0.0
    assert path.rate is not None  # gradient descent has one
    return Run(
        rate=path.rate,
        steps=steps,
        strict=_strictly(path, best),
        left=left if path.outcome.key != "not-finite" else np.inf,
        rests_at=_rest(path) if may_rest and steps < 0 and _ended(path) else None,
        value=path.value,
        theta=read_only(path.theta[-1]),
        outcome=path.outcome.message,
    )


def _rest(path: Path) -> float | None:
    """Loss of the minimum to which a descent has come within 1 % of the way."""
    end = _newton(path.problem, path.loss, path.plane, _points(path)[-1])
    if end.outcome.key != "converged" or arrival(path.value, float(end.value[-1])) < 0:
        return None
    return float(end.value[-1])


def _reference(
    problem: Problem, loss: Loss, plane: Plane | None, paths: Sequence[Path]
) -> tuple[float, Reference]:
    found = separation(problem, plane) if problem.linear else None
    if found is not None and found.complete and falls_to_zero(loss):
        return 0.0, "the infimum 0"
    lowest = min(paths, key=lambda path: float(path.value.min()))
    best = float(lowest.value.min())
    if found is not None:
        return best, "the lowest found"
    points = _points(lowest)
    zero = np.zeros(points.shape[1])
    cross = _newton(problem, problem.loss("cross-entropy"), plane, zero)
    starts = [zero, _points(cross)[-1], points[0], points[lowest.value.argmin()]]
    ends = [_newton(problem, loss, plane, start) for start in starts]
    minima = [float(end.value[-1]) for end in ends if end.outcome.key == "converged"]
    # A descent that has arrived may lie below the minimum by rounding.
    if minima and min(minima) <= best + 1e-9 * abs(best):
        return min(*minima, best), "the minimum"
    return best, "the lowest found"


def _newton(problem: Problem, loss: Loss, plane: Plane | None, start: Array) -> Path:
    return descend(problem, loss, start, "newton", steps=200, plane=plane)


def _points(path: Path) -> Array:
    return path.theta if path.coordinates is None else path.coordinates
