"""Guard: what every answer of the server carries, and what a request has to be to get one."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from flask import Flask, Request, Response, request
from werkzeug.exceptions import (
    BadRequest,
    Forbidden,
    HTTPException,
    MethodNotAllowed,
    NotFound,
    ServiceUnavailable,
)

from server import callback_request

__all__ = ["MAX_BODY", "allow_scripts", "make_server", "protect"]

MAX_BODY = 1024 * 1024
"""The largest body of a request, in bytes; the app's own are a few thousand."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_MESSAGES = {
    404: "There is nothing at this address.",
    413: f"A request's body may have {MAX_BODY} bytes at most.",
    500: "Something failed here. The server's log says what; nothing you did is lost.",
}
_PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>body {{ font-family: system-ui, sans-serif; margin: 4rem auto; max-width: 32rem }}</style>
<h1>{title}</h1>
<p>{message}</p>
</html>
"""


class _Bundles:
    """What Flask-Compress keeps: the compressed scripts of Dash, so that each is compressed once.

    Plotly's alone costs an eighth of a second. Answers to callbacks have no key and are not kept.
    """

    LIMIT = 64  # more than one browser asks for, and at most some 80 MB, whatever is asked for

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    @staticmethod
    def key(asked: Request) -> str:
        """Return the path of a script that carries its version, or "" for anything else."""
        return asked.path if "fingerprinted_path" in (asked.view_args or {}) else ""

    def get(self, key: str) -> bytes | None:
        """Return what is kept under "algorithm;path"."""
        return self._kept.get(key)

    def set(self, key: str, value: bytes) -> None:
        """Keep a script, as long as there is room."""
        if not key.endswith(";") and len(self._kept) < self.LIMIT:
            self._kept[key] = value


def make_server(name: str) -> Flask:
    """Return a Flask server with the limits and the compression that the app wants."""
    server = Flask(name, static_folder=None)
    server.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,  # an eighth smaller than gzip, as fast; 11 takes eight seconds
        COMPRESS_CACHE_BACKEND=_Bundles,
        COMPRESS_CACHE_KEY=_Bundles.key,
    )
    return server


def protect(
    server: Flask,
    callbacks: Mapping[str, Mapping[str, Any]],
    update_path: str,
    *,
    frame_ancestors: Sequence[str] = ("'self'",),
    allowed_hosts: Sequence[str] = (),
    own: Sequence[str] = (),
    absent: Sequence[type[Exception]] = (),
) -> None:
    """Check the requests for callbacks, set the headers, and keep stack traces in the log.

    Parameters
    ----------
    server : flask.Flask
        The server of the app; it must not have answered a request yet.
    callbacks : mapping
        Dash's callback_map; it may grow later.
    update_path : str
        The path to which the browser posts callbacks.
    frame_ancestors : sequence of str
        Who may show the app in a frame, as Content-Security-Policy writes it.
    allowed_hosts : sequence of str
        The names under which the app may be asked for; where there are none, under any.
    own : sequence of str
        Paths that only the app's own pages and a person's hand may ask for, with all below them.
        Their errors are JSON.
    absent : sequence of exception classes
        What Dash raises for a file it does not have, where the answer should be 404.
    """
    server.config.setdefault("CSP_SCRIPTS", ())
    hosts = {host.lower() for host in allowed_hosts}

    def is_own() -> bool:
        return any(request.path == path or request.path.startswith(f"{path}/") for path in own)

    @server.before_request
    def check() -> None:
        if hosts and _host_name(request.host) not in hosts:
            raise BadRequest("This server is not known by the name that the request gives it.")
        if is_own() and request.headers.get("Sec-Fetch-Site") == "cross-site":
            raise Forbidden("Files are made for this app's own pages; another site asked for one.")
        if request.path == update_path:
            if request.method != "POST":
                raise MethodNotAllowed(["POST"], f"A callback is a POST, not a {request.method}.")
            callback_request.check(callback_request.body(), callbacks)

    @server.after_request
    def finish(response: Response) -> Response:
        for header, value in HEADERS.items():
            response.headers.setdefault(header, value)
        response.headers.setdefault(
            "Content-Security-Policy", _policy(server.config["CSP_SCRIPTS"], frame_ancestors)
        )
        if response.cache_control.max_age:
            response.cache_control.immutable = True  # the path of a bundle carries its version
        elif not response.cache_control:
            response.cache_control.no_cache = True
        return response

    @server.errorhandler(HTTPException)
    def explain(error: HTTPException) -> HTTPException | Response:
        if error.code is None or error.code < 400:
            return error  # a redirect
        message = _MESSAGES.get(error.code) if error.code != 400 else None
        message = message or error.description or error.name
        as_json = request.path == update_path or is_own()
        answer = _answer(error.code, error.name, message, as_json=as_json)
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            answer.headers["Allow"] = ", ".join(error.valid_methods)
        if isinstance(error, ServiceUnavailable):
            answer.headers["Retry-After"] = str(error.retry_after or 1)
        return answer

    for kind in absent:
        server.register_error_handler(kind, lambda _: explain(NotFound()))


def allow_scripts(server: Flask, hashes: Sequence[str]) -> None:
    """Let inline scripts with these hashes run, besides the scripts that the server serves."""
    server.config["CSP_SCRIPTS"] = tuple(hashes)


def _host_name(host: str) -> str:
    """Return the name in a Host header, without its port; an IPv6 address keeps its brackets."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdigit() else host).lower().rstrip(".")


def _policy(scripts: Sequence[str], frame_ancestors: Sequence[str]) -> str:
    """Return the Content-Security-Policy."""
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *scripts)),
            "style-src 'self' 'unsafe-inline'",  # Mantine and plotly write styles
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            " ".join(("frame-ancestors", *frame_ancestors)),
        )
    )


def _answer(code: int, title: str, message: str, *, as_json: bool) -> Response:
    """Return an error as JSON for the app's scripts, or as a small page for a person."""
    if as_json:
        return Response(json.dumps({"error": message}), code, mimetype="application/json")
    page = _PAGE.format(title=escape(title), message=escape(message))
    return Response(page, code, mimetype="text/html")
