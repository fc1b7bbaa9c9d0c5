"""Lanes: waitress's requests in two queues, so that what is quick never waits for what is not."""

import logging
import threading
import time
from collections import deque
from typing import Any, NamedTuple, Protocol

from waitress.utilities import Error

from server.gate import is_heavy, refusal
from server.waiting import take

__all__ = ["Lanes"]

_LOG = logging.getLogger("server")


class _Channel(Protocol):
    """One of waitress's connections."""

    requests: list[Any]

    def service(self) -> None: ...

    def cancel(self) -> None: ...


class _Waiting(NamedTuple):
    channel: _Channel
    since: float


class _BusyError(Error):  # type: ignore[misc] # waitress has no types
    """What waitress answers in the place of a request that has waited too long."""

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        """Return status, headers and body."""
        del ident
        return refusal()


class Lanes:
    """Waitress's dispatcher: threads, some of which never take up heavy requests.

    A heavy request waits in a queue without taking up a thread. A class that opens the page at once
    is served one after the other; who would wait too long is told to try again.

    Parameters
    ----------
    heavy : int
        Heavy requests that are under way at once.
    light : int
        Threads beside those, for the light ones.
    computing : int
        Heavy requests that compute at once; the others wait for work done elsewhere
        (`server.waiting`). Threads that compute take turns, so that more of them are no faster,
        and whatever else the process does waits for a turn behind all of them.
    patience : float
        Seconds for which a heavy request waits before it is refused.
    hurry : float
        Seconds of waiting from which on the newest request comes first. Where more is asked than
        can be computed, all would else wait for longer and longer; so most are answered soon, and
        who has waited too long is told to try again.
    """

    def __init__(
        self,
        heavy: int,
        light: int = 4,
        computing: int = 4,
        patience: float = 6.0,
        hurry: float = 1.0,
    ) -> None:
        self._most, self._most_computing = heavy, computing
        self._patience, self._hurry = patience, hurry
        self._light: deque[_Channel] = deque()
        self._heavy: deque[_Waiting] = deque()
        self._under_way = self._computing = 0
        self._ended = False
        self._changed = threading.Condition()
        for number in range(heavy + light):
            # Daemons: the end of the process waits for none of them.
            threading.Thread(target=self._work, name=f"request-{number}", daemon=True).start()

    def add_task(self, channel: _Channel) -> None:
        """Queue the first request of a connection."""
        request = channel.requests[0]
        heavy = not request.error and is_heavy(request.path)
        with self._changed:
            if heavy:
                self._heavy.append(_Waiting(channel, time.monotonic()))
            else:
                self._light.append(channel)
            self._changed.notify()

    def shutdown(self) -> None:
        """Take up nothing more. Requests under way end with the process."""
        with self._changed:
            self._ended = True
            waiting = [*self._light, *(one.channel for one in self._heavy)]
            self._light.clear()
            self._heavy.clear()
            self._changed.notify_all()
        for channel in waiting:
            channel.cancel()

    def pause(self) -> None:
        """Let another compute while a request waits."""
        with self._changed:
            self._computing -= 1
            self._changed.notify()

    def resume(self) -> None:
        """Have a request that has waited compute again, at once."""
        with self._changed:
            self._computing += 1

    def _work(self) -> None:
        while (found := self._next()) is not None:
            channel, heavy = found
            take(self if heavy else None)
            try:
                channel.service()
            except BaseException:  # a thread outlasts whatever a request does
                if not self._ended:  # else its connection has been closed under it
                    _LOG.exception("A request failed")
            if heavy:
                with self._changed:
                    self._under_way -= 1
                    self._computing -= 1
                    self._changed.notify()

    def _next(self) -> tuple[_Channel, bool] | None:
        """Return a connection with a request to be answered, and whether that is heavy work."""
        with self._changed:
            while not self._ended:
                if self._light:
                    return self._light.popleft(), False
                left = None
                if self._heavy:
                    first = self._heavy[0]
                    left = first.since + self._patience - time.monotonic()
                    if left <= 0:
                        first.channel.requests[0].error = _BusyError("")
                        return self._heavy.popleft().channel, False
                    if self._under_way < self._most and self._computing < self._most_computing:
                        self._under_way += 1
                        self._computing += 1
                        late = left < self._patience - self._hurry
                        found = self._heavy.pop() if late else self._heavy.popleft()
                        return found.channel, True
                self._changed.wait(left)
        return None
