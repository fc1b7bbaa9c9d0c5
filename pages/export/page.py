"""The Export dialog: a preview, what is to be saved, and how.

assets/export/dialog.js draws and saves; what only the server can make it asks of
`pages.export.answers`.
"""

from typing import Any

import dash
import dash_mantine_components as dmc
from dash import ClientsideFunction, Input, Output, State, dcc, html

from pages.export.answers import add_routes
from pages.export.controls import CONTROLS, controls, offered
from pages.parts.aria import named

__all__ = ["export_button", "export_dialog", "register"]


def export_button() -> html.Button:
    """Return the header's button."""
    return html.Button(
        "Export",
        id="export-open",
        className="menu-button export-button",
        type="button",
        title="Export a picture, a slide or the data (E)",
        **named("Export (E)"),
    )


def export_dialog(address: str) -> Any:
    """Return the dialog; `address` is the path below which the server makes files."""
    preview = html.Div(
        [
            html.Img(id="export-preview", alt="Preview of the picture", src=""),
            html.P(id="export-message", className="export-message", role="status"),
        ],
        className="export-stage",
    )
    closing: Any = named("Close")
    return html.Div(
        [
            dcc.Store(id="export-choices", data=offered(address)),
            dmc.Modal(
                html.Div([preview, controls()], className="export"),
                id="export-dialog",
                title="Export",
                opened=False,
                centered=True,
                size="max(1180px, 78vw)",
                padding="md",
                zIndex=100,
                closeButtonProps=closing,
                transitionProps={"duration": 0},
            ),
        ]
    )


def register(app: dash.Dash) -> None:
    """Attach the dialog's callbacks, all of which run in the browser, and what the server makes."""
    add_routes(app.server, f"{app.config.routes_pathname_prefix}export")
    app.clientside_callback(
        ClientsideFunction("exporting", "open"),
        Output("export-dialog", "opened"),
        Input("export-open", "n_clicks"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("exporting", "opened"),
        Input("export-dialog", "opened"),
        State("export-choices", "data"),
    )
    app.clientside_callback(
        ClientsideFunction("exporting", "changed"),
        *(Input(f"export-{name}", value) for name, value in CONTROLS),
    )
    for name in ("save", "cancel"):
        app.clientside_callback(
            ClientsideFunction("exporting", name),
            Input(f"export-{name}", "n_clicks"),
            prevent_initial_call=True,
        )
