"""One person's browser, as far as a server sees it: its connections, and how it asks."""

import asyncio
import errno
import time
import zlib
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self

import aiohttp
import brotli

from benchmarks.load.tally import Tally

__all__ = ["UNANSWERED", "Browser"]

UNANSWERED = 30.0
"""Seconds after which a request counts as not answered."""

# What a connection says that the server has closed while it was idle.
_RESET = (errno.ECONNRESET, errno.EPIPE)
_CONNECTIONS = 6  # to one server, as browsers have it
_HEADERS = {
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "en",
    "User-Agent": "Mozilla/5.0 (benchmarks.load)",
}
_JSON = {"Content-Type": "application/json"}
_LONGEST_WAIT = 10.0


class Browser:
    """Asks for addresses and callbacks, times them, and comes back where it is told to.

    Parameters
    ----------
    address : str
        The server's, such as http://127.0.0.1:8050.
    tally : Tally
        Where to note what happened.
    """

    def __init__(self, address: str, tally: Tally) -> None:
        self.tally = tally
        self._address = address
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=_CONNECTIONS, keepalive_timeout=300),
            headers=_HEADERS,
            timeout=aiohttp.ClientTimeout(total=UNANSWERED),
            auto_decompress=False,  # most answers are only counted
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def ask(
        self,
        kind: str,
        path: str,
        body: bytes | None = None,
        *,
        read: bool = False,
        wanted: Callable[[], bool] = lambda: True,
    ) -> bytes | None:
        """Return an answer's body, empty where the server has nothing to say; None of a failure.

        Parameters
        ----------
        kind : str
            As what it counts.
        path : str
            What is asked for.
        body : bytes, optional
            JSON to post; without it the request is a GET.
        read : bool
            Whether the body is to be unpacked; it is empty otherwise.
        wanted : callable
            Whether the answer is still of use, where the server says to come back.
        """
        while True:
            start = time.perf_counter()
            try:
                status, headers, content = await self._exchange(path, body)
            except TimeoutError:
                self.tally.errors[kind, f"no answer in {UNANSWERED:g} s"] += 1
                return None
            except asyncio.CancelledError:
                self.tally.errors[kind, "no answer when time was up"] += 1
                raise
            except (aiohttp.ClientError, OSError) as error:
                self.tally.errors[kind, type(error).__name__] += 1
                return None
            if status == 503 and "Retry-After" in headers:
                self.tally.busy[kind] += 1
                await asyncio.sleep(_wait(headers["Retry-After"]))
                if wanted():
                    continue
                return None
            if status not in (200, 204):
                self.tally.errors[kind, f"status {status}"] += 1
                return None
            self.tally.seconds[kind].append(time.perf_counter() - start)
            if not read or status == 204:
                return b""
            return _unpacked(content, headers.get("Content-Encoding", ""))

    async def _exchange(
        self, path: str, body: bytes | None
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Send a request; once more where a connection that had been idle was closed meanwhile."""
        method, headers = ("GET", None) if body is None else ("POST", _JSON)
        for left in (1, 0):
            try:
                async with self._session.request(
                    method, self._address + path, data=body, headers=headers
                ) as answer:
                    return answer.status, answer.headers, await answer.read()
            except (aiohttp.ServerDisconnectedError, OSError) as error:
                reset = isinstance(error, aiohttp.ServerDisconnectedError) or error.errno in _RESET
                if not (left and reset):
                    raise
                self.tally.again += 1
        raise AssertionError("unreachable")


def _wait(text: str) -> float:
    """Return the seconds that Retry-After names; a date counts as a second."""
    return min(float(text), _LONGEST_WAIT) if text.isascii() and text.isdigit() else 1.0


def _unpacked(content: bytes, encoding: str) -> bytes:
    if encoding == "br":
        found: bytes = brotli.decompress(content)
        return found
    return zlib.decompress(content, wbits=47) if encoding in ("gzip", "deflate") else content
