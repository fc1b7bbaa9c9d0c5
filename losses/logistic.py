"""Functions of one logit that keep their digits in both tails: what sigmoid losses are made of.

With p = sigmoid(z), the probability of the other label, 1 - p, is sigmoid(-z): neither is ever
rounded to 0 where it is not.
"""

from decimal import Context, Decimal
from functools import cache

import numpy as np
from scipy.special import expit

from losses.arrays import Array

__all__ = [
    "other_multiple_minus_own",
    "over_labels",
    "power",
    "softplus",
]


def softplus(z: Array) -> Array:
    """log(1 + exp(z)), exact in both tails: max(z, 0) + log1p(exp(-|z|))."""
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def power(z: Array, exponent: float) -> Array:
    """p^exponent; from log p = -softplus(-z), which is at hand where p itself has underflowed."""
    with np.errstate(over="ignore"):  # an infinite exponent gives the 0 that is meant
        return np.asarray(np.exp(-exponent * softplus(-z)))


def other_multiple_minus_own(z: Array, factor: float) -> Array:
    """c (1 - p) - p for a factor c > 0: it is 0 at z = ln c and keeps its digits next to it.

    c (1 - p) - p = (1 - p) (c - e^z) = -c (1 - p) expm1(z - ln c) = p expm1(ln c - z).
    """
    leading, trailing = _two_part_log(factor)
    distance = (z - leading) - trailing
    # Each branch is taken where its exponential is at most 1, so that none overflows.
    decay = np.expm1(-np.abs(distance))
    return np.where(distance > 0.0, expit(z) * decay, -factor * expit(-z) * decay)


@cache
def _two_part_log(number: float) -> tuple[float, float]:
    """log(number) in two float64 parts: what the leading one lacks is the trailing one."""
    context = Context(prec=40)
    exact = context.ln(Decimal(number))
    leading = float(exact)
    return leading, float(context.subtract(exact, Decimal(leading)))


def over_labels(y: Array, for_one: Array, for_zero: Array) -> Array:
    """Expectation over the label, which is 1 with probability y and else 0."""
    return y * for_one + (1.0 - y) * for_zero
