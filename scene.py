"""Scene: the one validated description of what a screen shows.

A scene is data. Each field has its bounds and its default here; controls, links and the command
line read them from here. `Scene.from_query` takes a link apart and keeps what is good in it,
`Scene.query` writes only what differs from the default.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal, Self, get_args

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

import losses
from landscapes import (
    CATALOGUE,
    Dataset,
    Plane,
    Problem,
    Window,
    cross_entropy_minimum,
    fit_window,
    good_window,
    load,
)
from landscapes.rules import get_rule
from losses.arrays import read_only

__all__ = ["PENALTIES", "Scene", "choices"]

# Option fields of a scene: each data set takes some of them.
_OPTIONS = ("n", "noise", "flipped", "seed", "features", "classes")

# Fields of two parts, and an example of each.
_PAIRS = {"plane": "w1,b", "window_a": "-2,4.5", "window_b": "-2,4.5", "start": "-2,4.5"}

# The penalties that the control offers; in between them nothing new is to be seen.
PENALTIES = (0.0, 0.001, 0.01, 0.1, 1.0)

Coordinate = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]


class Scene(BaseModel):
    """What a screen shows: data, model, losses, plane, and how they are drawn.

    An option of the data set that is None has the data set's own default. So has a window that is
    None: the one the data set brings, or one fitted to the cross-entropy minimum.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    data: str = "overlap"
    n: int | None = None
    noise: float | None = None
    flipped: float | None = None
    seed: int | None = None
    features: tuple[str, ...] | None = None
    classes: str | None = None
    standardise: bool = False
    penalty: float = Field(0.0, ge=0.0, le=10.0, allow_inf_nan=False)
    left: str = "squared-error"
    right: str = "cross-entropy"
    plane: tuple[str, str] | None = None
    held: Literal["minimum", "zero"] = "minimum"
    window_a: tuple[Coordinate, Coordinate] | None = None
    window_b: tuple[Coordinate, Coordinate] | None = None
    resolution: Literal[41, 81, 121, 161] = 81
    view: Literal["surface", "field", "both"] = "both"
    height: Literal["linear", "log"] = "linear"
    arrows: Literal["linear", "log"] = "linear"
    scale: Literal["own", "shared"] = "own"
    ground: Literal["height", "curvature", "slope", "condition", "basins"] = "height"
    start: tuple[Coordinate, Coordinate] | None = None
    rule: str = "gradient-descent"
    rate: float | None = Field(None, gt=0.0, le=1000.0, allow_inf_nan=False)
    fairness: Literal["same", "curvature", "best"] = "same"
    steps: Literal[50, 200, 1000, 5000] = 200
    note: str = Field("", max_length=300)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.data not in CATALOGUE:
            raise ValueError(f"data must be one of {', '.join(CATALOGUE)}; found {self.data!r}")
        recipe = CATALOGUE[self.data]
        for name in _OPTIONS:
            if getattr(self, name) is not None:
                recipe.option(name).check(getattr(self, name))
        if self.classes == "all":
            raise ValueError("classes must be two, or one against the rest: a sigmoid has no third")
        for loss in (self.left, self.right):
            losses.get(loss, "sigmoid")
        get_rule(self.rule)
        if self.plane is not None:
            first, second = self.plane
            names = self.parameters
            if first not in names or second not in names or first == second:
                raise ValueError(
                    f"plane must be two different ones of {', '.join(names)}; "
                    f"found {first!r}, {second!r}"
                )
        for name in ("window_a", "window_b"):
            limits = getattr(self, name)
            if limits is not None and not limits[1] - limits[0] >= 1e-6:
                raise ValueError(
                    f"{name} must be low, high, with high at least 1e-06 above low; found {limits}"
                )
        return self

    # What the fields stand for

    def option(self, name: str) -> Any:  # noqa: ANN401 (an option's type is its own)
        """Return an option of the data set: the scene's own, or else the data set's default."""
        if getattr(self, name) is not None:
            return getattr(self, name)
        recipe = CATALOGUE[self.data]
        return recipe.binary.get(name, recipe.option(name).default)

    @property
    def dataset(self) -> Dataset:
        """The data."""
        names = [option.name for option in CATALOGUE[self.data].options]
        options = tuple((name, self.option(name)) for name in names)
        return _dataset(self.data, options, self.standardise)

    @property
    def problem(self) -> Problem:
        """Logistic regression on the data."""
        return _problem(self.dataset, CATALOGUE[self.data].intercept, self.penalty)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the model's parameters."""
        return self.problem.parameters

    @property
    def axes(self) -> tuple[str, str]:
        """The two parameters that span the plane: the scene's own, or the first two."""
        return self.plane or (self.parameters[0], self.parameters[1])

    @property
    def origin(self) -> tuple[np.ndarray, bool]:
        """Where the other parameters are held, and whether that is a cross-entropy minimum."""
        return _origin(self.problem, self.held)

    @property
    def slice(self) -> Plane:
        """The plane of parameter space that is drawn."""
        return Plane.axes(self.problem, *self.axes, origin=self.origin[0])

    @property
    def window(self) -> Window:
        """The part of the plane that is drawn."""
        if self.window_a is not None and self.window_b is not None:
            return Window(self.window_a, self.window_b)
        good = _window(self.problem, self.axes, self.held)
        return Window(self.window_a or good.a, self.window_b or good.b)

    @property
    def begin(self) -> tuple[float, float]:
        """Where both descents start: the scene's own, or a high corner of the window."""
        if self.start is not None:
            return self.start
        window = self.window
        (left, right), (low, high) = window.a, window.b
        return left + 0.14 * (right - left), low + 0.8 * (high - low)

    @property
    def pace(self) -> float:
        """The learning rate: the scene's own, or the one that suits the data set as it is."""
        usual = 1.0 if self.standardise else CATALOGUE[self.data].rate
        return usual if self.rate is None else self.rate

    def fitted(self) -> tuple[Self, bool]:
        """Return the scene with its window fitted, and whether a minimum was there to frame."""
        window, minimum = fit_window(self.problem, self.slice)
        limits = {"window_a": window.a, "window_b": window.b}
        return self.model_validate(self.model_dump() | limits), minimum is not None

    # Links

    def query(self) -> str:
        """Return the query string of this scene: the fields that differ from their default."""
        return _query(self.plain().model_dump(exclude_defaults=True))

    @classmethod
    def from_query(cls, query: Mapping[str, object]) -> tuple[Self, tuple[str, ...]]:
        """Build a scene from a link's fields, leaving out those that cannot be used.

        Returns
        -------
        Scene
            With every good field applied.
        tuple of str
            What could not be used, one message a field: its name, what was wrong, what may be.
        """
        scene, messages = cls(), []
        if not isinstance(query, Mapping):  # a forged request may hold anything
            return scene, (f"settings must be names with values; found {_shown(query)}",)
        unknown = [_shown(name) for name in query if name not in cls.model_fields]
        if unknown:
            rest = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
            messages.append(
                f"{', '.join(unknown[:5])}{rest}: no such setting; "
                f"there are {', '.join(cls.model_fields)}"
            )
        # In the order of the fields: what a later one may be depends on earlier ones.
        for name in cls.model_fields:
            if name not in query or query[name] in (None, ""):
                continue
            try:
                value = _parsed(name, query[name])
                given = scene.model_dump(exclude_defaults=True) | {name: value}
                scene = cls.model_validate(given)
            except (ValidationError, ValueError, TypeError) as error:
                reason = _reason(error)
                own = reason.startswith((f"{name} ", f"{name}: "))
                messages.append(reason if own else f"{name}: {reason}")
        return scene.plain(), tuple(messages)

    def plain(self) -> Self:
        """Return the same scene with what equals the data set's own default left to it."""
        recipe = CATALOGUE[self.data]
        own = [name for name in _OPTIONS if getattr(self, name) is not None]
        usual = [
            name
            for name in own
            if getattr(self, name) == recipe.binary.get(name, recipe.option(name).default)
        ]
        bare = self.model_copy(update=dict.fromkeys(usual))
        if self.plane is not None and self.plane == bare.model_copy(update={"plane": None}).axes:
            bare = bare.model_copy(update={"plane": None})
        if self.rate is not None and self.rate == bare.model_copy(update={"rate": None}).pace:
            bare = bare.model_copy(update={"rate": None})
        return bare


def choices(field: str) -> tuple[Any, ...]:
    """Return what a field of fixed choices may be, in order."""
    return get_args(Scene.model_fields[field].annotation)


def _parsed(name: str, value: object) -> object:
    """Turn a link's text into what the field's type reads; other values pass as they are."""
    if len(value if isinstance(value, str) else _text(value)) > 2000:
        raise ValueError("its value must be at most 2000 characters long")
    if isinstance(value, str) and name in ("features", *_PAIRS):
        value = tuple(part.strip() for part in value.split(","))
    if name in _PAIRS and not (isinstance(value, (list, tuple)) and len(value) == 2):
        what = "names" if name == "plane" else "numbers"
        raise ValueError(f"{name} must be two {what}, as in {_PAIRS[name]}; found {_shown(value)}")
    if not isinstance(value, str):
        return value
    if name in ("version", "resolution", "steps"):
        return int(value) if value.isascii() and value.isdigit() else value
    return value


def _query(fields: Mapping[str, Any]) -> str:
    from urllib.parse import urlencode

    def text(value: object) -> str:
        if isinstance(value, tuple):
            return ",".join(text(part) for part in value)
        if isinstance(value, float):
            return repr(value).removesuffix(".0")
        return str(value).lower() if isinstance(value, bool) else str(value)

    return urlencode({name: text(value) for name, value in fields.items()}, safe=",")


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        message = first["msg"].removeprefix("Value error, ")
        own = first["type"] == "value_error"
        return message if own else f"{message}; found {_shown(first.get('input'))}"
    return str(error)


def _text(value: object) -> str:
    try:
        return repr(value)
    except (ValueError, RecursionError):  # an integer of too many digits, or lists in lists in …
        return f"a value that cannot be written out{'.' * 2000}"


def _shown(value: object) -> str:
    text = _text(value)
    return text if len(text) <= 60 else text[:57] + "…"


# A scene is rebuilt at every move of a control; what it stands for is not.


@lru_cache(maxsize=64)
def _dataset(name: str, options: tuple[tuple[str, Any], ...], standardise: bool) -> Dataset:
    return load(name, standardise=standardise, **dict(options))


@lru_cache(maxsize=64)
def _problem(dataset: Dataset, intercept: bool, penalty: float) -> Problem:
    return Problem(dataset, intercept=intercept, penalty=penalty)


@lru_cache(maxsize=64)
def _origin(problem: Problem, held: str) -> tuple[np.ndarray, bool]:
    minimum = cross_entropy_minimum(problem) if held == "minimum" else None
    if minimum is None:
        return read_only(np.zeros(len(problem.parameters))), False
    return read_only(minimum), True


@lru_cache(maxsize=64)
def _window(problem: Problem, axes: tuple[str, str], held: str) -> Window:
    return good_window(problem, Plane.axes(problem, *axes, origin=_origin(problem, held)[0]))
