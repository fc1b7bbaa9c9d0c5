"""Arguments: the part of the command line that says where and how to serve."""

import argparse
import os
import re
import sys
from collections.abc import Callable

from server.base_path import MOST_PROXIES, by_environment, read_base_path

__all__ = ["add_arguments", "usable_cores"]

# A source of Content-Security-Policy, as far as frames have a use for it.
_SOURCE = re.compile(r"https?://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\]", re.IGNORECASE)


def usable_cores() -> int:
    """Return how many cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add where and how to serve, and for whom, to a command line."""

    def add(
        name: str,
        usual: str,
        what: str,
        read: Callable[[str], object] = str,
        metavar: str | None = None,
    ) -> None:
        usual = os.environ.get(name.replace("-", "_").upper()) or usual
        parser.add_argument(f"--{name}", default=usual, type=read, help=what, metavar=metavar)

    add(
        "host",
        "127.0.0.1",
        "the address to listen on; 0.0.0.0 lets other machines in (now %(default)s)",
    )
    add(
        "port",
        "8050",
        "the port to listen on; 0 takes any that is free (now %(default)s)",
        _whole(0, 65535, "a port: a number from 0 to 65535"),
    )
    add(
        "workers",
        str(_workers()),
        "how many processes answer; two a core are best for a class, as threads of one wait for "
        "each other, and each takes some 600 MB (or WORKERS; now %(default)s)",
        _whole(1, 64, "a number from 1 to 64"),
    )
    add(
        "threads",
        "48",
        "how many requests that compute each process has under way at once; pages and files "
        "have threads of their own (or THREADS; now %(default)s)",
        _whole(1, 256, "a number from 1 to 256"),
    )
    add(
        "allowed-hosts",
        "",
        "the names under which the server may be asked for, such as a.example,b.example "
        "(or ALLOWED_HOSTS; default: any)",
        _hosts,
        "NAMES",
    )
    add(
        "base-path",
        by_environment(),
        "the path under which a proxy serves the app, such as /user/x/proxy/8050/ "
        "(or BASE_PATH; now %(default)s)",
        _base_path,
        "PATH",
    )
    add(
        "trusted-proxies",
        "0",
        "how many proxies stand in front, whose X-Forwarded headers are believed "
        "(or TRUSTED_PROXIES; now %(default)s)",
        _whole(0, MOST_PROXIES, f"a number from 0 to {MOST_PROXIES}"),
        "N",
    )
    add(
        "frame-ancestors",
        "self",
        "who may show a page in a frame, apart by spaces: self, none, https://… "
        "(or FRAME_ANCESTORS; now %(default)s)",
        _frame_ancestors,
        "SITES",
    )


def _workers() -> int:
    """Return how many processes answer where nothing else is said."""
    return 1 if sys.platform == "win32" else min(2 * usable_cores(), 8)


def _whole(least: int, most: int, what: str) -> Callable[[str], int]:
    """Return what reads a whole number between two bounds."""

    def read(text: str) -> int:
        # Not isdigit alone, which is true of "²"; and no int() of thousands of digits.
        short = text.isascii() and text.isdigit() and len(text.lstrip("0")) <= len(str(most))
        if not (short and least <= int(text) <= most):
            raise argparse.ArgumentTypeError(f"{text!r} is not {what}")
        return int(text)

    return read


def _base_path(text: str) -> str:
    """Return a base path from the command line."""
    try:
        return read_base_path(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _hosts(text: str) -> tuple[str, ...]:
    """Return the names of hosts from the command line."""
    names = tuple(name.strip() for name in text.split(",")) if text.strip() else ()
    bad = [name for name in names if not _HOST.fullmatch(name)]
    if bad:
        raise argparse.ArgumentTypeError(
            f"{bad[0]!r} is not the name of a host; names such as a.example,b.example have neither "
            "port nor scheme"
        )
    return names


def _frame_ancestors(text: str) -> tuple[str, ...]:
    """Return who may show the app in a frame, from the command line."""
    words = text.split()
    bad = [word for word in words if word not in ("self", "none") and not _SOURCE.fullmatch(word)]
    if bad or not words or ("none" in words and len(words) > 1):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not self, none, or sites such as 'self https://course.example.org'"
        )
    return tuple(f"'{word}'" if word in ("self", "none") else word for word in words)
