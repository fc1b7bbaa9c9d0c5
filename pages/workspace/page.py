"""The workspace: two losses of one model on one data set, side by side.

Explore shows it with a sigmoid output, softmax regression with softmax; the callbacks are the same.
"""

import uuid
from typing import Any

import dash
import dash_mantine_components as dmc
from dash import ALL, MATCH, ClientsideFunction, Input, Output, State, dcc, html

from landscapes import CATALOGUE
from pages.lessons.strip import lesson_builder, reveal_button
from pages.parts.aria import named
from pages.parts.columns import SIDES, column
from pages.parts.frame import framed
from pages.workspace import answers
from pages.workspace.controls import (
    data_controls,
    descent_controls,
    ground_controls,
    loss_controls,
    plane_controls,
    progress_controls,
    section,
)
from pages.workspace.playback import playback_bar
from pages.workspace.sight import choose_data, in_sight, sight_control
from scene import Scene

__all__ = ["register", "workspace"]

_DATA = [{"value": recipe.name, "label": recipe.title} for recipe in CATALOGUE.values()]


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
                            data=_DATA,
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
    side = dmc.SegmentedControl(
        id="side",
        data=[{"value": "both", "label": "Both"}]
        + [{"value": side, "label": side.capitalize()} for side in SIDES],
        value="both",
        fullWidth=True,
    )
    return html.Div(
        [
            # What the link set and no control shows: the controls' values are laid over it.
            dcc.Store(id="base", data=answers.base(scene)),
            dcc.Store(id="scene-data", data=scene.data),
            dcc.Store(id="scene"),
            dcc.Store(id="shown"),
            dcc.Store(id="cursor"),
            dcc.Store(id="start", data=scene.start),
            dcc.Store(id="view", data=answers.view(scene)),
            dcc.Store(id="paths"),
            dcc.Store(id="client", data=uuid.uuid4().hex),
            dcc.Store(id="ready", data=0),
            dcc.Interval(id="tick", interval=600, disabled=True),
            controls,
            html.Main(
                [
                    *above,
                    html.Div(answers.alerts(messages), className="messages", role="status"),
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
                    html.Div(side, className="phone-only side-switch"),
                    html.Div(
                        [*(column(side) for side in SIDES), reveal_button()],
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
                            _plain_graph("fit"),
                            html.P(id="fit-note", className="note"),
                        ],
                    ),
                    section(
                        "Loss and slope, % of the start",
                        [*progress_controls(), _plain_graph("progress")],
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


def _plain_graph(name: str) -> html.Div:
    config: Any = {"displaylogo": False, "showSendToCloud": False, "displayModeBar": False}
    return html.Div(dcc.Graph(id=name, responsive=True, config=config), className=name)


def register(app: dash.Dash) -> None:
    """Attach the page's callbacks to an app."""
    app.clientside_callback(
        ClientsideFunction("scene", "compose"),
        Output("scene", "data"),
        Input({"type": "control", "field": ALL}, "value"),
        Input("scene-data", "data"),
        Input("base", "data"),
        State({"type": "control", "field": ALL}, "id"),
        State("scene", "data"),
    )
    app.clientside_callback(
        ClientsideFunction("scene", "reading"),
        Output({"type": "reading", "field": MATCH}, "children"),
        Input({"type": "control", "field": MATCH}, "value"),
    )
    app.clientside_callback(
        ClientsideFunction("scene", "rated"),
        Output({"type": "control", "field": "rate"}, "disabled"),
        Input({"type": "control", "field": "fairness"}, "value"),
        Input({"type": "control", "field": "rule"}, "value"),
    )
    app.clientside_callback(
        ClientsideFunction("scene", "address"),
        Input("shown", "data"),
        Input("start", "data"),
        State("view", "data"),
        State("client", "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("scene", "side"), Output("stage", "className"), Input("side", "value")
    )
    app.clientside_callback(
        ClientsideFunction("scene", "sheet"),
        Output("explore", "className"),
        Input("sheet", "n_clicks"),
        prevent_initial_call=True,
    )
    app.callback(
        Output("data-controls", "children"),
        Output("plane-controls", "children"),
        Output("scene-data", "data"),
        Output("base", "data"),
        Output("start", "data", allow_duplicate=True),
        Output({"type": "control", "field": "rate"}, "value"),
        Output("scene-note", "children"),
        Output("cursor", "data", allow_duplicate=True),
        Input("data", "value"),
        State("scene", "data"),
        prevent_initial_call=True,
    )(choose_data)
    app.callback(
        *(
            Output({"type": "control", "field": f"window_{axis}/{i}"}, "value")
            for axis in "ab"
            for i in (0, 1)
        ),
        Output("window-message", "children"),
        Output("start", "data", allow_duplicate=True),
        Input("window-fit", "n_clicks"),
        Input("window-reset", "n_clicks"),
        # Another plane has other coordinates: a window and a start of this one mean nothing there.
        *(
            Input({"type": "control", "field": field}, "value")
            for field in ("directions", "plane/0", "plane/1", "directions_seed")
        ),
        State("scene", "data"),
        State("start", "data"),
        State("client", "data"),
        prevent_initial_call=True,
    )(answers.set_window)
    app.clientside_callback(
        ClientsideFunction("scene", "spanned"),
        Output("span-controls", "className"),
        Input({"type": "control", "field": "directions"}, "value"),
    )
    app.callback(
        output={
            "figures": [
                Output(f"{kind}-{side}", "figure")
                for side in SIDES
                for kind in ("surface", "field")
            ],
            "headings": [
                Output(f"{part}-{side}", "children")
                for side in SIDES
                for part in ("title", "formula", "caption")
            ],
            "messages": Output("messages", "children"),
            "source": Output("data-note", "children"),
            "ground": Output("ground-note", "children"),
            "view": Output("columns", "className"),
            "shown": Output("shown", "data"),
            "idle": Output("tick", "disabled"),
            "ends": [
                Output({"type": "control", "field": f"window_{axis}/{i}"}, "placeholder")
                for axis in "ab"
                for i in (0, 1)
            ],
        },
        inputs={
            "given": Input("scene", "data"),
            "colours": Input("color-scheme", "computedColorScheme"),
            "_ready": Input("ready", "data"),
            "start": State("start", "data"),
            "shown": State("shown", "data"),
            "client": State("client", "data"),
            "looked": State("view", "data"),
        },
        prevent_initial_call=True,
    )(answers.draw)
    app.callback(
        Output("job-title", "children"),
        Output("job-bar", "style"),
        Output("job", "style"),
        Output("tick", "disabled", allow_duplicate=True),
        Output("ready", "data"),
        Input("tick", "n_intervals"),
        State("client", "data"),
        prevent_initial_call=True,
    )(answers.tell)
    app.callback(
        Input("job-cancel", "n_clicks"), State("client", "data"), prevent_initial_call=True
    )(answers.cancel)
    app.callback(
        Output("fit", "figure"),
        Output("fit-note", "children"),
        *(Output(f"cursor-{side}", "children") for side in SIDES),
        Input("cursor", "data"),
        Input("shown", "data"),
        Input("color-scheme", "computedColorScheme"),
        State("scene", "data"),
        State("start", "data"),
        State("client", "data"),
        prevent_initial_call=True,
    )(answers.read_cursor)
    app.callback(
        Output("pulls", "children"),
        Input("pulls-heading", "n_clicks"),
        Input("cursor", "data"),
        Input("start", "data"),
        Input("shown", "data"),
        State("scene", "data"),
        State("client", "data"),
        prevent_initial_call=True,
    )(answers.show_pulls)
    app.callback(
        Output("paths", "data"),
        Output("progress", "figure"),
        Output("tick", "disabled", allow_duplicate=True),
        Input("shown", "data"),
        Input("start", "data"),
        Input("progress-quantity", "value"),
        Input("progress-scale", "value"),
        Input("color-scheme", "computedColorScheme"),
        State("scene", "data"),
        State("client", "data"),
        prevent_initial_call=True,
    )(answers.walk)
    app.callback(
        *(Output(f"verdict-{side}", "children") for side in SIDES),
        Output("tick", "disabled", allow_duplicate=True),
        Input("shown", "data"),
        State("scene", "data"),
        State("client", "data"),
        prevent_initial_call=True,
    )(answers.conclude)
    app.clientside_callback(
        ClientsideFunction("playback", "load"),
        Output("step", "max"),
        Output("step", "value"),
        Input("paths", "data"),
        State("step", "value"),
        State("step", "max"),
        State("view", "data"),
        State("client", "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("playback", "show"),
        Output("step-text", "children"),
        Input("step", "value"),
        Input("paths", "data"),
        Input("color-scheme", "computedColorScheme"),
        prevent_initial_call=True,
    )
    for name in ("first", "back", "play", "forward"):
        app.clientside_callback(
            ClientsideFunction("playback", name),
            Input(f"play-{name}", "n_clicks"),
            prevent_initial_call=True,
        )
    app.clientside_callback(ClientsideFunction("playback", "pace"), Input("pace", "value"))
