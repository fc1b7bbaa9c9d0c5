"""A loss at scattered points of a plane, compiled.

`sweeps.kernels` compiles these loops along with those of a sweep; `terrain.search` calls them, and
those of `sweeps.search_loops`. They hold no lock of the interpreter, and run in the one thread that
called them.

What they are given of a problem are margins on the plane, the label's rivals' logits less the
label's own, which are affine in a and b:

    kind     which loss, one of the numbers below
    shape    (6,) of one of `sweeps.label_losses` which, and its parameter; the loss's factor; and
             an affine function that is added to its mean: its value at (0, 0) and its slopes
    o, u, v  (R, n)  margins at (0, 0) and their slopes along a and b, a row a rival: one under a
                     sigmoid output; under softmax the last row is the label's own, all 0
    held     (3, q)  u, v and the origin of what the penalty holds, times the root of its strength

Of exponentials only those of 0 and less are taken, so that every finite margin will do, and nothing
cancels: no digit of a tail is lost. Softmax's means are of differences from the likeliest class.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from landscapes.sweeps.compiled import compiled
from landscapes.sweeps.elementary import exponentials, log_product
from landscapes.sweeps.label_points import CHUNK, add_label, label_room_for

__all__ = ["GROUND", "KINDS", "SIGNATURES", "at", "room_for", "values"]

KINDS = {
    "sigmoid_cross_entropy": 0,
    "sigmoid_squared_error": 1,
    "softmax_cross_entropy": 2,
    "softmax_squared_error": 3,
    "sigmoid_label": 4,
    "softmax_label": 5,
}
GROUND = "i8, f8[::1], f8[:,::1], f8[:,::1], f8[:,::1], f8[:,::1]"
SIGNATURES = {"values": f"void({GROUND}, f8[:,::1], f8[:,::1])"}


def _summing(loop: Callable[..., Any]) -> Any:  # noqa: ANN401 (numba is untyped)
    """Compile a loop that only adds up, in whatever order is quickest."""
    return compiled(loop, "reassoc")


@_summing
def _add_moments(value, slope, bend, u, v, count, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Add the sums of value, of slope times u and v, and of bend times their products."""
    valued, d_a, d_b, aa, ab, bb = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(count):
        x, y = u[i], v[i]
        bent_x, bent_y = bend[i] * x, bend[i] * y
        valued += value[i]
        d_a += slope[i] * x
        d_b += slope[i] * y
        aa += bent_x * x
        ab += bent_x * y
        bb += bent_y * y
    total[0] += valued
    total[1] += d_a
    total[2] += d_b
    total[3] += aa
    total[4] += ab
    total[5] += bb


@compiled
def _sigmoid(squared, valued, o, u, v, a, b, room, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Add up a sigmoid's loss: q = 1 - p of the label is the rival's probability.

    Cross-entropy: value log(1 + t), slope q, bend q p. Squared error: q^2, and 2 q^2 p and
    2 q^2 p (2 p - q), of which the difference is exact near its zero.
    """
    margin, shrunk, small, slope, bend = room[0], room[1], room[2], room[3], room[4]
    for low in range(0, o.shape[1], CHUNK):
        count = min(CHUNK, o.shape[1] - low)
        oo, uu, vv = o[0, low : low + count], u[0, low : low + count], v[0, low : low + count]
        for i in range(count):
            margin[i] = (oo[i] + a * uu[i]) + b * vv[i]
            shrunk[i] = -abs(margin[i])
        # Whole vectors, as what is left over of them would be done one by one.
        filled = -(-count // 16) * 16
        for i in range(count, filled):
            margin[i] = shrunk[i] = 0.0
        exponentials(shrunk, small, filled)
        if squared:
            for i in range(filled):
                e = small[i]
                above = margin[i] > 0.0
                whole = 1.0 / (1.0 + e)
                shared = e * whole
                other, own = (whole, shared) if above else (shared, whole)
                lead = 2.0 * e - 1.0 if above else 2.0 - e
                pull = 2.0 * other * other * own
                shrunk[i] = other * other
                slope[i] = pull
                bend[i] = pull * (lead * whole)
        else:
            if valued:
                total[0] += log_product(small, count)
            for i in range(filled):
                e = small[i]
                above = margin[i] > 0.0
                whole = 1.0 / (1.0 + e)
                shared = e * whole
                shrunk[i] = max(margin[i], 0.0)
                slope[i] = whole if above else shared
                bend[i] = shared * whole
        _add_moments(shrunk, slope, bend, uu, vv, count, total)


@compiled
def _softmax(squared, o, u, v, a, b, room, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Add up a softmax's loss, as the loops of `sweeps.softmax_loops` do.

    There a class likely enough on a run of points is the base of differences; here it is, sample by
    sample, the likeliest of all.
    """
    classes = len(o)
    top, base_u, base_v, rest = room[0], room[1], room[2], room[3]
    mean_a, mean_b, mean_r, own = room[4], room[5], room[6], room[7]
    base_r, scratch = room[8], room[9]
    p = room[10:]
    for low in range(0, o.shape[1], CHUNK):
        count = min(CHUNK, o.shape[1] - low)
        # Views: an index that may be negative would keep the loops from vectorising.
        high = low + count
        for i in range(count):
            top[i] = base_u[i] = base_v[i] = 0.0
            rest[i] = mean_a[i] = mean_b[i] = mean_r[i] = 0.0
        for k in range(classes - 1):
            offset, x_of, y_of = o[k, low:high], u[k, low:high], v[k, low:high]
            for i in range(count):
                p[k, i] = (offset[i] + a * x_of[i]) + b * y_of[i]
                higher = p[k, i] > top[i]
                top[i] = p[k, i] if higher else top[i]
                base_u[i] = x_of[i] if higher else base_u[i]
                base_v[i] = y_of[i] if higher else base_v[i]
        for i in range(count):
            p[classes - 1, i] = 0.0
        # Of several likeliest classes each but the first counts as another.
        for i in range(count):
            own[i] = 0.0
        for k in range(classes - 1, -1, -1):
            for i in range(count):
                scratch[i] = p[k, i] - top[i]
            exponentials(scratch, p[k], count)
            for i in range(count):
                likeliest = p[k, i] == 1.0 and own[i] == 0.0
                own[i] = 1.0 if likeliest else own[i]
                rest[i] += 0.0 if likeliest else p[k, i]
        value = 0.0
        if not squared:
            value = log_product(rest, count)
            for i in range(count):
                value += top[i]
        for i in range(count):
            rest[i] = 1.0 / (1.0 + rest[i])
        for k in range(classes):
            for i in range(count):
                p[k, i] *= rest[i]
        if squared:
            # Residuals p - y: of the label's class -(1 - p), the sum of the others.
            for i in range(count):
                own[i] = 0.0
            for k in range(classes - 1):
                for i in range(count):
                    own[i] += p[k, i]
            for i in range(count):
                value += own[i] * own[i]
            for k in range(classes - 1):
                for i in range(count):
                    value += p[k, i] * p[k, i]
            for i in range(count):
                base_r[i] = rest[i] if top[i] > 0.0 else -own[i]
            for k in range(classes):
                for i in range(count):
                    r = (p[k, i] if k < classes - 1 else -own[i]) - base_r[i]
                    mean_r[i] += p[k, i] * r
        for k in range(classes):
            x_of, y_of = u[k, low:high], v[k, low:high]
            for i in range(count):
                mean_a[i] += p[k, i] * (x_of[i] - base_u[i])
                mean_b[i] += p[k, i] * (y_of[i] - base_v[i])
        d_a, d_b, aa, ab, bb = 0.0, 0.0, 0.0, 0.0, 0.0
        for k in range(classes):
            x_of, y_of = u[k, low:high], v[k, low:high]
            for i in range(count):
                x, y = x_of[i] - base_u[i], y_of[i] - base_v[i]
                if squared:
                    r = (p[k, i] if k < classes - 1 else -own[i]) - base_r[i]
                    centred = r - mean_r[i]
                    pull, bend = 2.0 * p[k, i] * centred, 2.0 * p[k, i] * (p[k, i] + centred)
                    d_a += pull * x
                    d_b += pull * y
                    x -= mean_a[i]
                    y -= mean_b[i]
                else:
                    bend = p[k, i]
                aa += bend * x * x
                ab += bend * x * y
                bb += bend * y * y
        if not squared:
            for i in range(count):
                d_a += mean_a[i] + base_u[i]
                d_b += mean_b[i] + base_v[i]
                aa -= mean_a[i] * mean_a[i]
                ab -= mean_a[i] * mean_b[i]
                bb -= mean_b[i] * mean_b[i]
        total[0] += value
        total[1] += d_a
        total[2] += d_b
        total[3] += aa
        total[4] += ab
        total[5] += bb


@compiled
def at(kind, shape, valued, o, u, v, held, a, b, room, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Mean over the samples, plus the penalty, at a point: value; d/da, d/db; aa, ab, bb.

    Not all of the value where it is not `valued`: that takes a third of a sigmoid's time.
    """
    total[:] = 0.0
    if kind < 2:
        _sigmoid(kind == 1, valued, o, u, v, a, b, room[0], total)
    elif kind < 4:
        _softmax(kind == 3, o, u, v, a, b, room[0], total)
    else:
        rivals = len(o) - (1 if kind == 5 else 0)
        add_label(int(shape[0]), shape[1], rivals, o, u, v, a, b, room[1], total)
    for i in range(6):
        total[i] = total[i] / o.shape[1] * shape[2]
    total[0] += shape[3] + a * shape[4] + b * shape[5]
    total[1] += shape[4]
    total[2] += shape[5]
    for i in range(held.shape[1]):
        x, y = held[0, i], held[1, i]
        theta = held[2, i] + a * x + b * y
        total[0] += 0.5 * theta * theta
        total[1] += theta * x
        total[2] += theta * y
        total[3] += x * x
        total[4] += x * y
        total[5] += y * y


@compiled
def room_for(o):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Return the room that `at` needs for its intermediate results."""
    return np.empty((10 + len(o), CHUNK)), label_room_for(len(o))


@compiled
def values(kind, shape, o, u, v, held, points, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Value, gradient and curvature at points (m, 2), into total (m, 6)."""
    room = room_for(o)
    for i in range(len(points)):
        at(kind, shape, True, o, u, v, held, points[i, 0], points[i, 1], room, total[i])
