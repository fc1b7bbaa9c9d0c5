"""The inner loops of a sweep, compiled. `sweeps.kernels` calls them; importing loads numba.

A loop adds up value, gradient and curvature of a block of samples over rows of a grid. What it is
given are odds: for each sample and each rival of the label's class the exponential of the rival's
logit minus the label's. Logits being affine in the plane, that is a product of one factor a column
and one factor a row, t = E F, and the probabilities are 1 / (1 + sum t) of the label's class and
t / (1 + sum t) of a rival. All loops take

    columns  (n, R, na)  E, ascending along a or descending
    rows     (n, R, nb)  F
    u, v     (n, R)      slopes of the rival's logit minus the label's
    total    (6, nb, na) added to: value; d/da, d/db; aa, ab, bb

with R = 1 under a sigmoid output. Nothing in them cancels: no digit of a tail is lost.
"""

from collections.abc import Callable
from typing import Any

import numba
import numpy as np

__all__ = [
    "SIGNATURE",
    "sigmoid_cross_entropy",
    "sigmoid_squared_error",
    "softmax_cross_entropy",
    "softmax_squared_error",
]

SIGNATURE = "void(f8[:,:,::1], f8[:,:,::1], f8[:,::1], f8[:,::1], f8[:,:,::1])"

# A running product of 1 + t is turned into a logarithm before it can pass this.
_LARGEST = 1e300
# A class that is to be the base of softmax differences has at least this probability: the loops
# lose that many digits, 16 bits of 53.
_BASE_SHARE = 2.0**-16


def _compiled(loop: Callable[..., Any], *more: str) -> Any:  # noqa: ANN401 (numba is untyped)
    options: dict[str, Any] = {
        "nogil": True,
        # Multiply-add in one rounding; more licence could undo what keeps the tails exact.
        "fastmath": {"contract", *more},
        # Division as NumPy has it: Python's test for a divisor of 0 would keep it from vectorising.
        "error_model": "numpy",
    }
    try:
        return numba.njit(cache=True, **options)(loop)
    except RuntimeError:  # no directory to be written to: compiled afresh by every process
        return numba.njit(**options)(loop)


@_compiled
def _add_log1p(s, scratch, value):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Add log1p(s) to value, set s to 0. In plain arithmetic, to vectorise where a call would not.

    As in FreeBSD's s_log1p.c: 1 + s = 2^k (1 + f) with 1 + f from sqrt(1/2) to sqrt(2), and what
    rounding took from 1 + s is put back.
    """
    for i in range(len(s)):
        scratch[i] = 1.0 + s[i]
    bits = scratch.view(np.int64)
    for i in range(len(s)):
        whole = 1.0 + s[i]
        shifted = bits[i] + 0x0009_5F62_0000_0000
        exponent = float((shifted >> 52) - 1023)
        bits[i] = (shifted & 0x000F_FFFF_FFFF_FFFF) + 0x3FE6_A09E_0000_0000
        lost = s[i] - (whole - 1.0) if s[i] < 1.0 else 1.0 - (whole - s[i])
        s[i] = exponent * 1.90821492927058770002e-10 + lost / whole
        value[i] += exponent * 6.93147180369123816490e-01
    for i in range(len(s)):
        f = scratch[i] - 1.0
        half = 0.5 * f * f
        ratio = f / (2.0 + f)
        z = ratio * ratio
        w = z * z
        odd = w * (0.3999999999940941908 + w * (0.2222219843214978396 + w * 0.1531383769920937332))
        even = z * (
            0.6666666666666735130
            + w * (0.2857142874366239149 + w * (0.1818357216161805012 + w * 0.1479819860511658591))
        )
        value[i] += ratio * (half + odd + even) + s[i] - half + f
        s[i] = 0.0


@_compiled
def _products(x, y):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return x, y, x * x, x * y, y * y


@_compiled
def sigmoid_cross_entropy(columns, rows, u, v, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Value log(1 + t), of which the gradient in the logit is 1 - p and the curvature p (1 - p)."""
    samples, last = columns.shape[0], columns.shape[2] - 1
    s, scratch = np.zeros(last + 1), np.empty(last + 1)
    for j in range(rows.shape[2]):
        value, d_a, d_b = total[j, 0], total[j, 1], total[j, 2]
        aa, ab, bb = total[j, 3], total[j, 4], total[j, 5]
        bound = 1.0
        first = 0
        while first < samples:
            # Two samples at a time: half as many loads and stores of the totals. Along a row odds
            # are largest at an end.
            second = min(first + 1, samples - 1)
            f, g = rows[first, 0, j], rows[second, 0, j]
            grow = 1.0 + f * max(columns[first, 0, 0], columns[first, 0, last])
            grow_both = grow * (1.0 + g * max(columns[second, 0, 0], columns[second, 0, last]))
            step = 2
            if second == first or grow_both > _LARGEST:
                # Goes alone: odds of 0 add nothing.
                g, grow_both, step = 0.0, grow, 1
            if bound * grow_both > _LARGEST:
                _add_log1p(s, scratch, value)
                bound = 1.0
            bound *= grow_both
            x, y, xx, xy, yy = _products(u[first, 0], v[first, 0])
            p, q, pp, pq, qq = _products(u[second, 0], v[second, 0])
            for i in range(last + 1):
                t, w = columns[first, 0, i] * f, columns[second, 0, i] * g
                own_t, own_w = 1.0 / (1.0 + t), 1.0 / (1.0 + w)
                other_t, other_w = t * own_t, w * own_w
                grown = s[i] + t * (1.0 + s[i])
                s[i] = grown + w * (1.0 + grown)
                d_a[i] = (d_a[i] + other_t * x) + other_w * p
                d_b[i] = (d_b[i] + other_t * y) + other_w * q
                bend_t, bend_w = other_t * own_t, other_w * own_w
                aa[i] = (aa[i] + bend_t * xx) + bend_w * pp
                ab[i] = (ab[i] + bend_t * xy) + bend_w * pq
                bb[i] = (bb[i] + bend_t * yy) + bend_w * qq
            first += step
        _add_log1p(s, scratch, value)


@_compiled
def sigmoid_squared_error(columns, rows, u, v, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Value q^2 with q = 1 - p; half the gradient q^2 p, half the curvature q^2 p (2 p - q)."""
    samples = columns.shape[0]
    for j in range(rows.shape[2]):
        value, d_a, d_b = total[j, 0], total[j, 1], total[j, 2]
        aa, ab, bb = total[j, 3], total[j, 4], total[j, 5]
        for first in range(0, samples, 2):
            second = min(first + 1, samples - 1)
            f, g = rows[first, 0, j], rows[second, 0, j] if second > first else 0.0
            x, y, xx, xy, yy = _products(u[first, 0], v[first, 0])
            p, q, pp, pq, qq = _products(u[second, 0], v[second, 0])
            for i in range(columns.shape[2]):
                t, w = columns[first, 0, i] * f, columns[second, 0, i] * g
                own_t, own_w = 1.0 / (1.0 + t), 1.0 / (1.0 + w)
                other_t, other_w = t * own_t, w * own_w
                square_t, square_w = other_t * other_t, other_w * other_w
                value[i] = (value[i] + other_t * other_t) + other_w * other_w
                slope_t, slope_w = square_t * own_t, square_w * own_w
                d_a[i] = (d_a[i] + slope_t * x) + slope_w * p
                d_b[i] = (d_b[i] + slope_t * y) + slope_w * q
                # 2 p - q = p (2 - t), whose difference is exact near its zero.
                bend_t, bend_w = slope_t * (own_t * (2.0 - t)), slope_w * (own_w * (2.0 - w))
                aa[i] = (aa[i] + bend_t * xx) + bend_w * pp
                ab[i] = (ab[i] + bend_t * xy) + bend_w * pq
                bb[i] = (bb[i] + bend_t * yy) + bend_w * qq


@_compiled
def _odds(columns, rows, n, j, odds, other, own):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Odds of the rivals on a row, their sum, and the probability of the label's class."""
    for i in range(len(own)):
        other[i] = 0.0
    for k in range(len(odds)):
        factor = rows[n, k, j]
        for i in range(len(own)):
            odds[k, i] = columns[n, k, i] * factor
            other[i] += odds[k, i]
    for i in range(len(own)):
        own[i] = 1.0 / (1.0 + other[i])


@_compiled
def _segment(odds, own, low):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """End of a run of columns from low, and a class likely enough on all of it; -1 for the label.

    Along a line log p is concave: what holds at both ends of a run holds within.
    """
    high = len(own)
    while True:
        base, share = -1, min(own[low], own[high - 1])
        for k in range(len(odds)):
            least = min(odds[k, low] * own[low], odds[k, high - 1] * own[high - 1])
            if least > share:
                base, share = k, least
        if share >= _BASE_SHARE or high == low + 1:
            return high, base
        high = (low + high + 1) // 2


@_compiled
def _slopes(u, v, n, k, base):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Slopes of a rival less those of the base; in the base's own place those of the label."""
    if base < 0:
        return u[n, k], v[n, k]
    if k == base:
        return -u[n, base], -v[n, base]
    return u[n, k] - u[n, base], v[n, k] - v[n, base]


@_compiled
def softmax_cross_entropy(columns, rows, u, v, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Value log(1 + sum t), gradient the mean slope under p, curvature the slopes' covariance.

    A covariance E[xy] - E[x] E[y] cancels, but not where x and y are differences from a class that
    has a fair share of the probability: E[x]^2 <= (1 - share) E[x^2]. So a row is cut into
    segments that have such a class, the base. The label's class, with odds of 1, then takes the
    base's place among the rivals.
    """
    samples, rivals, width = columns.shape
    odds, other, own = np.empty((rivals, width)), np.empty(width), np.empty(width)
    mean_a, mean_b = np.zeros(width), np.zeros(width)
    s, scratch = np.zeros(width), np.empty(width)
    for j in range(rows.shape[2]):
        value, d_a, d_b = total[j, 0], total[j, 1], total[j, 2]
        aa, ab, bb = total[j, 3], total[j, 4], total[j, 5]
        bound = 1.0
        for n in range(samples):
            _odds(columns, rows, n, j, odds, other, own)
            # Along a row the sum of the odds is convex: it is largest at an end.
            grow = 1.0 + max(other[0], other[width - 1])
            if bound * grow > _LARGEST:
                _add_log1p(s, scratch, value)
                bound = 1.0
            bound *= grow
            for i in range(width):
                s[i] += other[i] * (1.0 + s[i])
            high = 0
            while high < width:
                low = high
                high, base = _segment(odds, own, low)
                # Unsigned: an index that may be negative would keep the loops from vectorising.
                segment = range(np.uintp(low), np.uintp(high))
                base_u, base_v = 0.0, 0.0
                if base >= 0:
                    base_u, base_v = u[n, base], v[n, base]
                    for i in segment:
                        odds[base, i] = 1.0
                # Two rivals at a time: half as many loads and stores of the totals.
                for k in range(0, rivals, 2):
                    m = min(k + 1, rivals - 1)
                    x, y, xx, xy, yy = _products(*_slopes(u, v, n, k, base))
                    p, q, pp, pq, qq = _products(*_slopes(u, v, n, m, base))
                    if m == k:
                        p = q = pp = pq = qq = 0.0
                    for i in segment:
                        t, w = odds[k, i] * own[i], odds[m, i] * own[i]
                        mean_a[i] = (mean_a[i] + t * x) + w * p
                        mean_b[i] = (mean_b[i] + t * y) + w * q
                        aa[i] = (aa[i] + t * xx) + w * pp
                        ab[i] = (ab[i] + t * xy) + w * pq
                        bb[i] = (bb[i] + t * yy) + w * qq
                for i in segment:
                    d_a[i] += mean_a[i] + base_u
                    d_b[i] += mean_b[i] + base_v
                    aa[i] -= mean_a[i] * mean_a[i]
                    ab[i] -= mean_a[i] * mean_b[i]
                    bb[i] -= mean_b[i] * mean_b[i]
                    mean_a[i] = 0.0
                    mean_b[i] = 0.0
        _add_log1p(s, scratch, value)


@_compiled
def softmax_squared_error(columns, rows, u, v, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Value sum r^2 of residuals r = p - y; half the gradient, half the curvature.

    With c(x) = x minus its mean under p these are sum_k p_k c(r)_k c(u)_k and
    sum_k p_k (p_k + c(r)_k) c(u)_k c(v)_k. Means are of differences from the base of a segment, as
    for cross-entropy.
    """
    samples, rivals, width = columns.shape
    odds, other, own = np.empty((rivals, width)), np.empty(width), np.empty(width)
    p, r = np.empty((rivals, width)), np.empty((rivals, width))
    mean_a, mean_b, mean_r = np.empty(width), np.empty(width), np.empty(width)
    base_p, base_r = np.empty(width), np.empty(width)
    for j in range(rows.shape[2]):
        value, d_a, d_b = total[j, 0], total[j, 1], total[j, 2]
        aa, ab, bb = total[j, 3], total[j, 4], total[j, 5]
        for n in range(samples):
            _odds(columns, rows, n, j, odds, other, own)
            # Residuals: -(1 - p) of the label's class, p of any other.
            for i in range(width):
                other[i] *= -own[i]
                base_p[i], base_r[i] = own[i], other[i]
                value[i] += other[i] * other[i]
                mean_a[i] = mean_b[i] = mean_r[i] = 0.0
            for k in range(rivals):
                for i in range(width):
                    p[k, i] = odds[k, i] * own[i]
                    r[k, i] = p[k, i]
                    value[i] += p[k, i] * p[k, i]
            high = 0
            while high < width:
                low = high
                high, base = _segment(odds, own, low)
                segment = range(np.uintp(low), np.uintp(high))
                if base >= 0:
                    for i in segment:
                        base_p[i] = base_r[i] = p[base, i]
                        p[base, i], r[base, i] = own[i], other[i]
                for k in range(rivals):
                    x, y = _slopes(u, v, n, k, base)
                    for i in segment:
                        r[k, i] -= base_r[i]
                        mean_a[i] += p[k, i] * x
                        mean_b[i] += p[k, i] * y
                        mean_r[i] += p[k, i] * r[k, i]
                for k in range(rivals):
                    x, y = _slopes(u, v, n, k, base)
                    for i in segment:
                        centred = r[k, i] - mean_r[i]
                        pull, bend = p[k, i] * centred, p[k, i] * (p[k, i] + centred)
                        from_a, from_b = x - mean_a[i], y - mean_b[i]
                        d_a[i] += pull * x
                        d_b[i] += pull * y
                        aa[i] += bend * from_a * from_a
                        ab[i] += bend * from_a * from_b
                        bb[i] += bend * from_b * from_b
                for i in segment:
                    bend = base_p[i] * (base_p[i] - mean_r[i])
                    aa[i] += bend * mean_a[i] * mean_a[i]
                    ab[i] += bend * mean_a[i] * mean_b[i]
                    bb[i] += bend * mean_b[i] * mean_b[i]
