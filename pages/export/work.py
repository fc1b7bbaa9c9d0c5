"""Work of exports: what is made beside requests, and the browser that draws documents."""

import threading
from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple
from weakref import WeakSet

from export import Renderer
from figures.drawing import Drawing
from pages.parts.work import PATIENCE, Busy
from server.ending import at_end
from server.job import Job, Progress

__all__ = ["RENDERER", "File", "Pictures", "UnderWay", "Watched", "outcome"]

RENDERER = Renderer(idle=60.0, patience=90.0)
"""The browser of the server's documents: one for all, ended where none is asked for a minute."""

at_end(RENDERER.close, seconds=2.2)

# Bytes of pictures that may wait to be put together, of everybody; as many as 18 of the largest.
_MOST_WAITING = 128 * 1024 * 1024


class UnderWay(Exception):  # noqa: N818 (nothing is wrong)
    """Raised where work takes longer than a request waits."""

    def __init__(self, title: str, share: float, name: str) -> None:
        self.title, self.share, self.name = title, share, name


class File(NamedTuple):
    """A file that was made, its name and its format."""

    content: bytes
    name: str
    format: str


class Pictures:
    """Pictures that were sent for a file; all that wait in this process are bounded in bytes.

    Raises
    ------
    Busy
        Where there is no room for them.
    """

    _lock = threading.Lock()
    _waiting: ClassVar[WeakSet["Pictures"]] = WeakSet()

    def __init__(self, pictures: Sequence[bytes]) -> None:
        self.size = sum(map(len, pictures))
        with self._lock:
            if sum(one.size for one in self._waiting) + self.size > _MOST_WAITING:
                raise Busy
            self._waiting.add(self)
        self.content = list(pictures)


class Watched:
    """The server's browser, for work that may be stopped while a picture is drawn."""

    def __init__(self, renderer: Renderer, progress: Progress) -> None:
        self._renderer, self._progress = renderer, progress

    def image(self, drawing: Drawing, kind: str) -> bytes:
        """Return a drawing as a picture; see `Renderer.image`."""
        return self._renderer.image(drawing, kind, lambda: self._progress(0, 1))


def outcome(job: Job) -> Any:
    """Return what a job has made; raise `UnderWay` where it takes longer than a moment."""
    found = job.result(PATIENCE)
    if found is None:
        raise UnderWay(job.title, job.share, getattr(job, "key", ""))
    return found
