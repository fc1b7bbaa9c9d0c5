"""Exponentials and logarithms of whole vectors, compiled: what the loops are made of.

In plain arithmetic, which vectorises where a call of the system's own would not. Nothing is taken
whose exponential overflows; where one is below the normal numbers it is 0.
"""

import math

import numpy as np

from landscapes.sweeps.compiled import compiled

__all__ = [
    "LOG_2",
    "LOG_2_REST",
    "add_log1p",
    "exponentials",
    "exponentials_and_rest",
    "log_near_1",
    "log_product",
    "logarithms",
    "lost",
    "powers",
    "products",
    "split",
]

# A running product of 1 + t is turned into a logarithm when it has passed this.
_LARGE = 1e200
# exp of less is below the normal numbers: 0.
_LEAST_EXPONENT = -708.39
# x + _WHOLE - _WHOLE rounds x to a whole number, which then stands in the sum's last bits.
_WHOLE = 1.5 * 2.0**52
_LOG2_E = 1.4426950408889634
# log 2 in two parts, of which the first has so few digits that whole multiples of it are exact.
LOG_2, LOG_2_REST = 6.93147180369123816490e-01, 1.90821492927058770002e-10


@compiled
def log_near_1(f, ratio, rest):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """log(1 + f) + rest, for 1 + f from sqrt(1/2) to sqrt(2) and the ratio f / (2 + f).

    As in FreeBSD's s_log1p.c.
    """
    half = 0.5 * f * f
    z = ratio * ratio
    w = z * z
    odd = w * (0.3999999999940941908 + w * (0.2222219843214978396 + w * 0.1531383769920937332))
    even = z * (
        0.6666666666666735130
        + w * (0.2857142874366239149 + w * (0.1818357216161805012 + w * 0.1479819860511658591))
    )
    return ratio * (half + odd + even) + rest - half + f


@compiled
def split(bits):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Of the bits of a number 2^k (1 + f): k, and the bits of 1 + f from sqrt(1/2) to sqrt(2)."""
    shifted = bits + 0x0009_5F62_0000_0000
    return float((shifted >> 52) - 1023), (shifted & 0x000F_FFFF_FFFF_FFFF) + 0x3FE6_A09E_0000_0000


@compiled
def lost(s):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """What rounding took from 1 + s."""
    whole = 1.0 + s
    return s - (whole - 1.0) if s < 1.0 else 1.0 - (whole - s)


@compiled
def add_log1p(s, scratch, value):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Add log1p(s) to value, set s to 0. In plain arithmetic, to vectorise where a call would not.

    1 + s = 2^k (1 + f), and what rounding took from 1 + s is put back.
    """
    for i in range(len(s)):
        scratch[i] = 1.0 + s[i]
    bits = scratch.view(np.int64)
    for i in range(len(s)):
        exponent, bits[i] = split(bits[i])
        s[i] = exponent * LOG_2_REST + lost(s[i]) / (1.0 + s[i])
        value[i] += exponent * LOG_2
    for i in range(len(s)):
        f = scratch[i] - 1.0
        value[i] += log_near_1(f, f / (2.0 + f), s[i])
        s[i] = 0.0


@compiled
def logarithms(x, scratch, result):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Set result to log(x), x above 0; some large negative number at 0."""
    bits = scratch.view(np.int64)
    for i in range(len(x)):
        scratch[i] = x[i]
    for i in range(len(x)):
        result[i], bits[i] = split(bits[i])
    for i in range(len(x)):
        f = scratch[i] - 1.0
        near_1 = log_near_1(f, f / (2.0 + f), result[i] * LOG_2_REST)
        result[i] = near_1 + result[i] * LOG_2


@compiled
def products(x, y):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Return both, their squares and their product, as a curvature takes them."""
    return x, y, x * x, x * y, y * y


@compiled
def _reduced(x):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """k, as it stands in the last bits of what is returned, and exp(r) - 1, of x = k log 2 + r.

    |r| is at most log(2) / 2, where fourteen terms of the series are enough.
    """
    held = max(x, _LEAST_EXPONENT)
    rounded = held * _LOG2_E + _WHOLE
    k = rounded - _WHOLE
    r = (held - k * LOG_2) - k * LOG_2_REST
    term = 1.0 / 479001600.0 + r * (1.0 / 6227020800.0)
    term = 1.0 / 39916800.0 + r * term
    term = 1.0 / 3628800.0 + r * term
    term = 1.0 / 362880.0 + r * term
    term = 1.0 / 40320.0 + r * term
    term = 1.0 / 5040.0 + r * term
    term = 1.0 / 720.0 + r * term
    term = 1.0 / 120.0 + r * term
    term = 1.0 / 24.0 + r * term
    term = 1.0 / 6.0 + r * term
    term = 0.5 + r * term
    return rounded, r + r * r * term


@compiled
def exponentials(x, result, count):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Set result to exp(x), x at most 700.

    x = k log 2 + r: 2^k is put together bit by bit.
    """
    bits = result.view(np.int64)
    for i in range(count):
        rounded, less_1 = _reduced(x[i])
        part = 0.0 if x[i] < _LEAST_EXPONENT else 1.0 + less_1
        result[i] = rounded
        bits[i] = (bits[i] + 1023) << 52
        result[i] *= part


@compiled
def exponentials_and_rest(x, result, rest, count):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Set result to exp(x), and rest to 1 - exp(x), x at most 0, to its last digits."""
    bits = result.view(np.int64)
    for i in range(count):
        rounded, less_1 = _reduced(x[i])
        rest[i] = less_1
        result[i] = rounded
        bits[i] = (bits[i] + 1023) << 52
    for i in range(count):
        least = x[i] < _LEAST_EXPONENT
        power, less_1 = result[i], rest[i]
        rest[i] = (1.0 - power) - power * less_1
        result[i] = 0.0 if least else power + power * less_1


@compiled
def powers(x, halves, result):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Set result to x^(halves / 2), a whole number of halves; x is used up."""
    for i in range(len(x)):
        result[i] = math.sqrt(x[i]) if halves % 2 else 1.0
    left = halves // 2
    while left:
        if left % 2:
            for i in range(len(x)):
                result[i] *= x[i]
        left //= 2
        if left:
            for i in range(len(x)):
                x[i] *= x[i]


@compiled
def log_product(t, count):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Sum of log(1 + t) over t of at least 0, by way of their product."""
    total, s = 0.0, 0.0
    for i in range(count):
        s += t[i] * (1.0 + s)
        if s > _LARGE:
            total += math.log1p(s)
            s = 0.0
    return total + math.log1p(s)
