"""Sums over a grid of the losses of the margin itself, which have no probability in them.

Here r is the margin by which the label's one rival is ahead, so that the label's own is -r.
"""

import numpy as np

from landscapes.sweeps.compiled import compiled
from landscapes.sweeps.sigmoid_loops import SIGNATURE

__all__ = ["SIGNATURES", "hinge"]

SIGNATURES = {"hinge": SIGNATURE}


@compiled
def hinge(columns, rows, u, v, total):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Value max(0, 1 + r), slope 1 where that is above 0, no bend.

    Columns and rows are not odds but terms: r = E + F.
    """
    samples, _, width = columns.shape
    for j in range(rows.shape[2]):
        value, d_a, d_b = total[j, 0], total[j, 1], total[j, 2]
        for n in range(0, samples, 2):
            m = min(n + 1, samples - 1)
            # Goes alone: so far ahead it adds nothing.
            f, g = rows[n, 0, j], rows[m, 0, j] if m > n else -np.inf
            x, y, p, q = u[n, 0], v[n, 0], u[m, 0], v[m, 0]
            for i in range(width):
                r, s = columns[n, 0, i] + f, columns[m, 0, i] + g
                value[i] = (value[i] + max(1.0 + r, 0.0)) + max(1.0 + s, 0.0)
                d_a[i] = (d_a[i] + (x if r > -1.0 else 0.0)) + (p if s > -1.0 else 0.0)
                d_b[i] = (d_b[i] + (y if r > -1.0 else 0.0)) + (q if s > -1.0 else 0.0)
