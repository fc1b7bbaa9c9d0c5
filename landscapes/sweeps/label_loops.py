"""The inner loops of a sweep of a loss of the label's probability, compiled.

They take what those of `sweeps.sigmoid_loops` take, and before the sums one of
`sweeps.label_losses` with its parameter.
"""

import numpy as np

from landscapes.sweeps.compiled import compiled
from landscapes.sweeps.elementary import products
from landscapes.sweeps.label_losses import label_loss, room_for, whole_vectors

__all__ = ["SIGNATURES", "sigmoid_label", "softmax_label"]

_SIGNATURE = "void(f8[:,:,::1], f8[:,:,::1], f8[:,::1], f8[:,::1], i8, f8, f8[:,:,::1])"
SIGNATURES = {"sigmoid_label": _SIGNATURE, "softmax_label": _SIGNATURE}

# A rival that is to be the base of differences has at least this share of the rivals' probability:
# the loops lose that many digits, 16 bits of 53.
_BASE_SHARE = 2.0**-16


@compiled
def sigmoid_label(columns, rows, u, v, loss, parameter, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """With the one rival's margin r: gradient f' r_a, curvature f'' r_a r_b."""
    samples, _, width = columns.shape
    filled = whole_vectors(4 * width)
    odds, beyond, room = np.empty(filled), np.zeros(filled), room_for(filled)
    value, slope, bend = np.empty(filled), np.empty(filled), np.empty(filled)
    for j in range(rows.shape[2]):
        valued, d_a, d_b = total[j, 0], total[j, 1], total[j, 2]
        aa, ab, bb = total[j, 3], total[j, 4], total[j, 5]
        # Four samples at a time: a quarter of the loads and stores of the totals.
        for low in range(0, samples, 4):
            odds[:] = 0.0
            for n in range(low, min(low + 4, samples)):
                factor, column = rows[n, 0, j], columns[n, 0]
                part = odds[(n - low) * width :]
                for i in range(width):
                    part[i] = column[i] * factor
            label_loss(loss, parameter, odds, beyond, value, slope, bend, room)
            x0, y0, xx0, xy0, yy0 = _products(u, v, low)
            x1, y1, xx1, xy1, yy1 = _products(u, v, low + 1)
            x2, y2, xx2, xy2, yy2 = _products(u, v, low + 2)
            x3, y3, xx3, xy3, yy3 = _products(u, v, low + 3)
            value0, value1, value2, value3 = _quarters(value, width)
            slope0, slope1, slope2, slope3 = _quarters(slope, width)
            bend0, bend1, bend2, bend3 = _quarters(bend, width)
            for i in range(width):
                s0, s1, s2, s3 = slope0[i], slope1[i], slope2[i], slope3[i]
                valued[i] += (value0[i] + value1[i]) + (value2[i] + value3[i])
                d_a[i] += (s0 * x0 + s1 * x1) + (s2 * x2 + s3 * x3)
                d_b[i] += (s0 * y0 + s1 * y1) + (s2 * y2 + s3 * y3)
                b0, b1, b2, b3 = bend0[i], bend1[i], bend2[i], bend3[i]
                aa[i] += (b0 * xx0 + b1 * xx1) + (b2 * xx2 + b3 * xx3)
                ab[i] += (b0 * xy0 + b1 * xy1) + (b2 * xy2 + b3 * xy3)
                bb[i] += (b0 * yy0 + b1 * yy1) + (b2 * yy2 + b3 * yy3)


@compiled
def _products(u, v, n):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """`products` of a sample's slopes; all 0 past the last sample."""
    if n < len(u):
        return products(u[n, 0], v[n, 0])
    return products(0.0, 0.0)


@compiled
def _quarters(x, width):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return x[:width], x[width : 2 * width], x[2 * width : 3 * width], x[3 * width : 4 * width]


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
    """With the margin r of all rivals, log sum t: gradient f' r_a, curvature f'' r_a r_b + f' r_ab.

    r_a is the mean of the rivals' slopes by their shares of the rivals' probability, and r_ab their
    covariance, from the base of a run as that of cross-entropy in `sweeps.softmax_loops`.
    """
    samples, rivals, width = columns.shape
    filled = whole_vectors(width)
    odds, beyond, room = np.zeros(filled), np.zeros(filled), room_for(filled)
    shares = np.empty((rivals, width))
    value, slope, bend = np.empty(filled), np.empty(filled), np.empty(filled)
    mean_a, mean_b = np.zeros(width), np.zeros(width)
    var_a, cov, var_b = np.zeros(width), np.zeros(width), np.zeros(width)
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
            label_loss(loss, parameter, odds, beyond, value, slope, bend, room)
            for i in range(width):
                odds[i] = 1.0 / odds[i]
            for k in range(rivals):
                for i in range(width):
                    shares[k, i] *= odds[i]
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
