"""The page itself: the question, the claims in a row, the references."""

import uuid

import dash
import dash_mantine_components as dmc
from dash import ALL, ClientsideFunction, Input, Output, State, dcc, html

from pages.parts.alerts import notices
from pages.parts.aria import named
from pages.parts.frame import framed
from pages.parts.pickers import data_entries
from pages.why import answers
from pages.why.answers import CLAIMS
from pages.why.claim import POLLED, Claim, derivation
from pages.why.optima import draw_rarity
from pages.why.references import REFERENCES
from scene import Scene

__all__ = ["NAME", "PATH", "TITLE", "layout", "register"]

PATH = "/why"
NAME = "Why log?"
TITLE = "Why log? · Loss landscapes"


def layout(**query: str) -> html.Div:
    """Return the page for a link's fields; what could not be used is said on it."""
    scene, messages = Scene.from_query(query | {"output": "sigmoid"})
    contents = html.Nav(
        html.Ol(
            [
                html.Li(
                    [
                        html.A(claim.claim.rstrip("."), href=f"#{claim.key}"),
                        html.Span(id=f"why-mark-{claim.key}"),
                    ]
                )
                for claim in CLAIMS
            ]
        ),
        className="why-contents",
        **named("The claims"),
    )
    return html.Div(
        [
            dcc.Store(id="why-scene", data=scene.changes()),
            dcc.Store(id="why-query"),
            dcc.Store(id="why-wide"),
            dcc.Store(id="client", data=uuid.uuid4().hex),
            notices(messages),
            html.Article(
                [
                    html.H1("Why the logarithm?"),
                    html.P(
                        "A model gave the right class a probability of 0.35. Why is its loss "
                        "−log 0.35, and not (0.35 − 1)²? Does the log only add complexity? Here "
                        "is what is usually answered, claim by claim. Every figure, number and "
                        "verdict is computed now, on the data chosen here unless a claim says "
                        "otherwise; theorems that are cited are named as such.",
                        className="lead",
                    ),
                    html.Div(
                        [
                            dmc.Select(
                                id="why-data",
                                label="Measured on",
                                data=data_entries(),
                                value=scene.data,
                                allowDeselect=False,
                                className="why-select",
                            ),
                        ],
                        className="why-data",
                    ),
                    html.P(id="why-source", className="note"),
                    contents,
                    *(_section(i + 1, claim, scene) for i, claim in enumerate(CLAIMS)),
                    html.Section(
                        [
                            html.H2("References"),
                            html.Ul([html.Li(reference) for reference in REFERENCES]),
                        ],
                        className="references",
                    ),
                ],
                className="why",
            ),
        ],
        className="why-page",
        **framed(query),
    )


def _section(number: int, claim: Claim, scene: Scene) -> html.Section:
    controls = [] if claim.controls is None else claim.controls(scene)
    return html.Section(
        [
            html.H2([f"{number}. “{claim.claim}”"]),
            html.Div(id=f"why-verdict-{claim.key}", className="why-verdict", role="status"),
            *(html.P(list(words)) for words in claim.plain),
            html.Div(controls, id=f"why-controls-{claim.key}", className="why-controls"),
            html.Div(
                html.P("Being measured …", className="note"),
                id=f"why-body-{claim.key}",
                className="why-body",
            ),
            *([] if claim.under is None else claim.under()),
            derivation(claim.derivation),
            dcc.Interval(id=f"why-tick-{claim.key}", interval=POLLED, disabled=True),
        ],
        id=claim.key,
        className="claim",
    )


def register(app: dash.Dash) -> None:
    """Attach the page's callbacks to an app."""
    app.callback(
        Output("why-scene", "data"),
        *(Output(f"why-controls-{claim.key}", "children") for claim in answers.controlled()),
        Input("why-data", "value"),
        prevent_initial_call=True,
    )(answers.choose)
    app.callback(
        Output("why-source", "children"),
        Output("why-query", "data"),
        Input("why-scene", "data"),
    )(answers.tell_source)
    app.clientside_callback(
        ClientsideFunction("address", "query"),
        Input("why-query", "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("why", "wide"), Output("why-wide", "data"), Input("why-source", "id")
    )
    for claim in CLAIMS:
        app.callback(
            Output(f"why-body-{claim.key}", "children"),
            Output(f"why-verdict-{claim.key}", "children"),
            Output(f"why-mark-{claim.key}", "children"),
            Output(f"why-tick-{claim.key}", "disabled"),
            Output(f"why-tick-{claim.key}", "interval"),
            Input(f"why-tick-{claim.key}", "n_intervals"),
            Input("why-scene", "data"),
            Input("color-scheme", "computedColorScheme"),
            Input("why-wide", "data"),
            Input({"type": "why-control", "claim": claim.key, "name": ALL}, "value"),
            State({"type": "why-control", "claim": claim.key, "name": ALL}, "id"),
            State("client", "data"),
        )(answers.measure(claim))

    app.callback(
        Output("why-rarity", "children"),
        Output("why-rarity-tick", "disabled"),
        Input("why-rarity-draw", "n_clicks"),
        Input("why-rarity-tick", "n_intervals"),
        State("client", "data"),
        prevent_initial_call=True,
    )(draw_rarity)
