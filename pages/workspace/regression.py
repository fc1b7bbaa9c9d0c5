"""Softmax regression: two losses of one model of several classes, side by side."""

import dash
from dash import html

from pages.parts.sections import section_links
from pages.workspace.page import workspace

__all__ = ["NAME", "PATH", "TITLE", "layout", "register"]

PATH = "/softmax/regression"
NAME = ""
TITLE = "Softmax regression · Loss landscapes"


def layout(**query: str) -> html.Div:
    """Return the page for a link's fields; what could not be used is said on it."""
    return workspace("softmax", query, above=(section_links(PATH),))


def register(app: dash.Dash) -> None:
    """Attach nothing: the workspace's callbacks are attached with Explore."""
