"""Requests for files: any format, size, title and link, and pictures that are none."""

import random
import struct
import zlib
from io import BytesIO
from urllib.parse import quote

from PIL import Image

from benchmarks.hostile import values
from benchmarks.hostile.cases import Case, Known, request
from export import FORMATS
from scene import Scene

__all__ = ["export", "picture"]

_SIZES = ["320x320", "1920x1080", "7680x7680", "319x320", "0x0", "-1x5", "1e3x1e3", "99999x99999"]
_SIZES += ["٣٢٠x٣٢٠", "320X320", "320x320\n", "", "320x", "9" * 400 + "x1"]
_WHAT = ["columns", "surface-left", "field-right", "both", "", "left", "../x"]
# A document is drawn by a browser, which takes seconds: it is asked for once in a while.
_QUICK = [kind for kind in FORMATS if kind != "pdf"]


def _kind(draw: random.Random) -> str:
    if draw.random() < 0.1:
        return quote(values.text(draw)[:50] or "x", safe="", errors="replace")
    return "pdf" if draw.random() < 0.01 else draw.choice([*_QUICK, "deck"])


def _query(draw: random.Random) -> str:
    link = "/?" + values.query(
        draw, list(Scene.model_fields), ["data=moons&noise=0.3", "left=focal"]
    )
    links = ["/", "", "?", "//", "http://[", "https://x/?a", "javascript:1", "/softmax/regression"]
    given = {
        "link": link if draw.random() < 0.3 else draw.choice(links),
        "size": draw.choice(_SIZES[:2] if draw.random() < 0.7 else _SIZES),
        "what": draw.choice(_WHAT[:2] if draw.random() < 0.7 else _WHAT),
        "background": draw.choice(["light", "dark", "transparent", "", values.text(draw)[:5000]]),
        "title": values.text(draw)[: draw.choice((20, 200, 300))],
        "caption": draw.choice(["no", "yes", ""]),
        "client": values.text(draw)[:100],
    }
    kept = [name for name in given if draw.random() < 0.7]
    return "&".join(f"{name}={quote(given[name], errors='replace')}" for name in kept)


def export(draw: random.Random, _: Known) -> Case:
    """A drawing or a file of it."""
    kind = _kind(draw)
    index = draw.choice(["0", "1", "2", "999", "-1", "9" * 30, "x", "1.0", "%00"])
    where = draw.choice(["figure", f"drawings/{kind}/{index}", f"file/{kind}", f"file/{kind}"])
    return Case("export", request("GET", f"/export/{where}?{_query(draw)}"))


def picture(draw: random.Random, _: Known) -> Case:
    """A file put together of what was sent as pictures."""
    boundary = draw.choice(["b", "b", "x" * 70, "", 'a"b', "é"])
    count = draw.choice((0, 1, 1, 2, 3, 4, 64, 200))
    parts = [_part(draw, boundary) for _ in range(count)]
    body = b"".join(parts) + f"--{boundary}--\r\n".encode()
    if draw.random() < 0.1:
        body = body[: draw.randrange(len(body))]
    kind = draw.choice(["multipart/form-data", "multipart/form-data", "multipart/mixed", "text/x"])
    headers = {"Content-Type": f"{kind}; boundary={boundary}"}
    path = f"/export/file/{_kind(draw)}?{_query(draw)}"
    return Case("picture", request("POST", path, body, headers))


def _part(draw: random.Random, boundary: str) -> bytes:
    name = draw.choice(["picture", "picture", "picture", "other", "", 'pic"ture'])
    file = draw.choice(["a.png", "../../a", "", "é.png", "a" * 500])
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
    head += draw.choice(["Content-Type: image/png\r\n", "", "Content-Type: x; charset=nothing\r\n"])
    return f"{head}\r\n".encode() + _bytes(draw) + b"\r\n"


def _bytes(draw: random.Random) -> bytes:
    """Return a picture, or what says that it is one."""
    what = draw.randrange(6)
    if what == 0:
        return values.text(draw).encode(errors="replace")
    if what == 1:  # a header of a size that nothing is behind
        size = draw.choice(((320, 320), (1920, 1080), (60_000, 60_000), (0, 0), (2**31 - 1, 1)))
        head = struct.pack(">IIBBBBB", *size, 8, draw.choice((0, 2, 3, 6, 9)), 0, 0, 0)
        return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"\0"))
    file = BytesIO()
    mode = draw.choice(("RGB", "RGBA", "L", "P", "1", "I;16"))
    size = draw.choice(((320, 320), (160, 320), (320, 160), (1, 1)))
    Image.new(mode, size).save(file, "PNG")
    found = file.getvalue()
    if what == 2:
        return found[: draw.randrange(len(found))]
    if what == 3:
        at = draw.randrange(8, len(found))
        return found[:at] + bytes([draw.randrange(256)]) + found[at + 1 :]
    return found


def _chunk(name: bytes, content: bytes) -> bytes:
    checked = name + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))
