"""A column of the stage: one loss, its surface above, its field below."""

from typing import Any

from dash import dcc, html

from figures.theme import DARK, LIGHT
from losses import LOSSES, Loss
from pages.parts.mathematics import mathematics

__all__ = ["SIDES", "colours", "column", "formula", "heading"]

SIDES = ("left", "right")


def column(side: str) -> html.Section:
    """Return one column; its figures are drawn by the page's callbacks."""
    return html.Section(
        [
            html.Div(
                [
                    html.H2(id=f"title-{side}"),
                    html.Div(id=f"formula-{side}", className="formula"),
                ],
                className="column-head",
            ),
            html.P(id=f"caption-{side}", className="caption"),
            _graph("surface", side),
            _graph("field", side),
            html.Div(id=f"cursor-{side}", className="cursor-text"),
            html.Div(
                [
                    html.Span(id=f"verdict-{side}"),
                    " ",
                    html.Span(id=f"walked-{side}", className="quiet"),
                ],
                className="verdict",
            ),
        ],
        className=f"column column-{side}",
    )


def _graph(kind: str, side: str) -> html.Div:
    return html.Div(
        dcc.Graph(
            id=f"{kind}-{side}",
            className=f"graph {kind}",
            responsive=True,
            config={
                "displaylogo": False,
                "showSendToCloud": False,
                "scrollZoom": kind == "surface",
                "doubleClick": "reset",
                "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d", "hoverClosest3d"],
                "toImageButtonOptions": {
                    "format": "png",
                    "width": 1920,
                    "height": 1080,
                    "filename": f"loss-landscape-{kind}-{side}",
                },
            },
        ),
        className=f"plot plot-{kind}",
    )


def heading(loss: Loss) -> list[Any]:
    """Return a column's title: the loss, marked with its colour."""
    return [html.Span(className="swatch", style=colours(loss)), loss.title]


def colours(loss: Loss) -> dict[str, str]:
    """Return a loss's colours as style variables, one a ground: the style sheet takes its pick."""
    known = tuple(LOSSES[loss.output.key])
    return {f"--loss-{theme.name}": theme.loss(loss.key, known) for theme in (LIGHT, DARK)}


def formula(loss: Loss) -> Any:
    """Return a loss's formula."""
    return mathematics(loss.formula)
