"""The browser that draws: one for many pictures, replaced where it failed, ended for certain."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from export import Picture, Renderer, draw
from scene import Scene
from tests.browser.find_browser import browser_path

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="processes are read from /proc, which Linux alone has"
)
DRAWING = draw(Picture(Scene(resolution=41), "field-left", width=640, height=360))


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for what is temporary, in which nothing and nobody may be left."""
    # Not pytest's own, whose path is too long for a browser's socket.
    with tempfile.TemporaryDirectory() as name:
        monkeypatch.setenv("CHROMIUM", browser_path())
        monkeypatch.setattr(tempfile, "tempdir", name)
        place = Path(name)
        yield place
        wait_until(lambda: running(place) == [] and list(place.iterdir()) == [], 5.0)


def running(place: Path) -> list[int]:
    """The browsers whose profile is below a folder, each by its wrapper's or its own process."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            said = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if f"--user-data-dir={place}".encode() in said and b"--type=" not in said:
            found.append(int(process.name))
    return sorted(found)


def test_pictures_share_one_browser_which_closing_ends(place: Path) -> None:
    with Renderer() as renderer:
        assert running(place) == []  # not before there is something to draw
        assert renderer.image(DRAWING, "pdf").startswith(b"%PDF")
        first = running(place)
        assert first
        assert renderer.image(DRAWING, "pdf").startswith(b"%PDF")
        assert running(place) == first


def test_a_browser_that_has_died_is_replaced(place: Path) -> None:
    with Renderer() as renderer:
        renderer.image(DRAWING, "png")
        dead = running(place)
        for process in dead:
            os.kill(process, signal.SIGKILL)
        assert renderer.image(DRAWING, "png").startswith(b"\x89PNG")
        assert running(place)
        assert not set(running(place)) & set(dead)


def test_a_browser_that_dies_at_a_picture_costs_no_picture(place: Path) -> None:
    large = draw(Picture(Scene(resolution=121), width=2560, height=1440))
    killed: list[int] = []

    def kill() -> None:
        if not killed:
            killed.extend(running(place))
            for process in killed:
                os.kill(process, signal.SIGKILL)

    with Renderer() as renderer:
        assert renderer.image(large, "png", kill).startswith(b"\x89PNG")
        assert killed


def test_a_picture_that_nobody_waits_for_does_not_hold_up_the_next(place: Path) -> None:
    class Left(Exception):  # noqa: N818 (nothing is wrong)
        """Nobody waits."""

    asked = 0

    def leave() -> None:
        nonlocal asked
        asked += 1
        if asked > 1:
            raise Left

    large = draw(Picture(Scene(resolution=121), width=3840, height=2160))
    with Renderer() as renderer:
        renderer.image(DRAWING, "png")
        with pytest.raises(Left):
            renderer.image(large, "pdf", leave)
        assert running(place) == []
        assert renderer.image(DRAWING, "pdf").startswith(b"%PDF")


def test_a_picture_has_bounded_time(place: Path) -> None:
    large = draw(Picture(Scene(resolution=121), width=3840, height=2160))
    with Renderer(patience=0.3) as renderer:
        with pytest.raises(RuntimeError, match=r"took longer than 0\.3 seconds"):
            renderer.image(large, "png")
        assert running(place) == []


def test_closing_ends_a_picture_that_is_being_drawn(place: Path) -> None:
    large = draw(Picture(Scene(resolution=121), width=3840, height=2160))
    renderer = Renderer()
    renderer.image(DRAWING, "png")
    failed: list[BaseException] = []

    def work() -> None:
        try:
            renderer.image(large, "pdf")
        except RuntimeError as error:
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.5)
    renderer.close()
    assert running(place) == []
    thread.join(10)
    assert len(failed) == 1
    with pytest.raises(RuntimeError, match="closed"):
        renderer.image(DRAWING, "png")


def test_a_browser_without_work_is_ended_and_started_anew(place: Path) -> None:
    with Renderer(idle=0.5) as renderer:
        renderer.image(DRAWING, "png")
        wait_until(lambda: running(place) == [])
        assert renderer.image(DRAWING, "png").startswith(b"\x89PNG")


def test_a_browser_that_starts_is_ended_too(place: Path) -> None:
    renderer = Renderer()

    def work() -> None:
        with pytest.raises(RuntimeError):
            renderer.image(DRAWING, "png")

    thread = threading.Thread(target=work)
    thread.start()
    wait_until(lambda: running(place) != [])
    renderer.close()
    thread.join(20)
    assert not thread.is_alive()


def test_a_process_that_is_told_to_end_leaves_no_browser(place: Path) -> None:
    program = (
        "import signal, sys, threading\n"
        "from export import Picture, Renderer, draw\n"
        "from scene import Scene\n"
        "renderer = Renderer()\n"
        "def leave(*_):\n"
        "    renderer.close()\n"
        "    raise SystemExit(0)\n"
        "signal.signal(signal.SIGTERM, leave)\n"
        "large = draw(Picture(Scene(resolution=121), width=3840, height=2160))\n"
        "threading.Thread(target=lambda: renderer.image(large, 'pdf')).start()\n"
        "signal.pause()\n"
    )
    environment = os.environ | {"TMPDIR": str(place)}
    process = subprocess.Popen(
        [sys.executable, "-c", program], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: running(place) != [])
        process.terminate()
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()


def wait_until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for something."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)
