"""Explore: two losses of logistic regression on one data set, side by side."""

import dash
from dash import html

from pages.workspace import wiring
from pages.workspace.page import workspace

__all__ = ["NAME", "PATH", "TITLE", "layout", "register"]

PATH = "/"
NAME = "Explore"
TITLE = "Loss landscapes"


def layout(**query: str) -> html.Div:
    """Return the page for a link's fields; what could not be used is said on it."""
    return workspace("sigmoid", query)


def register(app: dash.Dash) -> None:
    """Attach the workspace's callbacks, which serve every page that shows it."""
    wiring.register(app)
