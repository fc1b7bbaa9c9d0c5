"""Job: one piece of work, on its own or shared with the server's other processes."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any

from werkzeug.exceptions import ServiceUnavailable

from server.store import Store
from server.waiting import waiting

__all__ = ["Busy", "Job", "Progress", "SharedJob", "Superseded"]

Progress = Callable[[int, int], None]

# Seconds between two words of a job to the other processes, and to a request that waits for one.
_WORD, _GLANCE = 0.2, 0.05


class Superseded(Exception):  # noqa: N818 (nothing is wrong: the work is not wanted any more)
    """Raised within a job that nobody waits for any more, and to those who still do."""


class Busy(ServiceUnavailable):  # nothing is wrong but the hour
    """More is asked than can be done: ask again in a moment. A request is answered with 503."""

    def __init__(self) -> None:
        said = "More is asked than can be done at this moment; ask again in a second."
        super().__init__(said, retry_after=1)


class Job:
    """One piece of work: its future, how far it has come, and who asks for it.

    Attributes
    ----------
    title : str
        What a person reads while it runs.
    work : callable or None
        What is to be done; None once it is.
    ours : bool
        Whether it is this process that does it.
    clients : set of str
        Whose present wish it is.
    """

    def __init__(self, title: str, work: Callable[[Progress], Any] | None = None) -> None:
        self.title, self.work, self.ours = title, work, work is not None
        self.clients: set[str] = set()
        self.future: Future[Any] = Future()
        self.stopped = threading.Event()
        self.asked = time.monotonic()
        self.ended = 0.0
        self._share = 0.0

    @property
    def share(self) -> float:
        """How far it has come, 0 to 1."""
        return self._share

    def unasked(self) -> float | None:
        """Return for how many seconds nobody has asked after it; None where it is to end."""
        return None if self.stopped.is_set() else time.monotonic() - self.asked

    def progress(self, done: int, total: int) -> None:
        """Note how far the work has come."""
        self._share = done / total if total else 1.0

    def end(self, result: Any, error: BaseException | None = None) -> None:  # noqa: ANN401
        """Hand over the result, or what went wrong."""
        self.ended = time.monotonic()
        if error is None:
            self.future.set_result(result)
        else:
            self.future.set_exception(error)

    def result(self, seconds: float) -> Any | None:  # noqa: ANN401
        """Return the result; None where it takes longer than this.

        Raises
        ------
        Superseded, Busy
            Where it was stopped, or there was no room for it.
        Exception
            What the work raised.
        """
        try:
            with waiting():
                return self.future.result(timeout=seconds)
        except CancelledError:
            raise Superseded from None
        except TimeoutError:
            # One that has come at this moment, or the work's own.
            return self.future.result(timeout=0) if self.future.done() else None


class SharedJob(Job):
    """A job that other processes may tell of, hand out and stop, by way of the store.

    Attributes
    ----------
    store : Store
        Where it stands.
    key : str
        Its name there.
    run : str
        The name of our run of it; empty where another process has it on.
    """

    def __init__(
        self,
        store: Store,
        key: str,
        title: str,
        work: Callable[[Progress], Any] | None = None,
        run: str = "",
    ) -> None:
        super().__init__(title, work)
        self.store, self.key, self.run = store, key, run
        self._told = 0.0

    @property
    def share(self) -> float:
        """How far it has come, as every process sees it: it never runs backwards."""
        state = self.store.look(self.key, asked=False)
        return self._share if state is None else state.share

    def unasked(self) -> float | None:
        """Return for how many seconds nobody has asked after it; None where it is to end."""
        now = time.monotonic()
        if self.stopped.is_set():
            return None
        if now - self._told < _WORD:
            return 0.0
        self._told = now
        return self.store.report(self.run, self._share)

    def end(self, result: Any, error: BaseException | None = None) -> None:  # noqa: ANN401
        """Hand over the result, or what went wrong, to every process."""
        if error is None:
            self.store.finish(self.run, result)
        elif isinstance(error, Superseded | Busy):
            self.store.stop(self.run)
        else:
            self.store.fail(self.run, error)
        super().end(result, error)

    def end_here(self, result: Any) -> None:  # noqa: ANN401
        """Take over what another process has found."""
        super().end(result)

    def result(self, seconds: float) -> Any | None:  # noqa: ANN401
        """Return the result, whoever has found it; None where it takes longer than this."""
        if self.ours or self.future.done():
            return super().result(seconds)
        deadline = time.monotonic() + seconds
        while True:
            state = self.store.look(self.key)
            if state is None or state.state == "stopped":
                raise Superseded
            if state.state != "running":
                return self.store.result(self.key)
            if time.monotonic() >= deadline:
                return None
            with waiting():
                time.sleep(_GLANCE)
