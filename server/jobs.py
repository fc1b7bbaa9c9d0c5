"""Jobs: work that may outlast a request, shared by those who ask for the same.

A request asks for a job and waits for it a little. Where that is not enough, the page is told how
far the job has come and asks again. What a client asks for next supersedes what it asked before,
and what nobody has asked after for some seconds is stopped.

A job is done in one piece: it never waits for another. Who may wait for whom: a request waits for a
job, for a bounded time; a job waits for the threads that sweep, which wait for nobody.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextlib import nullcontext
from functools import partial
from types import MappingProxyType
from typing import Any, Literal

from server.backstage import Around, Backstage, pickled
from server.job import Busy, Job, Progress, SharedJob, Superseded
from server.line import Line
from server.orders import Orders
from server.results import Results
from server.store import Store

__all__ = ["Busy", "Job", "Jobs", "Lane", "Superseded"]

Lane = Literal["quick", "heavy", "export", "document"]

# Threads of each lane. What takes long has few, and keeps nothing that is quick waiting.
_THREADS: dict[Lane, int] = {"quick": 4, "heavy": 1, "export": 1, "document": 1}
# Work that may wait in each lane: what the threads can do in some seconds, or in a minute.
_ROOM: dict[Lane, int] = {"quick": 48, "heavy": 64, "export": 64, "document": 16}
# Clients whose present jobs are remembered.
_CLIENTS = 4096


class Jobs:
    """Jobs by key; of those that are done the results are kept, within a bound of bytes.

    Parameters
    ----------
    store : Store
        Where jobs that take long are shared with the other processes of the server.
    size : callable
        How many bytes a result takes.
    kept : int
        Bytes of results that are kept. Unfinished work is never forgotten, whatever is asked for.
    patience : float
        Seconds after which a job that nobody has asked after is stopped.
    around : callable
        (stop) -> a context manager around each job's work, within which `stop` is called now and
        then: it raises `Superseded` where the job is to end.
    backstage : mapping of lanes
        The process in which a lane's work is done; a lane without one does it in threads. What
        cannot be pickled is done in threads, too.
    ordered : callable
        The place, among its client's wishes, of the one that is asked for now.
    """

    def __init__(
        self,
        store: Store,
        *,
        size: Callable[[Any], int] = lambda _: 0,
        kept: int = 128 * 1024 * 1024,
        patience: float = 6.0,
        around: Around = lambda _: nullcontext(),
        backstage: Mapping[Lane, Backstage] = MappingProxyType({}),
        ordered: Callable[[], int] = lambda: 0,
    ) -> None:
        self._store, self._ordered = store, ordered
        self._patience, self._around, self._backstage = patience, around, backstage
        self._lock = threading.Lock()
        self._under_way: dict[Hashable, Job] = {}
        self._results, self._orders = Results(size, kept), Orders()
        self._present: OrderedDict[tuple[str, str], Job] = OrderedDict()
        self._lines: dict[Lane, Line[Job]] = {
            lane: Line(partial(self._run, lane), threads, lane)
            for lane, threads in _THREADS.items()
        }

    def ask(
        self,
        client: str,
        kind: str,
        key: Hashable,
        title: str,
        work: Callable[[Progress], Any],
        lane: Lane = "quick",
        order: int | None = None,
    ) -> Job:
        """Return the job for this key, begun if it is new; it supersedes the client's last.

        Parameters
        ----------
        client : str
            Who asks. A client has one present job of each kind; "" stands for nobody in
            particular, whose jobs are not superseded.
        kind, key : str, hashable
            What is asked for; equal ones share a job and its result. What goes to another lane
            than "quick" is shared between processes, by the text of its key.
        title : str
            What a person reads while it runs.
        work : callable
            Takes `progress` and returns the result. It waits for no other job.
        lane : str
            "quick" for what takes less than a second; "heavy" and "export" for what may take more;
            "document" for what is drawn by the server's own browser, one after the other.
        order : int, optional
            The place of this wish among the client's, which arrive in any order; later is larger,
            and 0 is no place. Left out, it is what `ordered` returns.

        Raises
        ------
        Superseded
            Where the client has just cancelled this very job, or wished for another since.
        """
        name = (kind, key)
        order = self._ordered() if order is None else order
        if client and order and self._orders.late(client, name, order):
            raise Superseded
        shared = "" if lane == "quick" else hashlib.sha256(repr(name).encode()).hexdigest()
        # Not within our lock: the file may be another process's for a moment.
        if shared and client and not self._store.wish(client, kind, shared):
            raise Superseded
        with self._lock:
            job = self._found(name)
        run = None
        if shared and (job is None or not job.future.done()):
            state = self._store.look(shared)  # which notes that somebody still asks
            if state is None or state.state in ("stopped", "failed"):
                run = self._store.begin(shared, title)
            if job is None and run is None:
                job = self._fetched(name, SharedJob(self._store, shared, title))
        with self._lock:
            if job is None:
                new = SharedJob(self._store, shared, title, work, run) if run else Job(title, work)
                job = self._found(name) or self._begin(name, new, lane)
            if run and isinstance(job, SharedJob):
                job.run = run  # where it had been stopped, and is wished for again, it goes on
            job.asked = time.monotonic()
            job.clients.add(client)
            if client:
                self._wish(client, kind, job)
        if run and job.future.done():  # it ended at this very moment, and nobody is at work on it
            self._store.stop(run)
        return job

    def waiting(self, client: str) -> Job | None:
        """Return a job of this client that is still under way; None where all have ended."""
        with self._lock:
            jobs = [job for (owner, _), job in self._present.items() if owner == client]
        for job in reversed(jobs):
            if job.ours and not job.future.done() and not job.stopped.is_set():
                job.asked = time.monotonic()
                if not isinstance(job, SharedJob):
                    return job
        for key in self._store.wished(client) if client else ():
            state = self._store.look(key)
            if state is not None and state.state == "running":
                return SharedJob(self._store, key, state.title)
        return None

    def find(self, key: str) -> Job | None:
        """Return the job that another process, or this one, shares by this key; None where none."""
        state = self._store.look(key)
        return None if state is None else SharedJob(self._store, key, state.title)

    def cancel(self, client: str) -> None:
        """Stop what this client waits for, unless others wait for it too."""
        if not client:
            return
        with self._lock:
            for owner, kind in list(self._present):
                if owner == client:
                    self._leave(self._present.pop((owner, kind)), client)
        self._store.cancel(client)

    def close(self) -> None:
        """Stop everything, at the end of the process."""
        for line in self._lines.values():
            line.close()
        with self._lock:
            for job in self._under_way.values():
                self._stop(job)
        for process in self._backstage.values():
            process.close()
        self._store.close()

    # Within the lock

    def _found(self, name: Hashable) -> Job | None:
        """Return the job of a name that is under way here, or done."""
        job = self._under_way.get(name)
        if job is not None and not job.stopped.is_set():
            return job
        return self._results.find(name)

    def _begin(self, name: Hashable, job: Job, lane: Lane) -> Job:
        self._under_way[name] = job
        line = self._lines[lane]
        while len(line) >= _ROOM[lane]:
            # What has waited longest has most likely been given up.
            oldest = line.oldest()
            if oldest is not None and line.drop(oldest):
                self._over(oldest, Busy())
        line.put(job)
        return job

    def _wish(self, client: str, kind: str, job: Job) -> None:
        before = self._present.pop((client, kind), None)
        self._present[client, kind] = job
        if before is not None and before is not job:
            self._leave(before, client)
        while len(self._present) > _CLIENTS:
            (owner, _), gone = self._present.popitem(last=False)
            self._leave(gone, owner)

    def _leave(self, job: Job, client: str) -> None:
        """Note that a client does not wait for a job any more."""
        if all(other is not job for (owner, _), other in self._present.items() if owner == client):
            job.clients.discard(client)
        # Others may ask for a shared one elsewhere: the store says when it is to stop.
        if not job.clients and not isinstance(job, SharedJob):
            self._stop(job)

    def _stop(self, job: Job) -> None:
        job.stopped.set()
        if any(line.drop(job) for line in self._lines.values()):
            self._over(job, Superseded())

    def _over(self, job: Job, error: BaseException) -> None:
        """End a job that has not run."""
        job.stopped.set()
        job.end(None, error)
        self._forget(job)

    def _forget(self, job: Job) -> list[Hashable]:
        names = [name for name, other in self._under_way.items() if other is job]
        for name in names:
            del self._under_way[name]
        return names

    # Outside of it

    def _fetched(self, name: Hashable, job: SharedJob) -> Job:
        """Return a job of another process's; with its result, where that is there."""
        state = self._store.look(job.key)
        if state is not None and state.state == "done":
            try:
                job.end_here(self._store.result(job.key))
            except KeyError:  # just now forgotten
                return job
            with self._lock:
                self._results.keep(name, job)
        return job

    def _run(self, lane: Lane, job: Job) -> None:
        assert job.work is not None
        away = self._backstage.get(lane)

        def stop() -> None:
            since = job.unasked()
            if since is None or since > self._patience:
                job.stopped.set()
                raise Superseded

        def progress(done: int, total: int) -> None:
            job.progress(done, total)
            stop()

        result, error = None, None
        try:
            work = pickled(job.work) if away and isinstance(job, SharedJob) else None
            if away and isinstance(job, SharedJob) and work:
                result = away.perform(job, work)
            else:
                with self._around(stop):
                    stop()
                    result = job.work(progress)
        except BaseException as raised:
            error = raised
        try:
            job.end(result, error)
        except Exception as raised:  # a result that cannot be shared
            Job.end(job, None, raised)
        job.work = None  # with all that it holds
        with self._lock:
            for name in self._forget(job):
                if not isinstance(error, Superseded | Busy):
                    self._results.keep(name, job)
