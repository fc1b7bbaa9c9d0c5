"""Store: long jobs and their results, shared by the processes that serve one address.

What one process began another can tell of, hand out or stop. It is one file of SQLite in a
directory of the server's own; nothing in it outlives the server.
"""

import os
import pickle
import sqlite3
import threading
import time
import uuid
from pathlib import Path
from typing import Any, Literal, NamedTuple

from server.store_file import StoreFile

__all__ = ["State", "Store"]

# Seconds between two signs of life of a process, and after how many without one its work counts as
# left behind.
_SIGN, _SILENCE = 1.0, 6.0
# Seconds for which a failure is handed out; then the job is tried anew.
_FAILURE = 5.0
# Seconds for which a wish that is made again need not be noted.
_FRESH = 60.0
# Seconds between two notes that a job is asked for, and jobs of which the last one is remembered.
_NOTE, _NOTES = 0.5, 4096

_TABLES = """
CREATE TABLE IF NOT EXISTS processes (name TEXT PRIMARY KEY, heard REAL);
CREATE TABLE IF NOT EXISTS jobs (
    key TEXT PRIMARY KEY, title TEXT, owner TEXT, run TEXT, share REAL, state TEXT,
    ended REAL, asked REAL, result BLOB, size INTEGER
);
CREATE TABLE IF NOT EXISTS wishes (
    client TEXT, kind TEXT, key TEXT, made REAL, cancelled INTEGER, PRIMARY KEY (client, kind)
);
"""
# Whether the process that has a job on is there.
_ALIVE = "EXISTS (SELECT 1 FROM processes WHERE name = jobs.owner AND heard >= :silent)"


class State(NamedTuple):
    """How a job stands.

    Attributes
    ----------
    title : str
        What a person reads while it runs.
    share : float
        How far it has come, 0 to 1.
    state : str
        "running", "done", "failed" or "stopped".
    """

    title: str
    share: float
    state: Literal["running", "done", "failed", "stopped"]


class Store:
    """Jobs by key, in a file that several processes share.

    Parameters
    ----------
    directory : Path
        Where the file lies; it must be nobody else's, for results are Python's pickles.
    kept : int
        Bytes of results that are kept. The one asked for longest ago goes first; what is not
        finished has none and never makes room.
    forgotten : float
        Seconds after which a job that nobody asked for is forgotten, its result too.
    """

    def __init__(
        self, directory: Path, kept: int = 256 * 1024 * 1024, forgotten: float = 900.0
    ) -> None:
        self._kept, self._forgotten = kept, forgotten
        self.process = f"{os.getpid()}-{time.time_ns()}"
        self._lock = threading.Lock()
        self._noted: dict[str, float] = {}
        self._closed = threading.Event()
        self._alive: threading.Thread | None = None
        self._file = StoreFile(directory / "jobs.sqlite", _TABLES)

    def begin(self, key: str, title: str) -> str | None:
        """Take a job on, unless a process is at work on it or it is done.

        One that failed some seconds ago, was stopped or was left behind is begun anew.

        Returns
        -------
        str or None
            The name of this run, which alone may report on the job and end it; None where the job
            is another's.
        """
        now, run = time.time(), uuid.uuid4().hex
        self._sign_of_life()
        with self._file.transaction() as file:
            begun = file.execute(
                "INSERT INTO jobs VALUES "
                "(:key, :title, :own, :run, 0.0, 'running', 0.0, :now, NULL, 0) "
                "ON CONFLICT (key) DO UPDATE SET title = :title, owner = :own, run = :run, "
                "share = 0.0, state = 'running', asked = :now, result = NULL, size = 0 "
                "WHERE state = 'stopped' OR (state = 'failed' AND ended < :failed) "
                f"OR (state = 'running' AND NOT {_ALIVE})",
                {
                    "key": key,
                    "title": title,
                    "own": self.process,
                    "run": run,
                    "now": now,
                    "failed": now - _FAILURE,
                    "silent": now - _SILENCE,
                },
            )
            return run if begun.rowcount > 0 else None

    def report(self, run: str, share: float) -> float | None:
        """Say how far our job has come; return for how many seconds nobody has asked after it.

        None where it is to end: somebody has stopped it, or another run has it on.
        """
        with self._file.transaction() as file:
            told = file.execute(
                "UPDATE jobs SET share = MAX(share, ?) "
                "WHERE run = ? AND state = 'running' RETURNING asked",
                (share, run),
            ).fetchall()
        return time.time() - float(told[0][0]) if told else None

    def finish(self, run: str, result: Any) -> None:  # noqa: ANN401 (whatever a job returns)
        """Keep the result of our job."""
        self._end(run, "done", pickle.dumps(result, protocol=pickle.HIGHEST_PROTOCOL))

    def fail(self, run: str, error: BaseException) -> None:
        """Keep what went wrong with our job, for those who ask for it now."""
        try:
            told = pickle.dumps(error)
            pickle.loads(told)
        except Exception:  # an exception may hold whatever it likes
            told = pickle.dumps(RuntimeError(str(error)))
        self._end(run, "failed", told)

    def stop(self, run: str) -> None:
        """Say that our job has stopped: nobody waits for it."""
        self._end(run, "stopped", b"")

    def look(self, key: str, *, asked: bool = True) -> State | None:
        """Return how a job stands; None where it is not known, or was left behind.

        Parameters
        ----------
        key : str
            The job.
        asked : bool
            Whether somebody asks for it: it then goes on.
        """
        now = time.time()
        with self._file.transaction() as file:
            found = file.execute(
                f"SELECT title, share, state, {_ALIVE} FROM jobs WHERE key = :key",
                {"key": key, "silent": now - _SILENCE},
            ).fetchone()
            # Many who ask make one note a second: each is a write that the others wait for.
            if found is not None and asked and now - self._noted.get(key, 0.0) > _NOTE:
                if len(self._noted) > _NOTES:
                    self._noted.clear()
                self._noted[key] = now
                file.execute("UPDATE jobs SET asked = ? WHERE key = ?", (now, key))
        if found is None or (found[2] == "running" and not found[3]):
            return None
        return State(*found[:3])

    def result(self, key: str) -> Any:  # noqa: ANN401
        """Return the result of a job that is done, or raise what it failed with.

        Raises
        ------
        KeyError
            Where there is none.
        """
        with self._file.transaction() as file:
            found = file.execute("SELECT state, result FROM jobs WHERE key = ?", (key,)).fetchone()
        if found is None or found[0] not in ("done", "failed"):
            raise KeyError(key)
        result = pickle.loads(found[1])
        if found[0] == "failed":
            raise result
        return result

    def wish(self, client: str, kind: str, key: str) -> bool:
        """Note what a client wishes for now, of a kind: what it wished for before may stop.

        Returns
        -------
        bool
            False where the client has just cancelled this very wish; it may wish again.
        """
        with self._file.transaction() as file:
            before = file.execute(
                "SELECT key, cancelled, made FROM wishes WHERE client = ? AND kind = ?",
                (client, kind),
            ).fetchone()
            if before is not None and before[:2] == (key, 0) and time.time() - before[2] < _FRESH:
                return True  # asked for again and again, and a write makes others wait
            if before is not None and before[:2] == (key, 1):
                file.execute("DELETE FROM wishes WHERE client = ? AND kind = ?", (client, kind))
                return False
            file.execute(
                "INSERT OR REPLACE INTO wishes VALUES (?, ?, ?, ?, 0)",
                (client, kind, key, time.time()),
            )
            if before is not None and before[0] != key:
                self._release(file, before[0])
        return True

    def wished(self, client: str) -> list[str]:
        """Return the keys of what a client wishes for, the latest first."""
        with self._file.transaction() as file:
            found = file.execute(
                "SELECT key FROM wishes WHERE client = ? AND NOT cancelled ORDER BY made DESC",
                (client,),
            ).fetchall()
        return [key for (key,) in found]

    def cancel(self, client: str) -> None:
        """Note that a client wishes for nothing any more: what nobody else wishes for stops."""
        with self._file.transaction() as file:
            found = file.execute(
                "UPDATE wishes SET cancelled = 1 WHERE client = ? RETURNING key", (client,)
            ).fetchall()
            for (key,) in found:
                self._release(file, key)

    def close(self) -> None:
        """Leave our jobs to whoever asks for them next, and the file to the other processes."""
        if self._closed.is_set():
            return
        self._closed.set()
        with self._file.transaction() as file:
            file.execute(
                "UPDATE jobs SET state = 'stopped' WHERE owner = ? AND state = 'running'",
                (self.process,),
            )
            file.execute("DELETE FROM processes WHERE name = ?", (self.process,))
        self._file.close()

    def _release(self, file: sqlite3.Connection, key: str) -> None:
        file.execute(
            "UPDATE jobs SET state = 'stopped' WHERE key = ? AND state = 'running' AND NOT EXISTS "
            "(SELECT 1 FROM wishes WHERE wishes.key = jobs.key AND NOT cancelled)",
            (key,),
        )

    def _end(self, run: str, state: str, result: bytes) -> None:
        now = time.time()
        with self._file.transaction() as file:
            file.execute(
                "UPDATE jobs SET state = ?, share = 1.0, ended = ?, result = ?, size = ? "
                "WHERE run = ? AND state = 'running'",
                (state, now, result, len(result), run),
            )
            long_ago = now - self._forgotten
            file.execute("DELETE FROM jobs WHERE asked < ? AND state != 'running'", (long_ago,))
            file.execute("DELETE FROM wishes WHERE made < ?", (long_ago,))
            file.execute(
                "DELETE FROM jobs WHERE key IN (SELECT key FROM (SELECT key, size, "
                "SUM(size) OVER (ORDER BY asked DESC, key) AS held FROM jobs "
                "WHERE state IN ('done', 'failed')) WHERE held > ? AND held > size)",
                (self._kept,),
            )

    def _sign_of_life(self) -> None:
        with self._lock:
            if self._alive is not None:
                return
            self._alive = threading.Thread(target=self._live, name="alive", daemon=True)
        self._say_alive()
        self._alive.start()

    def _live(self) -> None:
        while not self._closed.wait(_SIGN):
            self._say_alive()

    def _say_alive(self) -> None:
        with self._file.transaction() as file:
            if not self._closed.is_set():
                file.execute(
                    "INSERT OR REPLACE INTO processes VALUES (?, ?)", (self.process, time.time())
                )
