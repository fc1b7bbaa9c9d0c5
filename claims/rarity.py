"""rarity(): how often small random data sets give a loss two minima or more.

>>> found = rarity(draws=10, seed=1)
>>> [tally.several for tally in found.tallies][1]  # cross-entropy is convex: never
0
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from claims.search import search_minima
from claims.verdict import HOLDS, HOLDS_IN_PART, HOLDS_NOT, Verdict
from landscapes.checks import count, scalar
from landscapes.data.dataset import Dataset
from landscapes.problem import Problem
from landscapes.sweeps.workers import Progress
from landscapes.terrain.separation import separation
from losses import Loss, get
from losses.arrays import read_only

__all__ = ["FREQUENT", "Rarity", "Tally", "rarity", "wilson"]

FREQUENT = 0.05
"""The share of data sets above which something is not rare."""

# The interval's half-width in standard deviations, for 95 %.
_DEVIATIONS = 1.959963984540054


@dataclass(frozen=True)
class Tally:
    """How many data sets have how many minima under one loss.

    Attributes
    ----------
    key, title : str
        Which loss.
    none, one, several : int
        Data sets without a finite minimum, with one, and with two or more.
    share : float
        That of `several` among all.
    low, high : float
        Its interval at 95 % (Wilson, Probable inference, the law of succession, and statistical
        inference, Journal of the American Statistical Association 1927).
    """

    key: str
    title: str
    none: int
    one: int
    several: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Rarity:
    """Counts of minima over random data sets.

    Attributes
    ----------
    draws, asked : int
        Data sets that were looked at, and that were to be: fewer where the work was stopped.
    seed, rows : int
        How they were drawn: the seed, and the rows of each.
    shift : float
        x is normal with deviation 1 around -shift for label 0 and around +shift for label 1.
    separable : int
        Data sets whose classes a threshold tells apart: these have no finite minimum.
    minima : ndarray of int, (losses, draws)
        Finite minima found, for each loss and data set.
    tallies : tuple of Tally
        One for each loss; the claim is on the first.
    example : Dataset or None
        The first data set on which the first loss has several minima.
    """

    claim: ClassVar[str] = "More than one such data set in twenty has several minima."

    draws: int
    asked: int
    seed: int
    rows: int
    shift: float
    separable: int
    minima: NDArray[np.int64]
    tallies: tuple[Tally, ...]
    example: Dataset | None

    @property
    def data(self) -> str:
        """How the data sets were drawn."""
        where = f"around -{self.shift:g} and +{self.shift:g}" if self.shift else "around 0"
        knows = ", by the label" if self.shift else ", whatever the label"
        return (
            f"{self.draws:,} random data sets of {self.rows} rows: labels by a fair coin, one "
            f"feature x, normal {where} with deviation 1{knows}, seed {self.seed}"
        )

    @property
    def verdict(self) -> Verdict:
        """Whether the first loss has several minima on more than one data set in twenty.

        "holds" where the interval lies above one in twenty, "does not hold here" where it lies
        below, "holds in part" where it takes that in, or nothing was drawn.
        """
        first = self.tallies[0]
        if first.low > FREQUENT:
            return HOLDS
        return HOLDS_NOT if first.high < FREQUENT else HOLDS_IN_PART

    @property
    def because(self) -> str:
        """The counts with their intervals."""
        parts = [
            f"{tally.title.lower() if i else tally.title} has two minima or more on "
            f"{tally.several} of {self.draws} data sets ({100.0 * tally.share:.1f} %, between "
            f"{100.0 * tally.low:.1f} and {100.0 * tally.high:.1f} % at 95 % confidence)"
            for i, tally in enumerate(self.tallies)
        ]
        return f"{'; '.join(parts)}. {self.separable} of the data sets are separable."


def rarity(
    draws: int = 200,
    seed: int = 3,
    rows: int = 10,
    shift: float = 0.0,
    losses: Sequence[Loss | str] = ("squared-error", "cross-entropy"),
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> Rarity:
    """Draw random data sets and count the minima that losses have on them.

    Each has `rows` rows: labels by a fair coin, drawn anew until both classes are there; one
    feature, normal with deviation 1 around -shift or +shift by the label. At shift 0 the feature
    knows nothing of the label. The model is a weight and a bias. `search_minima` looks for finite
    minima from 101 starts as far as 60 from 0.

    Parameters
    ----------
    draws, seed : int
        How many data sets, and which: the first of more draws are those of fewer.
    rows : int
        Rows of each, at least 2.
    shift : float
        See above; at least 0.
    losses : sequence of Loss or str
        One or more sigmoid losses; the claim is on the first.
    progress : callable, optional
        Called with (done, total), in draws, after each; what it raises ends the work and is passed
        on.
    stop : callable, optional
        Asked before each draw; where it says yes, the draws so far are returned.

    Raises
    ------
    TypeError, ValueError
        Where an argument is not what it may be.
    """
    draws, rows = count("draws", draws), count("rows", rows, least=2)
    seed, shift = count("seed", seed, least=0), scalar("shift", shift)
    if shift < 0.0:
        raise ValueError(f"shift must be at least 0; found {shift}")
    if isinstance(losses, str) or not losses:
        raise ValueError(f"losses must be one or more losses in a sequence; found {losses!r}")
    chosen = [loss if isinstance(loss, Loss) else get(loss, "sigmoid") for loss in losses]
    minima = np.zeros((len(chosen), draws), dtype=np.int64)
    separable, done, example = 0, 0, None
    for done in range(draws + 1):
        if progress is not None:
            progress(done, draws)
        if done == draws or (stop is not None and stop()):
            break
        problem = Problem(_draw(np.random.default_rng([seed, done]), rows, shift))
        parted = separation(problem) is not None
        separable += parted
        for place, loss in enumerate(chosen):
            # Along a separating direction such a loss falls from anywhere: there is no minimum.
            if not (parted and _falls_with_margin(loss)):
                minima[place, done] = len(search_minima(problem, loss))
        if example is None and minima[0, done] > 1:
            example = problem.dataset
    found = minima[:, :done]
    return Rarity(
        draws=done,
        asked=draws,
        seed=seed,
        rows=rows,
        shift=shift,
        separable=separable,
        minima=read_only(found),
        tallies=tuple(_tally(loss, row) for loss, row in zip(chosen, found, strict=True)),
        example=example,
    )


def _falls_with_margin(loss: Loss) -> bool:
    z = np.linspace(-30.0, 30.0, 121)
    return bool((loss.gradient(z, 1) < 0.0).all() and (loss.gradient(z, 0) > 0.0).all())


def _draw(random: np.random.Generator, rows: int, shift: float) -> Dataset:
    while True:
        y = random.integers(0, 2, size=rows)
        if 0 < y.sum() < rows:
            break
    x = random.normal(size=rows) + shift * (2 * y - 1)
    return Dataset(x[:, None], y, features=["x"], name="random rows", source="made here")


def _tally(loss: Loss, minima: NDArray[np.int64]) -> Tally:
    several, draws = int((minima > 1).sum()), len(minima)
    low, high = wilson(several, draws)
    return Tally(
        key=loss.key,
        title=loss.title,
        none=int((minima == 0).sum()),
        one=int((minima == 1).sum()),
        several=several,
        share=several / draws if draws else 0.0,
        low=low,
        high=high,
    )


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Return Wilson's interval, at 95 %, for a probability of which `successes` were seen.

    (p + d^2/2n +- d sqrt(p (1 - p)/n + d^2/4n^2)) / (1 + d^2/n) with d = 1.96; (0, 1) of no trials.
    """
    if trials == 0:
        return 0.0, 1.0
    p, square = successes / trials, _DEVIATIONS**2 / trials
    middle, half = p + 0.5 * square, math.sqrt(square * (p * (1.0 - p) + 0.25 * square))
    low = (middle - half) / (1.0 + square) if successes else 0.0
    high = (middle + half) / (1.0 + square) if successes < trials else 1.0
    return low, high
