"""Expected loss of a report: what a probability costs when the label is 1 with another frequency.

>>> from losses import get
>>> from losses.expected import best_report
>>> round(best_report(get("squared-error"), truth=0.7).p, 12)  # squared error asks for the truth
0.7
>>> best_report(get("absolute-error"), truth=0.7).p  # absolute error for certainty
1.0
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from losses.arrays import Array, finite, read_only
from losses.base import Loss
from losses.output import SIGMOID

__all__ = ["TRUTHS", "Expected", "Report", "best_report", "expected_loss", "is_proper"]

# Truths at which `is_proper` looks.
TRUTHS = read_only(np.arange(1, 100) / 100.0)

# Logits that are searched: at either end p is within 1e-26 of the edge, and no loss's slope has
# underflowed. Where the least is there, it's at the edge.
_REACH, _STEP = 60.0, 0.05
# Where p is 0 or 1 to float64, and so is what the loss tends to.
_EDGE = 1000.0
# A slope that is this small a part of its two terms is 0 to rounding.
_ROUNDING = 8.0 * np.finfo(np.float64).eps
# Half the width of the neighbourhood in which a slope that jumps is told from one that turns.
_NEAR = 1e-6


@dataclass(frozen=True, eq=False)
class Expected:
    """Expected loss of reports, and its first two derivatives in the logit: one shape."""

    value: Array
    gradient: Array
    curvature: Array


@dataclass(frozen=True)
class Report:
    """The reports whose expected loss is least: one point, or all from `low` to `high`.

    Attributes
    ----------
    low, high : float
        Ends in the logit; equal where it is one point, infinite where it is an edge: p = 0 or 1.
    value : float
        The least expected loss; at an edge the limit.
    curvature : float or None
        Second derivative in the logit; None at an edge, at a kink, and where `low` is not `high`.
    curvature_in_p : float or None
        Second derivative in p, likewise.
    kink : bool
        Whether it is a point at which the slope jumps.
    """

    low: float
    high: float
    value: float
    curvature: float | None = None
    curvature_in_p: float | None = None
    kink: bool = False

    @property
    def p(self) -> float:
        """The probability that is reported; of several the middle one."""
        return float(0.5 * (expit(self.low) + expit(self.high)))

    @property
    def single(self) -> bool:
        """Whether it is one point."""
        return self.low == self.high


def expected_loss(loss: Loss, z: ArrayLike, truth: ArrayLike) -> Expected:
    """Expected loss of the report p = sigmoid(z) where the label is 1 with frequency t.

    E = t L(z, 1) + (1 - t) L(z, 0). Not L(z, t): squared error of a soft label is (p - t)^2, which
    is not the expectation over the label.

    Parameters
    ----------
    loss : Loss
        A loss on a sigmoid output.
    z : array_like
        Logits of the reports, of any shape.
    truth : array_like
        Frequencies t in [0, 1], broadcastable with z.

    Returns
    -------
    Expected
        In the loss's unit, per sample.

    Raises
    ------
    TypeError, ValueError
        Where the loss is of another output, a logit is not finite or a truth is not in [0, 1].
    """
    if loss.output != SIGMOID:
        raise ValueError(f"loss must be on a sigmoid output; {loss.key} is on {loss.output.key}")
    t = _checked(truth)
    logits = finite("logits z", z)
    shape = np.broadcast_shapes(logits.shape, t.shape)
    logits = np.broadcast_to(logits, shape)
    parts = [
        (1.0 - t) * zero + t * one
        for one, zero in zip(_all(loss, logits, 1.0), _all(loss, logits, 0.0), strict=True)
    ]
    return Expected(*(read_only(part) for part in parts))


def best_report(loss: Loss, truth: float) -> Report:
    """Return the reports whose expected loss is least, to rounding.

    Searched are logits from -60 to 60 in steps of 0.05, then by bisection of the slope's sign; of
    several separate minima the lowest is taken, of equal ones the first.

    Parameters
    ----------
    loss : Loss
        A loss on a sigmoid output.
    truth : float
        The frequency of the label 1, in [0, 1].

    Raises
    ------
    TypeError, ValueError
        As `expected_loss`.
    """
    return _best(loss, float(_checked(truth)))


@lru_cache(maxsize=256)
def _best(loss: Loss, t: float) -> Report:
    grid = np.linspace(-_REACH, _REACH, round(2.0 * _REACH / _STEP) + 1)
    sign = _sign(loss, grid, t)
    found: list[tuple[float, float]] = []
    start = 0
    while start < len(grid):
        end = start
        while end + 1 < len(grid) and sign[end + 1] == sign[start]:
            end += 1
        falls_before = start == 0 or sign[start - 1] < 0
        rises_after = end == len(grid) - 1 or sign[end + 1] > 0
        if sign[start] == 0 and falls_before and rises_after:
            low = -math.inf if start == 0 else _turn(loss, t, grid[start - 1], grid[start], 0)
            high = math.inf
            if end < len(grid) - 1:
                high = _turn(loss, t, grid[end], grid[end + 1], 1)
            # Where the slope is only crossing 0, rounding makes a stretch of the point.
            middle = 0.5 * (low + high)
            found.append((middle, middle) if high - low < _NEAR else (low, high))
        elif sign[start] < 0 and end == len(grid) - 1:
            found.append((math.inf, math.inf))
        elif sign[start] < 0 and sign[end + 1] > 0:
            # Where the slope is 0 to rounding there is a stretch of logits: its middle.
            sides = [_turn(loss, t, grid[end], grid[end + 1], sign) for sign in (0, 1)]
            found.append((0.5 * sum(sides),) * 2)
        elif sign[start] > 0 and start == 0:
            found.append((-math.inf, -math.inf))
        start = end + 1
    reports = [_report(loss, t, low, high) for low, high in found]
    return min(reports, key=lambda report: report.value)


@cache
def is_proper(loss: Loss) -> bool:
    """Say whether at 99 truths, 0.01 to 0.99, the truth is the one report whose loss is least.

    Measured: at p = t the slope is 0 to rounding, and at 401 logits from -20 to 20 that are further
    than 0.1 from there the expected loss is higher. Gneiting and Raftery, Strictly proper scoring
    rules, prediction, and estimation (2007), section 2, call such a loss strictly proper.
    """
    at = logit(TRUTHS)
    if (_sign(loss, at, TRUTHS) != 0).any():
        return False
    least = expected_loss(loss, at, TRUTHS).value[:, None]
    others = np.linspace(-20.0, 20.0, 401)
    higher = expected_loss(loss, others, TRUTHS[:, None]).value > least
    return bool((higher | (np.abs(others - at[:, None]) <= 0.1)).all())


def _checked(truth: ArrayLike) -> Array:
    t = finite("truth", truth)
    if t.size and not (t.min() >= 0.0 and t.max() <= 1.0):
        raise ValueError(f"truth must lie in [0, 1]; found {t[(t < 0.0) | (t > 1.0)].flat[0]}")
    return t


def _all(loss: Loss, z: Array, label: float) -> tuple[Array, Array, Array]:
    y, one = np.full(z.shape, label), np.ones(z.shape)
    return loss.value_at(z, y), loss.gradient_at(z, y), loss.curvature_at(z, y, one, one)


def _sign(loss: Loss, z: Array, t: Array | float) -> Array:
    """Sign of the expected loss's slope; 0 where its two terms cancel to rounding."""
    # The slope towards either label is right to its last digits; only their sum cancels.
    one = t * loss.gradient_at(z, np.ones(z.shape))
    zero = (1.0 - np.asarray(t)) * loss.gradient_at(z, np.zeros(z.shape))
    total = one + zero
    return np.where(np.abs(total) <= _ROUNDING * (np.abs(one) + np.abs(zero)), 0.0, np.sign(total))


def _turn(loss: Loss, t: float, low: float, high: float, sign: int) -> float:
    """Return where between two logits the slope's sign comes to be at least this."""
    beyond: Callable[[float], bool] = lambda z: bool(_sign(loss, np.array(z), t) >= sign)  # noqa: E731
    low, high = float(low), float(high)
    while True:
        middle = 0.5 * (low + high)
        if not low < middle < high:
            return high if sign == 0 else low
        low, high = (low, middle) if beyond(middle) else (middle, high)


def _report(loss: Loss, t: float, low: float, high: float) -> Report:
    inside = low if math.isfinite(low) else (high if math.isfinite(high) else low)
    at = np.array(inside if math.isfinite(inside) else math.copysign(_EDGE, inside))
    value = float(expected_loss(loss, at, t).value)
    if low != high or not math.isfinite(low):
        return Report(low, high, value)
    beside = expected_loss(loss, at + np.array([-_NEAR, _NEAR]), t).gradient
    if beside[0] < -100.0 * _NEAR and beside[1] > 100.0 * _NEAR:
        return Report(low, high, value, kink=True)
    curvature = float(expected_loss(loss, at, t).curvature)
    # At a minimum the slope is 0, and d2/dp2 = d2/dz2 (dz/dp)^2 with dz/dp = 1 / (p (1 - p)).
    return Report(low, high, value, curvature, curvature / float(expit(at) * expit(-at)) ** 2)
