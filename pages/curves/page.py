"""Curves: one number, the probability given to the right class, and what losses make of it."""

import uuid
from typing import Any

import dash
import dash_mantine_components as dmc
from dash import ALL, MATCH, ClientsideFunction, Input, Output, State, dcc, html

from figures.curves import PLOTS
from losses import FAMILIES
from pages.curves import answers
from pages.curves.answers import FAMILY
from pages.curves.controls import controls, parameter_slider, titled_slider
from pages.curves.view import BOUNDS, CurvesView
from pages.parts.alerts import notices
from pages.parts.aria import named
from pages.parts.columns import formula
from pages.parts.controls import section
from pages.parts.frame import framed
from pages.parts.graphs import plain_graph

__all__ = ["NAME", "PATH", "TITLE", "layout", "register"]

PATH = "/curves"
NAME = "Curves"
TITLE = "One number"

# A plot's id, its title, and what the word in it means.
_PLOTS = {
    ("value", "p"): ("curve-value-p", "Loss against p", "what the answer costs"),
    ("value", "logit"): ("curve-value-z", "Loss against the logit", "the model's own scale"),
    ("slope", "logit"): ("curve-slope-z", "Slope", "descent pushes the logit by minus this"),
    ("curvature", "logit"): ("curve-curvature-z", "Curvature", "below 0 it is not convex"),
}


def layout(**query: str) -> html.Div:
    """Return the page for a link's fields; what could not be used is said on it."""
    view, messages = CurvesView.from_query(query)
    return html.Div(
        [
            dcc.Store(id="curve-handle", data=view.handle),
            dcc.Store(id="curve-bounds", data=BOUNDS),
            dcc.Store(id="curve-losses", data=[loss.name for loss in view.chosen]),
            dcc.Store(id="curve-query"),
            dcc.Store(id="curve-family-key", data=FAMILY),
            dcc.Store(id="curve-client", data=uuid.uuid4().hex),
            html.Aside(controls(view), className="side-panel curve-controls", **named("Controls")),
            html.Main(
                [
                    notices(messages),
                    html.H1(id="curve-asked", className="curve-asked"),
                    html.Div(
                        [_plot(part, *texts) for (part, _), texts in _PLOTS.items()],
                        className="curve-plots",
                    ),
                ],
                className="stage curve-stage",
            ),
            html.Aside(
                [
                    section("At the handle", [html.Div(id="curve-numbers")]),
                    section("What to see", [html.Div(id="curve-said", className="curve-said")]),
                ],
                className="reading-column curve-reading",
                **named("Reading"),
            ),
            html.Div([_family(view), _reports(view)], className="curve-questions"),
        ],
        id="curves",
        className="curves",
        **framed(query),
    )


def _plot(part: str, name: str, title: str, meaning: str) -> html.Section:
    # A link may name the part: two plots show the value, and that is no name of one.
    named_part: Any = {"id": part} if part != "value" else {}
    return html.Section(
        [
            html.Div(
                [
                    html.H2([title, html.Small(meaning)]),
                    html.Div(id=f"{name}-reading", className="curve-readout"),
                ],
                className="curve-head",
            ),
            html.Div(
                plain_graph(name),
                className="curve-plot",
            ),
        ],
        className="curve-cell",
        **named_part,
    )


def _family(view: CurvesView) -> html.Section:
    (parameter,) = FAMILIES["sigmoid"][FAMILY].parameters
    return html.Section(
        [
            html.H2("Must it be a log?"),
            html.P(
                "A family runs from −log p, as q goes to 0, to 1 − p, at q = 1. Its curve joins "
                "the plots when q is moved."
            ),
            html.Div(formula(answers.family_of(None)), className="formula"),
            parameter_slider(FAMILY, parameter, view),
            html.Div(id="curve-family", className="curve-said"),
            html.Div(id="curve-family-names", className="curve-family-key"),
            html.Div(
                plain_graph("curve-family-chart"),
                className="curve-expected",
            ),
            dmc.Button("Show its surface", id="curve-surface-show", n_clicks=0),
            html.Div(
                [
                    html.Div(
                        plain_graph("curve-surface"),
                        className="curve-surface",
                    ),
                    html.Div(id="curve-surface-said"),
                ],
                id="curve-surface-panel",
                className="curve-surface-panel folded",
            ),
        ],
        id="family",
        className="curve-question",
    )


def _reports(view: CurvesView) -> html.Section:
    return html.Section(
        [
            html.H2("Which report costs least?"),
            html.P(
                "The label is 1 with some true frequency, and a p has to be reported. A loss is "
                "proper where the truth itself costs least on average, whatever the truth is. "
                "Absolute error stands here for those that are not."
            ),
            titled_slider(
                "curve-truth", "True frequency", view.truth, (0.0, 1.0, 0.01), shown=True
            ),
            html.Div(
                plain_graph("curve-expected"),
                className="curve-expected",
            ),
            html.Div(id="curve-reports", className="curve-scroll"),
            html.P(
                "Least: where the slope turns, by bisection over logits from -60 to 60; a hollow "
                "mark is at an edge that no logit reaches. d²/dp²: the second "
                "derivative. Proper: measured at 99 truths, from 0.01 to 0.99.",
                className="note",
            ),
            html.Div(id="curve-reports-said", className="curve-said"),
        ],
        id="report",
        className="curve-question",
    )


def register(app: dash.Dash) -> None:
    """Attach the page's callbacks to an app."""
    parameters = {"type": "curve-parameter", "loss": ALL, "name": ALL}
    q = {"type": "curve-parameter", "loss": FAMILY, "name": "q"}
    app.clientside_callback(
        ClientsideFunction("curves", "handle"),
        Output("curve-handle", "data"),
        Output("curve-slider", "value"),
        Output("curve-p", "value"),
        Output("curve-z", "value"),
        Output("curve-p", "error"),
        Output("curve-z", "error"),
        Input("curve-slider", "value"),
        Input("curve-p", "value"),
        Input("curve-z", "value"),
        Input("curve-handle", "data"),
        State("curve-bounds", "data"),
    )
    app.clientside_callback(
        ClientsideFunction("curves", "names"),
        Output("curve-losses", "data"),
        Input("curve-chosen", "value"),
        Input(parameters, "value"),
        State(parameters, "id"),
        State("curve-losses", "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("curves", "join"),
        Output("curve-chosen", "value"),
        Input(q, "value"),
        State("curve-chosen", "value"),
        State("curve-family-key", "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("curves", "reading"),
        Output({"type": "curve-parameter-reading", "loss": MATCH, "name": MATCH}, "children"),
        Input({"type": "curve-parameter", "loss": MATCH, "name": MATCH}, "value"),
    )
    control = {"type": "curve-parameter-control", "loss": ALL, "name": ALL}
    app.clientside_callback(
        ClientsideFunction("curves", "folded"),
        Output(control, "hidden"),
        Input("curve-chosen", "value"),
        State(control, "id"),
    )
    for name in ("curve-label", "curve-truth"):
        app.clientside_callback(
            ClientsideFunction("curves", "reading"),
            Output(f"{name}-reading", "children"),
            Input(name, "value"),
        )
    app.clientside_callback(
        ClientsideFunction("address", "query"),
        Input("curve-query", "data"),
        prevent_initial_call=True,
    )
    names = [name for name, _, _ in (_PLOTS[plot] for plot in PLOTS)]
    app.callback(
        [Output(name, "figure") for name in names],
        Input("curve-losses", "data"),
        Input("curve-label", "value"),
        Input("color-scheme", "computedColorScheme"),
    )(answers.draw)
    app.callback(
        output={
            "asked": Output("curve-asked", "children"),
            "readouts": [Output(f"{name}-reading", "children") for name in names],
            "beyond": Output("curve-beyond", "children"),
            "table": Output("curve-numbers", "children"),
            "said": Output("curve-said", "children"),
            "family": Output("curve-family", "children"),
            "query": Output("curve-query", "data"),
        },
        inputs={
            "handle": Input("curve-handle", "data"),
            "names": Input("curve-losses", "data"),
            "label": Input("curve-label", "value"),
            "truth": Input("curve-truth", "value"),
            "q": Input(q, "value"),
        },
    )(answers.read)
    app.callback(
        Output("curve-family-chart", "figure"),
        Output("curve-family-names", "children"),
        Input(q, "value"),
        Input("curve-label", "value"),
        Input("color-scheme", "computedColorScheme"),
    )(answers.show_family)
    app.callback(
        Output("curve-expected", "figure"),
        Output("curve-reports", "children"),
        Output("curve-reports-said", "children"),
        Input("curve-losses", "data"),
        Input("curve-truth", "value"),
        Input("color-scheme", "computedColorScheme"),
    )(answers.show_expected)
    app.callback(
        Output("curve-surface", "figure"),
        Output("curve-surface-said", "children"),
        Output("curve-surface-panel", "className"),
        Output("curve-surface-show", "children"),
        Input("curve-surface-show", "n_clicks"),
        Input(q, "value"),
        Input("color-scheme", "computedColorScheme"),
        State("curve-surface-panel", "className"),
        State("curve-client", "data"),
        prevent_initial_call=True,
    )(answers.show_surface)
