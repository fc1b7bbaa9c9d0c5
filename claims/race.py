"""race(): losses against one another on every data set, each at its own best rate.

>>> found = race(["overlap"], steps=200)
>>> [runner.key for runner in found.heats[0].runners]
['squared-error', 'cross-entropy', 'squared-error-on-logit']
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from scipy.special import expit

from claims.approach import approach
from claims.forecast import forecast, split
from claims.heat import Heat, Runner
from claims.run import slower
from claims.verdict import HOLDS_IN_PART, Verdict, counted
from landscapes.checks import count
from landscapes.data.catalogue import CATALOGUE, load
from landscapes.data.dataset import Dataset
from landscapes.descents.rates import LADDER
from landscapes.problem import Problem
from landscapes.sweeps.workers import Progress
from losses import get

__all__ = ["ENTRIES", "RUNNERS", "Entry", "Race", "race"]

RUNNERS = ("squared-error", "cross-entropy", "squared-error-on-logit")
"""The losses that race, by their keys."""

# Squared error on the logit has no sigmoid to bound its curvature: large features ask for smaller
# rates than the ladder's.
_LADDER = (0.0001, 0.0003, *LADDER)


@dataclass(frozen=True)
class Entry:
    """A data set that takes part.

    Attributes
    ----------
    name : str
        A key of `CATALOGUE`.
    options : mapping
        What `load` takes besides.
    standardise : bool
        Whether features are shifted and scaled, by what the fitted rows have.
    """

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)
    standardise: bool = False


ENTRIES: Mapping[str, Entry] = MappingProxyType(
    {recipe.name: Entry(recipe.name, recipe.binary) for recipe in CATALOGUE.values()}
    | {"breast-cancer-30": Entry("breast-cancer", {}, standardise=True)}
)
"""Every data set as a page first shows it, and the real one in full."""


@dataclass(frozen=True, eq=False)
class Race:
    """All heats.

    Attributes
    ----------
    heats : tuple of Heat
        One for each data set.
    limit : int
        Steps of each descent, at most.
    share, seed
        How rows were held out.
    """

    claim: ClassVar[str] = Heat.claim

    heats: tuple[Heat, ...]
    limit: int
    share: float
    seed: int

    @property
    def data(self) -> str:
        """How many data sets, and the split."""
        return (
            f"{counted(len(self.heats), 'data set', 'data sets')}, "
            f"{100.0 * self.share:.0f} % of the rows held out, seed {self.seed}"
        )

    @property
    def verdict(self) -> Verdict:
        """Whether the first loss is worse and slower on every data set, on some, or on none.

        "holds" where every heat's own verdict does, "does not hold here" where none has either
        half of the claim, "holds in part" otherwise.
        """
        found = {heat.verdict for heat in self.heats}
        return found.pop() if len(found) == 1 else HOLDS_IN_PART

    @property
    def because(self) -> str:
        """On how many data sets it is worse, better, neither; and on how many slower or faster."""
        total = len(self.heats)
        worse = [heat.title for heat in self.heats if heat.results == "worse"]
        better = [heat.title for heat in self.heats if heat.results == "better"]
        slow = sum(heat.slower for heat in self.heats)
        open_ = sum(
            all(runner.approach.best.steps < 0 for runner in heat.runners[:2])
            for heat in self.heats
        )
        quick = sum(
            slower(h.runners[1].approach.best, h.runners[0].approach.best) for h in self.heats
        )
        first, second = (runner.title.lower() for runner in self.heats[0].runners[:2])
        where = f" ({'; '.join(worse)})" if worse else ""
        well = f" ({'; '.join(better)})" if better else ""
        alike = total - len(worse) - len(better)
        return (
            f"On held-out rows {first} does worse than {second} on {len(worse)} of "
            f"{counted(total, 'data set', 'data sets')}{where}, better on {len(better)}{well}, and "
            f"no clear difference shows on {alike}. Each at its best rate, it is slower on {slow} "
            f"and faster on {quick}: slower is what takes more than twice the steps. On {open_} "
            "neither arrived; slower there is what has more than twice as much of the way left."
        )


def race(
    names: Sequence[str] | None = None,
    losses: Sequence[str] = RUNNERS,
    steps: int = 1000,
    share: float = 0.3,
    seed: int = 3,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> Race:
    """Fit losses on data sets by gradient descent from 0, and score them on held-out rows.

    The split is the same for all losses, class by class. Each loss descends at each rate of the
    ladder, and its soonest descent counts; probabilities are those at that descent's end. Squared
    error on the logit (Hui and Belkin, Evaluation of neural architectures trained with square loss
    vs cross-entropy in classification tasks, ICLR 2021) fits z to t = 2 y - 1 and has no sigmoid.
    Its expected loss is least at z = 2 P(y = 1) - 1, so (z + 1)/2, cut off at 0 and 1, is what it
    says of the probability. Where that is 0 for a row's own class, its log loss is infinite, and is
    left so.

    Parameters
    ----------
    names : sequence of str, optional
        Keys of `ENTRIES`; all of them where left out.
    losses : sequence of str
        Two or more; the claim is on the first against the second.
    steps : int
        Steps of each descent, at most.
    share, seed
        The share of the rows held out, and the draw.
    progress : callable, optional
        Called with (done, total), in losses times data sets; what it raises ends the race and is
        passed on.
    stop : callable, optional
        Asked before each data set; where it says yes, the heats so far are returned. The first is
        always run.

    Raises
    ------
    TypeError, ValueError
        Where a name or a loss is unknown, or an argument is not what it may be.
    """
    chosen = tuple(ENTRIES) if names is None else tuple(names)
    if isinstance(names, str) or not chosen:
        raise ValueError(f"names must be one or more data sets in a sequence; found {names!r}")
    for name in chosen:
        if name not in ENTRIES:
            raise ValueError(f"unknown data set {name!r}: choose from {', '.join(ENTRIES)}")
    if isinstance(losses, str) or len(losses) < 2:
        raise ValueError(f"losses must be two or more losses in a sequence; found {losses!r}")
    for key in losses:
        get(key, "sigmoid")
    steps = count("steps", steps)
    total, heats = len(chosen) * len(losses), list[Heat]()

    def tell(within: int) -> None:
        if progress is not None:
            progress(len(heats) * len(losses) + within, total)

    for name in chosen:
        if heats and stop is not None and stop():
            break
        heats.append(_heat(name, losses, steps, share, seed, tell))
    tell(0)
    return Race(tuple(heats), steps, float(share), seed)


def _heat(
    name: str,
    losses: Sequence[str],
    steps: int,
    share: float,
    seed: int,
    tell: Callable[[int], None],
) -> Heat:
    entry = ENTRIES[name]
    whole = load(entry.name, **entry.options)
    fitted, held_out = split(whole, share, seed)
    if entry.standardise:
        fitted, held_out = _standardised(fitted, held_out)
    problem = Problem(fitted, intercept=CATALOGUE[entry.name].intercept)
    runners = []
    for place, key in enumerate(losses):
        tell(place)
        runners.append(_runner(problem, held_out, key, steps))
    return Heat(
        name=name,
        title=CATALOGUE[entry.name].title
        + (f", all {len(whole.features)} features" if entry.standardise else ""),
        data=whole.title + (", standardised" if entry.standardise else ""),
        features=len(whole.features),
        fitted=len(fitted),
        held_out=len(held_out),
        runners=tuple(runners),
    )


def _runner(problem: Problem, held_out: Dataset, key: str, steps: int) -> Runner:
    found = approach(problem, key, np.zeros(len(problem.parameters)), steps, ladder=_LADDER)
    z = problem.logits(found.best.theta, held_out.X)
    if key == "squared-error-on-logit":
        scores = forecast(np.clip(0.5 * (z + 1.0), 0.0, 1.0), held_out.y)
        return Runner(key, found.title, found, scores, "(z + 1)/2, cut off at 0 and 1")
    scores = forecast(expit(z), held_out.y, get("cross-entropy").value(z, held_out.y))
    return Runner(key, found.title, found, scores, "sigmoid of the logit")


def _standardised(fitted: Dataset, held_out: Dataset) -> tuple[Dataset, Dataset]:
    """Both parts, shifted and scaled by the fitted one's means and deviations."""
    mean, deviation = fitted.X.mean(axis=0), fitted.X.std(axis=0)
    scale = np.where(deviation > 0.0, deviation, 1.0)
    parts = (
        Dataset(
            (part.X - mean) / scale,
            part.y,
            part.features,
            part.classes,
            part.name,
            part.source,
            standardised=True,
        )
        for part in (fitted, held_out)
    )
    first, second = parts
    return first, second
