"""Parameters of losses: their bounds, the values that are in force, and functions bound to them.

All of it is compared by value and can be pickled, as a loss has to be: it is a key of dictionaries,
and it travels to other processes.

In a name such as "focal:gamma=3" the parameters stand as `parameter=number`, with commas between.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from numbers import Real

from losses.arrays import Array

__all__ = ["GAMMA", "NO_SETTINGS", "SMOOTHING", "Bound", "Parameter", "Q", "Settings"]


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A number that a loss depends on, and the values it may take.

    Attributes
    ----------
    name : str
        What `losses.get` and links call it, such as "gamma".
    symbol : str
        What a person reads, such as "γ".
    meaning : str
        One plain line on what it does.
    default, low, high : float
        The value where none is given, and the ends of the range.
    without_low, without_high : bool
        Whether an end is itself excluded.
    """

    name: str
    symbol: str
    meaning: str
    default: float
    low: float
    high: float
    without_low: bool = False
    without_high: bool = False

    @property
    def bounds(self) -> str:
        """The range as an interval, such as "(0, 1]"."""
        opening, closing = "(" if self.without_low else "[", ")" if self.without_high else "]"
        return f"{opening}{self.low:g}, {self.high:g}{closing}"

    def check(self, value: float) -> float:
        """Return `value` as a float, or raise an error that names parameter, value and bounds."""
        if isinstance(value, bool) or not isinstance(value, Real):
            raise TypeError(f"{self.name} must be a number in {self.bounds}; found {value!r}")
        above = self.low < value if self.without_low else self.low <= value
        below = value < self.high if self.without_high else value <= self.high
        if not (above and below):
            raise ValueError(f"{self.name} must lie in {self.bounds}; found {value}")
        # -0.0 is 0: two records of one loss are not to differ in a sign that nobody sees.
        return float(value) + 0.0

    def read(self, text: str) -> float:
        """Return the number that a text is, such as "0.5", or raise an error as `check` does."""
        # Python's float() also takes "1_0", "nan" and digits of any script.
        if not _NUMBER.fullmatch(text):
            raise ValueError(f"{self.name} must be a number in {self.bounds}; found {text!r}")
        return self.check(float(text))


_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True, eq=False)
class Settings(Mapping[str, float]):
    """Values of parameters by name: a mapping that cannot be changed and can be hashed."""

    pairs: tuple[tuple[Parameter, float], ...] = ()

    def __getitem__(self, name: str) -> float:
        return {parameter.name: value for parameter, value in self.pairs}[name]

    def __iter__(self) -> Iterator[str]:
        return (parameter.name for parameter, _ in self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    def __hash__(self) -> int:
        # Mapping compares as dictionaries do, whatever the order; so does this.
        return hash(frozenset(self.items()))

    def __repr__(self) -> str:
        return f"Settings({dict(self)})"

    @property
    def text(self) -> str:
        """Those that differ from their defaults, as in "gamma=3"; empty where none does."""
        return ",".join(
            f"{parameter.name}={_shortest(value)}"
            for parameter, value in self.pairs
            if value != parameter.default
        )


def _shortest(value: float) -> str:
    """The shortest text that is read as this number: "3", "0.1", "1e-09"."""
    return min((f"{value:g}", repr(value)), key=lambda text: (float(text) != value, len(text)))


NO_SETTINGS = Settings()


@dataclass(frozen=True)
class Bound:
    """A function of arrays with its last arguments given; unlike `partial`, compared by value."""

    function: Callable[..., Array]
    values: tuple[float, ...]

    def __call__(self, *arrays: Array) -> Array:
        """Return the function of these arrays and the bound values."""
        return self.function(*arrays, *self.values)


GAMMA = Parameter(
    name="gamma",
    symbol="γ",
    meaning="How strongly samples that are right already are left out; 0 is cross-entropy.",
    default=2.0,
    low=0.0,
    high=10.0,
)
Q = Parameter(
    name="q",
    symbol="q",
    meaning="From cross-entropy (towards 0) to 1 less the label's probability (1).",
    default=0.7,
    low=0.0,
    high=1.0,
    without_low=True,
)
SMOOTHING = Parameter(
    name="smoothing",
    symbol="ε",
    meaning="Share of the label that is spread evenly over all classes.",
    default=0.0,
    low=0.0,
    high=0.5,
    without_high=True,
)
