"""Requests whose headers are wrong, contradict one another, or go on for ever."""

import random

from benchmarks.hostile import values
from benchmarks.hostile.cases import Case, Known, request
from benchmarks.load.page import UPDATE

__all__ = ["framing", "header"]

_NAMES = (
    *("Host", "Expect", "Range", "Cookie", "Accept", "Accept-Encoding", "Accept-Language"),
    *("If-None-Match", "If-Modified-Since", "If-Range", "Content-Type", "Content-Encoding"),
    *("Authorization", "Origin", "Referer", "Upgrade", "Connection", "Forwarded", "TE", "Date"),
    *("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-HTTP-Method-Override"),
    *("X-Forwarded-Prefix", "User-Agent", "Trailer", "Max-Forwards", "Sec-WebSocket-Key", "Via"),
)
_TEXTS = (
    *(
        "",
        " ",
        "a" * 5000,
        "a" * 300_000,
        "é",
        "\xff\xfe",
        "\x00",
        "\x7f",
        "\t",
        "a\x0bb",
        "@",
        ",",
    ),
    *(
        "100-continue",
        "100-Continue, x",
        "200-ok",
        "bytes=0-",
        "bytes=-1",
        "bytes=5-2",
        "bytes=0-,0-",
    ),
    *("bytes=" + "0-1," * 2000 + "0-1", "bytes=99999999999999999999-", "items=1-2", "chunked"),
    *(
        "a=b; c",
        "=; =;",
        "a=" + "b" * 9000,
        'a="\\',
        "session=%00",
        ";" * 2000,
        "gzip;q=nan",
        "*;q=2",
    ),
    *(
        "br;q=1e999",
        "gzip" + ",gzip" * 3000,
        "application/json; charset=none",
        "multipart/form-data",
    ),
    *(
        "application/json; charset=utf-16",
        "Thu, 99 Foo 9999 99:99:99 GMT",
        "0",
        "-1",
        'W/"',
        '"' * 99,
    ),
    *(
        "websocket",
        "keep-alive, close",
        "example.org",
        "127.0.0.1:99999",
        "[::1",
        "a b",
        "xn--",
        "../",
    ),
    *("http://x/" * 50, "javascript:1", "null", "for=;by=", "Basic %%%", "Digest " + "a=," * 99),
)


def _target(draw: random.Random, known: Known) -> str:
    files = ["/assets/logo.svg", "/healthz", "/_dash-layout", "/assets/none", "/export/figure"]
    return draw.choice([*known.pages, *files])


def header(draw: random.Random, known: Known) -> Case:
    """A good request with some headers that are not."""
    given: dict[str, str] = {}
    for _ in range(draw.choice((1, 1, 2, 3, 300))):
        name = (
            draw.choice(_NAMES)
            if draw.random() < 0.95
            else draw.choice(("", "a b", "é", "A" * 400))
        )
        given[name or f"X-{len(given)}"] = draw.choice(_TEXTS)
    if draw.random() < 0.3:
        body = values.text(draw).encode(errors="replace")
        return Case("header", request("POST", UPDATE, body, given), "Expect" not in given)
    method = draw.choice(("GET", "GET", "HEAD"))
    return Case("header", request(method, _target(draw, known), headers=given))


def framing(draw: random.Random, known: Known) -> Case:
    """A request that does not say, or not truly, where it ends; or that is none."""
    target = draw.choice([UPDATE, "/export/file/png", _target(draw, known)])
    start = f"POST {target} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n".encode()
    body = draw.choice([b"{}", b"5\r\nhello\r\n0\r\n\r\n", b"", b"x" * 3000])
    lines = [
        *(b"Content-Length: 99999", b"Content-Length: 1", b"Content-Length: -1"),
        *(b"Content-Length: x", b"Content-Length: 2\r\nContent-Length: 3", b"Content-Length: +2"),
        *(b"Content-Length: " + b"9" * 400, b"Content-Length: 9999999999", b"Content-Length: 0x2"),
        *(
            b"Transfer-Encoding: chunked",
            b"Transfer-Encoding: gzip",
            b"Transfer-Encoding: chunked, x",
        ),
        *(b"Transfer-Encoding: chunked\r\nContent-Length: 2", b"Transfer-Encoding: \x0bchunked"),
        *(b"Expect: 100-continue\r\nContent-Length: 2", b": 2", b"Content-Length : 2", b" folded"),
    ]
    sent = start + draw.choice(lines) + b"\r\n\r\n" + body
    if draw.random() < 0.3:
        firsts = [
            *(b"", b"\r\n" * 50, b"GET", b"GET /", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01" * 50),
            *(b"GET / HTTP/1.1\r\n\r\n", b"GET  /  HTTP/1.1\r\n\r\n", b"GET / HTTP/1.0\n\n"),
            *(b"GET http://x/y HTTP/1.1\r\nHost: z\r\n\r\n", b"CONNECT a:1 HTTP/1.1\r\n\r\n"),
            *(b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
            *(b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /" + b"a" * 300_000, b"\x00" * 999),
            *(b"GET //x//y/..;/ HTTP/1.1\r\nHost: x\r\n\r\n", b"GET x HTTP/1.1\r\nHost: x\r\n\r\n"),
            b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZ\r\n",
        ]
        sent = draw.choice(firsts)
    return Case("framing", sent, whole=False)
