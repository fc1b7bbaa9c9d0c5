"""Line: work that waits for a thread, in an order that is fair to everybody."""

import itertools
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

__all__ = ["Line", "Waiting"]


class Waiting(Protocol):
    """What can stand in a line."""

    clients: set[str]


Work = TypeVar("Work", bound=Waiting)

# Clients of whom it is known when they were last served; who is not among them comes first.
_REMEMBERED = 4096


class Line(Generic[Work]):
    """Work in line for some threads of its own.

    Whoever was served longest ago comes next, so that somebody who drags a slider, and wishes for
    something new all the time, never keeps another's click waiting. Of equals the newest wish comes
    first: an old one has most likely been given up.

    Parameters
    ----------
    run : callable
        What a thread does with a piece of work; it is to raise nothing.
    threads : int
        How many threads; they are started with the first work, and are daemons.
    name : str
        What they are called.
    """

    def __init__(self, run: Callable[[Work], None], threads: int, name: str) -> None:
        self._run, self._count, self._name = run, threads, name
        self._ready = threading.Condition()
        self._waiting: dict[Work, int] = {}
        self._served: OrderedDict[str, float] = OrderedDict()
        self._numbers = itertools.count()
        self._started = self._closed = False

    def __len__(self) -> int:
        """How much work waits."""
        return len(self._waiting)

    def put(self, work: Work) -> None:
        """Let work wait for a thread."""
        with self._ready:
            if self._closed:
                return
            if not self._started:
                self._started = True
                for i in range(self._count):
                    name = f"{self._name}-{i}"
                    threading.Thread(target=self._serve, name=name, daemon=True).start()
            self._waiting[work] = next(self._numbers)
            self._ready.notify()

    def drop(self, work: Work) -> bool:
        """Take work out of the line; say whether it was there."""
        with self._ready:
            return self._waiting.pop(work, None) is not None

    def oldest(self) -> Work | None:
        """Return the work that has waited longest; None where none waits."""
        with self._ready:
            return next(iter(self._waiting), None)

    def close(self) -> list[Work]:
        """Let the threads end when they are done; return what will never run."""
        with self._ready:
            self._closed = True
            left = list(self._waiting)
            self._waiting.clear()
            self._ready.notify_all()
        return left

    def _serve(self) -> None:
        while (work := self._next()) is not None:
            self._run(work)

    def _next(self) -> Work | None:
        with self._ready:
            while not self._waiting and not self._closed:
                self._ready.wait()
            if not self._waiting:
                return None
            work = min(self._waiting, key=self._turn)
            del self._waiting[work]
            now = time.monotonic()
            for client in work.clients:
                self._served[client] = now
                self._served.move_to_end(client)
            while len(self._served) > _REMEMBERED:
                self._served.popitem(last=False)
            return work

    def _turn(self, work: Work) -> tuple[float, int]:
        served = min((self._served.get(client, 0.0) for client in list(work.clients)), default=0.0)
        return served, -self._waiting[work]
