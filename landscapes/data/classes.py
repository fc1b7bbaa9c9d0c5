"""Classes of a data set: all of them, two, or one against the rest."""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from landscapes.data.recipe import Option

__all__ = ["chosen", "which"]


def which(names: tuple[str, ...]) -> Option:
    """Return the option of which classes are asked for: "all", "a-b" or "a-rest"."""
    pairs = (f"{first}-{second}" for first, second in combinations(names, 2))
    rests = (f"{name}-rest" for name in names)
    return Option("classes", "Classes", "all", choices=("all", *pairs, *rests))


def chosen(
    y: NDArray[np.integer], classes: str, names: tuple[str, ...]
) -> tuple[NDArray[np.integer], NDArray[np.integer], tuple[str, ...]]:
    """Return the rows of the classes asked for, their labels and the labels' names."""
    if classes == "all":
        return np.arange(len(y)), y, names
    first, second = classes.split("-")
    if second == "rest":
        return np.arange(len(y)), (y == names.index(first)).astype(int), ("the rest", first)
    rows = np.flatnonzero(np.isin(y, [names.index(first), names.index(second)]))
    return rows, (y[rows] == names.index(second)).astype(int), (first, second)
