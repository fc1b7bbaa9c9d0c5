"""Alerts: what of a link or of a choice could not be used."""

from typing import Any

import dash_mantine_components as dmc
from dash import html

__all__ = ["alerts", "notices"]


def alerts(said: tuple[str, ...]) -> list[Any]:
    """Return a notice of what could not be used; nothing where all could."""
    if not said:
        return []
    return [
        dmc.Alert(
            html.Ul([html.Li(message) for message in said]),
            title="Not used",
            color="orange",
            variant="outline",
            withCloseButton=True,
        )
    ]


def notices(said: tuple[str, ...]) -> html.Div:
    """Return the place at the top of a page that says so, and is read aloud."""
    return html.Div(alerts(said), className="messages", role="status")
