"""The workspace: two losses of one model on one data set, side by side.

Explore shows it with a sigmoid output, softmax regression with softmax; the callbacks, which
`pages.workspace.wiring` attaches, are the same.
"""

import uuid
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from pages.lessons.strip import lesson_builder, reveal_button
from pages.parts.alerts import notices
from pages.parts.aria import named
from pages.parts.columns import SIDES, column, side_switch
from pages.parts.controls import section
from pages.parts.frame import framed
from pages.parts.graphs import plain_graph
from pages.parts.pickers import data_entries
from pages.workspace import record
from pages.workspace.controls import (
    data_controls,
    descent_controls,
    ground_controls,
    loss_controls,
    plane_controls,
    progress_controls,
)
from pages.workspace.playback import playback_bar
from pages.workspace.sight import in_sight, sight_control
from scene import Scene

__all__ = ["workspace"]


def workspace(output: str, query: dict[str, str], above: tuple[Any, ...] = ()) -> html.Div:
    """Return the page of an output for a link's fields; what could not be used is said on it.

    Parameters
    ----------
    output : str
        "sigmoid" or "softmax".
    query : dict
        The link's fields.
    above : tuple of components
        What stands above the columns.
    """
    given = query.get("output", output)
    scene, messages = Scene.from_query(query | {"output": output})
    if given != output:
        messages = (f"output: this page shows {output}; found {given[:40]!r}", *messages)
    controls = html.Aside(
        in_sight(
            [
                section(
                    "Data",
                    [
                        dmc.Select(
                            id="data",
                            data=data_entries(),
                            value=scene.data,
                            allowDeselect=False,
                            **named("Data set"),
                        ),
                        html.Div(data_controls(scene), id="data-controls"),
                        html.P(id="data-note", className="note"),
                    ],
                ),
                section("Losses", loss_controls(scene)),
                section("Drawing", ground_controls(scene)),
                section("Descent", descent_controls(scene)),
                html.Details(
                    [
                        html.Summary("Plane and scales", className="heading"),
                        html.Div(plane_controls(scene), id="plane-controls"),
                    ],
                    className="section",
                    open=scene.controls is not None,
                ),
                # Whoever was handed some controls has no use for a choice of controls.
                html.Details(
                    [
                        html.Summary("Lesson", className="heading"),
                        lesson_builder(),
                        sight_control(scene),
                    ],
                    className="section",
                ),
            ],
            scene.controls,
        ),
        className="side-panel controls",
        **named("Controls"),
    )
    return html.Div(
        [
            # What the link set and no control shows: the controls' values are laid over it.
            dcc.Store(id="base", data=record.base(scene)),
            dcc.Store(id="scene-data", data=scene.data),
            dcc.Store(id="scene"),
            dcc.Store(id="shown"),
            dcc.Store(id="cursor"),
            dcc.Store(id="start", data=scene.start),
            dcc.Store(id="view", data=record.view(scene)),
            dcc.Store(id="paths"),
            dcc.Store(id="client", data=uuid.uuid4().hex),
            dcc.Store(id="ready", data=0),
            dcc.Interval(id="tick", interval=record.TICK, disabled=True),
            controls,
            html.Main(
                [
                    *above,
                    notices(messages),
                    html.Div(id="messages", className="messages", role="status"),
                    html.Div(
                        [
                            html.Span(id="job-title"),
                            html.Div(html.I(id="job-bar"), className="job-track"),
                            html.Button("Cancel", id="job-cancel", type="button"),
                        ],
                        id="job",
                        className="job",
                        style={"display": "none"},
                        role="status",
                    ),
                    html.P(scene.note, id="scene-note", className="scene-note"),
                    side_switch("side"),
                    html.Div(
                        [
                            *(column(side, "loss-landscape", walked=True) for side in SIDES),
                            reveal_button(),
                        ],
                        id="columns",
                        className="columns",
                    ),
                    playback_bar(),
                ],
                id="stage",
                className="stage",
            ),
            html.Aside(
                [
                    section(
                        "The fit",
                        [
                            _small("fit"),
                            html.P(id="fit-note", className="note"),
                        ],
                    ),
                    section(
                        "Loss and slope, % of the start",
                        [*progress_controls(), _small("progress")],
                    ),
                    html.Section(id="step-table", className="section step-table"),
                    html.Div(id="ground-note", className="note"),
                ],
                className="reading-column",
                **named("Reading"),
            ),
            html.Details(
                [
                    html.Summary(
                        "Where the gradient comes from",
                        id="pulls-heading",
                        n_clicks=0,
                        className="heading",
                    ),
                    html.Div(id="pulls"),
                ],
                className="pulls-panel",
            ),
            dmc.Button(
                "Controls",
                id="sheet",
                className="phone-only sheet-button",
                fullWidth=True,
            ),
        ],
        id="explore",
        className="explore",
        **framed({"embed": scene.embed}),
    )


def _small(name: str) -> html.Div:
    return html.Div(plain_graph(name, None), className=name)
