"""What is to be done at the end of a process is done, in its order and in bounded time."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(script: str) -> subprocess.CompletedProcess[str]:
    text = f"from server.ending import at_end, end, leave, vanish\nimport threading, time\n{script}"
    return subprocess.run(
        [sys.executable, "-c", text],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_latest_is_called_first_and_each_once() -> None:
    done = run(
        """
def first(): print("first")
at_end(first)
at_end(lambda: print("last"))
at_end(first)
end()
end()
"""
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "last\nfirst\n", "")


def test_it_needs_no_call() -> None:
    assert run("at_end(lambda: print('done'))").stdout == "done\n"


def test_one_that_fails_or_hangs_keeps_no_other_from_its_turn() -> None:
    done = run(
        """
at_end(lambda: print("done", flush=True))
at_end(lambda: 1 / 0)
at_end(threading.Event().wait)
leave()
"""
    )
    assert done.returncode == 0
    assert done.stdout == "done\n"
    assert "ZeroDivisionError" in done.stderr


def test_who_left_is_gone_soon_whatever_it_does() -> None:
    started = time.monotonic()
    done = run(
        """
try:
    leave()
finally:
    time.sleep(50)
"""
    )
    assert done.returncode == 0
    assert time.monotonic() - started < 30


def test_vanishing_waits_for_no_thread() -> None:
    started = time.monotonic()
    done = run(
        """
threading.Thread(target=time.sleep, args=(50,)).start()
print("under way")
try:
    leave()
except SystemExit:
    vanish(0)
"""
    )
    assert (done.returncode, done.stdout) == (0, "under way\n")
    assert time.monotonic() - started < 30
