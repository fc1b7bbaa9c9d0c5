"""Budget: about how long a scene's work takes, known before any of it is done.

The server takes on what takes some seconds; a scene that asks for more is told what would fit.
Estimates are seconds on one core of a machine of 2024, right within a factor of three or so.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, Self

from landscapes import RULES, Dataset
from landscapes.descents.rates import LADDER
from landscapes.sweeps.kernels import has_kernel
from losses import get

__all__ = ["MOST", "Asked", "check", "descending", "framing", "mapping", "sweeping"]

MOST = 30.0
"""Seconds of work that a scene may ask for at once."""

# Starts of a basin map along each axis, and steps from each at most.
BASIN_STARTS, BASIN_STEPS = 25, 1000

# Seconds for a pair of a row and a grid point, with its survey: by a kernel, whatever the loss, and
# by the loss's own functions.
_PAIR = {True: 5e-9, False: 1.6e-7}
# Seconds for a row and a step of a descent in a plane, which takes the loss's own functions: of
# those with powers and logarithms, and of the others; in all parameters; and for the step itself.
_STEP = {True: 1.1e-7, False: 3e-8}
_POWERS = ("focal", "generalized-cross-entropy", "label-squared-error")
_IN_ALL, _OVERHEAD = 3.0, 1.5e-5
# Seconds for a row of the linear programme that looks for separation.
_SEPARATION = 4e-5


class Asked(Protocol):
    """What a scene asks for, as far as it takes time."""

    @property
    def dataset(self) -> Dataset:
        """The rows."""
        ...

    @property
    def output(self) -> str:
        """Which output the losses are on."""
        ...

    @property
    def left(self) -> str:
        """One loss."""
        ...

    @property
    def right(self) -> str:
        """The other."""
        ...

    @property
    def directions(self) -> str:
        """How the plane is chosen."""
        ...

    @property
    def ground(self) -> str:
        """What is drawn over it."""
        ...

    @property
    def resolution(self) -> int:
        """Grid points along each axis."""
        ...

    @property
    def rule(self) -> str:
        """How the descents step."""
        ...

    @property
    def fairness(self) -> str:
        """How their rates are chosen."""
        ...

    @property
    def steps(self) -> int:
        """How many steps they take."""
        ...

    def model_copy(self, *, update: Mapping[str, Any] | None = None) -> Self:
        """Return the same with some fields changed."""
        ...


def framing(scene: Asked, rows: int | None = None) -> float:
    """Seconds until the plane and its window are known, with so many rows for the scene's own."""
    found = _SEPARATION * _rows(scene, rows)
    if scene.directions == "principal":
        found += _IN_ALL * sum(_descent(scene, loss, 1, rows) for loss in (scene.left, scene.right))
    return found


def sweeping(scene: Asked, rows: int | None = None) -> float:
    """Seconds until both landscapes are swept and surveyed."""
    pairs = _rows(scene, rows) * scene.resolution**2
    return pairs * sum(
        _PAIR[has_kernel(get(loss, scene.output))] for loss in (scene.left, scene.right)
    )


def descending(scene: Asked, rows: int | None = None) -> float:
    """Seconds until both descents have arrived."""
    best = RULES[scene.rule].uses_rate and scene.fairness == "best"
    rates = len(LADDER) if best else 1
    return sum(_descent(scene, loss, rates, rows) for loss in (scene.left, scene.right))


def mapping(scene: Asked, rows: int | None = None) -> float:
    """Seconds until both basin maps are made; 0 where none is shown."""
    if scene.ground != "basins":
        return 0.0
    work = _rows(scene, rows) * BASIN_STARTS**2 * min(scene.steps, BASIN_STEPS)
    return work * sum(_STEP[_has_powers(scene, loss)] for loss in (scene.left, scene.right))


def check(scene: Asked) -> None:
    """Raise what is too much, and what would fit.

    Raises
    ------
    ValueError
        Where one of a scene's works takes longer than `MOST`.
    """
    rows, best = len(scene.dataset), scene.fairness == "best"
    for work, what, field, values in (
        (
            framing,
            f"two descents of {scene.steps} steps in all parameters",
            "steps",
            (1000, 200, 50),
        ),
        (
            sweeping,
            f"a grid of {scene.resolution} x {scene.resolution} points for these losses",
            "resolution",
            (121, 81, 41),
        ),
        (
            descending,
            f"{scene.steps} steps" + (f" at each of {len(LADDER)} rates" if best else ""),
            "steps",
            (1000, 200, 50),
        ),
        (
            mapping,
            f"a basin map of {BASIN_STARTS**2} starts and up to "
            f"{min(scene.steps, BASIN_STEPS)} steps",
            "steps",
            (200, 50),
        ),
    ):
        seconds, fixed = work(scene), work(scene, 0)
        if seconds > MOST:
            fewer = max(0, int(rows * (MOST - fixed) / (seconds - fixed)))
            raise ValueError(
                f"{what} on {rows} rows would take about {seconds:.0f} seconds, and {MOST:.0f} "
                f"are the most: {_smaller(scene, work, field, values)}{fewer} rows would fit"
            )


def _smaller(scene: Asked, work: Callable[..., float], field: str, values: tuple[int, ...]) -> str:
    """Return which value of a field would fit, as the start of a remedy; nothing where none."""
    for value in values:
        smaller = scene.model_copy(update={field: value})
        if value < getattr(scene, field) and work(smaller) <= MOST:
            return f"{field} {value} or "
    return ""


def _rows(scene: Asked, rows: int | None) -> int:
    """Rows, the scene's own where none are given, each of them once a class under softmax."""
    classes = len(scene.dataset.classes) if scene.output == "softmax" else 1
    return (len(scene.dataset) if rows is None else rows) * classes


def _descent(scene: Asked, loss: str, rates: int, rows: int | None) -> float:
    row = _STEP[_has_powers(scene, loss)] * _rows(scene, rows)
    return rates * scene.steps * (row + _OVERHEAD)


def _has_powers(scene: Asked, loss: str) -> bool:
    return get(loss, scene.output).key in _POWERS
