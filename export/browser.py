"""Renderer: plotly drawings as pictures, made by a browser that nobody sees."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYetError
from threading import Lock, Timer
from types import TracebackType
from typing import Any, Protocol, Self

from export.chromium import MISSING, Chromium, NoBrowserError
from figures.drawing import Drawing

__all__ = ["MISSING", "NoBrowserError", "Painter", "Renderer"]

# Seconds for one picture: a surface at 3840 x 2160 takes half a minute where WebGL is in software.
_PATIENCE = 180.0
# Seconds between two looks at whether a picture is still wanted.
_LOOK = 0.2


class Painter(Protocol):
    """Makes images of drawings: a `Renderer`, or what holds images that a page has drawn."""

    def image(self, drawing: Drawing, kind: str) -> bytes:
        """Return a slide's drawing as a "png", "svg" or "pdf"."""


def _nothing() -> None:
    """Go on waiting."""


class _DiedError(RuntimeError):
    """The browser ended while it drew."""


class Renderer:
    """A browser that draws pictures one after the other; use it in a `with` statement, or close it.

    It is started when the first picture is asked for, and anew where it has ended or has failed at
    a picture. Threads may share a renderer: each waits for its turn.

    Parameters
    ----------
    idle : float or None
        Seconds without a picture after which the browser is ended, until there is another one;
        None for never.
    patience : float
        Seconds that a picture may take.

    >>> with Renderer() as renderer:  # doctest: +SKIP
    ...     renderer.image(drawing, "png")
    """

    def __init__(self, idle: float | None = None, patience: float = _PATIENCE) -> None:
        self._idle, self._patience = idle, patience
        self._turn = Lock()
        self._chromium: Chromium | None = None
        self._timer: Timer | None = None
        self._closed = False

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
        """End the browser within some three seconds, also in the middle of a picture."""
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()
        # No turn is waited for: who has it finds that its browser has ended.
        if (chromium := self._chromium) is not None:
            chromium.end()

    def image(self, drawing: Drawing, kind: str, waiting: Callable[[], object] = _nothing) -> bytes:
        """Return a slide's drawing as a picture.

        Parameters
        ----------
        drawing : Drawing
            What `figures.slide.draw_slide` returned: its `layout.meta` says how large it is to be.
        kind : str
            "png", "svg" or "pdf".
        waiting : callable
            Called several times a second until there is the picture. What it raises stops it.

        Raises
        ------
        NoBrowserError
            Where there is no browser, or it does not start.
        RuntimeError
            Where the browser fails at the picture, or takes too long; where the renderer is closed.
        """
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
        while not self._turn.acquire(timeout=_LOOK):
            waiting()
        try:
            try:
                return self._drawn(figure, options, waiting)
            except _DiedError:  # perhaps long before this picture
                return self._drawn(figure, options, waiting)
        finally:
            self._rest_later()
            self._turn.release()

    def _drawn(
        self,
        figure: Mapping[str, Any],
        options: Mapping[str, Any],
        waiting: Callable[[], object],
    ) -> bytes:
        chromium = self._started()
        try:
            return self._awaited(chromium, chromium.draw(figure, options), waiting)
        except BaseException:
            # Whatever it is at, the next picture does not wait for it.
            chromium.end()
            raise

    def _started(self) -> Chromium:
        if self._timer is not None:
            self._timer.cancel()
        if self._chromium is not None and not self._chromium.alive:
            self._chromium.end()
            self._chromium = None
        if self._chromium is None:
            self._chromium = Chromium()
            if self._closed:
                self._chromium.end()
                raise RuntimeError("the renderer is closed")
            self._chromium.start()
        return self._chromium

    def _awaited(
        self, chromium: Chromium, picture: Future[bytes], waiting: Callable[[], object]
    ) -> bytes:
        until = time.monotonic() + self._patience
        while True:
            waiting()
            try:
                return bytes(picture.result(_LOOK))
            except NotYetError as error:
                failure: Exception | None = error if picture.done() else None
            except Exception as error:
                failure = error
            if self._closed:
                raise RuntimeError("the renderer is closed")
            if failure is not None and chromium.alive:
                time.sleep(_LOOK)  # one that dies fails at its picture a moment before
            if not chromium.alive:
                raise _DiedError("the browser ended while it drew it") from failure
            if failure is not None:
                raise RuntimeError(f"the browser could not draw it: {failure}") from failure
            if time.monotonic() > until:
                raise RuntimeError(f"the picture took longer than {self._patience:g} seconds")

    def _rest_later(self) -> None:
        if self._idle is None or self._closed:
            return
        self._timer = Timer(self._idle, self._rest)
        self._timer.daemon = True
        self._timer.start()

    def _rest(self) -> None:
        if self._turn.acquire(blocking=False):
            try:
                if self._chromium is not None:
                    self._chromium.end()
                    self._chromium = None
            finally:
                self._turn.release()
