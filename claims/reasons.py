"""reasons(): what speaks for a loss, and what it costs, on the data in view.

>>> from landscapes import Plane, Problem, good_window, load
>>> problem = Problem(load("overlap"))
>>> plane = Plane.axes(problem, "w1", "b")
>>> found = reasons(problem, plane, good_window(problem, plane))
>>> [fact.present for fact in found.facts if fact.kind == "reason"]
[True, True, True, True]
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import expit, xlogy

from claims.convexity import Bend, convexity
from claims.verdict import HOLDS, HOLDS_IN_PART, HOLDS_NOT, Verdict, number, share
from landscapes.planes.plane import Plane
from landscapes.planes.window import Window
from landscapes.problem import Problem
from landscapes.terrain.optimum import cross_entropy_minimum
from landscapes.terrain.pulls import pulls
from landscapes.terrain.separation import separation
from landscapes.terrain.survey import NEGATIVE, percent
from losses import Loss, get
from losses.arrays import Array, read_only

__all__ = ["Fact", "Reasons", "Weight", "reasons"]

Kind = Literal["reason", "cost"]

# Truths for which a loss is asked what probability it makes best.
_TRUTHS = (0.02, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.98)
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


@dataclass(frozen=True, eq=False)
class Reasons:
    """What speaks for a loss, and what it costs.

    Attributes
    ----------
    data : str
        What it was measured on.
    key, title : str
        Which loss.
    rows : int
        Rows of the data.
    facts : tuple of Fact
        Four reasons, then two costs.
    truths, answers : ndarray, (m,)
        Probabilities of label 1, and the probability whose expected loss is least for each.
    bend : Bend
        The loss in the window.
    weights : (Weight, Weight)
        The heaviest row under this loss, and under the other one it is compared with.
    theta : ndarray, (P,)
        Where rows were weighed: at the cross-entropy minimum, or at 0 where none exists.
    """

    claim: ClassVar[str] = "So the logarithm is what to train on."

    data: str
    key: str
    title: str
    rows: int
    facts: tuple[Fact, ...]
    truths: Array
    answers: Array
    bend: Bend
    weights: tuple[Weight, Weight]
    theta: Array

    def fact(self, name: str) -> Fact:
        """Return the fact of this name."""
        for fact in self.facts:
            if fact.name == name:
                return fact
        raise ValueError(f"unknown fact {name!r}: {', '.join(fact.name for fact in self.facts)}")

    @property
    def verdict(self) -> Verdict:
        """Whether the reasons are there, and free of charge.

        "holds" where all four reasons are and neither cost is; "holds in part" where all four are,
        and so is a cost; "does not hold here" where a reason is missing.
        """
        if not all(fact.present for fact in self.facts if fact.kind == "reason"):
            return HOLDS_NOT
        return HOLDS_IN_PART if any(f.present for f in self.facts if f.kind == "cost") else HOLDS

    @property
    def because(self) -> str:
        """The reasons that are there or missing, and the costs."""
        there = [f.name for f in self.facts if f.kind == "reason" and f.present]
        costs = [f.words for f in self.facts if f.kind == "cost" and f.present]
        missing = [f.words for f in self.facts if f.kind == "reason" and not f.present]
        many = "All 4 reasons hold" if not missing else f"{len(there)} of 4 reasons hold"
        said = f"{many} here for {self.title.lower()}"
        said += f" ({', '.join(there)})." if there else "."
        rest = missing or costs
        return f"{said} {' '.join(rest)}" if rest else f"{said} Neither cost is felt here."


def reasons(
    problem: Problem,
    plane: Plane,
    window: Window,
    loss: Loss | str = "cross-entropy",
    against: Loss | str = "squared-error",
) -> Reasons:
    """Measure what speaks for a loss: four reasons, and two costs.

    The sum over the rows is minus the log-likelihood (Bishop, Pattern Recognition and Machine
    Learning, 2006, section 4.3.2). It is proper: its expectation is least at the true probability
    (Good, Rational decisions, Journal of the Royal Statistical Society B, 1952), which is so of
    squared error too. Over the sigmoid it is convex, and its slope in the logit is p - y. The
    costs: it has no upper bound, so that one row may outweigh the others; and no finite optimum
    where the data are separable.

    Parameters
    ----------
    problem : Problem
        A sigmoid output.
    plane, window
        Where the curvature is looked at.
    loss : Loss or str
        Which loss the claim is on.
    against : Loss or str
        Under which other loss rows are weighed for comparison.

    Raises
    ------
    TypeError, ValueError
        Where an argument is not what it may be.
    """
    chosen, other = problem.loss(loss), problem.loss(against)
    problem.loss(get("cross-entropy", "sigmoid"))
    found = cross_entropy_minimum(problem)
    theta = np.zeros(len(problem.parameters)) if found is None else found
    answers = np.array([_answer(chosen, truth) for truth in _TRUTHS])
    bend = convexity(problem, plane, window, [chosen]).bends[0]
    weights = (_weight(problem, chosen, theta), _weight(problem, other, theta))
    return Reasons(
        data=problem.dataset.title,
        key=chosen.key,
        title=chosen.title,
        rows=len(problem.dataset),
        facts=(
            _likelihood(problem, chosen, theta),
            _proper(answers),
            _convex(bend),
            _slope(chosen),
            _unbounded(chosen, weights, minimum=found is not None),
            _endless(problem, chosen),
        ),
        truths=read_only(np.array(_TRUTHS)),
        answers=read_only(answers),
        bend=bend,
        weights=weights,
        theta=read_only(theta),
    )


def _likelihood(problem: Problem, loss: Loss, theta: Array) -> Fact:
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


def _answer(loss: Loss, truth: float) -> float:
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


def _proper(answers: Array) -> Fact:
    off = float(np.abs(answers - _TRUTHS).max())
    return Fact(
        "proper",
        "reason",
        off <= _PROPER,
        off,
        f"For {len(_TRUTHS)} true probabilities from {_TRUTHS[0]:g} to {_TRUTHS[-1]:g} the best "
        f"answer is the truth to within {off:.1g}.",
    )


def _convex(bend: Bend) -> Fact:
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


def _slope(loss: Loss) -> Fact:
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


def _weight(problem: Problem, loss: Loss, theta: Array) -> Weight:
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


def _unbounded(loss: Loss, weights: tuple[Weight, Weight], *, minimum: bool) -> Fact:
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


def _endless(problem: Problem, loss: Loss) -> Fact:
    z = np.linspace(-30.0, 30.0, 121)
    falls = bool((loss.gradient(z, 1.0) < 0.0).all() and (loss.gradient(z, 0.0) > 0.0).all())
    endless = falls and separation(problem) is not None
    said = "No separating direction lowers it for ever."
    if endless:
        said = "The data can be separated, so that it falls for ever: there is no finite optimum."
    elif loss.convex and falls:
        said = "No direction lowers it for ever: there is a finite optimum."
    return Fact("no finite optimum", "cost", endless, float(endless), said)
