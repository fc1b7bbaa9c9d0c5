"""compare(): one softmax and several sigmoids, fitted to the same rows with several labels.

>>> from landscapes.data.multilabel import weather
>>> found = compare(weather())
>>> bool(found.softmax.least_at_truth.any()), bool(found.sigmoids.least_at_truth.all())
(False, True)
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, softmax

from landscapes.data.dataset import Dataset
from landscapes.data.multilabel import MultiLabel
from landscapes.problem import Problem
from landscapes.terrain.optimum import cross_entropy_minimum
from losses import get
from losses.arrays import Array, read_only

__all__ = ["PENALTY", "Comparison", "Fit", "compare", "verdict"]

PENALTY = 1e-4
"""The L2 penalty of a fit that has no minimum without one."""

# Probabilities, slopes and curvatures closer to 0 than this are 0 but for rounding.
_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Fit:
    """What one kind of output made of the rows, and what its loss is at the true frequencies.

    Attributes
    ----------
    name : str
        The output.
    probability : ndarray, (G, L)
        At the fit, of each label in each group.
    loss : float
        Cross-entropy at the fit, in nats, a row; over all sigmoids together.
    rows : int
        Rows that it was fitted to.
    slope : float
        Length of the gradient at the fit over these rows: 0 to rounding, but under a penalty.
    penalty : float
        0, or `PENALTY` where the labels have no finite minimum.
    aim : ndarray, (G, L)
        The probabilities at which the expected loss is least.
    nearest : ndarray, (G, L)
        The output's probabilities at the logits of the true frequencies: these themselves, where
        it can express them.
    gradient : ndarray, (G, L)
        Of the expected loss, in the logits, there.
    curvature : ndarray, (G,)
        The least of the expected loss there, but along the direction that softmax does not see.
    truth : ndarray, (G, L)
        The true frequencies.
    """

    name: str
    probability: Array
    loss: float
    rows: int
    slope: float
    penalty: float
    aim: Array
    nearest: Array
    gradient: Array
    curvature: Array
    truth: Array

    @property
    def sums(self) -> Array:
        """The sum of the labels' probabilities at the fit, (G,)."""
        return np.asarray(self.probability.sum(axis=1))

    @cached_property
    def off(self) -> Array:
        """The largest difference of the fit from the true frequencies, (G,)."""
        return read_only(np.abs(self.probability - self.truth).max(axis=1))

    @cached_property
    def expressed(self) -> NDArray[np.bool_]:
        """In which groups some logits give the true frequencies, (G,)."""
        return np.asarray(np.abs(self.nearest - self.truth).max(axis=1) < _ROUNDING)

    @cached_property
    def least_at_truth(self) -> NDArray[np.bool_]:
        """In which groups the expected loss has a minimum at the true frequencies, (G,).

        That is, the output can give these probabilities, the gradient is 0 there, and the loss
        curves up in every direction that changes them.
        """
        level = np.abs(self.gradient).max(axis=1) < _ROUNDING
        return np.asarray(self.expressed & level & (self.curvature > _ROUNDING))


@dataclass(frozen=True, eq=False)
class Comparison:
    """One softmax beside several sigmoids.

    Attributes
    ----------
    data : MultiLabel
        The rows.
    softmax, sigmoids : Fit
        Both fits.
    """

    data: MultiLabel
    softmax: Fit
    sigmoids: Fit

    @property
    def left_out(self) -> int:
        """Rows without a label, which softmax cannot be fitted to."""
        return int(self.data.bare.sum())

    @property
    def split(self) -> int:
        """Rows of several labels, which share 1 under softmax."""
        return int((self.data.Y.sum(axis=1) > 1).sum())

    @property
    def beyond(self) -> Array:
        """By how much some label is off, at least, where probabilities sum to 1, (G,).

        The differences from the true frequencies t add up to sum(t) - 1, so one of the L is at
        least |sum(t) - 1| / L.
        """
        truth = self.data.truth
        return np.asarray(np.abs(truth.sum(axis=1) - 1.0) / truth.shape[1])


def compare(data: MultiLabel) -> Comparison:
    """Fit one softmax and a sigmoid a label by least cross-entropy, and measure both.

    The models have one indicator feature a group, so that either may give each group whatever
    probabilities its output can express. Softmax needs labels that sum to 1 in every row: several
    labels share 1 evenly, and rows without a label are left out. A sigmoid takes every row.

    Cross-entropy is linear in the label, and no parameter is shared between groups: so the minimum
    is found from the groups' mean labels, and then checked over all rows (`Fit.slope`).
    """
    return Comparison(data, _softmax(data), _sigmoids(data))


def verdict(fit: Fit, places: tuple[str, ...]) -> str:
    """Say in a few sentences whether a loss has its minimum at the true frequencies, and why."""
    total, least = len(places), int(fit.least_at_truth.sum())
    subject = "The loss of one softmax" if fit.name == "softmax" else "The sigmoids' loss"
    many = {0: "none", total: "all"}.get(least, f"{least}")
    claim = f"{subject} has a minimum at the true frequencies in {many} of the {total} places"
    if least == total:
        bend = float(fit.curvature.min())
        return (
            f"{claim}: it can give exactly these, the slope there is 0 to rounding, and the loss "
            f"bends up from there, by {bend:.2g} at least."
        )
    because = []
    out = ~fit.expressed
    if out.any():
        sums = fit.truth[out].sum(axis=1)
        because.append(
            f"In {int(out.sum())} they sum to something other than 1, from {sums.min():.2f} to "
            f"{sums.max():.2f}, and no probabilities that sum to 1 are these."
        )
    sloped = fit.expressed & ~fit.least_at_truth
    if sloped.any():
        names = " and ".join(name for name, is_so in zip(places, sloped, strict=True) if is_so)
        slope = float(np.abs(fit.gradient[sloped]).max())
        because.append(
            f"At the {names} it could, but the slope there is not 0 ({slope:.2g}), because it is "
            "trained on shared-out labels."
        )
    return " ".join([f"{claim}.", *because])


def _softmax(data: MultiLabel) -> Fit:
    means = _problem(data, np.arange(len(data.places)), data.shared_counted, "softmax")
    theta, penalty = _minimum(means)
    kept = ~data.bare
    every = _problem(data, data.group[kept], data.shared[kept], "softmax")
    truth, aim = data.truth, data.shared_truth
    loss, at = get("cross-entropy", "softmax"), np.log(truth)
    # Directions of the logits that change probabilities: all that sum to 0.
    width = truth.shape[1]
    directions = np.linalg.svd(np.ones((1, width)))[2][1:]
    bends = np.array(
        [[loss.curvature(at, aim, left, right) for right in directions] for left in directions]
    )
    return Fit(
        name="softmax",
        probability=read_only(means.probability(theta)),
        loss=every.value("cross-entropy", theta),
        rows=int(kept.sum()),
        slope=float(np.linalg.norm(every.gradient("cross-entropy", theta))),
        penalty=penalty,
        aim=read_only(aim),
        nearest=read_only(softmax(at, axis=1)),
        gradient=read_only(loss.gradient(at, aim)),
        curvature=read_only(np.linalg.eigvalsh(np.moveaxis(bends, -1, 0))[:, 0]),
        truth=read_only(truth),
    )


def _sigmoids(data: MultiLabel) -> Fit:
    truth, counted = data.truth, data.counted
    found, losses, slopes, penalties = [], [], [], []
    for k in range(truth.shape[1]):
        means = _problem(data, np.arange(len(data.places)), counted[:, k], "sigmoid")
        theta, penalty = _minimum(means)
        every = _problem(data, data.group, data.Y[:, k], "sigmoid")
        found.append(means.probability(theta))
        losses.append(every.value("cross-entropy", theta))
        slopes.append(every.gradient("cross-entropy", theta))
        penalties.append(penalty)
    loss, at = get("cross-entropy", "sigmoid"), logit(truth)
    return Fit(
        name="sigmoids",
        probability=read_only(np.stack(found, axis=1)),
        loss=float(np.sum(losses)),
        rows=len(data),
        slope=float(np.linalg.norm(slopes)),
        penalty=max(penalties),
        aim=read_only(truth),
        nearest=read_only(expit(at)),
        gradient=read_only(loss.gradient(at, truth)),
        curvature=read_only(loss.curvature(at, truth, 1.0, 1.0).min(axis=1)),
        truth=read_only(truth),
    )


def _problem(
    data: MultiLabel, group: NDArray[np.int64], labels: NDArray[np.generic], output: str
) -> Problem:
    """Return the model with one indicator feature a group, on rows of these groups."""
    rows = np.eye(len(data.places))[group]
    classes = data.labels if output == "softmax" else None
    return Problem(
        Dataset(rows, labels, features=data.places, classes=classes), output, intercept=False
    )


def _minimum(problem: Problem) -> tuple[Array, float]:
    """Return where cross-entropy is least, and the penalty that this took."""
    theta = cross_entropy_minimum(problem)
    if theta is not None:
        return theta, 0.0
    held = Problem(problem.dataset, problem.output, intercept=False, penalty=PENALTY)
    theta = cross_entropy_minimum(held)
    if theta is None:
        raise RuntimeError(f"no minimum found under a penalty of {PENALTY:g}")
    return theta, PENALTY
