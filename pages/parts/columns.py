"""A column of the stage: one loss, its surface above, its field below."""

from typing import Any

import dash_mantine_components as dmc
from dash import html

from figures.theme import DARK, LIGHT
from losses import LOSSES, Loss
from pages.parts.graphs import graph
from pages.parts.mathematics import mathematics

__all__ = ["SIDES", "colours", "column", "formula", "heading", "side_switch"]

SIDES = ("left", "right")


def column(side: str, files: str, page: str = "", *, walked: bool = False) -> html.Section:
    """Return one column; its figures are drawn by the page's callbacks.

    Parameters
    ----------
    side : str
        "left" or "right".
    files : str
        What the names of its pictures' files begin with.
    page : str
        What its ids begin with, such as "softmax-".
    walked : bool
        Whether it says how far a descent has come.
    """
    said: Any = html.Span(id=f"{page}verdict-{side}")
    if walked:
        said = [said, " ", html.Span(id=f"{page}walked-{side}", className="quiet")]
    return html.Section(
        [
            html.Div(
                [
                    html.H2(id=f"{page}title-{side}"),
                    html.Div(id=f"{page}formula-{side}", className="formula"),
                ],
                className="column-head",
            ),
            html.P(id=f"{page}caption-{side}", className="caption"),
            *(
                html.Div(
                    graph(f"{page}{kind}-{side}", kind, f"{files}-{kind}-{side}"),
                    className=f"plot plot-{kind}",
                )
                for kind in ("surface", "field")
            ),
            html.Div(id=f"{page}cursor-{side}", className="cursor-text"),
            html.Div(said, className="verdict"),
        ],
        className=f"column column-{side}",
    )


def side_switch(name: str) -> html.Div:
    """Return the choice of the columns in sight, where there is room for one."""
    entries = [{"value": side, "label": side.capitalize()} for side in SIDES]
    control = dmc.SegmentedControl(
        id=name, data=[{"value": "both", "label": "Both"}, *entries], value="both", fullWidth=True
    )
    return html.Div(control, className="phone-only side-switch")


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
