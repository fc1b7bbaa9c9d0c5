"""The pages about softmax, as links to one another."""

from typing import Any

from dash import dcc, html

from pages.parts.address import address
from pages.parts.aria import named

__all__ = ["section_links"]

_SECTIONS = (
    ("/softmax", "Three logits"),
    ("/softmax/regression", "Softmax regression"),
    ("/softmax/labels", "Softmax or sigmoids?"),
)


def section_links(here: str) -> html.Nav:
    """Return the links, with the page that they stand on marked."""
    current: dict[str, Any] = {"aria-current": "page"}
    links = [
        html.Span(title, **current) if path == here else dcc.Link(title, href=address(path))
        for path, title in _SECTIONS
    ]
    return html.Nav(links, className="section-links", **named("Pages about softmax"))
