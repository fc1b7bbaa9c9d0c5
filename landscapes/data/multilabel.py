"""Rows that may bear several labels at once, made so that every label's frequency is known.

>>> from landscapes.data.multilabel import weather
>>> days = weather()
>>> days.labels, days.Y.shape
(('rain', 'wind', 'cold'), (1000, 3))
>>> float(days.truth[days.places.index("mountain")].sum().round(2))  # not 1: labels go together
2.15
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from landscapes.checks import count, scalar
from losses.arrays import Array, read_only

__all__ = ["LEAST_ROWS", "MOST_ROWS", "MultiLabel", "weather"]

LEAST_ROWS, MOST_ROWS = 250, 20_000

_LABELS = ("rain", "wind", "cold")
# Of all days at a place, the share that bears each label. Round numbers, chosen so that they sum to
# less than 1 at one place and to more at others.
_FREQUENCIES = {
    "coast": (0.55, 0.80, 0.20),
    "forest": (0.50, 0.15, 0.45),
    "plain": (0.30, 0.40, 0.30),
    "mountain": (0.40, 0.85, 0.90),
    "desert": (0.10, 0.30, 0.15),
}


@dataclass(frozen=True, eq=False)
class MultiLabel:
    """Rows in groups, each row with any number of labels.

    Attributes
    ----------
    places : tuple of str
        The G groups.
    labels : tuple of str
        The L labels.
    group : ndarray of int, (n,)
        Each row's group.
    Y : ndarray of int, (n, L)
        1 where a row bears a label.
    patterns : ndarray, (M, L)
        What labels a row may bear together: rows of 0 and 1.
    chances : ndarray, (G, M)
        How often each pattern occurs in each group, by construction.
    exclusive : bool
        Whether each row bears exactly one label.
    source : str
        How the rows were made.
    """

    places: tuple[str, ...]
    labels: tuple[str, ...]
    group: NDArray[np.int64]
    Y: NDArray[np.int64]
    patterns: Array
    chances: Array
    exclusive: bool
    source: str

    def __len__(self) -> int:
        """Return the number of rows n."""
        return len(self.Y)

    @property
    def truth(self) -> Array:
        """True frequency of each label in each group, (G, L), by construction."""
        return np.asarray(self.chances @ self.patterns)

    @property
    def counted(self) -> Array:
        """Frequency of each label among each group's rows, (G, L)."""
        return self._mean(self.Y, np.ones(len(self), dtype=bool))

    @property
    def bare(self) -> NDArray[np.bool_]:
        """Which rows bear no label, (n,)."""
        return np.asarray(self.Y.sum(axis=1) == 0)

    @property
    def shared(self) -> Array:
        """Labels as softmax takes them, (n, L): each row's labels share 1 evenly.

        A row without a label has no such distribution; its entries are 0.
        """
        return np.asarray(self.Y / np.maximum(self.Y.sum(axis=1, keepdims=True), 1))

    @property
    def shared_truth(self) -> Array:
        """The expectation of `shared` in each group, (G, L), over rows that bear a label."""
        sizes = self.patterns.sum(axis=1)
        some = sizes > 0
        even = self.patterns[some] / sizes[some, None]
        chances = self.chances[:, some]
        return np.asarray(chances @ even / chances.sum(axis=1, keepdims=True))

    @property
    def shared_counted(self) -> Array:
        """The mean of `shared` over each group's rows that bear a label, (G, L)."""
        return self._mean(self.shared, ~self.bare)

    def _mean(self, values: NDArray[np.generic], which: NDArray[np.bool_]) -> Array:
        return np.stack(
            [
                np.asarray(values, dtype=float)[which & (self.group == g)].mean(axis=0)
                for g in range(len(self.places))
            ]
        )


def weather(n: int = 1000, seed: int = 3, exclusive: bool = False) -> MultiLabel:
    """Return made-up days at five places, each rainy, windy, cold, several of these, or none.

    In each place a label is true of a day with a known frequency, independently of the other two.
    Where days are `exclusive`, each bears exactly one label instead: the three frequencies are
    then the same numbers divided by their sum.

    Parameters
    ----------
    n : int
        Days, as many in each place up to one: from 250 to 20 000.
    seed : int
        Of the random draw, at least 0.
    exclusive : bool
        Whether each day bears exactly one label.

    Raises
    ------
    TypeError, ValueError
        Where n or the seed is out of range.
    """
    rows, start = count("n", n), scalar("seed", seed)
    if not LEAST_ROWS <= rows <= MOST_ROWS:
        raise ValueError(f"n must be from {LEAST_ROWS} to {MOST_ROWS}; found {n}")
    if start < 0 or start != int(start):
        raise ValueError(f"seed must be a whole number, at least 0; found {seed}")
    places, rates = tuple(_FREQUENCIES), np.array(list(_FREQUENCIES.values()))
    if exclusive:
        patterns = np.eye(len(_LABELS))
        chances = rates / rates.sum(axis=1, keepdims=True)
    else:
        patterns = np.array(list(product((0.0, 1.0), repeat=len(_LABELS))))
        borne = rates[:, None, :] * patterns + (1.0 - rates[:, None, :]) * (1.0 - patterns)
        chances = borne.prod(axis=2)
    group = np.arange(rows) % len(places)
    drawn = np.random.default_rng(int(start)).uniform(size=rows)
    # The last pattern takes what rounding leaves of 1.
    below = (drawn[:, None] >= np.cumsum(chances, axis=1)[group, :-1]).sum(axis=1)
    how = "exactly one label a day" if exclusive else "each label drawn independently"
    return MultiLabel(
        places=places,
        labels=_LABELS,
        group=read_only(group),
        Y=read_only(patterns[below].astype(np.int64)),
        patterns=read_only(patterns),
        chances=read_only(chances),
        exclusive=exclusive,
        source=f"made here: {rows} days at {len(places)} places, {how}, seed {int(start)}",
    )
