"""Sending a case as it stands, byte for byte, and judging what comes back."""

import http.client
import random
import socket
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from benchmarks.hostile import cases, exports, headers
from benchmarks.hostile.cases import Case, Known, Make

__all__ = ["SLOWEST", "Answer", "case", "fault", "send"]

SLOWEST = 5.0
"""Seconds in which every request is answered."""

# How to make a case -> how often it is.
_MAKERS: dict[Make, int] = {
    cases.page: 8,
    cases.link: 18,
    cases.callback: 26,
    cases.scene: 17,
    cases.heavy: 1,
    cases.address: 7,
    exports.export: 8,
    exports.picture: 4,
    headers.header: 7,
    headers.framing: 4,
}


@dataclass(frozen=True)
class Answer:
    """What came back: the status, 0 where the connection was closed and -1 where nothing came."""

    status: int
    seconds: float
    body: bytes = b""
    comes_back: bool = False


def case(seed: int, number: int, known: Known) -> Case:
    """Return the case of a number: the same one for the same server, whatever came before it."""
    draw = random.Random(f"{seed} {number}")
    return draw.choices(list(_MAKERS), list(_MAKERS.values()))[0](draw, known)


def send(address: str, sent: bytes, *, whole: bool = True, patience: float = SLOWEST) -> Answer:
    """Send a request and read its answer; one that is not whole is left at that."""
    where = urlsplit(address)
    start = time.perf_counter()

    def took() -> float:
        return time.perf_counter() - start

    try:
        with socket.create_connection((where.hostname or "", where.port or 80), patience) as wire:
            try:
                wire.sendall(sent)
                if not whole:
                    wire.shutdown(socket.SHUT_WR)
            except (BrokenPipeError, ConnectionResetError):
                pass  # refused before it was over; the answer may be there all the same
            method = sent.split(b" ", 1)[0].decode("latin-1")
            answer = http.client.HTTPResponse(wire, method=method)
            answer.begin()
            body = answer.read()
            again = answer.headers.get("Retry-After") is not None
            return Answer(answer.status, took(), body, again)
    except TimeoutError:
        return Answer(-1, took())
    except (OSError, http.client.HTTPException):
        return Answer(0, took())


def fault(given: Case, answer: Answer) -> str:
    """Return what is wrong with the answer to a case; empty where nothing is."""
    if answer.status == -1 or answer.seconds > SLOWEST:
        return f"no answer in {SLOWEST:g} s" if answer.status == -1 else f"{answer.seconds:.1f} s"
    if answer.status == 0:
        return "closed without an answer" if given.whole else ""
    if b"Traceback (most recent" in answer.body:
        return "a stack trace"
    # A transfer encoding that is not there; too busy; no browser that draws documents.
    refused = answer.status == 501 and given.kind in ("framing", "header")
    later = answer.status == 503 and (answer.comes_back or given.kind in ("export", "picture"))
    return f"status {answer.status}" if answer.status >= 500 and not refused and not later else ""
