"""Heat: losses against one another on one data set, and how the first fares against the second."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Literal

import numpy as np

from claims.approach import Approach
from claims.forecast import Forecast
from claims.run import slower, told_apart
from claims.verdict import HOLDS, HOLDS_IN_PART, HOLDS_NOT, Verdict, counted
from landscapes.terrain.survey import percent
from losses.arrays import Array

__all__ = ["Compared", "Heat", "Runner"]

Compared = Literal["worse", "no clear difference", "better"]
"""How one loss fares against another, in words."""

# A forecast is certain from this much surprise on: the row's label was given one in a thousand.
_CERTAIN = float(np.log(1000.0))
# Certain rows are what a log loss comes from where they make up more than this share of it.
_MOST = 0.5
# A mean difference counts from this many of its standard errors on, and from this many rows.
_ERRORS, _FEWEST = 2.0, 10


@dataclass(frozen=True, eq=False)
class Runner:
    """One loss in one heat.

    Attributes
    ----------
    key, title : str
        Which loss.
    approach : Approach
        Its descents on the fitted rows, from 0; `approach.best` is the one that is compared.
    forecast : Forecast
        Scores on the held-out rows, at the end of that descent.
    reading : str
        What its probability is.
    """

    key: str
    title: str
    approach: Approach
    forecast: Forecast
    reading: str

    @property
    def certain_and_wrong(self) -> int:
        """Rows whose label was given less than one in a thousand."""
        return int((self.forecast.surprise > _CERTAIN).sum())

    @property
    def cost_of_certainty(self) -> str:
        """What such rows cost, in a sentence; empty where they are not most of the log loss."""
        surprise, rows = self.forecast.surprise, self.forecast.rows
        impossible = int(np.isinf(surprise).sum())
        if impossible:
            return (
                f"{self.title} gave the label of {impossible} of {rows} rows a probability of 0: "
                "the log loss is infinite."
            )
        certain = float(surprise[surprise > _CERTAIN].sum())
        if not certain > _MOST * float(surprise.sum()):
            return ""
        return (
            f"{self.title} gave the label of {self.certain_and_wrong} of {rows} rows less than one "
            f"in a thousand: {percent(certain / float(surprise.sum()))} of its log loss comes from "
            "being certain there, and wrong."
        )


@dataclass(frozen=True, eq=False)
class Heat:
    """All losses on one data set; the first is compared with the second.

    Attributes
    ----------
    name : str
        A key of `ENTRIES`.
    title : str
        What a menu calls the data set.
    data : str
        What the data set calls itself.
    features : int
        Features of the model.
    fitted, held_out : int
        Rows that were fitted to, and rows that were not.
    runners : tuple of Runner
        One for each loss.
    """

    claim: ClassVar[str] = "Squared error gives bad results; cross-entropy converges faster."

    name: str
    title: str
    data: str
    features: int
    fitted: int
    held_out: int
    runners: tuple[Runner, ...]

    @property
    def slower(self) -> bool:
        """Whether the first loss is slower, each at its own best rate, as `slower` says."""
        return slower(self.runners[0].approach.best, self.runners[1].approach.best)

    @property
    def pace(self) -> str:
        """Which of the two is slower, and by what it was told."""
        first, second = (runner.approach for runner in self.runners[:2])
        titles = first.title.lower(), second.title.lower()
        if first.best.steps < 0 and second.best.steps < 0:
            said = told_apart(titles, first.best, second.best)
            return f"neither arrived in {first.limit:,} steps; {said}"
        if self.slower:
            return f"{titles[0]} is slower"
        if slower(second.best, first.best):
            return f"{titles[1]} is slower"
        return "neither is slower"

    @property
    def compared(self) -> Mapping[str, Compared]:
        """How the first loss fares against the second: in accuracy, log loss and Brier score.

        By the rows' paired differences: "worse" or "better" where their mean is more than two
        standard errors from 0, on ten rows or more; "no clear difference" otherwise.
        """
        first, second = (runner.forecast for runner in self.runners[:2])
        return MappingProxyType(
            {
                "accuracy": _compared(second.right.astype(float) - first.right),
                "log loss": _compared(_excess(first.surprise, second.surprise)),
                "Brier score": _compared(first.distance - second.distance),
            }
        )

    @property
    def results(self) -> Compared:
        """The three scores together: "worse" or "better" where some are, and none the other way."""
        found = set(self.compared.values()) - {"no clear difference"}
        return found.pop() if len(found) == 1 else "no clear difference"

    @property
    def verdict(self) -> Verdict:
        """Whether the first loss is worse and slower here ("holds"), one of the two, or neither."""
        both = (self.results == "worse") + self.slower
        return (HOLDS_NOT, HOLDS_IN_PART, HOLDS)[both]

    @property
    def because(self) -> str:
        """Steps and scores of both."""
        parts = [
            f"{runner.title} takes {_steps(runner.approach)} and reaches an accuracy of "
            f"{runner.forecast.accuracy:.3f} and a Brier score of {runner.forecast.brier:.3f}"
            for runner in self.runners[:2]
        ]
        return f"{parts[0]}; {parts[1][0].lower()}{parts[1][1:]}, on {self.held_out} held-out rows."


def _excess(first: Array, second: Array) -> Array:
    with np.errstate(invalid="ignore"):  # infinite less infinite: neither is worse
        return np.nan_to_num(first - second, nan=0.0, posinf=np.inf, neginf=-np.inf)


def _compared(excess: Array) -> Compared:
    """Compare by the rows' excess of the first over the second, in what is better small."""
    beyond = int(np.isposinf(excess).any()) - int(np.isneginf(excess).any())
    excess = np.where(np.isfinite(excess), excess, 0.0)
    if beyond and len(excess) >= _FEWEST:  # infinitely worse in some row, and never better so
        return "worse" if beyond > 0 else "better"
    mean, error = float(excess.mean()), float(excess.std()) / np.sqrt(len(excess))
    if len(excess) < _FEWEST or abs(mean) <= _ERRORS * error:
        return "no clear difference"
    return "worse" if mean > 0.0 else "better"


def _steps(found: Approach) -> str:
    steps = found.best.steps
    return counted(steps, "step", "steps") if steps >= 0 else f"more than {found.limit:,} steps"
