"""The workspace's callbacks: which control and which store has what drawn anew."""

from typing import Any

import dash
from dash import ALL, MATCH, ClientsideFunction, Input, Output, State

from pages.parts.columns import SIDES
from pages.workspace import answers, cursor
from pages.workspace.sight import choose_data

__all__ = ["register"]

# What a change of the scene brings as well as a move on the drawing that is there.
_DESCENTS = {"paths": Output("paths", "data"), "progress": Output("progress", "figure")}
_READING = {
    "fit": Output("fit", "figure"),
    "note": Output("fit-note", "children"),
    "texts": [Output(f"cursor-{side}", "children") for side in SIDES],
}


def _again(outputs: Any) -> Any:
    """Return the same outputs for a second callback."""
    if isinstance(outputs, dict):
        return {name: _again(one) for name, one in outputs.items()}
    if isinstance(outputs, list):
        return [_again(one) for one in outputs]
    return Output(outputs.component_id, outputs.component_property, allow_duplicate=True)


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
            "messages": Output("messages", "children"),
            "view": Output("columns", "className"),
            "idle": Output("tick", "disabled"),
            "ground": {
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
                "source": Output("data-note", "children"),
                "note": Output("ground-note", "children"),
                "shown": Output("shown", "data"),
                "ends": [
                    Output({"type": "control", "field": f"window_{axis}/{i}"}, "placeholder")
                    for axis in "ab"
                    for i in (0, 1)
                ],
            },
            "verdicts": [Output(f"verdict-{side}", "children") for side in SIDES],
            "descents": _DESCENTS,
            "read": _READING,
            "pulls": Output("pulls", "children"),
        },
        inputs={
            "given": Input("scene", "data"),
            "colours": Input("color-scheme", "computedColorScheme"),
            "_ready": Input("ready", "data"),
            "start": State("start", "data"),
            "shown": State("shown", "data"),
            "client": State("client", "data"),
            "looked": State("view", "data"),
            "cursor": State("cursor", "data"),
            "quantity": State("progress-quantity", "value"),
            "scale": State("progress-scale", "value"),
            "unfolded": State("pulls-heading", "n_clicks"),
        },
        prevent_initial_call=True,
    )(answers.draw)
    app.callback(
        Output("job-title", "children"),
        Output("job-bar", "style"),
        Output("job", "style"),
        Output("tick", "disabled", allow_duplicate=True),
        Output("ready", "data"),
        Output("tick", "interval"),
        Input("tick", "n_intervals"),
        State("client", "data"),
        prevent_initial_call=True,
    )(answers.tell)
    app.callback(
        Input("job-cancel", "n_clicks"), State("client", "data"), prevent_initial_call=True
    )(answers.cancel)
    app.callback(
        output=_again(_READING),
        inputs={
            "cursor": Input("cursor", "data"),
            "colours": State("color-scheme", "computedColorScheme"),
            "given": State("scene", "data"),
            "start": State("start", "data"),
            "client": State("client", "data"),
        },
        prevent_initial_call=True,
    )(cursor.read_cursor)
    app.callback(
        Output("pulls", "children", allow_duplicate=True),
        Input("pulls-heading", "n_clicks"),
        Input("cursor", "data"),
        Input("start", "data"),
        State("scene", "data"),
        State("client", "data"),
        prevent_initial_call=True,
    )(cursor.show_pulls)
    app.callback(
        output=_again(_DESCENTS | {"idle": Output("tick", "disabled")}),
        inputs={
            "start": Input("start", "data"),
            "quantity": Input("progress-quantity", "value"),
            "scale": Input("progress-scale", "value"),
            "colours": State("color-scheme", "computedColorScheme"),
            "given": State("scene", "data"),
            "client": State("client", "data"),
        },
        prevent_initial_call=True,
    )(answers.walk)
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
