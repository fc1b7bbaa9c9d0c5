"""Gate: which requests may be much work, and how many of those are worked on at once.

What is quick - health, the files of pages - never waits for what is not.
"""

import json
import re
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from server.guard import HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["Gate", "is_heavy", "refusal"]

_HEAVY = re.compile(r"/_dash-update-component$|/export/")
_FILES = re.compile(r"/assets/|/_dash-component-suites/")
_RETRY_AFTER = 2
_MESSAGE = "More is being asked than can be computed at once. Try again in a moment."


def is_heavy(path: str) -> bool:
    """Whether what is at a path may be much work, below whatever prefix the app has."""
    return bool(_HEAVY.search(path)) and not _FILES.search(path)


def refusal() -> tuple[str, list[tuple[str, str]], bytes]:
    """Return status, headers and body of the answer to a request that has no room."""
    body = json.dumps({"error": _MESSAGE}).encode()
    headers = [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        ("Retry-After", str(_RETRY_AFTER)),
        ("Cache-Control", "no-store"),
        *HEADERS.items(),
    ]
    return "503 Service Unavailable", headers, body


class Gate:
    """WSGI application that passes on at most so many heavy requests at once, and all light ones.

    It refuses the others at once: whoever waits here takes up a thread. The app's own listener
    has `server.lanes` instead, where waiting takes up none; this is for other servers.

    Parameters
    ----------
    application : WSGI application
    heavy : int
        Heavy requests at once; fewer than the server has threads.
    """

    def __init__(self, application: "WSGIApplication", heavy: int) -> None:
        if heavy < 1:
            raise ValueError(f"heavy must be at least 1; found {heavy}")
        self._application = application
        self._room = threading.BoundedSemaphore(heavy)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request, as WSGI has it."""
        if not is_heavy(environ.get("PATH_INFO", "")):
            return self._application(environ, start_response)
        if not self._room.acquire(blocking=False):
            status, headers, body = refusal()
            start_response(status, headers)
            return [body]
        try:
            return self._application(environ, start_response)
        finally:
            self._room.release()
