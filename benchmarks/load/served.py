"""A server of the benchmark's own: started, watched, and ended by its process."""

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psutil

__all__ = ["Memory", "Server", "served", "watched"]

ROOT = Path(__file__).parents[2]
_PATIENCE = 120.0  # seconds until it says where it is
_MEGABYTE = 2**20


class Server:
    """A server: where it is, and what its processes have used.

    Parameters
    ----------
    address : str
        Its address.
    process : int, optional
        Its process; None for a server that somebody else has started.
    said : Path, optional
        What it has said of errors.
    """

    def __init__(self, address: str, process: int | None = None, said: Path | None = None) -> None:
        self.address = address
        self._process, self._said = process, said

    def processes(self) -> dict[int, psutil.Process]:
        """Return its processes by number: itself and those that it has started."""
        if self._process is None:
            return {}
        try:
            first = psutil.Process(self._process)
            return {one.pid: one for one in (first, *first.children(recursive=True))}
        except psutil.NoSuchProcess:
            return {}

    def seconds(self) -> dict[int, float]:
        """Return the processor's seconds that each of its processes has used."""
        found = {}
        for number, process in self.processes().items():
            try:
                used = process.cpu_times()
            except psutil.Error:
                continue
            found[number] = used.user + used.system
        return found

    @property
    def alive(self) -> bool:
        """Whether its first process is there."""
        return bool(self.processes())

    def log(self) -> list[str]:
        """Return what the server has said of errors."""
        return self._said.read_text(errors="replace").splitlines() if self._said else []


class Memory:
    """The memory of a server's processes, from now on: before, after and at most."""

    def __init__(self, server: Server) -> None:
        self._server, self._looks = server, 0
        self._processes = server.processes()
        self.before = resident(self._processes)
        self.after, self.peak = dict(self.before), dict(self.before)

    def look(self) -> None:
        """Take it once more."""
        # Finding a process's children reads about every process there is: not each time.
        self._looks += 1
        if self._looks % 10 == 0:
            self._processes = self._server.processes()
        self.after = resident(self._processes)
        for number, megabytes in self.after.items():
            self.peak[number] = max(self.peak.get(number, 0.0), megabytes)


def resident(processes: Mapping[int, psutil.Process]) -> dict[int, float]:
    """Return the memory of each process, in megabytes."""
    found = {}
    for number, process in processes.items():
        try:
            found[number] = process.memory_info().rss / _MEGABYTE
        except psutil.Error:  # ended, or another person's
            continue
    return found


@contextmanager
def served(command: Sequence[str]) -> Iterator[Server]:
    """Start a Python program that prints its address; yield the server, end it afterwards.

    Raises
    ------
    RuntimeError
        Where it ends, or says nothing for two minutes.
    """
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "stderr"
        with (
            said.open("wb") as errors,
            subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            ) as process,
        ):
            try:
                address = _address(process)
                if address is None:
                    raise RuntimeError(f"no address from {command[0]}: {said.read_text()[-2000:]}")
                yield Server(address, process.pid, said)
            finally:
                _end(process)


@contextmanager
def watched(address: str) -> Iterator[list[str]]:
    """Ask /healthz all along from another process; what came of it is in the list afterwards."""
    command = [sys.executable, "-m", "benchmarks.load.health", address]
    found: list[str] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        reader = threading.Thread(target=_read, args=(process.stdout, found), daemon=True)
        reader.start()
        try:
            yield found
        finally:
            _end(process)
            reader.join(5)


def _read(stream: IO[str] | None, lines: list[str]) -> None:
    for line in stream or ():
        lines.append(line.strip())


def _address(process: subprocess.Popen[str]) -> str | None:
    """Wait for the address that is printed; go on reading, as a full pipe would stop the server."""
    lines: list[str] = []
    threading.Thread(target=_read, args=(process.stdout, lines), daemon=True).start()
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"https?://[^\s/]+", "\n".join(lines))
        if found is not None:
            return found[0]
        time.sleep(0.05)
    return None


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
