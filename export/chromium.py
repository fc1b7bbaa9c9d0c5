"""Chromium: a browser that nobody sees, its folder, and how both end for certain.

Nothing is fetched: plotly.js comes from the installed package, and a browser that is on the machine
is used, never downloaded.
"""

import asyncio
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Coroutine, Mapping, MutableMapping
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

__all__ = ["MISSING", "PLACES", "Chromium", "NoBrowserError", "browser_path"]

_INSTALL = (
    "Install Chromium or Google Chrome (Debian: apt-get install chromium; macOS: brew install "
    "--cask chromium; Windows: winget install Google.Chrome), or name an installed one: "
    "CHROMIUM=/path/to/it"
)
MISSING = f"Pictures are drawn by a browser, and none was found. {_INSTALL}"
"""What is said where there is no browser."""

PLACES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "/usr/lib/chromium/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
"""Names of browsers on the search path, and where packages of Debian, Google, Apple put them."""

# What a document is called, and that its page has no margin around the picture.
_TITLE = "<title>Kaleido-fier</title>"
_HEAD = (
    "<title>Loss landscapes</title>"
    "<style>@page { margin: 0; } #kaleido-image { display: block; }</style>"
)
# Seconds: to start; to leave when asked to; for each other part of an end; between two looks.
_STARTS, _LEAVES, _ENDS, _LOOK = 60.0, 1.0, 0.7, 0.2

# Bytes of a folder's path in which a browser can have its socket: 107 are what Linux takes.
_LONGEST = 107 - len("/org.chromium.Chromium.XXXXXX/SingletonSocket")


class NoBrowserError(RuntimeError):
    """No browser was found, or it did not start."""


def browser_path() -> str | None:
    """Return the browser to use: $CHROMIUM, or one that is installed; None to search on.

    Raises
    ------
    NoBrowserError
        Where $CHROMIUM names none.
    """
    named = os.environ.get("CHROMIUM") or os.environ.get("BROWSER_PATH")
    if named:
        path = shutil.which(named)
        if path is None:
            raise NoBrowserError(f"CHROMIUM={named} is no browser on this machine. {_INSTALL}")
        return path
    return next((path for place in PLACES if (path := shutil.which(place))), None)


class Chromium:
    """A browser that draws with plotly; `start` it, and `end` it whatever happens."""

    def __init__(self) -> None:
        self._browser: Any = None
        self._channel: Any = None
        self._folder: Path | None = None
        self._lock = Lock()
        self._ended = False
        self._gone = Event()
        # An event loop in a thread of its own: this works from inside another loop, too. What
        # ends the process does not wait for it.
        self._loop = asyncio.new_event_loop()
        # What fails is told to who asked for it; tasks that an end leaves behind say nothing.
        self._loop.set_exception_handler(lambda *_: None)
        self._thread = Thread(target=self._loop.run_forever, name="chromium", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        process = self._process
        return not self._ended and process is not None and process.poll() is None

    @property
    def _process(self) -> subprocess.Popen[bytes] | None:
        return getattr(self._browser, "subprocess", None)

    def start(self) -> None:
        """Start it; some seconds.

        Raises
        ------
        NoBrowserError
            Where there is no browser, or it does not start.
        """
        import kaleido  # takes a moment to load
        from choreographer.browsers import Chromium as Command
        from choreographer.errors import ChromeNotFoundError

        # What it finds wrong is said once, by the error.
        logging.getLogger("choreographer").setLevel(logging.CRITICAL)
        path = browser_path()
        # An isolated browser does not see the machine's folder for what is temporary.
        home = str(Path.home()) if "snap" in str(path) else None
        folder = Path(
            tempfile.mkdtemp(prefix=".loss-landscapes-" if home else "landscapes-", dir=home)
        )
        self._folder = folder

        def note(channel: Any) -> None:  # noqa: ANN401 (a type of the library's own)
            self._channel = channel

        class Tidy(Command):
            """Leaves nothing outside of the folder."""

            def __init__(self, channel: Any, *given: Any, **more: Any) -> None:  # noqa: ANN401
                note(channel)
                super().__init__(channel, *given, **more)

            def get_env(self) -> MutableMapping[str, str]:
                """Return the environment that the browser starts in."""
                environment: MutableMapping[str, str] = super().get_env()
                if sys.platform == "linux" and len(str(folder)) <= _LONGEST:
                    environment["TMPDIR"] = str(folder)
                return environment

        try:
            # Without a word MathJax would be fetched from the network.
            page = kaleido.PageGenerator(mathjax=False)
            page.header = page.header.replace(_TITLE, _HEAD)
            index = folder / "index.html"
            index.write_text(page.generate_index(), "utf-8")
            with self._lock:
                if self._ended:
                    raise NoBrowserError("The browser was ended before it had started.")
                self._browser = kaleido.Kaleido(
                    path=path,
                    page_generator=index,
                    timeout=None,  # who waits for a picture says for how long
                    tmp_dir=str(folder),
                    browser_cls=Tidy,
                )
                opened = self._run(self._browser.open())
            self._wait(opened)
        except NoBrowserError:
            self.end()
            raise
        except ChromeNotFoundError:
            self.end()
            raise NoBrowserError(MISSING) from None
        except BaseException as error:
            self.end()
            if not isinstance(error, Exception):
                raise
            found = path or "that was found"
            raise NoBrowserError(f"The browser {found} did not start. {_INSTALL}") from error

    def _wait(self, opened: Future[None]) -> None:
        until = time.monotonic() + _STARTS
        while True:
            try:
                opened.result(_LOOK)
            except TimeoutError:
                # Who is ended in the middle of its start may never answer.
                if self._ended or opened.done() or time.monotonic() > until:
                    raise
            else:
                return

    def draw(self, figure: Mapping[str, Any], options: Mapping[str, Any]) -> Future[bytes]:
        """Return what will be a figure's picture; a future that is cancelled is not drawn on."""
        return self._run(self._browser.calc_fig(figure, opts=options))

    def end(self) -> None:
        """End the browser and everything that it has started, and remove its folder.

        It is asked to leave, and stopped where it takes longer than a second. Who calls this while
        another thread is at it waits for that.
        """
        with self._lock:
            first = not self._ended
            self._ended = True
        if not first:
            self._gone.wait(_LEAVES + 2 * _ENDS)
            return
        try:
            self._end()
        finally:
            self._gone.set()

    def _end(self) -> None:
        # One that has died unseen keeps the loop waiting.
        self._say_bye()
        with suppress(Exception):
            self._run(self._shut()).result(_LEAVES + _ENDS)
        _kill(self._process)
        self._say_bye()
        with suppress(RuntimeError):  # it is closed
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_ENDS)
        if not self._thread.is_alive():
            self._loop.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    async def _shut(self) -> None:
        if self._browser is None:
            return
        others = asyncio.all_tasks() - {asyncio.current_task()}
        # A process that is being started is known in a moment: it is not to be left alone.
        for _ in range(int(_ENDS / 0.01)):
            if self._process is not None or not others:
                break
            await asyncio.sleep(0.01)
        leaves = asyncio.ensure_future(self._browser.close())
        await asyncio.wait({leaves}, timeout=_LEAVES)
        _kill(self._process)
        self._say_bye()
        await asyncio.wait({leaves}, timeout=_ENDS)
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)  # they are told

    def _say_bye(self) -> None:
        """Say that the browser has left, where it could not: its words are waited for."""
        process = self._process
        if process is not None and process.poll() is not None and self._channel.is_ready():
            with suppress(OSError):
                os.write(self._channel.from_external_to_choreo, b"{bye}\n")

    def _run(self, work: Coroutine[Any, Any, Any]) -> Future[Any]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)


def _kill(process: subprocess.Popen[bytes] | None) -> None:
    """Stop a process and all that it has started."""
    if process is None:
        return
    if sys.platform == "win32":
        tree = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        if process.poll() is None:
            subprocess.run(tree, capture_output=True, check=False, timeout=_ENDS)
    else:
        # It leads a group of its own, in which its children are also where it has left.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_ENDS)
