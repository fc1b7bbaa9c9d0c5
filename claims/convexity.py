"""convexity(): whether a loss bends down, for one sample and on the data in view.

>>> from losses import get
>>> [round(p, 12) for p in inflections(get("squared-error"))]  # for y = 1: at p = 1/3
[0.333333333333]
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit

from claims.verdict import HOLDS, HOLDS_IN_PART, HOLDS_NOT, Verdict, number
from landscapes.planes.plane import Plane
from landscapes.planes.window import Window
from landscapes.problem import Problem
from landscapes.sweeps.sweep import sweep
from landscapes.terrain.survey import NEGATIVE, percent, survey
from losses import Loss, get
from losses.arrays import Array, read_only

__all__ = ["Bend", "Convexity", "OneSample", "convexity", "inflections", "one_sample"]

# Logits among which the curvature's changes of sign are looked for.
_REACH, _POINTS = 20.0, 1601


@dataclass(frozen=True, eq=False)
class OneSample:
    """Squared error of one sample y = 1 over its logit z, as it is and as it is often miswritten.

    Attributes
    ----------
    z : ndarray, (m,)
        Logits.
    value : ndarray, (m,)
        (1 - sigmoid(z))^2 = 1 / (1 + e^z)^2.
    slip : ndarray, (m,)
        (e^z / (1 + e^-z))^2, which a common derivation arrives at: it takes 1 - sigmoid(z) for
        e^z / (1 + e^-z) instead of e^-z / (1 + e^-z), and grows where the model is right.
    slope, curvature : ndarray, (m,)
        First and second derivative of `value`.
    inflection : float
        The logit at which the curvature changes its sign.
    inflection_probability : float
        sigmoid of that: the probability that the label is given there.
    """

    z: Array
    value: Array
    slip: Array
    slope: Array
    curvature: Array
    inflection: float
    inflection_probability: float


@dataclass(frozen=True)
class Bend:
    """How convex one loss is.

    Attributes
    ----------
    key, title : str
        Which loss.
    nonconvex_share : float
        Share of the window's grid points at which the smallest eigenvalue is negative.
    smallest : float
        The smallest eigenvalue on the grid, in units of loss per squared plane coordinate.
    smallest_at : (float, float)
        Where that is, in plane coordinates.
    inflections : tuple of float
        Probabilities of a sample's label at which the curvature of its loss changes sign.
    """

    key: str
    title: str
    nonconvex_share: float
    smallest: float
    smallest_at: tuple[float, float]
    inflections: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Convexity:
    """Where each loss bends down.

    Attributes
    ----------
    data : str
        What it was measured on.
    names, window
        The plane's axes, and the window on it.
    grid : (int, int)
        Grid points along b and along a.
    negative : float
        An eigenvalue counts as negative below -negative times the larger one's size.
    bends : tuple of Bend
        One for each loss; the claim is on the first.
    sample : OneSample
        Squared error of one sample.
    """

    claim: ClassVar[str] = "Squared error on a sigmoid is not convex."

    data: str
    names: tuple[str, str]
    window: Window
    grid: tuple[int, int]
    negative: float
    bends: tuple[Bend, ...]
    sample: OneSample

    @property
    def verdict(self) -> Verdict:
        """Whether the first loss is not convex in the window.

        "holds" where it bends down somewhere in the window. "holds in part" where it does not
        there, but does for one sample, and so elsewhere. "does not hold here" where not even one
        sample's loss bends down.
        """
        first = self.bends[0]
        if first.nonconvex_share > 0.0:
            return HOLDS
        return HOLDS_IN_PART if first.inflections else HOLDS_NOT

    @property
    def because(self) -> str:
        """Both shares, and where one sample's curve bends down."""
        first, *others = self.bends
        columns, rows = self.grid[1], self.grid[0]
        shares = f"{first.title} bends down on {percent(first.nonconvex_share)} of this window"
        shares += "".join(f", {o.title.lower()} on {percent(o.nonconvex_share)}" for o in others)
        where = "for one sample it never does"
        if first.inflections:
            points = " and ".join(number(p) for p in first.inflections)
            where = (
                "for one sample the curvature changes its sign where its label is given a "
                f"probability of {points}"
            )
        return f"{shares} ({columns} x {rows} grid); {where}."


def convexity(
    problem: Problem,
    plane: Plane,
    window: Window,
    losses: Sequence[Loss | str] = ("squared-error", "cross-entropy"),
    resolution: int = 81,
) -> Convexity:
    """Measure where losses bend down: on the window, and for one sample.

    A function is convex where the smallest eigenvalue of its curvature is not negative. A sum may
    be convex where its parts are not, so that one sample's curve says nothing of the window; and a
    window says nothing of what lies beyond it.

    Parameters
    ----------
    problem : Problem
        A sigmoid output.
    plane, window, resolution
        Where, and on how many grid points each way.
    losses : sequence of Loss or str
        One or more; the claim is on the first.

    Raises
    ------
    TypeError, ValueError
        As `sweep` raises, and where there is no loss.
    """
    if isinstance(losses, str) or not losses:
        raise ValueError(f"losses must be one or more losses in a sequence; found {losses!r}")
    bends = tuple(_bend(problem, plane, window, loss, resolution) for loss in losses)
    return Convexity(
        data=problem.dataset.title,
        names=plane.names,
        window=window,
        grid=(resolution, resolution),
        negative=NEGATIVE,
        bends=bends,
        sample=one_sample(),
    )


def _bend(
    problem: Problem, plane: Plane, window: Window, loss: Loss | str, resolution: int
) -> Bend:
    landscape = sweep(problem, loss, plane, *window.grid(resolution))
    smallest = landscape.eigenvalues[0]
    j, i = np.unravel_index(int(smallest.argmin()), smallest.shape)
    return Bend(
        key=landscape.loss.key,
        title=landscape.loss.title,
        nonconvex_share=survey(landscape).nonconvex_share,
        smallest=float(smallest[j, i]),
        smallest_at=(float(landscape.a[i]), float(landscape.b[j])),
        inflections=inflections(landscape.loss),
    )


def inflections(loss: Loss) -> tuple[float, ...]:
    """Return the probabilities of the label at which one sample's curvature changes its sign.

    For squared error and y = 1 the curvature is 2 p (1 - p)^2 (3 p - 1): it changes at p = 1/3.
    Found to rounding, at logits from -20 to 20: the probability is 2e-9 or more.
    """

    def curvature(logit: float) -> float:
        return float(loss.curvature(logit, 1.0, 1.0, 1.0))

    z = np.linspace(-_REACH, _REACH, _POINTS)
    bends = loss.curvature(z, 1.0, 1.0, 1.0)
    found = []
    for left, right in pairwise(np.flatnonzero(bends)):
        if bends[left] * bends[right] < 0.0:
            found.append(brentq(curvature, z[left], z[right], xtol=1e-15, rtol=1e-15))
    return tuple(float(expit(at)) for at in found)


def one_sample(low: float = -6.0, high: float = 6.0, points: int = 241) -> OneSample:
    """Return squared error's curve for one sample y = 1, from logit `low` to `high`."""
    loss, z = get("squared-error"), np.linspace(low, high, points)
    (probability,) = inflections(loss)
    return OneSample(
        z=read_only(z),
        value=read_only(loss.value(z, 1.0)),
        slip=read_only(np.square(np.exp(z) * expit(z))),
        slope=read_only(loss.gradient(z, 1.0)),
        curvature=read_only(loss.curvature(z, 1.0, 1.0, 1.0)),
        inflection=float(np.log(probability) - np.log1p(-probability)),
        inflection_probability=probability,
    )
