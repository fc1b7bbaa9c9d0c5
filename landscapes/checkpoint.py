"""checkpoint(): where long work lets itself be stopped.

Work that may take seconds comes by here again and again. Who runs it may watch: what the watcher
raises ends the work there and then, and is passed on. Nobody watches at a Python prompt, where a
checkpoint costs some 50 ns.

>>> from landscapes import Problem, descend, load
>>> from landscapes.checkpoint import watched
>>> def enough():
...     raise TimeoutError
>>> with watched(enough):
...     descend(Problem(load("overlap")), "cross-entropy", [0.0, 0.0])
Traceback (most recent call last):
TimeoutError
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["checkpoint", "watched"]

_watcher: ContextVar[Callable[[], object] | None] = ContextVar("watcher", default=None)


def checkpoint() -> None:
    """Let whoever watches this thread's work end it."""
    watcher = _watcher.get()
    if watcher is not None:
        watcher()


@contextmanager
def watched(watcher: Callable[[], object]) -> Iterator[None]:
    """Have a function called at every checkpoint that this thread comes by in the block.

    Parameters
    ----------
    watcher : callable
        Takes nothing. What it raises ends the work.
    """
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)
