"""A loss of the label's probability at a point of a plane, compiled: for `sweeps.point_loops`.

Any finite margin will do: where odds would leave the range of float64 the margin is cut, and what
was cut is told apart.
"""

import numpy as np

from landscapes.sweeps.compiled import compiled
from landscapes.sweeps.elementary import exponentials
from landscapes.sweeps.label_losses import label_loss, room_for, whole_vectors

__all__ = ["CHUNK", "add_label", "label_room_for"]

# Samples at a time, whose intermediate results stay in a core's innermost cache.
CHUNK = 256
# exp(+-690), times as many classes as there are, is a normal float64.
_LARGEST_EXPONENT = 690.0


@compiled
def label_room_for(rivals):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Return the room that `add_label` needs: arrays of their own, as `label_losses` says why."""
    return (
        np.empty((rivals, CHUNK)),
        (np.empty(CHUNK), np.empty(CHUNK), np.empty(CHUNK), np.empty(CHUNK)),
        (np.empty(CHUNK), np.empty(CHUNK), np.empty(CHUNK), np.empty(CHUNK), np.empty(CHUNK)),
        (np.empty(CHUNK), np.empty(CHUNK), np.empty(CHUNK), np.empty(CHUNK), np.empty(CHUNK)),
        room_for(CHUNK),
    )


@compiled
def _rivals_together(o, u, v, low, count, a, b, odds, top, x, y, shares):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Set top to the largest margin, x and y to its slopes, odds and shares to those over its own.

    Shares are 1 for the rival with the largest margin; odds are their sum.
    """
    for i in range(count):
        top[i] = -np.inf
    for k in range(len(shares)):
        offset, x_of, y_of = o[k, low:], u[k, low:], v[k, low:]
        margin = shares[k]
        for i in range(count):
            margin[i] = (offset[i] + a * x_of[i]) + b * y_of[i]
            higher = margin[i] > top[i]
            top[i] = margin[i] if higher else top[i]
            x[i] = x_of[i] if higher else x[i]
            y[i] = y_of[i] if higher else y[i]
    for i in range(count):
        odds[i] = 0.0


@compiled
def _moments(u, v, low, count, x, y, shares, inverse, spread):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Set x and y to the mean slopes of the rivals, and the spread to their covariance."""
    mean_a, mean_b, var_a, cov, var_b = spread
    for i in range(count):
        mean_a[i] = mean_b[i] = 0.0
        var_a[i] = cov[i] = var_b[i] = 0.0
    for k in range(len(shares)):
        share_of, x_of, y_of = shares[k], u[k, low:], v[k, low:]
        for i in range(count):
            share = share_of[i] * inverse[i]
            along, across = x_of[i] - x[i], y_of[i] - y[i]
            mean_a[i] += share * along
            mean_b[i] += share * across
            var_a[i] += share * along * along
            cov[i] += share * along * across
            var_b[i] += share * across * across
    for i in range(count):
        var_a[i] -= mean_a[i] * mean_a[i]
        cov[i] -= mean_a[i] * mean_b[i]
        var_b[i] -= mean_b[i] * mean_b[i]
        x[i] += mean_a[i]
        y[i] += mean_b[i]


@compiled
def add_label(loss, parameter, rivals, o, u, v, a, b, room, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Add up one of `sweeps.label_losses` at (a, b): value; d/da, d/db; aa, ab, bb.

    As `sweeps.label_loops.softmax_label` does, but that the base of differences is the likeliest
    rival, sample by sample. Of o, u, v (R or more, n) as many rows are taken as there are rivals.
    """
    shares, (odds, top, x, y), (beyond, value, slope, bend, scratch), spread, own_room = room
    for low in range(0, o.shape[1], CHUNK):
        count = min(CHUNK, o.shape[1] - low)
        filled = whole_vectors(count)
        _rivals_together(o, u, v, low, count, a, b, odds, top, x, y, shares[:rivals])
        if rivals == 1:
            for i in range(count):
                odds[i] = 1.0
        else:
            for k in range(rivals):
                share_of = shares[k]
                for i in range(count):
                    scratch[i] = share_of[i] - top[i]
                exponentials(scratch, share_of, count)
                for i in range(count):
                    odds[i] += share_of[i]
            for i in range(count):
                scratch[i] = 1.0 / odds[i]
            _moments(u, v, low, count, x, y, shares[:rivals], scratch, spread)
        for i in range(count):
            scratch[i] = min(top[i], _LARGEST_EXPONENT)
            beyond[i] = top[i] - scratch[i]
        for i in range(count, filled):
            odds[i] = beyond[i] = scratch[i] = 0.0
        exponentials(scratch, top, filled)
        for i in range(filled):
            odds[i] *= top[i]
        label_loss(loss, parameter, odds[:filled], beyond, value, slope, bend, own_room)
        _add(rivals, value, slope, bend, x, y, spread, count, total)


def _sum(rivals, value, slope, bend, x, y, spread, count, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Add the sums over the samples: of value, slope times x and y, bend times their products."""
    valued, d_a, d_b, aa, ab, bb = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(count):
        valued += value[i]
        d_a += slope[i] * x[i]
        d_b += slope[i] * y[i]
        aa += bend[i] * x[i] * x[i]
        ab += bend[i] * x[i] * y[i]
        bb += bend[i] * y[i] * y[i]
    if rivals > 1:
        _, _, var_a, cov, var_b = spread
        for i in range(count):
            aa += slope[i] * var_a[i]
            ab += slope[i] * cov[i]
            bb += slope[i] * var_b[i]
    total[0] += valued
    total[1] += d_a
    total[2] += d_b
    total[3] += aa
    total[4] += ab
    total[5] += bb


# It only adds up, in whatever order is quickest.
_add = compiled(_sum, "reassoc")
