"""The inner loops of a sweep on a sigmoid output, compiled; `sweeps.kernels` calls them.

A loop adds up value, gradient and curvature of a block of samples over rows of a grid. What it is
given are odds: for each sample and each rival of the label's class the exponential of the rival's
logit minus the label's. Logits being affine in the plane, that is a product of one factor a column
and one factor a row, t = E F, and the probabilities are 1 / (1 + sum t) of the label's class and
t / (1 + sum t) of a rival. All loops take,
those of softmax too,

    columns  (n, R, na)  E, ascending along a or descending
    rows     (n, R, nb)  F
    u, v     (n, R)      slopes of the rival's logit minus the label's
    total    (6, nb, na) added to: value; d/da, d/db; aa, ab, bb

with R = 1 under a sigmoid output. Nothing in them cancels: no digit of a tail is lost.
"""

import numpy as np

from landscapes.sweeps.compiled import compiled
from landscapes.sweeps.elementary import add_log1p, products

__all__ = ["SIGNATURE", "SIGNATURES", "sigmoid_cross_entropy", "sigmoid_squared_error"]

SIGNATURE = "void(f8[:,:,::1], f8[:,:,::1], f8[:,::1], f8[:,::1], f8[:,:,::1])"
SIGNATURES = {"sigmoid_cross_entropy": SIGNATURE, "sigmoid_squared_error": SIGNATURE}

# A running product of 1 + t is turned into a logarithm before it can pass this.
_LARGEST = 1e300


@compiled
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
                add_log1p(s, scratch, value)
                bound = 1.0
            bound *= grow_both
            x, y, xx, xy, yy = products(u[first, 0], v[first, 0])
            p, q, pp, pq, qq = products(u[second, 0], v[second, 0])
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
        add_log1p(s, scratch, value)


@compiled
def sigmoid_squared_error(columns, rows, u, v, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Value q^2 with q = 1 - p; half the gradient q^2 p, half the curvature q^2 p (2 p - q)."""
    samples = columns.shape[0]
    for j in range(rows.shape[2]):
        value, d_a, d_b = total[j, 0], total[j, 1], total[j, 2]
        aa, ab, bb = total[j, 3], total[j, 4], total[j, 5]
        for first in range(0, samples, 2):
            second = min(first + 1, samples - 1)
            f, g = rows[first, 0, j], rows[second, 0, j] if second > first else 0.0
            x, y, xx, xy, yy = products(u[first, 0], v[first, 0])
            p, q, pp, pq, qq = products(u[second, 0], v[second, 0])
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
