"""Turns: how many processes of one address are at long work at once."""

import os
import sys
from pathlib import Path
from typing import NamedTuple

if sys.platform != "win32":
    import fcntl

__all__ = ["Turn", "Turns"]


class Turn(NamedTuple):
    """A turn that was taken; whoever ends gives it back."""

    file: int

    def give_back(self) -> None:
        """Let another have it."""
        os.close(self.file)


class Turns:
    """Some turns that processes share, by locks on files: they end with the process that has one.

    Parameters
    ----------
    directory : Path
        Where the files lie.
    name : str
        What the turns are for.
    count : int
        How many there are. On Windows, where one process answers, everybody has one.
    """

    def __init__(self, directory: Path, name: str, count: int) -> None:
        self._files = [directory / f"{name}-{number}.turn" for number in range(count)]

    def take(self) -> Turn | None:
        """Take a turn; None where others have all of them."""
        for path in self._files:
            file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
            if sys.platform == "win32":
                return Turn(file)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(file)
                continue
            return Turn(file)
        return None
