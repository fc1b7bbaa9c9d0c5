"""Ending: what is done on the way out of a process, in bounded time."""

import atexit
import contextlib
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import NoReturn, TypeVar

__all__ = ["at_end", "end", "hurry", "leave", "on_signals", "vanish"]

_LOG = logging.getLogger("server")

_ALL = 2.3  # seconds for all functions
_LAST = 2.6  # seconds after which a process that was told to leave is gone

_functions: list[tuple[Callable[[], object], float]] = []
_lock = threading.Lock()

Function = TypeVar("Function", bound=Callable[[], object])


def at_end(function: Function, seconds: float = 0.6) -> Function:
    """Have a function called once when the process ends, the latest first; return it.

    It has so many seconds. One that takes longer is left behind, and one that fails is logged; the
    others are called all the same.
    """
    with _lock:
        if all(function != known for known, _ in _functions):
            _functions.append((function, seconds))
    return function


@atexit.register
def end() -> None:
    """Call what is to be called at the end, each function once."""
    deadline = time.monotonic() + _ALL
    while True:
        with _lock:
            if not _functions:
                return
            function, seconds = _functions.pop()
        thread = threading.Thread(target=_call, args=(function,), daemon=True)
        try:
            thread.start()
        except RuntimeError:  # too late for threads: the interpreter is on its way out
            _call(function)
            continue
        thread.join(max(0.05, min(seconds, deadline - time.monotonic())))


def _call(function: Callable[[], object]) -> None:
    try:
        function()
    except Exception:
        _LOG.exception("%r failed at the end", function)


def leave(*_: object) -> NoReturn:
    """End the process in order and soon; also as a signal's handler.

    It has some two seconds for what is to be done, and for what handles SystemExit.
    """
    on_signals(signal.SIG_IGN)
    hurry(_LAST)
    end()
    raise SystemExit(0)


def hurry(seconds: float) -> None:
    """Have this process vanish after some seconds, whatever it does then."""

    def late() -> None:
        time.sleep(seconds)
        vanish(0)

    threading.Thread(target=late, daemon=True).start()


def vanish(code: int) -> NoReturn:
    """End the process here and now.

    Python would wait for threads that compute, and then take itself apart for seconds: nothing of
    what this process has loaded is worth that.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def on_signals(handler: "Callable[..., object] | signal.Handlers") -> None:
    """Have what ends a program, Ctrl-C among it, handled so."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handler)
