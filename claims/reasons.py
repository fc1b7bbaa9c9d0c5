"""reasons(): what speaks for a loss, and what it costs, on the data in view.

>>> from landscapes import Plane, Problem, good_window, load
>>> problem = Problem(load("overlap"))
>>> plane = Plane.axes(problem, "w1", "b")
>>> found = reasons(problem, plane, good_window(problem, plane))
>>> [fact.present for fact in found.facts if fact.kind == "reason"]
[True, True, True, True]
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from claims.convexity import Bend, convexity
from claims.facts import (
    TRUTHS,
    Fact,
    Weight,
    answer,
    convex,
    endless,
    likelihood,
    proper,
    slope,
    unbounded,
    weight,
)
from claims.verdict import HOLDS, HOLDS_IN_PART, HOLDS_NOT, Verdict
from landscapes.planes.plane import Plane
from landscapes.planes.window import Window
from landscapes.problem import Problem
from landscapes.terrain.optimum import cross_entropy_minimum
from losses import Loss, get
from losses.arrays import Array, read_only

__all__ = ["Reasons", "reasons"]


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
    answers = np.array([answer(chosen, truth) for truth in TRUTHS])
    bend = convexity(problem, plane, window, [chosen]).bends[0]
    weights = (weight(problem, chosen, theta), weight(problem, other, theta))
    return Reasons(
        data=problem.dataset.title,
        key=chosen.key,
        title=chosen.title,
        rows=len(problem.dataset),
        facts=(
            likelihood(problem, chosen, theta),
            proper(answers),
            convex(bend),
            slope(chosen),
            unbounded(chosen, weights, minimum=found is not None),
            endless(problem, chosen),
        ),
        truths=read_only(np.array(TRUTHS)),
        answers=read_only(answers),
        bend=bend,
        weights=weights,
        theta=read_only(theta),
    )
