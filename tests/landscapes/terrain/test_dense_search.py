"""Critical points of 200 random small sets, against dense searches from many starts."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import root
from scipy.special import expit

from landscapes import Dataset, Plane, Problem, critical_points
from losses.arrays import Array
from tests.landscapes.terrain.cases import lowest

REACH = 6.0


class Small:
    """Squared error on a few points, (p - y)^2 with p = sigmoid(w x + b), written anew."""

    def __init__(self, seed: int) -> None:
        random = np.random.default_rng([7, seed])
        size = int(random.integers(4, 13))
        self.x = random.normal(scale=3.0, size=size)
        self.y = random.integers(0, 2, size=size)
        self.y[:2] = 0, 1

    def _logits(self, points: Array) -> Array:
        return points[..., :1] * self.x + points[..., 1:]

    def value_at(self, point: Array) -> float:
        return float(((expit(self._logits(point)) - self.y) ** 2).mean())

    def gradient(self, points: Array) -> Array:
        p = expit(self._logits(points))
        slope = 2.0 * (p - self.y) * p * (1.0 - p)
        return np.stack([(slope * self.x).mean(-1), slope.mean(-1)], axis=-1)

    def hessian(self, points: Array) -> Array:
        p = expit(self._logits(points))
        bend = 2.0 * p * (1.0 - p) * (p * (1.0 - p) + (p - self.y) * (1.0 - 2.0 * p))
        ww, wb, bb = ((bend * x).mean(-1) for x in (self.x**2, self.x, 1.0))
        return np.stack([np.stack([ww, wb], axis=-1), np.stack([wb, bb], axis=-1)], axis=-2)


def walked(small: Small, *, downhill: bool) -> Array:
    """Where short Newton steps end from each of 21 x 21 starts: at roots, or downhill at minima."""
    axis = np.linspace(-REACH, REACH, 21)
    points = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    length = np.full((len(points), 1), np.inf)
    for _ in range(60):
        sizes, axes = np.linalg.eigh(small.hessian(points))
        if downhill:
            sizes = np.abs(sizes)
        along = np.einsum("mij,mi->mj", axes, small.gradient(points))
        step = np.einsum(
            "mij,mj->mi", axes, -along / np.where(np.abs(sizes) < 1e-300, 1e-300, sizes)
        )
        length = np.abs(step).max(axis=1, keepdims=True)
        points = points + step * np.minimum(1.0, 0.25 / np.maximum(length, 1e-300))
    return np.asarray(points[length[:, 0] < 1e-6])


def distinct(points: Array) -> Iterator[Array]:
    seen: set[tuple[float, float]] = set()
    for point in points:
        key = (round(point[0], 4), round(point[1], 4))
        if key not in seen:
            seen.add(key)
            yield point


def apart(points: list[Array], others: list[Array]) -> list[Array]:
    """Points with none of the others within 1e-6."""
    return [p for p in points if not any(np.abs(p - q).max() < 1e-6 for q in others)]


def inside(points: list[Array]) -> list[Array]:
    return [point for point in points if np.abs(point).max() < REACH]


@pytest.mark.parametrize("block", range(5))
def test_on_random_sets_a_dense_search_by_scipy_finds_the_same(block: int) -> None:
    """From 21 x 21 starts walked to where they lead, and polished by scipy.optimize.

    Points as far out as the window's edge are left to neither side.
    """
    kinds: list[str] = []
    for seed in range(20 * block, 20 * block + 20):
        small = Small(seed)
        problem = Problem(Dataset(small.x[:, None], small.y))
        axis: NDArray[np.float64] = np.linspace(-REACH, REACH, 61)
        plane = Plane.axes(problem, "w1", "b")
        found = critical_points(problem, "squared-error", plane, axis, axis)
        kinds += [point.kind for point in found]

        ends = []
        for start in distinct(walked(small, downhill=True)):
            ends.append(lowest(small.value_at, start, small.gradient, small.hessian))
        ours = [point.point for point in found if point.kind == "minimum"]
        assert apart(inside(ends), ours) == [], f"seed {seed}: minima missed"
        assert apart(ours, ends) == [], f"seed {seed}: minima that scipy does not find"

        roots = []
        for start in distinct(walked(small, downhill=False)):
            end = root(small.gradient, start, jac=small.hessian, options={"xtol": 1e-13})
            roots.append(np.asarray(end.x))
        ours = [point.point for point in found]
        assert apart(inside(roots), ours) == [], f"seed {seed}: critical points missed"
        assert apart(ours, roots) == [], f"seed {seed}: points that scipy does not find"
    assert {"minimum", "saddle"} <= set(kinds)
