"""The app as it is served, and its command line."""

import base64
import hashlib
import itertools
import json
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from dash import Dash

from app import PAGES, create_app, main

ROOT = Path(__file__).parents[2]

# Compressed, with all that the page itself sends on top. Plotly is the most of it.
MOST_OVER_THE_WIRE = 2_200_000
LEFT_FOR_THE_PAGE = 300_000


@pytest.fixture(scope="module")
def app() -> Dash:
    return create_app()


def start(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start `python app.py` on loopback."""
    return subprocess.Popen(
        [sys.executable, "app.py", *arguments],
        cwd=ROOT,
        env=environment or None,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def address(process: subprocess.Popen[str]) -> str:
    """Wait for the address that is printed."""
    assert process.stdout is not None
    found = re.fullmatch(r"Loss landscapes: (http://127\.0\.0\.1:\d+)\n", process.stdout.readline())
    assert found is not None, process.communicate(timeout=10)
    return found[1]


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """Address of a server of its own, which is ended as a terminal does it."""
    process = start("--port", "0", "--workers", "2")
    try:
        yield address(process)
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=15)
    assert (process.returncode, out, err) == (0, "", "")


def get(url: str, encoding: str = "br, gzip") -> tuple[int, bytes, dict[str, str]]:
    request = urllib.request.Request(url, headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(request, timeout=10) as response:
        return response.status, response.read(), dict(response.headers)


def test_it_is_alive(served: str) -> None:
    assert get(f"{served}/healthz")[:2] == (200, b"OK")


def test_it_does_not_say_what_serves_it(served: str) -> None:
    assert "Server" not in get(f"{served}/")[2]


def test_the_page_is_served(served: str) -> None:
    page = get(f"{served}/?data=no-such-data&left=%00", "identity")[1].decode()
    assert '<html lang="en">' in page
    assert "<title>Loss landscapes</title>" in page
    assert "Loss landscapes" in get(f"{served}/_dash-layout", "identity")[1].decode()


def test_what_is_too_large_never_arrives(served: str) -> None:
    request = urllib.request.Request(
        f"{served}/_dash-update-component",
        data=b"[" + b"1," * 1_000_000 + b"1]",
        headers={"Content-Type": "application/json"},
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    with refused.value as answer:
        assert answer.code == 413
        assert "1048576 bytes" in json.load(answer)["error"]


def test_little_goes_over_the_wire(served: str) -> None:
    page = get(f"{served}/", "identity")[1].decode()
    paths = re.findall(r'<script src="([^"]+)"', page)
    paths += re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert len(paths) > 5
    # What the page asks for when it draws its first graph.
    suites = "/_dash-component-suites"
    paths += [f"{suites}/plotly/package_data/plotly.min.js", f"{suites}/dash/dcc/async-graph.js"]
    total = 0
    for path in ["/", "/_dash-layout", "/_dash-dependencies", *paths]:
        assert path.startswith("/"), "nothing comes from elsewhere"
        _, body, headers = get(served + path)
        if len(body) > 1000:
            assert headers["Content-Encoding"] == "br"
        total += len(body)
    assert total < MOST_OVER_THE_WIRE - LEFT_FOR_THE_PAGE


def test_a_bundle_is_kept_by_the_browser_and_compressed_once(served: str) -> None:
    page = get(f"{served}/", "identity")[1].decode()
    (path,) = re.findall(r'src="([^"]+dash_mantine_components\.v[^"]+)"', page)
    first, again = get(served + path), get(served + path)
    assert first[2]["Cache-Control"] == "max-age=31536000, immutable"
    assert first[1] == again[1]
    assert get(served + path, "gzip")[2]["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in get(served + path, "identity")[2]


def test_first_requests_at_once_all_succeed() -> None:
    app = create_app()
    paths = ["/", "/_dash-layout", "/_dash-dependencies", "/healthz"] * 8

    def ask(path: str) -> int:
        with app.server.test_client() as client:
            return int(client.get(path).status_code)

    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(ask, paths)) == [200] * len(paths)


def test_inline_scripts_are_those_that_may_run(app: Dash) -> None:
    response = app.server.test_client().get("/")
    policy = response.headers["Content-Security-Policy"]
    scripts = re.findall(
        r'<script(?![^>]*(?:src=|"application/json"))[^>]*>(.*?)</script>', response.text, re.DOTALL
    )
    assert len(scripts) > 2
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_pages_have_addresses_of_their_own() -> None:
    paths = [page.PATH for page in PAGES]
    assert "/" in paths
    assert len(set(paths)) == len(paths)


def identities(component: Any) -> set[str]:
    return {
        one.id
        for one in [component, *component._traverse()]
        if isinstance(getattr(one, "id", 0), str)
    }


def test_callbacks_name_what_is_on_a_page(app: Dash) -> None:
    known = identities(app.layout()).union(*(identities(page.layout()) for page in PAGES))
    for output, callback in app.callback_map.items():
        outputs = callback["output"]
        outputs = outputs if isinstance(outputs, list | tuple) else [outputs]
        named = [one.component_id for one in outputs]
        named += [one["id"] for one in (*callback["inputs"], *callback["state"])]
        plain = {one for one in named if isinstance(one, str) and not one.startswith("{")}
        assert plain <= known, output


@pytest.mark.parametrize("arguments", [["--host", "127.0.0.1"], []])
def test_a_taken_port_is_one_clear_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOST", raising=False)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        assert main(arguments) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"Port {port} on 127.0.0.1 is taken; choose another with --port ")
    assert err.count("\n") == 1


def test_an_unknown_host_is_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--host", "no such host", "--port", "0"]) == 1
    err = capsys.readouterr().err
    assert err.startswith("There is no host no such host: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("port", "by_environment"),
    # An empty variable is one that is not set.
    [("", False), *itertools.product(["x", "-1", "65536", "80.5", "²"], [False, True])],
)
def test_an_invalid_port_is_named(
    port: str,
    by_environment: bool,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if by_environment:
        monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit) as left:
        main([] if by_environment else [f"--port={port}"])
    assert left.value.code == 2
    assert f"argument --port: {port!r} is not a port" in capsys.readouterr().err


def test_sigterm_ends_it_cleanly() -> None:
    process = start("--port", "0", "--workers", "1", "--threads", "1")
    try:
        address(process)
    finally:
        process.terminate()
        out, err = process.communicate(timeout=15)
    assert (process.returncode, out, err) == (0, "", "")
