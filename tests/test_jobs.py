"""Jobs of the pages: shared, superseded, told of."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from pages.jobs import Jobs, Superseded


def slow(go: threading.Event) -> Callable[[Callable[[int, int], None]], str]:
    """Work that goes on until it is let go, and can be stopped at any time."""

    def work(progress: Callable[[int, int], None]) -> str:
        for _ in range(5000):
            progress(1, 4)
            if go.wait(0.002):
                return "done"
        raise AssertionError("neither let go nor stopped")

    return work


def until(condition: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 5.0
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def test_a_quick_job_is_answered_at_once() -> None:
    jobs = Jobs()
    assert jobs.start("me", "sum", 1, "Adding", lambda _: 3).result(5.0) == 3
    assert jobs.waiting("me") is None


def test_a_slow_job_tells_how_far_it_has_come_and_then_its_result() -> None:
    jobs, go = Jobs(), threading.Event()
    job = jobs.start("me", "sum", 1, "Adding", slow(go))
    assert job.result(0.02) is None
    until(lambda: job.share == 0.25)
    waiting = jobs.waiting("me")
    assert waiting is job
    assert waiting.title == "Adding"
    go.set()
    assert job.result(5.0) == "done"


def test_two_who_ask_for_the_same_share_one_job() -> None:
    jobs, go, runs = Jobs(), threading.Event(), []

    def work(progress: Callable[[int, int], None]) -> str:
        runs.append(1)
        return slow(go)(progress)

    first = jobs.start("me", "sum", 1, "Adding", work)
    assert jobs.start("you", "sum", 1, "Adding", work) is first
    go.set()
    assert first.result(5.0) == "done"
    assert jobs.start("them", "sum", 1, "Adding", work).result(5.0) == "done"
    assert len(runs) == 1


def test_a_newer_request_stops_the_older_one() -> None:
    jobs, go = Jobs(), threading.Event()
    old = jobs.start("me", "sum", 1, "Adding", slow(go))
    new = jobs.start("me", "sum", 2, "Adding", lambda _: "new")
    assert new.result(5.0) == "new"
    with pytest.raises(Superseded):
        old.result(5.0)


def test_what_another_still_waits_for_goes_on() -> None:
    jobs, go = Jobs(), threading.Event()
    shared = jobs.start("me", "sum", 1, "Adding", slow(go))
    jobs.start("you", "sum", 1, "Adding", slow(go))
    jobs.cancel("me")
    go.set()
    assert shared.result(5.0) == "done"


def test_what_nobody_in_particular_asks_for_is_never_superseded() -> None:
    jobs, go = Jobs(), threading.Event()
    old = jobs.start("", "sum", 1, "Adding", slow(go))
    jobs.start("", "sum", 2, "Adding", lambda _: "new").result(5.0)
    go.set()
    assert old.result(5.0) == "done"


def test_what_was_cancelled_can_be_asked_for_again() -> None:
    jobs, go = Jobs(), threading.Event()
    old = jobs.start("me", "sum", 1, "Adding", slow(go))
    jobs.cancel("me")
    with pytest.raises(Superseded):
        old.result(5.0)
    assert jobs.start("me", "sum", 1, "Adding", lambda _: "again").result(5.0) == "again"


def test_a_fault_in_the_work_reaches_who_asked_and_is_not_kept() -> None:
    jobs = Jobs()

    def broken(_: object) -> None:
        raise ValueError("no such rule")

    with pytest.raises(ValueError, match="no such rule"):
        jobs.start("me", "sum", 1, "Adding", broken).result(5.0)
    assert jobs.start("me", "sum", 1, "Adding", lambda _: 3).result(5.0) == 3
