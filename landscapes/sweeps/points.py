"""The loops of a survey, compiled: a loss at scattered points of a plane, and Newton's method.

`sweeps.kernels` compiles them along with those of a sweep, `terrain.search` calls them. They hold
no lock of the interpreter, and run in the one thread that called them.

What they are given of a problem are margins on the plane, the label's rivals' logits less the
label's own, which are affine in a and b:

    kind     which loss, one of the numbers below
    o, u, v  (R, n)  margins at (0, 0) and their slopes along a and b, a row a rival: one under a
                     sigmoid output; under softmax the last row is the label's own, all 0
    held     (3, q)  u, v and the origin of what the penalty holds, times the root of its strength

All of it stands in one file, as numba's cache does not see when a loop in another has changed.
Of exponentials only those of 0 and less are taken, so that every finite margin will do, and nothing
cancels: no digit of a tail is lost. Softmax's means are of differences from the likeliest class.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from landscapes.sweeps.loops import _compiled

__all__ = ["KINDS", "SIGNATURES", "descents", "roots", "scan", "values"]

KINDS = {
    "sigmoid_cross_entropy": 0,
    "sigmoid_squared_error": 1,
    "softmax_cross_entropy": 2,
    "softmax_squared_error": 3,
}
_GROUND = "i8, f8[:,::1], f8[:,::1], f8[:,::1], f8[:,::1]"
SIGNATURES = {
    "scan": (
        "f8(f8[:,::1], f8[:,:,::1], f8[:,:,::1], f8[::1], f8[::1], b1[:,::1], b1[:,::1], b1[:,::1])"
    ),
    "values": f"void({_GROUND}, f8[:,::1], f8[:,::1])",
    "roots": f"void({_GROUND}, f8[::1], f8[::1], f8[:,::1], f8[:,::1], f8[::1], i8[::1], i8, i8)",
    "descents": f"void({_GROUND}, f8[:,::1], f8[::1], f8[:,::1], i8[::1], i8)",
}

# Samples at a time, whose intermediate results stay in a core's innermost cache.
_CHUNK = 256
# A running product of 1 + t is turned into a logarithm when it has passed this.
_LARGE = 1e200
# exp of less is below the normal numbers: 0.
_LEAST_EXPONENT = -708.39
# x + _WHOLE - _WHOLE rounds x to a whole number, which then stands in the sum's last bits.
_WHOLE = 1.5 * 2.0**52
_LOG2_E = 1.4426950408889634
# log 2 in two parts, of which the first has so few digits that whole multiples of it are exact.
_LOG_2, _LOG_2_REST = 6.93147180369123816490e-01, 1.90821492927058770002e-10


def _summing(loop: Callable[..., Any]) -> Any:  # noqa: ANN401 (numba is untyped)
    """Compile a loop that only adds up, in whatever order is quickest."""
    return _compiled(loop, "reassoc")


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


@_compiled
def _exponentials(x, result, count):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Set result to exp(x), x at most 0. In plain arithmetic, to vectorise where a call would not.

    x = k log 2 + r with |r| at most log(2) / 2, where fourteen terms of the series are enough.
    """
    bits = result.view(np.int64)
    for i in range(count):
        held = max(x[i], _LEAST_EXPONENT)
        rounded = held * _LOG2_E + _WHOLE
        k = rounded - _WHOLE
        r = (held - k * _LOG_2) - k * _LOG_2_REST
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
        part = 0.0 if x[i] < _LEAST_EXPONENT else 1.0 + (r + r * r * term)
        result[i] = rounded
        bits[i] = (bits[i] + 1023) << 52
        result[i] *= part


@_compiled
def _log_product(t, count):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Sum of log(1 + t) over t of at least 0, by way of their product."""
    total, s = 0.0, 0.0
    for i in range(count):
        s += t[i] * (1.0 + s)
        if s > _LARGE:
            total += math.log1p(s)
            s = 0.0
    return total + math.log1p(s)


@_compiled
def _sigmoid(squared, valued, o, u, v, a, b, room, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Add up a sigmoid's loss: q = 1 - p of the label is the rival's probability.

    Cross-entropy: value log(1 + t), slope q, bend q p. Squared error: q^2, and 2 q^2 p and
    2 q^2 p (2 p - q), of which the difference is exact near its zero.
    """
    margin, shrunk, small, slope, bend = room[0], room[1], room[2], room[3], room[4]
    for low in range(0, o.shape[1], _CHUNK):
        count = min(_CHUNK, o.shape[1] - low)
        oo, uu, vv = o[0, low : low + count], u[0, low : low + count], v[0, low : low + count]
        for i in range(count):
            margin[i] = (oo[i] + a * uu[i]) + b * vv[i]
            shrunk[i] = -abs(margin[i])
        # Whole vectors, as what is left over of them would be done one by one.
        filled = -(-count // 16) * 16
        for i in range(count, filled):
            margin[i] = shrunk[i] = 0.0
        _exponentials(shrunk, small, filled)
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
                total[0] += _log_product(small, count)
            for i in range(filled):
                e = small[i]
                above = margin[i] > 0.0
                whole = 1.0 / (1.0 + e)
                shared = e * whole
                shrunk[i] = max(margin[i], 0.0)
                slope[i] = whole if above else shared
                bend[i] = shared * whole
        _add_moments(shrunk, slope, bend, uu, vv, count, total)


@_compiled
def _softmax(squared, o, u, v, a, b, room, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Add up a softmax's loss, as `loops.softmax_cross_entropy` and `softmax_squared_error` do.

    There a class likely enough on a run of points is the base of differences; here it is, sample by
    sample, the likeliest of all.
    """
    classes = len(o)
    top, base_u, base_v, rest = room[0], room[1], room[2], room[3]
    mean_a, mean_b, mean_r, own = room[4], room[5], room[6], room[7]
    base_r, scratch = room[8], room[9]
    p = room[10:]
    for low in range(0, o.shape[1], _CHUNK):
        count = min(_CHUNK, o.shape[1] - low)
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
            _exponentials(scratch, p[k], count)
            for i in range(count):
                likeliest = p[k, i] == 1.0 and own[i] == 0.0
                own[i] = 1.0 if likeliest else own[i]
                rest[i] += 0.0 if likeliest else p[k, i]
        value = 0.0
        if not squared:
            value = _log_product(rest, count)
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


@_compiled
def _at(kind, valued, o, u, v, held, a, b, room, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Mean over the samples, plus the penalty, at a point: value; d/da, d/db; aa, ab, bb.

    Not all of the value where it is not `valued`: that takes a third of a sigmoid's time.
    """
    total[:] = 0.0
    if kind < 2:
        _sigmoid(kind == 1, valued, o, u, v, a, b, room, total)
    else:
        _softmax(kind == 3, o, u, v, a, b, room, total)
    for i in range(6):
        total[i] /= o.shape[1]
    for i in range(held.shape[1]):
        x, y = held[0, i], held[1, i]
        theta = held[2, i] + a * x + b * y
        total[0] += 0.5 * theta * theta
        total[1] += theta * x
        total[2] += theta * y
        total[3] += x * x
        total[4] += x * y
        total[5] += y * y


@_compiled
def _room(o):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return np.empty((10 + len(o), _CHUNK))


@_compiled
def values(kind, o, u, v, held, points, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Value, gradient and curvature at points (m, 2), into total (m, 6)."""
    room = _room(o)
    for i in range(len(points)):
        _at(kind, True, o, u, v, held, points[i, 0], points[i, 1], room, total[i])


@_compiled
def _eigen(aa, ab, bb):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Eigenvalues of a symmetric matrix and the first one's unit vector (x, y).

    The second's is (-y, x). By the one rotation of Jacobi's method that makes it diagonal.
    """
    if ab == 0.0:
        return aa, bb, 1.0, 0.0
    ratio = 0.5 * (bb - aa) / ab
    # A ratio whose square is infinite makes the tangent 0, as it should be.
    tangent = 1.0 / (abs(ratio) + math.sqrt(1.0 + ratio * ratio))
    if ratio < 0.0:
        tangent = -tangent
    x = 1.0 / math.sqrt(1.0 + tangent * tangent)
    return aa - tangent * ab, bb + tangent * ab, x, -tangent * x


@_compiled
def _newton_part(along, size, largest, limits):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """As `search.newton_step` along one eigenvector; limits are its ROUNDING and FAR."""
    if abs(along) <= limits[0] * largest:
        return 0.0
    if abs(size) * limits[1] > abs(along):
        return -along / size
    return limits[1]


@_compiled
def _newton_step(d_a, d_b, aa, ab, bb, limits):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """As `search.newton_step`: along a, along b; and the size of the larger eigenvalue."""
    low, high, x, y = _eigen(aa, ab, bb)
    largest = max(abs(low), abs(high))
    one = _newton_part(x * d_a + y * d_b, low, largest, limits)
    other = _newton_part(x * d_b - y * d_a, high, largest, limits)
    return one * x - other * y, one * y + other * x, largest


@_compiled
def _is_lowest(heights, j, i):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Whether no neighbour of a grid point lies lower."""
    here = heights[j, i]
    for y in range(max(j - 1, 0), min(j + 2, heights.shape[0])):
        for x in range(max(i - 1, 0), min(i + 2, heights.shape[1])):
            if heights[y, x] < here:
                return False
    return True


@_compiled
def _takes_in_0(slope, cell, j, i, margin):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Whether a component of the gradient may vanish in a cell, by its corners."""
    one, other = slope[j, i] * cell, slope[j, i + 1] * cell
    third, fourth = slope[j + 1, i] * cell, slope[j + 1, i + 1] * cell
    least, most = min(one, other, third, fourth), max(one, other, third, fourth)
    further = margin * (most - least)
    return most > least and least - further <= 0.0 and most + further >= 0.0


@_compiled
def scan(value, gradient, curvature, cell, limits, crossed, lowest, bottom):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Find where on a grid to look for critical points, as `search.Search.scan` does.

    Parameters
    ----------
    value, gradient, curvature : (nb, na), (2, nb, na), (3, nb, na)
        Of a landscape with ascending axes.
    cell, limits : (2,), (5,)
        Size of a cell; ROUNDING, FAR, REACH, FLAT and MARGIN of `search`.
    crossed, lowest, bottom : (nb - 1, na - 1), (nb, na), (nb, na)
        Set to which cells, grid points and minima of the grid.

    Returns
    -------
    float
        The size of the largest eigenvalue of the curvature per cell.
    """
    rows, columns = value.shape
    size, slope, step = np.empty((3, rows, columns))
    largest = most = 0.0
    for j in range(rows):
        for i in range(columns):
            d_a, d_b = gradient[0, j, i] * cell[0], gradient[1, j, i] * cell[1]
            aa = curvature[0, j, i] * (cell[0] * cell[0])
            ab = curvature[1, j, i] * (cell[0] * cell[1])
            bb = curvature[2, j, i] * (cell[1] * cell[1])
            along_a, along_b, eigenvalue = _newton_step(d_a, d_b, aa, ab, bb, limits)
            size[j, i] = max(abs(aa), abs(ab), abs(bb))
            slope[j, i] = math.hypot(d_a, d_b)
            step[j, i] = max(abs(along_a), abs(along_b))
            most, largest = max(most, size[j, i]), max(largest, eigenvalue)
    least = limits[3] * most
    for j in range(rows):
        for i in range(columns):
            bottom[j, i] = _is_lowest(value, j, i)
            lowest[j, i] = (
                step[j, i] <= limits[2]
                and size[j, i] > least
                and (_is_lowest(slope, j, i) or _is_lowest(step, j, i))
            )
    for j in range(rows - 1):
        for i in range(columns - 1):
            crossed[j, i] = (
                (size[j, i] > least or size[j + 1, i + 1] > least)
                and _takes_in_0(gradient[0], cell[0], j, i, limits[4])
                and _takes_in_0(gradient[1], cell[1], j, i, limits[4])
            )
    return largest


@_compiled
def roots(kind, o, u, v, held, cell, limits, points, starts, length, arrived, first, steps):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Take some steps of Newton's method for gradient = 0 from each of points (m, 2).

    Parameters
    ----------
    cell, limits : (2,), (5,)
        Size of a cell; ROUNDING, FAR, LONGEST, ARRIVED and REACH of `search`.
    points, starts, length : (m, 2), (m, 2), (m,)
        Where they are, which is moved, where they came from, and how long the last step was.
    arrived : (m,)
        0 on the way, the number of the step at which they arrived, or -1 where they strayed.
    first, steps : int
        How many steps have been taken, and how many to take.
    """
    room, total = _room(o), np.empty(6)
    for i in range(len(points)):
        taken = first
        while arrived[i] == 0 and taken < first + steps:
            taken += 1
            _at(kind, False, o, u, v, held, points[i, 0], points[i, 1], room, total)
            step_a, step_b, _ = _newton_step(
                total[1] * cell[0],
                total[2] * cell[1],
                total[3] * (cell[0] * cell[0]),
                total[4] * (cell[0] * cell[1]),
                total[5] * (cell[1] * cell[1]),
                limits,
            )
            size = max(abs(step_a), abs(step_b))
            length[i] = size
            part = limits[2] / max(size, limits[2])
            points[i, 0] += step_a * part * cell[0]
            points[i, 1] += step_b * part * cell[1]
            strayed = max(
                abs(points[i, 0] - starts[i, 0]) / cell[0],
                abs(points[i, 1] - starts[i, 1]) / cell[1],
            )
            if size <= limits[3]:
                arrived[i] = taken
            elif not strayed <= limits[4]:
                arrived[i] = -1


@_compiled
def _close(slopes, total, low, high, x, y, near, flat):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Whether the ground bends up, and a Newton step moves no logit by more than `near`."""
    largest = max(low, high)
    if not (largest > 0.0 and min(low, high) >= -flat * largest):
        return False
    along, across = x * total[1] + y * total[2], x * total[2] - y * total[1]
    one = along / low if low > flat * largest else 0.0
    other = across / high if high > flat * largest else 0.0
    step_a, step_b = one * x - other * y, one * y + other * x
    moved = 0.0
    for i in range(slopes.shape[1]):
        moved = max(moved, abs(step_a * slopes[0, i] + step_b * slopes[1, i]))
    return moved <= near


@_compiled
def descents(kind, o, u, v, held, slopes, limits, points, ended, steps):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Take some steps downhill from each of points (m, 2), as the rule "newton" of a descent does.

    Parameters
    ----------
    slopes : (2, l)
        Slopes of all logits along a and b.
    limits : (7,)
        Gradient, change of a logit and share of an eigenvalue at which a minimum is near; of the
        rule, its flat share, sufficient share, rounding and shortest step.
    points, ended : (m, 2), (m,)
        Where they are, which is moved; 0 on the way, 1 at a minimum, -1 where no step leads on.
    steps : int
        How many steps to take.
    """
    room, total, trial = _room(o), np.empty(6), np.empty(6)
    for i in range(len(points)):
        if ended[i] != 0:
            continue
        _at(kind, True, o, u, v, held, points[i, 0], points[i, 1], room, total)
        for taken in range(steps + 1):
            low, high, x, y = _eigen(total[3], total[4], total[5])
            if math.hypot(total[1], total[2]) <= limits[0] and _close(
                slopes, total, low, high, x, y, limits[1], limits[2]
            ):
                ended[i] = 1
                break
            low, high = abs(low), abs(high)
            largest = max(low, high)
            if not 0.0 < largest < np.inf:
                ended[i] = -1
                break
            if taken == steps:
                break
            along, across = x * total[1] + y * total[2], x * total[2] - y * total[1]
            one = -along / low if low > limits[3] * largest else 0.0
            other = -across / high if high > limits[3] * largest else 0.0
            step_a, step_b = one * x - other * y, one * y + other * x
            slope, length = total[1] * step_a + total[2] * step_b, 1.0
            ceiling = total[0] + limits[5] * abs(total[0])
            while True:
                to_a, to_b = points[i, 0] + length * step_a, points[i, 1] + length * step_b
                _at(kind, True, o, u, v, held, to_a, to_b, room, trial)
                if trial[0] <= ceiling + limits[4] * length * slope:
                    break
                length *= 0.5
                if length < limits[6]:
                    ended[i] = -1
                    break
            if ended[i] != 0:
                break
            points[i, 0], points[i, 1] = to_a, to_b
            total[:] = trial
