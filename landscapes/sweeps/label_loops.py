"""The inner loops of a sweep of a loss of the label's probability, compiled.

They take what those of `sweeps.sigmoid_loops` take, and before the sums one of `sweeps.label_losses`
with its parameter.
"""

import numpy as np

from landscapes.sweeps.compiled import compiled
from landscapes.sweeps.elementary import products
from landscapes.sweeps.label_losses import ROOM, label_loss, whole_vectors

__all__ = ["SIGNATURES", "sigmoid_label", "softmax_label"]

_SIGNATURE = (
    "void(f8[:,:,::1], f8[:,:,::1], f8[:,::1], f8[:,::1], i8, f8, f8[:,:,::1])"
)
SIGNATURES = {"sigmoid_label": _SIGNATURE, "softmax_label": _SIGNATURE}

# Samples at a time under a sigmoid output: a quarter of the loads and stores of the totals.
_TOGETHER = 4
# A rival that is to be the base of differences has at least this share of the rivals' probability:
# the loops lose that many digits, 16 bits of 53.
_BASE_SHARE = 2.0**-16


@compiled
def sigmoid_label(columns, rows, u, v, loss, parameter, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """With the one rival's margin r: gradient f' r_a, curvature f'' r_a r_b."""
    samples, _, width = columns.shape
    filled = whole_vectors(_TOGETHER * width)
    odds, value, slope, bend = np.zeros((4, filled))
    room = np.empty((ROOM, filled))
    for j in range(rows.shape[2]):
        valued, d_a, d_b = total[j, 0], total[j, 1], total[j, 2]
        aa, ab, bb = total[j, 3], total[j, 4], total[j, 5]
        for low in range(0, samples, _TOGETHER):
            count = min(_TOGETHER, samples - low)
            for n in range(count):
                factor, column = rows[low + n, 0, j], columns[low + n, 0]
                part = odds[n * width : (n + 1) * width]
                for i in range(width):
                    part[i] = column[i] * factor
            odds[count * width :] = 0.0
            label_loss(loss, parameter, odds, value, slope, bend, room)
            for n in range(0, count, 2):
                m = min(n + 1, count - 1)
                x, y, xx, xy, yy = products(u[low + n, 0], v[low + n, 0])
                p, q, pp, pq, qq = products(u[low + m, 0], v[low + m, 0])
                both = 1.0
                if m == n:
                    both = p = q = pp = pq = qq = 0.0
                here, there = slice(n * width, (n + 1) * width), slice(m * width, (m + 1) * width)
                _add(value[here], value[there], 1.0, both, valued)
                _add(slope[here], slope[there], x, p, d_a)
                _add(slope[here], slope[there], y, q, d_b)
                _add(bend[here], bend[there], xx, pp, aa)
                _add(bend[here], bend[there], xy, pq, ab)
                _add(bend[here], bend[there], yy, qq, bb)


@compiled
def _add(one, other, x, y, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    for i in range(len(total)):
        total[i] = (total[i] + one[i] * x) + other[i] * y


@compiled
def _run(shares, low):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """End of a run of columns from low, and a rival likely enough among the rivals on all of it.

    Along a line the logarithm of a share is concave: what holds at both ends of a run holds within.
    """
    high = shares.shape[1]
    while True:
        base, share = 0, 0.0
        for k in range(len(shares)):
            least = min(shares[k, low], shares[k, high - 1])
            if least > share:
                base, share = k, least
        if share >= _BASE_SHARE or high == low + 1:
            return high, base
        high = (low + high + 1) // 2


@compiled
def softmax_label(columns, rows, u, v, loss, parameter, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """With r = log sum exp of the rivals' margins: gradient f' r_a, curvature f'' r_a r_b + f' r_ab.

    r_a is the mean of the rivals' slopes by their shares of the rivals' probability, and r_ab their
    covariance, from the base of a run as that of cross-entropy in `sweeps.softmax_loops`.
    """
    samples, rivals, width = columns.shape
    filled = whole_vectors(width)
    odds, value, slope, bend = np.zeros((4, filled))
    shares, room = np.empty((rivals, width)), np.empty((ROOM, filled))
    mean_a, mean_b, var_a, cov, var_b = np.zeros((5, width))
    for j in range(rows.shape[2]):
        valued, d_a, d_b = total[j, 0], total[j, 1], total[j, 2]
        aa, ab, bb = total[j, 3], total[j, 4], total[j, 5]
        for n in range(samples):
            for i in range(width):
                odds[i] = 0.0
            for k in range(rivals):
                factor = rows[n, k, j]
                for i in range(width):
                    shares[k, i] = columns[n, k, i] * factor
                    odds[i] += shares[k, i]
            label_loss(loss, parameter, odds, value, slope, bend, room)
            for i in range(width):
                room[0, i] = 1.0 / odds[i]
            for k in range(rivals):
                for i in range(width):
                    shares[k, i] *= room[0, i]
            high = 0
            while high < width:
                low = high
                high, base = _run(shares, low)
                base_u, base_v = u[n, base], v[n, base]
                # Unsigned: an index that may be negative would keep the loops from vectorising.
                run = range(np.uintp(low), np.uintp(high))
                for k in range(rivals):
                    x, y, xx, xy, yy = products(u[n, k] - base_u, v[n, k] - base_v)
                    if x == 0.0 and y == 0.0:
                        continue
                    for i in run:
                        share = shares[k, i]
                        mean_a[i] += share * x
                        mean_b[i] += share * y
                        var_a[i] += share * xx
                        cov[i] += share * xy
                        var_b[i] += share * yy
                for i in run:
                    pull, bent = slope[i], bend[i]
                    from_a, from_b = mean_a[i], mean_b[i]
                    x, y = base_u + from_a, base_v + from_b
                    d_a[i] += pull * x
                    d_b[i] += pull * y
                    aa[i] += bent * x * x + pull * (var_a[i] - from_a * from_a)
                    ab[i] += bent * x * y + pull * (cov[i] - from_a * from_b)
                    bb[i] += bent * y * y + pull * (var_b[i] - from_b * from_b)
                for i in run:
                    valued[i] += value[i]
                    mean_a[i] = mean_b[i] = var_a[i] = cov[i] = var_b[i] = 0.0
