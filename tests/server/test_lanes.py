"""What is quick is answered whatever else is under way; what is not waits its turn."""

import http.client
import json
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from server import address, listen
from server.gate import Gate, is_heavy
from server.lanes import Lanes
from server.waiting import waiting

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CALLBACK = "/_dash-update-component"


class Stuck:
    """An application whose heavy requests end when they are let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.entered = threading.Semaphore(0)
        self.answered: list[str] = []

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
        if is_heavy(environ["PATH_INFO"]):
            self.answered.append(environ["PATH_INFO"])
            self.entered.release()
            if "waits" in environ["PATH_INFO"]:
                with waiting():
                    assert self.let_go.wait(30)
            else:
                assert self.let_go.wait(30)
        start_response("200 OK", [("Content-Length", "4")])
        return [b"done"]


class Served:
    """A listener in threads of this process."""

    def __init__(
        self,
        application: Stuck,
        heavy: int,
        patience: float,
        computing: int = 100,
        hurry: float = 30.0,
    ) -> None:
        self.application = application
        listening = address.listen("127.0.0.1", 0)
        self.port = listening.getsockname()[1]
        self._server = listen.Listener(
            application,
            listening,
            Lanes(heavy, 2, computing, patience, hurry),
            listen.settings(listening),
        )
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()

    def ask(self, path: str) -> http.client.HTTPConnection:
        """Ask for something; the answer is read later."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("POST" if is_heavy(path) else "GET", path)
        return connection

    def get(self, path: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        connection = self.ask(path)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.headers, body

    def close(self) -> None:
        self.application.let_go.set()
        self._server.close_all()
        self._thread.join(10)
        assert not self._thread.is_alive()


@pytest.fixture
def served() -> Iterator[Served]:
    """Room for three heavy requests, which wait for half a second."""
    made = Served(Stuck(), heavy=3, patience=0.5)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("path", "heavy"),
    [
        ("/_dash-update-component", True),
        ("/course/losses/_dash-update-component", True),
        ("/export/file/pdf", True),
        ("/course/export/figure", True),
        ("/", False),
        ("/healthz", False),
        ("/_dash-layout", False),
        ("/assets/export/dialog.js", False),
        ("/_dash-component-suites/plotly/package_data/plotly.min.js", False),
    ],
)
def test_what_may_be_much_work(path: str, heavy: bool) -> None:
    assert is_heavy(path) is heavy


def fill(served: Served, count: int, path: str = CALLBACK) -> list[http.client.HTTPConnection]:
    asked = [served.ask(path) for _ in range(count)]
    for _ in range(count):
        assert served.application.entered.acquire(timeout=10)
    return asked


def test_what_is_quick_is_answered_while_all_that_compute_are_stuck(served: Served) -> None:
    stuck = fill(served, 2) + fill(served, 1, "/export/file/pdf")
    for path in ("/healthz", "/assets/a.css", "/") * 5:
        assert served.get(path)[0] == 200
    served.application.let_go.set()
    for one in stuck:
        assert one.getresponse().read() == b"done"
        one.close()


def test_who_waits_too_long_is_told_to_try_again(served: Served) -> None:
    stuck = fill(served, 3)
    for path in (CALLBACK, "/export/figure"):
        status, headers, body = served.get(path)
        assert status == 503
        assert int(headers["Retry-After"]) >= 1
        assert headers["Content-Type"] == "application/json"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Try again" in json.loads(body)["error"]
    assert not served.application.entered.acquire(blocking=False)  # none was passed on
    served.application.let_go.set()
    for one in stuck:
        assert one.getresponse().status == 200
        one.close()
    assert served.get(CALLBACK)[0] == 200


def test_one_that_waits_lets_another_compute() -> None:
    served = Served(Stuck(), heavy=5, patience=2.0, computing=2)
    try:
        # Each lets the next one in; two compute; and there is room for one more that waits, if
        # it could begin.
        asked = fill(served, 2, "/export/waits") + fill(served, 2)
        assert served.get("/export/waits")[0] == 503
        assert served.get("/healthz")[0] == 200
        served.application.let_go.set()
        assert [one.getresponse().status for one in asked] == [200] * 4
        for one in asked:
            one.close()
        # Nothing has been lost count of.
        served.application.let_go.clear()
        while served.application.entered.acquire(blocking=False):
            pass
        asked = fill(served, 3, "/export/waits") + fill(served, 2)
        assert served.get(CALLBACK)[0] == 503
        served.application.let_go.set()
        for one in asked:
            assert one.getresponse().status == 200
            one.close()
    finally:
        served.close()


def test_nothing_is_computed_for_who_has_gone() -> None:
    served = Served(Stuck(), heavy=1, patience=30.0)
    try:
        stuck = fill(served, 1)
        for _ in range(5):
            served.ask(CALLBACK).close()
        assert served.get("/healthz")[0] == 200  # by which the listener has seen them go
        served.application.let_go.set()
        assert served.get(CALLBACK)[0] == 200
        assert served.application.entered.acquire(timeout=10)
        assert not served.application.entered.acquire(blocking=False)
        stuck[0].close()
    finally:
        served.close()


def test_waiting_is_for_anybody() -> None:
    with waiting():
        pass


def test_many_wait_their_turn() -> None:
    served = Served(Stuck(), heavy=3, patience=30.0)
    try:
        asked = fill(served, 3) + [served.ask(CALLBACK) for _ in range(60)]
        assert served.get("/healthz")[0] == 200
        served.application.let_go.set()
        assert [one.getresponse().status for one in asked] == [200] * 63
        for one in asked:
            one.close()
    finally:
        served.close()


def test_where_all_wait_the_newest_comes_first() -> None:
    served = Served(Stuck(), heavy=1, patience=30.0, hurry=0.2)
    try:
        stuck = fill(served, 1)
        old = [served.ask(f"/export/{number}") for number in range(3)]
        assert served.get("/healthz")[0] == 200
        time.sleep(0.3)
        new = served.ask("/export/new")
        assert served.get("/healthz")[0] == 200
        served.application.let_go.set()
        assert [one.getresponse().status for one in [*stuck, new, *old]] == [200] * 5
        assert served.application.answered[:2] == [CALLBACK, "/export/new"]
        for one in [*stuck, new, *old]:
            one.close()
    finally:
        served.close()


def test_a_gate_refuses_at_once_what_it_has_no_room_for() -> None:
    application = Stuck()
    gate = Gate(application, 2)
    told: list[tuple[str, dict[str, str]]] = []

    def ask(path: str) -> bytes:
        return b"".join(
            gate({"PATH_INFO": path}, lambda status, headers: told.append((status, dict(headers))))  # type: ignore[arg-type]
        )

    stuck = [threading.Thread(target=ask, args=(CALLBACK,)) for _ in range(2)]
    for thread in stuck:
        thread.start()
        assert application.entered.acquire(timeout=10)
    assert ask("/healthz") == b"done"
    assert "Try again" in json.loads(ask(CALLBACK))["error"]
    status, headers = told[-1]
    assert (status, headers["Retry-After"]) == ("503 Service Unavailable", "2")
    application.let_go.set()
    for thread in stuck:
        thread.join(10)
    assert ask(CALLBACK) == b"done"


def test_a_gate_has_room_for_at_least_one() -> None:
    with pytest.raises(ValueError, match="heavy must be at least 1; found 0"):
        Gate(Stuck(), 0)
