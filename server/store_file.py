"""The file of a store: SQLite, which several processes write, each from several threads."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["StoreFile"]

# Seconds that a process waits for another's write, which takes a millisecond.
_PATIENCE = 10.0


class StoreFile:
    """A file of tables, which are made where they are not there yet.

    Parameters
    ----------
    path : Path
        Where it is.
    tables : str
        What makes the tables.
    """

    def __init__(self, path: Path, tables: str) -> None:
        self._lock = threading.Lock()
        self._file = sqlite3.connect(path, timeout=_PATIENCE, check_same_thread=False)
        self._prepare(tables)

    def _prepare(self, tables: str) -> None:
        """Set the file up; several processes may do so at the same moment."""
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                # Written to memory first: what a crash of the machine takes is nothing to anybody.
                self._file.execute("PRAGMA journal_mode = WAL").fetchall()
                self._file.execute("PRAGMA synchronous = OFF")
                self._file.executescript(tables)
                return
            except sqlite3.OperationalError:  # SQLite does not wait for this by itself
                if time.monotonic() > end:
                    raise
                time.sleep(0.01)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Hold the file for one transaction; other threads wait, a millisecond or so."""
        with self._lock, self._file:
            yield self._file

    def close(self) -> None:
        """Leave the file to the other processes."""
        self._file.close()
