"""labels(): what each of a row's two labels adds to its loss.

>>> from landscapes import Problem, load
>>> found = labels(Problem(load("overlap")), [2.0, 0.0], row=3)
>>> sum(term > 0.0 for term in found.cross_entropy), found.verdict
(1, 'does not hold here')
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from claims.verdict import HOLDS, HOLDS_IN_PART, HOLDS_NOT, Verdict, counted, number
from landscapes.checks import count, scalar
from landscapes.problem import Problem
from losses import get
from losses.arrays import Array, read_only

__all__ = ["Labels", "labels"]

# The curves' probabilities, without the ends, where a logarithm has no value.
_POINTS, _END = 201, 1e-3


@dataclass(frozen=True, eq=False)
class Labels:
    """The two terms of a row's loss, one a label: [0] that of label 1, [1] that of label 0.

    Attributes
    ----------
    data : str
        What it was measured on.
    row : int
        Which row, counted from 0.
    label : float
        Its label y, after softening.
    softening : float
        By how much labels were moved towards 1/2.
    probability : float
        p, the model's probability of label 1.
    cross_entropy : (float, float)
        -y log p and -(1 - y) log(1 - p), in nats.
    squared : (float, float)
        y (1 - p)^2 and (1 - y) p^2. Less `spread`, their sum is (y - p)^2.
    spread : float
        y (1 - y): 0 for a hard label, and never dependent on the model.
    p : ndarray, (m,)
        Probabilities for the curves.
    cross_entropy_curves, squared_curves : ndarray, (2, m)
        The terms over p at this label.
    rows : int
        Rows of the data.
    both : int
        Of these, rows whose cross-entropy has both terms other than 0, whatever the model.
    both_squared : int
        The same of squared error.
    """

    claim: ClassVar[str] = "Cross-entropy takes both labels of each row into account."

    data: str
    row: int
    label: float
    softening: float
    probability: float
    cross_entropy: tuple[float, float]
    squared: tuple[float, float]
    spread: float
    p: Array
    cross_entropy_curves: Array
    squared_curves: Array
    rows: int
    both: int
    both_squared: int

    @property
    def verdict(self) -> Verdict:
        """Whether both terms of cross-entropy are alive: in every row, in some, or in none."""
        if self.both == self.rows:
            return HOLDS
        return HOLDS_IN_PART if self.both else HOLDS_NOT

    @property
    def because(self) -> str:
        """How many rows have both terms, under either loss, and the terms of the row at hand."""
        same = "as many" if self.both == self.both_squared else f"{self.both_squared:,}"
        one, zero = self.cross_entropy
        return (
            f"Both terms are other than 0 in {self.both:,} of {counted(self.rows, 'row', 'rows')} "
            f"under cross-entropy, and in {same} under squared error. Row {self.row + 1} of "
            f"{self.rows:,} with y = {number(self.label)} and p = {number(self.probability)}: the "
            f"term of label 1 is {number(one)} nats, the term of label 0 is {number(zero)}."
        )


def labels(problem: Problem, theta: ArrayLike, row: int = 0, soften: float = 0.0) -> Labels:
    """Split a row's loss into what its two labels add.

    Cross-entropy is -y log p - (1 - y) log(1 - p) (Bishop, Pattern Recognition and Machine
    Learning, 2006, eq. 4.90). With a hard label one of the two is multiplied by 0. With a soft one
    both count; so they do under squared error, as (y - p)^2 = y (1 - p)^2 + (1 - y) p^2 - y (1 - y)
    and the last part is the same for every model.

    Parameters
    ----------
    problem : Problem
        A sigmoid output.
    theta : array_like, (P,)
        The model.
    row : int
        The row at hand, from 0 to n - 1.
    soften : float
        Moves every label towards 1/2, from 0 (as they are) to 1 (all of the way): label smoothing
        (Szegedy et al., Rethinking the Inception architecture for computer vision, CVPR 2016,
        section 7).

    Raises
    ------
    TypeError, ValueError
        Where an argument is not what it may be.
    """
    problem.loss(get("cross-entropy", "sigmoid"))
    rows, row = len(problem.dataset), count("row", row, least=0)
    if row >= rows:
        raise ValueError(f"row must be from 0 to {rows - 1}; found {row}")
    softening = scalar("soften", soften)
    if not 0.0 <= softening <= 1.0:
        raise ValueError(f"soften must be from 0 to 1; found {soften}")
    y = (1.0 - softening) * problem.labels + 0.5 * softening
    z, label = problem.logits(theta), float(y[row])
    cross, squared = _terms("cross-entropy", z, y), _terms("squared-error", z, y)
    p = np.linspace(_END, 1.0 - _END, _POINTS)
    logits = np.log(p) - np.log1p(-p)
    # Whatever the model: where a factor y or 1 - y is 0, no probability brings the term to life.
    at_half = np.zeros(rows)
    alive, alive_squared = (
        int((_terms(key, at_half, y) > 0.0).all(axis=0).sum())
        for key in ("cross-entropy", "squared-error")
    )
    return Labels(
        data=problem.dataset.title,
        row=row,
        label=label,
        softening=softening,
        probability=float(expit(z[row])),
        cross_entropy=(float(cross[0, row]), float(cross[1, row])),
        squared=(float(squared[0, row]), float(squared[1, row])),
        spread=label * (1.0 - label),
        p=read_only(p),
        cross_entropy_curves=read_only(_terms("cross-entropy", logits, np.full(_POINTS, label))),
        squared_curves=read_only(_terms("squared-error", logits, np.full(_POINTS, label))),
        rows=rows,
        both=alive,
        both_squared=alive_squared,
    )


def _terms(key: str, z: Array, y: Array) -> Array:
    """The expectation of a loss over the label, as its two terms: (2, n)."""
    loss = get(key)
    one, zero = np.ones_like(z), np.zeros_like(z)
    return np.stack([y * loss.value_at(z, one), (1.0 - y) * loss.value_at(z, zero)])
