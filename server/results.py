"""Results: jobs that are done, kept within a bound of bytes for those who ask for the same."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from server.job import Job

__all__ = ["Results"]

# Seconds for which a failure is handed out; then the job is tried anew.
_FAILURE = 5.0
# Results that are kept, however small.
_MOST = 4096


class Results:
    """Jobs that are done, by name; whoever has several threads locks them.

    Parameters
    ----------
    size : callable
        How many bytes a result takes.
    kept : int
        Bytes of results that are kept; what was asked for longest ago goes first.
    """

    def __init__(self, size: Callable[[Any], int], kept: int) -> None:
        self.size, self.kept = size, kept
        self._done: OrderedDict[Hashable, tuple[Job, int]] = OrderedDict()
        self._held = 0

    @property
    def held(self) -> int:
        """Bytes of the results that are here."""
        return self._held

    def find(self, name: Hashable) -> Job | None:
        """Return the job of a name; None where there is none, or it failed some time ago."""
        if name not in self._done:
            return None
        job = self._done[name][0]
        if job.future.exception() is not None and time.monotonic() - job.ended >= _FAILURE:
            return None
        self._done.move_to_end(name)
        return job

    def keep(self, name: Hashable, job: Job) -> None:
        """Keep a job that is done, in place of those that were asked for longest ago."""
        size = 0 if job.future.exception() else self.size(job.future.result())
        self._held += size - self._done.pop(name, (job, 0))[1]
        self._done[name] = (job, size)
        while (self._held > self.kept or len(self._done) > _MOST) and len(self._done) > 1:
            self._held -= self._done.popitem(last=False)[1][1]
