"""Facts: what speaks for a loss and what it costs, measured one by one."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import expit, xlogy

from claims.convexity import Bend
from claims.verdict import number, share
from landscapes.problem import Problem
from landscapes.terrain.pulls import pulls
from landscapes.terrain.separation import separation
from landscapes.terrain.survey import NEGATIVE, percent
from losses import Loss
from losses.arrays import Array

__all__ = [
    "TRUTHS",
    "Fact",
    "Weight",
    "answer",
    "convex",
    "endless",
    "likelihood",
    "proper",
    "slope",
    "unbounded",
    "weight",
]

Kind = Literal["reason", "cost"]

# Truths for which a loss is asked what probability it makes best.
TRUTHS = (0.02, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.98)
# A curvature below this is level ground to every eye.
_LEVEL = 1e-12
# How close a minimiser comes to the truth, by a search for a lowest value: the root of rounding.
_PROPER = 1e-6
# Two sums or two slopes that differ by less than this, relative, differ by rounding.
_ROUNDING = 1e-12
# Step of the finite differences, and what they may be off.
_STEP, _DIFFERENCES = 1e-4, 1e-7
# Logits at which slopes are compared.
_REACH, _POINTS = 8.0, 161
# The worst row weighs more where its share of the loss, or of the pulls, is this many times what it
# is under the other loss.
_HEAVIER = 2.0


@dataclass(frozen=True)
class Fact:
    """One thing that was measured.

    Attributes
    ----------
    name : str
        What is said: "likelihood", "proper", "convex", "slope"; "unbounded", "no finite optimum".
    kind : str
        "reason", which speaks for the loss, or "cost".
    present : bool
        Whether it is so, on these data.
    measured : float
        The number that says so.
    words : str
        A sentence with the number.
    """

    name: str
    kind: Kind
    present: bool
    measured: float
    words: str


@dataclass(frozen=True)
class Weight:
    """How much of the whole one row carries: the heaviest.

    Attributes
    ----------
    key, title : str
        Under which loss.
    loss_row, pull_row : int
        The row with the largest loss, and the one with the longest pull on the parameters.
    loss_share, pull_share : float
        Their shares of the sum of all losses, and of the sum of the lengths of all pulls.
    """

    key: str
    title: str
    loss_row: int
    pull_row: int
    loss_share: float
    pull_share: float


def likelihood(problem: Problem, loss: Loss, theta: Array) -> Fact:
    """Whether the sum over the rows is minus the log-likelihood."""
    z, y = problem.logits(theta), problem.labels
    total = float(loss.value_at(z, y).sum())
    surprise = -float((xlogy(y, expit(z)) + xlogy(1.0 - y, expit(-z))).sum())
    off = abs(total - surprise) / max(abs(total), abs(surprise))
    said = "to rounding" if off <= _ROUNDING else f"by {percent(off)}"
    differs = "is" if off <= _ROUNDING else "differs from"
    return Fact(
        "likelihood",
        "reason",
        off <= _ROUNDING,
        off,
        f"Summed over the rows it {differs} minus the sum of the logs, {number(surprise)}, {said}.",
    )


def answer(loss: Loss, truth: float) -> float:
    """Probability with the least expected loss where label 1 has this probability."""

    def expected(logit: float) -> float:
        one, zero = float(loss.value(logit, 1.0)), float(loss.value(logit, 0.0))
        return truth * one + (1.0 - truth) * zero

    # A loss may have more than one valley: first the lowest point of a grid, then its bottom.
    grid = np.linspace(-_REACH, _REACH, _POINTS)
    values = truth * loss.value(grid, 1.0) + (1.0 - truth) * loss.value(grid, 0.0)
    place = int(values.argmin())
    low, high = grid[max(place - 1, 0)], grid[min(place + 1, _POINTS - 1)]
    found = minimize_scalar(expected, bounds=(low, high), method="bounded", options={"xatol": 1e-9})
    return float(expit(found.x))


def proper(answers: Array) -> Fact:
    """Whether the best answer is the truth."""
    off = float(np.abs(answers - TRUTHS).max())
    return Fact(
        "proper",
        "reason",
        off <= _PROPER,
        off,
        f"For {len(TRUTHS)} true probabilities from {TRUTHS[0]:g} to {TRUTHS[-1]:g} the best "
        f"answer is the truth to within {off:.1g}.",
    )


def convex(bend: Bend) -> Fact:
    """Whether the loss bends down nowhere in the window."""
    return Fact(
        "convex",
        "reason",
        bend.nonconvex_share == 0.0,
        bend.smallest,
        _bends(bend),
    )


def _bends(bend: Bend) -> str:
    if bend.nonconvex_share > 0.0:
        where = f"The loss bends down at {percent(bend.nonconvex_share)} of the grid's points"
    elif bend.smallest > 0.0:
        where = "The loss bends up at every grid point of the window"
    else:
        where = f"The loss bends down nowhere in the window by more than {NEGATIVE:g} of its bend"
    least = number(bend.smallest)
    if abs(bend.smallest) < _LEVEL:
        least += ", practically 0"
    return f"{where}; least curvature {least}."


def slope(loss: Loss) -> Fact:
    """Whether the slope in the logit is p - y."""
    z = np.tile(np.linspace(-_REACH, _REACH, _POINTS), (2, 1))
    y = np.array([[0.0], [1.0]])
    residual = expit(z) - y
    off = float(np.abs(loss.gradient(z, y) - residual).max())
    # The loss's values say the same, without its own gradient.
    rise = (loss.value(z + _STEP, y) - loss.value(z - _STEP, y)) / (2.0 * _STEP)
    measured = float(np.abs(rise - residual).max())
    return Fact(
        "slope",
        "reason",
        off <= _ROUNDING and measured <= _DIFFERENCES,
        off,
        f"Its slope in the logit differs from p - y by {number(off)} at most; its rise over a "
        f"short step, divided by the step, by {number(measured)}. At logits up to {_REACH:g}.",
    )


def weight(problem: Problem, loss: Loss, theta: Array) -> Weight:
    """Return the heaviest row under a loss."""
    found = pulls(problem, loss, theta)
    heaviest = int(found.value.argmax())
    losses, sizes = float(found.value.sum()), float(found.size.sum())
    return Weight(
        key=loss.key,
        title=loss.title,
        loss_row=int(found.row[heaviest]),
        pull_row=int(found.row[0]),
        loss_share=float(found.value[heaviest]) / losses if losses > 0.0 else 0.0,
        pull_share=float(found.size[0]) / sizes if sizes > 0.0 else 0.0,
    )


def unbounded(loss: Loss, weights: tuple[Weight, Weight], *, minimum: bool) -> Fact:
    """Whether one row may outweigh the others."""
    own, other = weights
    heavier = (
        own.loss_share > _HEAVIER * other.loss_share or own.pull_share > _HEAVIER * other.pull_share
    )
    far, farther = (float(loss.value(-margin, 1.0)) for margin in (40.0, 80.0))
    where = "At the cross-entropy minimum" if minimum else "With all parameters at 0"
    told = "a share is more than doubled" if heavier else "neither share is more than doubled"
    return Fact(
        "unbounded",
        "cost",
        farther > 1.5 * far and heavier,
        own.loss_share,
        f"A row that is wrong by a logit of 80 has a loss of {number(farther)}. {where} the "
        f"heaviest row carries {share(own.loss_share)} of the loss and {share(own.pull_share)} of "
        f"the pulls, under {other.title.lower()} {share(other.loss_share)} and "
        f"{share(other.pull_share)}: {told}.",
    )


def endless(problem: Problem, loss: Loss) -> Fact:
    """Whether the loss falls for ever, with no finite optimum."""
    z = np.linspace(-30.0, 30.0, 121)
    falls = bool((loss.gradient(z, 1.0) < 0.0).all() and (loss.gradient(z, 0.0) > 0.0).all())
    endless = falls and separation(problem) is not None
    said = "No separating direction lowers it for ever."
    if endless:
        said = "The data can be separated, so that it falls for ever: there is no finite optimum."
    elif loss.convex and falls:
        said = "No direction lowers it for ever: there is a finite optimum."
    return Fact("no finite optimum", "cost", endless, float(endless), said)
