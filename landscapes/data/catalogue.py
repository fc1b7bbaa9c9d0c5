"""The catalogue: every data set that can be loaded by name, in one table."""

import importlib
import threading
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from landscapes.data import contrived, real, toy
from landscapes.data.dataset import Dataset
from landscapes.data.recipe import Recipe

__all__ = ["CATALOGUE", "DATASETS", "load", "make_ready"]

_RECIPES = (*toy.RECIPES, *real.RECIPES, *contrived.RECIPES)

CATALOGUE: Mapping[str, Recipe] = MappingProxyType({recipe.name: recipe for recipe in _RECIPES})
"""Every data set that can be loaded, by name: how it is made, with its options and their bounds."""

DATASETS: Mapping[str, str] = MappingProxyType({r.name: r.shows for r in _RECIPES})
"""What each data set shows, by name, in a line."""


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
