"""Listen: answer requests at an address, in this process or in several, until told to end."""

import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from multiprocessing import connection, parent_process
from typing import TYPE_CHECKING

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer

from server import address, connections, ending, store_directory
from server.guard import MAX_BODY
from server.lanes import Lanes
from server.supervisor import supervise

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

__all__ = ["SWITCH_INTERVAL", "Listener", "serve", "settings"]

SWITCH_INTERVAL = 0.0005
"""Seconds for which a thread that computes keeps the others waiting. Python's own are ten times as
many, and a request waits for several of them on its way through the server: beside three threads
that compute, a health check took some 80 ms with those and takes some 10 with these, at a cost of
three parts in a hundred of what is computed."""


class _Parser(HTTPRequestParser):  # type: ignore[misc] # waitress has no types
    """Waitress's parser, which would wait for a body that a request does not have.

    Asked whether a request may go on ("Expect: 100-continue"), waitress says yes also where the
    request is complete, or refused, and waits for the rest for ever.
    """

    def received(self, data: bytes) -> int:
        """Take up some of a request; return how many bytes of it."""
        consumed: int = super().received(data)
        if self.completed:
            self.expect_continue = False
        return consumed


class _Channel(HTTPChannel):  # type: ignore[misc]
    parser_class = _Parser


class Listener(TcpWSGIServer):  # type: ignore[misc]
    """Waitress's server on a socket that listens already, with requests in lanes."""

    channel_class = _Channel

    def __init__(
        self,
        application: "WSGIApplication",
        listening: socket.socket,
        lanes: Lanes,
        adjustments: Adjustments,
    ) -> None:
        about = (listening.family, listening.type, listening.proto, listening.getsockname())
        super().__init__(
            application, {}, True, listening, lanes, adjustments, about, bind_socket=False
        )

    def close_all(self) -> None:
        """Stop from another thread: close the socket and all connections."""
        self.task_dispatcher.shutdown()
        # A request that ends wakes the loop, too, which may have closed all before it is woken.
        with contextlib.suppress(OSError):
            self.trigger.pull_trigger(lambda: wasyncore.close_all(self._map))


def serve(
    make: "Callable[[], WSGIApplication]",
    title: str,
    *,
    host: str,
    port: int,
    workers: int,
    threads: int,
    path: str = "",
) -> int:
    """Serve an application until the process is told to end, which then ends it.

    Where it cannot be served, return the exit code.

    Parameters
    ----------
    make : callable
        Makes the application. With several workers each calls it, in a process of its own:
        a function of a module, or a `functools.partial` of one.
    title : str
        What stands before the address that is printed.
    host, port : str, int
        Where to listen.
    workers : int
        Processes that answer; with 1 it is this one.
    threads : int
        Heavy requests that each process works on at once.
    path : str
        What stands behind the address that is printed.
    """
    try:
        listening = address.listen(host, port)
    except OSError as error:
        print(address.explain(error, host, port), file=sys.stderr)
        return 1
    if workers > 1 and sys.platform == "win32":
        print("On Windows one process answers.", file=sys.stderr)
        workers = 1
    room = connections.room()
    if room < connections.WANTED:
        print(
            f"A process has room for {room} connections here, some six a browser. "
            "A higher limit of open files (ulimit -n) gives more.",
            file=sys.stderr,
        )

    def opened() -> None:
        print(f"{title}: {address.shown(listening, path)}", flush=True)

    with listening, store_directory.fresh():
        if workers > 1:
            code = supervise(_work, (make, listening, threads, room), workers, opened)
        else:
            ending.on_signals(ending.leave)
            _answer(make(), listening, threads, room, opened)
            code = 0
    if code == 0:
        ending.end()
        ending.vanish(0)
    return code


def _work(
    ready: Callable[[], None],
    make: "Callable[[], WSGIApplication]",
    listening: socket.socket,
    threads: int,
    room: int,
) -> None:
    """Answer in a process of its own, as long as the one that started it lives."""
    signal.signal(signal.SIGTERM, ending.leave)
    threading.Thread(target=_follow, name="follow", daemon=True).start()
    _answer(make(), listening, threads, room, ready)
    ending.vanish(0)


def _follow() -> None:
    """Wait for the end of the parent process, and end this one."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)


def _answer(
    application: "WSGIApplication",
    listening: socket.socket,
    threads: int,
    room: int,
    opened: Callable[[], None],
) -> None:
    """Answer what comes in at a socket until the process is told to leave."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    server = Listener(application, listening, Lanes(threads), settings(listening, room))
    opened()
    with contextlib.suppress(SystemExit):
        server.run()


def settings(listening: socket.socket, room: int = connections.WANTED) -> Adjustments:
    """Return waitress's settings for a socket and so many connections."""
    return Adjustments(
        sockets=[listening],
        connection_limit=room,
        asyncore_use_poll=True,  # select takes 1024 files
        backlog=address.BACKLOG,
        # A browser opens a connection again in no time; what it does not use makes room.
        channel_timeout=30,
        cleanup_interval=10,
        # With which it is noticed that a client that waits has gone.
        channel_request_lookahead=1,
        max_request_body_size=8 * MAX_BODY,  # below it, the guard says what is wrong
        # A proxy's word is taken, or not, by the app itself.
        clear_untrusted_proxy_headers=False,
        ident=None,
    )
