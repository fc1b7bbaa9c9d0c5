"""Bent: a model that is not linear in its parameters, to hold what is asked of any model.

Every row has one bent feature h = tanh(v . x), and each logit is w_k h + b_k.
"""

from dataclasses import dataclass

import numpy as np

from landscapes import Dataset
from landscapes.models.model import ALL, Jet, Pull, Rows
from losses import Loss, Output
from losses.arrays import Array

__all__ = ["Bent"]


@dataclass(frozen=True)
class Bent:
    @property
    def linear(self) -> bool:
        return False

    def on(self, dataset: Dataset, output: Output) -> "BentOnRows":
        classes = len(dataset.classes) if output.class_axis else 1
        return BentOnRows(dataset.X, classes, output.class_axis)


@dataclass(frozen=True, eq=False)
class BentOnRows:
    X: Array
    classes: int
    class_axis: bool

    @property
    def parameters(self) -> tuple[str, ...]:
        inner = (f"v{i + 1}" for i in range(self.X.shape[1]))
        return (*inner, *(f"{name}[{k}]" for name in "wb" for k in range(self.classes)))

    @property
    def is_weight(self) -> Array:
        return np.array([float(name[0] != "b") for name in self.parameters])

    @property
    def flat_directions(self) -> Array:
        if not self.class_axis:
            return np.zeros((0, len(self.parameters)))
        biases = np.array([[float(name[0] == "b") for name in self.parameters]])
        return np.asarray(biases / np.sqrt(self.classes))

    def words(self, parameter: str) -> str:
        return f"parameter {parameter}"

    def parts(self, theta: Array) -> tuple[Array, Array, Array]:
        """Inner weights, outer weights and biases, (…, d), (…, K) and (…, K)."""
        d = self.X.shape[1]
        inner, outer, bias = np.split(theta, [d, d + self.classes], axis=-1)
        return inner, outer, bias

    def shaped(self, z: Array) -> Array:
        return z if self.class_axis else z[..., 0]

    def at(self, points: Array, rows: Rows = ALL) -> Array:
        return self.logits_of(points, self.X[rows])

    def logits_of(self, theta: Array, X: Array) -> Array:
        inner, outer, bias = self.parts(theta)
        bent = np.tanh(inner @ X.T)[..., None]
        return self.shaped(bent * outer[..., None, :] + bias[..., None, :])

    def derivatives(self, theta: Array, X: Array) -> Array:
        """Of every row's logits in the parameters, (…, n, K, P)."""
        inner, outer, _ = self.parts(theta)
        bent = np.tanh(inner @ X.T)[..., None, None]
        units = np.broadcast_to(np.eye(self.classes), (*bent.shape[:-2], *(self.classes,) * 2))
        outer = outer[..., None, :, None]
        in_inner = (1.0 - bent**2) * outer * X[:, None, :]
        return np.concatenate([in_inner, bent * units, units], axis=-1)

    def pullback(self, points: Array, rows: Rows = ALL) -> tuple[Array, Pull]:
        derivatives = self.derivatives(points, self.X[rows])

        def pull(slope: Array) -> Array:
            g = slope if self.class_axis else slope[..., None]
            return np.asarray(np.einsum("...nk,...nkp->...p", g, derivatives))

        return self.at(points, rows), pull

    def pulls(self, theta: Array, slope: Array) -> Array:
        g = slope if self.class_axis else slope[..., None]
        return np.asarray(np.einsum("nk,nkp->np", g, self.derivatives(theta, self.X)))

    def moved(self, point: Array, step: Array) -> float:
        return float(np.abs(self.at(point + step) - self.at(point)).max())

    def hessian(self, theta: Array, loss: Loss, labels: Array) -> Array:
        count = len(theta)
        units = np.eye(count)
        hessian = np.empty((count, count))
        for i in range(count):
            for j in range(count):
                section = self.section(theta, units[i], units[j])
                z, (u, v), second = section.jet(np.zeros(1), np.zeros(1))
                assert second is not None
                bent = loss.curvature_at(z, labels[None], u, v).sum()
                slope = loss.gradient_at(z, labels[None])
                hessian[i, j] = (bent + (slope * second[1]).sum()) / len(labels)
        return hessian

    def section(self, origin: Array, u: Array, v: Array) -> "BentSection":
        return BentSection(self, origin, u, v)


@dataclass(frozen=True, eq=False)
class BentSection:
    model: BentOnRows
    origin: Array
    u: Array
    v: Array

    def theta(self, points: Array) -> Array:
        return np.asarray(self.origin + points[..., :1] * self.u + points[..., 1:] * self.v)

    def at(self, points: Array, rows: Rows = ALL) -> Array:
        return self.model.at(self.theta(points), rows)

    def pullback(self, points: Array, rows: Rows = ALL) -> tuple[Array, Pull]:
        z, pull = self.model.pullback(self.theta(points), rows)
        return z, lambda slope: np.asarray(pull(slope) @ np.stack([self.u, self.v]).T)

    def moved(self, point: Array, step: Array) -> float:
        return self.model.moved(self.theta(point), self.theta(step) - self.origin)

    def jet(self, a: Array, b: Array) -> Jet:
        X, shaped = self.model.X, self.model.shaped
        inner, outer, bias = self.model.parts(self.theta(np.stack([a, b], axis=-1)))
        (s_a, w_a, b_a), (s_b, w_b, b_b) = (self.model.parts(d) for d in (self.u, self.v))
        h = np.tanh(inner @ X.T)[..., None]
        h1, w = 1.0 - h**2, outer[:, None, :]
        h2 = -2.0 * h * h1
        h_a, h_b = h1 * (X @ s_a)[:, None], h1 * (X @ s_b)[:, None]
        h_aa = h2 * (X @ s_a)[:, None] ** 2
        h_ab = h2 * (X @ s_a * (X @ s_b))[:, None]
        h_bb = h2 * (X @ s_b)[:, None] ** 2
        return Jet(
            shaped(w * h + bias[:, None, :]),
            (shaped(w_a * h + w * h_a + b_a), shaped(w_b * h + w * h_b + b_b)),
            (
                shaped(2.0 * w_a * h_a + w * h_aa),
                shaped(w_a * h_b + w_b * h_a + w * h_ab),
                shaped(2.0 * w_b * h_b + w * h_bb),
            ),
        )

    def take(self, rows: Rows) -> "BentSection":
        model = BentOnRows(self.model.X[rows], self.model.classes, self.model.class_axis)
        return BentSection(model, self.origin, self.u, self.v)

    def reach(self, a: float, b: float) -> float:
        vectors = zip((1.0, a, b), (self.origin, self.u, self.v), strict=True)
        return float(sum(size * np.abs(vector).sum() for size, vector in vectors))
