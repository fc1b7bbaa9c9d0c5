"""python -m benchmarks.load: a class of people with browsers, all at once on one server."""

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Sequence

from benchmarks.load.person import DRAGGED, Site, alone, drag, use
from benchmarks.load.served import Memory, Server, served, watched
from benchmarks.load.tally import HEAD, Tally, times
from benchmarks.table import table
from landscapes.sweeps.workers import cores

# Seconds from a drag's last place to its drawing, at most.
MOST_DRAGGED = 3.0
# Moves of the person who is alone, before and after.
_ALONE = 6
# Seconds over which a class opens its browsers, and for which its last requests may take.
_OPENING, _GRACE = 30.0, 15.0
_SEED = 5


def _parser() -> argparse.ArgumentParser:
    """Return the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    add = parser.add_argument
    add("--people", type=int, default=200, help="who move something now and then (%(default)s)")
    add("--seconds", type=float, default=120.0, help="how long they are there (%(default)s)")
    add("--move-every", type=float, default=8.0, help="seconds between moves (%(default)s)")
    add("--dragging", type=int, default=0, help="who drag a slider all the time (%(default)s)")
    add("--workers", type=int, help="the server's processes, where its command line takes them")
    add("--address", help="a server that runs already, instead of one started for this")
    add("--no-bare", action="store_true", help="leave out the yardstick, a bare Dash app")
    return parser


async def _class(
    server: Server, options: argparse.Namespace, seconds: float, tally: Tally
) -> Memory:
    """Have people use a server; return what memory that took."""
    site = await Site.of(server.address)
    memory = Memory(server)
    clock = asyncio.get_running_loop().time
    until = clock() + seconds
    every = options.people + options.dragging
    opening = min(_OPENING, seconds / 4)

    async def come(number: int) -> None:
        draw = random.Random(f"{_SEED} {number}")
        await asyncio.sleep(opening * number / every)
        if number < options.people:
            await use(site, tally, draw, options.move_every, until)
        else:
            await drag(site, tally, draw, until)

    people = [asyncio.ensure_future(come(number)) for number in range(every)]
    left = set(people)
    while left and clock() < until + _GRACE:
        memory.look()
        _, left = await asyncio.wait(left, timeout=0.5)
    for one in left:
        one.cancel()
    for problem in await asyncio.gather(*people, return_exceptions=True):
        if isinstance(problem, Exception):  # of this program: what the server does is counted
            raise problem
    memory.look()
    return memory


async def _alone(server: Server) -> Tally:
    return await alone(await Site.of(server.address), random.Random(_SEED), _ALONE)


def _measure(
    title: str, server: Server, options: argparse.Namespace, seconds: float, *, lonely: bool
) -> list[str]:
    """Have a class use a server, print what it was like; return what was not as it should be."""
    tally, lone = Tally(), {}
    if lonely:
        lone["before"] = asyncio.run(_alone(server))
    own, its, start = time.process_time(), server.seconds(), time.perf_counter()
    with watched(server.address) as well:
        memory = asyncio.run(_class(server, options, seconds, tally))
    took = time.perf_counter() - start
    own = time.process_time() - own
    its = {number: used - its.get(number, 0.0) for number, used in server.seconds().items()}
    if lonely:
        lone["after"] = asyncio.run(_alone(server))

    answered = [float(line) for line in well if line[:1].isdigit()]
    silent = [line for line in well if not line[:1].isdigit()]
    rows = tally.rows()
    rows.append(["health", "", str(len(well)), str(len(silent)), "", *times(answered)])
    for name, one in lone.items():
        for span, found in one.spans.items():
            rows.append([f"alone {name}: {span}", "", str(len(found)), "", "", *times(found)])
    table([title, *HEAD[1:]], rows)
    _resources(server, memory, its, took)
    each = 1e6 * own / max(tally.requests, 1)
    print(f"the load itself: {own:.1f} s of processor, {each:.0f} us a request", end="")
    print(f", {own / took:.2f} cores; {tally.again} requests sent twice")

    faults = [*tally.faults(), *(f"health: {line}" for line in dict.fromkeys(silent))]
    faults += [f"alone {name}: {line}" for name, one in lone.items() for line in one.faults()]
    late = [taken for taken in tally.spans[DRAGGED] if taken >= MOST_DRAGGED]
    if late:
        faults.append(f"{DRAGGED}: {MOST_DRAGGED:g} s or more ({len(late)}x)")
    return [f"{title}: {line}" for line in faults]


def _resources(server: Server, memory: Memory, seconds: dict[int, float], took: float) -> None:
    """Print what a server's processes have used."""
    print()
    if not memory.peak:
        print("server: somebody else's process, not measured")
        return
    total = sum(seconds.values())
    print(f"server: {total:.1f} s of processor, {total / took:.2f} of {cores()} cores")
    for number, peak in memory.peak.items():
        parts = (memory.before.get(number, 0.0), memory.after.get(number, 0.0), peak)
        before, after, most = (f"{part:.0f} MB" for part in parts)
        used = f"{seconds.get(number, 0.0):.1f} s"
        print(f"  process {number}: {used}; {before} before, {after} after, at most {most}")
    said = server.log()
    if said:
        print(f"  and {len(said)} lines of errors, the last: {said[-1]}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, start servers, have classes on them; return the exit code."""
    options = _parser().parse_args(arguments)
    people = f"{options.people} people, a move every {options.move_every:g} s"
    dragging = f", {options.dragging} who drag" if options.dragging else ""
    print(f"{people}{dragging}, for {options.seconds:g} s")
    faults = []
    if not options.no_bare:
        with served(["-m", "benchmarks.load.bare"]) as server:
            plain = argparse.Namespace(**vars(options) | {"dragging": 0})
            seconds = min(options.seconds, max(options.seconds / 4, 10.0))
            faults += _measure("a bare Dash app", server, plain, seconds, lonely=False)
    if options.address:
        server = Server(options.address.rstrip("/"))
        faults += _measure("the class", server, options, options.seconds, lonely=True)
    else:
        command = ["app.py", "--port", "0"]
        if options.workers is not None:
            command += ["--workers", str(options.workers)]
        with served(command) as server:
            faults += _measure("the class", server, options, options.seconds, lonely=True)
    print("\nNothing failed." if not faults else "\nFailed:\n  " + "\n  ".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
