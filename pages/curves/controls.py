"""Controls of the Curves page: the handle in two units, the label, the losses, their parameters."""

from typing import Any

import dash_mantine_components as dmc
from dash import html

from figures.curves import REACH
from losses import FAMILIES, LOSSES
from losses.parameters import NO_SETTINGS, Parameter
from pages.curves.answers import FAMILY
from pages.curves.view import CurvesView
from pages.parts.aria import named
from pages.parts.controls import labelled, section, slider

__all__ = ["controls", "parameter_slider", "titled_slider"]

_LOSSES = [
    {"value": loss.key, "label": loss.title.split(" (")[0]} for loss in LOSSES["sigmoid"].values()
]


def controls(view: CurvesView) -> list[Any]:
    """Return the sections of the column of controls."""
    handle = [
        titled_slider(
            "curve-slider",
            "Logit z",
            min(max(view.logit, -REACH), REACH),
            (-REACH, REACH, 0.01),
        ),
        html.Div(
            [
                _box("curve-p", "p", view.probability),
                _box("curve-z", "z", view.logit),
            ],
            className="curve-boxes",
        ),
        html.P(id="curve-beyond", className="note", role="status"),
        html.P(
            "The logit z = log p/(1 − p) is what a model computes; p follows from it. Drag the "
            "line in any plot, or move it with the arrow keys.",
            className="note",
        ),
    ]
    label = [
        titled_slider("curve-label", "Label y", view.label, (0.0, 1.0, 0.05), shown=True),
        html.P("1: class 1 is the right one. Between 0 and 1: a soft label.", className="note"),
    ]
    chosen = [
        dmc.MultiSelect(
            id="curve-chosen",
            data=_LOSSES,
            value=[loss.key for loss in view.chosen],
            placeholder="Choose a loss",
            hidePickedOptions=True,
            comboboxProps={"width": 240, "position": "bottom-start"},
            **named("Losses"),
        ),
        *(
            html.Div(
                parameter_slider(key, parameter, view),
                id={"type": "curve-parameter-control", "loss": key, "name": parameter.name},
                # Of a loss that is not drawn there is nothing to set.
                hidden=all(loss.key != key for loss in view.chosen),
            )
            for key, family in FAMILIES["sigmoid"].items()
            for parameter in family.parameters
            if key != FAMILY
        ),
        html.P(
            "Nats are the unit of information that goes with the natural logarithm.",
            className="note",
        ),
    ]
    return [section("The handle", handle), section("The label", label), section("Losses", chosen)]


def parameter_slider(key: str, parameter: Parameter, view: CurvesView) -> html.Div:
    """Return the slider of a loss's parameter, in a hundred steps or so."""
    own = next((loss.parameters for loss in view.chosen if loss.key == key), NO_SETTINGS)
    step = (parameter.high - parameter.low) / 100.0
    low = parameter.low + step * parameter.without_low
    high = parameter.high - step * parameter.without_high
    identity = {"loss": key, "name": parameter.name}
    title = f"{LOSSES['sigmoid'][key].title.split(' (')[0]}, {parameter.symbol}"
    value = own.get(parameter.name, parameter.default)
    return labelled(
        title if key != FAMILY else parameter.symbol,
        slider({"type": "curve-parameter", **identity}, title, value, (low, high, step)),
        {"type": "curve-parameter-reading", **identity},
    )


def titled_slider(
    name: str, title: str, value: float, range_: tuple[float, float, float], shown: bool = False
) -> html.Div:
    """Return a slider from low to high in steps, with its value in sight where `shown` says so."""
    reading = f"{name}-reading" if shown else None
    return labelled(title, slider(name, title, value, range_), reading)


def _box(name: str, title: str, value: float) -> dmc.TextInput:
    return dmc.TextInput(
        id=name,
        label=title,
        value=f"{value:.6g}" if title == "z" else repr(value),
        debounce=500,
        size="xs",
        inputProps={"inputMode": "text"},
    )
