"""Dataset: rows of features with their labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from losses import SOFTMAX
from losses.arrays import Array, finite, read_only, real

__all__ = ["Dataset"]

Labels = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Dataset:
    """Rows of features X with labels y.

    Parameters
    ----------
    X : array_like, (n, d)
        Features, finite, n >= 1 and d >= 1. They are used as they are.
    y : array_like
        Integer classes (n,), counted from 0; or soft labels: the probability of class 1 (n,), or
        a probability a class (n, K).
    features : sequence of str, optional
        A name a column; "x1" … "xd" where left out.
    classes : sequence of str, optional
        A name a class; "0", "1", … where left out.
    name : str
        What titles call the data.
    source : str
        Where the data come from, and under what licence.
    window : mapping, optional
        Parameter name -> (low, high): limits between which a picture shows what is to be seen.
    standardised : bool
        Whether each feature has been shifted to mean 0 and scaled to standard deviation 1.

    Raises
    ------
    TypeError, ValueError
        Where X or y has the wrong shape, is not finite, or y is out of range.
    """

    X: Array
    y: Labels
    features: tuple[str, ...]
    classes: tuple[str, ...]
    name: str = "data"
    source: str = ""
    window: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    standardised: bool = False

    def __init__(
        self,
        X: ArrayLike,
        y: ArrayLike,
        features: Sequence[str] | None = None,
        classes: Sequence[str] | None = None,
        name: str = "data",
        source: str = "",
        window: Mapping[str, tuple[float, float]] | None = None,
        standardised: bool = False,
    ) -> None:
        rows = finite("X", X)
        if rows.ndim != 2 or 0 in rows.shape:
            raise ValueError(
                f"X has shape {rows.shape}; it must be (n, d) with at least one row and one feature"
            )
        labels = _labels(y, len(rows))
        count = labels.shape[1] if labels.ndim == 2 else 2
        if labels.dtype.kind == "i":
            count = max(2, int(labels.max()) + 1)
        features = _names("features", features, [f"x{i + 1}" for i in range(rows.shape[1])])
        if classes is not None and labels.dtype.kind == "i":
            count = max(count, len(classes))
        classes = _names("classes", classes, [str(i) for i in range(count)])
        for attribute, value in {
            "X": read_only(rows),
            "y": read_only(labels),
            "features": features,
            "classes": classes,
            "name": name,
            "source": source,
            "window": MappingProxyType(dict(window or {})),
            "standardised": standardised,
        }.items():
            object.__setattr__(self, attribute, value)

    def __len__(self) -> int:
        """Return the number of rows n."""
        return len(self.X)

    def __repr__(self) -> str:
        """Name, shape and classes: the rows themselves would fill the screen."""
        return f"<Dataset {self.title!r}, features {len(self.features)}, classes {self.classes}>"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the arguments, so that a copy in another process is checked and read-only."""
        arguments = (self.X, self.y, self.features, self.classes, self.name, self.source)
        return Dataset, (*arguments, dict(self.window), self.standardised)

    @property
    def title(self) -> str:
        """Name and number of rows, and whether the features are standardised."""
        return f"{self.name}, n = {len(self)}" + (", standardised" if self.standardised else "")

    def with_features(self, features: Sequence[str]) -> "Dataset":
        """Return the data with these features only, in this order, without the window.

        Raises
        ------
        ValueError
            Where a name is unknown or stands twice, or none is given.
        """
        if isinstance(features, str) or not features or len(set(features)) < len(features):
            raise ValueError(f"features must be different names in a list; found {features!r}")
        unknown = [feature for feature in features if feature not in self.features]
        if unknown:
            raise ValueError(
                f"unknown feature {unknown[0]!r} of {self.name}: "
                f"choose from {', '.join(self.features)}"
            )
        columns = [self.features.index(feature) for feature in features]
        return replace(self, X=self.X[:, columns], features=tuple(features), window={})

    def standardise(self) -> "Dataset":
        """Return the data with every feature shifted to mean 0 and scaled to deviation 1.

        The deviation is the population's (divided by n). A constant feature is only shifted. The
        window belongs to the features as they were, and is dropped.
        """
        deviation = self.X.std(axis=0)
        # A constant column's deviation is rounding of its mean, not 0: compare with its size.
        constant = deviation <= 1e-14 * np.abs(self.X).max(axis=0)
        scale = np.where(constant, 1.0, deviation)
        return replace(self, X=(self.X - self.X.mean(axis=0)) / scale, window={}, standardised=True)


def _labels(y: ArrayLike, rows: int) -> Labels:
    labels = real("y", y)
    if labels.dtype.kind in "bu":
        labels = labels.astype(np.int64)
    if labels.ndim not in (1, 2) or len(labels) != rows:
        raise ValueError(
            f"y has shape {labels.shape}; it must have one label for each of the {rows} rows"
        )
    if labels.dtype.kind == "i":
        if labels.ndim != 1:
            raise ValueError(
                f"y has shape {labels.shape}: integer classes are (n,); give a probability a class "
                "as floats"
            )
        if labels.min() < 0:
            raise ValueError(f"classes in y are counted from 0; found {labels.min()}")
        return labels.astype(np.int64)
    if labels.ndim == 2 and labels.shape[1] < 2:
        raise ValueError(
            f"y has shape {labels.shape}; a probability a class is (n, K) with K >= 2, the "
            "probability of class 1 (n,)"
        )
    labels = finite("y", labels)
    if labels.min() < 0.0 or labels.max() > 1.0:
        bad = labels[(labels < 0.0) | (labels > 1.0)].flat[0]
        raise ValueError(
            f"y holds floats, so they are probabilities and must lie in [0, 1]; found {bad}. "
            "Give classes as integers."
        )
    if labels.ndim == 2:
        return SOFTMAX.check_labels(labels, labels.shape)  # they must sum to 1
    if np.isin(labels, (0.0, 1.0)).all():
        return labels.astype(np.int64)
    return labels


def _names(name: str, given: Sequence[str] | None, default: Sequence[str]) -> tuple[str, ...]:
    if given is None:
        return tuple(default)
    if isinstance(given, str) or len(given) != len(default) or len(set(given)) != len(given):
        raise ValueError(f"{name} must be {len(default)} different names; found {given!r}")
    return tuple(str(entry) for entry in given)
