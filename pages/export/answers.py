"""Addresses below /export: what the Export dialog asks the server for.

The browser draws: it is given drawings, and sends pictures where a file of them is put together
here. What takes longer than a moment is answered with 202 and how far it has come; the browser
then asks for the same again, or, where it has sent pictures, for the job that the answer names.
"""

import math
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import Any

import orjson
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, ServiceUnavailable

from export import FORMATS, NoBrowserError, draw
from figures.drawing import Drawing
from pages.export.pictures import Drawn, check, drawings, made
from pages.export.request import DECK, Wanted, wanted
from pages.export.work import RENDERER, File, Pictures, UnderWay, Watched, outcome
from pages.parts.work import Superseded, jobs, owner
from server.job import Progress
from server.jobs import Lane

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
            work = partial(_drawn, asked)
            job = jobs().ask(_client(), "export-figure", asked, "Drawing", work, "export")
            drawn = outcome(job)
            return _json({"figure": drawn.encoded(), "name": asked.name.rpartition(".")[0]})

        return _told(answer)

    @server.get(f"{path}/drawings/<kind>/<int:index>")
    def drawing(kind: str, index: int) -> Response:
        def answer() -> Response:
            asked = wanted(kind, request.args)
            work = partial(_drawings, asked)
            job = jobs().ask(_client(), "export-drawings", asked, "Computing", work, "export")
            every = outcome(job)
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
            work = partial(_documented if drawn else _computed, asked)
            lane: Lane = "document" if drawn else "export"
            title = f"Making {asked.name}"
            job = jobs().ask(_client(), "export-file", asked, title, work, lane)
            return _download(outcome(job))

        return _told(answer)

    @server.post(f"{path}/file/<kind>")
    def put_together(kind: str) -> Response:
        # What is sent elsewhere is small; what may be sent here is said here.
        request.max_content_length = MOST_SENT
        request.max_form_parts = 4 * _MOST_PICTURES

        def answer() -> Response:
            asked = wanted(kind, request.args)
            sent = []
            for picture in request.files.getlist("picture"):
                sent.append(picture.read())
                picture.close()  # a large one is a file
            if len(sent) > _MOST_PICTURES:
                most = f"pictures must be at most {_MOST_PICTURES}"
                raise ValueError(f"{most}; found {len(sent)}")
            check(asked, sent)
            digests = tuple(sha256(picture).hexdigest() for picture in sent)
            work = partial(_put_together, asked, Pictures(sent))
            key, title = (asked, digests), f"Putting {asked.name} together"
            job = jobs().ask(_client(), "export-file", key, title, work, "export")
            return _download(outcome(job))

        return _told(answer)

    @server.get(f"{path}/job/<name>")
    def job(name: str) -> Response:
        def answer() -> Response:
            found = jobs().find(name[:64])
            if found is None:
                return _json({"error": _GONE}, 410)
            try:
                return _download(outcome(found))
            except Superseded:
                return _json({"error": _GONE}, 410)

        return _told(answer)

    @server.post(f"{path}/cancel")
    def cancel() -> Response:
        jobs().cancel(_client())
        return Response(status=204)


# What jobs do: functions of this module, so that another process can do it.


def _drawn(asked: Wanted, _told: Progress) -> Drawing:
    return draw(asked.picture)


def _drawings(asked: Wanted, _told: Progress) -> tuple[Drawing, ...]:
    return drawings(asked)


def _computed(asked: Wanted, told: Progress) -> File:
    return File(made(asked, None, told), asked.name, asked.format)


def _documented(asked: Wanted, told: Progress) -> File:
    return File(made(asked, Watched(RENDERER, told), told), asked.name, asked.format)


def _put_together(asked: Wanted, pictures: Pictures, told: Progress) -> File:
    drawn = Drawn(pictures.content)
    content = made(asked, drawn, told)
    if drawn.left:
        count = len(pictures.content) - drawn.left
        raise ValueError(f"pictures must be {count}; found {len(pictures.content)}")
    return File(content, asked.name, asked.format)


def _client() -> str:
    return owner(request.args.get("client"))


def _told(answer: Callable[[], Response]) -> Response:
    """Return an answer, or say in words what is wrong."""
    try:
        return answer()
    except UnderWay as work:
        return _json({"title": work.title, "share": work.share, "job": work.name}, 202)
    except ServiceUnavailable as error:
        answered = _json({"error": error.description}, 503)
        answered.headers["Retry-After"] = "1"
        return answered
    except HTTPException as error:
        text = f"At most {MOST_SENT >> 20} MB of pictures can be sent; choose a smaller size."
        if (request.content_length or 0) <= MOST_SENT:
            text = f"At most {_MOST_PICTURES} pictures can be sent, and nothing else."
        code = error.code or 500
        return _json({"error": text if code == 413 else error.description}, code)
    except NoBrowserError as error:
        return _json({"error": str(error)}, 501)
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


def _download(file: File) -> Response:
    media = FORMATS["pptx" if file.format == DECK else file.format].media_type
    answer = Response(file.content, mimetype=media)
    answer.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
