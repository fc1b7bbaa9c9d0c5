"""Contrived data sets: made to show one thing, such as two minima on seven rows.

To add one, write a function that returns a Dataset and append its Recipe to RECIPES.
"""

import numpy as np

from landscapes.data.dataset import Dataset
from landscapes.data.recipe import SEED, Recipe, noise, samples

__all__ = ["RECIPES"]


def _two_minima() -> Dataset:
    return Dataset(
        [[-1.0], [5.0], [-1.5], [0.0], [3.5], [-2.0], [-2.0]],
        [0, 0, 1, 1, 0, 0, 0],
        features=["x"],
        name="seven points, two minima",
        source="made here: seven rows found by search, on which squared error has two minima",
        window={"w1": (-2.0, 4.0), "b": (-4.0, 4.0)},
    )


def _four_minima() -> Dataset:
    rows = [(10.0, 0), (1.0, 1), (1.0, 1), (0.1, 0), (0.1, 1)]
    return Dataset(
        [[x, 0.0] for x, _ in rows] + [[0.0, x] for x, _ in rows],
        [y for _, y in rows] * 2,
        name="ten points, four minima",
        source="made here: ten rows found by search, on which squared error without a bias has "
        "four minima",
        window={"w1": (-2.0, 5.0), "w2": (-2.0, 5.0)},
    )


def _ill_conditioned(n: int, noise: float, seed: int) -> Dataset:
    y = np.arange(n) % 2
    X = np.random.default_rng(seed).normal(scale=noise, size=(n, 2)) + (2 * y - 1)[:, None]
    return Dataset(
        X * [1.0, 30.0],
        y,
        name="features of different size",
        source=f"made here: both features normal around -1 and +1 with deviation {noise:g}, the "
        f"second then times 30; seed {seed}",
    )


RECIPES = (
    Recipe(
        "two-minima",
        "Seven points, two minima",
        "one feature, seven rows: squared error has two minima, cross-entropy one",
        _two_minima,
    ),
    Recipe(
        "four-minima",
        "Ten points, four minima",
        "two features and no bias, ten rows: squared error has four minima, cross-entropy one",
        _four_minima,
        intercept=False,
    ),
    Recipe(
        "ill-conditioned",
        "Features of different size",
        "two features, one thirty times the other: a narrow valley that standardising opens",
        _ill_conditioned,
        (samples(80), noise(1.2), SEED),
        rate=0.003,
    ),
)
