"""Toy data sets: drawn at random, with as many rows and as much noise as one likes.

To add one, write a function that returns a Dataset and append its Recipe to RECIPES.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from landscapes.data.classes import chosen, which
from landscapes.data.dataset import Dataset
from landscapes.data.recipe import SEED, Option, Recipe, noise, samples

__all__ = ["RECIPES"]


def _two_clouds(n: int, noise: float, seed: int, centre: float) -> tuple[Any, Any]:
    """Half of the rows around -centre with label 0, half around +centre with label 1."""
    y = np.arange(n) % 2
    x = np.random.default_rng(seed).normal(scale=noise, size=n)
    return x + centre * (2 * y - 1), y


def _overlap(n: int, noise: float, seed: int) -> Dataset:
    x, y = _two_clouds(n, noise, seed, centre=1.0)
    return Dataset(
        x[:, None],
        y,
        features=["x"],
        name="two overlapping classes",
        source=f"made here: x normal around -1 and +1 with deviation {noise:g}, seed {seed}",
        window={"w1": (-8.0, 10.0), "b": (-9.0, 9.0)},
    )


def _separable(n: int, noise: float, seed: int) -> Dataset:
    # Distances from the gap are folded to one side, so that no draw crosses it.
    x, y = _two_clouds(n, noise, seed, centre=0.0)
    return Dataset(
        ((0.5 + np.abs(x)) * (2 * y - 1))[:, None],
        y,
        features=["x"],
        name="two separable classes",
        source=f"made here: |x| = 0.5 + |normal| of deviation {noise:g}, the sign is the class; "
        f"seed {seed}",
        window={"w1": (-10.0, 20.0), "b": (-15.0, 15.0)},
    )


def _outlier(n: int, noise: float, seed: int) -> Dataset:
    x, y = _two_clouds(n - 1, noise, seed, centre=2.0)
    return Dataset(
        np.append(x, 12.0)[:, None],
        np.append(y, 0),
        features=["x"],
        name="one mislabelled far point",
        source=f"made here: x normal around -2 and +2 with deviation {noise:g}, seed {seed}, and "
        "one row x = 12 with label 0",
        window={"w1": (-4.0, 6.0), "b": (-6.0, 6.0)},
    )


def _label_noise(n: int, noise: float, flipped: float, seed: int) -> Dataset:
    x, y = _two_clouds(n, noise, seed, centre=2.0)
    # Drawn apart from x, so that the share of wrong labels leaves the points where they are; and as
    # many of either class, so that the classes stay of one size.
    draw, pairs = np.random.default_rng([seed, 1]), n // 2
    wrong = np.stack([2 * draw.permutation(pairs), 2 * draw.permutation(pairs) + 1])
    wrong = wrong[:, : round(flipped * pairs)]
    y[wrong] = 1 - y[wrong]
    return Dataset(
        x[:, None],
        y,
        features=["x"],
        name="two classes, some labels wrong",
        source=f"made here: x normal around -2 and +2 with deviation {noise:g}, then "
        f"{wrong.size} of the {n} labels flipped; seed {seed}",
        window={"w1": (-3.0, 9.0), "b": (-6.0, 6.0)},
    )


def _blobs(n: int, noise: float, seed: int) -> Dataset:
    from sklearn.datasets import make_blobs

    X, y = make_blobs(
        n_samples=n, centers=[[-1.5, -1.0], [1.5, 1.0]], cluster_std=noise, random_state=seed
    )
    return Dataset(
        X,
        y,
        name="two clouds in the plane",
        source=f"made with scikit-learn's make_blobs, deviation {noise:g}, seed {seed}",
    )


_CLOUDS = ("left", "right", "top")


def _three_blobs(n: int, noise: float, seed: int, classes: str) -> Dataset:
    # The corners of an equilateral triangle around 0, 2 away from it. The rows of two clouds alone
    # are those they have among all n: which classes are asked for moves no point.
    centres = 2.0 * np.array([[-np.sqrt(0.75), -0.5], [np.sqrt(0.75), -0.5], [0.0, 1.0]])
    y = np.arange(n) % 3
    X = centres[y] + np.random.default_rng(seed).normal(scale=noise, size=(n, 2))
    rows, labels, names = chosen(y, classes, _CLOUDS)
    return Dataset(
        X[rows],
        labels,
        classes=names,
        name="three clouds in the plane"
        if classes == "all"
        else f"three clouds, {names[1]} or {names[0]}",
        source="made here: round clouds around the corners of an equilateral triangle, 2 away from "
        f"its middle, deviation {noise:g}, seed {seed}",
    )


def _moons(n: int, noise: float, seed: int) -> Dataset:
    from sklearn.datasets import make_moons

    X, y = make_moons(n_samples=n, noise=noise, random_state=seed)
    return Dataset(
        X,
        y,
        name="two half moons",
        source=f"made with scikit-learn's make_moons, noise {noise:g}, seed {seed}",
    )


RECIPES = (
    Recipe(
        "overlap",
        "Two overlapping classes",
        "one feature, two classes that overlap: cross-entropy has one minimum",
        _overlap,
        (samples(60), noise(1.2), SEED),
    ),
    Recipe(
        "separable",
        "Two separable classes",
        "one feature, a gap between the classes: cross-entropy has no finite minimum",
        _separable,
        (samples(40), noise(1.0), SEED),
    ),
    Recipe(
        "outlier",
        "One mislabelled point",
        "one feature, one far row with the wrong label: how much one row may weigh",
        _outlier,
        (samples(41), noise(1.0), SEED),
    ),
    Recipe(
        "label-noise",
        "Some labels wrong",
        "one feature, a share of the labels flipped: what many wrong rows do to each loss",
        _label_noise,
        (
            samples(60),
            noise(1.0),
            Option("flipped", "Labels flipped", 0.1, low=0.0, high=0.5, step=0.05),
            SEED,
        ),
    ),
    Recipe(
        "blobs",
        "Two clouds",
        "two features, two round clouds",
        _blobs,
        (samples(120), noise(1.2), SEED),
    ),
    Recipe(
        "three-blobs",
        "Three clouds",
        "two features, three round clouds: what softmax is for",
        _three_blobs,
        (
            samples(150),
            noise(1.2),
            which(_CLOUDS),
            SEED,
        ),
        {"classes": "top-rest"},
    ),
    Recipe(
        "moons",
        "Two half moons",
        "two features, classes that no straight line tells apart",
        _moons,
        (samples(200), replace(noise(0.2), high=1.0), SEED),
    ),
)
