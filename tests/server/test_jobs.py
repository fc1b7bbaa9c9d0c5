"""Jobs: shared, superseded, told of, stopped, and never locked."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from server.job import Busy, Progress, Superseded
from server.jobs import Jobs, Lane
from server.store import Store

LANES: tuple[Lane, ...] = ("quick", "heavy", "export")


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Jobs]:
    jobs = Jobs(Store(tmp_path), patience=1.0)
    yield jobs
    jobs.close()


def slow(go: threading.Event) -> Callable[[Progress], str]:
    """Work that goes on until it is let go, and can be stopped at any time."""

    def work(progress: Progress) -> str:
        for _ in range(5000):
            progress(1, 4)
            if go.wait(0.002):
                return "done"
        raise AssertionError("neither let go nor stopped")

    return work


def until(condition: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 10.0
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


@pytest.mark.parametrize("lane", LANES)
def test_a_quick_job_is_answered_at_once(jobs: Jobs, lane: Lane) -> None:
    assert jobs.ask("me", "sum", 1, "Adding", lambda _: 3, lane).result(5.0) == 3
    assert jobs.waiting("me") is None


@pytest.mark.parametrize("lane", LANES)
def test_a_slow_job_tells_how_far_it_has_come_and_then_its_result(jobs: Jobs, lane: Lane) -> None:
    go = threading.Event()
    job = jobs.ask("me", "sum", 1, "Adding", slow(go), lane)
    assert job.result(0.02) is None
    until(lambda: job.share == 0.25)
    waiting = jobs.waiting("me")
    assert waiting is not None
    assert (waiting.title, waiting.share) == ("Adding", 0.25)
    go.set()
    assert job.result(5.0) == "done"
    until(lambda: jobs.waiting("me") is None)


@pytest.mark.parametrize("lane", LANES)
def test_two_who_ask_for_the_same_share_one_job(jobs: Jobs, lane: Lane) -> None:
    go, runs = threading.Event(), []

    def work(progress: Progress) -> str:
        runs.append(1)
        return slow(go)(progress)

    asked = [jobs.ask(client, "sum", 1, "Adding", work, lane) for client in ("me", "you")]
    go.set()
    assert [job.result(5.0) for job in asked] == ["done", "done"]
    assert jobs.ask("them", "sum", 1, "Adding", work, lane).result(5.0) == "done"
    assert len(runs) == 1


@pytest.mark.parametrize("lane", LANES)
def test_a_newer_request_stops_the_older_one(jobs: Jobs, lane: Lane) -> None:
    go = threading.Event()
    old = jobs.ask("me", "sum", 1, "Adding", slow(go), lane)
    new = jobs.ask("me", "sum", 2, "Adding", lambda _: "new", lane)
    assert new.result(5.0) == "new"
    with pytest.raises(Superseded):
        old.result(5.0)


@pytest.mark.parametrize("lane", LANES)
def test_what_another_still_waits_for_goes_on(jobs: Jobs, lane: Lane) -> None:
    go = threading.Event()
    shared = jobs.ask("me", "sum", 1, "Adding", slow(go), lane)
    jobs.ask("you", "sum", 1, "Adding", slow(go), lane)
    jobs.cancel("me")
    time.sleep(0.4)
    go.set()
    assert shared.result(5.0) == "done"


@pytest.mark.parametrize("lane", LANES)
def test_what_was_cancelled_stops_and_can_be_asked_for_again(jobs: Jobs, lane: Lane) -> None:
    go = threading.Event()
    old = jobs.ask("me", "sum", 1, "Adding", slow(go), lane)
    jobs.cancel("me")
    with pytest.raises(Superseded):
        old.result(5.0)
    if lane != "quick":  # who has just cancelled it, and is drawn anew for that, is told so
        with pytest.raises(Superseded):
            jobs.ask("me", "sum", 1, "Adding", lambda _: "again", lane)
    assert jobs.ask("me", "sum", 1, "Adding", lambda _: "again", lane).result(5.0) == "again"


@pytest.mark.parametrize("lane", LANES)
def test_what_nobody_asks_after_stops(jobs: Jobs, lane: Lane) -> None:
    ended = threading.Event()

    def work(progress: Progress) -> None:
        try:
            while True:
                progress(0, 1)
                time.sleep(0.01)
        finally:
            ended.set()

    jobs.ask("me", "sum", 1, "Adding", work, lane)
    assert ended.wait(6.0)


@pytest.mark.parametrize("lane", LANES)
def test_a_fault_in_the_work_reaches_who_asks_also_a_little_later(jobs: Jobs, lane: Lane) -> None:
    def broken(_: object) -> None:
        time.sleep(0.1)
        raise ValueError("no such rule")

    job = jobs.ask("me", "sum", 1, "Adding", broken, lane)
    assert job.result(0.0) is None
    until(job.future.done)
    with pytest.raises(ValueError, match="no such rule"):
        jobs.ask("me", "sum", 1, "Adding", lambda _: 3, lane).result(5.0)


def test_a_wish_that_arrives_late_supersedes_nothing(jobs: Jobs) -> None:
    go = threading.Event()
    new = jobs.ask("me", "sum", 2, "Adding", slow(go), order=2)
    with pytest.raises(Superseded):
        jobs.ask("me", "sum", 1, "Adding", lambda _: "old", order=1)
    assert jobs.ask("me", "sum", 2, "Adding", slow(go), order=1) is new
    go.set()
    assert new.result(5.0) == "done"
    assert jobs.ask("me", "sum", 1, "Adding", lambda _: "again", order=3).result(5.0) == "again"


def test_a_dragging_client_does_not_keep_another_waiting(jobs: Jobs) -> None:
    """Whoever was served longest ago comes next, however often somebody else asks."""
    order: list[object] = []
    go = threading.Event()
    for place in range(2):  # both threads are busy
        jobs.ask(f"busy {place}", "sum", place, "", slow(go))
    until(lambda: all(jobs.waiting(f"busy {place}") for place in range(2)))

    def note(name: str) -> Callable[[Progress], None]:
        return lambda _: order.append(name)

    jobs.ask("dragging", "sum", "first", "", note("first drag"))
    go.set()
    until(lambda: order == ["first drag"])
    go.clear()
    for place in range(2):
        jobs.ask(f"busy {place}", "sum", ("again", place), "", slow(go))
    time.sleep(0.05)
    jobs.ask("clicking", "sum", "click", "", note("click"))
    jobs.ask("dragging", "sum", "second", "", note("second drag"))
    go.set()
    until(lambda: len(order) == 3)
    assert order[1] == "click"


def test_past_its_bound_a_line_refuses_what_has_waited_longest(jobs: Jobs) -> None:
    go = threading.Event()
    asked = [jobs.ask(f"person {i}", "sum", i, "", slow(go)) for i in range(60)]
    with pytest.raises(Busy):
        next(job for job in asked[2:] if job.future.done()).result(0.0)
    go.set()
    assert asked[-1].result(5.0) == "done"


def test_results_are_kept_within_a_bound_of_bytes_and_unfinished_work_is_not_forgotten(
    tmp_path: Path,
) -> None:
    jobs = Jobs(Store(tmp_path), size=lambda value: int(value.nbytes), kept=1_000_000)
    go, runs = threading.Event(), []

    def work(progress: Progress) -> Any:
        runs.append(1)
        slow(go)(progress)
        return np.zeros(10)

    pending = jobs.ask("me", "sum", "pending", "", work)
    for i in range(40):
        assert jobs.ask("you", "sum", i, "", lambda _: np.zeros(50_000)).result(5.0) is not None
    assert jobs._results.held <= 1_000_000
    again = jobs.ask("me", "sum", "pending", "", work)
    go.set()
    assert pending.result(5.0) is again.result(5.0)
    assert len(runs) == 1
    jobs.close()


def test_many_who_poll_for_long_work_all_get_it(jobs: Jobs) -> None:
    """More than there are threads, each with work of its own, asked for again and again."""
    done: list[int] = []

    def work(number: int) -> int:
        time.sleep(0.02)
        return number

    def person(number: int) -> None:
        deadline = time.monotonic() + 30.0
        found = None
        while found is None and time.monotonic() < deadline:
            job = jobs.ask(f"{number}", "file", number, "", lambda _: work(number), "export")
            found = job.result(0.05)
            time.sleep(0.2)
        done.append(-1 if found is None else found)

    people = [threading.Thread(target=person, args=(number,)) for number in range(24)]
    for one in people:
        one.start()
    for one in people:
        one.join(40.0)
    assert sorted(done) == list(range(24))


def test_a_result_that_comes_at_the_last_moment_is_a_result(jobs: Jobs) -> None:
    """A wait that ends just as the work does gives the result or nothing, never an error."""

    def soon(_: Progress) -> str:
        time.sleep(0.002)
        return "done"

    for number in range(200):
        job = jobs.ask("me", "sum", number, "", soon)
        while (found := job.result(0.002)) is None:
            pass
        assert found == "done"


@pytest.mark.parametrize("lane", LANES)
def test_what_is_asked_for_again_and_again_goes_on(jobs: Jobs, lane: Lane) -> None:
    """Longer than patience lasts, by asking alone."""
    go = threading.Event()
    end = time.monotonic() + 2.5
    while time.monotonic() < end:
        assert jobs.ask("me", "sum", "long", "", slow(go), lane).result(0.05) is None
        time.sleep(0.1)
    go.set()
    assert jobs.ask("me", "sum", "long", "", slow(go), lane).result(5.0) == "done"
