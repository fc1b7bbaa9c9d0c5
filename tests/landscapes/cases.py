"""Problems on every data set of the catalogue, and planes through their parameter spaces."""

from collections.abc import Iterator

import numpy as np
import pytest

from landscapes import CATALOGUE, Dataset, Plane, Problem, load
from losses.arrays import Array

__all__ = ["EVERY_DATASET", "EVERY_PROBLEM", "dataset_for", "grid_of", "random_plane", "soft"]

EVERY_DATASET = tuple(CATALOGUE)


def dataset_for(name: str, output: str) -> Dataset:
    """The data set as a picture starts with it: two classes where the output is a sigmoid."""
    return load(name, **(CATALOGUE[name].binary if output == "sigmoid" else {}))


def soft(output: str) -> Dataset:
    """A small data set of three features with soft labels."""
    rng = np.random.default_rng(5)
    X = rng.normal(size=(17, 3))
    if output == "sigmoid":
        return Dataset(X, rng.uniform(size=17), name="soft")
    return Dataset(X, rng.dirichlet(np.ones(4), size=17), name="soft")


def _problems() -> Iterator[object]:
    for output in ("sigmoid", "softmax"):
        data = {name: dataset_for(name, output) for name in EVERY_DATASET} | {"soft": soft(output)}
        for name, dataset in data.items():
            for problem in (
                Problem(dataset, output),
                Problem(dataset, output, penalty=0.3),
                Problem(dataset, output, intercept=False, penalty=0.1),
            ):
                if len(problem.parameters) > 1:  # one parameter spans no plane
                    bias = "bias" if problem.intercept else "no bias"
                    label = f"{name}-{output}-{bias}-penalty {problem.penalty:g}"
                    yield pytest.param(problem, id=label)


EVERY_PROBLEM = list(_problems())


def random_plane(problem: Problem, seed: int = 0) -> Plane:
    """A plane in no special direction, on which logits are of size 1 where (a, b) is."""
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(3, len(problem.parameters)))
    sizes = [np.sqrt(np.mean(problem.logits(vector) ** 2)) for vector in vectors]
    origin, u, v = (vector / size for vector, size in zip(vectors, sizes, strict=True))
    return Plane(origin, u, v)


def grid_of(a: Array, b: Array) -> tuple[Array, Array]:
    """Plane coordinates of every point of a grid, row after row."""
    columns, rows = np.meshgrid(a, b)
    return columns.ravel(), rows.ravel()
