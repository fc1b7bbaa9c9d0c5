"""Supervisor: several processes that do the same, started, restarted and ended by one."""

import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing import connection, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from server import ending

__all__ = ["supervise"]

_SOON, _LATE = 0.5, 30.0  # seconds until a worker that has died is replaced: doubled up to this
_LONG = 30.0  # seconds after which a worker's life is long enough to begin anew with the soonest
_GRACE = 2.8  # seconds that workers have to end

_CONTEXT = multiprocessing.get_context("spawn")  # on Linux, too: a fork would copy held locks


class _Place:
    """Room for one worker: its process or, when that has died, when to start the next."""

    def __init__(self) -> None:
        self.process: SpawnProcess | None = None
        self.ready: Connection | None = None
        self.since = 0.0
        self.due = 0.0
        self._delay = _SOON

    def start(self, work: Callable[..., None], arguments: Sequence[Any]) -> None:
        self.ready, ready = _CONTEXT.Pipe(duplex=False)
        self.process = _CONTEXT.Process(target=_run, args=(ready, work, arguments))
        self.since = time.monotonic()
        # A terminal's Ctrl-C goes to the workers, too, who are to hear of it from here alone. What
        # is blocked is blocked in the process that is started, from its first moment on.
        resource_tracker.ensure_running()  # which unblocks it
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self.process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        ready.close()

    def died(self) -> None:
        """Say so, and when another starts."""
        assert self.process is not None
        if time.monotonic() - self.since > _LONG:
            self._delay = _SOON
        print(
            f"Worker {self.process.pid} ended (exit code {self.process.exitcode}); "
            f"another starts in {self._delay:g} s.",
            file=sys.stderr,
            flush=True,
        )
        self.due = time.monotonic() + self._delay
        self._delay = min(2 * self._delay, _LATE)
        self.process.close()
        self.process = None


def supervise(
    work: Callable[..., None], arguments: Sequence[Any], count: int, opened: Callable[[], None]
) -> int:
    """Keep `count` processes at work until this one is told to end; return the exit code.

    Parameters
    ----------
    work : callable
        What each does: called with a function to be called when it is ready, and `arguments`.
        It ends soon after SIGTERM.
    arguments : sequence
        What can be handed to another process, sockets among it.
    count : int
        How many.
    opened : callable
        Called once, when the first is ready.
    """
    told, tell = _CONTEXT.Pipe(duplex=False)
    # A signal is a message like others: it never comes between the start of a process and the
    # note of it.
    ending.on_signals(lambda *_: tell.send_bytes(b"end"))
    places = [_Place() for _ in range(count)]
    open_yet = False
    try:
        while True:
            for place in places:
                if place.process is None and place.due <= time.monotonic():
                    place.start(work, arguments)
            found = _wait(told, places)
            if told in found:
                return 0
            for place in places:
                if place.ready in found and _is_ready(place) and not open_yet:
                    open_yet = True
                    opened()
                if place.process is not None and not place.process.is_alive():
                    if not open_yet:
                        return 1  # it has said why
                    place.died()
    finally:
        _end([place.process for place in places if place.process is not None])


def _wait(told: Connection, places: Sequence[_Place]) -> list[Any]:
    """Return what there is news of, or nothing when a worker is due."""
    processes = [place.process for place in places if place.process is not None]
    ready = [place.ready for place in places if place.ready is not None]
    due = [place.due - time.monotonic() for place in places if place.process is None]
    sentinels = [process.sentinel for process in processes]
    return connection.wait([told, *ready, *sentinels], max(0.0, min(due)) if due else None)


def _is_ready(place: _Place) -> bool:
    """Whether a worker says that it is ready, rather than nothing any more."""
    assert place.ready is not None
    try:
        place.ready.recv_bytes()
    except EOFError:
        return False
    finally:
        place.ready.close()
        place.ready = None
    return True


def _end(processes: Sequence[SpawnProcess]) -> None:
    """End processes, in order where they have the time."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + _GRACE
    for process in processes:
        process.join(max(0.0, deadline - time.monotonic()))
    for process in processes:
        if process.is_alive():
            process.kill()
            process.join(0.2)


def _run(ready: Connection, work: Callable[..., None], arguments: Sequence[Any]) -> None:
    """Work, in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

    def say() -> None:
        ready.send_bytes(b"ready")
        ready.close()

    work(say, *arguments)
