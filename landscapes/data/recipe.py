"""Recipe: a data set that can be loaded by name, and the Options that it takes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from landscapes.data.dataset import Dataset

__all__ = ["SEED", "Option", "Recipe", "noise", "samples"]


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


SEED = Option("seed", "Seed", 3, low=0, high=9999)


def samples(default: int) -> Option:
    """Return the option of how many rows a made-up set has."""
    return Option("n", "Samples", default, low=4, high=20_000, step=1, reach=300)


def noise(default: float) -> Option:
    """Return the option of how far a made-up set's rows are spread."""
    return Option("noise", "Noise", default, low=0.05, high=3.0, step=0.05)
