"""Connections: how many browsers' connections a process has room for."""

import contextlib
import select
import sys

if sys.platform != "win32":
    import resource

__all__ = ["WANTED", "room"]

WANTED = 2000
"""Two hundred browsers with six connections each, and room to reload."""

_OTHERS = 200  # files that a process has open besides


def room(wanted: int = WANTED) -> int:
    """Return how many connections fit, having raised the limit of open files where that helps."""
    if sys.platform == "win32" or not hasattr(select, "poll"):
        return min(wanted, 400)  # select takes 512 there
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    if soft != unlimited and soft < wanted + _OTHERS:
        raised = wanted + _OTHERS if hard == unlimited else min(wanted + _OTHERS, hard)
        with contextlib.suppress(OSError, ValueError):  # macOS has a limit that it does not tell
            resource.setrlimit(resource.RLIMIT_NOFILE, (raised, hard))
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if soft == unlimited else max(16, min(wanted, soft - _OTHERS))
