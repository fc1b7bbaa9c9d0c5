"""An answer is compressed in the ways that a browser takes, and is the same in all."""

import gzip

import brotli
import pytest
from flask import Flask

from server.compression import compress_answers

LONG = "a landscape " * 200
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.fixture
def server() -> Flask:
    server = Flask("test")
    compress_answers(server, "/answer")
    server.add_url_rule("/answer", "answer", lambda: LONG, methods=["POST"])
    server.add_url_rule("/file", "file", lambda: LONG)
    return server


@pytest.mark.parametrize(
    ("accepted", "way"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("", None)],
)
def test_an_answer_is_the_same_however_it_travels(
    server: Flask, accepted: str, way: str | None
) -> None:
    answer = server.test_client().post("/answer", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == way
    assert UNPACK[way](answer.data).decode() == LONG
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert (way is None) or "Accept-Encoding" in answer.headers["Vary"]


def test_other_addresses_are_left_alone(server: Flask) -> None:
    answer = server.test_client().get("/file", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in answer.headers
