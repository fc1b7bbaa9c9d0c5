"""Several processes at one address: they answer, are replaced when they die, and end together."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.server.site import get, served, start, wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="one process answers there")


def workers(url: str, count: int) -> set[int]:
    """The processes that answer at an address, as soon as there are so many."""
    found: set[int] = set()

    def ask() -> bool:
        found.add(int(get(url)))
        return len(found) >= count

    wait_until(ask)
    return found


def is_alive(process: int) -> bool:
    """Whether a process is there, and is no zombie, which only waits to be noticed."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return bool(state) and not state.startswith("Z")


def test_all_answer_and_share_a_private_directory() -> None:
    with served(3) as (process, url):
        found = workers(url, 3)
        assert len(found) == 3
        assert process.pid not in found
        stores = {get(f"{url}/store") for _ in range(20)}
        assert len(stores) == 1
        store = Path(stores.pop())
        assert stat.S_IMODE(store.stat().st_mode) == 0o700
        (store / "something").write_text("that is left")
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert not store.exists()
        wait_until(lambda: not any(map(is_alive, found)), 5)


def test_one_that_dies_is_replaced() -> None:
    with served(2) as (process, url):
        before = workers(url, 2)
        lost = min(before)
        os.kill(lost, signal.SIGKILL)
        assert process.stderr is not None
        line = process.stderr.readline()
        assert line == f"Worker {lost} ended (exit code -9); another starts in 0.5 s.\n"
        assert int(get(url)) in before - {lost}  # in the meantime the other one answers
        wait_until(lambda: len(workers(url, 1) - before) == 1)


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_soon_whatever_goes_on(count: int, number: signal.Signals) -> None:
    with served(count) as (process, url):
        found = workers(url, count)
        for _ in range(4):
            get(f"{url}/busy")
        get(f"{url}/stuck-at-end")
        asked = time.monotonic()
        process.send_signal(number)
        assert process.wait(15) == 0
        # Three seconds, on a machine that has nothing else to do.
        assert time.monotonic() - asked < 10
        wait_until(lambda: not any(map(is_alive, found)), 5)


def test_ctrl_c_at_once_shows_no_trace() -> None:
    process = start(2)
    try:
        time.sleep(0.7)  # the workers are about to be started, or are being
        os.killpg(process.pid, signal.SIGINT)
    finally:
        out, err = process.communicate(timeout=20)
    # A supervisor that has no handler yet says what Python does; a worker says nothing.
    assert err.count("Traceback") <= 1
    assert "spawn_main" not in err
    assert process.returncode in (0, -signal.SIGINT), out


def test_workers_follow_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    with served(2, TMPDIR=str(tmp_path)) as (process, url):
        found = workers(url, 2)
        process.kill()
        process.wait(10)
        wait_until(lambda: not any(map(is_alive, found)), 15)


@pytest.mark.parametrize("count", [1, 2])
def test_an_app_that_does_not_start_is_not_started_again(count: int) -> None:
    process = start(count, FAIL="1")
    out, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert out == ""
    assert "it does not start" in err
    assert "another starts" not in err


def test_a_limit_of_open_files_is_told() -> None:
    command = f"ulimit -n 512; exec {sys.executable} -m tests.server.site 1"
    process = subprocess.Popen(
        ["sh", "-c", command],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        assert int(get(url)) == process.pid
    finally:
        process.terminate()
        _, err = process.communicate(timeout=20)
    assert err.startswith("A process has room for 312 connections here")
