"""Addresses of this site: what every link that a page makes goes through.

Links are written without the path that a proxy serves the app under, so that a lesson made on one
server plays on another; the path is put before them when they are shown. assets/site.js does the
same in the browser.
"""

import os
from typing import Any

from dash import Dash
from dash._utils import AttributeDict

from server.base_path import base_path

__all__ = ["Site", "address", "bare"]


def address(path: str, query: str = "", fragment: str = "") -> str:
    """Return an address of this site, as a browser is to ask for it.

    Parameters
    ----------
    path : str
        A page's path, such as "/curves"; it may bring its query along.
    query, fragment : str
        What stands behind ? and #, encoded.
    """
    query, fragment = query and f"?{query}", fragment and f"#{fragment}"
    return f"{base_path()}{path}{query}{fragment}"


def bare(link: str) -> str:
    """Return an address of this site without the base path; as it is where it has none."""
    base = base_path()
    path, mark, query = link.partition("?")
    if base and f"{path}/".startswith(f"{base}/"):
        path = path[len(base) :] or "/"
    return path + mark + query


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
    """

    def __init__(self, name: str, **settings: Any) -> None:
        # Dash reads the environment itself, and refuses the first of these beside the others.
        own: dict[str, Any] = {"routes_pathname_prefix": "/", "requests_pathname_prefix": "/"}
        if os.environ.get("DASH_URL_BASE_PATHNAME"):
            own = {"url_base_pathname": "/"}
        super().__init__(name, **(settings | own))
        object.__setattr__(self.config, "__class__", _Config)  # its own makes a setting of it

    def strip_relative_path(self, path: str) -> str:
        """Return the path of a page, as Dash looks it up; who comes past the proxy gets it, too."""
        return bare(path).strip("/")

    def interpolate_index(self, favicon: str = "", **parts: Any) -> Any:  # type: ignore[override]
        """Return the HTML of a page, with the logo as its icon."""
        icon = f'<link rel="icon" type="image/svg+xml" href="{self.get_asset_url("logo.svg")}">'
        return Dash.interpolate_index(self, favicon=f"{favicon}\n    {icon}", **parts)
