"""margin(): where gradient descent on separable data goes, and that it does not arrive.

>>> from landscapes import Problem, load
>>> found = margin(Problem(load("separable")), steps=2000)
>>> found.separable, found.finite
(True, False)
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from claims.approach import falls_to_zero
from claims.growth import Growth, Penalised, growth, penalised
from claims.hard_margin import CONDITIONS, HardMargin, hard_margin
from claims.verdict import HOLDS, HOLDS_IN_PART, HOLDS_NOT, Verdict, counted, number, share
from landscapes.checks import count
from landscapes.problem import Problem
from landscapes.terrain.optimum import cross_entropy_minimum
from landscapes.terrain.separation import separation
from losses import Loss, get

__all__ = ["Margin", "margin"]

# Wider is what is wider by more than 1 %.
_WIDER = 1.01


@dataclass(frozen=True, eq=False)
class Margin:
    """What becomes of the weights.

    Attributes
    ----------
    data : str
        What it was measured on.
    penalty : float
        The problem's own.
    separable : bool
        Whether some theta gives every row a margin above 0.
    finite : bool
        Whether cross-entropy has a finite minimum.
    minimum_length : float or None
        Its length, where there is one.
    steps : int
        Steps of each descent.
    hard : HardMargin or None
        None where the rows are not separable, or so narrowly that it was not found.
    growths : tuple of Growth
        One for each loss; the claim is on the first against the second. Empty where there is a
        finite minimum or the separation leaves some margins at 0.
    penalised : Penalised or None
        None where `hard` is.
    """

    claim: ClassVar[str] = "On separable data cross-entropy is the good one."

    data: str
    penalty: float
    separable: bool
    finite: bool
    minimum_length: float | None
    steps: int
    hard: HardMargin | None
    growths: tuple[Growth, ...]
    penalised: Penalised | None

    @property
    def verdict(self) -> Verdict:
        """Whether the first loss parts the classes with a wider margin than the second.

        "does not hold here" where the data are not separable or have a finite minimum, so that the
        question does not arise; or where some row is still wrong after all steps. "holds" where
        none is, and the smallest margin per length is wider than the second's by more than 1 %.
        "holds in part" where none is, but the second's is as wide or wider. That there is no finite
        minimum is the price in any case, and both losses pay it.
        """
        if not self.growths:
            return HOLDS_NOT
        first, second = (float(growth.width[-1]) for growth in self.growths[:2])
        if not first > 0.0:
            return HOLDS_NOT
        return HOLDS if first > _WIDER * second else HOLDS_IN_PART

    @property
    def because(self) -> str:
        """Why the question does not arise, or angles, growth and the price."""
        if not self.separable and not self.finite:
            return (
                "The question does not arise here: no parameters put every row on its right side, "
                "though some rows can be made more certain without end: there is neither a finite "
                "minimum nor a widest margin."
            )
        if self.finite:
            why = (
                f"a penalty of {number(self.penalty)} holds the parameters"
                if self.separable
                else "the classes are not separable"
            )
            assert self.minimum_length is not None
            return (
                f"The question does not arise here: {why}. Cross-entropy has a finite minimum, "
                f"where the parameters come to rest with a length of {number(self.minimum_length)}."
            )
        if self.hard is None or self.penalised is None:
            return (
                "The classes are separable, but so narrowly that the widest margin was not found "
                f"to a relative {CONDITIONS:g}: nothing is measured against it."
            )
        if not self.growths:
            return (
                "The question does not arise here: a penalty holds the weights but not the bias, "
                "which alone separates the rows, and there is no finite minimum."
            )
        first, second = self.growths[:2]
        parts = [
            f"{growth.title.lower()} {_width(float(growth.width[-1]))}, its direction "
            f"{number(float(growth.angle[-1]))}° off"
            for growth in (first, second)
        ]
        stop = ""
        if len(self.penalised.penalty):
            strength, length = (
                float(x[-1]) for x in (self.penalised.penalty, self.penalised.length)
            )
            stop = f" A penalty of {number(strength)} stops it at {number(length)}."
        tenfold = math.log(10.0)
        return (
            f"After {counted(self.steps, 'step', 'steps')} {parts[0]}; {parts[1]}"
            f"{_nearer(first, second)}. There is no finite minimum: the parameters of "
            f"{first.title.lower()} have a length of {number(float(first.length[-1]))}, and ten "
            f"times as many steps add {number(tenfold * first.slope)}, in the limit "
            f"{number(tenfold * self.hard.length)}.{stop}"
        )


def _width(width: float) -> str:
    if width <= 0.0:
        return "still has rows on the wrong side of the boundary"
    return f"parts the classes with {share(width)} of the widest margin"


def _nearer(first: Growth, second: Growth) -> str:
    """Say which loss is nearer to the widest margin, where both part the classes."""
    one, other = float(first.width[-1]), float(second.width[-1])
    if not (one > 0.0 and other > 0.0):
        return ""
    if one > _WIDER * other:
        return f": {first.title.lower()} is nearer"
    if other > _WIDER * one:
        return f": {second.title.lower()} is nearer"
    wider = first if one >= other else second
    by = max(one, other) / min(one, other) - 1.0
    least = share(round(_WIDER - 1.0, 9))
    return (
        f": {wider.title.lower()}'s is wider by {share(by)}, less than the {least} that counts, so "
        "that neither is the better one"
    )


def margin(
    problem: Problem,
    losses: Sequence[Loss | str] = ("cross-entropy", "squared-error"),
    steps: int = 10_000,
) -> Margin:
    """Follow gradient descent from 0 on separable data, and say where it tends to.

    Without a finite minimum ||w|| grows without end, like log t, and its direction tends to that of
    the hard-margin solution w_hat: w(t) = w_hat log t + a rest that stays bounded (Soudry, Hoffer,
    Nacson, Gunasekar and Srebro, The implicit bias of gradient descent on separable data, Journal
    of Machine Learning Research 2018, theorem 3). So the slope of ||w|| against log t tends to
    ||w_hat||, and the angle to 0 like 1/log t: slowly. The rows are those with the intercept's 1
    appended, as descent moves the bias like a weight; a support vector machine leaves its bias out
    of the length, and its direction is another one. Squared error's slope falls as exp(-2 m) in the
    margin m where cross-entropy's falls as exp(-m), so it tends to the same direction at half the
    growth.

    Parameters
    ----------
    problem : Problem
        A sigmoid output, hard labels.
    losses : sequence of Loss or str
        Two or more that fall to 0 with the margin; the claim is on the first against the second.
    steps : int
        Steps of each descent, at least 100.

    Raises
    ------
    TypeError, ValueError
        Where an argument is not what it may be, or labels are soft.
    """
    steps = count("steps", steps, least=100)
    if isinstance(losses, str) or len(losses) < 2:
        raise ValueError(f"losses must be two or more losses in a sequence; found {losses!r}")
    chosen = [problem.loss(loss) for loss in losses]
    for loss in chosen:
        if not falls_to_zero(loss):
            raise ValueError(f"{loss.key} does not fall to 0 with the margin")
    problem.loss(get("cross-entropy", "sigmoid"))
    if not np.isin(problem.labels, (0.0, 1.0)).all():
        raise ValueError("labels must be hard, 0 or 1: a soft one has a finite best logit")
    plain = separation(replace(problem, penalty=0.0))
    separable = plain is not None and plain.complete
    minimum = cross_entropy_minimum(problem)
    try:
        hard = hard_margin(problem) if separable else None
    except ValueError:
        hard = None
    free = problem.penalty == 0.0
    return Margin(
        data=problem.dataset.title,
        penalty=problem.penalty,
        separable=separable,
        finite=minimum is not None,
        minimum_length=None if minimum is None else float(np.linalg.norm(minimum)),
        steps=steps,
        hard=hard,
        growths=()
        if hard is None or not free
        else tuple(growth(problem, loss, hard, steps) for loss in chosen),
        penalised=None if hard is None else penalised(problem, hard),
    )
