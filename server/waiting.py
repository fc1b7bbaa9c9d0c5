"""Waiting: a request that waits for work done elsewhere lets another compute in the meantime."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

__all__ = ["Turn", "take", "waiting"]


class Turn(Protocol):
    """What a request that computes takes up."""

    def pause(self) -> None:
        """Let another compute."""

    def resume(self) -> None:
        """Compute again."""


class _Here(threading.local):
    turn: Turn | None = None


_here = _Here()


def take(turn: Turn | None) -> None:
    """Note what the request that this thread answers takes up; None: nothing."""
    _here.turn = turn


@contextmanager
def waiting() -> Iterator[None]:
    """Let another request compute as long as this one waits; anywhere else this does nothing.

    >>> with waiting():
    ...     done = threading.Event().wait(0.0)
    """
    turn = _here.turn
    if turn is None:
        yield
        return
    turn.pause()
    try:
        yield
    finally:
        turn.resume()
