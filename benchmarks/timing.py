"""Times of several contenders, taken in turn."""

import time
from collections.abc import Callable, Mapping
from statistics import median

__all__ = ["Call", "interleaved"]

Call = Callable[[], object]


def interleaved(calls: Mapping[str, Call], repeat: int, patience: float = 10.0) -> dict[str, float]:
    """Return the median seconds of every call, each taken once a round.

    Parameters
    ----------
    calls : mapping
        Name -> what to time. Each is called once beforehand, untimed, to compile and to warm up.
    repeat : int
        Rounds.
    patience : float
        A call that has taken this many seconds in all sits out the remaining rounds.
    """
    for call in calls.values():
        call()
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(repeat):
        for name, call in calls.items():
            if sum(times[name]) < patience:
                start = time.perf_counter()
                call()
                times[name].append(time.perf_counter() - start)
    return {name: median(taken) for name, taken in times.items()}
