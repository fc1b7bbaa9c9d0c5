"""Renderer: plotly drawings as pictures, made by a Chromium that nobody sees.

Nothing is fetched: plotly.js comes from the installed package, and a browser that is on the machine
is used, never downloaded.
"""

import asyncio
import logging
import os
import shutil
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, Protocol, Self

from figures.drawing import Drawing

__all__ = ["MISSING", "NoBrowserError", "Painter", "Renderer"]

INSTALL = (
    "Install Chromium or Google Chrome (Debian: apt-get install chromium; macOS: brew install "
    "--cask chromium; Windows: winget install Google.Chrome), or name an installed one: "
    "CHROMIUM=/path/to/it"
)
MISSING = f"Pictures are drawn by a browser, and none was found. {INSTALL}"

# Off the search path, where Debian's, Google's and Apple's packages put them.
_PLACES = (
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
# What a document is called, and that its page has no margin around the picture.
_TITLE = "<title>Kaleido-fier</title>"
_HEAD = (
    "<title>Loss landscapes</title>"
    "<style>@page { margin: 0; } #kaleido-image { display: block; }</style>"
)
# Seconds for one picture: a surface at 3840 x 2160 takes half a minute where WebGL is in software.
_PATIENCE = 180.0


class Painter(Protocol):
    """Makes images of drawings: a `Renderer`, or what holds images that a page has drawn."""

    def image(self, drawing: Drawing, kind: str) -> bytes:
        """Return a slide's drawing as a "png", "svg" or "pdf"."""


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
            raise NoBrowserError(f"CHROMIUM={named} is no browser on this machine. {INSTALL}")
        return path
    return next((path for place in _PLACES if (path := shutil.which(place))), None)


class Renderer:
    """A browser that draws pictures one after the other; use it in a `with` statement.

    It is started when the first picture is asked for.

    >>> with Renderer() as renderer:  # doctest: +SKIP
    ...     renderer.image(drawing, "png")
    """

    def __init__(self) -> None:
        self._browser: Any = None
        # An event loop in a thread of its own: this works from inside another loop, too.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="renderer")
        self._runner: asyncio.Runner | None = None

    def __enter__(self) -> Self:
        """Return the renderer."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the browser."""
        self.close()

    def close(self) -> None:
        """End the browser, if it was started."""
        if self._browser is not None:
            self._run(self._browser.close())
            self._browser = None
        if self._runner is not None:
            self._thread.submit(self._runner.close).result()
            self._runner = None
        self._thread.shutdown()

    def image(self, drawing: Drawing, kind: str) -> bytes:
        """Return a slide's drawing as a picture.

        Parameters
        ----------
        drawing : Drawing
            What `figures.slide.draw_slide` returned: its `layout.meta` says how large it is to be.
        kind : str
            "png", "svg" or "pdf".

        Raises
        ------
        NoBrowserError
            Where there is no browser, or it does not start.
        RuntimeError
            Where the browser fails at the picture.
        """
        if self._browser is None:
            self._start()
        layout = drawing.layout
        figure = drawing.encoded()
        size = layout["meta"]
        scale = size["scale"]
        # Surfaces are painted at the resolution of the picture they stand in.
        figure["config"] = {"plotGlPixelRatio": min(4.0, max(2.0, scale))}
        # The browser cuts fractions of a pixel off: rounding must not take a whole one.
        options = {
            "format": kind,
            "width": (size["width"] + 1e-6) / scale,
            "height": (size["height"] + 1e-6) / scale,
            "scale": scale,
        }
        return bytes(self._run(self._browser.calc_fig(figure, opts=options)))

    def _start(self) -> None:
        import kaleido  # takes a moment to load
        from kaleido.errors import ChromeNotFoundError

        # What it finds wrong is said once, by the error.
        logging.getLogger("choreographer").setLevel(logging.CRITICAL)
        self._runner = asyncio.Runner()
        try:
            # Without a word MathJax would be fetched from the network.
            page = kaleido.PageGenerator(mathjax=False)
            page.header = page.header.replace(_TITLE, _HEAD)
            browser = kaleido.Kaleido(path=browser_path(), page_generator=page, timeout=_PATIENCE)
            self._run(browser.open())
        except NoBrowserError:
            raise
        except ChromeNotFoundError:
            raise NoBrowserError(MISSING) from None
        except Exception as error:
            found = browser_path() or "that was found"
            raise NoBrowserError(f"The browser {found} did not start. {INSTALL}") from error
        self._browser = browser

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 (what the work returns)
        assert self._runner is not None
        return self._thread.submit(self._runner.run, work).result()
