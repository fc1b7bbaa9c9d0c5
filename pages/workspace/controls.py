"""Controls: inputs that each stand for one field of the scene.

A control's id is {"type": "control", "field": …}; a field of two numbers has two controls, "/0"
and "/1". What it may be is read from the scene and the data set's options, never written here.
"""

from typing import Any

import dash_mantine_components as dmc
from dash import html

from landscapes import CATALOGUE
from landscapes.data.recipe import Option
from landscapes.descents.rates import LADDER
from landscapes.descents.rules import RULES
from pages.parts.aria import named
from pages.parts.controls import grouped, labelled, slider
from pages.parts.pickers import loss_entries
from scene import PENALTIES, Scene, choices

__all__ = [
    "data_controls",
    "descent_controls",
    "ground_controls",
    "loss_controls",
    "plane_controls",
    "progress_controls",
]

_TITLES = {
    "linear": "Linear",
    "log": "Log",
    "own": "Per loss",
    "shared": "Shared",
    "surface": "Surface",
    "field": "Field",
    "both": "Both",
    "minimum": "Minimum",
    "zero": "Zero",
    "height": "Height",
    "curvature": "1/L each",
    "slope": "Slope",
    "condition": "Condition",
    "same": "Same",
    "best": "Best each",
    "loss": "Loss",
}

_DIRECTIONS = [
    {"value": "parameters", "label": "Two parameters"},
    {"value": "random", "label": "Two random directions"},
    {"value": "principal", "label": "Where the descents went"},
    {"value": "hessian", "label": "Steepest and flattest curvature"},
]
_GROUNDS = [
    {"value": "height", "label": "Height"},
    {"value": "curvature", "label": "Smallest curvature"},
    {"value": "slope", "label": "Slope"},
    {"value": "condition", "label": "Condition number"},
    {"value": "basins", "label": "Basins: steps to arrive"},
]


def data_controls(scene: Scene) -> list[Any]:
    """Return the controls of the chosen data set's options."""
    controls = [_option(option, scene) for option in CATALOGUE[scene.data].options]
    return [*controls, _switch("standardise", "Standardise features", scene.standardise)]


def loss_controls(scene: Scene) -> list[Any]:
    """Return the pickers of both losses, left and right."""
    return [
        _select(side, f"{side.capitalize()}", loss_entries(scene.output, getattr(scene, side)), own)
        for side, own in (("left", scene.left), ("right", scene.right))
    ]


def ground_controls(scene: Scene) -> list[Any]:
    """Return the controls of what is drawn and on which scale."""
    return [
        _select("ground", "Colour shows", _GROUNDS, scene.ground),
        _segmented("view", "Show", choices("view"), scene.view),
        _segmented("height", "Height", choices("height"), scene.height),
    ]


def descent_controls(scene: Scene) -> list[Any]:
    """Return the controls of both descents: rule, learning rate, fairness."""
    rules = [{"value": rule.key, "label": rule.title} for rule in RULES.values()]
    rates = sorted({*LADDER, scene.pace})
    return [
        _select("rule", "Rule", rules, scene.rule),
        _select("rate", "Learning rate", _entries(rates), _text(scene.pace)),
        _segmented("fairness", "The rate is", choices("fairness"), scene.fairness),
        html.P(
            "Same: both losses take the rate above. 1/L: each its own, L its largest curvature in "
            "the window; a loss with kinks has no L and takes the rate above. Best: each its best "
            "of 13 rates from 0.001 to 1000.",
            className="note",
        ),
        _segmented("steps", "Steps", choices("steps"), scene.steps),
    ]


def progress_controls() -> list[Any]:
    """Return the two switches of the chart of progress."""
    return [
        dmc.Group(
            [
                dmc.SegmentedControl(
                    id="progress-quantity", data=_titled(("loss", "slope")), value="loss", size="xs"
                ),
                dmc.SegmentedControl(
                    id="progress-scale", data=_titled(("linear", "log")), value="linear", size="xs"
                ),
            ],
            gap=8,
            grow=True,
        )
    ]


def plane_controls(scene: Scene) -> list[Any]:
    """Return the folded controls: plane, window, grid, penalty, arrows, scales."""
    parameters = scene.parameters
    names = [{"value": name, "label": scene.problem.words(name)} for name in parameters]
    axes = [
        _select(f"plane/{i}", f"{'Across' if i == 0 else 'Up'}", names, scene.axes[i])
        for i in range(2)
    ]
    turn = dmc.NumberInput(
        id=_id("directions_seed"),
        label="Draw of directions",
        value=scene.directions_seed,
        min=0,
        max=9999,
        allowDecimal=False,
        clampBehavior="strict",
        className="control inline of-random",
    )
    more = html.Div(
        [
            _select("directions", "Plane through", _DIRECTIONS, scene.directions),
            html.Div(axes, className="of-parameters"),
            turn,
            _segmented("held", "Others held at", choices("held"), scene.held),
        ],
        id="span-controls",
        # With two parameters there is one plane.
        style=None if len(parameters) > 2 else {"display": "none"},
    )
    penalties = sorted({*PENALTIES, scene.penalty})
    return [
        more,
        *(_window(scene, name, i) for i, name in enumerate(("window_a", "window_b"))),
        dmc.Group(
            [
                dmc.Button("Fit", id="window-fit", size="xs", variant="default"),
                dmc.Button("Reset", id="window-reset", size="xs", variant="default"),
            ],
            gap=8,
            grow=True,
        ),
        html.Div(id="window-message", className="note", role="status"),
        _segmented("resolution", "Grid points a side", choices("resolution"), scene.resolution),
        _segmented("penalty", "Penalty on weights", penalties, scene.penalty),
        _segmented("arrows", "Arrow length", choices("arrows"), scene.arrows),
        _segmented("scale", "Heights and arrows", choices("scale"), scene.scale),
    ]


def _id(field: str) -> dict[str, str]:
    return {"type": "control", "field": field}


def _option(option: Option, scene: Scene) -> Any:
    value = scene.option(option.name)
    if option.choices and isinstance(option.default, tuple):
        return dmc.MultiSelect(
            id=_id(option.name),
            label=option.title,
            data=list(option.choices),
            value=list(value),
            searchable=True,
            hidePickedOptions=True,
            comboboxProps={"width": 240, "position": "bottom-start"},
            className="control",
        )
    if option.choices:
        entries = [c for c in option.choices if c != "all" or scene.output == "softmax"]
        data = [{"value": entry, "label": entry.replace("-", " or ")} for entry in entries]
        return _select(option.name, option.title, data, value)
    if option.name == "seed":
        return dmc.NumberInput(
            id=_id(option.name),
            label=option.title,
            value=value,
            min=option.low,
            max=option.high,
            step=option.step,
            allowDecimal=False,
            clampBehavior="strict",
            className="control inline",
        )
    range_ = (option.low, option.reach or option.high, option.step)
    control = slider(_id(option.name), option.title, value, range_)
    return labelled(option.title, control, {"type": "reading", "field": option.name})


def _select(field: str, title: str, data: list[dict[str, str]], value: str) -> Any:
    return dmc.Select(
        id=_id(field),
        label=title,
        data=data,
        value=value,
        allowDeselect=False,
        className="control",
    )


def _segmented(field: str, title: str, values: Any, value: Any) -> html.Div:
    entries = _titled(values)
    control = dmc.SegmentedControl(
        id=_id(field), data=entries, value=_text(value), fullWidth=True, size="xs"
    )
    return grouped(title, control)


def _titled(values: Any) -> list[dict[str, str]]:
    return [{"value": _text(v), "label": _TITLES.get(str(v), _text(v))} for v in values]


def _entries(values: Any) -> list[dict[str, str]]:
    return [{"value": _text(v), "label": _text(v)} for v in values]


def _switch(field: str, title: str, on: bool) -> html.Div:
    entries = [{"value": "false", "label": "As they are"}, {"value": "true", "label": "Scaled"}]
    control = dmc.SegmentedControl(
        id=_id(field), data=entries, value=str(on).lower(), fullWidth=True, size="xs"
    )
    return grouped(title, control)


def _window(scene: Scene, field: str, axis: int) -> html.Div:
    limits = getattr(scene, field) or ("", "")
    way = ("across", "up")[axis]
    ends = [
        dmc.NumberInput(
            id=_id(f"{field}/{i}"),
            value=limits[i],
            placeholder=end,
            size="xs",
            hideControls=True,
            debounce=400,
            **named(f"{end} end, {way}"),
        )
        for i, end in enumerate(("from", "to"))
    ]
    return labelled(f"Window, {way}", dmc.Group(ends, gap=8, grow=True, wrap="nowrap"))


def _text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
