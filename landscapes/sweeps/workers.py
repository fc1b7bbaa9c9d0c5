"""Workers: many independent tasks, on this machine's cores or on anyone's executor."""

import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from typing import Any, NamedTuple

from landscapes.checkpoint import checkpoint

__all__ = ["TINY", "Progress", "Task", "cores", "run"]

# Called with what is done and what there is to do; what it raises stops the work.
Progress = Callable[[int, int], object]

# So little work is done sooner than handed to another thread and back.
TINY = 2**19
# Tasks handed over at once: enough for many machines, few enough that the arrays on their way and
# the results waiting for their turn stay small. This machine's threads are shared by all who
# sweep: a short line lets a newer sweep come in.
_AHEAD_ELSEWHERE, _AHEAD_A_CORE = 32, 2
# Seconds after which progress is told, and a checkpoint passed, although there was none.
_HEARTBEAT = 0.1


class Task(NamedTuple):
    """A call of a module's function, which any process can make, and how much work it is.

    Work is counted in pairs of a sample and a grid point.
    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    work: int


def cores() -> int:
    """Return how many cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Pool:
    """One pool of threads for the whole process, made when first needed.

    What runs on it never waits for it, so that it cannot lock up however many sweep at once.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.lock = threading.Lock()
        self.threads: ThreadPoolExecutor | None = None

    def get(self) -> ThreadPoolExecutor:
        with self.lock:
            if self.threads is None:
                self.threads = ThreadPoolExecutor(cores(), thread_name_prefix="sweep")
            return self.threads


_pool = _Pool()
if hasattr(os, "register_at_fork"):
    # A forked child has the pool but none of its threads: it makes one of its own.
    os.register_at_fork(after_in_child=_pool.forget)


def run(
    tasks: Sequence[Task],
    take: Callable[[int, Any], None],
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> None:
    """Run tasks and take their results in the order of the tasks.

    Parameters
    ----------
    tasks : sequence of Task
        In any number: they wait in line here, not with the executor.
    take : callable
        Given the number of a task and its result, in the calling thread.
    executor : Executor, optional
        Where to run them; without one this machine's cores, or for little work the calling thread.
    progress : callable, optional
        Given the work done and the whole, in the calling thread: at the start, after every task,
        and while a task takes long. An exception of its own ends the run: tasks that have not
        begun never do.
    """
    total, done = sum(task.work for task in tasks), 0
    ahead = _AHEAD_ELSEWHERE
    if executor is None and total > TINY:
        executor, ahead = _pool.get(), _AHEAD_A_CORE * cores()

    def report() -> None:
        checkpoint()
        if progress is not None:
            progress(done, total)

    waiting: deque[Future[Any]] = deque()
    report()
    try:
        for number, task in enumerate(tasks):
            if executor is None:
                take(number, task.function(*task.arguments))
            else:
                for following in tasks[number + len(waiting) : number + ahead]:
                    waiting.append(executor.submit(following.function, *following.arguments))
                while not wait([waiting[0]], _HEARTBEAT).done:
                    report()
                take(number, waiting.popleft().result())
            done += task.work
            report()
    finally:
        for future in waiting:
            future.cancel()
