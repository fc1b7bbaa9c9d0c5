"""Scene: the one validated description of what a screen shows.

A scene is data. Each field has its bounds and its default here; controls, links and the command
line read them from here. `Scene.from_query` takes a link apart and keeps what is good in it,
`Scene.query` writes only what differs from the default.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self, get_args

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

import losses
from landscapes import CATALOGUE, Dataset, Plane, Problem, Window, fit_window
from landscapes.descents.rules import get_rule
from scene import budget, subject
from scene.fields import OPTIONS, check_controls
from scene.link import applied, parsed, written
from scene.memory import remembered

__all__ = ["HOMES", "Scene", "choices"]

# Characters of a link's fields, up to which what was read of them is kept.
_MOST_KEPT = 4000

Angle = Annotated[float, Field(ge=-100.0, le=100.0, allow_inf_nan=False)]
Coordinate = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]


class Scene(BaseModel):
    """What a screen shows: data, model, losses, plane, and how they are drawn.

    An option of the data set that is None has the data set's own default. So has a window that is
    None: the one the data set brings, or one fitted to the cross-entropy minimum. A step that is
    None is the last one. A camera is where its eye stands and what it looks at, in units of the
    surface's box; None is the usual one. Controls are the fields whose control is in sight; None
    stands for all. Embedded are the figures alone, as in a frame of another page.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    output: Literal["sigmoid", "softmax"] = "sigmoid"
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
    directions: Literal["parameters", "random", "principal", "hessian"] = "parameters"
    plane: tuple[str, str] | None = None
    directions_seed: int = Field(0, ge=0, le=9999)
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
    step: int | None = Field(None, ge=0, le=5000)
    camera: tuple[Angle, Angle, Angle, Angle, Angle, Angle] | None = None
    theme: Literal["auto", "light", "dark"] = "auto"
    note: str = Field("", max_length=300)
    controls: tuple[str, ...] | None = None
    embed: bool = False

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.data not in CATALOGUE:
            raise ValueError(f"data must be one of {', '.join(CATALOGUE)}; found {self.data!r}")
        recipe = CATALOGUE[self.data]
        for name in OPTIONS:
            if getattr(self, name) is not None:
                recipe.option(name).check(getattr(self, name))
        if self.output == "sigmoid" and self.classes == "all":
            raise ValueError("classes must be two, or one against the rest: a sigmoid has no third")
        for loss in (self.left, self.right):
            losses.get(loss, self.output)
        get_rule(self.rule)
        if self.plane is not None:
            first, second = self.plane
            names = self.parameters
            if first not in names or second not in names or first == second:
                raise ValueError(
                    f"plane must be two different ones of {', '.join(names)}; "
                    f"found {first!r}, {second!r}"
                )
        if self.controls is not None:
            check_controls(self.controls)
        for name in ("window_a", "window_b"):
            limits = getattr(self, name)
            if limits is not None and not limits[1] - limits[0] >= 1e-6:
                raise ValueError(
                    f"{name} must be low, high, with high at least 1e-06 above low; found {limits}"
                )
        budget.check(self)
        return self

    # What the fields stand for

    def option(self, name: str) -> Any:  # noqa: ANN401 (an option's type is its own)
        """Return an option of the data set: the scene's own, or else the data set's default."""
        if getattr(self, name) is not None:
            return getattr(self, name)
        return self._usual(name)

    def _usual(self, name: str) -> Any:  # noqa: ANN401
        """An option's default: a sigmoid may need another one than the data set itself."""
        recipe = CATALOGUE[self.data]
        usual = recipe.option(name).default
        return recipe.binary.get(name, usual) if self.output == "sigmoid" else usual

    @property
    def dataset(self) -> Dataset:
        """The data."""
        names = [option.name for option in CATALOGUE[self.data].options]
        options = tuple((name, self.option(name)) for name in names)
        return subject.dataset(self.data, options, self.standardise)

    @property
    def problem(self) -> Problem:
        """Logistic or softmax regression on the data."""
        intercept = CATALOGUE[self.data].intercept
        return subject.problem(self.dataset, self.output, intercept, self.penalty)

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
        return subject.origin(self.problem, self.held)

    @property
    def spanned(self) -> subject.Spanned:
        """The plane of parameter space that is drawn, and how it was chosen."""
        walk = None
        if self.directions == "principal":
            walk = subject.Walk(self.left, self.right, self.rule, self.pace, self.steps)
        return subject.span(
            self.problem, self.directions, self.axes, self.held, self.directions_seed, walk
        )

    @property
    def slice(self) -> Plane:
        """The plane of parameter space that is drawn."""
        return self.spanned.plane

    @property
    def window(self) -> Window:
        """The part of the plane that is drawn."""
        if self.window_a is not None and self.window_b is not None:
            return Window(self.window_a, self.window_b)
        good = subject.window(self.problem, self.spanned)
        return Window(self.window_a or good.a, self.window_b or good.b)

    @property
    def begin(self) -> tuple[float, float]:
        """Where both descents start: the scene's own, or a high corner of the window.

        On a plane that was fitted to descents, where these started.
        """
        if self.start is not None:
            return self.start
        spanned = self.spanned
        if spanned.paths:
            a, b = spanned.plane.coordinates(spanned.paths[0].theta[0])
            return float(a), float(b)
        window = self.window
        (left, right), (low, high) = window.a, window.b
        return left + 0.14 * (right - left), low + 0.8 * (high - low)

    @property
    def pace(self) -> float:
        """The learning rate: the scene's own, or the one that suits the data set as it is."""
        if self.rate is not None:
            return self.rate
        if self.output == "softmax":
            return subject.quick_rate(self.problem)
        return 1.0 if self.standardise else CATALOGUE[self.data].rate

    def fitted(self) -> tuple[Self, bool]:
        """Return the scene with its window fitted, and whether a minimum was there to frame."""
        window, minimum = fit_window(self.problem, self.slice)
        limits = {"window_a": window.a, "window_b": window.b}
        return self.model_validate(self.model_dump() | limits), minimum is not None

    # Links

    @property
    def home(self) -> "Scene":
        """What the page of this output shows where a link says nothing."""
        return HOMES[self.output]

    def query(self) -> str:
        """Return the query string of this scene: the fields that differ from its page's own."""
        given = self.plain().changes()
        given.pop("output", None)  # which page it is says that
        return written(given)

    def changes(self) -> dict[str, Any]:
        """Return the fields that differ from the page's own scene, and the output."""
        home = self.home
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return {
            name: value
            for name, value in fields.items()
            if value != getattr(home, name) or (name == "output" and value != "sigmoid")
        }

    @classmethod
    def from_query(cls, query: object) -> tuple["Scene", tuple[str, ...]]:
        """Build a scene from a link's fields, leaving out those that cannot be used.

        What the link leaves out is as on the page of its output.

        Returns
        -------
        Scene
            With every good field applied.
        tuple of str
            What could not be used, one message a field: its name, what was wrong, what may be.
        """
        # One move of somebody asks for five answers about the same fields.
        with suppress(TypeError, ValueError, RecursionError):
            text = json.dumps(query, sort_keys=True)
            if len(text) <= _MOST_KEPT:
                return _read(text, query=query)
        return _read_now(query)

    def plain(self) -> "Scene":
        """Return the same scene with what equals the data set's own default left to it."""
        own = [name for name in OPTIONS if getattr(self, name) is not None]
        usual = [name for name in own if getattr(self, name) == self._usual(name)]
        bare = self.model_copy(update=dict.fromkeys(usual))
        if self.plane is not None and self.plane == bare.model_copy(update={"plane": None}).axes:
            bare = bare.model_copy(update={"plane": None})
        if self.rate is not None and self.rate == bare.model_copy(update={"rate": None}).pace:
            bare = bare.model_copy(update={"rate": None})
        return bare


@remembered(megabytes=8)
def _read(_text: str, *, query: object) -> tuple[Scene, tuple[str, ...]]:
    return _read_now(query)


def _read_now(query: object) -> tuple[Scene, tuple[str, ...]]:
    output = query.get("output") if isinstance(query, Mapping) else None
    home = HOMES[output if isinstance(output, str) and output in HOMES else "sigmoid"]
    scene, messages = applied(home, query, parsed)
    return scene.plain(), messages


# What each output's page shows at first. All four measurements of iris are separable in part, so
# that cross-entropy without a penalty has no finite minimum there.
HOMES: Mapping[str, Scene] = MappingProxyType(
    {
        "sigmoid": Scene(),
        "softmax": Scene(output="softmax", data="iris", penalty=0.01, directions="principal"),
    }
)


def choices(field: str) -> tuple[Any, ...]:
    """Return what a field of fixed choices may be, in order."""
    return get_args(Scene.model_fields[field].annotation)
