"""Backstage: a process of low priority that does what takes long, and can be ended at any time.

Work there takes nothing from the threads that answer: neither the interpreter's lock nor, where
they need it, the processor.
"""

import importlib
import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from multiprocessing.connection import Connection, wait
from typing import Any

from server.job import Progress, SharedJob, Superseded
from server.turns import Turn, Turns

__all__ = ["Around", "Backstage", "pickled"]

Around = Callable[[Callable[[], None]], AbstractContextManager[Any]]

# How much the process lets others go first: 19 is most, 0 none.
_NICE = 12
# Seconds between two looks at whether somebody still waits, and after which a process that has been
# told to stop, and does not, is ended.
_LOOK, _STUBBORN = 0.25, 4.0
# Seconds between two words of a job.
_WORD = 0.2


# What the process says: how far it has come, the result, or what went wrong.
_SHARE, _DONE, _FAILED = "share", "done", "failed"


class Backstage:
    """One process, started when it is first needed and again where it has ended.

    Parameters
    ----------
    around : callable
        As of `Jobs`; a module's function.
    patience : float
        Seconds after which work that nobody has asked after stops.
    modules : sequence of str
        What it imports at its start, before any work comes.
    turns : Turns, optional
        Who may be at work at once, of all such processes; without them everybody.
    """

    def __init__(
        self,
        around: Around,
        patience: float,
        modules: Sequence[str] = (),
        turns: Turns | None = None,
    ) -> None:
        self._turns = turns
        self._given, self._patience = (around, tuple(modules)), patience
        self._lock = threading.Lock()
        self._process: Any = None
        self._ours: Connection | None = None
        self._closed = False

    def start(self) -> None:
        """Start the process, if it does not run."""
        with self._lock:
            self._started()

    def perform(self, job: SharedJob, work: bytes) -> Any:  # noqa: ANN401
        """Return the result of a job's work, a pickled function of `progress`, done there.

        One piece of work is done at a time: a thread that calls this is the only one to.

        Raises
        ------
        Superseded
            Where it was stopped.
        RuntimeError
            Where the process ended in the middle of it.
        Exception
            What the work raised.
        """
        turn = self._turn(job)
        try:
            return self._performed(job, work)
        finally:
            if turn is not None:
                turn.give_back()

    def _turn(self, job: SharedJob) -> Turn | None:
        if self._turns is None:
            return None
        while (turn := self._turns.take()) is None:
            if not self._wanted(job, 0.0):
                raise Superseded
            time.sleep(_LOOK)
        return turn

    def _wanted(self, job: SharedJob, share: float) -> bool:
        """Say how far it has come; return whether anybody still waits for it."""
        since = job.store.report(job.run, share)
        return not job.stopped.is_set() and since is not None and since <= self._patience

    def _performed(self, job: SharedJob, work: bytes) -> Any:  # noqa: ANN401
        with self._lock:
            connection = self._started()
        connection.send(work)
        word: str
        said: Any
        share, looked, stopping = 0.0, time.monotonic(), None
        while True:
            try:
                word, said = connection.recv() if connection.poll(_LOOK) else (_SHARE, share)
            except (EOFError, OSError):
                self._end()
                raise RuntimeError("The process that was at work on this has ended.") from None
            if word == _DONE:
                return said
            if word == _FAILED:
                raise said
            share, now = said, time.monotonic()
            if now - looked < _LOOK:
                continue
            looked = now
            # Told here, not there: a process of low priority that holds the store's lock may wait
            # for the processor, and everybody for it.
            if not self._wanted(job, share) and stopping is None:
                connection.send(None)
                stopping = now
            if stopping is not None and now - stopping > _STUBBORN:
                self._end()
                raise Superseded

    def close(self) -> None:
        """End the process."""
        self._closed = True
        self._end()

    def _started(self) -> Connection:
        if self._ours is None or self._process is None or not self._process.is_alive():
            if self._closed:
                raise Superseded
            context = multiprocessing.get_context("spawn")
            self._ours, theirs = context.Pipe()
            self._process = context.Process(
                target=_perform, args=(theirs, *self._given), name="backstage", daemon=True
            )
            self._process.start()
            theirs.close()
        return self._ours

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.join(0.5)
        if self._ours is not None:
            self._ours.close()
            self._ours = None


def _perform(connection: Connection, around: Around, modules: Sequence[str]) -> None:
    """Do work after work, as long as the process that started this one lives."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # who started it ends it
    threading.Thread(target=_follow, name="follow", daemon=True).start()
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(_NICE)
    for module in modules:
        importlib.import_module(module)
    while True:
        try:
            work = connection.recv()
        except (EOFError, OSError):
            return
        if work is None:  # told to stop at the moment when it was done
            continue
        try:
            answer = (_DONE, _done(connection, pickle.loads(work), around))
        except BaseException as error:
            answer = (_FAILED, error)
        try:
            connection.send(answer)
        except (BrokenPipeError, ConnectionError):
            return
        except Exception as error:  # what cannot be sent
            connection.send((_FAILED, RuntimeError(str(error))))


def _done(connection: Connection, work: Callable[[Progress], Any], around: Around) -> Any:  # noqa: ANN401
    """Return what some work gives; `Superseded` where it is told to stop."""
    share, told = 0.0, 0.0

    def stop() -> None:
        nonlocal told
        now = time.monotonic()
        if now - told < _WORD:
            return
        told = now
        connection.send((_SHARE, share))
        if connection.poll():
            connection.recv()
            raise Superseded

    def progress(done: int, total: int) -> None:
        nonlocal share
        share = done / total if total else 1.0
        stop()

    with around(stop):
        stop()
        return work(progress)


def _follow() -> None:
    """End with the process that started this one."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)


def pickled(work: Callable[[Progress], Any]) -> bytes | None:
    """Return work as another process takes it; None where it cannot."""
    try:
        return pickle.dumps(work)
    except (pickle.PicklingError, AttributeError, TypeError):
        return None
