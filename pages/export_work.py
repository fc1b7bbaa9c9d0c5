"""Work of exports: what is made beside requests, and files that a browser asks after by a name.

Everything that the exports ask of `Jobs` is in this file.
"""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from export import Renderer
from figures.drawing import Drawing
from pages.export_request import Wanted
from pages.jobs import Jobs

__all__ = [
    "RENDERER",
    "SENT",
    "BusyError",
    "Sent",
    "UnderWay",
    "Watched",
    "Work",
    "cancel",
    "close",
]

Progress = Callable[[int, int], None]

RENDERER = Renderer(idle=60.0, patience=90.0)
"""The browser of the server's documents: one for all, ended where none is asked for a minute."""

# Exports have workers of their own: they never hold up what a page shows. Documents have one: they
# take turns at the browser, and do not hold up other exports while they wait.
_EXPORTS = Jobs(workers=2, kept=48)
_DOCUMENTS = Jobs(workers=1, kept=16)

# Seconds that a request waits for its work.
_PATIENCE = 0.3
# Bytes of pictures that may wait to be put together, of everybody; as many as 18 of the largest.
_MOST_WAITING = 128 * 1024 * 1024
# Seconds after which a file that nobody asks after is given up.
_GIVEN_UP = 30.0


class UnderWay(Exception):  # noqa: N818 (nothing is wrong)
    """Raised where work takes longer than a request waits."""

    def __init__(self, title: str, share: float) -> None:
        self.title, self.share = title, share


class BusyError(RuntimeError):
    """More is being put together than there is room for."""


@dataclass(frozen=True)
class Work:
    """Something to make for a client.

    Attributes
    ----------
    client : str
        Who asks.
    kind, key : str, hashable
        What is asked for; equal ones are made once.
    title : str
        What a person reads meanwhile.
    make : callable
        Takes `progress(done, total)` and returns the result.
    heavy : bool
        Whether it is drawn by the server's own browser.
    """

    client: str
    kind: str
    key: Hashable
    title: str
    make: Callable[[Progress], Any]
    heavy: bool = False

    def result(self) -> Any:
        """Return what is made; begun where it is not yet.

        Raises
        ------
        UnderWay
            Where it takes longer than a moment.
        """
        jobs = _DOCUMENTS if self.heavy else _EXPORTS
        job = jobs.start(self.client, f"export-{self.kind}", self.key, self.title, self.make)
        found = job.result(_PATIENCE)
        if found is None:
            raise UnderWay(job.title, job.share)
        return found


class Watched:
    """The server's browser, for work that may be stopped while a picture is drawn."""

    def __init__(self, renderer: Renderer, progress: Progress) -> None:
        self._renderer, self._progress = renderer, progress

    def image(self, drawing: Drawing, kind: str) -> bytes:
        """Return a drawing as a picture; see `Renderer.image`."""
        return self._renderer.image(drawing, kind, lambda: self._progress(0, 1))


@dataclass
class _File:
    work: Work
    wanted: Wanted
    size: int
    asked: float


class Sent:
    """Files that pictures were sent for, by the names under which they are asked after.

    Parameters
    ----------
    most : int
        Bytes of pictures that are kept.
    """

    def __init__(self, most: int = _MOST_WAITING) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._files: OrderedDict[str, _File] = OrderedDict()

    def keep(self, work: Work, wanted: Wanted, size: int) -> str:
        """Return a new name for work that holds so many bytes.

        Raises
        ------
        BusyError
            Where there is no room for it.
        """
        now = time.monotonic()
        with self._lock:
            for name, file in list(self._files.items()):
                # What a client asks for next supersedes what it asked before.
                mine = work.client and file.work.client == work.client
                if mine or now - file.asked > _GIVEN_UP:
                    del self._files[name]
            if sum(file.size for file in self._files.values()) + size > self._most:
                raise BusyError("The server is making many files just now; try again in a minute.")
            name = secrets.token_urlsafe(12)
            self._files[name] = _File(work, wanted, size, now)
        return name

    def find(self, name: str) -> tuple[Work, Wanted] | None:
        """Return what a name stands for, and note that it was asked after; None if nothing."""
        with self._lock:
            file = self._files.get(name)
            if file is None:
                return None
            file.asked = time.monotonic()
            return file.work, file.wanted

    def drop(self, name: str) -> None:
        """Forget a name."""
        with self._lock:
            self._files.pop(name, None)

    def cancel(self, client: str) -> None:
        """Forget what a client has sent."""
        with self._lock:
            for name, file in list(self._files.items()):
                if file.work.client == client:
                    del self._files[name]


SENT = Sent()
"""Everybody's."""


def cancel(client: str) -> None:
    """Stop what a client waits for."""
    if client:
        SENT.cancel(client)
        _EXPORTS.cancel(client)
        _DOCUMENTS.cancel(client)


def close() -> None:
    """Stop all exports and end the server's browser, at the end of the process; some seconds."""
    _EXPORTS.close()
    _DOCUMENTS.close()
    RENDERER.close()
