"""Work that outlasts a request: the app's jobs, and how long a request itself may take.

Who may wait for whom: a request waits for a job, `PATIENCE` at most, and then tells the page that
it is under way; a job waits for no other job, and computes in itself what it needs.
"""

import os
import time
from contextlib import AbstractContextManager
from functools import cache

from flask import Flask, g, has_request_context, request

from landscapes.checkpoint import watched
from landscapes.sweeps.workers import cores
from scene.memory import size_of
from server.backstage import Backstage
from server.ending import at_end
from server.job import Busy, Superseded
from server.jobs import Jobs, Lane
from server.store import Store
from server.store_directory import directory
from server.turns import Turns

__all__ = [
    "ABANDONED",
    "BESIDE",
    "LONG",
    "PATIENCE",
    "Busy",
    "Superseded",
    "attend",
    "jobs",
    "lane",
    "owner",
    "use_backstage",
]

PATIENCE = 0.6
"""Seconds that a request waits for a job; what takes longer gets a bar."""

BESIDE = 0.15
"""Seconds that it waits for what comes beside the rest, or is expected to take longer."""

ABANDONED = 6.0
"""Seconds after which work stops that nobody has asked after."""

LONG = 0.4
"""Seconds from which on work is a job of the long lane, if an estimate says so."""

# Seconds of computing after which a request gives up: all that it has to compute is a job's.
_MOST = 2.0


def jobs() -> Jobs:
    """Return this process's jobs."""
    return _jobs(os.getpid())  # a forked process has its own


class _Backstage:
    """Whether what takes long is done in processes of its own."""

    wanted = False


def use_backstage() -> None:
    """Have what takes long done in processes of its own, one for either kind, from now on."""
    _Backstage.wanted = True


@cache
def _jobs(_process: int) -> Jobs:
    place, processes = directory(), {}
    if _Backstage.wanted:
        modules = ("pages.why.answers", "pages.export.answers")
        lanes: tuple[Lane, ...] = ("heavy", "export")
        # Half of the cores are left to answers, however many processes there are.
        turns = {one: Turns(place, one, max(1, cores() // 2)) for one in lanes}
        processes = {one: Backstage(watched, ABANDONED, modules, turns[one]) for one in lanes}
        processes["heavy"].start()
    made = Jobs(
        Store(place),
        size=size_of,
        around=watched,
        patience=ABANDONED,
        backstage=processes,
        ordered=_ordered,
    )
    at_end(made.close)
    return made


def _ordered() -> int:
    """Return the place of the wish that the present request brings; 0 where it says none."""
    given = request.headers.get("X-Order", "") if has_request_context() else ""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 20 else 0


def lane(seconds: float) -> Lane:
    """Return the lane of work that takes about so many seconds."""
    return "heavy" if seconds > LONG else "quick"


def owner(client: object) -> str:
    """Return the name of who asks, as a request gives it; a forged one is nobody's."""
    return client[:64] if isinstance(client, str) else ""


def attend(server: Flask, gone: str) -> None:
    """Bound what requests compute themselves, and let pages say that they leave.

    Parameters
    ----------
    server : Flask
        The app's server.
    gone : str
        The address to which a page that is left posts its client: what it waited for is stopped.
    """

    @server.before_request
    def begin() -> None:
        g.bound = _bounded()
        g.bound.__enter__()

    @server.teardown_request
    def end(_error: BaseException | None) -> None:
        if "bound" in g:
            g.pop("bound").__exit__(None, None, None)

    @server.post(gone)
    def leave() -> tuple[str, int]:
        jobs().cancel(owner(request.args.get("client")))
        return "", 204


def _bounded() -> AbstractContextManager[None]:
    """Bound what is computed in a request itself: past it `Busy` is raised."""
    end = time.monotonic() + _MOST

    def stop() -> None:
        if time.monotonic() > end:
            raise Busy

    return watched(stop)
