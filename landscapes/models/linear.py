"""Linear: logistic and softmax regression. The only file that knows X @ theta.

A linear model has one logit a row under a sigmoid output, and one a class under softmax. Its
parameters are one flat vector theta: weights w1 … wd, then the bias b; under softmax one such row
a class, class after class.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from landscapes.checkpoint import checkpoint
from landscapes.data.dataset import Dataset
from landscapes.models.affine import Affine
from landscapes.models.model import ALL, Pull, Rows
from losses import Loss, Output
from losses.arrays import Array, read_only

__all__ = ["Linear", "LinearOnRows"]


@dataclass(frozen=True)
class Linear:
    """A model whose logits are weighted sums of the features.

    Parameters
    ----------
    intercept : bool
        Whether it has a bias b, one a class under softmax.
    """

    intercept: bool = True

    @property
    def linear(self) -> bool:
        """The logits are linear in the parameters."""
        return True

    def on(self, dataset: Dataset, output: Output) -> "LinearOnRows":
        """Return the model on a data set's rows."""
        return LinearOnRows(dataset, self.intercept, output.class_axis)


@dataclass(frozen=True, eq=False)
class LinearOnRows:
    """A linear model on rows.

    Attributes
    ----------
    dataset : Dataset
        The rows.
    intercept : bool
        Whether there is a bias.
    class_axis : bool
        Whether there is a logit a class, rather than one alone.
    """

    dataset: Dataset
    intercept: bool
    class_axis: bool

    @cached_property
    def design(self) -> Array:
        """The rows with the intercept's 1 appended: (n, d + 1), or (n, d) without intercept."""
        return read_only(self._with_intercept(self.dataset.X))

    def _with_intercept(self, X: Array) -> Array:
        return np.column_stack([X, np.ones(len(X))]) if self.intercept else X

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """Names of theta's entries: "w1" … "b"; under softmax "w1[0]" … "b[K-1]"."""
        row = [f"w{i + 1}" for i in range(len(self.dataset.features))]
        row += ["b"] if self.intercept else []
        if not self.class_axis:
            return tuple(row)
        return tuple(f"{name}[{k}]" for k in range(len(self.dataset.classes)) for name in row)

    @cached_property
    def is_weight(self) -> Array:
        """1.0 where an entry of theta is a weight, 0.0 where it is a bias."""
        return read_only(np.array([float(name[0] == "w") for name in self.parameters]))

    @property
    def flat_directions(self) -> Array:
        """(e_j, e_j, …, e_j) / sqrt(K), which adds the same to the j-th parameter of every class.

        There are d + 1 of these, d without intercept; under a sigmoid output there are none.
        """
        count, width = len(self.parameters), self.design.shape[1]
        if not self.class_axis:
            return read_only(np.zeros((0, count)))
        classes = count // width
        return read_only(np.tile(np.eye(width), classes) / np.sqrt(classes))

    def words(self, parameter: str) -> str:
        """Return a parameter in words: "weight w1 of mean radius", "bias b, class virginica"."""
        name, _, rest = parameter.partition("[")
        words = f"bias {name}"
        if name != "b":
            words = f"weight {name} of {self.dataset.features[int(name[1:]) - 1]}"
        return f"{words}, class {self.dataset.classes[int(rest[:-1])]}" if rest else words

    def at(self, points: Array, rows: Rows = ALL) -> Array:
        """Logits (…, n) or (…, n, K) at parameters (…, P)."""
        return self._logits(points, self.design[rows])

    def logits_of(self, theta: Array, X: Array) -> Array:
        """Logits of other rows."""
        return self._logits(theta, self._with_intercept(X))

    def _logits(self, points: Array, design: Array) -> Array:
        if not self.class_axis:
            return np.asarray(points @ design.T)
        classes = points.reshape((*points.shape[:-1], -1, design.shape[1]))
        return np.asarray(design @ classes.swapaxes(-1, -2))

    def pullback(self, points: Array, rows: Rows = ALL) -> tuple[Array, Pull]:
        """Logits, and the function from a slope g in them to the sum of g x over the rows."""
        design = self.design[rows]

        def pull(slope: Array) -> Array:
            if not self.class_axis:
                return np.asarray(slope @ design)
            return np.asarray((slope.swapaxes(-1, -2) @ design).reshape(points.shape))

        return self._logits(points, design), pull

    def pulls(self, theta: Array, slope: Array) -> Array:  # noqa: ARG002 (the same for every theta)
        """Each row's slope times the row, (n, P)."""
        rows = self.design.reshape((len(slope), *(1,) * (slope.ndim - 1), -1))
        return (slope[..., None] * rows).reshape(len(slope), -1)

    def moved(self, point: Array, step: Array) -> float:  # noqa: ARG002 (the same from every point)
        """Largest change of any logit where the parameters move by a step."""
        return float(np.abs(self.at(step)).max())

    def hessian(self, theta: Array, loss: Loss, labels: Array) -> Array:
        """Hessian of the mean loss, (P, P): mean of H_jk x x' for each two classes j and k."""
        z = self.at(theta)
        hessian = np.zeros((len(theta), len(theta)))
        width = self.design.shape[1]
        units = np.eye(z.shape[1]) if self.class_axis else np.ones((1, 1))
        for j, left in enumerate(units):
            for k, right in enumerate(units[: j + 1]):
                per_row = loss.curvature_at(z, labels, left, right)
                block = self.design.T @ (per_row[:, None] * self.design) / len(z)
                rows, columns = slice(j * width, (j + 1) * width), slice(k * width, (k + 1) * width)
                hessian[rows, columns] += block
                if j != k:
                    hessian[columns, rows] += block.T
        return hessian

    def section(self, origin: Array, u: Array, v: Array) -> Affine:
        """Logits on a plane: those of a direction are those of the direction itself."""
        parts = []
        for vector in (origin, u, v):
            checkpoint()
            parts.append(read_only(self.at(vector)))
        return Affine(*parts)
