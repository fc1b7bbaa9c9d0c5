"""python -m benchmarks.load.health URL: ask twice a second, in a process that nothing holds up.

Prints the seconds each answer took, or what came instead, a line each.
"""

import http.client
import sys
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

__all__ = ["EVERY", "PATIENCE", "asked"]

EVERY = 0.5
PATIENCE = 5.0
"""Seconds without an answer after which there was none."""


def asked(address: str) -> str:
    """Return the seconds until the server said that it is well, or what went wrong."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            return f"status {answer.status}"
    except TimeoutError:
        return f"no answer in {PATIENCE:g} s"
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    finally:
        connection.close()
    return f"{time.perf_counter() - start:.6f}"


def main(arguments: Sequence[str]) -> None:
    """Ask until the process is ended."""
    (address,) = arguments
    due = time.monotonic()
    while True:
        print(asked(address), flush=True)
        due = max(due + EVERY, time.monotonic())
        time.sleep(max(due - time.monotonic(), 0.0))


if __name__ == "__main__":
    main(sys.argv[1:])
