"""Newton's method on a plane, compiled: where critical points may be, and the way there.

What the loops are given of a problem is what those of `sweeps.point_loops` are given.
"""

import math

import numpy as np

from landscapes.sweeps.compiled import compiled
from landscapes.sweeps.point_loops import GROUND, at, room_for

__all__ = ["SIGNATURES", "descents", "roots", "scan"]

SIGNATURES = {
    "scan": (
        "f8(f8[:,::1], f8[:,:,::1], f8[:,:,::1], f8[::1], f8[::1], b1[:,::1], b1[:,::1], b1[:,::1])"
    ),
    "roots": f"void({GROUND}, f8[::1], f8[::1], f8[:,::1], f8[:,::1], f8[::1], i8[::1], i8, i8)",
    "descents": f"void({GROUND}, f8[:,::1], f8[::1], f8[:,::1], i8[::1], i8)",
}


@compiled
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


@compiled
def _newton_part(along, size, largest, limits):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """As `search.newton_step` along one eigenvector; limits are its ROUNDING and FAR."""
    if abs(along) <= limits[0] * largest:
        return 0.0
    if abs(size) * limits[1] > abs(along):
        return -along / size
    return limits[1]


@compiled
def _newton_step(d_a, d_b, aa, ab, bb, limits):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """As `search.newton_step`: along a, along b; and the size of the larger eigenvalue."""
    low, high, x, y = _eigen(aa, ab, bb)
    largest = max(abs(low), abs(high))
    one = _newton_part(x * d_a + y * d_b, low, largest, limits)
    other = _newton_part(x * d_b - y * d_a, high, largest, limits)
    return one * x - other * y, one * y + other * x, largest


@compiled
def _is_lowest(heights, j, i):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Whether no neighbour of a grid point lies lower."""
    here = heights[j, i]
    for y in range(max(j - 1, 0), min(j + 2, heights.shape[0])):
        for x in range(max(i - 1, 0), min(i + 2, heights.shape[1])):
            if heights[y, x] < here:
                return False
    return True


@compiled
def _takes_in_0(slope, cell, j, i, margin):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Whether a component of the gradient may vanish in a cell, by its corners."""
    one, other = slope[j, i] * cell, slope[j, i + 1] * cell
    third, fourth = slope[j + 1, i] * cell, slope[j + 1, i + 1] * cell
    least, most = min(one, other, third, fourth), max(one, other, third, fourth)
    further = margin * (most - least)
    return most > least and least - further <= 0.0 and most + further >= 0.0


@compiled
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


@compiled
def roots(kind, shape, o, u, v, held, cell, limits, points, starts, length, arrived, first, steps):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
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
    room, total = room_for(o), np.empty(6)
    for i in range(len(points)):
        taken = first
        while arrived[i] == 0 and taken < first + steps:
            taken += 1
            at(kind, shape, False, o, u, v, held, points[i, 0], points[i, 1], room, total)
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


@compiled
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


@compiled
def descents(kind, shape, o, u, v, held, slopes, limits, points, ended, steps):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
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
    room, total, trial = room_for(o), np.empty(6), np.empty(6)
    for i in range(len(points)):
        if ended[i] != 0:
            continue
        at(kind, shape, True, o, u, v, held, points[i, 0], points[i, 1], room, total)
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
                at(kind, shape, True, o, u, v, held, to_a, to_b, room, trial)
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
