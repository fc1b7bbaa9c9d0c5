"""forecast(): how good probabilities are on rows that no fit has seen.

>>> import numpy as np
>>> found = forecast(np.array([0.9, 0.2, 0.6]), np.array([1.0, 0.0, 0.0]))
>>> round(found.accuracy, 4), round(found.brier, 4)
(0.6667, 0.1367)
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from landscapes.checks import count
from landscapes.data.dataset import Dataset
from losses.arrays import Array, finite, read_only

__all__ = ["Calibration", "Forecast", "calibration", "forecast", "split"]


@dataclass(frozen=True, eq=False)
class Calibration:
    """Probabilities against what came of them, in bins of equal width.

    Attributes
    ----------
    edges : ndarray, (bins + 1,)
        Ends of the bins, from 0 to 1. A probability on an edge is in the bin above it.
    predicted, observed : ndarray, (bins,)
        Mean probability of class 1, and share of the rows that are of class 1; not a number where
        a bin is empty.
    count : ndarray of int, (bins,)
        Rows in each bin.
    """

    edges: Array
    predicted: Array
    observed: Array
    count: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Forecast:
    """Scores of probabilities on held-out rows.

    Attributes
    ----------
    rows : int
        How many rows.
    right : ndarray of bool, (rows,)
        Whether the more probable class is the row's; at exactly 1/2 class 1 is meant.
    surprise : ndarray, (rows,)
        -log of the probability of the row's class, in nats; infinite where that is 0.
    distance : ndarray, (rows,)
        (p - y)^2.
    calibration : Calibration
        In ten bins.
    """

    rows: int
    right: NDArray[np.bool_]
    surprise: Array
    distance: Array
    calibration: Calibration

    @property
    def accuracy(self) -> float:
        """Share of the rows that are right."""
        return float(self.right.mean())

    @property
    def log_loss(self) -> float:
        """Mean surprise (Good, Rational decisions, Journal of the RSS B 1952, section 8)."""
        return float(self.surprise.mean())

    @property
    def brier(self) -> float:
        """Mean distance (Brier, Verification of forecasts, Monthly Weather Review 1950)."""
        return float(self.distance.mean())


def forecast(probability: ArrayLike, y: ArrayLike, surprise: ArrayLike | None = None) -> Forecast:
    """Score probabilities of class 1, (n,), against hard labels 0 or 1, (n,).

    Parameters
    ----------
    probability, y : array_like, (n,)
        Probabilities and labels.
    surprise : array_like, (n,), optional
        -log of the probability of each row's class, where it is known better than from
        probabilities that may have been rounded to 0 or 1: from logits.

    Raises
    ------
    ValueError
        Where the shapes differ, a probability is outside [0, 1] or a label is neither.
    """
    p, labels = _checked(probability, y)
    if surprise is None:
        with np.errstate(divide="ignore"):
            known = -np.log(np.where(labels == 1.0, p, 1.0 - p))
    else:
        known = finite("surprise", surprise)
        if known.shape != p.shape:
            raise ValueError(f"surprise must be {p.shape}, a row each; found {known.shape}")
    return Forecast(
        rows=len(p),
        right=read_only((p >= 0.5) == (labels == 1.0)),
        surprise=read_only(known),
        distance=read_only(np.square(p - labels)),
        calibration=calibration(p, labels),
    )


def calibration(probability: ArrayLike, y: ArrayLike, bins: int = 10) -> Calibration:
    """Compare probabilities with frequencies in bins of equal width (a reliability diagram).

    Raises
    ------
    TypeError, ValueError
        As `forecast` raises, and where there is not one bin.
    """
    p, labels = _checked(probability, y)
    bins = count("bins", bins)
    place = np.minimum((p * bins).astype(np.int64), bins - 1)
    many = np.bincount(place, minlength=bins)
    with np.errstate(invalid="ignore"):
        predicted = np.bincount(place, weights=p, minlength=bins) / many
        observed = np.bincount(place, weights=labels, minlength=bins) / many
    return Calibration(
        read_only(np.linspace(0.0, 1.0, bins + 1)),
        read_only(predicted),
        read_only(observed),
        read_only(many),
    )


def split(dataset: Dataset, share: float = 0.3, seed: int = 3) -> tuple[Dataset, Dataset]:
    """Split the rows, class by class, into those to fit on and those held out.

    Of each class the share is rounded to whole rows; at least one is held out and one is not,
    where there are two.

    Raises
    ------
    ValueError
        Where labels are soft, the share is not between 0 and 1, or a class has fewer than two rows.
    """
    if dataset.y.dtype.kind != "i":
        raise ValueError("only hard labels can be split class by class; these are probabilities")
    if not 0.0 < share < 1.0:
        raise ValueError(f"share must be between 0 and 1; found {share}")
    random, held = np.random.default_rng(seed), np.zeros(len(dataset), dtype=bool)
    for label in np.unique(dataset.y):
        rows = np.flatnonzero(dataset.y == label)
        if len(rows) < 2:
            raise ValueError(
                f"class {dataset.classes[label]!r} of {dataset.name} has one row; a split needs two"
            )
        many = min(max(1, round(share * len(rows))), len(rows) - 1)
        held[random.permutation(rows)[:many]] = True
    return _rows(dataset, ~held), _rows(dataset, held)


def _rows(dataset: Dataset, which: NDArray[np.bool_]) -> Dataset:
    return Dataset(
        dataset.X[which],
        dataset.y[which],
        dataset.features,
        dataset.classes,
        dataset.name,
        dataset.source,
        standardised=dataset.standardised,
    )


def _checked(probability: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    p, labels = finite("probability", probability), finite("y", y)
    if p.ndim != 1 or p.shape != labels.shape or not len(p):
        raise ValueError(
            f"probability and y must be vectors of one length; found {p.shape}, {labels.shape}"
        )
    if p.min() < 0.0 or p.max() > 1.0:
        raise ValueError("probability must lie in [0, 1]")
    if not np.isin(labels, (0.0, 1.0)).all():
        raise ValueError("y must hold hard labels, 0 or 1")
    return p, labels
