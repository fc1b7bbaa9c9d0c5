"""Guard: what every answer of the server carries, and what a request has to be to get one."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from flask import Flask, Request, Response, request
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    MethodNotAllowed,
    NotFound,
    RequestEntityTooLarge,
    ServiceUnavailable,
    UnsupportedMediaType,
)

__all__ = ["MAX_BODY", "allow_scripts", "make_server", "protect"]

MAX_BODY = 1024 * 1024
"""The largest body of a request, in bytes; the app's own are a few thousand."""

MAX_DEPTH = 64
"""How deep a callback's JSON may nest; deeper ones fail later, on their way back out."""

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
    absent : sequence of exception classes
        What Dash raises for a file it does not have, where the answer should be 404.
    """
    server.config.setdefault("CSP_SCRIPTS", ())

    @server.before_request
    def check() -> None:
        if request.path == update_path:
            if request.method != "POST":
                raise MethodNotAllowed(["POST"], f"A callback is a POST, not a {request.method}.")
            _check_callback(_body(), callbacks)

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
        answer = _answer(error.code, error.name, message, as_json=request.path == update_path)
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


def _body() -> object:
    """Return the request's JSON, or raise what says why there is none."""
    if not request.is_json:
        sent = request.mimetype or "nothing"
        raise UnsupportedMediaType(
            f"A callback's body is JSON (application/json); the header says {sent}."
        )
    try:
        body: object = request.get_json()
        if b"\\ud" in request.get_data().lower():  # perhaps half of a pair of surrogates
            json.dumps(body, ensure_ascii=False).encode()
        return body
    except RequestEntityTooLarge:
        raise
    except UnicodeEncodeError:
        raise BadRequest("The body holds half a character (a lone surrogate).") from None
    except RecursionError:
        raise BadRequest("The body's JSON nests too deeply.") from None
    except BadRequest:
        raise BadRequest("The body is not JSON.") from None


def _check_callback(body: object, callbacks: Mapping[str, Mapping[str, Any]]) -> None:
    """Raise BadRequest, naming what is wrong, unless Dash can take the body."""
    if not isinstance(body, dict):
        raise BadRequest(f"The body is to be a JSON object, not {_kind(body)}.")
    if _is_deeper(body, MAX_DEPTH):
        raise BadRequest(f"The body's JSON nests more than {MAX_DEPTH} levels deep.")
    output = body.get("output")
    if not isinstance(output, str):
        raise BadRequest(f"output is to be a string, not {_kind(output, 'output' in body)}.")
    callback = callbacks.get(output)
    if callback is None:
        raise BadRequest(f"output names no callback of this app: {_shorten(output)}.")
    if "callback" not in callback:
        raise BadRequest(f"output names a callback that runs in the browser: {_shorten(output)}.")

    for field, declared in (("inputs", callback["inputs"]), ("state", callback["state"])):
        # The browser leaves state out where there is none.
        given = body.get(field, [] if field == "state" or not declared else None)
        if not isinstance(given, list):
            raise BadRequest(f"{field} is to be a list, not {_kind(given, field in body)}.")
        if len(given) != len(declared):
            raise BadRequest(
                f"{field} is to have as many entries as this callback takes, "
                f"{len(declared)}, not {len(given)}."
            )
        for place, (entry, one) in enumerate(zip(given, declared, strict=True)):
            name = f"{field}[{place}]"
            ones = _check_entry(name, entry, several=_stands_for_several(one["id"]))
            _check_declared(name, ones, one)

    changed = body.get("changedPropIds", [])
    if not isinstance(changed, list):
        raise BadRequest(f"changedPropIds is to be a list, not {_kind(changed)}.")
    for place, item in enumerate(changed):
        if not isinstance(item, str):
            raise BadRequest(f"changedPropIds[{place}] is to be a string, not {_kind(item)}.")
    if not callback["no_output"]:
        _check_outputs(body.get("outputs"), callback["output"], given="outputs" in body)


def _check_outputs(outputs: object, declared: object, *, given: bool) -> None:
    """Raise BadRequest unless `outputs` are those of the callback."""
    several = isinstance(declared, list | tuple)
    if several and not isinstance(outputs, list):
        raise BadRequest(f"outputs is to be a list, not {_kind(outputs, given)}.")
    expected: list[Any] = list(declared) if isinstance(declared, list | tuple) else [declared]
    found = outputs if several and isinstance(outputs, list) else [outputs]
    if len(found) != len(expected):
        raise BadRequest(
            f"outputs is to have as many entries as this callback gives, "
            f"{len(expected)}, not {len(found)}."
        )
    for place, (entry, output) in enumerate(zip(found, expected, strict=True)):
        name = f"outputs[{place}]" if several else "outputs"
        if not given:
            raise BadRequest(f"{name} is missing.")
        several_here = _stands_for_several(output.component_id_str())
        for one in _check_entry(name, entry, several=several_here):
            # The comparison that Dash makes itself, where it would answer 500: a wildcard in the
            # declared id matches any, and what follows the @ tells duplicates apart.
            if type(output)(one["id"], one["property"].partition("@")[0]) != output:
                raise BadRequest(f"{name} is not what this callback gives.")


def _stands_for_several(declared: str) -> bool:
    """Whether a declared id has a wildcard for which the browser sends a list."""
    return declared.startswith("{") and ('["ALL"]' in declared or '["ALLSMALLER"]' in declared)


def _check_entry(name: str, entry: object, *, several: bool) -> list[dict[str, Any]]:
    """Return what an input, state or output consists of; BadRequest unless each is a property."""
    if several and not isinstance(entry, list):
        raise BadRequest(f"{name} is to be a list, not {_kind(entry)}.")
    ones: list[Any] = entry if several and isinstance(entry, list) else [entry]
    for one in ones:
        if not isinstance(one, dict):
            raise BadRequest(f"{name} is to be an object with id and property, not {_kind(one)}.")
        identity, prop = one.get("id"), one.get("property")
        if not isinstance(identity, str | dict) or not identity:
            raise BadRequest(f"{name}.id is to be a string or an object.")
        if isinstance(identity, dict) and not all(
            isinstance(value, str | int | float) for value in identity.values()
        ):
            raise BadRequest(f"{name}.id may hold strings, numbers and booleans only.")
        if not isinstance(prop, str):
            raise BadRequest(f"{name}.property is to be a string, not {_kind(prop)}.")
        # Dash's own callback, the one that turns an address into a page, takes these on trust.
        value = one.get("value")
        if prop in ("pathname", "search", "hash", "href") and value is not None:
            if not isinstance(value, str):
                raise BadRequest(f"{name}: {prop} is to be a string, not {_kind(value)}.")
            if prop == "pathname" and not value.startswith("/"):
                raise BadRequest(f"{name}: pathname is to start with /.")
    return ones


def _check_declared(
    name: str, ones: Sequence[Mapping[str, Any]], declared: Mapping[str, str]
) -> None:
    """Raise BadRequest unless an input or state is the one that the callback declares."""
    wildcard = declared["id"].startswith("{")
    for one in ones:
        if one["property"] != declared["property"]:
            raise BadRequest(f"{name}.property is to be {declared['property']}.")
        if isinstance(one["id"], dict) is not wildcard or not (
            wildcard or one["id"] == declared["id"]
        ):
            raise BadRequest(f"{name}.id is not what this callback takes.")


def _is_deeper(value: object, depth: int) -> bool:
    """Whether lists and objects nest more than `depth` levels."""
    level: list[object] = [value]
    for _ in range(depth + 1):
        level = [
            child
            for item in level
            if isinstance(item, list | dict)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return False
    return any(isinstance(item, list | dict) for item in level)


def _kind(value: object, given: bool = True) -> str:
    """Return what JSON calls a value."""
    if not given:
        return "missing"
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false"}
    return "null" if value is None else names.get(type(value), "a number")


def _shorten(text: str, length: int = 60) -> str:
    """Return a text as a message may quote it."""
    return repr(text if len(text) <= length else text[:length] + "…")
