"""pulls(): how hard each sample pulls on the parameters, and by what.

The gradient is the mean of the samples' pulls: in a linear model g_i x_i, with g the loss's slope
in the logit. Under a sigmoid cross-entropy has g = p - y; squared error has 2 (p - y) p (1 - p),
which multiplies the same residual by a factor that vanishes where the model is sure, right or
wrong.

>>> from landscapes import Problem, load, pulls
>>> wrong = pulls(Problem(load("outlier")), "squared-error", [2.0, 0.0])
>>> int(wrong.row[0]) == 40  # does the mislabelled row pull hardest? Not under squared error
False
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from landscapes.problem import Problem
from losses import Loss, get
from losses.arrays import Array, read_only

__all__ = ["Pulls", "pulls"]


@dataclass(frozen=True, eq=False)
class Pulls:
    """What each sample contributes to the loss and its gradient; the hardest pull comes first.

    Under softmax the arrays marked with * have a further last axis of classes, K.

    Attributes
    ----------
    row : ndarray of int, (n,)
        Which row of the data set.
    probability* : ndarray, (n,)
        p, of class 1; of each class under softmax.
    label* : ndarray, (n,)
        y; one-hot under softmax.
    value : ndarray, (n,)
        The sample's loss.
    residual* : ndarray, (n,)
        p - y: cross-entropy's slope in the logit.
    factor* : ndarray, (n,)
        p (1 - p): twice this is what squared error multiplies the residual by, under a sigmoid.
    slope* : ndarray, (n,)
        This loss's slope in the logit.
    pull : ndarray, (n, P)
        The sample's part in the gradient, before the mean: in a linear model slope times x, where
        the bias's x is 1.
    size : ndarray, (n,)
        Euclidean length of the pull, by which the rows are sorted; ties keep the data's order.
    """

    row: NDArray[np.int64]
    probability: Array
    label: Array
    value: Array
    residual: Array
    factor: Array
    slope: Array
    pull: Array
    size: Array


def pulls(problem: Problem, loss: Loss | str, theta: ArrayLike) -> Pulls:
    """Every sample's probability, loss and pull on the parameters.

    The mean of `pull` over the samples, plus the penalty's part, is `problem.gradient`.

    Parameters
    ----------
    problem : Problem
        The data and the model.
    loss : Loss or str
        A loss of the problem's output, or its key.
    theta : array_like, (P,)
        Parameters.

    Raises
    ------
    TypeError, ValueError
        Where theta has the wrong shape or is not finite, or the loss belongs to another output.
    """
    loss = problem.loss(loss)
    z, y = problem.logits(theta), problem.labels
    probability = problem.kind.probability(z)
    residual = get("cross-entropy", problem.output).gradient_at(z, y)
    # p - 0 without the rounding of 1 - p: the residual at the opposite label.
    other = -get("cross-entropy", problem.output).gradient_at(z, np.ones_like(y))
    slope = loss.gradient_at(z, y)
    pull = problem.on_rows.pulls(problem.theta(theta), slope)
    size = np.linalg.norm(pull, axis=1)
    order = np.argsort(-size, kind="stable")
    arrays = (
        probability,
        y,
        loss.value_at(z, y),
        residual,
        probability * other,
        slope,
        pull,
        size,
    )
    return Pulls(read_only(order), *(read_only(array[order]) for array in arrays))
