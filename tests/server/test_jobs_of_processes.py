"""Jobs of several processes with one store: shared, stopped, and begun anew after a death."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.job import Progress, Superseded
from server.jobs import Jobs
from server.store import Store

OTHER = """
import sys, time
from pathlib import Path
from server.job import Superseded
from server.jobs import Jobs
from server.store import Store

def work(progress):
    for step in range(400):
        progress(step, 400)
        time.sleep(0.01)
    return "found there"

jobs = Jobs(Store(Path(sys.argv[1])), patience=3.0)
job = jobs.ask("they", "map", 7, "Mapping", work, "heavy")
print("begun", flush=True)
try:
    print(job.result(20.0), flush=True)
except Superseded:
    print("stopped", flush=True)
"""


@pytest.fixture
def other(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process of the same server, at work on a job of four seconds."""
    command = [sys.executable, "-c", OTHER, str(tmp_path)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        yield process
        process.kill()


def never(_: Progress) -> str:
    raise AssertionError("computed twice")


@pytest.mark.usefixtures("other")
def test_what_one_process_has_begun_another_tells_of_and_hands_out(tmp_path: Path) -> None:
    jobs = Jobs(Store(tmp_path))
    shares, found = [], None
    for _ in range(200):
        job = jobs.ask("me", "map", 7, "Mapping", never, "heavy")
        waiting = jobs.waiting("me")
        shares.append(job.share if waiting is None else waiting.share)
        if (found := job.result(0.05)) is not None:
            break
    assert found == "found there"
    assert shares == sorted(shares)
    assert len(set(shares)) > 5
    assert jobs.ask("me", "map", 7, "Mapping", never, "heavy").result(0.0) == "found there"
    jobs.close()


def test_what_one_process_has_begun_another_stops(
    other: subprocess.Popen[str], tmp_path: Path
) -> None:
    jobs = Jobs(Store(tmp_path))
    assert jobs.ask("they", "map", 7, "Mapping", never, "heavy").result(0.0) is None
    jobs.cancel("they")
    assert other.stdout is not None
    assert other.stdout.readline() == "stopped\n"
    jobs.close()


def test_what_a_process_that_has_died_had_on_is_begun_anew(
    other: subprocess.Popen[str], tmp_path: Path
) -> None:
    other.kill()
    other.wait()
    jobs = Jobs(Store(tmp_path))
    deadline = time.monotonic() + 20.0
    found = None
    while found is None and time.monotonic() < deadline:
        try:
            job = jobs.ask("me", "map", 7, "Mapping", lambda _: "here", "heavy")
            found = job.result(0.1)
        except Superseded:
            time.sleep(0.1)
    assert found == "here"
    jobs.close()
