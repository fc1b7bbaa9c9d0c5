"""A small application for the listener's tests, and the command that serves it."""

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from server import listen
from server.ending import at_end

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ROOT = Path(__file__).parents[2]


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
    """Answer with the process; or with what it shares; or fail; or be busy for ever."""
    path = environ["PATH_INFO"]
    if path == "/store":
        body = os.environ["LOSS_LANDSCAPES_STORE"].encode()
    elif path == "/busy":
        threading.Thread(target=_burn, daemon=True).start()
        body = b"busy"
    elif path == "/stuck-at-end":
        at_end(threading.Event().wait)
        body = b"stuck"
    else:
        body = str(os.getpid()).encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def _burn() -> None:
    while True:
        sum(range(1000))


def make() -> object:
    """Return the application, or fail as an app that does not start."""
    if "FAIL" in os.environ:
        raise RuntimeError("it does not start")
    return application


def get(url: str) -> str:
    """Return what is at an address, over a connection of its own."""
    with urllib.request.urlopen(url, timeout=20) as answer:
        text: str = answer.read().decode()
        return text


def start(workers: int, **environment: str) -> subprocess.Popen[str]:
    """Start to serve it."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.server.site", str(workers)],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # as a terminal gives each command a group of its own
    )


@contextmanager
def served(workers: int, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve it; yield its process and its address, and end it."""
    process = start(workers, **environment)
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().split()[-1]
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


def wait_until(true: object, seconds: float = 30.0) -> None:
    """Wait until a function returns what is true."""
    assert callable(true)
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(
        listen.serve(
            make,  # type: ignore[arg-type]
            "Site",
            host="127.0.0.1",
            port=0,
            workers=int(sys.argv[1]),
            threads=4,
        )
    )
