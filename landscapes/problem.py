"""Problem: data, a model, an output and a penalty.

Its parameters are one flat vector theta, whatever the model; which entry is which says the model.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

import losses
from landscapes.checkpoint import checkpoint
from landscapes.data.dataset import Dataset
from landscapes.models.linear import Linear, LinearOnRows
from landscapes.models.model import Model, OnRows, Section
from losses import Loss, Output
from losses.arrays import Array, finite, read_only

__all__ = ["Problem"]

_LINEAR = Linear()


@dataclass(frozen=True, eq=False)
class Problem:
    """The mean loss over a data set of a model, as a function of its parameters.

    value(theta) = mean_i loss(z_i, y_i) + penalty/2 * sum(w^2); a bias is never penalised.

    Parameters
    ----------
    dataset : Dataset
        Rows and labels.
    output : str
        "sigmoid" (two classes) or "softmax" (two or more).
    intercept : bool
        Whether the linear model has a bias b, one a class under softmax.
    penalty : float
        Strength of the L2 penalty on the weights, at least 0.
    model : Model
        What turns rows into logits; the linear model by default.

    Raises
    ------
    TypeError, ValueError
        Where an argument is out of range, or the data have more classes than the output takes.
    """

    dataset: Dataset
    output: str = "sigmoid"
    intercept: bool = True
    penalty: float = 0.0
    model: Model = _LINEAR
    kind: Output = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if not isinstance(self.dataset, Dataset):
            raise TypeError(f"dataset must be a Dataset, not {type(self.dataset).__name__}")
        if self.output not in losses.OUTPUTS:
            raise ValueError(
                f"unknown output {self.output!r}: choose one of {', '.join(losses.OUTPUTS)}"
            )
        penalty = finite("penalty", self.penalty)
        if penalty.ndim != 0 or penalty < 0.0:
            raise ValueError(f"penalty must be one number, at least 0; found {self.penalty}")
        object.__setattr__(self, "penalty", float(penalty))
        object.__setattr__(self, "kind", losses.OUTPUTS[self.output])
        self._settle_intercept()
        classes = len(self.dataset.classes)
        if self.kind.class_axis:
            return
        if self.dataset.y.ndim == 2:
            raise ValueError(
                "a sigmoid output takes the probability of class 1, (n,); the labels of "
                f"{self.dataset.name} are a probability a class, {self.dataset.y.shape}. "
                "Choose output='softmax'"
            )
        if classes > 2:
            raise ValueError(
                f"a sigmoid output tells two classes apart; {self.dataset.name} has {classes} "
                f"({', '.join(self.dataset.classes)}). Choose two of them, one against the rest, "
                "or output='softmax'"
            )

    def _settle_intercept(self) -> None:
        """Without an intercept where either this or the model says so; but only a linear one."""
        if isinstance(self.model, Linear):
            intercept = self.intercept and self.model.intercept
            object.__setattr__(self, "intercept", intercept)
            object.__setattr__(self, "model", Linear(intercept))
        elif isinstance(self.model, type) or not isinstance(self.model, Model):
            raise TypeError(f"model must be a model, as in Linear(); found {self.model!r}")
        elif not self.intercept:
            raise ValueError(
                f"intercept=False is for the linear model; {self.model!r} says itself what it has"
            )

    def __repr__(self) -> str:
        """Data, output and parameters in a line."""
        return (
            f"<Problem {self.output} on {self.dataset.title!r}, "
            f"{len(self.parameters)} parameters, penalty {self.penalty:g}>"
        )

    @cached_property
    def labels(self) -> Array:
        """Labels as the losses take them: (n,) in [0, 1], or (n, K) under softmax."""
        y = self.dataset.y
        shape: tuple[int, ...] = (len(y),)
        if self.kind.class_axis:
            shape = (len(y), len(self.dataset.classes))
            if y.ndim == 1 and y.dtype.kind == "f":  # the probability of class 1
                y = np.stack([1.0 - y, y], axis=1)
        return read_only(self.kind.check_labels(y, shape))

    @cached_property
    def on_rows(self) -> OnRows:
        """The model on the data set's rows."""
        return self.model.on(self.dataset, self.kind)

    @property
    def linear(self) -> bool:
        """Whether the logits are linear in the parameters.

        What is known of such models alone asks for this: there a loss that is convex in the logits
        is convex in theta, and `separation` can tell whether it has a finite minimum.
        """
        return self.model.linear

    @property
    def design(self) -> Array:
        """The linear model's rows with the intercept's 1 appended: (n, d + 1), or (n, d).

        Raises
        ------
        ValueError
            Where the model is another one.
        """
        if not isinstance(self.on_rows, LinearOnRows):
            raise ValueError(f"model must be linear to have a design; found {self.model!r}")
        return self.on_rows.design

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of theta's entries: "w1" … "b" of a linear model; under softmax "w1[0]" …."""
        return self.on_rows.parameters

    @property
    def is_weight(self) -> Array:
        """1.0 where an entry of theta is a weight, 0.0 where it is a bias."""
        return self.on_rows.is_weight

    def words(self, parameter: str) -> str:
        """Return a parameter in words: "weight w1 of mean radius", "bias b, class virginica"."""
        self._position(parameter)
        return self.on_rows.words(parameter)

    def direction(self, parameter: str) -> Array:
        """Return the unit vector of one parameter, (P,); an unknown name's error lists all."""
        unit = np.zeros(len(self.parameters))
        unit[self._position(parameter)] = 1.0
        return unit

    def _position(self, parameter: str) -> int:
        if parameter not in self.parameters:
            raise ValueError(
                f"unknown parameter {parameter!r}: choose from {', '.join(self.parameters)}"
            )
        return self.parameters.index(parameter)

    def theta(self, values: ArrayLike) -> Array:
        """Return `values` as a parameter vector (P,), or raise what is wrong with them."""
        theta = finite("theta", values)
        if theta.shape != (len(self.parameters),):
            raise ValueError(
                f"theta has shape {theta.shape}; this problem has {len(self.parameters)} "
                f"parameters: {', '.join(self.parameters)}"
            )
        return theta

    def loss(self, loss: Loss | str) -> Loss:
        """Return the loss, looked up by `losses.get` where it is a key or a name with parameters.

        Raises
        ------
        ValueError
            Where there is no such loss, or it is one of another output.
        """
        if isinstance(loss, str):
            return losses.get(loss, self.output)
        if loss.output != self.kind:
            raise ValueError(
                f"{loss.key} is a loss of a {loss.output.key} output; the problem's is "
                f"{self.output}: losses.get({loss.name!r}, {self.output!r})"
            )
        return loss

    def logits(self, theta: ArrayLike, X: ArrayLike | None = None) -> Array:
        """Logits of every row, (n,), or (n, K) under softmax.

        Parameters
        ----------
        theta : array_like, (P,)
            Parameters.
        X : array_like, (m, d), optional
            Other rows than the data set's own.

        Raises
        ------
        ValueError
            Where theta or X has the wrong shape or is not finite.
        """
        theta = self.theta(theta)
        if X is None:
            return self._logits(theta)
        rows = finite("X", X)
        if rows.ndim != 2 or rows.shape[1] != len(self.dataset.features):
            raise ValueError(
                f"X has shape {rows.shape}; it must be (m, {len(self.dataset.features)})"
            )
        checkpoint()
        return self.on_rows.logits_of(theta, rows)

    def probability(self, theta: ArrayLike, X: ArrayLike | None = None) -> Array:
        """Probability of class 1, (n,), or of each class, (n, K) under softmax; as `logits`."""
        return self.kind.probability(self.logits(theta, X))

    def section(self, origin: ArrayLike, u: ArrayLike, v: ArrayLike) -> Section:
        """Logits of every row on the plane origin + a u + b v.

        Raises
        ------
        TypeError, ValueError
            Where a vector has the wrong shape or is not finite.
        """
        return self.on_rows.section(*(self.theta(vector) for vector in (origin, u, v)))

    def _logits(self, theta: Array) -> Array:
        checkpoint()
        return self.on_rows.at(theta)

    def value(self, loss: Loss | str, theta: ArrayLike) -> float:
        """Mean loss per sample plus the penalty, in the loss's unit (nats for cross-entropy)."""
        theta, loss = self.theta(theta), self.loss(loss)
        mean = loss.value_at(self._logits(theta), self.labels).mean()
        return float(mean + 0.5 * self.penalty * (self.is_weight * theta) @ theta)

    def gradient(self, loss: Loss | str, theta: ArrayLike) -> Array:
        """Gradient of `value` in theta, (P,)."""
        theta, loss = self.theta(theta), self.loss(loss)
        checkpoint()
        z, pull = self.on_rows.pullback(theta)
        mean = pull(loss.gradient_at(z, self.labels)) / len(self.dataset)
        return np.asarray(mean + self.penalty * self.is_weight * theta)

    def hessian(self, loss: Loss | str, theta: ArrayLike) -> Array:
        """Hessian of `value` in theta, (P, P)."""
        theta, loss = self.theta(theta), self.loss(loss)
        checkpoint()
        mean = self.on_rows.hessian(theta, loss, self.labels)
        return mean + np.diag(self.penalty * self.is_weight)
