"""Addresses below /export: what the Export dialog asks the server for.

The browser draws: it is given drawings, and sends pictures where a file of them is put together
here. What takes longer than a moment is answered with 202 and how far it has come; the browser
then asks for the same again.
"""

import math
from collections.abc import Callable, Hashable
from typing import Any

import orjson
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from export import FORMATS, NoBrowserError, Renderer, draw
from pages.export_pictures import Drawn, drawings, made
from pages.export_request import DECK, wanted
from pages.work import PATIENCE, Superseded, jobs, owner

__all__ = ["MOST_SENT", "add_routes"]

MOST_SENT = 7 * 1024 * 1024
"""Bytes of all pictures that are sent for one file."""

_MOST_PICTURES = 64


def add_routes(server: Flask, path: str) -> None:
    """Answer below `path`, such as "/export".

    `figure`: the drawing of a picture. `drawings/<format>/<index>`: one of those that a file is
    made of. `file/<format>`: the file itself; a POST brings its pictures along, as PNG files in
    the order of the drawings.
    """

    @server.get(f"{path}/figure")
    def figure() -> Response:
        def answer() -> Response:
            asked = wanted("png", request.args)
            drawn = _job("figure", asked, "Drawing", lambda: draw(asked.picture))
            return _json({"figure": drawn.encoded(), "name": asked.name.rpartition(".")[0]})

        return _told(answer)

    @server.get(f"{path}/drawings/<kind>/<int:index>")
    def drawing(kind: str, index: int) -> Response:
        def answer() -> Response:
            asked = wanted(kind, request.args)
            every = _job("drawings", asked, "Computing", lambda: drawings(asked))
            if index >= len(every):
                raise ValueError(f"drawing must be below {len(every)}; found {index}")
            return _json({"figure": every[index].encoded(), "count": len(every)})

        return _told(answer)

    @server.get(f"{path}/file/<kind>")
    def file(kind: str) -> Response:
        def answer() -> Response:
            asked = wanted(kind, request.args)
            drawn = kind == DECK or FORMATS[kind].drawn
            if drawn and kind != "pdf":
                raise ValueError(f"{kind} is made of pictures, which are to be sent along")

            def work() -> bytes:
                if not drawn:
                    return made(asked, None)
                with Renderer() as renderer:
                    return made(asked, renderer)

            return _download(_job("file", asked, f"Making {asked.name}", work), kind, asked.name)

        return _told(answer)

    @server.post(f"{path}/file/<kind>")
    def put_together(kind: str) -> Response:
        # What is sent elsewhere is small; what may be sent here is said here.
        request.max_content_length = MOST_SENT
        request.max_form_parts = _MOST_PICTURES

        def answer() -> Response:
            asked = wanted(kind, request.args)
            pictures = []
            for sent in request.files.getlist("picture"):
                pictures.append(sent.read())
                sent.close()  # a large one is a file
            return _download(made(asked, Drawn(pictures)), kind, asked.name)

        return _told(answer)


class _UnderWay(Exception):  # noqa: N818 (nothing is wrong)
    """Raised where work takes longer than a request waits."""

    def __init__(self, title: str, share: float) -> None:
        self.title, self.share = title, share


def _job(kind: str, key: Hashable, title: str, work: Callable[[], Any]) -> Any:
    """Return the result of some work; `_UnderWay` where it takes longer than a moment."""
    client = owner(request.args.get("client"))
    job = jobs().ask(client, f"export-{kind}", key, title, lambda _: work(), "export")
    found = job.result(PATIENCE)
    if found is None:
        raise _UnderWay(job.title, job.share)
    return found


def _told(answer: Callable[[], Response]) -> Response:
    """Return an answer, or say in words what is wrong."""
    try:
        return answer()
    except _UnderWay as work:
        return _json({"title": work.title, "share": work.share}, 202)
    except HTTPException as error:
        text = f"At most {MOST_SENT >> 20} MB of pictures can be sent; choose a smaller size."
        code = error.code or 500
        return _json({"error": text if code == 413 else error.description}, code)
    except NoBrowserError as error:
        return _json({"error": str(error)}, 503)
    except Superseded:
        return _json({"error": "Something newer was asked for."}, 409)
    except (ValueError, RuntimeError, TimeoutError) as error:
        return _json({"error": str(error) or "It took too long."}, 400)


def _json(content: dict[str, Any], code: int = 200) -> Response:
    text = orjson.dumps(content, default=_plain, option=orjson.OPT_SERIALIZE_NUMPY)
    return Response(text, code, mimetype="application/json")


def _plain(value: Any) -> Any:
    """NumPy's numbers and tuples are what JSON has; what is not finite is null, as in a browser."""
    number = value.item() if hasattr(value, "item") else value
    if isinstance(number, float) and not math.isfinite(number):
        return None
    return number


def _download(content: bytes, kind: str, name: str) -> Response:
    media = FORMATS["pptx" if kind == DECK else kind].media_type
    answer = Response(content, mimetype=media)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
