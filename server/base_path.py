"""Base path: the path under which people reach the app, where a proxy stands in front of it.

A proxy takes the path off before it hands a request on, or leaves it; both arrive here as what
WSGI has for it, the path in SCRIPT_NAME and the rest in PATH_INFO.
"""

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes

from flask import Flask, has_request_context, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["MOST_PROXIES", "VARIABLES", "base_path", "behind", "by_environment", "read_base_path"]

VARIABLES = ("BASE_PATH", "DASH_URL_BASE_PATHNAME", "DASH_REQUESTS_PATHNAME_PREFIX")
"""The variables of the environment that say it; the first that is set counts."""

MOST_PROXIES = 16

_KEY = "loss_landscapes.base_path"
# What stands in an address and in HTML as it is. Names of people are in it: capitals, @, %C3%A9.
_PATH = re.compile(r"(?:/(?:[A-Za-z0-9._~@:+=,-]|%[0-9A-Fa-f]{2})+)*")


def read_base_path(text: str) -> str:
    """Return a base path as it stands before a page's own: "" for none, or such as "/user/x".

    Raises
    ------
    ValueError
        Where the text is no path.
    """
    given = text.strip()
    path = f"/{given}" if given and not given.startswith("/") else given
    path = path.removesuffix("/")
    dots = any(unquote(part) in (".", "..") for part in path.split("/"))
    if dots or not _PATH.fullmatch(path):
        raise ValueError(f"{text[:200]!r} is not a path such as /user/x/proxy/8050/")
    return path


def by_environment() -> str:
    """Return what the environment gives as base path, unread; "" where nothing does."""
    return next((os.environ[name] for name in VARIABLES if os.environ.get(name)), "")


def base_path() -> str:
    """Return the base path of the request that is being answered; "" outside of one."""
    return request.environ.get(_KEY, "") if has_request_context() else ""


def behind(server: Flask, path: str = "", *, trusted_proxies: int = 0) -> None:
    """Let a server answer below a path, whether or not the proxies in front leave it on.

    Parameters
    ----------
    server : flask.Flask
        The server; its own routes have no base path.
    path : str
        The base path, as `read_base_path` returns it. Where it is empty, it is what WSGI's
        SCRIPT_NAME or a trusted proxy's X-Forwarded-Prefix says, request by request.
    trusted_proxies : int
        How many proxies stand in front, each of which adds its own to X-Forwarded-For, -Proto and
        -Host. Without any these headers are what a client makes of them, and are not read.

    Raises
    ------
    ValueError
        Where the number is out of bounds.
    """
    if not 0 <= trusted_proxies <= MOST_PROXIES:
        raise ValueError(
            f"trusted_proxies must be from 0 to {MOST_PROXIES}; found {trusted_proxies}"
        )
    server.wsgi_app = _Based(server.wsgi_app, path)  # type: ignore[method-assign]
    if trusted_proxies:
        count = trusted_proxies
        server.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            server.wsgi_app,
            x_for=count,
            x_proto=count,
            x_host=count,
            # The proxy next to us says it, once; and a path that was set is not a header's to say.
            x_prefix=0 if path else 1,
        )


class _Based:
    """A WSGI application below a base path."""

    def __init__(self, application: "WSGIApplication", path: str) -> None:
        self.application = application
        self.path = path

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> "Iterable[bytes]":
        try:
            base = self.path or read_base_path(environ.get("SCRIPT_NAME", ""))
        except ValueError as error:
            refused = Response(f"The base path {error}.", 400, mimetype="text/plain")
            return refused(environ, start_response)
        before = unquote_to_bytes(base).decode("latin-1")  # as WSGI has all text
        path = environ.get("PATH_INFO", "")
        if before and f"{path}/".startswith(f"{before}/"):
            path = path[len(before) :]
        new = {"SCRIPT_NAME": before, "PATH_INFO": path or "/", _KEY: base}
        return self.application(environ | new, start_response)
