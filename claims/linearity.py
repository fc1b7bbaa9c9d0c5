"""linearity(): the bend of a loss with a logarithm, and of the same without.

>>> from landscapes import Plane, Problem, good_window, load
>>> problem = Problem(load("overlap"))
>>> plane = Plane.axes(problem, "w1", "b")
>>> linearity(problem, plane, good_window(problem, plane)).verdict
'does not hold here'
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy.special import expit, log_softmax, logsumexp

from claims.verdict import HOLDS, HOLDS_IN_PART, HOLDS_NOT, Verdict, share
from landscapes.planes.plane import Plane
from landscapes.planes.window import Window
from landscapes.problem import Problem
from landscapes.sweeps.restriction import Restriction
from losses import get
from losses.arrays import Array, read_only

__all__ = ["Linearity", "linearity"]

# Points of the curves, and points along each axis of the window where margins are taken.
_POINTS, _GRID = 241, 21
# Margins beyond this share of all of them are left to themselves: one far row would set the scale.
_SHARE = 0.9
# One share is more than another from this many times it on: over wide margins both curves have one
# corner each, and their shares differ by little.
_MORE = 2.0


@dataclass(frozen=True, eq=False)
class Linearity:
    """How far each loss bends away from a straight line, per logit and per probability.

    A row's margin m is its logit, counted towards its label; p = sigmoid(m) is the probability that
    the label is given. Cross-entropy is -log p; without the log there is 1 - p left, and squared
    error is (1 - p)^2.

    Attributes
    ----------
    data : str
        What the margins are those of.
    grid : (int, int)
        Points of the window, along b and along a, at which all rows' margins were taken.
    reach : float
        Nine in ten of these margins are at most this far from 0. The curves end here.
    margin : ndarray, (m,)
        Margins from -reach to reach.
    probability : ndarray, (m,)
        p there.
    with_log, without_log, squared : ndarray, (m,)
        -log p in nats, 1 - p and (1 - p)^2 there.
    linear, log_sum_exp : ndarray, (m,)
        The two parts of -log p, with the logits m and 0 of the label and of the other class: -m,
        and log(exp(m) + exp(0)).
    bent_wrong : (float, float)
        For -log p and for 1 - p: the share of the variance over the margins from -reach to 0, where
        the model is wrong, that the best straight line leaves over. 0 is straight.
    bent : (float, float)
        The same from -reach to reach.
    bent_probability : (float, float)
        The same as functions of p, over p from sigmoid(-reach) to sigmoid(reach).
    identity : float
        Largest difference, over the margins, between -log softmax and the sum of the two parts.
    """

    claim: ClassVar[str] = "The log only adds a non-linearity."

    data: str
    grid: tuple[int, int]
    reach: float
    margin: Array
    probability: Array
    with_log: Array
    without_log: Array
    squared: Array
    linear: Array
    log_sum_exp: Array
    bent_wrong: tuple[float, float]
    bent: tuple[float, float]
    bent_probability: tuple[float, float]
    identity: float

    @property
    def verdict(self) -> Verdict:
        """Whether the log bends the loss more than leaving it out does.

        What is trained are logits, so it is per logit that a bend counts. "holds" where -log p is
        the more bent of the two both where the model is wrong and over all margins, "does not hold
        here" where it is in neither, "holds in part" otherwise. More bent is: the best straight
        line leaves over more than twice the share of the variance.
        """
        more = [with_log > _MORE * without for with_log, without in (self.bent_wrong, self.bent)]
        return HOLDS if all(more) else HOLDS_IN_PART if any(more) else HOLDS_NOT

    @property
    def because(self) -> str:
        """Both bends in words."""
        wrong = with_log, without = self.bent_wrong
        whole, whole_without = self.bent
        return (
            f"Over the logit, where the model is wrong (logits towards the label from "
            f"{-self.reach:.3g} to 0), the best straight line misses {share(with_log)} of the "
            f"variance of -log p, and {share(without)} of that of 1 - p: {_straighter(*wrong)}. "
            f"Over all logits, up to {self.reach:.3g}, it misses {share(whole)} and "
            f"{share(whole_without)}: {_straighter(*self.bent)}. The softmax is an exponential and "
            "the log takes it back: what is left, a linear part and a log-sum-exp, differs from "
            f"-log p by {self.identity:.1g} at most."
        )


def _straighter(with_log: float, without: float) -> str:
    """Say which curve is less bent, by the measure that the verdict goes by."""
    if with_log > _MORE * without:
        return "the log bends it"
    return "the log straightens it" if without > _MORE * with_log else "much the same"


def linearity(problem: Problem, plane: Plane, window: Window) -> Linearity:
    """Compare the loss with the log to the one without, over the margins that a window holds.

    -log softmax_k(z) = -z_k + log sum_j exp(z_j): the softmax is an exponential, the log takes it
    back, and what is left is linear in the logits plus a log-sum-exp, which is convex (Boyd and
    Vandenberghe, Convex Optimization, 2004, section 3.1.5). Whether that is more of a bend than
    1 - p has is measured by how much of a curve's variance the best straight line leaves over, over
    the margins that the data have in the window: near 0 the sigmoid itself is almost straight, far
    out it is a step.

    Parameters
    ----------
    problem : Problem
        A sigmoid output, hard or soft labels; for a soft one the margin is that of its larger side.
    plane, window
        Where the rows' margins are taken, on a grid of 21 x 21 points.

    Raises
    ------
    ValueError
        Where the plane is not the problem's or its output is not a sigmoid, or all margins are 0.
    """
    across = Restriction(problem, get("cross-entropy", "sigmoid"), plane)
    a, b = np.meshgrid(*window.grid(_GRID))
    logits = across.offset + a[..., None] * across.u + b[..., None] * across.v
    reach = float(np.quantile(np.abs(logits), _SHARE))
    if not reach > 0.0:
        raise ValueError("every margin in the window is 0: there is no curve to measure")
    margin = np.linspace(-reach, reach, _POINTS)
    both = np.stack([margin, np.zeros_like(margin)], axis=-1)
    linear, rest = -margin, np.asarray(logsumexp(both, axis=-1))
    with_log, without = get("cross-entropy").value(margin, 1.0), expit(-margin)
    wrong = margin <= 0.0
    p = np.linspace(expit(-reach), expit(reach), _POINTS)
    return Linearity(
        data=problem.dataset.title,
        grid=(_GRID, _GRID),
        reach=reach,
        margin=read_only(margin),
        probability=read_only(expit(margin)),
        with_log=read_only(with_log),
        without_log=read_only(without),
        squared=read_only(get("squared-error").value(margin, 1.0)),
        linear=read_only(linear),
        log_sum_exp=read_only(rest),
        bent_wrong=(
            _left_over(margin[wrong], with_log[wrong]),
            _left_over(margin[wrong], without[wrong]),
        ),
        bent=(_left_over(margin, with_log), _left_over(margin, without)),
        bent_probability=(_left_over(p, -np.log(p)), _left_over(p, 1.0 - p)),
        identity=float(np.abs(-log_softmax(both, axis=-1)[:, 0] - (linear + rest)).max()),
    )


def _left_over(x: Array, y: Array) -> float:
    """Share of the variance of y that its best straight line in x leaves over."""
    x, y = x - x.mean(), y - y.mean()
    whole = float(y @ y)
    rest = y - (x @ y) / float(x @ x) * x
    return float(rest @ rest) / whole if whole > 0.0 else 0.0
