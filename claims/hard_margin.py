"""hard_margin(): the widest margin between separable classes.

>>> from landscapes import Dataset, Problem
>>> round(hard_margin(Problem(Dataset([[-1.0], [1.0]], [0, 1]))).length, 9)
1.0
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from landscapes.problem import Problem
from losses.arrays import Array, read_only

__all__ = ["CONDITIONS", "HardMargin", "hard_margin"]

# How well the optimality conditions must be met, relative.
CONDITIONS = 1e-6


@dataclass(frozen=True, eq=False)
class HardMargin:
    """The shortest vector that gives every row a margin of at least 1.

    Attributes
    ----------
    theta : ndarray, (P,)
        The vector. Its direction has the largest smallest margin of all directions.
    length : float
        Its length; 1/length is that margin.
    multipliers : ndarray, (n,)
        Lagrange multipliers, at least 0: theta is the sum of multiplier times t_i x_i.
    support : ndarray of int, (s,)
        Rows whose multiplier is above 0; they lie at margin 1.
    violation : float
        The largest violation of the Karush-Kuhn-Tucker conditions: of margins of at least 1, of
        stationarity relative to the length, and of complementarity relative to the length squared.
    """

    theta: Array
    length: float
    multipliers: Array
    support: NDArray[np.intp]
    violation: float


def hard_margin(problem: Problem) -> HardMargin:
    """Solve min |theta|^2 subject to t_i x_i' theta >= 1 in every row, t_i = 2 y_i - 1.

    A problem of least distance, solved exactly as one of non-negative least squares: with G the
    rows t_i x_i, the u >= 0 with the least |G'u|^2 + (sum u - 1)^2 gives theta as
    G'u / (1 - sum u) (Lawson and Hanson, Solving Least Squares Problems, 1974, section 23.4). The
    rows found to lie on the margin then give theta anew, to rounding.

    Raises
    ------
    ValueError
        Where no theta gives every row a margin above 0.
    """
    signs = 2.0 * problem.labels - 1.0
    rows = signs[:, None] * problem.design
    size = float(np.abs(rows).max())
    scaled = rows / size
    support = _support(scaled)
    held = scaled[support]
    # On its margin every support row is at 1, and theta is the shortest vector that does that.
    theta = np.linalg.lstsq(held, np.ones(len(support)), rcond=1e-15)[0]
    multipliers = np.zeros(len(rows))
    multipliers[support] = np.linalg.lstsq(held.T, theta, rcond=1e-15)[0]
    # The scale of the rows goes into theta once and into the multipliers twice.
    theta, multipliers = theta / size, multipliers / size**2
    length = float(np.linalg.norm(theta))
    margins = rows @ theta
    violation = max(
        float((1.0 - margins).max()),
        float(-multipliers.min()) / length**2,
        float(np.linalg.norm(theta - rows.T @ multipliers)) / length,
        float(np.abs(multipliers * (margins - 1.0)).max()) / length**2,
    )
    if violation > CONDITIONS:
        raise ValueError(
            f"no hard margin found: its conditions are violated by {violation:.2g}; the classes "
            "touch, or nearly so"
        )
    return HardMargin(
        read_only(theta), length, read_only(multipliers), read_only(support), violation
    )


def _support(rows: Array) -> NDArray[np.intp]:
    """Rows that lie on the margin."""
    target = np.append(np.zeros(rows.shape[1]), 1.0)
    # A margin of d is asked for instead of 1, which scales theta: where theta is about 1 long the
    # residual, 1/(1 + |theta|^2), is far from rounding.
    for d in 10.0 ** -np.arange(0.0, 9.0):
        u, _ = nnls(np.vstack([rows.T, np.full(len(rows), d)]), target, maxiter=30 * len(rows))
        if 1.0 - d * float(u.sum()) > 1e-2:
            return np.flatnonzero(u > 0.0)
    raise ValueError("no theta gives every row a margin above 0: the data are not separable")
