"""The playback bar: one step for both descents."""

import dash_mantine_components as dmc
from dash import html

from pages.parts.aria import named
from pages.parts.controls import slider

__all__ = ["playback_bar"]

_BUTTONS = (
    ("first", "Back to the start (Home)"),
    ("back", "One step back (left arrow)"),
    ("play", "Play or pause (space)"),
    ("forward", "One step on (right arrow)"),
)


def playback_bar() -> html.Div:
    """Return the bar; assets/workspace/playback.js plays, without a call to the server."""
    buttons = [
        html.Button(
            html.I(className=f"icon icon-{name}"),
            id=f"play-{name}",
            className=f"outlined play-button{' main' * (name == 'play')}",
            title=says,
            type="button",
            **named(says),
        )
        for name, says in _BUTTONS
    ]
    return html.Div(
        [
            html.Div(buttons, className="play-buttons"),
            slider("step", "Step of both descents", 0, (0, 1, 1), className="step-slider"),
            html.Span(id="step-text", className="step-text"),
            dmc.Select(
                id="pace",
                data=[
                    {"value": "1", "label": "1 step a frame"},
                    {"value": "4", "label": "4 steps a frame"},
                    {"value": "doubling", "label": "doubling"},
                ],
                value="doubling",
                allowDeselect=False,
                size="xs",
                className="pace",
                **named("Pace"),
            ),
        ],
        className="playback",
        role="group",
        **named("Playback of both descents"),
    )
