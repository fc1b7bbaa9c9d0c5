"""Graphs: what Dash and Plotly are told of every one of them."""

from typing import Any

from dash import dcc

__all__ = ["PLAIN", "graph", "plain_graph"]

_BARE = {"displaylogo": False, "showSendToCloud": False}

PLAIN: Any = {**_BARE, "displayModeBar": False}
"""The configuration of a graph without buttons."""


def plain_graph(name: str, classes: str | None = "graph", **settings: Any) -> dcc.Graph:
    """Return a graph without buttons; settings are further ones of Plotly's configuration."""
    return dcc.Graph(id=name, className=classes, responsive=True, config=PLAIN | settings)


def graph(name: str, kind: str, file: str) -> dcc.Graph:
    """Return a graph of a column, with buttons.

    Parameters
    ----------
    name : str
        Its id.
    kind : str
        "surface", which a wheel zooms, or "field".
    file : str
        What a picture of it is called.
    """
    config: Any = {
        **_BARE,
        "scrollZoom": kind == "surface",
        "doubleClick": "reset",
        "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d", "hoverClosest3d"],
        "toImageButtonOptions": {"format": "png", "width": 1920, "height": 1080, "filename": file},
    }
    return dcc.Graph(id=name, className=f"graph {kind}", responsive=True, config=config)
