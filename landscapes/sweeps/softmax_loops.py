"""The inner loops of a sweep on a softmax output, compiled; `sweeps.kernels` calls them.

They take what those of `sweeps.sigmoid_loops` take, with R = K - 1 rivals. Nothing in them cancels:
no digit of a tail is lost.
"""

import numpy as np

from landscapes.sweeps.compiled import compiled
from landscapes.sweeps.elementary import add_log1p, products
from landscapes.sweeps.sigmoid_loops import SIGNATURE

__all__ = ["SIGNATURES", "softmax_cross_entropy", "softmax_squared_error"]

SIGNATURES = {
    "softmax_cross_entropy": SIGNATURE,
    "softmax_squared_error": SIGNATURE,
}

# A running product of 1 + t is turned into a logarithm before it can pass this.
_LARGEST = 1e300
# A class that is to be the base of softmax differences has at least this probability: the loops
# lose that many digits, 16 bits of 53.
_BASE_SHARE = 2.0**-16


@compiled
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


@compiled
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


@compiled
def _slopes(u, v, n, k, base):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Slopes of a rival less those of the base; in the base's own place those of the label."""
    if base < 0:
        return u[n, k], v[n, k]
    if k == base:
        return -u[n, base], -v[n, base]
    return u[n, k] - u[n, base], v[n, k] - v[n, base]


@compiled
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
                add_log1p(s, scratch, value)
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
                    x, y, xx, xy, yy = products(*_slopes(u, v, n, k, base))
                    p, q, pp, pq, qq = products(*_slopes(u, v, n, m, base))
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
        add_log1p(s, scratch, value)


@compiled
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
