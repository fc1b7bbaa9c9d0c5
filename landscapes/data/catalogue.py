"""The data sets: one record each, in one table.

To add one, write a function that returns a Dataset and append its Recipe to CATALOGUE.
"""

import importlib
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from landscapes.data.dataset import Dataset

__all__ = ["CATALOGUE", "DATASETS", "Option", "Recipe", "load", "make_ready"]


@dataclass(frozen=True)
class Option:
    """An argument of `load`: its default and what it may be.

    A number lies in [low, high], an integer where the default is one; a choice is one of
    `choices`; several names out of `choices` where the default is a tuple. `reach` is how far a
    slider goes, where `high` would leave no room for the values that are looked at most.
    """

    name: str
    title: str
    default: Any
    low: float = 0.0
    high: float = 0.0
    step: float = 1.0
    choices: tuple[str, ...] = ()
    reach: float | None = None

    def check(self, value: Any) -> Any:  # noqa: ANN401 (an option's type is its default's)
        """Return the value in the default's type, or raise what is wrong and what may be given."""
        if isinstance(self.default, tuple):
            several = isinstance(value, Iterable) and not isinstance(value, str)
            names = tuple(value) if several else (value,)
            unknown = [name for name in names if name not in self.choices]
            if unknown or not names or len(set(names)) < len(names):
                wrong = f"{unknown[0]!r}" if unknown else f"{names!r}"
                raise ValueError(
                    f"{self.name}: {wrong} is not a choice of different names among "
                    f"{', '.join(self.choices)}"
                )
            return names
        if self.choices:
            if value not in self.choices:
                raise ValueError(
                    f"{self.name} must be one of {', '.join(self.choices)}; found {value!r}"
                )
            return value
        kind = int if isinstance(self.default, int) else float
        if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
            raise TypeError(f"{self.name} must be a number; found {value!r}")
        if not self.low <= value <= self.high or kind(value) != value:
            whole = "a whole number " if kind is int else ""
            raise ValueError(
                f"{self.name} must be {whole}from {self.low:g} to {self.high:g}; found {value!r}"
            )
        return kind(value)


@dataclass(frozen=True)
class Recipe:
    """A data set that can be loaded by name.

    Attributes
    ----------
    name, title, shows : str
        What `load` calls it, what a person reads, and what it shows, in a line.
    build : callable
        The options' values -> Dataset.
    options : tuple of Option
        What `build` takes.
    binary : mapping
        Options with which a picture of a sigmoid's loss starts, where the defaults do not serve.
    rate : float
        A learning rate at which gradient descent on the data as they are gets somewhere.
    intercept : bool
        Whether the model that shows what the data set is for has a bias.
    """

    name: str
    title: str
    shows: str
    build: Callable[..., Dataset]
    options: tuple[Option, ...] = ()
    binary: Mapping[str, Any] = field(default_factory=dict)
    rate: float = 1.0
    intercept: bool = True

    def option(self, name: str) -> Option:
        """Return the option of this name; an unknown one's error lists what there is."""
        for option in self.options:
            if option.name == name:
                return option
        takes = ", ".join(option.name for option in self.options) or "none of its own"
        raise ValueError(
            f"data set {self.name!r} has no option {name!r}; it takes standardise, and {takes}"
        )


def load(name: str, *, standardise: bool = False, **options: Any) -> Dataset:  # noqa: ANN401 (each option checks its own type)
    """Load a data set by name.

    Parameters
    ----------
    name : str
        A key of `DATASETS`.
    standardise : bool
        Shift each feature to mean 0 and scale it to standard deviation 1.
    **options
        What the data set takes: `n`, `noise` and `seed` of the toy sets; `features` and `classes`
        of the real ones. `CATALOGUE[name].options` has them with their bounds.

    Raises
    ------
    TypeError, ValueError
        Where the name or an option is unknown, or a value is not what the option takes.
    """
    if name not in CATALOGUE:
        raise ValueError(f"unknown data set {name!r}: choose one of {', '.join(CATALOGUE)}")
    recipe = CATALOGUE[name]
    values = {option.name: option.default for option in recipe.options}
    for key, value in options.items():
        values[key] = recipe.option(key).check(value)
    dataset = recipe.build(**values)
    return dataset.standardise() if standardise else dataset


_SEED = Option("seed", "Seed", 3, low=0, high=9999)


def _samples(default: int) -> Option:
    return Option("n", "Samples", default, low=4, high=20_000, step=1, reach=300)


def _noise(default: float) -> Option:
    return Option("noise", "Noise", default, low=0.05, high=3.0, step=0.05)


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
_CLOUD_PAIRS = ("left-right", "left-top", "right-top")
_CLOUD_RESTS = tuple(f"{name}-rest" for name in _CLOUDS)


def _three_blobs(n: int, noise: float, seed: int, classes: str) -> Dataset:
    # The corners of an equilateral triangle around 0, 2 away from it. The rows of two clouds alone
    # are those they have among all n: which classes are asked for moves no point.
    centres = 2.0 * np.array([[-np.sqrt(0.75), -0.5], [np.sqrt(0.75), -0.5], [0.0, 1.0]])
    y = np.arange(n) % 3
    X = centres[y] + np.random.default_rng(seed).normal(scale=noise, size=(n, 2))
    rows, labels, names = _chosen(y, classes, _CLOUDS)
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


def _chosen(y: Any, classes: str, names: tuple[str, ...]) -> tuple[Any, Any, tuple[str, ...]]:  # noqa: ANN401 (arrays of integers)
    """Return the rows of the classes asked for ("all", "a-b" or "a-rest"), labels and names."""
    if classes == "all":
        return np.arange(len(y)), y, names
    first, second = classes.split("-")
    if second == "rest":
        return np.arange(len(y)), (y == names.index(first)).astype(int), ("the rest", first)
    rows = np.flatnonzero(np.isin(y, [names.index(first), names.index(second)]))
    return rows, (y[rows] == names.index(second)).astype(int), (first, second)


def _moons(n: int, noise: float, seed: int) -> Dataset:
    from sklearn.datasets import make_moons

    X, y = make_moons(n_samples=n, noise=noise, random_state=seed)
    return Dataset(
        X,
        y,
        name="two half moons",
        source=f"made with scikit-learn's make_moons, noise {noise:g}, seed {seed}",
    )


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


_CANCER_FEATURES = tuple(
    f"{statistic} {feature}" if statistic != "error" else f"{feature} error"
    for statistic in ("mean", "error", "worst")
    for feature in (
        "radius",
        "texture",
        "perimeter",
        "area",
        "smoothness",
        "compactness",
        "concavity",
        "concave points",
        "symmetry",
        "fractal dimension",
    )
)


def _breast_cancer(features: tuple[str, ...]) -> Dataset:
    from sklearn.datasets import load_breast_cancer

    data = load_breast_cancer()
    return Dataset(
        data.data,
        data.target,
        features=[str(name) for name in data.feature_names],
        classes=[str(name) for name in data.target_names],
        name="breast cancer",
        source="Breast Cancer Wisconsin (Diagnostic): Wolberg, Mangasarian, Street and Street "
        "(1995), UCI Machine Learning Repository, CC BY 4.0; as shipped with scikit-learn",
    ).with_features(features)


_IRIS_FEATURES = ("sepal length", "sepal width", "petal length", "petal width")
_IRIS_CLASSES = ("setosa", "versicolor", "virginica")
_IRIS_PAIRS = ("setosa-versicolor", "setosa-virginica", "versicolor-virginica")
_IRIS_RESTS = tuple(f"{name}-rest" for name in _IRIS_CLASSES)


def _iris(features: tuple[str, ...], classes: str) -> Dataset:
    from sklearn.datasets import load_iris

    data = load_iris()
    rows, labels, names = _chosen(data.target, classes, _IRIS_CLASSES)
    return Dataset(
        data.data[rows],
        labels,
        features=_IRIS_FEATURES,
        classes=names,
        name="iris" if classes == "all" else f"iris, {names[1]} or {names[0]}",
        source="Iris: Fisher (1936), UCI Machine Learning Repository, CC BY 4.0; lengths in cm; "
        "as shipped with scikit-learn",
    ).with_features(features)


_RECIPES = (
    Recipe(
        "overlap",
        "Two overlapping classes",
        "one feature, two classes that overlap: cross-entropy has one minimum",
        _overlap,
        (_samples(60), _noise(1.2), _SEED),
    ),
    Recipe(
        "separable",
        "Two separable classes",
        "one feature, a gap between the classes: cross-entropy has no finite minimum",
        _separable,
        (_samples(40), _noise(1.0), _SEED),
    ),
    Recipe(
        "outlier",
        "One mislabelled point",
        "one feature, one far row with the wrong label: how much one row may weigh",
        _outlier,
        (_samples(41), _noise(1.0), _SEED),
    ),
    Recipe(
        "label-noise",
        "Some labels wrong",
        "one feature, a share of the labels flipped: what many wrong rows do to each loss",
        _label_noise,
        (
            _samples(60),
            _noise(1.0),
            Option("flipped", "Labels flipped", 0.1, low=0.0, high=0.5, step=0.05),
            _SEED,
        ),
    ),
    Recipe(
        "blobs",
        "Two clouds",
        "two features, two round clouds",
        _blobs,
        (_samples(120), _noise(1.2), _SEED),
    ),
    Recipe(
        "three-blobs",
        "Three clouds",
        "two features, three round clouds: what softmax is for",
        _three_blobs,
        (
            _samples(150),
            _noise(1.2),
            Option("classes", "Classes", "all", choices=("all", *_CLOUD_PAIRS, *_CLOUD_RESTS)),
            _SEED,
        ),
        {"classes": "top-rest"},
    ),
    Recipe(
        "moons",
        "Two half moons",
        "two features, classes that no straight line tells apart",
        _moons,
        (_samples(200), replace(_noise(0.2), high=1.0), _SEED),
    ),
    Recipe(
        "breast-cancer",
        "Breast cancer (569)",
        "real: 569 biopsies with 30 measurements each, malignant or benign",
        _breast_cancer,
        (Option("features", "Features", _CANCER_FEATURES, choices=_CANCER_FEATURES),),
        {"features": ("mean radius",)},
        rate=0.03,
    ),
    Recipe(
        "iris",
        "Iris (150)",
        "real: 150 flowers with 4 measurements each, three species, or two of them",
        _iris,
        (
            Option("features", "Features", _IRIS_FEATURES, choices=_IRIS_FEATURES),
            Option("classes", "Classes", "all", choices=("all", *_IRIS_PAIRS, *_IRIS_RESTS)),
        ),
        {"features": ("petal length",), "classes": "versicolor-virginica"},
        rate=0.3,
    ),
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
        (_samples(80), _noise(1.2), _SEED),
        rate=0.003,
    ),
)

CATALOGUE: Mapping[str, Recipe] = MappingProxyType({recipe.name: recipe for recipe in _RECIPES})
DATASETS: Mapping[str, str] = MappingProxyType({r.name: r.shows for r in _RECIPES})


def make_ready() -> threading.Thread:
    """Import scikit-learn's data sets in a thread of their own.

    For a server at its start: the import takes half a second or more, for which the first load of
    breast-cancer, iris, moons or blobs would have to wait.

    Returns
    -------
    threading.Thread
        To be joined by who wants to wait.
    """
    thread = threading.Thread(
        target=importlib.import_module, args=("sklearn.datasets",), name="import-data", daemon=True
    )
    thread.start()
    return thread
