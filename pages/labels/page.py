"""Softmax or sigmoids: rows of several labels, and what either output makes of them."""

from typing import Any

import dash
import dash_mantine_components as dmc
from dash import ClientsideFunction, Input, Output, dcc, html

from figures.labels import NAMES
from pages.labels import answers
from pages.labels.view import PLACES, ROWS, LabelsView
from pages.parts.aria import named
from pages.parts.frame import framed
from pages.parts.sections import section_links
from pages.workspace.answers import alerts
from pages.workspace.controls import section

__all__ = ["NAME", "PATH", "TITLE", "layout", "register"]

PATH = "/softmax/labels"
NAME = ""
TITLE = "Softmax or sigmoids? · Loss landscapes"

_CONFIG: Any = {"displaylogo": False, "showSendToCloud": False, "displayModeBar": False}
_DAYS = (("several", "Several or none"), ("one", "Exactly one"))
_MARKS = ("hollow", "filled", "hatched")


def layout(**query: str) -> html.Div:
    """Return the page for a link's fields; what could not be used is said on it."""
    view, messages = LabelsView.from_query(query)
    return html.Div(
        [
            dcc.Store(id="labels-query"),
            html.Div(section_links(PATH), className="labels-pages"),
            _controls(view),
            html.Main(
                [
                    html.Div(alerts(messages), className="messages", role="status"),
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


def _controls(view: LabelsView) -> html.Aside:
    return html.Aside(
        [
            html.H1("Softmax or sigmoids?", className="labels-heading"),
            html.P(
                "A day can be rainy, windy and cold at once. How often each is true at each place "
                "is known here, as the days are made up. One softmax and three sigmoids are fitted "
                "to the same days by least cross-entropy.",
                className="note",
            ),
            _control(
                "Labels a day bears",
                dmc.SegmentedControl(
                    id="labels-days",
                    data=[{"value": value, "label": label} for value, label in _DAYS],
                    value=view.days,
                    fullWidth=True,
                    size="xs",
                ),
            ),
            dmc.Select(
                id="labels-place",
                label="Place",
                data=[{"value": place, "label": place.capitalize()} for place in PLACES],
                value=view.place,
                allowDeselect=False,
                className="control",
            ),
            _control(
                "Days",
                dmc.SegmentedControl(
                    id="labels-n",
                    data=[{"value": str(n), "label": f"{n:,}"} for n in ROWS],
                    value=str(view.n),
                    fullWidth=True,
                    size="xs",
                ),
            ),
            dmc.NumberInput(
                id="labels-seed",
                label="Seed",
                value=view.seed,
                min=0,
                max=9999,
                allowDecimal=False,
                clampBehavior="strict",
                className="control inline",
            ),
            html.P(id="labels-rows", className="note"),
        ],
        className="side-panel labels-controls",
        **named("Controls"),
    )


def _control(title: str, control: Any) -> html.Div:
    return html.Div(
        [html.Div(html.Span(title), className="control-head"), control],
        className="control",
        role="group",
        **named(title),
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
    graph = dcc.Graph(id=name, responsive=True, config=_CONFIG, className="graph")
    return html.Section([title, html.Div(graph, className="labels-chart")])


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
