"""Softmax or sigmoids: rows of several labels, and what either output makes of them."""

from typing import Any

import dash
from dash import ClientsideFunction, Input, Output, dcc, html

from figures.labels import NAMES
from pages.labels import answers
from pages.labels.controls import controls
from pages.labels.view import LabelsView
from pages.parts.alerts import notices
from pages.parts.aria import named
from pages.parts.controls import section
from pages.parts.frame import framed
from pages.parts.graphs import plain_graph
from pages.parts.sections import section_links

__all__ = ["NAME", "PATH", "TITLE", "layout", "register"]

PATH = "/softmax/labels"
NAME = ""
TITLE = "Softmax or sigmoids? · Loss landscapes"

_MARKS = ("hollow", "filled", "hatched")


def layout(**query: str) -> html.Div:
    """Return the page for a link's fields; what could not be used is said on it."""
    view, messages = LabelsView.from_query(query)
    return html.Div(
        [
            dcc.Store(id="labels-query"),
            html.Div(section_links(PATH), className="labels-pages"),
            controls(view),
            html.Main(
                [
                    notices(messages),
                    _key(),
                    html.Div(
                        [
                            _chart("labels-place-chart", html.H2(id="labels-title")),
                            _chart("labels-sums-chart", html.H2("The sums, at every place")),
                        ],
                        className="labels-charts",
                    ),
                    html.P(id="labels-sentence", className="labels-sentence"),
                    html.Div(id="labels-place-table", className="labels-table"),
                    html.P(
                        "Slope: of the expected loss in each label's logit, at the logits of the "
                        "true frequencies; a minimum needs 0 there. 0 to rounding: below 1e-15 of "
                        "the terms' size, which is 1. Counted: the share of this place's days.",
                        className="note",
                    ),
                ],
                className="labels-stage",
            ),
            html.Aside(
                [
                    section(
                        "Least at the true frequencies?",
                        [
                            html.Div(id="labels-verdict-softmax", className="labels-verdict"),
                            html.Div(id="labels-verdict-sigmoids", className="labels-verdict"),
                            html.Div(id="labels-places-table"),
                        ],
                    ),
                    section(
                        "The two fits",
                        [
                            html.Div(id="labels-fits-table"),
                            html.P(id="labels-fits-text", className="note"),
                        ],
                    ),
                ],
                className="reading-column labels-reading",
                **named("Verdicts"),
            ),
        ],
        className="labels",
        **framed(query),
    )


def _key() -> html.Div:
    """Return what the three kinds of bars are, once for both charts."""
    return html.Div(
        [
            html.Span([html.Span(className=f"labels-mark {mark}"), name])
            for mark, name in zip(_MARKS, NAMES, strict=True)
        ],
        className="labels-key",
    )


def _chart(name: str, title: Any) -> html.Section:
    return html.Section([title, html.Div(plain_graph(name), className="labels-chart")])


def register(app: dash.Dash) -> None:
    """Attach the page's callbacks to an app."""
    app.callback(
        output={
            "figures": [
                Output("labels-place-chart", "figure"),
                Output("labels-sums-chart", "figure"),
            ],
            "title": Output("labels-title", "children"),
            "sentence": Output("labels-sentence", "children"),
            "verdicts": [
                Output(f"labels-verdict-{name}", "children") for name in ("softmax", "sigmoids")
            ],
            "rows": Output("labels-rows", "children"),
            "place": Output("labels-place-table", "children"),
            "places": Output("labels-places-table", "children"),
            "fits": Output("labels-fits-table", "children"),
            "fits_text": Output("labels-fits-text", "children"),
            "query": Output("labels-query", "data"),
        },
        inputs=[
            *(Input(f"labels-{name}", "value") for name in ("days", "n", "seed", "place")),
            Input("color-scheme", "computedColorScheme"),
        ],
    )(answers.draw)
    app.clientside_callback(
        ClientsideFunction("address", "query"),
        Input("labels-query", "data"),
        prevent_initial_call=True,
    )
