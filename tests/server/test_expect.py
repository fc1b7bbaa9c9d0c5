"""A client that asks whether it may go on is answered, whether or not there is more to come."""

import socket
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from server import address, listen
from server.lanes import Lanes

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def echo(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Length", str(len(body) + 1))])
    return [body + b"."]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    listening = address.listen("127.0.0.1", 0)
    server = listen.Listener(echo, listening, Lanes(1), listen.settings(listening))
    thread = threading.Thread(target=server.run)
    thread.start()
    yield listening.getsockname()[1]
    server.close_all()
    thread.join(10)


def say(port: int, *parts: bytes) -> bytes:
    """Send one part after the other, each after the server has said to go on."""
    found = b""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(parts[0])
        for part in parts[1:]:
            assert client.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
            client.sendall(part)
        while received := client.recv(10_000):
            found += received
    return found


def head(method: bytes, *headers: bytes) -> bytes:
    lines = [method + b" / HTTP/1.1", b"Host: a", b"Connection: close", b"Expect: 100-continue"]
    return b"\r\n".join([*lines, *headers, b"", b""])


@pytest.mark.parametrize("headers", [[], [b"Content-Length: 0"]])
@pytest.mark.parametrize("method", [b"GET", b"HEAD", b"POST"])
def test_a_request_without_a_body_is_answered(
    port: int, method: bytes, headers: list[bytes]
) -> None:
    assert say(port, head(method, *headers)).startswith(b"HTTP/1.1 200 OK")


def test_a_body_is_waited_for(port: int) -> None:
    found = say(port, head(b"POST", b"Content-Length: 5"), b"hello")
    assert found.startswith(b"HTTP/1.1 200 OK")
    assert found.endswith(b"hello.")


def test_a_body_in_parts_is_waited_for(port: int) -> None:
    found = say(port, head(b"POST", b"Transfer-Encoding: chunked"), b"5\r\nhello\r\n0\r\n\r\n")
    assert found.endswith(b"hello.")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (b"Content-Length: 99000000", b"413"),
        (b"Content-Length: x", b"400"),
        (b"Transfer-Encoding: gzip", b"501"),
    ],
)
def test_a_body_that_is_not_taken_is_refused(port: int, header: bytes, code: bytes) -> None:
    assert say(port, head(b"POST", header)).startswith(b"HTTP/1.1 " + code)
