"""Run: one descent at one rate, beside another, and what is said of the two."""

from dataclasses import dataclass

from claims.verdict import counted, number
from landscapes.terrain.survey import percent
from losses.arrays import Array

__all__ = ["NEAR", "SLOWER", "Run", "in_words", "pair_in_words", "slower", "told_apart"]

NEAR = 0.01
"""Arrived: this share of the way from the start's loss to the best is still to go, or less."""

# The ladder's rates lie about a factor of 3 apart: a smaller difference may be the ladder's.
SLOWER = 2.0
"""Slower is what takes more than this many times the steps."""


@dataclass(frozen=True, eq=False)
class Run:
    """Gradient descent at one rate.

    Attributes
    ----------
    rate : float
        The learning rate.
    steps : int
        From which step on the descent stays within 1 % of the way; -1 where it does not get there.
    strict : int
        From which step on it stays below 1.01 times the best loss; -1 where it does not, or the
        best is 0.
    left : float
        Share of the way from the start's loss to the best that is left at the end; 0 where the
        start is the best, infinite where the descent overflowed.
    rests_at : float or None
        Where it does not arrive: the loss of the higher minimum to which it has come within 1 % of
        the way there; None where there is none.
    value : ndarray, (steps + 1,)
        The loss at each step.
    theta : ndarray, (P,)
        The parameters at the end.
    outcome : str
        How it ended, in a sentence.
    """

    rate: float
    steps: int
    strict: int
    left: float
    rests_at: float | None
    value: Array
    theta: Array
    outcome: str


def slower(first: Run, second: Run) -> bool:
    """Say whether one descent is slower than another.

    It is where it takes more than twice the steps, or does not arrive where the other does; or,
    where neither does, has more than twice the share of its way left.
    """
    if second.steps < 0:
        return first.steps < 0 and first.left > SLOWER * second.left
    return first.steps < 0 or first.steps > SLOWER * second.steps


def in_words(run: Run, limit: int) -> str:
    """Say after how many steps a descent arrives, or what keeps it."""
    if run.steps >= 0:
        return f"arrives after {counted(run.steps, 'step', 'steps')}"
    if run.rests_at is not None:
        return f"comes to rest in a higher minimum, {number(run.rests_at)}"
    left = f" ({percent(run.left)} of the way is left)" if 0.0 <= run.left <= 1.0 else ""
    return f"does not arrive in {limit:,} steps{left}"


def pair_in_words(titles: tuple[str, str], first: Run, second: Run, limit: int) -> str:
    """Say of two descents after how many steps they arrive; or what is left, where neither does."""
    neither = first.steps < 0 and second.steps < 0
    if not neither or first.rests_at is not None or second.rests_at is not None:
        said = (
            f"{t} {in_words(run, limit)}" for t, run in zip(titles, (first, second), strict=True)
        )
        return " and ".join(said)
    return (
        f"neither arrives in {limit:,} steps (left of the way: {_left(first)} for {titles[0]}, "
        f"{_left(second)} for {titles[1]}): {told_apart(titles, first, second)}"
    )


def told_apart(titles: tuple[str, str], first: Run, second: Run) -> str:
    """Say of two descents of which neither arrives which is slower, by what is left."""
    if slower(first, second):
        return f"{titles[0]} has more than twice as much left"
    if slower(second, first):
        return f"{titles[1]} has more than twice as much left"
    return "which is sooner cannot be told"


def _left(run: Run) -> str:
    return percent(run.left) if 0.0 <= run.left <= 1.0 else "more than all"
