"""The app on loopback and a Chromium to look at it: for browser tests, benchmarks and pictures."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright

from tests.browser.find_browser import browser_path

__all__ = ["SETTLED", "chromium", "serve"]

ROOT = Path(__file__).parents[2]

# No GPU in most places where tests run: WebGL in software, and nothing but WebGL through it. The
# rest keeps Chromium off the network.
ARGUMENTS = [
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-compositing",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Every callback has come back, and every scene in space stands.
SETTLED = """() => {
  const state = window.store?.getState();
  if (state?.appLifecycle !== "HYDRATED") return false;
  const { completed, ...queues } = state.callbacks;
  if (Object.values(queues).some((queue) => Array.isArray(queue) && queue.length)) return false;
  if (document.querySelector(".dash-graph--pending, [data-dash-is-loading=true]")) return false;
  return [...document.querySelectorAll(".plot-surface .js-plotly-plot")].every(
    (plot) => !plot.offsetParent || plot._fullLayout?.scene?._scene?.glplot);
}"""


@contextmanager
def serve(*arguments: str) -> Iterator[str]:
    """Serve the app by its own command line; yield its address, end it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # One process: two would compute everything twice, beside a browser that paints in software.
    command = [sys.executable, str(ROOT / "app.py"), "--port", str(port), "--workers", "1"]
    command += arguments
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | {"HOST": "127.0.0.1"}) as server:
        try:
            deadline = time.monotonic() + 60
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    assert server.poll() is None, "the server ended at its start"
                    assert time.monotonic() < deadline, "the server does not answer"
                    time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(10)


@contextmanager
def chromium() -> Iterator[BrowserContext]:
    """Yield a Chromium that draws WebGL in software and stays off the network.

    It has a profile, as a person's has: scripts that it has compiled twice are compiled for good,
    which is a fifth of what a page takes to open.
    """
    with tempfile.TemporaryDirectory() as profile, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=browser_path(), args=ARGUMENTS
        )
        yield context
        context.close()
