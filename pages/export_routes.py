"""Addresses below /export: what the Export dialog asks the server for.

The browser draws: it is given drawings, and sends pictures where a file of them is put together
here. What takes longer than a moment is answered with 202 and how far it has come; the browser
then asks for the same again, or, where it has sent pictures, for the job that the answer names.
"""

import math
from collections.abc import Callable, Hashable
from hashlib import sha256
from typing import Any

import orjson
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from export import FORMATS, NoBrowserError, draw
from pages import export_work
from pages.export_pictures import Drawn, check, drawings, made
from pages.export_request import DECK, Wanted, wanted
from pages.export_work import RENDERER, SENT, BusyError, Progress, UnderWay, Watched, Work
from pages.jobs import Superseded

__all__ = ["MOST_SENT", "add_routes"]

MOST_SENT = 7 * 1024 * 1024
"""Bytes of all pictures that are sent for one file."""

# A slide a preset are fewer, and so are the frames of the longest animation.
_MOST_PICTURES = 64
_GONE = "This file is not being made any more: it was cancelled, or not asked after. Save it again."


def add_routes(server: Flask, path: str) -> None:
    """Answer below `path`, such as "/export".

    `figure`: the drawing of a picture. `drawings/<format>/<index>`: one of those that a file is
    made of. `file/<format>`: the file itself; a POST brings its pictures along, as PNG files in
    the order of the drawings. `job/<name>`: what a POST has begun. `cancel`: a POST that stops
    what a client waits for. Who asks is said by `client`, a text that a page makes up.
    """

    @server.get(f"{path}/figure")
    def figure() -> Response:
        def answer() -> Response:
            asked = wanted("png", request.args)
            drawn = _done("figure", asked, "Drawing", lambda _: draw(asked.picture))
            return _json({"figure": drawn.encoded(), "name": asked.name.rpartition(".")[0]})

        return _told(answer)

    @server.get(f"{path}/drawings/<kind>/<int:index>")
    def drawing(kind: str, index: int) -> Response:
        def answer() -> Response:
            asked = wanted(kind, request.args)
            every = _done("drawings", asked, "Computing", lambda _: drawings(asked))
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

            def work(progress: Progress) -> bytes:
                return made(asked, Watched(RENDERER, progress) if drawn else None, progress)

            content = _done("file", asked, f"Making {asked.name}", work, heavy=drawn)
            return _download(content, asked)

        return _told(answer)

    @server.post(f"{path}/file/<kind>")
    def put_together(kind: str) -> Response:
        # What is sent elsewhere is small; what may be sent here is said here.
        request.max_content_length = MOST_SENT
        request.max_form_parts = 4 * _MOST_PICTURES

        def answer() -> Response:
            asked = wanted(kind, request.args)
            pictures = []
            for sent in request.files.getlist("picture"):
                pictures.append(sent.read())
                sent.close()  # a large one is a file
            if len(pictures) > _MOST_PICTURES:
                most = f"pictures must be at most {_MOST_PICTURES}"
                raise ValueError(f"{most}; found {len(pictures)}")
            check(asked, pictures)
            digests = tuple(sha256(picture).digest() for picture in pictures)

            def work(progress: Progress) -> bytes:
                drawn = Drawn(pictures)
                content = made(asked, drawn, progress)
                if drawn.left:
                    count = len(pictures) - drawn.left
                    raise ValueError(f"pictures must be {count}; found {len(pictures)}")
                return content

            title = f"Putting {asked.name} together"
            job = Work(_client(), "file", (asked, digests), title, work)
            return _followed(SENT.keep(job, asked, sum(map(len, pictures))))

        return _told(answer)

    @server.get(f"{path}/job/<name>")
    def job(name: str) -> Response:
        return _told(lambda: _followed(name))

    @server.post(f"{path}/cancel")
    def cancel() -> Response:
        export_work.cancel(_client())
        return Response(status=204)


def _client() -> str:
    return request.args.get("client", "")[:64]


def _done(
    kind: str, key: Hashable, title: str, make: Callable[[Progress], Any], *, heavy: bool = False
) -> Any:
    """Return the result of some work; `UnderWay` where it takes longer than a moment."""
    return Work(_client(), kind, key, title, make, heavy).result()


def _followed(name: str) -> Response:
    """Return the file that is asked after by a name, or how far it has come."""
    found = SENT.find(name)
    if found is None:
        return _json({"error": _GONE}, 410)
    work, asked = found
    try:
        content = work.result()
    except UnderWay as way:
        return _json({"title": way.title, "share": way.share, "job": name}, 202)
    except BaseException:
        SENT.drop(name)
        raise
    SENT.drop(name)
    return _download(content, asked)


def _told(answer: Callable[[], Response]) -> Response:
    """Return an answer, or say in words what is wrong."""
    try:
        return answer()
    except UnderWay as work:
        return _json({"title": work.title, "share": work.share}, 202)
    except HTTPException as error:
        text = f"At most {MOST_SENT >> 20} MB of pictures can be sent; choose a smaller size."
        if (request.content_length or 0) <= MOST_SENT:
            text = f"At most {_MOST_PICTURES} pictures can be sent, and nothing else."
        code = error.code or 500
        return _json({"error": text if code == 413 else error.description}, code)
    except (NoBrowserError, BusyError) as error:
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


def _download(content: bytes, asked: Wanted) -> Response:
    media = FORMATS["pptx" if asked.format == DECK else asked.format].media_type
    answer = Response(content, mimetype=media)
    answer.headers["Content-Disposition"] = f'attachment; filename="{asked.name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
