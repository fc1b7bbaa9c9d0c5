"""Site: Dash as this app has it."""

import os
from pathlib import Path
from typing import Any

from dash import Dash
from dash._utils import AttributeDict
from flask import Flask

from pages.parts.address import bare
from server.base_path import base_path

__all__ = ["DESCRIPTION", "TITLE", "Site"]

TITLE = "Loss landscapes"
DESCRIPTION = (
    "Squared error and cross-entropy side by side: the loss surfaces of logistic regression, "
    "their gradients, and the paths that descent takes on them."
)


class _Config(AttributeDict):
    """Dash's settings; what its own addresses begin with is the request's base path."""

    def __getattr__(self, key: str) -> Any:
        if key == "requests_pathname_prefix":
            return f"{base_path()}/"
        return super().__getattr__(key)  # type: ignore[no-untyped-call]


class Site(Dash):
    """Dash below a base path that may differ from request to request.

    Dash takes one path when it is made; its routes have none here, and what it writes into pages
    is looked up as each is answered.

    Parameters
    ----------
    server : Flask
        What serves it.
    assets : Path
        The folder of its sheets and scripts.
    """

    def __init__(self, server: Flask, assets: Path) -> None:
        # Dash reads the environment itself, and refuses the first of these beside the others.
        paths = {"routes_pathname_prefix": "/", "requests_pathname_prefix": "/"}
        if os.environ.get("DASH_URL_BASE_PATHNAME"):
            paths = {"url_base_pathname": "/"}
        own: dict[str, Any] = {"server": server, **paths}
        super().__init__(
            server.import_name,
            title=TITLE,
            update_title="",
            assets_folder=str(assets),
            use_pages=True,
            pages_folder="",
            include_pages_meta=False,
            meta_tags=[
                {"name": "description", "content": DESCRIPTION},
                {"name": "color-scheme", "content": "light dark"},
            ],
            serve_locally=True,
            compress=True,
            health_endpoint="healthz",
            enable_mcp=False,
            # Otherwise Dash builds every page at start-up and sends all of them, data included,
            # with each page's HTML, to check the callbacks' ids; tests/server/test_served.py does
            # that.
            suppress_callback_exceptions=True,
            **own,
        )
        object.__setattr__(self.config, "__class__", _Config)  # its own makes a setting of it

    def warm(self) -> None:
        """Have Dash set itself up, which it does on the first request, not safely from threads."""
        self.server.config["PROPAGATE_EXCEPTIONS"] = True  # what fails here is to be seen
        with self.server.test_client() as client:
            for path in ("_dash-layout", "_dash-dependencies", ""):
                client.get(self.config.routes_pathname_prefix + path)
        self.server.config["PROPAGATE_EXCEPTIONS"] = None

    def strip_relative_path(self, path: str) -> str:
        """Return the path of a page, as Dash looks it up; who comes past the proxy gets it, too."""
        return bare(path).strip("/")

    def interpolate_index(self, favicon: str = "", **parts: Any) -> Any:  # type: ignore[override]
        """Return the HTML of a page, with the logo as its icon."""
        icon = f'<link rel="icon" type="image/svg+xml" href="{self.get_asset_url("logo.svg")}">'
        return Dash.interpolate_index(self, favicon=f"{favicon}\n    {icon}", **parts)
