"""What takes long is done in a process of its own, which can be ended at any time."""

import os
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from landscapes.checkpoint import watched
from server.backstage import Backstage
from server.job import Progress, Superseded
from server.jobs import Jobs
from server.store import Store
from tests.server.test_jobs import until

# A process begins within it, on a busy machine too.
PATIENCE = 5.0


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jobs]:
    place: Path = tmp_path_factory.mktemp("store")
    backstage = Backstage(watched, PATIENCE)
    jobs = Jobs(Store(place), patience=PATIENCE, backstage={"heavy": backstage})
    yield jobs
    jobs.close()


def process(_told: Progress) -> int:
    return os.getpid()


def steps(count: int, told: Progress) -> str:
    for step in range(count):
        told(step, count)
        time.sleep(0.02)
    return "done"


def stubborn(seconds: float, _told: Progress) -> str:
    time.sleep(seconds)
    return "done"


def wrong(_told: Progress) -> str:
    raise ValueError("no such rule")


def dies(_told: Progress) -> str:
    os._exit(3)


def test_it_is_done_in_another_process_and_what_cannot_go_there_is_done_here(jobs: Jobs) -> None:
    assert jobs.ask("me", "where", 1, "", process, "heavy").result(30.0) not in (None, os.getpid())
    here = jobs.ask("me", "where", 2, "", lambda _: os.getpid(), "heavy").result(30.0)
    assert here == os.getpid()


def test_how_far_it_has_come_is_told_and_it_stops_when_it_is_cancelled(jobs: Jobs) -> None:
    job = jobs.ask("me", "steps", 1, "", partial(steps, 2000), "heavy")
    until(lambda: 0.0 < job.share < 1.0)
    jobs.cancel("me")
    with pytest.raises(Superseded):
        job.result(5.0)
    assert jobs.ask("me", "steps", 2, "", partial(steps, 2), "heavy").result(10.0) == "done"


def test_what_does_not_stop_when_nobody_waits_is_ended_with_its_process(jobs: Jobs) -> None:
    job = jobs.ask("me", "stubborn", 1, "", partial(stubborn, 60.0), "heavy")
    assert job.result(0.3) is None
    jobs.cancel("me")
    with pytest.raises(Superseded):
        job.result(20.0)
    assert jobs.ask("me", "steps", 3, "", partial(steps, 2), "heavy").result(30.0) == "done"


def test_faults_reach_who_asks_also_the_end_of_the_process(jobs: Jobs) -> None:
    with pytest.raises(ValueError, match="no such rule"):
        jobs.ask("me", "wrong", 1, "", wrong, "heavy").result(30.0)
    with pytest.raises(RuntimeError, match="ended"):
        jobs.ask("me", "dies", 1, "", dies, "heavy").result(30.0)
    assert jobs.ask("me", "steps", 4, "", partial(steps, 2), "heavy").result(30.0) == "done"


def test_threads_that_answer_go_on_while_it_computes(jobs: Jobs) -> None:
    """Its work holds no lock of this process."""
    job = jobs.ask("me", "steps", 5, "", partial(stubborn, 1.0), "heavy")
    counted = 0
    until(lambda: threading.active_count() > 1)
    while job.result(0.0) is None and counted < 10**6:
        counted += 1
    assert counted > 100
