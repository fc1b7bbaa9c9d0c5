"""The workspace's callbacks: which control and which store has what drawn anew."""

import dash
from dash import ALL, MATCH, ClientsideFunction, Input, Output, State

from pages.parts.columns import SIDES
from pages.workspace import answers, cursor
from pages.workspace.sight import choose_data

__all__ = ["register"]


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
    )(cursor.read_cursor)
    app.callback(
        Output("pulls", "children"),
        Input("pulls-heading", "n_clicks"),
        Input("cursor", "data"),
        Input("start", "data"),
        Input("shown", "data"),
        State("scene", "data"),
        State("client", "data"),
        prevent_initial_call=True,
    )(cursor.show_pulls)
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
