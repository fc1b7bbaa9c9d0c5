"""Jobs: work that may outlast a request, shared by those who ask for the same.

A request starts a job and waits for it a little. Where that is not enough, the page is told how
far the job has come and asks again. What a client asks for next supersedes what it asked before:
work that nobody waits for any more is stopped.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from server.waiting import waiting

__all__ = ["JOBS", "Job", "Jobs", "Superseded"]

Progress = Callable[[int, int], None]


class Superseded(Exception):  # noqa: N818 (nothing is wrong: the work is not wanted any more)
    """Raised within a job that nobody waits for any more."""


class Job:
    """One piece of work: its future, and how far it has come."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.future: Future[Any] = Future()
        self.share = 0.0
        self.clients: set[str] = set()
        self.stopped = threading.Event()

    def progress(self, done: int, total: int) -> None:
        """Note how far the work has come; raise `Superseded` where it is to stop."""
        if self.stopped.is_set():
            raise Superseded
        self.share = done / total if total else 1.0

    def result(self, seconds: float) -> Any | None:
        """Return the result; None where it takes longer than this."""
        try:
            with waiting():
                return self.future.result(timeout=seconds)
        except TimeoutError:
            return None


class Jobs:
    """Jobs by key, the latest kept with their results.

    Parameters
    ----------
    workers : int
        Jobs that run at the same time.
    kept : int
        Jobs that are remembered.
    clients : int
        Clients whose present jobs are remembered.
    """

    def __init__(self, workers: int = 2, kept: int = 16, clients: int = 1000) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="job")
        self._lock = threading.Lock()
        self._known: OrderedDict[Hashable, Job] = OrderedDict()
        self._present: OrderedDict[tuple[str, str], Job] = OrderedDict()
        self._kept, self._clients = kept, clients

    def start(
        self, client: str, kind: str, key: Hashable, title: str, work: Callable[[Progress], Any]
    ) -> Job:
        """Return the job for this key, started if it is new; it supersedes the client's last.

        Parameters
        ----------
        client : str
            Who asks. A client has one present job of each kind; "" stands for nobody in
            particular, whose jobs are never superseded.
        kind, key : str, hashable
            What is asked for; equal ones share a job and its result.
        title : str
            What a person reads while it runs.
        work : callable
            Takes `progress` and returns the result.
        """
        with self._lock:
            job = self._known.get((kind, key))
            fresh = job is None or (job.future.done() and job.future.exception() is not None)
            if job is None or fresh or job.stopped.is_set():
                job = self._known[kind, key] = Job(title)
                self._pool.submit(_run, job, work)
            self._known.move_to_end((kind, key))
            while len(self._known) > self._kept:
                self._known.popitem(last=False)
            job.clients.add(client)
            if client:
                self._drop(client, kind, unless=job)
                self._present[client, kind] = job
            while len(self._present) > self._clients:
                self._present.popitem(last=False)
        return job

    def waiting(self, client: str) -> Job | None:
        """Return a job of this client that is still under way; None where all have ended."""
        with self._lock:
            jobs = [job for (owner, _), job in self._present.items() if owner == client]
        return next((job for job in jobs if not job.future.done()), None)

    def cancel(self, client: str) -> None:
        """Stop what this client waits for, unless others wait for it too."""
        with self._lock:
            for owner, kind in list(self._present):
                if owner == client:
                    self._drop(client, kind)

    def close(self) -> None:
        """Stop everything, at the end of the process."""
        with self._lock:
            for job in self._known.values():
                job.stopped.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _drop(self, client: str, kind: str, unless: Job | None = None) -> None:
        job = self._present.pop((client, kind), None)
        if job is None or job is unless:
            return
        job.clients.discard(client)
        if not job.clients and not job.future.done():
            job.stopped.set()


def _run(job: Job, work: Callable[[Progress], Any]) -> None:
    try:
        job.progress(0, 1)
        job.future.set_result(work(job.progress))
    except BaseException as error:  # handed to whoever asks for the result
        job.future.set_exception(error)


JOBS = Jobs()
