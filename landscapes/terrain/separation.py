"""Separation: whether a direction exists along which the loss falls for ever.

Cross-entropy has a finite minimum unless some direction d of parameter space lowers no sample's
margin and raises at least one: then every step along d lowers the loss. Whether such a direction
exists is a linear programme (Albert and Anderson, On the existence of maximum likelihood estimates
in logistic regression models, Biometrika 1984, section 3).
"""

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from landscapes.planes.plane import Plane
from landscapes.problem import Problem
from losses.arrays import Array, read_only

__all__ = ["Separation", "separation"]


# In radians: far above what the linear programme's tolerance of 1e-7 can hide.
_CLEARLY = 1e-3


@dataclass(frozen=True, eq=False)
class Separation:
    """A direction that lowers no margin and raises some.

    Attributes
    ----------
    direction : ndarray
        Unit length; in parameter space (P,), or in plane coordinates (2,).
    complete : bool
        Whether it raises every sample's margin, rather than leaving some where they are.
    """

    direction: Array
    complete: bool


def separation(problem: Problem, plane: Plane | None = None) -> Separation | None:
    """Find a direction along which cross-entropy falls without end; None where there is none.

    What was found in a plane is remembered for as long as problem and plane exist: their window
    and the survey of every loss ask for it.

    Parameters
    ----------
    problem : Problem
        Hard or soft labels, sigmoid or softmax. Under a penalty only directions without weights
        count.
    plane : Plane, optional
        Look at directions in this plane only.

    Raises
    ------
    ValueError
        Where the model is not linear in its parameters: then no direction raises a margin for ever.
    """
    if not problem.linear:
        raise ValueError(
            "separation is known of models that are linear in their parameters; found "
            f"{problem.model!r}"
        )
    if plane is None:
        return _separation(problem, np.eye(len(problem.parameters)))
    known = _known.setdefault(problem, WeakKeyDictionary())
    if plane not in known:
        known[plane] = _separation(problem, np.column_stack([plane.u, plane.v]))
    return known[plane]


_known: WeakKeyDictionary[Problem, WeakKeyDictionary[Plane, Separation | None]] = (
    WeakKeyDictionary()
)


def _separation(problem: Problem, basis: Array) -> Separation | None:
    margins, level = _margins(problem, basis)
    if problem.penalty > 0.0:
        level = np.vstack([level, problem.is_weight[:, None] * basis])
    # Each row by its size, so that a tolerance means the same for every feature's scale.
    margins, level = _scaled(margins), _scaled(level)
    if basis.shape[1] == 2 and _all_round(np.vstack([margins, level, -level])):
        return None
    rows, columns = margins.shape
    slack: Any = sparse.eye_array(rows)  # dense, it would be rows x rows
    none: Any = sparse.csr_array((len(level), rows))
    # Maximise sum_i s_i with 0 <= s_i <= 1 and s_i <= margin_i(d): a direction may be as long as it
    # likes, so each s_i ends at 1 where some direction raises that margin, and otherwise at 0.
    solution = linprog(
        np.concatenate([np.zeros(columns), -np.ones(rows)]),
        A_ub=sparse.hstack([sparse.csr_array(-margins), slack]),
        b_ub=np.zeros(rows),
        A_eq=sparse.hstack([sparse.csr_array(level), none]) if len(level) else None,
        b_eq=np.zeros(len(level)) if len(level) else None,
        bounds=[(None, None)] * columns + [(0.0, 1.0)] * rows,
        method="highs",
    )
    if not solution.success or solution.x is None:
        raise RuntimeError(f"the linear programme for separation failed: {solution.message}")
    direction, raised = solution.x[:columns], solution.x[columns:] > 0.5
    if not raised.any():
        return None
    unit = read_only(direction / np.linalg.norm(direction))
    return Separation(unit, bool(raised.all() and len(level) == 0))


def _all_round(rows: Array) -> bool:
    """Whether every direction of a plane is clearly lowered by one of (m, 2) rows."""
    angles = np.sort(np.arctan2(rows[:, 1], rows[:, 0])[rows.any(axis=1)])
    if not len(angles):
        return False
    # Rows that do not lower some direction leave half a circle free.
    gaps = np.diff(angles, append=angles[0] + 2.0 * np.pi)
    return float(gaps.max()) < np.pi - _CLEARLY


def _margins(problem: Problem, basis: Array) -> tuple[Array, Array]:
    """Rows that a direction may not lower, and rows that it may not move, in basis coordinates."""
    labels = problem.labels
    if not problem.kind.class_axis:
        change = problem.design @ basis
        hard = np.isin(labels, (0.0, 1.0))
        return (2.0 * labels[hard, None] - 1.0) * change[hard], change[~hard]
    # Each row's logits per basis vector: (n, K, q).
    change = np.stack([problem.logits(vector) for vector in basis.T], axis=-1)
    rows, level = [], []
    for own in range(labels.shape[1]):
        for other in range(labels.shape[1]):
            has, lacks = labels[:, own] > 0.0, labels[:, other] == 0.0
            rows.append((change[:, own] - change[:, other])[has & lacks])
            if own < other:
                both = has & (labels[:, other] > 0.0)
                level.append((change[:, own] - change[:, other])[both])
    return np.concatenate(rows), np.concatenate(level)


def _scaled(rows: Array) -> Array:
    size = np.abs(rows).max(axis=1, keepdims=True, initial=0.0)
    return np.asarray(rows / np.where(size == 0.0, 1.0, size))
