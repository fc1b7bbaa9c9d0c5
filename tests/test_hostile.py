"""A server of its own answers what no page sends, quickly, without failing and without a word.

Some hundreds of the cases of `python -m benchmarks.hostile`. Every callback with plain junk is in
tests/pages/test_forged.py.
"""

from collections.abc import Iterator

import pytest

from benchmarks.hostile.__main__ import known, run
from benchmarks.hostile.cases import Case, request
from benchmarks.hostile.sending import Answer, case, fault, send
from benchmarks.load.served import Server, served

CASES = 300


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with served(["app.py", "--port", "0"]) as server:
        yield server


def test_nothing_that_no_page_sends_makes_the_server_fail(server: Server) -> None:
    # The largest scenes that are allowed are hostile too, but how long they take is a benchmark's.
    found = run(server, 1, range(CASES), without="heavy")
    assert [f"--seed 1 --only {number}: {wrong}" for number, _, wrong in found.faults] == []
    assert not found.stopped
    assert sum(map(len, found.seconds.values())) > 0.9 * CASES
    assert send(server.address, request("GET", "/healthz")).status == 200
    assert server.log() == []


def test_a_case_is_the_same_whenever_it_is_made(server: Server) -> None:
    """So that one that failed can be had again by its number."""
    site = known(server)
    assert [case(1, i, site) for i in range(50)] == [case(1, i, site) for i in range(50)]
    kinds = {case(1, i, site).kind for i in range(400)}
    assert kinds == {
        *("page", "link", "callback", "scene", "heavy", "address"),
        *("export", "picture", "header", "framing"),
    }


@pytest.mark.parametrize(
    ("kind", "whole", "answer", "wrong"),
    [
        ("scene", True, Answer(200, 0.1), ""),
        ("scene", True, Answer(400, 0.1), ""),
        ("scene", True, Answer(500, 0.1), "status 500"),
        ("scene", True, Answer(503, 0.1), "status 503"),
        ("scene", True, Answer(503, 0.1, comes_back=True), ""),
        ("export", True, Answer(503, 0.1), ""),
        ("framing", False, Answer(501, 0.1), ""),
        ("scene", True, Answer(501, 0.1), "status 501"),
        ("header", True, Answer(0, 0.1), "closed without an answer"),
        ("framing", False, Answer(0, 0.1), ""),
        ("framing", False, Answer(-1, 5.0), "no answer in 5 s"),
        ("scene", True, Answer(200, 6.0), "6.0 s"),
        ("page", True, Answer(200, 0.1, b"Traceback (most recent call last)"), "a stack trace"),
    ],
)
def test_what_counts_as_a_fault(kind: str, whole: bool, answer: Answer, wrong: str) -> None:
    assert fault(Case(kind, b"", whole), answer) == wrong
