"""Three logits: two losses of one sample of three classes, and the triangle of probabilities."""

import uuid

import dash
from dash import ClientsideFunction, Input, Output, State, dcc, html

from pages.logits import answers
from pages.logits.controls import EXAMPLES, controls
from pages.logits.view import LogitsView
from pages.parts.alerts import notices
from pages.parts.aria import named
from pages.parts.columns import SIDES, column, side_switch
from pages.parts.controls import section
from pages.parts.frame import framed
from pages.parts.graphs import plain_graph
from pages.parts.sections import section_links

__all__ = ["NAME", "PATH", "TITLE", "layout", "register"]

PATH = "/softmax"
NAME = "Softmax"
TITLE = "Three logits · Loss landscapes"


def layout(**query: str) -> html.Div:
    """Return the page for a link's fields; what could not be used is said on it."""
    view, messages = LogitsView.from_query(query)
    return html.Div(
        [
            dcc.Store(id="softmax-client", data=uuid.uuid4().hex),
            dcc.Store(id="softmax-shown"),
            dcc.Store(id="softmax-point", data=list(view.point)),
            dcc.Store(id="softmax-cursor", data=list(view.point)),
            dcc.Store(id="softmax-arrows"),
            # The pages about softmax, as links to one another.
            html.Div(section_links("/softmax"), className="softmax-pages"),
            controls(view),
            html.Main(
                [
                    notices(messages),
                    side_switch("softmax-side"),
                    html.Div(
                        [column(side, "three-logits", "softmax-") for side in SIDES],
                        className="columns",
                    ),
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
                            plain_graph("softmax-simplex", None, staticPlot=True),
                            className="softmax-triangle",
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
    )(answers.draw)
    app.callback(
        output={
            "sentence": Output("softmax-sentence", "children"),
            "point": Output("softmax-numbers", "children"),
            "losses": Output("softmax-losses", "children"),
            "texts": [Output(f"softmax-cursor-{side}", "children") for side in SIDES],
            "arrows": Output("softmax-arrows", "data"),
        },
        inputs=[Input("softmax-cursor", "data"), *settings, Input("softmax-shift", "value")],
    )(answers.read)
    app.callback(
        Output("softmax-flat", "figure"),
        Output("softmax-flat-text", "children"),
        Input("softmax-point", "data"),
        *settings,
        Input("softmax-shift", "value"),
        Input("color-scheme", "computedColorScheme"),
    )(answers.lift)
    app.callback(
        Output("softmax-point", "data"),
        *(Input(f"softmax-example-{name}", "n_clicks") for name in EXAMPLES),
        State("softmax-label", "value"),
        prevent_initial_call=True,
    )(answers.go)
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
