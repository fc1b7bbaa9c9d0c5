"""The app under gunicorn, by the line that the documentation gives."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.site import get, wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="gunicorn does not run there")

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Its address, and a file with a line for every request: the process and the path."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--workers", "2", "--threads", "4"]
    log = tmp_path_factory.mktemp("gunicorn") / "log"
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
        yield url, log
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def show(url: str, page: str) -> str:
    """Ask for a page as Dash does, by a callback."""
    outputs = [
        {"id": "_pages_content", "property": "children"},
        {"id": "_pages_store", "property": "data"},
    ]
    inputs = [
        {"id": "_pages_location", "property": "pathname", "value": page},
        {"id": "_pages_location", "property": "search", "value": ""},
    ]
    body = {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": outputs,
        "inputs": inputs,
        "changedPropIds": [],
    }
    request = urllib.request.Request(
        f"{url}/_dash-update-component",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        text: str = answer.read().decode()
        return text


@pytest.mark.parametrize("path", ["/healthz", "/_dash-update-component"])
def test_each_of_its_processes_answers(served: tuple[str, Path], path: str) -> None:
    url, log = served

    def both() -> bool:
        if path == "/healthz":
            assert get(url + path) == "OK"
        else:
            assert "_pages_content" in show(url, "/no/such/page")
        lines = log.read_text(encoding="utf-8").splitlines()
        return len({line for line in lines if line.endswith(f" {path}")}) == 2

    wait_until(both)


def test_its_pages_carry_the_headers(served: tuple[str, Path]) -> None:
    with urllib.request.urlopen(f"{served[0]}/curves", timeout=30) as answer:
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert b"<title>" in answer.read()
