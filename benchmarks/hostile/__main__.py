"""python -m benchmarks.hostile: requests that nobody sends by mistake, on a server of its own."""

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence

from app import PAGES
from benchmarks.hostile.cases import Case, Known, request
from benchmarks.hostile.sending import Answer, case, fault, send
from benchmarks.load.served import Server, served
from benchmarks.load.tally import percentile
from benchmarks.table import table

__all__ = ["known", "run"]

# Requests in a row without an answer after which there is nobody to ask any more.
_GIVE_UP = 10
# The last line of a stack trace.
_RAISED = re.compile(r"[\w.]+(: |$)")


def known(server: Server) -> Known:
    """Return what a server says of itself."""

    def ask(path: str, body: bytes | None) -> bytes:
        sent = request("GET" if body is None else "POST", path, body or b"")
        return send(server.address, sent, patience=60.0).body

    return Known.of([page.PATH for page in PAGES], ask)


class Findings:
    """What came of the cases: answers by kind, and what was wrong."""

    def __init__(self) -> None:
        self.statuses: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self.seconds: defaultdict[str, list[float]] = defaultdict(list)
        self.faults: list[tuple[int, Case, str]] = []
        self.stopped = False

    def note(self, number: int, given: Case, answer: Answer, wrong: str) -> None:
        """Add one."""
        self.statuses[given.kind][answer.status] += 1
        self.seconds[given.kind].append(answer.seconds)
        if wrong:
            self.faults.append((number, given, wrong))

    def rows(self) -> list[list[str]]:
        """Return a row for every kind: how many, how slow, and how often each status."""
        rows = []
        for kind, seconds in self.seconds.items():
            slow = [f"{1e3 * percentile(seconds, share):.0f} ms" for share in (0.5, 0.99, 1.0)]
            codes = sorted(self.statuses[kind].items())
            told = "  ".join(f"{code}: {count}" for code, count in codes)
            rows.append([kind, "", str(len(seconds)), *slow, "  " + told])
        return rows


def run(server: Server, seed: int, numbers: Sequence[int], without: str = "") -> Findings:
    """Send cases one after another; what the server logs meanwhile is the last one's fault.

    Cases of the kind `without` are left out.
    """
    found, site = Findings(), known(server)
    lines, silent = len(server.log()), 0
    for number in numbers:
        given = case(seed, number, site)
        if given.kind == without:
            continue
        answer = send(server.address, given.sent, whole=given.whole)
        wrong = fault(given, answer)
        log = server.log()
        if len(log) > lines:
            raised = [line for line in log[lines:] if _RAISED.match(line)] or log[lines:]
            wrong = f"{wrong or 'answered'}; logged: {raised[0][:200]}"
            lines = len(log)
        found.note(number, given, answer, wrong)
        silent = silent + 1 if answer.status == -1 else 0
        if silent >= _GIVE_UP or not server.alive:
            found.stopped = True
            break
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, send the cases, print what came back; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="cases (%(default)s)")
    parser.add_argument("--seed", type=int, default=5, help="other cases (%(default)s)")
    parser.add_argument("--only", type=int, help="the case of this number alone, shown in full")
    parser.add_argument("--without", default="", help="a kind that is left out, such as heavy")
    options = parser.parse_args(arguments)
    numbers = range(options.count) if options.only is None else [options.only]
    with served(["app.py", "--port", "0"]) as server:
        found = run(server, options.seed, numbers, options.without)
        alive = server.alive and send(server.address, request("GET", "/healthz")).status == 200
        log = server.log()
    table(["kind", "", "cases", "50 %", "99 %", "slowest", "  statuses"], found.rows())
    for number, given, wrong in found.faults:
        shown = given.sent if options.only is not None else given.sent[-300:]
        print(f"\n--seed {options.seed} --only {number} ({given.kind}): {wrong}\n  {shown!r}")
    if options.only is not None:
        print("\n".join(log))
    done = sum(map(len, found.seconds.values()))
    print(
        f"\n{done} cases, {len(found.faults)} faults; the server is {'well' if alive else 'gone'}"
    )
    return 0 if alive and not found.faults and not found.stopped else 1


if __name__ == "__main__":
    sys.exit(main())
