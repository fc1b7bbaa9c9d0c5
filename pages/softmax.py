"""Three logits: two losses of one sample of three classes, and the triangle of probabilities."""

import uuid
from typing import Any

import dash
import dash_mantine_components as dmc
from dash import ClientsideFunction, Input, Output, State, dcc, html

from landscapes.sweeps.logits import LABELS
from pages import softmax_answers
from pages.answers import alerts
from pages.aria import named
from pages.columns import SIDES
from pages.controls import loss_entries, section
from pages.frame import framed
from pages.sections import section_links
from pages.softmax_view import FAR, View

__all__ = ["NAME", "PATH", "TITLE", "layout", "register"]

PATH = "/softmax"
NAME = "Softmax"
TITLE = "Three logits · Loss landscapes"


def layout(**query: str) -> html.Div:
    """Return the page for a link's fields; what could not be used is said on it."""
    view, messages = View.from_query(query)
    return html.Div(
        [
            dcc.Store(id="softmax-client", data=uuid.uuid4().hex),
            dcc.Store(id="softmax-shown"),
            dcc.Store(id="softmax-point", data=list(view.point)),
            dcc.Store(id="softmax-cursor", data=list(view.point)),
            dcc.Store(id="softmax-arrows"),
            # The pages about softmax, as links to one another.
            html.Div(section_links("/softmax"), className="softmax-pages"),
            _controls(view),
            html.Main(
                [
                    html.Div(alerts(messages), className="messages", role="status"),
                    html.Div(_switch(), className="phone-only side-switch"),
                    html.Div([_column(side) for side in SIDES], className="columns"),
                    html.P(id="softmax-ground", className="note softmax-ground"),
                ],
                id="softmax-stage",
                className="stage",
            ),
            html.Aside(
                section(
                    "Probabilities",
                    [
                        html.Div(
                            _graph("softmax-simplex", "", static=True), className="softmax-triangle"
                        ),
                        html.P(id="softmax-lines", className="note"),
                        html.P(id="softmax-sentence", className="softmax-sentence"),
                    ],
                ),
                className="reading-column softmax-reading",
                **named("Probabilities"),
            ),
            html.Aside(
                [
                    section("At the point", [html.Div(id="softmax-numbers")]),
                    section("Of the losses there", [html.Div(id="softmax-losses")]),
                ],
                className="reading-column softmax-table",
                **named("Numbers"),
            ),
        ],
        className="softmax",
        **framed(query),
    )


def _controls(view: View) -> html.Aside:
    return html.Aside(
        [
            html.H1("Three logits", className="softmax-title"),
            html.P(
                "One sample, three classes. Only differences of logits count: what a constant "
                "added to all of them does is shown below, and the pictures show the plane where "
                "they sum to 0.",
                className="note",
            ),
            _control(
                "The label",
                dmc.SegmentedControl(
                    id="softmax-label",
                    data=[
                        {"value": key, "label": key if key.isdigit() else name}
                        for key, name in LABELS.items()
                    ],
                    value=view.label,
                    fullWidth=True,
                    size="xs",
                ),
            ),
            *(
                dmc.Select(
                    id=f"softmax-{side}",
                    label=f"Loss on the {side}",
                    data=loss_entries("softmax", getattr(view, side)),
                    value=getattr(view, side),
                    allowDeselect=False,
                    className="control",
                )
                for side in SIDES
            ),
            _control(
                "Put the point",
                html.Div(
                    [
                        dmc.Button(title, id=f"softmax-example-{name}", size="xs", fullWidth=True)
                        for name, title in softmax_answers.EXAMPLES.items()
                    ],
                    className="softmax-examples",
                ),
            ),
            html.Div(
                [
                    html.Div(
                        [
                            html.Span("Added to all logits, c"),
                            html.Span(id="softmax-shift-text", className="reading"),
                        ],
                        className="control-head",
                    ),
                    dmc.Slider(
                        id="softmax-shift",
                        value=view.shift,
                        min=-FAR,
                        max=FAR,
                        step=0.5,
                        updatemode="drag",
                        thumbLabel="Constant added to all logits",
                        label=None,
                        size=3,
                        thumbSize=14,
                    ),
                    html.Div(_graph("softmax-flat", "", static=False), className="softmax-flat"),
                    html.P(id="softmax-flat-text", className="note"),
                ],
                className="control",
            ),
        ],
        className="side-panel softmax-controls",
        **named("Controls"),
    )


def _control(title: str, control: Any) -> html.Div:
    return html.Div(
        [html.Div(html.Span(title), className="control-head"), control],
        className="control",
        role="group",
        **named(title),
    )


def _switch() -> Any:
    entries = [{"value": side, "label": side.capitalize()} for side in SIDES]
    return dmc.SegmentedControl(
        id="softmax-side",
        data=[{"value": "both", "label": "Both"}, *entries],
        value="both",
        fullWidth=True,
    )


def _column(side: str) -> html.Section:
    return html.Section(
        [
            html.Div(
                [
                    html.H2(id=f"softmax-title-{side}"),
                    html.Div(id=f"softmax-formula-{side}", className="formula"),
                ],
                className="column-head",
            ),
            html.P(id=f"softmax-caption-{side}", className="caption"),
            html.Div(
                _graph(f"softmax-surface-{side}", "graph surface"), className="plot plot-surface"
            ),
            html.Div(_graph(f"softmax-field-{side}", "graph field"), className="plot plot-field"),
            html.Div(id=f"softmax-text-{side}", className="cursor-text"),
            html.Div(id=f"softmax-verdict-{side}", className="verdict"),
        ],
        className=f"column column-{side}",
    )


def _graph(name: str, classes: str, static: bool = False) -> dcc.Graph:
    buttons = "graph" in classes
    config: Any = {
        "displaylogo": False,
        "showSendToCloud": False,
        "displayModeBar": None if buttons else False,
        "staticPlot": static,
        "scrollZoom": "surface" in classes,
        "doubleClick": "reset",
        "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d", "hoverClosest3d"],
        "toImageButtonOptions": {
            "format": "png",
            "width": 1920,
            "height": 1080,
            "filename": name.replace("softmax", "three-logits"),
        },
    }
    return dcc.Graph(id=name, className=classes or None, responsive=True, config=config)


def register(app: dash.Dash) -> None:
    """Attach the page's callbacks to an app."""
    settings = [Input(f"softmax-{name}", "value") for name in ("left", "right", "label")]
    app.callback(
        output={
            "figures": [
                *(
                    Output(f"softmax-{kind}-{side}", "figure")
                    for side in SIDES
                    for kind in ("surface", "field")
                ),
                Output("softmax-simplex", "figure"),
            ],
            "headings": [
                Output(f"softmax-{part}-{side}", "children")
                for side in SIDES
                for part in ("title", "formula", "caption")
            ],
            "verdicts": [Output(f"softmax-verdict-{side}", "children") for side in SIDES],
            "lines": Output("softmax-lines", "children"),
            "no_right": Output("softmax-example-right", "disabled"),
            "ground": Output("softmax-ground", "children"),
            "shown": Output("softmax-shown", "data"),
        },
        inputs=[
            *settings,
            Input("color-scheme", "computedColorScheme"),
            State("softmax-shown", "data"),
        ],
    )(softmax_answers.draw)
    app.callback(
        output={
            "sentence": Output("softmax-sentence", "children"),
            "point": Output("softmax-numbers", "children"),
            "losses": Output("softmax-losses", "children"),
            "texts": [Output(f"softmax-text-{side}", "children") for side in SIDES],
            "arrows": Output("softmax-arrows", "data"),
        },
        inputs=[Input("softmax-cursor", "data"), *settings, Input("softmax-shift", "value")],
    )(softmax_answers.read)
    app.callback(
        Output("softmax-flat", "figure"),
        Output("softmax-flat-text", "children"),
        Input("softmax-point", "data"),
        *settings,
        Input("softmax-shift", "value"),
        Input("color-scheme", "computedColorScheme"),
    )(softmax_answers.lift)
    app.callback(
        Output("softmax-point", "data"),
        *(Input(f"softmax-example-{name}", "n_clicks") for name in softmax_answers.EXAMPLES),
        State("softmax-label", "value"),
        prevent_initial_call=True,
    )(softmax_answers.go)
    app.clientside_callback(
        ClientsideFunction("simplex", "pin"),
        Input("softmax-point", "data"),
        Input("softmax-shown", "data"),
    )
    app.clientside_callback(ClientsideFunction("simplex", "aim"), Input("softmax-arrows", "data"))
    app.clientside_callback(
        ClientsideFunction("scene", "side"),
        Output("softmax-stage", "className"),
        Input("softmax-side", "value"),
    )
    app.clientside_callback(
        ClientsideFunction("scene", "reading"),
        Output("softmax-shift-text", "children"),
        Input("softmax-shift", "value"),
    )
    app.clientside_callback(
        ClientsideFunction("simplex", "address"),
        Input("softmax-shown", "data"),
        Input("softmax-point", "data"),
        Input("softmax-shift", "value"),
        State("softmax-client", "data"),
        prevent_initial_call=True,
    )
